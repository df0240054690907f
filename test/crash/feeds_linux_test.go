package crash

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"rasid/notify/notifytest"
)

const mib = 1 << 20

// onceWithin runs rasid once and returns the most memory that it held, in bytes, as the system counts it.
func (w *world) onceWithin(now time.Time) int64 {
	w.t.Helper()
	cmd := w.command(w.t.Context(), now, "once")
	if out, err := cmd.CombinedOutput(); err != nil {
		w.t.Fatalf("rasid once at %s: %v\n%s", now.Format(time.RFC3339), err, out)
	}
	used, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		w.t.Fatal("the system does not say how much memory was held")
	}
	return used.Maxrss << 10
}

// newHook starts a receiver for the digests.
func newHook(t *testing.T) *notifytest.Hook {
	t.Helper()
	hook, err := notifytest.NewHook(secret)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(hook.Close)
	return hook
}

// TestHugeFeed has a source that lists three entries and then 100 MB of them: its entries stay as they were, it says which limit
// was passed and what it is called, and the program holds little more than without it. (O8)
func TestHugeFeed(t *testing.T) {
	var huge atomic.Bool
	item := func(n int) string {
		return fmt.Sprintf("<item><title>خبر رقم %d</title><link>/%d</link><description>%s</description></item>\n", n, n, strings.Repeat("كلمة ", 300))
	}
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		fmt.Fprint(out, "<rss version=\"2.0\"><channel><title>صحيفة</title>\n", item(1), item(2), item(3))
		for n, sent := 4, 0; huge.Load() && sent < 100*mib && r.Context().Err() == nil; n++ {
			k, err := fmt.Fprint(out, item(n))
			if sent += k; err != nil {
				return
			}
		}
		fmt.Fprint(out, "</channel></rss>")
	}))
	defer server.Close()
	hook := newHook(t)
	p := newPress(t, 10, 100, begin.Add(-time.Hour), time.Hour)
	p.set(begin)
	w := newWorld(t, p, "0 6 * * *", hookTarget(hook.URL))
	w.configure(fmt.Sprintf("[[source]]\nname = \"huge\"\noutlet = \"صحيفة\"\nkind = \"feed\"\nurl = %q\n", server.URL+"/rss"))
	listed := func() (urls []string) {
		var all []entry
		w.ask(begin, &all, "entries", "--source", "huge")
		for _, e := range all {
			urls = append(urls, e.URL)
		}
		return urls
	}
	without := w.onceWithin(begin)
	before := listed()
	huge.Store(true)
	later := begin.Add(2 * time.Hour)
	with := w.onceWithin(later)
	if after := listed(); len(before) != 3 || strings.Join(after, " ") != strings.Join(before, " ") {
		t.Errorf("entries before: %v, after: %v", before, after)
	}
	reason := ""
	for _, one := range w.sources(later) {
		if one.Name == "huge" {
			reason = one.Poll.Reason
		}
	}
	if !strings.Contains(reason, "max_bytes") || !strings.Contains(reason, "10485760") {
		t.Errorf("the source says %q", reason)
	}
	if with-without > 64*mib {
		t.Errorf("at most %d MiB with the feed, %d without", with/mib, without/mib)
	}
	t.Logf("at most %d MiB with the feed of 100 MB, %d without; %s", with/mib, without/mib, reason)
}

// TestEndlessFeeds has a hundred feeds that never end beside fifty sound ones: what the sound ones list is found whole, in the first
// round before any endless one is waited for at length, later before any is asked; the memory stays within its bound. (O9)
func TestEndlessFeeds(t *testing.T) {
	var mu sync.Mutex
	asked := map[string][]int64{} // by endless feed: how many sound ones had been asked in all at each time that it was
	const honest, endless, articles = 50, 100, 500
	hook := newHook(t)
	p := newPress(t, honest, articles, begin.Add(-time.Hour), time.Hour)
	p.set(begin)
	w := newWorld(t, p, "0 6 * * *", hookTarget(hook.URL))
	timeout := "3s"
	if full() {
		timeout = "30s"
	}
	w.configure("timeout = \"" + timeout + "\"\n")
	for n := range endless {
		s := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
			mu.Lock()
			asked[r.Host] = append(asked[r.Host], p.feeds.Load())
			mu.Unlock()
			fmt.Fprint(out, "<rss version=\"2.0\"><channel><title>صحيفة</title>")
			for tick := time.NewTicker(50 * time.Millisecond); r.Context().Err() == nil; {
				select {
				case <-tick.C:
					fmt.Fprint(out, "<item><title>خبر</title></item>")
					out.(http.Flusher).Flush()
				case <-r.Context().Done():
				}
			}
		}))
		defer s.Close()
		w.configure(fmt.Sprintf("[[source]]\nname = \"endless-%d\"\noutlet = \"صحيفة\"\nkind = \"feed\"\nurl = %q\n", n, s.URL))
	}
	for round, now := range []time.Time{begin, begin.Add(25 * time.Hour)} {
		mu.Lock()
		clear(asked)
		mu.Unlock()
		began := time.Now()
		used := w.onceWithin(now)
		mu.Lock()
		for host, sound := range asked {
			if last := sound[len(sound)-1]; len(sound) > 2-round || last < int64(honest*(round+1)) {
				t.Errorf("round %d: %s is asked %d times, last when %d sound ones had been", round+1, host, len(sound), last)
			}
		}
		if len(asked) != endless || used > 256*mib {
			t.Errorf("round %d: %d endless ones asked, %d MiB", round+1, len(asked), used/mib)
		}
		mu.Unlock()
		t.Logf("round %d: %v, at most %d MiB", round+1, time.Since(began).Round(time.Millisecond), used/mib)
	}
	var all []entry
	if w.ask(begin, &all, "entries"); len(all) != articles {
		t.Errorf("%d of %d entries of the sound ones", len(all), articles)
	}
}
