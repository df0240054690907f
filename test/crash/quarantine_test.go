package crash

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"rasid/notify/notifytest"
)

// TestCrashLoop has a source at whose answer the service dies: the third start lives without it, says so, and asks it again
// when the operator releases it. No other source is held back. (O12)
func TestCrashLoop(t *testing.T) {
	const starting = -1 // the service's number is not known yet
	p := newPress(t, 10, 100, begin.Add(-time.Hour), time.Hour)
	p.set(begin)
	var pid, asked, before atomic.Int64
	deadly := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/rss" {
			asked.Add(1)
		}
		// Until it is known whom to kill, and others are in work too.
		for r.Context().Err() == nil && (pid.Load() == starting || pid.Load() > 0 && p.listed.Load() == before.Load()) {
			time.Sleep(time.Millisecond)
		}
		if r.Context().Err() != nil {
			return // it is given up, and nothing is in work: it will be asked again
		}
		if id := pid.Load(); id > 0 {
			syscall.Kill(int(id), syscall.SIGKILL)
			<-r.Context().Done()
			return
		}
		fmt.Fprint(out, `<rss version="2.0"><channel><title>صحيفة</title></channel></rss>`)
	}))
	defer deadly.Close()
	hook, err := notifytest.NewHook(secret)
	if err != nil {
		t.Fatal(err)
	}
	defer hook.Close()
	w := newWorld(t, p, "0 6 * * *", hookTarget(hook.URL))
	w.configure(fmt.Sprintf("[[source]]\nname = \"deadly\"\noutlet = \"قاتلة\"\nkind = \"feed\"\nurl = %q\n", deadly.URL+"/rss"))
	for n := range 2 {
		before.Store(p.listed.Load())
		pid.Store(starting)
		s := w.serve(begin, 20)
		pid.Store(int64(s.cmd.Process.Pid))
		s.cmd.Wait()
		if status, ok := s.cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGKILL {
			t.Fatalf("start %d ended otherwise: %v\n%s", n+1, s.cmd.ProcessState, s.said())
		}
	}
	died := asked.Load() // once by each start, and once more where it was given up while nothing else was in work
	before.Store(p.listed.Load())
	pid.Store(starting)
	s := w.serve(begin, 20)
	pid.Store(int64(s.cmd.Process.Pid))
	quarantined := func() string {
		var names []string
		healthy := 0
		for _, one := range w.sources(begin) {
			if one.Poll.State == "quarantined" {
				names = append(names, one.Name)
			} else if one.Poll.State == "ok" {
				healthy++
			}
		}
		return fmt.Sprintf("%s, %d healthy", strings.Join(names, " "), healthy)
	}
	s.until("the third start asks all others", 30*time.Second, func() bool { return quarantined() == "deadly, 10 healthy" })
	if !strings.Contains(s.notices(), "rasid source release deadly") {
		t.Errorf("rasid status does not say what to do:\n%s", s.notices())
	}
	if n := asked.Load() - died; n != 0 {
		t.Errorf("asked %d times by the third start", n)
	}
	pid.Store(0)
	if out, err := w.command(t.Context(), begin, "source", "release", "deadly").CombinedOutput(); err != nil {
		t.Fatalf("release: %v\n%s", err, out)
	}
	s.until("the released source is asked", 30*time.Second, func() bool { return asked.Load() > died })
	s.until("it stands with the others", 30*time.Second, func() bool { return strings.HasPrefix(quarantined(), ", 10") })
	if out, err := w.command(t.Context(), begin, "source", "release", "deadly").CombinedOutput(); err == nil {
		t.Errorf("released twice: %s", out)
	}
	s.stop(syscall.SIGTERM)
}

// A source is one row of rasid sources --json.
type source struct {
	Name string
	Poll struct{ State, Reason string }
}

func (w *world) sources(now time.Time) (all []source) {
	w.t.Helper()
	w.ask(now, &all, "sources")
	return all
}

// notices are the texts of the matters that stand.
func (s *service) notices() string {
	s.w.t.Helper()
	var status struct{ Notices []struct{ Text string } }
	s.w.ask(s.now(), &status, "status")
	var texts []string
	for _, n := range status.Notices {
		texts = append(texts, n.Text)
	}
	return strings.Join(texts, "\n")
}
