package crash

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
)

//go:embed testdata/sentences.txt
var sentences string

// onTopic is which share of the press belongs to the topic: one article in so many.
const onTopic = 10

// A press is some outlets with articles that appear one after the other as its clock goes on.
type press struct {
	outlets  []*httptest.Server
	lists    map[string][]string
	articles int
	begin    time.Time
	gap      time.Duration // between one article and the next
	now      atomic.Int64  // Unix time
	listed   atomic.Int64  // feeds that were asked for
	asked    atomic.Int64  // pages
	feeds    atomic.Int64  // feeds asked
	ill      atomic.Bool   // one outlet in five answers in a way that is of no use
	dark     atomic.Bool   // no outlet is reached
	known    sync.Map      // the articles that the program has shown to know, by number: it asked their pages, or for what is newer
}

// newPress starts outlets whose articles appear evenly within the span that begins at begin.
func newPress(t *testing.T, outlets, articles int, begin time.Time, span time.Duration) *press {
	p := &press{lists: map[string][]string{}, articles: articles, begin: begin, gap: span / time.Duration(articles)}
	for _, f := range txtar.Parse([]byte(sentences)).Files {
		p.lists[f.Name] = strings.Split(strings.TrimSpace(string(f.Data)), "\n")
	}
	for n := range outlets {
		mux := http.NewServeMux()
		mux.HandleFunc("GET /rss", func(out http.ResponseWriter, r *http.Request) { p.feed(out, r, n) })
		mux.HandleFunc("GET /article/{id}", p.page)
		server := httptest.NewServer(p.failing(mux, n))
		t.Cleanup(server.Close)
		p.outlets = append(p.outlets, server)
	}
	p.set(begin)
	return p
}

// failing lets an outlet be dark or ill.
func (p *press) failing(well http.Handler, outlet int) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		ill := p.ill.Load() && outlet%5 == 0
		switch {
		case p.dark.Load() || ill && outlet%15 == 0:
			if c, _, err := http.NewResponseController(out).Hijack(); err == nil {
				c.Close()
			}
		case ill && outlet%15 == 5:
			out.WriteHeader(http.StatusInternalServerError)
		case ill:
			fmt.Fprint(out, `<rss version="2.0"><channel><item><title>`)
		default:
			well.ServeHTTP(out, r)
		}
	})
}

func (p *press) set(now time.Time) { p.now.Store(now.Unix()) }

// at is when an article appears.
func (p *press) at(i int) time.Time { return p.begin.Add(time.Duration(i) * p.gap) }

// address is where an article stands.
func (p *press) address(i int) string {
	return p.outlets[i%len(p.outlets)].URL + "/article/" + strconv.Itoa(i)
}

// maxListed is how many of its articles an outlet lists.
const maxListed = 300

// feed lists the newest articles of an outlet, with a validator.
func (p *press) feed(out http.ResponseWriter, r *http.Request, outlet int) {
	p.feeds.Add(1)
	newest := min(p.articles-1, int(time.Unix(p.now.Load(), 0).Sub(p.begin)/p.gap))
	had, err := strconv.Atoi(strings.Trim(r.Header.Get("If-None-Match"), `"`))
	for i, listed := had, 0; err == nil && i >= 0 && listed < maxListed; i-- {
		if i%len(p.outlets) == outlet {
			p.known.Store(i, true)
			listed++
		}
	}
	var b strings.Builder
	b.WriteString(`<rss version="2.0"><channel><title>صحيفة</title>`)
	listed := 0
	for i := newest; i >= 0 && listed < maxListed; i-- {
		if i%len(p.outlets) != outlet {
			continue
		}
		title, text := p.article(i)
		fmt.Fprintf(&b, "<item><title>%s</title><link>%s</link><pubDate>%s</pubDate><description>%s</description></item>",
			title, p.address(i), p.at(i).Format(time.RFC1123Z), text[0])
		listed++
	}
	b.WriteString("</channel></rss>")
	out.Header().Set("Content-Type", "application/rss+xml")
	out.Header().Set("ETag", fmt.Sprintf(`"%d"`, newest))
	fmt.Fprint(out, b.String())
	p.listed.Add(1)
}

func (p *press) page(out http.ResponseWriter, r *http.Request) {
	i, err := strconv.Atoi(r.PathValue("id"))
	if err != nil || i < 0 || i >= p.articles {
		http.NotFound(out, r)
		return
	}
	p.asked.Add(1)
	p.known.Store(i, true)
	title, text := p.article(i)
	fmt.Fprintf(out, `<html lang="ar"><head><meta charset="utf-8"><title>%s</title></head><body><article><h1>%s</h1><p>%s</p></article></body></html>`,
		title, title, strings.Join(text, "</p><p>"))
}

// article returns the text of one article, always the same.
func (p *press) article(i int) (title string, text []string) {
	r := rand.New(rand.NewPCG(uint64(i), 7))
	kind := "off"
	if i%onTopic == 0 {
		kind = "on"
	}
	titles, pool := p.lists[kind+"/titles"], p.lists[kind+"/text"]
	title = p.fill(r, titles[r.IntN(len(titles))])
	for _, k := range r.Perm(len(pool))[:5] {
		text = append(text, p.fill(r, pool[k]))
	}
	return title, text
}

func (p *press) fill(r *rand.Rand, s string) string {
	pick := func(list string) string { return p.lists[list][r.IntN(len(p.lists[list]))] }
	return strings.NewReplacer("{n}", strconv.Itoa(2+r.IntN(97)), "{c}", pick("cities"), "{p}", pick("people")).Replace(s)
}
