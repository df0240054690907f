package test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestZoneOfSource: two sources list the same times without a zone, and only one says by which clock they are told: its articles are
// three hours older.
func TestZoneOfSource(t *testing.T) {
	told := time.Now().UTC().Truncate(time.Minute).Add(-5 * time.Hour)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.Trim(r.URL.Path, "/")
		fmt.Fprintf(w, `<rss version="2.0"><channel><item><title>الخبر الأول من صحيفة %s اليوم</title><link>http://%s/%s/1</link><pubDate>%s</pubDate></item></channel></rss>`,
			name, r.Host, name, told.Format("Mon, 02 Jan 2006 15:04:05"))
	}))
	defer web.Close()
	dir := t.TempDir()
	write(t, dir, "rasid.toml", fmt.Sprintf(`[[source]]
name = "local"
url = "%[1]s/local"
zone = "Asia/Riyadh"

[[source]]
name = "plain"
url = "%[1]s/plain"

[[topic]]
name = "dprk-russia"

[store]
path = "rasid.db"

[fetch]
allow = ["127.0.0.0/8"]
retries = 0
`, web.URL))
	out, code := rasid(t, dir, "once", "--config", "rasid.toml")
	if code != 0 {
		t.Fatalf("exit %d\n%s", code, out)
	}
	for name, at := range map[string]time.Time{"local": told.Add(-3 * time.Hour), "plain": told} {
		out, _ := rasid(t, dir, "why", web.URL+"/"+name+"/1", "--config", "rasid.toml")
		if want := "published " + at.Format("2006-01-02 15:04Z"); !strings.Contains(out, want) {
			t.Errorf("%s: no %q in\n%s", name, want, out)
		}
	}
}
