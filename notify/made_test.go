package notify_test

import (
	"bytes"
	"net/mail"
	"regexp"
	"testing"
	"time"

	"rasid/notify"
)

// TestPastMail guards that a report of days long past is a mail of the day on which they were read: its date, by which mail
// programs sort, and the hours until which its links count.
func TestPastMail(t *testing.T) {
	made := due.AddDate(0, 6, 0)
	d := past()
	d.Past.Run.Ended = made
	body := render(t, target(t, notify.Options{
		Name: "mail", Kind: "smtp", Host: "mail.example.org", From: "rasid@example.org", To: []string{"reader@example.org"}, Votes: voting,
	}), d)[0].Body
	m, err := mail.ReadMessage(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if at, err := m.Header.Date(); err != nil || !at.Equal(made) {
		t.Errorf("dated %s (%v), want %s", at, err, made)
	}
	text := read(t, body).text
	links := regexp.MustCompile(regexp.QuoteMeta(voting.URL)+`/([\w-]+)`).FindAllStringSubmatch(text, -1)
	if len(links) == 0 {
		t.Fatalf("no link in\n%s", text)
	}
	for _, l := range links {
		if v, err := voting.Vote(l[1], made.Add(24*time.Hour)); err != nil || v.Until.Sub(made) > notify.DefaultVoteKeep {
			t.Errorf("a day later: %+v (%v)", v, err)
		}
	}
}
