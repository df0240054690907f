package demo

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestPlanted(t *testing.T) {
	p := press(t, start())
	kinds, outlets, stories := map[Kind]int{}, map[string]int{}, map[string]int{}
	lateCopies := 0
	for _, a := range p.articles {
		kinds[a.kind]++
		outlets[a.outlet]++
		if a.kind == OnTopic {
			stories[a.story]++
		}
		if a.kind == Copy && a.at.Hour() >= 6 {
			lateCopies++
		}
		if a.at.Before(start()) || !a.at.Before(end()) {
			t.Errorf("%s is out at %s", a.id, a.at)
		}
		if p.url(a) == "" {
			t.Errorf("%s: no outlet %q", a.id, a.outlet)
		}
	}
	for kind, least := range map[Kind]int{OnTopic: 14, Copy: 10, Hard: 20, Other: 20} {
		if kinds[kind] < least {
			t.Errorf("%d articles are %s, want at least %d", kinds[kind], kind, least)
		}
	}
	if len(kinds) != 4 {
		t.Errorf("kinds %v", kinds)
	}
	for _, o := range p.outlets {
		if outlets[o.name] < 2 {
			t.Errorf("%s has %d articles", o.name, outlets[o.name])
		}
	}
	for story, n := range stories {
		if story == "" || n != 1 {
			t.Errorf("story %q is planted %d times", story, n)
		}
	}
	if lateCopies == 0 {
		t.Error("no copy comes after the digest of the day")
	}
	if all := p.Planted(); len(all) != len(p.articles) || len(all) < 66 {
		t.Errorf("%d planted of %d articles", len(all), len(p.articles))
	}
}

// A copy belongs to a planted story and comes later, elsewhere and under a headline of its own; what does not
// belong to the topic has no story; and nothing that belongs is out of reach behind the failing outlet.
func TestPlantsKeepTheirKind(t *testing.T) {
	p := press(t, start())
	originals, titles := map[string]article{}, map[string]bool{}
	for _, a := range p.articles {
		if titles[a.title] {
			t.Errorf("two articles are called %q", a.title)
		}
		titles[a.title] = true
		switch a.kind {
		case OnTopic:
			originals[a.story] = a
		case Copy:
			if o, ok := originals[a.story]; !ok || !a.at.After(o.at) || a.outlet == o.outlet {
				t.Errorf("%s copies nothing that came before it elsewhere", a.id)
			}
		default:
			if a.story != "" {
				t.Errorf("%s is %s and has the story %s", a.id, a.kind, a.story)
			}
		}
		if a.outlet == "ramal" && a.kind != Other {
			t.Errorf("%s is %s in the outlet that fails", a.id, a.kind)
		}
	}
}

const wellFormed = `
=== a
outlet: manara
kind: on-topic
story: s
at: 1d 05:30
title: عنوان: أول

جملة أولى. جملة ثانية.

فقرة ثانية.

=== b
outlet: bahr
kind: copy
like: a
drop: 1
credit: سول - رويترز -
refused: yes
edited: 2d 00:00
retitled: عنوان ثالث
at: 0d 23:00
title: عنوان ثان
`

func TestParse(t *testing.T) {
	got, err := parse(wellFormed, start())
	if err != nil {
		t.Fatal(err)
	}
	want := []article{
		{id: "b", outlet: "bahr", kind: Copy, story: "s", at: start().Add(23 * time.Hour), title: "عنوان ثان", credit: "سول - رويترز -",
			text: "سول - رويترز - جملة أولى. جملة ثانية.", refused: true, editedAt: start().Add(48 * time.Hour), retitled: "عنوان ثالث"},
		{id: "a", outlet: "manara", kind: OnTopic, story: "s", at: start().Add(29*time.Hour + 30*time.Minute), title: "عنوان: أول",
			text: "جملة أولى. جملة ثانية.\n\nفقرة ثانية."},
	}
	if !slices.Equal(got, want) {
		t.Errorf("parse = %+v\nwant    %+v", got, want)
	}
	if s := got[1].summary(); s != "جملة أولى." {
		t.Errorf("summary = %q", s)
	}
}

func TestParseFaults(t *testing.T) {
	for _, c := range []struct{ old, now, fault string }{
		{"=== b", "=== a", "there twice"},
		{"like: a", "like: c", "comes later or not at all"},
		{"at: 1d 05:30", "at: tomorrow", "is not like"},
		{"outlet: manara\n", "", "lacks its"},
		{"story: s", "stroy: s", "unknown key"},
		{"drop: 1", "drop: one", "article b"},
	} {
		_, err := parse(strings.Replace(wellFormed, c.old, c.now, 1), start())
		if err == nil || !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%q for %q: error %v, want %q in it", c.now, c.old, err, c.fault)
		}
	}
}
