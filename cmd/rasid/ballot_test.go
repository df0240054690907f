package main

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/mail"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"rasid/fetch"
	"rasid/news"
	"rasid/notify"
	"rasid/store"
)

// vote stores what a reader says of an article, hours after morning.
func (d desk) vote(name, reader string, relevant bool, hours int) {
	d.t.Helper()
	db, err := store.Open(d.t.Context(), store.Options{Path: d.db})
	d.must(err)
	defer func() { d.must(db.Close()) }()
	d.must(db.SaveVote(d.t.Context(), news.Vote{
		Topic: "dprk-russia", Article: fetch.ID(address(name)), Relevant: relevant, Reader: reader, At: morning.Add(time.Duration(hours) * time.Hour),
	}))
}

// TestApplyVotes makes labels of what readers said, once, and leaves what they contradict each other about to the operator.
func TestApplyVotes(t *testing.T) {
	d := newDesk(t)
	d.other("s", seoulTitle, seoulText)
	d.has(d.run(0, "feedback", "--apply", present), "no open votes", "nothing was changed")
	d.vote("s", "r1", true, 30)
	d.vote("s", "r2", true, 31)
	d.vote("a", "r1", false, 30)
	d.vote("a", "r2", true, 31)
	d.has(d.run(0, "feedback"), "relevant", "open", "r2", "irrelevant", "contradicted")
	preview := []string{"+ ", seoulTitle, address("s"), "relevant: r1, r2", "? ", address("a"), "relevant: r2; irrelevant: r1", "--topic dprk-russia decides", "would add 1, remove 0"}
	d.has(d.run(0, "feedback", "--apply", "--dry-run", present), append(preview, "nothing was changed")...)
	d.has(d.answer("n\n", "feedback", "--apply"), append(preview, "apply? [y/N]", "nothing was changed")...)
	d.has(d.run(0, "label", "--list"), "no labels")
	d.has(d.answer("y\n", "feedback", "--apply"), append(preview, "apply? [y/N]", "applied; topic dprk-russia has 1 label")...)
	d.has(d.run(0, "label", "--list"), "relevant", "2026-03-05 13:00Z", "r1, r2", seoulTitle)
	d.has(d.run(0, "why", address("s")), "waiting: taken in by labels on 2026-03-06")
	d.has(d.run(0, "feedback", "--apply", present), "? ", address("a"), "no open votes")

	d.run(0, "label", address("a"), "irrelevant", "--yes", present) // the operator decides
	if printed := d.run(0, "feedback"); strings.Count(printed, "taken") != 4 {
		t.Errorf("after all was decided:\n%s", printed)
	}
	d.vote("a", "r3", true, 100) // against the operator
	d.vote("s", "r1", false, 100)
	d.has(d.run(0, "feedback", "--apply", present), "? ", "label: irrelevant since 2026-03-06", "? ", "label: relevant since 2026-03-05 13:00Z", "no open votes")
	d.vote("s", "r2", false, 101) // both have come to think otherwise
	d.has(d.run(0, "feedback", "--apply", "--yes", present), "- ", seoulTitle, "add 0, remove 1", "has 2 labels")
	d.has(d.run(0, "why", address("s")), "off-topic")
	d.run(exitUsage, "feedback", "--yes")
}

// TestApplyVotesOfAll makes labels of the votes on every topic where none is named, each asked for by itself.
func TestApplyVotesOfAll(t *testing.T) {
	d := newDesk(t)
	d.other("s", seoulTitle, seoulText)
	text, err := os.ReadFile(d.path)
	d.must(err)
	d.must(os.WriteFile(d.path, append([]byte("[[topic]]\nname = \"first\"\nfolder = \"dprk-russia\"\n"), text...), 0o600))
	d.vote("s", "r1", true, 30)
	db, err := store.Open(t.Context(), store.Options{Path: d.db})
	d.must(err)
	d.must(db.SaveVote(t.Context(), news.Vote{Topic: "first", Article: fetch.ID(address("a")), Relevant: true, Reader: "r1", At: morning}))
	d.must(db.Close())
	d.has(d.answer("y\nn\n", "feedback", "--apply"), "applied; topic first has 1 label", seoulTitle, "nothing was changed")
	d.has(d.run(0, "feedback", "--apply", "--yes", present), "no open votes on topic first", "applied; topic dprk-russia has 1 label")
	d.run(exitUsage, "feedback", "--apply", "--json")
}

// TestApplyVotesJSON holds the form for programs, and that it applies nothing unless told to.
func TestApplyVotesJSON(t *testing.T) {
	d := newDesk(t)
	d.other("s", seoulTitle, seoulText)
	d.vote("s", "r1", true, 30)
	d.vote("a", "r1", false, 30)
	d.vote("a", "r2", true, 31)
	for _, yes := range []bool{false, true} {
		args := []string{"feedback", "--apply", "--json", present}
		if yes {
			args = append(args, "--yes")
		}
		var v replayView
		d.must(json.Unmarshal([]byte(d.run(0, args...)), &v))
		if v.Applied != yes || len(v.Labels) != 1 || v.Labels[0].URL != address("s") || len(v.Added) != 1 || len(v.Left) != 1 || v.Left[0] != address("a") {
			t.Errorf("yes %v: %+v", yes, v)
		}
	}
}

// TestReadyMessage has that the message which a reader sends where there is no endpoint begins with a command that works.
func TestReadyMessage(t *testing.T) {
	d := newDesk(t)
	db, err := store.Open(t.Context(), store.Options{Path: d.db})
	d.must(err)
	digest, err := db.Digest(t.Context(), "d1")
	d.must(err)
	d.must(db.Close())
	to, err := notify.New(notify.Options{Name: "mail", Kind: "smtp", From: "rasid@rasid.example", To: []string{"reader@rasid.example"}, Host: "mail.rasid.example",
		Votes: notify.Votes{Mail: "editor@rasid.example"}}, &http.Client{}, io.Discard)
	d.must(err)
	owed, err := to.Render(digest)
	d.must(err)
	links := regexp.MustCompile(`mailto:editor[^\s<>"]+`).FindAllString(textPart(t, owed[0].Body), -1)
	if len(links) != 2 {
		t.Fatalf("links %q", links)
	}
	for n, word := range []string{"relevant", "irrelevant"} {
		u, err := url.Parse(links[n])
		d.must(err)
		command, rest, _ := strings.Cut(u.Query().Get("body"), "\r\n")
		if rest != "# "+address("a") || len(command) > 72 {
			t.Errorf("message %q", u.Query().Get("body"))
		}
		args := strings.Fields(command)
		d.has(d.run(0, append(args[1:], "--yes", present)...), "applied; topic dprk-russia has 1 label")
		d.has(d.run(0, "label", "--list"), "dprk-russia", word, address("a"))
	}
}

// textPart returns the text of a mail.
func textPart(t *testing.T, raw []byte) string {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(string(raw)))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	part, err := multipart.NewReader(m.Body, params["boundary"]).NextPart()
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, part))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
