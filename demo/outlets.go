package demo

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"net/http"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"
)

// An outlet is a publisher with its habits.
type outlet struct {
	name, title, kind, path, habit string
	base                           string // scheme and address, set when it listens
	list                           func(o *outlet, as []article) (contentType string, body []byte)
	fails                          bool
}

func outlets() []outlet {
	return []outlet{
		{name: "manara", title: "المنارة", kind: "feed", path: "/rss.xml", habit: "RSS with summaries", list: rss(true)},
		{name: "furat", title: "الفرات اليوم", kind: "feed", path: "/rss.xml", habit: "RSS in windows-1256", list: windows1256(rss(true))},
		{name: "nakhil", title: "صحيفة النخيل", kind: "feed", path: "/feed", habit: "Atom", list: atom},
		{name: "sahil", title: "موقع الساحل", kind: "feed", path: "/feed.json", habit: "JSON Feed", list: jsonFeed},
		{name: "jabal", title: "الجبل", kind: "feed", path: "/rss.xml", habit: "RSS with titles only; refuses some of its pages", list: rss(false)},
		{name: "bahr", title: "وكالة البحر", kind: "sitemap", path: "/news-sitemap.xml", habit: "news sitemap", list: sitemap},
		{name: "ramal", title: "إذاعة الرمال", kind: "feed", path: "/rss.xml", habit: "its feed fails", list: rss(true), fails: true},
	}
}

// handler serves the listing and the pages of one outlet.
func (p *Press) handler(o *outlet) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+o.path, func(w http.ResponseWriter, r *http.Request) {
		if o.fails {
			http.Error(w, "out of order", http.StatusInternalServerError)
			return
		}
		contentType, body := o.list(o, p.out(o, p.clock()))
		send(w, r, contentType, body)
	})
	mux.HandleFunc("GET /news/{id}", func(w http.ResponseWriter, r *http.Request) {
		for _, a := range p.out(o, p.clock()) {
			if a.id != r.PathValue("id") {
				continue
			}
			if a.refused {
				http.Error(w, "forbidden", http.StatusForbidden)
				return
			}
			send(w, r, "text/html; charset=utf-8", page(o, a))
			return
		}
		http.NotFound(w, r)
	})
	return mux
}

// send answers with a validator, or 304 where the client has the bytes already.
func send(w http.ResponseWriter, r *http.Request, contentType string, body []byte) {
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", contentType)
	w.Write(body)
}

func escape(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s))
	return b.String()
}

// rss lists in RSS 2.0, with or without summaries.
func rss(summaries bool) func(*outlet, []article) (string, []byte) {
	return func(o *outlet, as []article) (string, []byte) {
		var b strings.Builder
		fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>%s</title><link>%s/</link><language>ar</language>`, escape(o.title), o.base)
		for _, a := range as {
			fmt.Fprintf(&b, "\n<item><title>%s</title><link>%s/news/%s?utm_source=rss</link><guid isPermaLink=\"false\">%s</guid><pubDate>%s</pubDate>", escape(a.title), o.base, a.id, a.id, a.at.Format(time.RFC1123Z))
			if summaries {
				fmt.Fprintf(&b, "<description>%s</description>", escape("<p>"+html.EscapeString(a.summary())+"</p>"))
			}
			b.WriteString("</item>")
		}
		b.WriteString("</channel></rss>\n")
		return "application/rss+xml", []byte(b.String())
	}
}

// windows1256 puts what list gives into the code page that older Arabic sites still use.
func windows1256(list func(*outlet, []article) (string, []byte)) func(*outlet, []article) (string, []byte) {
	return func(o *outlet, as []article) (string, []byte) {
		_, body := list(o, as)
		s := strings.Replace(string(body), `encoding="UTF-8"`, `encoding="windows-1256"`, 1)
		enc := charmap.Windows1256.NewEncoder()
		var out []byte
		for _, r := range s {
			if b, err := enc.Bytes([]byte(string(r))); err == nil {
				out = append(out, b...)
			} else {
				out = fmt.Appendf(out, "&#%d;", r)
			}
		}
		return "text/xml; charset=windows-1256", out
	}
}

func atom(o *outlet, as []article) (string, []byte) {
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar"><title>%s</title><id>%s/</id>`, escape(o.title), o.base)
	for _, a := range as {
		fmt.Fprintf(&b, "\n<entry><title>%s</title><link rel=\"alternate\" href=\"%s/news/%s\"/><id>urn:demo:%s</id><updated>%s</updated><published>%s</published><summary>%s</summary></entry>",
			escape(a.title), o.base, a.id, a.id, a.at.Format(time.RFC3339), a.at.Format(time.RFC3339), escape(a.summary()))
	}
	b.WriteString("</feed>\n")
	return "application/atom+xml", []byte(b.String())
}

func jsonFeed(o *outlet, as []article) (string, []byte) {
	type item struct {
		ID        string    `json:"id"`
		URL       string    `json:"url"`
		Title     string    `json:"title"`
		Summary   string    `json:"summary"`
		Published time.Time `json:"date_published"`
	}
	feed := struct {
		Version string `json:"version"`
		Title   string `json:"title"`
		Items   []item `json:"items"`
	}{Version: "https://jsonfeed.org/version/1.1", Title: o.title, Items: []item{}}
	for _, a := range as {
		feed.Items = append(feed.Items, item{a.id, o.base + "/news/" + a.id, a.title, a.summary(), a.at})
	}
	body, err := json.Marshal(feed)
	if err != nil {
		return "text/plain", []byte(err.Error())
	}
	return "application/feed+json", body
}

func sitemap(o *outlet, as []article) (string, []byte) {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">`)
	for _, a := range as {
		fmt.Fprintf(&b, "\n<url><loc>%s/news/%s</loc><news:news><news:publication><news:name>%s</news:name><news:language>ar</news:language></news:publication><news:publication_date>%s</news:publication_date><news:title><![CDATA[ %s ]]></news:title></news:news></url>",
			o.base, a.id, escape(o.title), a.at.Format(time.RFC3339), a.title)
	}
	b.WriteString("</urlset>\n")
	return "application/xml", []byte(b.String())
}

// page dresses an article as a site would, with what a reader must not take for its text.
func page(o *outlet, a article) []byte {
	var body strings.Builder
	for _, paragraph := range strings.Split(a.text, "\n\n") {
		fmt.Fprintf(&body, "<p>%s</p>\n", html.EscapeString(paragraph))
	}
	return fmt.Appendf(nil, `<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>%s - %s</title>
<meta property="article:published_time" content="%s"></head><body>
<nav><a href="/">الرئيسية</a> <a href="/world">العالم</a> <a href="/sport">رياضة</a></nav>
<article><h1>%s</h1><time datetime="%s"></time>
%s</article>
<div class="share">شارك الخبر: <a href="#">فيسبوك</a> <a href="#">واتساب</a></div>
<aside><h3>اقرأ أيضا</h3><ul><li>بوتين يلتقي كيم جونغ أون في قمة روسية كورية شمالية</li><li>نتائج مباريات الأمس</li></ul></aside>
<footer>جميع الحقوق محفوظة</footer></body></html>`,
		html.EscapeString(a.title), html.EscapeString(o.title), a.at.Format(time.RFC3339), html.EscapeString(a.title), a.at.Format(time.RFC3339), body.String())
}
