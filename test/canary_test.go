package test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// canaries are the secrets of TestCanaries by the name of their credential; the DKIM key is added.
var canaries = map[string]string{
	"smtp-password":  "Canary-Password-1f6e2c",
	"oauth-token":    "Canary-OAuth-8b1d04aa",
	"webhook-secret": "whsec_Q2FuYXJ5LVdlYmhvb2stU2VjcmV0LTAwMQ==",
	"hook-path":      "Canary-Hook-Path-77aa91",
	"chat-path":      "Canary-Chat-Path-5502ef",
	"bot-token":      "123456789:CanaryBotTokenAAAAAAAAAAAAAAAAAAAAA",
	"matrix-token":   "Canary-Matrix-Token-3ce1",
}

// TestCanaries is T14: the real program, telling all it can, fails at every kind of source and target, whose servers send
// back what they were sent. Nothing that is written anywhere holds a secret.
func TestCanaries(t *testing.T) {
	t.Parallel()
	web := httptest.NewServer(http.HandlerFunc(echo))
	defer web.Close()
	dir, secrets := t.TempDir(), t.TempDir()
	held := map[string]string{}
	for name, text := range canaries {
		held[name] = text
	}
	held["dkim-key"], held["webhook-url"], held["chat-url"] = dkimKey(t), web.URL+"/"+canaries["hook-path"], web.URL+"/"+canaries["chat-path"]
	for name, text := range held {
		write(t, secrets, name, text+"\n")
	}
	write(t, dir, "rasid.toml", strings.Replace(canaryConfig(web.URL, mailServer(t)), "SOCKET", "unix:"+filepath.Join(dir, "rasid.sock"), 1))
	environment := []string{"CREDENTIALS_DIRECTORY=" + secrets, "HOME=" + dir}
	var said bytes.Buffer
	run := func(args ...string) {
		cmd := exec.Command(program(t), args...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), environment...)
		out, _ := cmd.CombinedOutput() // that it fails is what is wanted
		fmt.Fprintf(&said, "== %q\n%s", args, out)
	}
	run("once", "--verbose", "--config", "rasid.toml", "--now", "2026-03-04T06:00:00Z")
	s := serviceIn(t, dir, environment...)
	s.said(t, "READY=1")
	failing := []string{"mail", "oauth", "hook", "slack", "telegram", "matrix", "ntfy"}
	for end := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		missing := 0
		for _, name := range failing {
			if !strings.Contains(s.log.String(), "msg=deliver target="+name) {
				missing++
			}
		}
		if missing == 0 {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("%d targets were not tried\n%s\n%s", missing, said.String(), s.log)
		}
	}
	for _, what := range []string{"environ", "cmdline"} {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", s.cmd.Process.Pid, what))
		if err == nil {
			said.Write(text)
		}
	}
	said.WriteString(watchedAt(t, filepath.Join(dir, "rasid.sock"), "/metrics") + watchedAt(t, filepath.Join(dir, "rasid.sock"), "/healthz"))
	for _, args := range [][]string{{"check", "--verbose"}, {"status"}, {"status", "--json"}, {"deliveries"}, {"deliveries", "--json"}, {"sources"}, {"backup", "copy.db"}, {"digest", "list"}} {
		run(append(args, "--config", "rasid.toml")...)
	}
	s.signal(t, syscall.SIGTERM)
	s.cmd.Wait() //nolint:errcheck // what counts is what it wrote
	dying := serviceIn(t, dir, environment...)
	dying.said(t, "READY=1")
	dying.signal(t, syscall.SIGQUIT)
	dying.cmd.Wait() //nolint:errcheck // it dies with the text of a crash: every stack
	said.WriteString(s.log.String() + dying.log.String())
	search(t, "what was said", said.Bytes(), held)
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		if info, err := d.Info(); err == nil && strings.Contains(d.Name(), ".db") && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: others may read it: %v", path, info.Mode())
		}
		text, err := os.ReadFile(path)
		search(t, path, text, held)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"copy.db", "rasid_deliveries", "msg=poll", "SIGQUIT: quit"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("nothing was said of %s: the search is not of what it should be", want)
		}
	}
}

// search looks for secrets as they are and as they are encoded on their way.
func search(t *testing.T, where string, text []byte, secrets map[string]string) {
	t.Helper()
	for name, secret := range secrets {
		if strings.HasSuffix(name, "-url") {
			continue // its path is a secret of its own
		}
		if name == "dkim-key" {
			secret = strings.Split(secret, "\n")[1]
		}
		forms := []string{secret, url.QueryEscape(secret), strings.TrimPrefix(secret, "whsec_")}
		for before := range 3 { // within a login, other words stand before it
			form := base64.RawStdEncoding.EncodeToString(append(make([]byte, before), secret...))
			forms = append(forms, form[4:len(form)-4])
		}
		for _, form := range forms {
			if i := bytes.Index(text, []byte(form)); i >= 0 {
				t.Errorf("%s holds %s: …%q…", where, name, text[max(0, i-120):min(len(text), i+len(form)+40)])
				break
			}
		}
	}
}

// echo refuses everything and sends back what came.
func echo(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(http.StatusInternalServerError)
	fmt.Fprintf(w, "%s %s\n", r.Method, r.URL)
	r.Header.Write(w) //nolint:errcheck // the client may have gone
	io.CopyN(w, r.Body, 1<<10)
}

// mailServer lets nobody in, and says with which words each came. It returns its port.
func mailServer(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go refuseMail(c)
		}
	}()
	return l.Addr().(*net.TCPAddr).Port
}

func refuseMail(c net.Conn) {
	defer c.Close()
	fmt.Fprint(c, "220 mail.example ESMTP\r\n")
	for in := bufio.NewScanner(c); in.Scan(); {
		verb, rest, _ := strings.Cut(in.Text(), " ")
		switch strings.ToUpper(verb) {
		case "EHLO":
			fmt.Fprint(c, "250-mail.example\r\n250 AUTH PLAIN LOGIN XOAUTH2\r\n")
		case "QUIT":
			fmt.Fprint(c, "221 bye\r\n")
			return
		case "AUTH":
			_, token, _ := strings.Cut(rest, " ")
			plain, _ := base64.StdEncoding.DecodeString(token)
			fmt.Fprintf(c, "535 5.7.8 not you: %s %q\r\n", token, bytes.ReplaceAll(plain, []byte{0}, []byte(" ")))
		default:
			fmt.Fprintf(c, "502 %s\r\n", in.Text())
		}
	}
}

func dkimKey(t *testing.T) string {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})))
}

// watchedAt returns what a service answers at a path of its socket.
func watchedAt(t *testing.T, socket, path string) string {
	t.Helper()
	var dialer net.Dialer
	client := http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return dialer.DialContext(ctx, "unix", socket)
	}}}
	defer client.CloseIdleConnections()
	res, err := client.Get("http://rasid" + path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// program returns the path of the program.
func program(t *testing.T) string {
	t.Helper()
	bin, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return bin
}

func canaryConfig(web string, port int) string {
	c := plain(web+"/feed", "empty = \"send\"\n[serve]\nlisten = \"SOCKET\"\n")
	c = strings.Replace(c, `targets = ["terminal"]`, `targets = ["mail", "oauth", "hook", "slack", "telegram", "matrix", "ntfy", "folder", "terminal"]`, 1)
	for _, kind := range []string{"sitemap", "listing", "wordpress"} {
		c += fmt.Sprintf("[[source]]\nname = %q\nkind = %q\nurl = \"%s/%s\"\n", kind, kind, web, kind)
	}
	c += "[[source]]\nname = \"refused\"\nurl = \"http://127.0.0.1:1/feed\"\n"
	mail := "[[target]]\nname = %q\nkind = \"smtp\"\nfrom = \"rasid@example.org\"\nto = [\"reader@example.org\"]\nhost = \"127.0.0.1\"\nport = %d\ntls = \"none\"\nuser = \"rasid\"\npassword = \"credential:%s\"\nauth = %q\n"
	c += fmt.Sprintf(mail, "mail", port, "smtp-password", "plain") + "dkim_key = \"credential:dkim-key\"\ndkim_selector = \"rasid\"\n"
	c += fmt.Sprintf(mail, "oauth", port, "oauth-token", "xoauth2")
	return c + fmt.Sprintf(`[[target]]
name = "hook"
kind = "webhook"
url = "credential:webhook-url"
secrets = ["credential:webhook-secret"]
[[target]]
name = "slack"
kind = "slack"
url = "credential:chat-url"
[[target]]
name = "telegram"
kind = "telegram"
url = "%[1]s"
token = "credential:bot-token"
room = "@rasid"
[[target]]
name = "matrix"
kind = "matrix"
url = "%[1]s"
token = "credential:matrix-token"
room = "!room:example.org"
[[target]]
name = "ntfy"
kind = "ntfy"
url = "%[1]s/topic"
token = "credential:matrix-token"
[[target]]
name = "folder"
kind = "file"
path = "digests"
`, web)
}
