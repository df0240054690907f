package notify_test

import (
	"bufio"
	"crypto/tls"
	"encoding/pem"
	"io"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rasid/notify"
)

// TestPlaintextInjected is the second half of H59 (CVE-2011-0411): what came in the open after the answer to STARTTLS is not
// taken for an answer within TLS. The injected lines offer a login that the server itself does not.
func TestPlaintextInjected(t *testing.T) {
	lender := httptest.NewTLSServer(nil) // for its certificate, which names 127.0.0.1
	t.Cleanup(lender.Close)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: lender.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	heard := make(chan []string, 1)
	go func() { heard <- injector(l, lender.TLS.Certificates) }()
	n := target(t, notify.Options{Name: "mail", Kind: "smtp", From: "rasid@example.org", To: []string{"reader@example.org"}, CA: ca,
		Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, User: "rasid", Password: "correct horse", Timeout: time.Minute})
	f := failure(t, n.Notify(t.Context(), render(t, n, sample())[0], nil))
	l.Close()
	lines := <-heard
	if !strings.Contains(f.Error(), "no login") || f.Permanent {
		t.Errorf("failure is %v (%+v), want that no login is offered", f, f)
	}
	if len(lines) == 0 || !strings.HasPrefix(lines[0], "EHLO ") {
		t.Errorf("within TLS the server heard %q: the test proves nothing", lines)
	}
	for _, line := range lines {
		if strings.HasPrefix(line, "AUTH") || strings.HasPrefix(line, "MAIL") {
			t.Errorf("an injected answer was taken: the server heard %q", line)
		}
	}
}

// injector serves one connection and returns what it heard within TLS.
func injector(l net.Listener, certificates []tls.Certificate) (lines []string) {
	c, err := l.Accept()
	if err != nil {
		return nil
	}
	defer c.Close()
	r := bufio.NewReader(c)
	io.WriteString(c, "220 hi\r\n")
	for _, answer := range []string{"250-here\r\n250 STARTTLS\r\n", "220 go\r\n250-here\r\n250 AUTH PLAIN LOGIN\r\n"} {
		if _, err := r.ReadString('\n'); err != nil {
			return nil
		}
		io.WriteString(c, answer)
	}
	s := tls.Server(c, &tls.Config{Certificates: certificates})
	r = bufio.NewReader(s)
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return lines
		}
		lines = append(lines, strings.TrimSpace(line))
		answer := "250 ok\r\n"
		if strings.HasPrefix(line, "EHLO") {
			answer = "250-here\r\n250 8BITMIME\r\n"
		}
		io.WriteString(s, answer)
	}
}
