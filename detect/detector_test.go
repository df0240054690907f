package detect

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rasid/news"
)

// seeds returns the shipped example articles of the first topic.
func seeds(t testing.TB) []Example {
	t.Helper()
	files, err := filepath.Glob("../topics/dprk-russia/*.txt")
	if err != nil || len(files) < 5 {
		t.Fatalf("seeds: %d files, %v", len(files), err)
	}
	var out []Example
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, Example{Name: filepath.Base(f), Text: string(data)})
	}
	return out
}

func TestSeedsFindEachOther(t *testing.T) {
	all := seeds(t)
	for i, left := range all {
		var rest []Example
		for j, e := range all {
			if j != i {
				rest = append(rest, e)
			}
		}
		d, err := New([]Topic{{Name: "dprk-russia", Examples: rest}}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		v := d.Judge(news.Article{Text: left.Text})[0]
		if !v.Relevant || len(v.Facets) == 0 {
			t.Errorf("%s: score %.3f, cut-off %.3f, %d facets", left.Name, v.Score, v.Cutoff, len(v.Facets))
		}
	}
}

// TestOtherName holds that a side counts in full under a name that only the examples have (جمهورية كوريا الديمقراطية الشعبية),
// and not under one of the same first word that they do not use.
func TestOtherName(t *testing.T) {
	d, err := New([]Topic{{Name: "dprk-russia", Examples: seeds(t)}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	score := func(name string) float64 {
		return d.Judge(news.Article{Entry: news.Entry{Title: "وزير روسي: التبادل التجاري مع " + name + " زاد بمقدار الثلث"},
			Text: "أعلن وزير الموارد الطبيعية الروسي أن حجم التبادل التجاري بين روسيا و" + name + " ارتفع بمقدار الثلث خلال العام."})[0].Facets[1].Score
	}
	named, other, alone := score("كوريا الديمقراطية"), score("كوريا الاتحادية"), score("كوريا")
	if named < 1 || other >= 1 || alone >= 1 {
		t.Errorf("named %.2f, otherwise %.2f, half %.2f", named, other, alone)
	}
}

// TestMissingSide holds that a verdict names the side of a relation that an irrelevant article lacks, and no side of a
// relevant one.
func TestMissingSide(t *testing.T) {
	d, err := New([]Topic{{Name: "dprk-russia", Examples: seeds(t)}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		title, text  string
		there, lacks int
	}{
		{"بوتين يبحث مع رئيس كازاخستان التجارة بين البلدين", "بحث الرئيس الروسي فلاديمير بوتين في موسكو مع نظيره الكازاخي سبل زيادة التجارة بين روسيا وكازاخستان.", 1, 1},
		{"كوريا الشمالية تختبر صاروخا جديدا", "قالت وكالة الأنباء في بيونغ يانغ إن كيم جونغ أون أشرف على تجربة صاروخ جديد قبالة الساحل.", 1, 1},
		{"فوز الأهلي على الزمالك في الدوري", "فاز الأهلي على الزمالك بهدفين دون رد في مباراة أقيمت مساء الجمعة.", 0, 2},
		{"كيم جونغ أون يلتقي بوتين في روسيا", "التقى زعيم كوريا الشمالية كيم جونغ أون الرئيس الروسي فلاديمير بوتين في روسيا وبحثا التعاون العسكري.", 2, 0},
	} {
		v := d.Judge(news.Article{Entry: news.Entry{Title: c.title}, Text: c.text})[0]
		there, lacks := 0, 0
		for _, f := range v.Facets {
			if len(f.Terms) > 0 {
				there++
			} else {
				lacks++
			}
		}
		if v.Relevant != (c.lacks == 0) || there != c.there || lacks != c.lacks {
			t.Errorf("%s: relevant %v, %d sides there and %d missing, want %d and %d: %+v", c.title, v.Relevant, there, lacks, c.there, c.lacks, v.Facets)
		}
	}
}

// TestReasonRuns holds that a run of words that is shown as a reason does not reach over a mark.
func TestReasonRuns(t *testing.T) {
	d, err := New([]Topic{{Name: "dprk-russia", Examples: seeds(t)}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	v := d.Judge(news.Article{Entry: news.Entry{Title: "بوتين.. كيم جونغ أون: روسيا وكوريا الشمالية \"حليفان\""}, Text: "بيونغ يانغ: بوتين يزور العاصمة."})[0]
	shown := 0
	for _, f := range v.Facets {
		for _, x := range f.Terms {
			shown++
			if strings.ContainsAny(x.Text, ".:\"") {
				t.Errorf("%s is shown as one reason", x.Text)
			}
		}
	}
	if shown < 3 {
		t.Errorf("%d runs of words are shown: %+v", shown, v.Facets)
	}
}
