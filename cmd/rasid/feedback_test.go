package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rasid/config"
	"rasid/fetch"
	"rasid/news"
	"rasid/notify"
	"rasid/store"
)

// TestFeedback casts a vote as a reader does, over the socket that the service listens at, and lists it as the operator does.
func TestFeedback(t *testing.T) {
	d := newDesk(t)
	db, err := store.Open(t.Context(), store.Options{Path: d.db})
	d.must(err)
	defer func() { d.must(db.Close()) }()
	socket := filepath.Join(t.TempDir(), "vote.sock")
	votes := notify.Votes{URL: "https://news.example/vote", Secret: "a-secret-of-32-letters-long....."}
	c := config.Config{Listen: "unix:" + socket, Votes: votes, Topics: []config.Topic{{Name: "dprk-russia", Title: "روسيا وكوريا الشمالية"}}}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		listen(ctx, &parts{config: c, db: db}, func() time.Time { return morning.Add(time.Hour) }, slog.New(slog.DiscardHandler))
	}()
	defer func() { stop(); <-ended }()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		for {
			conn, err := (&net.Dialer{}).DialContext(ctx, "unix", socket)
			if err == nil || ctx.Err() != nil {
				return conn, err
			}
		}
	}}}
	cast := func(v news.Vote, want int) {
		t.Helper()
		v.Reader = notify.Reader("reader@example.org")
		token, err := votes.Token(v)
		d.must(err)
		res, err := client.Post(votes.URL[:len("http")]+strings.TrimPrefix(votes.URL, "https")+"/"+token, "", nil)
		d.must(err)
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%+v: %d, want %d", v, res.StatusCode, want)
		}
	}
	good := news.Vote{Topic: "dprk-russia", Article: fetch.ID(address("a")), Until: morning.Add(24 * time.Hour)}
	cast(good, 200)
	for name, change := range map[string]func(*news.Vote){
		"expired": func(v *news.Vote) { v.Until = morning }, "topic is gone": func(v *news.Vote) { v.Topic = "other" }, "article is gone": func(v *news.Vote) { v.Article = fetch.ID("x") },
	} {
		bad := good
		change(&bad)
		t.Log(name)
		cast(bad, 410)
	}
	d.has(d.run(0, "feedback"), "2026-03-04 07:00Z", "dprk-russia", "irrelevant", "open", notify.Reader("reader@example.org"), address("a"))
	var listed any
	d.must(json.Unmarshal([]byte(d.run(0, "feedback", "--topic", "dprk-russia", "--json")), &listed))
	if all, ok := listed.([]any); !ok || len(all) != 1 || len(strange("feedback", listed)) > 0 {
		t.Errorf("listed %v", listed)
	}
	d.has(d.run(exitUsage, "feedback", "--topic", "other"), "it has dprk-russia")
}
