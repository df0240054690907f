package serve

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"rasid/news"
)

// running answers with h at an address until the test ends, and returns a client of it.
func running(t *testing.T, address string, h http.Handler) *http.Client {
	t.Helper()
	l, err := Listen(address)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, l, h, slog.New(slog.DiscardHandler)) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, l.Addr().Network(), l.Addr().String())
	}}}
}

func ask(t *testing.T, c *http.Client, method, path string) (int, string, http.Header) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, "http://vote.example"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(b), res.Header
}

// TestPoll has that looking at a link changes nothing, that its button is the vote, and that every other link is told what it is.
func TestPoll(t *testing.T) {
	var mu sync.Mutex
	var saved []news.Vote
	full := errors.New("disk is full")
	p := Poll{
		Read: func(token string) (news.Vote, error) {
			switch token {
			case "yes", "no", "full":
				return news.Vote{Topic: "t", Article: token, Relevant: token == "yes"}, nil
			case "old":
				return news.Vote{}, ErrGone
			}
			return news.Vote{}, ErrMissing
		},
		Tell: func(_ context.Context, v news.Vote) (string, string, error) {
			return `لافروف <script>alert(1)</script> في بيونغ يانغ`, "روسيا", nil
		},
		Save: func(_ context.Context, v news.Vote) error {
			mu.Lock()
			defer mu.Unlock()
			if v.Article == "full" {
				return full
			}
			saved = append(saved, v)
			return nil
		},
		Log: slog.New(slog.DiscardHandler),
	}
	for _, address := range []string{"127.0.0.1:0", "unix:" + filepath.Join(t.TempDir(), "vote.sock")} {
		saved = nil
		c := running(t, address, p.Handler())
		for _, tt := range []struct {
			method, path string
			code         int
			has          string
			votes        int // so far
		}{
			{"GET", "/vote/yes", 200, `<button type="submit">نعم، هو في الموضوع</button>`, 0},
			{"HEAD", "/vote/yes", 200, "", 0},
			{"GET", "/no", 200, `<button type="submit">نعم، هو خارج الموضوع</button>`, 0},
			{"POST", "/vote/yes", 200, "سُجِّل رأيك: الخبر في الموضوع", 1},
			{"POST", "/a/b/no", 200, "سُجِّل رأيك: الخبر خارج الموضوع", 2},
			{"POST", "/vote/old", 410, "انتهت صلاحية", 2},
			{"GET", "/vote/forged", 404, "لا يوجد رابط", 2},
			{"GET", "/", 404, "لا يوجد رابط", 2},
			{"POST", "/vote/full", 503, "حاول بعد قليل", 2},
			{"DELETE", "/vote/yes", 405, "", 2},
		} {
			code, body, header := ask(t, c, tt.method, tt.path)
			if code != tt.code || !strings.Contains(body, tt.has) || len(saved) != tt.votes {
				t.Errorf("%s %s: %d after %d votes, want %d after %d\n%s", tt.method, tt.path, code, len(saved), tt.code, tt.votes, body)
			}
			if strings.Contains(body, "<script") || tt.method != "HEAD" && !strings.Contains(body, `<html lang="ar" dir="rtl">`) {
				t.Errorf("%s %s: page\n%s", tt.method, tt.path, body)
			}
			if !strings.Contains(header.Get("Content-Security-Policy"), "default-src 'none'") || header.Get("Cache-Control") != "no-store" || header.Get("Referrer-Policy") != "no-referrer" {
				t.Errorf("%s %s: header %v", tt.method, tt.path, header)
			}
			if strings.Contains(body, "<button") && code != 200 || strings.Contains(body, full.Error()) {
				t.Errorf("%s %s: a page of an error says too much:\n%s", tt.method, tt.path, body)
			}
		}
		if len(saved) == 2 && (!saved[0].Relevant || saved[1].Relevant) {
			t.Errorf("saved %+v", saved)
		}
	}
}

// TestListen has that a socket that an earlier process left is no hindrance, and that what is no socket is left alone.
func TestListen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vote.sock")
	left, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	left.SetUnlinkOnClose(false)
	left.Close()
	l, err := Listen("unix:" + path)
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if _, err := Listen("unix:" + t.TempDir()); err == nil {
		t.Error("a folder was taken for a socket")
	}
	first, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	if _, err := Listen(first.Addr().String()); err == nil {
		t.Error("a port was opened twice")
	}
}
