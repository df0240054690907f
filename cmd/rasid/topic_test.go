package main

import (
	"bytes"
	"strings"
	"testing"

	"rasid/detect"
)

// TestProfile guards that who looks at a topic sees which example the others do not find, and what does not belong.
func TestProfile(t *testing.T) {
	var out bytes.Buffer
	a := &app{out: &out}
	a.printProfile(detect.Profile{
		Topic: "barca", Cutoff: 0.5,
		Examples: []detect.ExampleView{{Name: "1.txt", Title: "غريزمان يقترب من برشلونة", Words: 80, Score: 0.93}, {Name: "2.txt", Title: "إنييستا يودع", Words: 90, Score: 0.18}},
		Broad:    []detect.Breadth{{Name: "برشلونة", Relevant: 0.91, Group: "غريزمان"}},
		Not:      []detect.NotView{{Name: "not/1.txt", Title: "برشلونة يفوز على إشبيلية"}},
	})
	for _, want := range []string{
		"broad\n  sub-subject \u2068غريزمان\u2069: what the examples have in common is hardly more than \u2068برشلونة\u2069: 91 %", "or put articles with it that do not belong into not/\n",
		"80 words  0.930  1.txt\n", "90 words  0.180  2.txt  below the cut-off", "examples of what does not belong\n  not/1.txt\n    \u2068برشلونة يفوز على إشبيلية\u2069\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
}
