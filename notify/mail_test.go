package notify_test

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // go-message reads other charsets than UTF-8 through it
	"github.com/emersion/go-message/mail"

	"rasid/notify"
	"rasid/notify/notifytest"
)

// A letter is one mail as another library than the one that wrote it reads it.
type letter struct {
	header     mail.Header
	text, html string
}

// read parses a mail and checks all that must hold of every one.
func read(t *testing.T, raw []byte) letter {
	t.Helper()
	head, _, ok := bytes.Cut(raw, []byte("\r\n\r\n"))
	if !ok {
		t.Fatal("mail has no end of header")
	}
	for _, line := range bytes.Split(head, []byte("\r\n")) {
		if len(line) > 76 { // 78 with CRLF: RFC 5322 section 2.1.1
			t.Errorf("header line of %d octets: %q", len(line), line)
		}
		if bytes.ContainsFunc(line, func(r rune) bool { return r < ' ' && r != '\t' || r > '~' }) {
			t.Errorf("header line holds more than ASCII: %q", line)
		}
	}
	if bare := strings.NewReplacer("\r\n", "").Replace(string(raw)); strings.ContainsAny(bare, "\r\n") {
		t.Error("mail holds a bare CR or LF")
	}
	for _, line := range bytes.Split(raw, []byte("\r\n")) {
		if bytes.HasPrefix(line, []byte(".")) || len(line) > 78 {
			t.Errorf("line that needs care on the way: %q", line)
		}
	}
	e, err := message.Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if kind, _, err := e.Header.ContentType(); kind != "multipart/alternative" || err != nil {
		t.Fatalf("mail is %q (%v)", kind, err)
	}
	l := letter{header: mail.Header{Header: e.Header}}
	parts := e.MultipartReader()
	for i, want := range []string{"text/plain", "text/html"} {
		p, err := parts.NextPart()
		if err != nil {
			t.Fatalf("part %d: %v", i, err)
		}
		kind, params, err := p.Header.ContentType()
		if err != nil || kind != want || !strings.EqualFold(params["charset"], "utf-8") || p.Header.Get("Content-Transfer-Encoding") != "base64" {
			t.Errorf("part %d is %s %v in %s (%v), want %s", i, kind, params, p.Header.Get("Content-Transfer-Encoding"), err, want)
		}
		body, err := io.ReadAll(p.Body)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			l.text = string(body)
		} else {
			l.html = string(body)
		}
	}
	if _, err := parts.NextPart(); err != io.EOF {
		t.Errorf("a third part: %v", err)
	}
	return l
}

func TestMail(t *testing.T) {
	m := mailbox(t, notifytest.MailboxOptions{})
	o := mailOptions(m)
	o.To = []string{"first@example.org", "قارئ <second@example.net>"}
	n := target(t, o)
	ds := render(t, n, sample())
	for _, d := range ds {
		if err := n.Notify(t.Context(), d, nil); err != nil {
			t.Fatal(err)
		}
	}
	got := m.Messages()
	if len(ds) != 2 || len(got) != 2 {
		t.Fatalf("%d deliveries, %d messages, want two", len(ds), len(got))
	}
	wantHTML, err := notify.HTML(sample())
	if err != nil {
		t.Fatal(err)
	}
	for i, msg := range got {
		if !msg.TLS || msg.From != "rasid@example.org" || msg.To != []string{"first@example.org", "second@example.net"}[i] || ds[i].To != msg.To {
			t.Errorf("envelope of %d: %+v", i, msg)
		}
		l := read(t, msg.Raw)
		const leave = "إلغاء الاشتراك في هذه النشرة"
		text, found := strings.CutSuffix(l.text, "\u200f"+leave+"\nmailto:rasid@example.org?subject=unsubscribe\n")
		page := regexp.MustCompile(`<p [^>]*><a href="mailto:rasid@example.org\?subject=unsubscribe" class="l">`+leave+"</a></p>\n").ReplaceAllString(l.html, "")
		if !found || page == l.html || text != notify.Text(sample()) || page != string(wantHTML) {
			t.Errorf("message %d: a part is not what was rendered with the way to leave the list", i)
		}
		from, err := l.header.AddressList("From")
		if err != nil || len(from) != 1 || from[0].Name != "راصد الأخبار" || from[0].Address != "rasid@example.org" {
			t.Errorf("From is %v (%v)", from, err)
		}
		to, err := l.header.AddressList("To")
		if err != nil || len(to) != 1 || to[0].Address != msg.To || i == 1 && to[0].Name != "قارئ" {
			t.Errorf("To is %v (%v)", to, err)
		}
		if s, err := l.header.Subject(); s != "كوريا الشمالية وروسيا: 5 أخبار · 5 وسائل إعلامية" || err != nil {
			t.Errorf("Subject is %q (%v)", s, err)
		}
		if id, err := l.header.MessageID(); id != ds[i].ID+"@example.org" || err != nil {
			t.Errorf("Message-ID is %q (%v)", id, err)
		}
		if date, err := l.header.Date(); !date.Equal(due) || err != nil {
			t.Errorf("Date is %v (%v)", date, err)
		}
		for key, want := range map[string]string{
			"Auto-Submitted": "auto-generated", "List-Unsubscribe": "<mailto:rasid@example.org?subject=unsubscribe>",
			"X-Mailer": "", "User-Agent": "", "Mime-Version": "1.0",
		} {
			if v := l.header.Get(key); v != want {
				t.Errorf("%s is %q, want %q", key, v, want)
			}
		}
		if v := l.header.Get("List-Id"); !strings.HasSuffix(v, "<morning.dprk-russia.example.org>") {
			t.Errorf("List-Id is %q", v)
		}
	}
	if len(m.Commands()) != 4 {
		t.Errorf("%d commands for two messages, want a MAIL and a RCPT each: %v", len(m.Commands()), m.Commands())
	}
}

// evils is what H27, H60 and H61 of the threat model put into titles and texts, by name, for the message to one delivery.
func evils(delivery string) map[string]string {
	return map[string]string{
		"forty Arabic words": strings.TrimSpace(strings.Repeat("مباحثات ", 40)),
		"three kilobytes":    strings.Repeat("كوريا ", 300),
		"one endless word":   strings.Repeat("ك", 3000),
		"header injection":   "عنوان\r\nBcc: victim@example.org\r\n\r\nbody",
		"lone CR":            "a\rb\r.\rc", "lone LF": "a\n.\nb", "end of data": "x\r\n.\r\nMAIL FROM:<evil@example.org>\r\n",
		"dots":     "...\n.\n..\n.x",
		"NUL":      "a\x00b\x1b[31mc",
		"bidi":     "\u202eعنوان\u2066 x\u2069",
		"encoded":  "=?utf-8?b?0J/RgNC40LLQtdGC?=",
		"boundary": "\r\n--rasid-" + delivery + "--\r\n",
	}
}

// TestHostileMail sends every message with hostile text in all fields to a real server: one message comes out, with
// the headers it was given, and its blocks and lines keep their direction.
func TestHostileMail(t *testing.T) {
	for name, m := range mailings {
		t.Run(name, func(t *testing.T) {
			box := mailbox(t, notifytest.MailboxOptions{})
			o := mailOptions(box)
			o.Votes = m.votes
			n := target(t, o)
			for kind, evil := range evils(notify.DeliveryID(m.digest().ID, "mail", "reader@example.org")) {
				before := len(box.Messages())
				if err := n.Notify(t.Context(), render(t, n, m.with(evil))[0], nil); err != nil {
					t.Fatal(err)
				}
				got := box.Messages()[before:]
				if len(got) != 1 {
					t.Fatalf("%s: %d messages at the server", kind, len(got))
				}
				l := read(t, got[0].Raw)
				for f := l.header.Fields(); f.Next(); {
					if !strings.Contains(" Auto-Submitted Content-Language Content-Type Date From List-Id List-Unsubscribe Message-Id Mime-Version Subject To ", " "+f.Key()+" ") {
						t.Errorf("%s: header %s appeared", kind, f.Key())
					}
				}
				subject, err := l.header.Subject()
				if err != nil || strings.ContainsFunc(subject, forbidden) || strings.Contains(subject, "\n") || len([]rune(subject)) > 200 {
					t.Errorf("%s: Subject is %q (%v)", kind, subject, err)
				}
				directed(t, page(t, l.html))
				aligned(t, l.text)
			}
		})
	}
}

// TestLongNames guards the headers where schedule and topic have names of full length.
func TestLongNames(t *testing.T) {
	d, ids := sample(), map[string]bool{}
	for _, name := range []string{"a", "b"} { // which differ at their ends alone
		d.Name, d.Topic = strings.Repeat("n", 63)+name, strings.Repeat("t", 64)
		l := mailings["digest"].letter(t, d)
		ids[l.header.Get("List-Id")] = true
	}
	if len(ids) != 2 {
		t.Errorf("two lists are %v", ids)
	}
}

// TestLongAddress guards names that need encoding or quotes.
func TestLongAddress(t *testing.T) {
	o := notify.Options{Name: "mail", Kind: "smtp", Host: "mail.example.org",
		From: `"راصد الأخبار العربية في موضوعات كثيرة" <a.rather.long.sender.name@mail.department.example.org>`,
		To:   []string{`"Reader, The" <reader@example.org>`}}
	l := read(t, render(t, target(t, o), sample())[0].Body)
	from, err := l.header.AddressList("From")
	if err != nil || from[0].Name != "راصد الأخبار العربية في موضوعات كثيرة" {
		t.Errorf("From is %v (%v)", from, err)
	}
	to, err := l.header.AddressList("To")
	if err != nil || to[0].Name != "Reader, The" || to[0].Address != "reader@example.org" {
		t.Errorf("To is %v (%v)", to, err)
	}
}

// TestMailIsFrozen guards that nothing of a mail depends on when or where it is rendered.
func TestMailIsFrozen(t *testing.T) {
	o := notify.Options{Name: "mail", Kind: "smtp", From: "rasid@example.org", To: []string{"reader@example.org"}, Host: "mail.example.org"}
	d := sample()
	first := render(t, target(t, o), d)[0].Body
	d.Due = d.Due.In(time.FixedZone("elsewhere", 3600)) // the same instant, as a database may give it back
	if again := render(t, target(t, o), d)[0].Body; !bytes.Equal(first, again) {
		t.Error("another location of the same instant changes the mail")
	}
}
