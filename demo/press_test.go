package demo

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

func start() time.Time { return time.Date(2026, 1, 10, 0, 0, 0, 0, time.UTC) }
func end() time.Time   { return start().AddDate(0, 0, 3) }

// press starts the press with its clock at now.
func press(t *testing.T, now time.Time) *Press {
	t.Helper()
	p, err := NewPress(start())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	p.SetClock(now)
	return p
}

// An answer is what an outlet said.
type answer struct {
	status            int
	contentType, etag string
	body              []byte
}

// ask gets a URL; etag "" asks unconditionally.
func ask(t *testing.T, url, etag string) answer {
	t.Helper()
	req, err := http.NewRequest("GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if etag != "" {
		req.Header.Set("If-None-Match", etag)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header.Get("Content-Type"), res.Header.Get("ETag"), body}
}

func (p *Press) named(t *testing.T, id string) article {
	t.Helper()
	i := slices.IndexFunc(p.articles, func(a article) bool { return a.id == id })
	if i < 0 {
		t.Fatalf("no article %s", id)
	}
	return p.articles[i]
}

func (p *Press) listing(t *testing.T, outlet string) string {
	t.Helper()
	for _, o := range p.Outlets() {
		if o.Name == outlet {
			return o.URL
		}
	}
	t.Fatalf("no outlet %s", outlet)
	return ""
}

func TestClockHidesWhatIsNotOut(t *testing.T) {
	p := press(t, start())
	for _, a := range p.articles {
		if a.refused || a.outlet == "ramal" {
			continue
		}
		for _, c := range []struct {
			now    time.Time
			status int
		}{{a.at.Add(-time.Second), 404}, {a.at, 200}} {
			p.SetClock(c.now)
			if got := ask(t, p.url(a), ""); got.status != c.status {
				t.Errorf("page of %s at %s: %d, want %d", a.id, c.now.Format(time.DateTime), got.status, c.status)
			}
			listed := slices.Contains(listed(t, p, a.outlet), a.title)
			if listed != (c.status == 200) {
				t.Errorf("%s at %s: listed = %t", a.id, c.now.Format(time.DateTime), listed)
			}
		}
	}
}

func TestNothingIsOutAtTheStart(t *testing.T) {
	p := press(t, start())
	for _, o := range p.outlets {
		if !o.fails && len(listed(t, p, o.name)) > 0 {
			t.Errorf("%s lists at the start: %q", o.name, listed(t, p, o.name))
		}
	}
}

func TestEditedHeadline(t *testing.T) {
	p := press(t, start())
	edited := 0
	for _, a := range p.articles {
		if a.editedAt.IsZero() {
			continue
		}
		edited++
		p.SetClock(a.editedAt.Add(-time.Second))
		before, page := ask(t, p.listing(t, a.outlet), ""), ask(t, p.url(a), "")
		if again := ask(t, p.listing(t, a.outlet), before.etag); again.status != http.StatusNotModified {
			t.Errorf("%s asked again: %d, want 304", a.outlet, again.status)
		}
		if !strings.Contains(string(page.body), "<h1>"+a.title+"</h1>") {
			t.Errorf("page of %s before the edit lacks %q", a.id, a.title)
		}
		p.SetClock(a.editedAt)
		after := ask(t, p.listing(t, a.outlet), before.etag)
		if after.status != 200 || after.etag == before.etag {
			t.Errorf("%s after the edit: %d, tag %s, before %s", a.outlet, after.status, after.etag, before.etag)
		}
		if titles := listed(t, p, a.outlet); slices.Contains(titles, a.title) || !slices.Contains(titles, a.retitled) {
			t.Errorf("%s lists after the edit %q", a.outlet, titles)
		}
		if page = ask(t, p.url(a), page.etag); !strings.Contains(string(page.body), "<h1>"+a.retitled+"</h1>") {
			t.Errorf("page of %s after the edit lacks %q", a.id, a.retitled)
		}
	}
	if edited == 0 {
		t.Error("no article is edited")
	}
}

func TestRefusedPages(t *testing.T) {
	p := press(t, end())
	refused := 0
	for _, a := range p.articles {
		if !a.refused {
			continue
		}
		refused++
		if got := ask(t, p.url(a), ""); got.status != http.StatusForbidden || strings.Contains(string(got.body), a.text[:20]) {
			t.Errorf("refused page of %s: %d %s", a.id, got.status, got.body)
		}
		if !slices.Contains(listed(t, p, a.outlet), a.title) {
			t.Errorf("%s is not listed", a.id)
		}
	}
	if refused == 0 {
		t.Error("no page is refused")
	}
}

// A page holds the whole text, also of a copy, and beside it what is no part of it.
func TestPage(t *testing.T) {
	p := press(t, end())
	for _, id := range []string{"letter", "letter-bahr"} {
		a := p.named(t, id)
		got := ask(t, p.url(a), "")
		if got.contentType != "text/html; charset=utf-8" {
			t.Errorf("%s: content type %s", id, got.contentType)
		}
		for _, paragraph := range strings.Split(a.text, "\n\n") {
			if !strings.Contains(string(got.body), "<p>"+paragraph+"</p>") {
				t.Errorf("page of %s lacks %q", id, paragraph)
			}
		}
		if strings.Count(string(got.body), "<p>") != strings.Count(a.text, "\n\n")+1 {
			t.Errorf("page of %s holds other paragraphs than its text", id)
		}
		if !strings.Contains(string(got.body), "<aside>") {
			t.Errorf("page of %s has nothing around its text", id)
		}
	}
}
