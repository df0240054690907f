package notifytest_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/smtp"
	"net/textproto"
	"os"
	"testing"

	"rasid/notify/notifytest"
)

// send delivers one mail with the standard library's client, so that the Mailbox is not only ever tried by the
// client it is there to try.
func send(t *testing.T, m *notifytest.Mailbox, password, body string) error {
	t.Helper()
	pem, err := os.ReadFile(m.CA)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		t.Fatal("CA file holds no certificate")
	}
	c, err := smtp.Dial(fmt.Sprintf("%s:%d", m.Host, m.Port))
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.StartTLS(&tls.Config{ServerName: m.Host, RootCAs: pool}); err != nil {
		return err
	}
	if password != "" {
		if err := c.Auth(smtp.PlainAuth("", "rasid", password, m.Host)); err != nil {
			return err
		}
	}
	if err := c.Mail("a@example.org"); err != nil {
		return err
	}
	if err := c.Rcpt("b@example.org"); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write([]byte(body)); err != nil {
		return err
	}
	return w.Close()
}

func code(err error) int {
	var answer *textproto.Error
	if errors.As(err, &answer) {
		return answer.Code
	}
	return 0
}

func TestMailbox(t *testing.T) {
	m, err := notifytest.NewMailbox(notifytest.MailboxOptions{User: "rasid", Password: "correct horse"})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	m.Script(notifytest.Answer{At: notifytest.AtEnd, Code: 451, Text: "later"}, notifytest.Answer{At: notifytest.AtEnd, Drop: true, Keep: true})

	if err := send(t, m, "wrong", "x"); code(err) != 535 {
		t.Errorf("wrong password: %v, want 535", err)
	}
	if err := send(t, m, "", "x"); err == nil {
		t.Error("mail without login was taken")
	}
	if err := send(t, m, "correct horse", "put off"); code(err) != 451 {
		t.Errorf("first of the script: %v, want 451", err)
	}
	if err := send(t, m, "correct horse", "kept\r\n.dot\r\n"); err == nil || code(err) != 0 {
		t.Errorf("second of the script: %v, want a dropped connection", err)
	}
	m.Down()
	if err := send(t, m, "correct horse", "x"); err == nil {
		t.Error("mail was taken while down")
	}
	if err := m.Up(); err != nil {
		t.Fatal(err)
	}
	if err := send(t, m, "correct horse", "last\r\n"); err != nil {
		t.Fatal(err)
	}
	got := m.Messages()
	if len(got) != 2 || string(got[0].Raw) != "kept\r\n.dot\r\n" || string(got[1].Raw) != "last\r\n" || !got[1].TLS || got[1].User != "rasid" {
		t.Errorf("messages %+v", got)
	}
}
