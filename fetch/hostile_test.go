package fetch_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"rasid/fetch"
	"rasid/fetch/fetchtest"
	"rasid/news"
)

// zipped returns what write writes, as gzip.
func zipped(write func(w io.Writer)) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	write(z)
	z.Close()
	return b.Bytes()
}

func nested(w io.Writer, open, end string, n int) {
	const head = `<?xml version="1.0"?><rss version="2.0" xmlns:x="urn:x"><channel><title>t</title><item><title>a</title>`
	io.WriteString(w, head)
	for _, s := range []string{open, end} {
		for left := n * len(s); left > 0 && s != ""; {
			chunk := strings.Repeat(s, min(n, 10_000))
			chunk = chunk[:min(len(chunk), left)]
			io.WriteString(w, chunk)
			left -= len(chunk)
		}
	}
	io.WriteString(w, `</item></channel></rss>`)
}

func repeated(w io.Writer, s string, n int) {
	io.WriteString(w, `<rss version="2.0"><channel><title>t</title>`)
	for range n {
		io.WriteString(w, s)
	}
	io.WriteString(w, `</channel></rss>`)
}

func gzipBody(body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(body)
	}
}

func text(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, body) }
}

// rawly answers with bytes that net/http would not write.
func rawly(answer string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer c.Close()
		io.WriteString(c, answer)
	}
}

const sound = `<rss version="2.0"><channel><title>t</title><item><title>خبر سليم</title><link>http://example.com/a</link></item></channel></rss>`

// A hostile is one answer that a feed server may give, named by its number in the threat model.
type hostile struct {
	name  string
	serve http.HandlerFunc
	want  error // nil = read, with the number of entries
	count int
	left  int
}

// errRefusal is what may be wanted where any error will do.
var errRefusal = errors.New("any error")

func hostiles() []hostile {
	slow := func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "<rss>")
		http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}
	silent := func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	zero := make([]byte, 1<<20)
	return []hostile{
		{"H01 two million nested prefixed elements in 15 KB", gzipBody(zipped(func(w io.Writer) { nested(w, "<x:a>", "", 2_000_000) })), fetch.ErrDepth, 0, 0},
		{"H02 a hundred thousand levels, closed", gzipBody(zipped(func(w io.Writer) { nested(w, "<x:a>", "</x:a>", 100_000) })), fetch.ErrDepth, 0, 0},
		{"H02 a hundred thousand levels, unclosed", gzipBody(zipped(func(w io.Writer) { nested(w, "<x:a>", "", 100_000) })), fetch.ErrDepth, 0, 0},
		{"H02 nesting behind a DTD", text("<!DOCTYPE rss [<!ENTITY a 'b'>]>" + `<rss><channel><item><!DOCTYPE x>` + strings.Repeat("<b:a>", 500)), fetch.ErrDepth, 0, 0},
		{"H03 two million nested plain elements, 14 MB", gzipBody(zipped(func(w io.Writer) { nested(w, "<a>", "</a>", 2_000_000) })), fetch.ErrTooLarge, 0, 0},
		{"H03 a million nested plain elements", gzipBody(zipped(func(w io.Writer) { nested(w, "<a>", "</a>", 1_000_000) })), fetch.ErrDepth, 0, 0},
		{"H04 a million empty items, 29 MB", gzipBody(zipped(func(w io.Writer) { repeated(w, "<item><title></title></item>\n", 1_000_000) })), fetch.ErrTooLarge, 0, 0},
		{"H04 sixty thousand items", gzipBody(zipped(func(w io.Writer) {
			repeated(w, "<item><title>a</title><link>http://example.com/a</link></item>\n", 60_000)
		})), nil, 2000, 58_000},
		{"H05 a bomb of 256 MiB", gzipBody(zipped(func(w io.Writer) {
			for range 256 {
				w.Write(zero)
			}
		})), fetch.ErrTooLarge, 0, 0},
		{"H06 gzip in gzip", gzipBody(zipped(func(w io.Writer) { w.Write(zipped(func(w io.Writer) { io.WriteString(w, "x") })) })), errRefusal, 0, 0},
		{"H06 brotli", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "br")
			io.WriteString(w, "xxxx")
		}, fetch.ErrEncoding, 0, 0},
		{"H06 gzip that is none", gzipBody([]byte("hello")), errRefusal, 0, 0},
		{"H07 shorter than said", rawly("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + sound), errRefusal, 0, 0},
		{"H07 two lengths", rawly("HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Length: 20\r\n\r\n" + sound), errRefusal, 0, 0},
		{"H07 negative length", rawly("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n" + sound), errRefusal, 0, 0},
		{"H07 broken chunks", rawly("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n" + sound), errRefusal, 0, 0},
		{"H08 never ends", slow, errRefusal, 0, 0},
		{"H08 never begins", silent, errRefusal, 0, 0},
		{"H09 ten thousand cookies", rawly("HTTP/1.1 200 OK\r\n" + strings.Repeat("Set-Cookie: a=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\r\n", 10_000) + "\r\n" + sound), errRefusal, 0, 0},
		{"H09 a header of 1 MB", rawly("HTTP/1.1 200 OK\r\nX: " + strings.Repeat("a", 1<<20) + "\r\n\r\n" + sound), errRefusal, 0, 0},
		{"H09 a flood of 103", rawly(strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", 100_000) + "HTTP/1.1 200 OK\r\n\r\n" + sound), errRefusal, 0, 0},
		{"H10 another protocol", rawly("SSH-2.0-OpenSSH_9.2p1\r\n"), errRefusal, 0, 0},
		{"H11 loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) }, fetch.ErrRedirect, 0, 0},
		{"H11 loop with a new query", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path+"?"+r.URL.RawQuery+"x", http.StatusMovedPermanently)
		}, fetch.ErrRedirect, 0, 0},
		{"H12 304 that nobody asked for", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) }, fetch.ErrNotAsked, 0, 0},
		{"H17 tower of entities", text(`<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><rss><channel><item><title>&c;</title><link>http://example.com/a</link></item></channel></rss>`), nil, 1, 0},
		{"H17 external entity", text(`<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title><link>http://example.com/a</link></item></channel></rss>`), nil, 1, 0},
		{"H18 NUL and broken UTF-8", text("<rss><channel><item><title>\x00خبر\xff عاجل</title><link>http://example.com/a</link></item></channel></rss>"), nil, 1, 0},
		{"H18 unknown charset", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/rss+xml; charset=klingon")
			io.WriteString(w, sound)
		}, nil, 1, 0},
		{"H28 a million nested arrays", text(`{"version":"https://jsonfeed.org/version/1","items":` + strings.Repeat("[", 1_000_000)), fetch.ErrUnread, 0, 0},
		{"H28 a string of 9 MB", text(`{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","url":"http://example.com/a","title":"` + strings.Repeat("a", 9<<20) + `"}]}`), nil, 1, 0},
		{"H28 keys twice", text(`{"version":"https://jsonfeed.org/version/1","items":[],"items":[{"id":"1","url":"http://example.com/a","title":"t"}]}`), nil, 1, 0},
		{"a page under 200", text(`<!doctype html><title>تحقق</title>`), fetch.ErrType, 0, 0},
		{"nothing", text(""), fetch.ErrUnread, 0, 0},
		{"an empty channel", text(`<rss><channel><title>x</title></channel></rss>`), nil, 0, 0},
		{"text between the elements", text(`<rss><channel>oops<item><title>a</title><link>http://example.com/a</link></item> bla <item><title>b</title><link>http://example.com/b</link></item></channel></rss>`), nil, 2, 0},
		{"one broken item", text(`<rss><channel><item><title>a < b</title><link>http://example.com/a</link></item><item><title>b</title><link>http://example.com/b</link></item></channel></rss>`), nil, 1, 0},
		{"a reference to a control character", text(`<rss><channel><item><title>a&#11;b &#x1F;c</title><link>http://example.com/a</link></item></channel></rss>`), nil, 1, 0},
		{"a second declaration", text(`<?xml version="1.0"?><rss><channel><item><title>a</title><?xml version="1.0" encoding="utf-16"?><link>http://example.com/a</link></item></channel></rss>`), nil, 1, 0},
		{"a warning before the declaration", text("Warning: mysql_connect() in <b>/var/www</b> on line <b>3</b><br />\n<?xml version=\"1.0\"?>" + sound), nil, 1, 0},
	}
}

// TestHostile serves every hostile answer at once with fifty sound feeds: all sound entries are found, each
// hostile answer ends as it should, and nothing is left behind.
func TestHostile(t *testing.T) {
	all := hostiles()
	mux := http.NewServeMux()
	for i, h := range all {
		mux.HandleFunc(fmt.Sprintf("/h/%d", i), h.serve)
	}
	mux.HandleFunc("/sound/", text(sound))
	before := goleak.IgnoreCurrent()
	server := httptest.NewServer(mux)
	o := loopback()
	o.PerHost, o.Timeout = 200, 10*time.Second
	c := fetch.New(o)
	defer func() {
		c.Close()
		server.Close()
		goleak.VerifyNone(t, before)
	}()
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			list, err := c.List(context.Background(), news.Source{Name: fmt.Sprint("s", i), URL: fmt.Sprintf("%s/sound/%d", server.URL, i)}, news.Poll{})
			if err != nil || len(list.Entries) != 1 || list.Entries[0].Title != "خبر سليم" {
				t.Errorf("sound feed %d: %+v, %v", i, list, err)
			}
		})
	}
	for i, h := range all {
		wg.Go(func() {
			list, err := c.List(context.Background(), news.Source{Name: fmt.Sprint("h", i), URL: fmt.Sprintf("%s/h/%d", server.URL, i)}, news.Poll{})
			switch {
			case h.want == nil && (err != nil || len(list.Entries) != h.count || list.Left != h.left):
				t.Errorf("%s: %d entries, %d left, %v; want %d and %d", h.name, len(list.Entries), list.Left, err, h.count, h.left)
			case h.want == errRefusal && err == nil, h.want != nil && h.want != errRefusal && !errors.Is(err, h.want):
				t.Errorf("%s: %v, want %v", h.name, err, h.want)
			case err != nil && (len(err.Error()) > 700 || strings.ContainsAny(err.Error(), "\n\r\x1b")):
				t.Errorf("%s: error of %d bytes: %.300q", h.name, len(err.Error()), err)
			}
			for _, e := range list.Entries {
				checkEntry(t, h.name, e)
			}
		})
	}
	wg.Wait()
}

// checkEntry holds what is promised of every entry, whatever it came from.
func checkEntry(t testing.TB, name string, e news.Entry) {
	t.Helper()
	if !strings.HasPrefix(e.URL, "http://") && !strings.HasPrefix(e.URL, "https://") || len(e.URL) > 2<<10 {
		t.Errorf("%s: address %.100q", name, e.URL)
	}
	for _, s := range []string{e.Title, e.Summary, e.Key} {
		if n := len([]rune(s)); n > 2000 || strings.ContainsFunc(s, func(r rune) bool {
			return r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
		}) {
			t.Errorf("%s: field of %d characters: %.100q", name, n, s)
		}
	}
	if len([]rune(e.Title)) > 300 {
		t.Errorf("%s: title of %d characters", name, len([]rune(e.Title)))
	}
	if at := e.Published; !at.IsZero() && (at.Year() < 1990 || at.After(loopback().Now().Add(25*time.Hour))) {
		t.Errorf("%s: published %v", name, at)
	}
}

func TestHostileFields(t *testing.T) {
	item := func(title, link, date string) string {
		return "<item><title><![CDATA[" + title + "]]></title><link>" + link + "</link><pubDate>" + date + "</pubDate></item>"
	}
	const good = "http://example.com/a"
	cases := []struct {
		name, item  string
		title       string
		entries     int
		published   bool
		wantAddress string
	}{
		{"H22 year 1", item("ت", good, "Mon, 01 Jan 0001 00:00:00 GMT"), "ت", 1, false, good},
		{"H22 year 9999", item("ت", good, "Fri, 31 Dec 9999 00:00:00 GMT"), "ت", 1, false, good},
		{"H22 in a hundred years", item("ت", good, "Tue, 12 Jun 2118 00:00:00 GMT"), "ت", 1, false, good},
		{"H22 ten KB of text", item("ت", good, strings.Repeat("x", 10_000)), "ت", 1, false, good},
		{"H22 two hours ahead", item("ت", good, "Tue, 12 Jun 2018 14:00:00 GMT"), "ت", 1, true, good},
		{"H22 Hijri year as it stands", item("ت", good, "1439-09-15"), "ت", 1, false, good},
		{"H26 javascript", item("ت", "javascript:alert(1)", ""), "", 0, false, ""},
		{"H26 data", item("ت", "data:text/html,x", ""), "", 0, false, ""},
		{"H26 file", item("ت", "file:///etc/passwd", ""), "", 0, false, ""},
		{"H26 64 KB", item("ت", "http://example.com/"+strings.Repeat("a", 64<<10), ""), "", 0, false, ""},
		{"H26 without scheme", item("ت", "//example.com/a", ""), "ت", 1, false, "http://example.com/a"},
		{"H26 steps up", item("ت", strings.Repeat("../", 100_000), ""), "", 0, false, ""},
		{"H26 user", item("ت", "http://u:p@example.com/a", ""), "ت", 1, false, good},
		{"H26 backslash", item("ت", `http://10.0.0.1\@example.com/`, ""), "", 0, false, ""},
		{"a link to the front page", item("ت", "http://example.com", ""), "ت", 1, false, "http://example.com/rss#entry-2641841c8e117387"},
		{"H27 header lines", item("عنوان\r\nBcc: a@example.com", good, ""), "عنوان Bcc: a@example.com", 1, false, good},
		{"H27 right-to-left override", item("a\u202Ecod.exe\u2066b", good, ""), "acod.exeb", 1, false, good},
		{"H27 terminal", item("a\x1b[31mb", good, ""), "a [31mb", 1, false, good},
		{"H27 template", item("{{.}}", good, ""), "{{.}}", 1, false, good},
		{"H27 script", item("خبر<script>alert(1)</script> عاجل", good, ""), "خبر عاجل", 1, false, good},
		{"H27 escaped script", item("خبر &lt;b&gt;عاجل&lt;/b&gt;", good, ""), "خبر عاجل", 1, false, good},
		{"a lesser sign is no tag", item("5 < 6 & 7", good, ""), "5 < 6 & 7", 1, false, good},
		{"escaped twice", "<item><title>كيم &amp;amp; ترامب &amp;quot;معا&amp;quot;</title><link>" + good + "</link></item>", `كيم & ترامب "معا"`, 1, false, good},
		{"Arabia Standard Time", item("ت", good, "Sun, 10 Jun 2018 09:15:00 AST"), "ت", 1, true, good},
		{"Arabic month", item("ت", good, "10 حزيران/يونيو 2018 09:15"), "ت", 1, true, good},
	}
	for _, c := range cases {
		seen, err := loopback().Read([]byte("<rss><channel>"+c.item+"</channel></rss>"), "", "http://example.com/rss", news.Source{Name: "x"})
		list := seen.Listing
		if err != nil || len(list.Entries) != c.entries || list.Dropped != 1-c.entries {
			t.Errorf("%s: %d entries, %d dropped, %v", c.name, len(list.Entries), list.Dropped, err)
			continue
		}
		for _, e := range list.Entries {
			checkEntry(t, c.name, e)
			if e.Title != c.title || e.Published.IsZero() == c.published || e.URL != c.wantAddress {
				t.Errorf("%s: %q at %s, published %v", c.name, e.Title, e.URL, e.Published)
			}
		}
	}
	for name, title := range map[string]string{
		"H19": strings.Repeat("\uFDFA", 300_000),
		"H20": "ا" + strings.Repeat("\u064E", 2_000_000),
		"H27": strings.Repeat("خبر ", 50_000),
	} {
		seen, err := fetch.Read([]byte("<rss><channel>"+item(title, good, "")+"</channel></rss>"), "", good, news.Source{})
		if err != nil || len(seen.Listing.Entries) != 1 {
			t.Fatalf("%s: %v", name, err)
		}
		checkEntry(t, name, seen.Listing.Entries[0])
	}
}

// TestValidators is H13: what came is sent back as it came, what is too long to be a validator is not.
func TestValidators(t *testing.T) {
	var mu sync.Mutex
	var sent []string
	etag := `weird "tag`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		sent = append(sent, r.Header.Get("If-None-Match")+"|"+r.Header.Get("If-Modified-Since"))
		w.Header().Set("ETag", etag)
		w.Header().Set("Last-Modified", "yesterday")
		io.WriteString(w, sound)
	}))
	defer server.Close()
	c := fetch.New(loopback())
	defer c.Close()
	s := news.Source{Name: "x", URL: server.URL}
	list, err := c.List(context.Background(), s, news.Poll{})
	if err != nil || list.ETag != etag || list.LastModified != "yesterday" {
		t.Fatalf("%+v, %v", list, err)
	}
	mu.Lock()
	etag = strings.Repeat("a", 8<<10)
	mu.Unlock()
	list, err = c.List(context.Background(), s, news.Poll{ETag: list.ETag, LastModified: list.LastModified})
	if err != nil || list.ETag != "" || list.LastModified != "yesterday" {
		t.Errorf("a validator of 8 KB was kept: %d bytes, %v", len(list.ETag), err)
	}
	if want := `weird "tag|yesterday`; sent[1] != want || sent[0] != "|" {
		t.Errorf("sent %q, want %q", sent, want)
	}
}

// TestStale is the second half of H12: a source that says 304 for ever is asked in full once a day.
func TestStale(t *testing.T) {
	full := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == "" {
			full++
			io.WriteString(w, sound)
			return
		}
		w.WriteHeader(http.StatusNotModified)
	}))
	defer server.Close()
	now := time.Date(2018, 6, 1, 0, 0, 0, 0, time.UTC)
	o := loopback()
	o.Now = func() time.Time { return now }
	c := fetch.New(o)
	defer c.Close()
	for range 7 * 24 {
		if _, err := c.List(context.Background(), news.Source{Name: "x", URL: server.URL}, news.Poll{ETag: "a"}); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Hour)
	}
	if full != 6 {
		t.Errorf("%d full requests in seven days of 304, want one a day after the first", full)
	}
}

func TestMoved(t *testing.T) {
	web := fetchtest.NewWeb(t, `
-- /old --
Status: 301
Location: /older

-- /older --
Status: 308
Location: $WEB/new

-- /soon --
Status: 302
Location: /new

-- /new --
`+sound)
	c := fetch.New(loopback())
	defer c.Close()
	for path, moved := range map[string]string{"/old": web.URL + "/new", "/soon": "", "/new": ""} {
		list, err := c.List(context.Background(), news.Source{Name: path, URL: web.URL + path}, news.Poll{})
		if err != nil || list.Moved != moved || len(list.Entries) != 1 {
			t.Errorf("%s: moved to %q, %v; want %q", path, list.Moved, err, moved)
		}
	}
}

// TestRetry holds what is tried again at once and what is left to the schedule.
func TestRetry(t *testing.T) {
	tries := map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tries[r.URL.Path]++
		switch r.URL.Path {
		case "/502":
			if tries[r.URL.Path] == 1 {
				w.WriteHeader(http.StatusBadGateway)
				return
			}
		case "/cut":
			if tries[r.URL.Path] == 1 {
				rawly("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<rss>")(w, r)
				return
			}
		case "/429":
			w.WriteHeader(http.StatusTooManyRequests)
			return
		case "/503":
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		case "/404":
			w.WriteHeader(http.StatusNotFound)
			return
		}
		io.WriteString(w, sound)
	}))
	defer server.Close()
	o := loopback()
	o.Retries = 2
	c := fetch.New(o)
	defer c.Close()
	for path, want := range map[string]struct {
		tries int
		ok    bool
	}{"/502": {2, true}, "/cut": {2, true}, "/429": {1, false}, "/503": {1, false}, "/404": {1, false}, "/good": {1, true}} {
		_, err := c.List(context.Background(), news.Source{Name: path, URL: server.URL + path}, news.Poll{})
		if (err == nil) != want.ok || tries[path] != want.tries {
			t.Errorf("%s: %d tries, %v; want %d", path, tries[path], err, want.tries)
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if _, err := c.List(context.Background(), news.Source{Name: "closed", URL: "http://" + l.Addr().String()}, news.Poll{}); fetch.Health(err) != news.Down || fetch.Permanent(err) {
		t.Errorf("a closed port: %v is %s", err, fetch.Health(err))
	}
}
