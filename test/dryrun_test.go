package test

import (
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"rasid/notify/notifytest"
)

// TestDryRun has that once --dry-run prints what would be sent and leaves every byte of the store, and every target, as
// they are; and that the run after it sends just that.
func TestDryRun(t *testing.T) {
	examples, err := filepath.Glob("../topics/dprk-russia/*.txt")
	if err != nil || len(examples) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	b, err := os.ReadFile(examples[0])
	if err != nil {
		t.Fatal(err)
	}
	title, text, _ := strings.Cut(string(b), "\n")
	var items atomic.Value // of the feed; string
	items.Store("")
	paper := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/rss" {
			w.Header().Set("Content-Type", "application/rss+xml")
			fmt.Fprintf(w, `<rss version="2.0"><channel><title>صحيفة</title>%s</channel></rss>`, items.Load())
			return
		}
		io.WriteString(w, "<html lang=\"ar\"><head><title>"+title+"</title></head><body><article><h1>"+title+"</h1>")
		for _, p := range strings.Split(strings.TrimSpace(text), "\n") {
			io.WriteString(w, "<p>"+p+"</p>")
		}
		io.WriteString(w, "</article></body></html>")
	}))
	defer paper.Close()
	const secret = "the-secret-of-the-receiver"
	hook, err := notifytest.NewHook(secret)
	if err != nil {
		t.Fatal(err)
	}
	defer hook.Close()
	dir := t.TempDir()
	write(t, dir, "secret", secret)
	write(t, dir, "address", hook.URL)
	write(t, dir, "rasid.toml", fmt.Sprintf(`[[source]]
name = "paper"
outlet = "الصحيفة"
url = "%s/rss"

[[topic]]
name = "dprk-russia"

[[digest]]
name = "daily"
topic = "dprk-russia"
targets = ["hook"]
zone = "UTC"

[[target]]
name = "hook"
kind = "webhook"
url = "file:address"
secrets = ["file:secret"]

[store]
path = "state/rasid.db"

[fetch]
allow = ["127.0.0.0/8"]
pace = "0s"
`, paper.URL))
	once := func(args ...string) string {
		t.Helper()
		out, code := rasid(t, dir, append([]string{"once", "-c", "rasid.toml"}, args...)...)
		if code != 0 {
			t.Fatalf("exit %d\n%s", code, out)
		}
		return out
	}
	once("--dry-run", "--now", "2026-03-01T06:00:00Z") // where there is no store yet
	if _, err := os.Stat(filepath.Join(dir, "state")); err == nil {
		t.Error("a dry run made a store")
	}
	once("--now", "2026-03-02T06:00:00Z")
	items.Store("<item><title>" + title + "</title><link>" + paper.URL + "/news</link><pubDate>Tue, 03 Mar 2026 05:00:00 +0000</pubDate></item>")
	before := bytesOf(t, dir)
	out := once("--dry-run", "--now", "2026-03-03T07:01:00Z")
	for _, want := range []string{"to hook (webhook):", "خبر واحد", paper.URL + "/news", "dry run: nothing was stored or sent"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	if after := bytesOf(t, dir); after != before {
		t.Errorf("a dry run changed\n%sto\n%s", before, after)
	}
	if n := len(hook.Posts()); n != 0 {
		t.Errorf("a dry run sent %d times", n)
	}
	once("--now", "2026-03-03T07:01:00Z")
	if n := len(hook.Posts()); n != 1 {
		t.Errorf("the run after it sent %d times, want 1", n)
	}
}

// bytesOf returns every file below dir with its hash, but for what SQLite puts beside a database that is read: an index
// in shared memory, and a log without a byte.
func bytesOf(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if strings.HasSuffix(path, "-shm") || strings.HasSuffix(path, "-wal") && len(b) == 0 {
			return err
		}
		fmt.Fprintf(&all, "%s %x\n", path, sha256.Sum256(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
