package eval

import (
	"strings"
	"testing"

	"rasid/news"
)

// TestErrors holds which rows are errors, the order of the worst, and that right verdicts are none.
func TestErrors(t *testing.T) {
	row := func(no string, label bool, score float64) Scored {
		return Scored{Label{no, label, "hard"}, "", news.Verdict{Score: score, Cutoff: 0.5, Relevant: score >= 0.5}}
	}
	r := Report{Topics: []Figures{
		{Name: "dam", Scored: []Scored{row("hit", true, 0.9), row("a2", false, 0.7), row("a1", false, 0.6), row("m1", true, 0.45), row("reject", false, 0.1)}},
		{Name: "cup", Scored: []Scored{row("a3", false, 0.8), row("a4", false, 0.7), row("m2", true, 0.2)}},
	}}
	for n, want := range map[int]string{
		0: "/",
		1: "cup a3/cup m2",
		3: "cup a3 cup a4 dam a2/cup m2 dam m1",
		9: "cup a3 cup a4 dam a2 dam a1/cup m2 dam m1",
	} {
		e := r.Errors(n)
		if got := list(e.Alarms) + "/" + list(e.Misses); got != want {
			t.Errorf("the %d worst: %s, want %s", n, got, want)
		}
	}
	var b strings.Builder
	if err := r.Errors(1).Table(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"a3           cup    0      hard  0.800  +0.300\n", "m2    cup    1      hard  0.200  -0.300\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
}

func list(rows []Error) string {
	var s []string
	for _, e := range rows {
		s = append(s, e.Topic+" "+e.DocNo)
	}
	return strings.Join(s, " ")
}
