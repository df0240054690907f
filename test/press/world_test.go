package press

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"rasid/notify/notifytest"
)

// sharedDir returns the folder of recorded material, or skips the test aloud.
func sharedDir(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("RASID_SHARED")
	if dir == "" {
		dir = "../../../shared"
	}
	dir, err := filepath.Abs(dir)
	if err == nil {
		_, err = os.Stat(filepath.Join(dir, "press", "main.go"))
	}
	if err != nil {
		if os.Getenv("RASID_REQUIRE") == "1" {
			t.Fatalf("RASID_REQUIRE=1 and there is no recorded press: %v", err)
		}
		t.Skipf("SKIP: no recorded press beside the checkout (%v): set RASID_SHARED", err)
	}
	if testing.Short() {
		t.Skip("SKIP: -short")
	}
	return dir
}

const password, secret = "the-password-of-the-relay", "the-secret-of-the-webhook"

// A world is one replay: the press, the receivers, the program's files.
type world struct {
	t       *testing.T
	shared  string
	topic   string
	dir     string
	bin     string
	port    string
	mailbox *notifytest.Mailbox
	hook    *notifytest.Hook
	listed  []entry
	took    time.Duration // by the last run that was left alone
}

func newWorld(t *testing.T, shared, topic string) *world {
	w := &world{t: t, shared: shared, topic: topic, dir: t.TempDir()}
	w.bin = w.build("..", "./cmd/rasid", "rasid")
	w.startPress()
	var err error
	if w.mailbox, err = notifytest.NewMailbox(notifytest.MailboxOptions{User: "rasid", Password: password}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.mailbox.Close)
	if w.hook, err = notifytest.NewHook(secret); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.hook.Close)
	w.writeTopic()
	w.writeConfig()
	return w
}

// build compiles a program of the module at dir.
func (w *world) build(dir, pkg, name string) string {
	w.t.Helper()
	if dir == ".." {
		dir = filepath.Join("..", "..")
	}
	out := filepath.Join(w.dir, name)
	cmd := exec.Command("go", "build", "-o", out, pkg)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if b, err := cmd.CombinedOutput(); err != nil {
		w.t.Fatalf("go build %s: %v\n%s", pkg, err, b)
	}
	return out
}

func (w *world) startPress() {
	w.t.Helper()
	bin := w.build(filepath.Join(w.shared, "press"), ".", "press")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		w.t.Fatal(err)
	}
	w.port = strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
	l.Close()
	from, _ := span()
	cmd := exec.Command(bin, "-data", filepath.Join(w.shared, "eval", "ant.jsonl.gz"), "-port", w.port, "-at", from.Format(time.RFC3339), "-for", "2h")
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	for deadline := time.Now().Add(time.Minute); ; {
		if r, err := http.Get("http://127.0.0.1:" + w.port + "/clock"); err == nil {
			r.Body.Close()
			return
		}
		if time.Now().After(deadline) {
			w.t.Fatal("the press does not answer within a minute")
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func (w *world) setClock(now time.Time) {
	w.t.Helper()
	r, err := http.Post("http://127.0.0.1:"+w.port+"/clock?to="+now.Format(time.RFC3339), "", nil)
	if err != nil {
		w.t.Fatal(err)
	}
	r.Body.Close()
}

// writeTopic puts the five examples of the topic into a folder, as a user would.
func (w *world) writeTopic() {
	w.t.Helper()
	var topics []struct {
		Name, TitleAR string
		Examples      []string
	}
	b, err := os.ReadFile(filepath.Join(w.shared, "eval", "topics-dev", "topics.json"))
	if err == nil {
		err = json.Unmarshal(b, &topics)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	wanted := map[string]bool{}
	for _, t := range topics {
		if t.Name == w.topic {
			for _, id := range t.Examples {
				wanted[id] = true
			}
		}
	}
	dir := filepath.Join(w.dir, "topic")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		w.t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(w.shared, "eval", "ant.jsonl.gz"))
	if err != nil {
		w.t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		w.t.Fatal(err)
	}
	for d := json.NewDecoder(z); ; {
		var a struct{ Docno, Title, Text string }
		if err := d.Decode(&a); err == io.EOF {
			break
		} else if err != nil {
			w.t.Fatal(err)
		}
		if wanted[a.Docno] {
			delete(wanted, a.Docno)
			if err := os.WriteFile(filepath.Join(dir, a.Docno+".txt"), []byte(a.Title+"\n\n"+a.Text), 0o644); err != nil {
				w.t.Fatal(err)
			}
		}
	}
	if len(wanted) > 0 {
		w.t.Fatalf("examples not found: %v", wanted)
	}
}

func (w *world) writeConfig() {
	w.t.Helper()
	var b bytes.Buffer
	for _, s := range []struct{ name, outlet, host, path string }{
		{"bbc", "بي بي سي", "127.0.0.21", "/rss.xml"}, {"alarabia", "العربية", "127.0.0.22", "/rss.xml"}, {"cnn", "سي إن إن", "127.0.0.23", "/feed"},
		{"france24", "فرانس 24", "127.0.0.24", "/rss.xml"}, {"skynews", "سكاي نيوز", "127.0.0.25", "/rss.xml"},
	} {
		fmt.Fprintf(&b, "[[source]]\nname = %q\noutlet = %q\nkind = \"feed\"\nurl = \"http://%s:%s%s\"\n\n", s.name, s.outlet, s.host, w.port, s.path)
	}
	fmt.Fprintf(&b, `[[topic]]
name = "topic"
title = "الموضوع"
folder = "topic"

[[digest]]
name = "daily"
topic = "topic"
cron = "0 6 * * *"
zone = "UTC"
targets = ["mail", "hook"]

[[target]]
name = "mail"
kind = "smtp"
from = "rasid@rasid.example"
to = ["analyst@rasid.example"]
host = %q
port = %d
user = "rasid"
password = "file:password"
ca = %q

[[target]]
name = "hook"
kind = "webhook"
url = "file:hook-url"
secrets = ["file:hook-secret"]

[store]
path = "rasid.db"

[fetch]
allow = ["127.0.0.0/8"]
pace = "0s"
`, w.mailbox.Host, w.mailbox.Port, w.mailbox.CA)
	for name, text := range map[string]string{"rasid.toml": b.String(), "password": password, "hook-url": w.hook.URL, "hook-secret": secret} {
		if err := os.WriteFile(filepath.Join(w.dir, name), []byte(text), 0o600); err != nil {
			w.t.Fatal(err)
		}
	}
}

// replay runs rasid once at every step of the span. before, if given, is called ahead of each run.
func (w *world) replay(before func(now time.Time)) {
	w.t.Helper()
	from, to := span()
	for now := from; !now.After(to); now = now.Add(stepEvery) {
		w.setClock(now)
		if before != nil {
			before(now)
		}
		w.once(now)
	}
	w.listed = w.entries()
}

// command returns rasid with the world's configuration at a virtual time.
func (w *world) command(ctx context.Context, now time.Time, args ...string) *exec.Cmd {
	return exec.CommandContext(ctx, w.bin, append(args, "--config", filepath.Join(w.dir, "rasid.toml"), "--now", now.Format(time.RFC3339))...)
}

func (w *world) once(now time.Time) {
	w.t.Helper()
	cmd := w.command(context.Background(), now, "once")
	began := time.Now()
	defer func() { w.took = time.Since(began) }()
	if b, err := cmd.CombinedOutput(); err != nil {
		w.t.Fatalf("rasid once at %s: %v\n%s", now.Format(time.RFC3339), err, b)
	}
}

// killer returns a before for replay that starts runs and kills them at random moments, n in all. The moment
// lies within the time that the last run took; a run that ends before it was undisturbed and does not count.
func (w *world) killer(n int, killed *int) func(time.Time) {
	seed := uint64(time.Now().UnixNano())
	w.t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	return func(now time.Time) {
		if *killed == n {
			return
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(r.Float64()*float64(max(w.took, 100*time.Millisecond))))
		defer cancel()
		err := w.command(ctx, now, "once").Run() // killed by SIGKILL when ctx ends
		if ctx.Err() != nil && err != nil {
			*killed++
		}
	}
}

// entries asks the program for everything it has listed.
func (w *world) entries() []entry {
	w.t.Helper()
	_, to := span()
	out, err := w.command(context.Background(), to, "entries", "--json").Output()
	if err != nil {
		w.t.Fatalf("rasid entries: %v", err)
	}
	var all []entry
	if err := json.Unmarshal(out, &all); err != nil {
		w.t.Fatalf("rasid entries --json: %v\n%.300s", err, out)
	}
	return all
}

func docno(url string) string { return url[strings.LastIndexByte(url, '/')+1:] }
