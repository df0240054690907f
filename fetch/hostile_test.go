package fetch_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"rasid/fetch"
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
	known := news.Poll{Answered: time.Now()} // all the time there is: what counts here is how each answer ends
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			list, err := c.List(context.Background(), news.Source{Name: fmt.Sprint("s", i), URL: fmt.Sprintf("%s/sound/%d", server.URL, i)}, known)
			if err != nil || len(list.Entries) != 1 || list.Entries[0].Title != "خبر سليم" {
				t.Errorf("sound feed %d: %+v, %v", i, list, err)
			}
		})
	}
	for i, h := range all {
		wg.Go(func() {
			list, err := c.List(context.Background(), news.Source{Name: fmt.Sprint("h", i), URL: fmt.Sprintf("%s/h/%d", server.URL, i)}, known)
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
