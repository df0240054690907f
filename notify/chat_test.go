package notify_test

import (
	"bytes"
	"fmt"
	"net/http"
	"sort"
	"strings"
	"testing"
	"time"

	"rasid/news"
	"rasid/notify"
	"rasid/notify/notifytest"
)

// chatKinds are the services with the limit of each, as its double counts it; ours may stay below the service's.
var chatKinds = map[string]int{"slack": 13000, "discord": 6000, "telegram": 4096, "teams": 20 << 10, "mattermost": 16383, "ntfy": 4096, "matrix": 60 << 10}

func chat(t *testing.T, kind string) (*notifytest.Chat, notify.Target) {
	t.Helper()
	c, err := notifytest.NewChat(kind)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c, target(t, notify.Options{Name: "chat", Kind: kind, URL: notify.Secret(c.URL), Token: notify.Secret(c.Token), Room: c.Room})
}

// chatPlace is a chat for the suite.
func chatPlace(kind string) func(t *testing.T) place {
	return func(t *testing.T) place {
		c, n := chat(t, kind)
		return place{n, func() (all [][]byte) {
			for _, s := range c.Sent() {
				all = append(all, s.Body)
			}
			return all
		}, func() { c.Script(notifytest.Reply{Status: 503}) }}
	}
}

// sendAll delivers a digest and returns what the service took.
func sendAll(t *testing.T, c *notifytest.Chat, n notify.Target, d news.Digest) []notifytest.Sent {
	t.Helper()
	before := len(c.Sent())
	for _, one := range render(t, n, d) {
		if err := n.Notify(t.Context(), one, nil); err != nil {
			t.Fatal(err)
		}
		if secret := c.Token; secret != "" && bytes.Contains(one.Body, []byte(secret)) {
			t.Fatal("the body holds the token")
		}
	}
	return c.Sent()[before:]
}

// TestChatTells guards that a reader of every chat sees what a reader of the text form sees: every story with its
// outlets, times and copies, in order, each Arabic line marked.
func TestChatTells(t *testing.T) {
	for kind := range chatKinds {
		t.Run(kind, func(t *testing.T) {
			c, n := chat(t, kind)
			for _, d := range []news.Digest{sample(), empty()} {
				var seen strings.Builder
				for _, s := range sendAll(t, c, n, d) {
					seen.WriteString(s.Visible + "\n")
				}
				at, text := 0, strings.NewReplacer("\\", "").Replace(seen.String())
				for _, l := range strings.Split(notify.Text(d), "\n") {
					l = strings.TrimPrefix(strings.TrimPrefix(l, "\u200f"), "- ")
					if l == "" || strings.HasPrefix(l, "http") || kind == "ntfy" && l == d.Title {
						continue
					}
					if head, after, found := strings.Cut(l, " — "); found && !strings.Contains(text, l) {
						l = head // the outlet stands after the link
						if !strings.Contains(text, after) {
							t.Errorf("%q is not told", after)
						}
					}
					l = strings.TrimLeft(l, "\u2068\u2069.0123456789 ") // the number stands before the link
					i := strings.Index(text[at:], l)
					if i < 0 {
						t.Errorf("%q is not told, or not in its place, in\n%s", l, text)
						continue
					}
					at += i
				}
			}
			for _, s := range c.Sent() {
				if s.Pings {
					t.Error("somebody is called")
				}
			}
		})
	}
}

// TestChatCallsNobody puts the words that call people into every field: no service sees a call, and none refuses.
func TestChatCallsNobody(t *testing.T) {
	for kind := range chatKinds {
		c, n := chat(t, kind)
		for _, word := range append([]string{"@everyone خبر", "@here", "<!channel>", "<@U123>", "@channel.", "@all", "@room", "[x](http://e.example)", "<b>", "&lt;", "</blockquote>", "`x` **y** _z_ ~~w~~ ||s||"}, vectors...) {
			d := sample()
			m := &d.Stories[0].Members[0]
			m.Title, m.Outlet, m.Text = "خبر "+word, word, word+" وقالت المصادر إن "+word+" عاد إلى موسكو أمس."
			d.Title = word
			for _, s := range sendAll(t, c, n, d) {
				if s.Pings {
					t.Errorf("%s: %q calls somebody: %q", kind, word, s.Visible)
				}
			}
		}
	}
}

// sized returns a digest of n stories without texts, whose first has grown by so many letters, in its title and, where that is
// at its longest, in its address.
func sized(n, grown int) news.Digest {
	const longest = 290
	d := sample()
	d.ID, d.Stories, d.Left, d.Coverage = fmt.Sprintf("%016x", grown), nil, 0, news.Coverage{}
	d.Later, d.Mentions, d.Volume = nil, nil, nil
	for i := range n {
		m := member(1000+i, "Reuters", strings.Repeat("b", longest), "", due.Add(-hour), news.Lead)
		m.URL += strings.Repeat("u", 200)
		if i == 0 {
			m.Title, m.URL = strings.Repeat("a", 1+min(grown, longest-1)), m.URL+strings.Repeat("u", max(0, grown-longest+1))
		}
		m.Verdict.Facets = nil
		d.Stories = append(d.Stories, news.Story{ID: fmt.Sprintf("%016x", i), Topic: d.Topic, Members: []news.Member{m}})
	}
	return d
}

// TestChatLimits makes a digest grow by single letters over the limit of each service: the longest message reaches it
// exactly and is taken, and one letter more makes two messages.
func TestChatLimits(t *testing.T) {
	for kind, limit := range chatKinds {
		t.Run(kind, func(t *testing.T) {
			c, n := chat(t, kind)
			parts := func(stories, grown int) int { return len(render(t, n, sized(stories, grown))) }
			stories := sort.Search(200, func(n int) bool { return parts(n+2, 0) > 1 }) + 1 // the most that fit with the first at its shortest
			grown := sort.Search(1800, func(g int) bool { return parts(stories, g) > 1 })  // the least that is too long
			one, two := sendAll(t, c, n, sized(stories, grown-1)), sendAll(t, c, n, sized(stories, grown))
			if len(one) != 1 || one[0].Length > limit || one[0].Length < limit-1 { // a letter may stand twice
				t.Errorf("%d stories grown by %d: %d messages, the first of %d; limit %d", stories, grown-1, len(one), one[0].Length, limit)
			}
			if len(two) != 2 {
				t.Errorf("%d stories grown by %d: %d messages", stories, grown, len(two))
			}
		})
	}
}

// TestChatLong guards that forty stories of full length, and one that is too long for a message, reach every service
// in several messages with ids of their own, and that a second copy of a message changes nothing where the service
// can know it.
func TestChatLong(t *testing.T) {
	for kind := range chatKinds {
		c, n := chat(t, kind)
		d := wide(40)
		for i := range 30 {
			d.Stories[0].Members = append(d.Stories[0].Members, member(1000+i, strings.Repeat("وكالة ", 12), strings.Repeat("عنوان طويل ", 40), leadText, due.Add(-hour), news.Rewrite))
		}
		got := sendAll(t, c, n, d)
		if len(got) < 2 {
			t.Errorf("%s: %d messages", kind, len(got))
		}
		if got[0].ID != "" {
			if again := sendAll(t, c, n, d); len(again) != 0 {
				t.Errorf("%s: %d messages twice", kind, len(again))
			}
		}
	}
}

// TestChatAnswers is P4 for chats, with the waits that services put into the body.
func TestChatAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		kind  string
		reply notifytest.Reply
		want  notify.Failure
	}{
		"telegram, too fast":     {"telegram", notifytest.Reply{Status: 429, Body: `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 350","parameters":{"retry_after":350}}`}, notify.Failure{RetryAfter: 350 * time.Second}},
		"telegram, kicked":       {"telegram", notifytest.Reply{Status: 403, Body: `{"ok":false,"error_code":403,"description":"Forbidden: bot was kicked from the channel chat"}`}, notify.Failure{Permanent: true}},
		"discord, too fast":      {"discord", notifytest.Reply{Status: 429, Body: `{"message":"You are being rate limited.","retry_after":64.57,"global":false}`}, notify.Failure{RetryAfter: 64 * time.Second}},
		"discord, at once again": {"discord", notifytest.Reply{Status: 429, Body: `{"retry_after":0.65}`}, notify.Failure{RetryAfter: time.Minute}},
		"discord, deleted":       {"discord", notifytest.Reply{Status: 404, Body: `{"message": "Unknown Webhook", "code": 10015}`}, notify.Failure{Permanent: true, Gone: true}},
		"matrix, too fast":       {"matrix", notifytest.Reply{Status: 429, Body: `{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":90000}`}, notify.Failure{RetryAfter: 90 * time.Second}},
		"matrix, token":          {"matrix", notifytest.Reply{Status: 401, Body: `{"errcode":"M_UNKNOWN_TOKEN"}`}, notify.Failure{Permanent: true}},
		"slack, header":          {"slack", notifytest.Reply{Status: 429, Header: map[string]string{"Retry-After": "120"}}, notify.Failure{RetryAfter: 2 * time.Minute}},
		"slack, archived":        {"slack", notifytest.Reply{Status: 410, Body: "channel_is_archived"}, notify.Failure{Permanent: true, Gone: true}},
		"slack, no such hook":    {"slack", notifytest.Reply{Status: 404, Body: "no_service"}, notify.Failure{Permanent: true, Gone: true}},
		"teams, too large":       {"teams", notifytest.Reply{Status: 413}, notify.Failure{Permanent: true}},
		"mattermost, moved":      {"mattermost", notifytest.Reply{Status: 307, Header: map[string]string{"Location": "/elsewhere"}}, notify.Failure{Permanent: true}},
		"ntfy, in trouble":       {"ntfy", notifytest.Reply{Status: 507}, notify.Failure{}},
		"ntfy, cut":              {"ntfy", notifytest.Reply{Drop: true}, notify.Failure{}},
	} {
		t.Run(name, func(t *testing.T) {
			s, n := chat(t, c.kind)
			s.Script(c.reply)
			f := failure(t, n.Notify(t.Context(), render(t, n, sample())[0], nil))
			if f.Permanent != c.want.Permanent || f.Gone != c.want.Gone || f.RetryAfter != c.want.RetryAfter || f.Doubtful {
				t.Errorf("failure is %+v, want %+v", *f, c.want)
			}
		})
	}
}

// TestChatSecrets guards that neither token nor address comes back, not even from an answer that repeats them.
func TestChatSecrets(t *testing.T) {
	for kind := range chatKinds {
		c, n := chat(t, kind)
		c.Script(notifytest.Reply{Status: 400, Body: "\x1b[31mno: " + c.URL + " " + c.Token})
		d := render(t, n, sample())[0]
		seen := fmt.Sprintf("%v %+v %#v", n, n, n) + n.Notify(t.Context(), d, nil).Error()
		c.Close()
		seen += n.Notify(t.Context(), d, nil).Error() + n.(notify.Checker).Check(t.Context()).Error()
		for _, s := range []string{"token", "\x1b"} {
			if strings.Contains(seen, s) {
				t.Errorf("%s: an error or the target shows %q: %s", kind, s, seen)
			}
		}
	}
}

// TestChatChecks guards that a wrong credential, room or address shows in a check where the service can tell.
func TestChatChecks(t *testing.T) {
	for kind, change := range map[string]func(o *notify.Options){
		"slack":    func(o *notify.Options) { o.URL += "x" },
		"discord":  func(o *notify.Options) { o.URL += "x" },
		"telegram": func(o *notify.Options) { o.Room = "@elsewhere" },
		"teams":    func(o *notify.Options) { o.URL += "x" },
		"mattermost": func(o *notify.Options) {
			o.URL = notify.Secret(strings.Replace(o.URL.Reveal(), "/hooks/", "/wrong/hooks/", 1))
		},
		"ntfy":   func(o *notify.Options) { o.Token += "x" },
		"matrix": func(o *notify.Options) { o.Room = "!elsewhere:example.org" },
	} {
		c, _ := chat(t, kind)
		o := notify.Options{Name: "chat", Kind: kind, URL: notify.Secret(c.URL), Token: notify.Secret(c.Token), Room: c.Room}
		change(&o)
		n, err := notify.New(o, &http.Client{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		failure(t, n.(notify.Checker).Check(t.Context()))
	}
}
