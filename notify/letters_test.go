package notify_test

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"rasid/news"
	"rasid/notify"
)

// A mailing is one of the messages that go out as mail.
type mailing struct {
	digest func() news.Digest
	votes  notify.Votes
	shows  string // the fields that a reader of the page meets
}

// mailings are all messages that go out as mail, by name; each field of fields is shown by one at least.
var mailings = map[string]mailing{
	"digest":    {sample, voting, "title rewrite outlet text term topic link mention later"},
	"alert":     {alert, notify.Votes{}, "title rewrite outlet text topic link urgent"},
	"notices":   {func() news.Digest { return notices(7) }, notify.Votes{}, "subject notice"},
	"edited":    {edited, notify.Votes{}, "title outlet was mention later"},
	"past days": {past, notify.Votes{}, "title rewrite outlet text topic link covered missing"},
	"empty":     {empty, notify.Votes{}, "topic"},
	"english":   {func() news.Digest { d := edited(); d.Language = "en"; return d }, notify.Votes{Mail: "editor@example.org"}, "title was mention later"},
}

// fields are the places where text from outside enters a message; a message that has no such place stays as it is.
var fields = map[string]func(d *news.Digest, s string){
	"title":   func(d *news.Digest, s string) { first(d, 0).Title = s },
	"rewrite": func(d *news.Digest, s string) { first(d, 2).Title = s },
	"outlet":  func(d *news.Digest, s string) { first(d, 1).Outlet = s },
	"text": func(d *news.Digest, s string) {
		first(d, 0).Text = "وقالت المصادر إن " + s + " عاد إلى موسكو أمس. " + leadText
	},
	"term":    func(d *news.Digest, s string) { first(d, 0).Verdict.Facets[0].Terms[0].Text = s },
	"link":    func(d *news.Digest, s string) { first(d, 0).URL = "https://example.org/" + s },
	"address": func(d *news.Digest, s string) { first(d, 2).URL = s },
	"topic":   func(d *news.Digest, s string) { d.Title = s },
	"reason": func(d *news.Digest, s string) {
		for i := range d.Coverage.Dark {
			d.Coverage.Dark[i].Reason = s
		}
	},
	"mention": func(d *news.Digest, s string) {
		for i := range d.Mentions {
			d.Mentions[i].Title, d.Mentions[i].Outlet, d.Mentions[i].URL = s, s, s
		}
	},
	"later": func(d *news.Digest, s string) {
		for i := range d.Later {
			d.Later[i].Outlet = s
		}
	},
	"was": func(d *news.Digest, s string) {
		for _, story := range d.Stories {
			for i := range story.Members {
				if story.Members[i].Was != "" {
					story.Members[i].Was = s
				}
			}
		}
	},
	"urgent": func(d *news.Digest, s string) {
		for _, story := range d.Stories {
			if story.Urgent != nil && story.Urgent.Source != "" {
				story.Urgent.Source = s
			}
		}
	},
	"subject": func(d *news.Digest, s string) {
		for i := range d.Notices {
			d.Notices[i].Subject = s
		}
	},
	"notice": func(d *news.Digest, s string) {
		for i := range d.Notices {
			d.Notices[i].Text = s
		}
	},
	"covered": func(d *news.Digest, s string) {
		if d.Past != nil {
			d.Past.Outlets[0].Outlet = s
		}
	},
	"missing": func(d *news.Digest, s string) {
		if d.Past == nil {
			return
		}
		for i := range d.Past.Days {
			if d.Past.Days[i].Missing != "" {
				d.Past.Days[i].Missing = s
			}
		}
	},
}

// first returns a member of the first story of d, and one that nobody reads where there is none.
func first(d *news.Digest, i int) *news.Member {
	if len(d.Stories) == 0 {
		m := member(0, "", "", "", due, news.Lead)
		return &m
	}
	return &d.Stories[0].Members[i]
}

// with returns the message with s in all its fields.
func (m mailing) with(s string) news.Digest {
	d := m.digest()
	for _, put := range fields {
		put(&d, s)
	}
	return d
}

// letter returns a digest as a reader of this kind of mail gets it.
func (m mailing) letter(t *testing.T, d news.Digest) letter {
	t.Helper()
	o := notify.Options{Name: "mail", Kind: "smtp", Host: "mail.example.org", From: "rasid@example.org", To: []string{"reader@example.org"}, Votes: m.votes}
	return read(t, render(t, target(t, o), d)[0].Body)
}

// TestFieldsAreShown guards that what is put into the fields of a message reaches its reader: else the tests that put
// hostile text there would test nothing.
func TestFieldsAreShown(t *testing.T) {
	shown := map[string]bool{}
	for name, m := range mailings {
		for _, field := range strings.Fields(m.shows) {
			d := m.digest()
			fields[field](&d, "zzz")
			if l := m.letter(t, d); !strings.Contains(l.html, "zzz") || !strings.Contains(l.text, "zzz") {
				t.Errorf("%s does not show its %s", name, field)
			}
			shown[field] = true
		}
	}
	for field := range fields {
		if !shown[field] && field != "address" && field != "reason" { // a word is no address, and a reason is for JSON
			t.Errorf("no message shows the %s", field)
		}
	}
}

// TestMailDirection has of every message, as it is and with mixed text in all fields, what TestDirection has of the page, and
// the same of its text part, after another library than the one that wrote the mail has read it.
func TestMailDirection(t *testing.T) {
	for name, m := range mailings {
		for _, d := range []news.Digest{
			m.digest(), m.with("قمة 2026: Kim Jong Un يلتقي Putin في موسكو (3.5 ساعات)، وCNN تنقلها 24-26"), m.with("Kim in Moscow, 2026"), m.with("Moscow: كيم في موسكو 7 KCNA"),
		} {
			l := m.letter(t, d)
			if seen := directed(t, page(t, l.html)); seen < 8 {
				t.Errorf("%s: only %d blocks", name, seen)
			}
			aligned(t, l.text)
			if t.Failed() {
				t.Fatalf("in %s of %q", name, d.Title)
			}
		}
	}
}

func page(t *testing.T, s string) *html.Node {
	t.Helper()
	if len(s) > notify.MaxHTML {
		t.Errorf("html has %d bytes, more than %d", len(s), notify.MaxHTML)
	}
	root, err := html.Parse(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// aligned checks the lines of a text part: one that has Arabic begins with a right-to-left mark, and none holds runs of the
// other direction outside closed isolates.
func aligned(t *testing.T, text string) {
	t.Helper()
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "https://") || strings.HasPrefix(line, "mailto:") {
			continue
		}
		depth, outside := 0, ""
		for _, r := range line {
			switch {
			case r == '\u2068' || r == '\u2067':
				depth++
			case r == '\u2069':
				depth--
			case depth == 0:
				outside += string(r)
			}
		}
		arabic := strings.ContainsFunc(outside, func(r rune) bool { return unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r) })
		if rtl := strings.HasPrefix(line, "\u200F"); depth != 0 || rtl && latin(outside) || !rtl && arabic {
			t.Errorf("line %q: depth %d at its end, outside isolates %q", line, depth, outside)
		}
	}
}
