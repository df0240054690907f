package serve

import (
	"bytes"
	"context"
	_ "embed" // for the page
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"path"

	"rasid/arabic"
	"rasid/news"
)

// ErrGone and ErrMissing are what the functions of a Poll return where a link no longer counts, or is none.
var (
	ErrGone    = errors.New("link no longer counts")
	ErrMissing = errors.New("no such link")
)

// A Poll takes the votes of readers. Its functions must be safe for concurrent use.
type Poll struct {
	Read func(token string) (news.Vote, error)                                 // what a link says
	Tell func(ctx context.Context, v news.Vote) (title, topic string, _ error) // headline of its article, title of its topic
	Save func(ctx context.Context, v news.Vote) error                          // keeps it
	Log  *slog.Logger
}

// maxTold is the most that is shown of a headline, in letters.
const maxTold = 300

//go:embed vote.html
var voteHTML string

var votePage = template.Must(template.New("vote").Parse(voteHTML))

// A shown page is one of the three that a reader may see.
type shown struct {
	Heading, Topic, Title string
	Button                string // "" = nothing to confirm
}

// Handler answers links whose last part is the token. To look at one changes nothing, for mail scanners and previews
// do that too: the page has a button, and what it posts is the vote. A second vote takes the place of the first.
func (p Poll) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Robots-Tag", "noindex")
		switch r.Method {
		case http.MethodGet, http.MethodHead, http.MethodPost:
			p.answer(w, r)
		default:
			h.Set("Allow", "GET, HEAD, POST")
			p.show(w, http.StatusMethodNotAllowed, shown{Heading: "طلب غير مفهوم"})
		}
	})
}

func (p Poll) answer(w http.ResponseWriter, r *http.Request) {
	v, err := p.Read(path.Base(r.URL.Path))
	var s shown
	if err == nil {
		s.Title, s.Topic, err = p.Tell(r.Context(), v)
	}
	switch {
	case errors.Is(err, ErrGone):
		p.show(w, http.StatusGone, shown{Heading: "انتهت صلاحية هذا الرابط"})
		return
	case errors.Is(err, ErrMissing):
		p.show(w, http.StatusNotFound, shown{Heading: "لا يوجد رابط كهذا"})
		return
	}
	s.Heading, s.Button = "هذا الخبر خارج الموضوع؟", "نعم، هو خارج الموضوع"
	if v.Relevant {
		s.Heading, s.Button = "هذا الخبر في الموضوع؟", "نعم، هو في الموضوع"
	}
	if err == nil && r.Method == http.MethodPost {
		if err = p.Save(r.Context(), v); err == nil {
			s.Heading, s.Button = "شكرًا، سُجِّل رأيك: الخبر خارج الموضوع", ""
			if v.Relevant {
				s.Heading = "شكرًا، سُجِّل رأيك: الخبر في الموضوع"
			}
			p.Log.Info("vote", "topic", v.Topic, "article", v.Article, "relevant", v.Relevant, "reader", v.Reader)
		}
	}
	if err != nil {
		p.Log.Error("vote", "topic", v.Topic, "article", v.Article, "reason", err)
		w.Header().Set("Retry-After", "60")
		p.show(w, http.StatusServiceUnavailable, shown{Heading: "تعذر تسجيل رأيك الآن؛ حاول بعد قليل"})
		return
	}
	p.show(w, http.StatusOK, s)
}

// show writes a page.
func (p Poll) show(w http.ResponseWriter, code int, s shown) {
	s.Title, s.Topic = arabic.Clean(s.Title, maxTold), arabic.Clean(s.Topic, maxTold)
	var b bytes.Buffer
	if err := votePage.Execute(&b, s); err != nil {
		p.Log.Error("vote", "reason", err)
		code = http.StatusInternalServerError
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(code)
	w.Write(b.Bytes()) //nolint:errcheck // nobody is there to be told
}
