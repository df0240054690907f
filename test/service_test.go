package test

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestServiceReload runs the service with a notify socket and sends it SIGHUP: with a configuration that is wrong the
// old one stays in force and is said to, with one that is right the new source is asked, and to be stopped meanwhile is no fault.
func TestServiceReload(t *testing.T) {
	asked := make(chan string, 64)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case asked <- r.URL.Path:
		default:
		}
		fmt.Fprint(w, `<rss version="2.0"><channel><title>أخبار</title><item><title>افتتاح مكتبة جديدة في المدينة</title><link>https://news.example.org/1</link></item></channel></rss>`)
	}))
	defer web.Close()
	dir := t.TempDir()
	source := func(name string) string {
		return fmt.Sprintf("[[source]]\nname = %q\noutlet = \"صحيفة\"\nurl = \"%s/%s\"\n", name, web.URL, name)
	}
	rest := "[store]\npath = \"rasid.db\"\n[fetch]\nallow = [\"127.0.0.0/8\"]\npace = \"0s\"\n[[topic]]\nname = \"dprk-russia\"\n[[target]]\nname = \"terminal\"\nkind = \"terminal\"\n[[digest]]\nname = \"daily\"\ntopic = \"dprk-russia\"\ntargets = [\"terminal\"]\n"
	write(t, dir, "rasid.toml", source("first")+rest)
	s := serviceIn(t, dir)
	s.said(t, "EXTEND_TIMEOUT_USEC=") // a database of years takes long to open
	s.said(t, "READY=1")
	until(t, asked, "/first")

	write(t, dir, "rasid.toml", source("second")+"colour = \"green\"\n"+rest)
	s.signal(t, syscall.SIGHUP)
	s.said(t, "RELOADING=1")
	s.said(t, "reload failed")
	if log := s.log.String(); !strings.Contains(log, "colour") {
		t.Errorf("the log does not name the fault:\n%s", log)
	}

	status := exec.Command(s.cmd.Path, "status", "--config", "rasid.toml")
	status.Dir = dir
	if out, err := status.Output(); status.ProcessState.ExitCode() != 1 || !strings.Contains(string(out), "overdue   configuration: ") || !strings.Contains(string(out), "service   runs") {
		t.Errorf("status beside a faulty configuration: %v\n%s", err, out)
	}

	write(t, dir, "rasid.toml", source("first")+source("second")+rest)
	s.signal(t, syscall.SIGHUP)
	s.said(t, "RELOADING=1")
	s.said(t, "READY=1\nSTATUS=")
	until(t, asked, "/second")

	s.signal(t, syscall.SIGHUP)
	s.said(t, "RELOADING=1")
	s.signal(t, syscall.SIGTERM) // in the middle of it
	s.said(t, "STOPPING=1")
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("exit: %v\n%s", err, s.log)
	}
	if out, _ := rasid(t, dir, "status", "--config", "rasid.toml"); !strings.Contains(out, "service   does not run, stopped ") {
		t.Errorf("status after the end:\n%s", out)
	}
}

// A service is a running rasid run with a socket in place of systemd.
type service struct {
	cmd    *exec.Cmd
	socket *net.UnixConn
	log    journal
}

// serviceIn starts the service over dir/rasid.toml, with these lines more in its environment.
func serviceIn(t *testing.T, dir string, environment ...string) service {
	t.Helper()
	bin, err := built()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "notify")
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	s := service{cmd: exec.Command(bin, "run", "--config", "rasid.toml"), socket: socket, log: journal(log.Name())}
	s.cmd.Dir, s.cmd.Stdout, s.cmd.Stderr = dir, log, log
	s.cmd.Env = append(os.Environ(), "NOTIFY_SOCKET="+path)
	s.cmd.Env = append(s.cmd.Env, environment...)
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.cmd.Process.Kill(); s.cmd.Wait(); socket.Close() })
	return s
}

func (s service) signal(t *testing.T, what os.Signal) {
	t.Helper()
	if err := s.cmd.Process.Signal(what); err != nil {
		t.Fatal(err)
	}
}

// said waits until the service tells systemd something that holds want.
func (s service) said(t *testing.T, want string) {
	t.Helper()
	s.socket.SetReadDeadline(time.Now().Add(time.Minute))
	buf := make([]byte, 4096)
	for {
		n, err := s.socket.Read(buf)
		if err != nil {
			t.Fatalf("systemd did not hear %q: %v\n%s", want, err, s.log)
		}
		if strings.Contains(string(buf[:n]), want) {
			return
		}
	}
}

// until waits for want to come.
func until(t *testing.T, c <-chan string, want string) {
	t.Helper()
	for limit := time.After(time.Minute); ; {
		select {
		case got := <-c:
			if got == want {
				return
			}
		case <-limit:
			t.Fatalf("%s was not asked", want)
		}
	}
}

// A journal is the file that a program prints into: what it has printed before it says something is there.
type journal string

func (j journal) String() string {
	text, err := os.ReadFile(string(j))
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// TestServiceInstall writes the service into an empty system and takes it out again.
func TestServiceInstall(t *testing.T) {
	root := t.TempDir()
	at := func(path string) string { return filepath.Join(root, path) }
	out, code := rasid(t, root, "service", "install", "--root", root, "--binary", "/opt/rasid/rasid")
	if code != 0 {
		t.Fatalf("exit %d: %s", code, out)
	}
	unit, err := os.ReadFile(at("etc/systemd/system/rasid.service"))
	if err != nil || !bytes.Contains(unit, []byte("ExecStart=/opt/rasid/rasid run --config ")) {
		t.Errorf("unit %v:\n%s", err, unit)
	}
	if info, err := os.Stat(at("etc/rasid/credentials")); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("credentials: %v %v", info, err)
	}
	if out, code := rasid(t, root, "config", "check", "-c", at("etc/rasid/rasid.toml")); code != 0 {
		t.Errorf("the installed configuration: exit %d: %s", code, out)
	}
	kept := []byte("# mine\n")
	if err := os.WriteFile(at("etc/rasid/rasid.toml"), kept, 0o644); err != nil {
		t.Fatal(err)
	}
	if out, code := rasid(t, root, "service", "install", "--root", root); code != 0 || !strings.Contains(out, "kept") {
		t.Errorf("again: exit %d: %s", code, out)
	}
	if got, _ := os.ReadFile(at("etc/rasid/rasid.toml")); !bytes.Equal(got, kept) {
		t.Errorf("the configuration was written over: %s", got)
	}
	if out, code := rasid(t, root, "service", "uninstall", "--root", root); code != 0 {
		t.Errorf("uninstall: exit %d: %s", code, out)
	}
	if _, err := os.Stat(at("etc/systemd/system/rasid.service")); err == nil {
		t.Error("the unit is still there")
	}
	if _, err := os.Stat(at("etc/rasid/rasid.toml")); err != nil {
		t.Errorf("the configuration went with it: %v", err)
	}
	if out, code := rasid(t, root, "service", "uninstall", "--root", root, "--purge"); code == 0 {
		t.Errorf("uninstall of nothing: %s", out)
	}
}
