package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"rasid/news"
)

// content is every row of what labels may touch, by table.
func content(t *testing.T, db *DB) string {
	t.Helper()
	var out strings.Builder
	for _, table := range []string{"entry", "listing", "article", "verdict", "story", "member", "band", "label", "label_move",
		"before_entry", "before_verdict", "before_member", "decision", "digest_item", "waiting", "before_waiting"} {
		columns, err := collect(t.Context(), db.read, scanString, `SELECT name FROM pragma_table_info(?)`, table)
		must(t, err)
		var quoted []string
		for _, c := range columns {
			quoted = append(quoted, "quote("+c+")")
		}
		rows, err := collect(t.Context(), db.read, scanString, `SELECT concat_ws(' | ', `+strings.Join(quoted, ", ")+`) AS r FROM `+table+` ORDER BY r`)
		must(t, err)
		fmt.Fprintf(&out, "%s\n  %s\n", table, strings.Join(rows, "\n  "))
	}
	for _, word := range []string{"الكرملين", "فلاديفوستوك"} {
		hits, _, err := db.Search(t.Context(), word, "", 100)
		must(t, err)
		for _, h := range hits {
			fmt.Fprintln(&out, word, h.URL)
		}
	}
	return out.String()
}

// labelPress is a store with a story of three, a story of one that was sent, and an entry off the topic.
func labelPress(t *testing.T) (db *DB, lead, copied, sent, off news.Article) {
	db = openTest(t)
	must(t, db.SaveSchedules(t.Context(), []Schedule{{"daily", topic}, {"weekly", topic}}, start, start))
	sent = read(t, db, listed("d", 1), "s0", news.Lead, 9)
	d := digestOf(t, db, "dg0", hour(1))
	must(t, db.SaveDigest(t.Context(), news.Tick{Schedule: "daily", Due: hour(1)}, d, owed(d, "a@x")))
	lead = read(t, db, listed("a", 2), "s1", news.Lead, 1)
	copied = read(t, db, listed("b", 3), "s1", news.Copy, 1, 2)
	read(t, db, listed("c", 4), "s1", news.Rewrite, 3)
	e := listed("e", 5)
	_, err := list(t.Context(), db, e.Source, []news.Entry{e})
	must(t, err)
	settle(t, db, news.Settlement{URL: e.URL, Disposition: news.OffTopic, Topic: topic, Score: 0.4, Cutoff: 0.5, Reason: "0.100 below"})
	off = article(e, 5, 6)
	off.Text, off.Basis, off.Note = "", news.OnSummary, "taken in by a label"
	return db, lead, copied, sent, off
}

func verdictOf(relevant bool) news.Verdict {
	v := news.Verdict{Topic: topic, Score: 0.3, Cutoff: 0.5, Basis: news.OnPage, Nearest: "seed-1", Model: "m2"}
	if relevant {
		v.Score, v.Relevant = 0.7, true
	}
	return v
}

// TestSaveLabels moves articles by labels, and takes the labels back: each table is then as it was, row for row.
func TestSaveLabels(t *testing.T) {
	db, lead, _, sent, off := labelPress(t)
	ctx := t.Context()
	before := content(t, db)
	labels := []Label{{Topic: topic, URL: lead.URL, At: hour(9), By: "ضحى"}, {Topic: topic, URL: off.URL, Relevant: true, At: hour(9)}}
	in := Move{off, verdictOf(true), news.Fold{Topic: topic, Story: "s9", Kind: news.Lead, Why: "opens"}}
	moves := []Move{{Article: lead, Verdict: verdictOf(false)}, {Article: sent, Verdict: verdictOf(false)}, in}
	must(t, db.SaveLabels(ctx, topic, "m2", labels, moves, hour(9)))
	want := `
		s0: lead/d.example/1/sent
		s1: lead/b.example/3/waiting rewrite/c.example/4/waiting
		s9: lead/e.example/5/waiting
	`
	wantSeats(t, db, "with the labels", want)
	if got := dispositionOf(t, db, lead.URL); got != news.OffTopic {
		t.Errorf("what was taken out is %s", got)
	}
	trace, err := db.Why(ctx, sent.URL)
	must(t, err)
	if trace.Verdicts[0].Relevant || trace.Settlement.Disposition != news.Sent {
		t.Errorf("what was sent is not marked, or is sent no more: %+v", trace)
	}
	with := content(t, db)
	must(t, db.SaveLabels(ctx, topic, "m2", labels, moves, hour(10)))
	if got := content(t, db); strings.ReplaceAll(got, "2025-10-27", "") != strings.ReplaceAll(with, "2025-10-27", "") {
		t.Errorf("the same labels again change rows:\n%s\nwere\n%s", got, with)
	}
	must(t, db.SaveLabels(ctx, topic, "m2", labels[1:], []Move{in}, hour(11)))
	wantSeats(t, db, "with one label", `
		s0: lead/d.example/1/sent
		s1: lead/a.example/2/waiting copy/b.example/3/waiting rewrite/c.example/4/waiting
		s9: lead/e.example/5/waiting
	`)
	must(t, db.SaveLabels(ctx, topic, "m2", nil, nil, hour(12)))
	if got := content(t, db); got != before {
		t.Errorf("without labels\n%s\nwant\n%s", got, before)
	}
	n, err := db.LabelRevision(ctx)
	must(t, err)
	if n != 4 {
		t.Errorf("revision %d, want 4", n)
	}
}

// TestUndoAfterSending holds that what a digest carried while the labels held stays sent when they are taken back, and that
// all else is as it was.
func TestUndoAfterSending(t *testing.T) {
	db, lead, _, _, off := labelPress(t)
	ctx := t.Context()
	in := Move{off, verdictOf(true), news.Fold{Topic: topic, Story: "s9", Kind: news.Lead, Why: "opens"}}
	must(t, db.SaveLabels(ctx, topic, "m2", []Label{{URL: lead.URL, At: hour(9)}}, []Move{{Article: lead, Verdict: verdictOf(false)}, in}, hour(9)))
	d := digestOf(t, db, "dg1", hour(10))
	must(t, db.SaveDigest(ctx, news.Tick{Schedule: "daily", Due: hour(10)}, d, owed(d, "a@x")))
	must(t, db.SaveLabels(ctx, topic, "m2", nil, nil, hour(11)))
	wantSeats(t, db, "taken back after a digest", `
		s0: lead/d.example/1/sent
		s1: lead/a.example/2/waiting lead/b.example/3/sent rewrite/c.example/4/sent
		s9: lead/e.example/5/sent
	`)
	trace, err := db.Why(ctx, off.URL)
	must(t, err)
	if len(trace.Verdicts) != 0 || trace.Article == nil {
		t.Errorf("what was sent lost its text, or keeps the verdict of the label: %+v", trace)
	}
}

// TestLabels holds what is kept of a label, and what was judged.
func TestLabels(t *testing.T) {
	db, lead, _, sent, off := labelPress(t)
	ctx := t.Context()
	labels := []Label{{Topic: topic, URL: off.URL, Relevant: true, At: hour(8), By: "ضحى"}, {Topic: topic, URL: lead.URL, At: hour(9)}}
	must(t, db.SaveLabels(ctx, topic, "m2", labels, nil, hour(9)))
	got, err := db.Labels(ctx, topic)
	must(t, err)
	labels[0].Title, labels[0].Text, labels[0].Published = off.Title, off.Summary, off.Published
	labels[1].Title, labels[1].Text, labels[1].Published = lead.Title, lead.Text, lead.Published
	if g, w := asJSON(t, got), asJSON(t, labels); g != w {
		t.Errorf("labels\n%s\nwant\n%s", g, w)
	}
	var js []Judged
	for next := int64(0); ; {
		part, n, err := db.Judged(ctx, topic, hour(1), next, 2)
		must(t, err)
		js = append(js, part...)
		if next = n; n == 0 {
			break
		}
	}
	if len(js) != 5 || js[0].Article.URL != sent.URL || !js[0].Sent || !js[0].In || js[4].Read || js[4].In || js[4].Article.Summary != off.Summary || js[1].Story != "s1" {
		t.Errorf("judged: %s", asJSON(t, js))
	}
	if err := db.SaveLabels(ctx, topic, "m2", []Label{{URL: "https://nowhere.example/"}}, nil, hour(9)); !errors.Is(err, ErrNotFound) {
		t.Errorf("a label on an unknown address: %v", err)
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	must(t, err)
	return string(data)
}
