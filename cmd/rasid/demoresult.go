package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/emersion/go-message/mail"

	"rasid/arabic"
	"rasid/demo"
	"rasid/news"
)

// quietly returns a logger that tells only errors: the demo's failing outlet is part of the show.
func (a *app) quietly() *slog.Logger {
	if a.verbose {
		return a.log()
	}
	return slog.New(slog.NewTextHandler(a.diag, &slog.HandlerOptions{Level: slog.LevelError}))
}

// saveMail writes the HTML part of the longest mail received to a file and returns its path.
func (s *stage) saveMail() (string, error) {
	var richest []byte
	for _, m := range s.mailbox.Messages() {
		html, err := htmlPart(m.Raw)
		if err != nil {
			return "", fmt.Errorf("read the demo's mail: %w", err)
		}
		if len(html) > len(richest) {
			richest = html
		}
	}
	path := filepath.Join(s.dir, "digest.html")
	return path, os.WriteFile(path, richest, 0o644)
}

func htmlPart(raw []byte) ([]byte, error) {
	r, err := mail.CreateReader(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	for {
		part, err := r.NextPart()
		if err != nil {
			return nil, fmt.Errorf("no HTML part: %w", err)
		}
		h, ok := part.Header.(*mail.InlineHeader)
		if !ok {
			continue
		}
		if kind, _, _ := h.ContentType(); kind == "text/html" {
			return io.ReadAll(part.Body)
		}
	}
}

// printRichest prints the digest that carried the most stories.
func (a *app) printRichest(ctx context.Context) error {
	_, db, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	all, err := db.Digests(ctx, 10)
	if err != nil {
		return err
	}
	var richest news.Digest
	for _, frame := range all {
		d, err := db.Digest(ctx, frame.ID)
		if err != nil {
			return err
		}
		if len(d.Stories) > len(richest.Stories) {
			richest = d
		}
	}
	fmt.Fprintln(a.out)
	return a.printDigest(richest, "text")
}

// compare holds what the webhook receiver was sent against what was planted.
func (a *app) compare(s *stage) error {
	told, faults := s.told()
	stories := map[string][]string{}
	titles := map[string]string{}
	for _, p := range s.press.Planted() {
		switch p.Kind {
		case demo.OnTopic:
			titles[p.Story] = p.Title
			stories[p.Story] = append(stories[p.Story], told[p.URL]...)
		case demo.Copy:
			stories[p.Story] = append(stories[p.Story], told[p.URL]...)
		case demo.Hard, demo.Other:
			if len(told[p.URL]) > 0 {
				faults = append(faults, "does not belong: "+arabic.Isolate(p.Title))
			}
		}
	}
	for key, in := range stories {
		slices.Sort(in)
		switch n := len(slices.Compact(in)); {
		case n == 0:
			faults = append(faults, "missed: "+arabic.Isolate(titles[key]))
		case n > 1:
			faults = append(faults, fmt.Sprintf("told as %d stories: %s", n, arabic.Isolate(titles[key])))
		}
	}
	if len(faults) == 0 {
		fmt.Fprintf(a.out, "\nAll %d stories planted for the topic arrived once, and nothing else did.\n", len(stories))
		return nil
	}
	slices.Sort(faults)
	fmt.Fprintf(a.out, "\n%d of what was planted went wrong:\n  %s\n", len(faults), strings.Join(faults, "\n  "))
	return verdict("the demo did not come out as planted")
}

// told returns, for each article address, the stories in which the receiver was told of it.
func (s *stage) told() (stories map[string][]string, faults []string) {
	stories = map[string][]string{}
	seen := map[string]bool{}
	for _, post := range s.hook.Posts() {
		if post.Verified != nil {
			faults = append(faults, "webhook signature: "+post.Verified.Error())
		}
		if seen[post.ID] {
			continue
		}
		seen[post.ID] = true
		var d struct {
			Stories []struct {
				ID       string
				Articles []struct{ URL string }
			}
		}
		if err := json.Unmarshal(post.Body, &d); err != nil {
			faults = append(faults, "webhook body: "+err.Error())
		}
		for _, story := range d.Stories {
			for _, article := range story.Articles {
				stories[article.URL] = append(stories[article.URL], story.ID)
			}
		}
	}
	return stories, faults
}
