package notify_test

import (
	"encoding/base64"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rasid/news"
	"rasid/notify"
	"rasid/notify/notifytest"
)

var voting = notify.Votes{URL: "https://news.example.org/vote", Secret: "a-secret-of-32-letters-long....."}

// TestToken has that a token says what was signed, until its hour, and that no other does.
func TestToken(t *testing.T) {
	want := news.Vote{Topic: "dprk-russia", Article: "00112233445566ff", Relevant: true, Reader: notify.Reader("Reader@Example.org"), Until: due.Add(24 * hour)}
	token, err := voting.Token(want)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := voting.Vote(token, due); err != nil || got != want {
		t.Errorf("%+v (%v), want %+v", got, err, want)
	}
	if got, err := voting.Vote(token, want.Until.Add(-time.Second)); err != nil || got != want {
		t.Errorf("a second before its end: %+v (%v)", got, err)
	}
	if _, err := voting.Vote(token, want.Until); !errors.Is(err, notify.ErrExpired) {
		t.Errorf("at its end: %v", err)
	}
	raw, _ := base64.RawURLEncoding.DecodeString(token)
	for i := range raw {
		raw[i] ^= 1
		if _, err := voting.Vote(base64.RawURLEncoding.EncodeToString(raw), due); !errors.Is(err, notify.ErrForged) {
			t.Errorf("byte %d changed: %v", i, err)
		}
		raw[i] ^= 1
	}
	other := voting
	other.Secret = "another-secret-of-32-letters...."
	for name, v := range map[string]notify.Votes{"another secret": other, "no secret": {}} {
		if _, err := v.Vote(token, due); !errors.Is(err, notify.ErrForged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, bad := range []string{"", "x", token[:20], token + "AA", strings.Repeat("A", 4000), "..", "é"} {
		if _, err := voting.Vote(bad, due); !errors.Is(err, notify.ErrForged) {
			t.Errorf("%.20q: %v", bad, err)
		}
	}
	if _, err := voting.Token(news.Vote{Article: "short", Reader: want.Reader}); err == nil {
		t.Error("an article that is no id was signed")
	}
}

// votesIn returns the links of a mail that begin so, in order, and their texts.
func votesIn(t *testing.T, page, begin string) (links, texts []string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "a" && strings.HasPrefix(attr(n, "href"), begin) {
			links, texts = append(links, attr(n, "href")), append(texts, n.FirstChild.Data)
		}
	}
	return links, texts
}

// mailed returns the mails that two readers get with votes.
func mailed(t *testing.T, v notify.Votes, d news.Digest) []letter {
	t.Helper()
	box := mailbox(t, notifytest.MailboxOptions{})
	o := mailOptions(box)
	o.To, o.Votes = []string{"first@example.org", "second@example.net"}, v
	to := target(t, o)
	for _, one := range render(t, to, d) {
		if err := to.Notify(t.Context(), one, nil); err != nil {
			t.Fatal(err)
		}
	}
	var letters []letter
	for _, m := range box.Messages() {
		letters = append(letters, read(t, m.Raw))
	}
	return letters
}

// TestVotesInMail has that each reader can say of each story whether it belongs, in both parts of his mail, by links of his own,
// and that a mail without votes stays as it was.
func TestVotesInMail(t *testing.T) {
	d := sample()
	letters := mailed(t, voting, d)
	for i, reader := range []string{"first@example.org", "second@example.net"} {
		links, texts := votesIn(t, letters[i].html, voting.URL+"/")
		if len(links) != 2*len(d.Stories) {
			t.Fatalf("%d links, want two for each of %d stories", len(links), len(d.Stories))
		}
		for k, link := range links {
			v, err := voting.Vote(strings.TrimPrefix(link, voting.URL+"/"), due.Add(29*24*hour))
			if err != nil || v.Reader != notify.Reader(reader) || v.Topic != d.Topic || v.Relevant != (k%2 == 0) || len(v.Article) != 16 {
				t.Errorf("link %d says %+v (%v)", k, v, err)
			}
			if want := []string{"في الموضوع", "خارج الموضوع"}[k%2]; texts[k] != want {
				t.Errorf("link %d is called %q", k, texts[k])
			}
			if !strings.Contains(letters[i].text, "\u200f"+texts[k]+"\n"+link+"\n") {
				t.Errorf("the text part lacks %s", link)
			}
		}
	}
	if links, _ := votesIn(t, mailed(t, notify.Votes{}, d)[0].html, "https://news.example.org"); len(links) != 0 {
		t.Errorf("links without votes: %v", links)
	}
	if links, _ := votesIn(t, mailed(t, voting, notices(3))[0].html, "https://news.example.org"); len(links) != 0 {
		t.Errorf("votes on notices: %v", links)
	}
	forty := mailed(t, voting, wide(40))[0]
	if len(forty.html) > notify.MaxHTML {
		t.Errorf("with votes a mail has %d bytes of html", len(forty.html))
	}
}

// TestVotesByMail has that without an endpoint the links open a message that says what the operator is to enter.
func TestVotesByMail(t *testing.T) {
	d := sample()
	d.Stories[0].Members[0].URL = "https://example.org/news/?a=1+2&body=';reboot;'#x"
	links, _ := votesIn(t, mailed(t, notify.Votes{Mail: "editor@example.org"}, d)[0].html, "mailto:editor@example.org?")
	if len(links) != 2*len(d.Stories) {
		t.Fatalf("%d links", len(links))
	}
	u, err := url.Parse(links[1])
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if len(q) != 2 || len(q["body"]) != 1 || strings.Count(q.Get("body"), "'") != 2 || !strings.Contains(q.Get("body"), "a=1+2&body=") {
		t.Errorf("the address of the article runs out of its place: %q", q)
	}
	if q.Get("subject") != "rasid: dprk-russia: irrelevant" || !strings.HasPrefix(q.Get("body"), "rasid label 0000000000000001 irrelevant --topic dprk-russia\r\n# https://example.org/news/") {
		t.Errorf("message %q", q)
	}
}
