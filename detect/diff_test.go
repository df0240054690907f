package detect

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rasid/news"
)

func TestDiff(t *testing.T) {
	const (
		arrives  = "وصل وزير الخارجية الروسي سيرغي لافروف إلى بيونغ يانغ الجمعة."
		spelled  = "وصَل وزير الخارجيّة الروسى سيرجي لافروف الى بيونج يانج الجمعة."
		minister = "وصل وزير الدفاع الروسي سيرغي شويغو إلى بيونغ يانغ الجمعة."
		joined   = "وصل وزير الخارجية الروسي سيرجي لافروف إلى بيونغيانغ الجمعة."
		talks    = "وبحث الجانبان التعاون العسكري والتقني بين البلدين."
		dead     = "وقتل في القصف 8 جنود كوريين شماليين قرب كورسك."
		inWords  = "وقتل في القصف ثمانية جنود كوريين شماليين قرب كورسك."
		more     = "وقتل في القصف 9 جنود كوريين شماليين قرب كورسك."
		many     = "وقتل في القصف واحد وعشرون جنديا كوريا شماليا قرب كورسك."
		many21   = "وقتل في القصف 21 جنديا كوريا شماليا قرب كورسك."
		many22   = "وقتل في القصف 22 جنديا كوريا شماليا قرب كورسك."
		list     = "وقتل في القصف واحد وجرح عشرون جنديا كوريا شماليا قرب كورسك."
		seoul    = "وأعربت سيول عن قلقها البالغ من الزيارة."
	)
	for _, c := range []struct {
		name, lead, other string
		added, missing    string // parted by |
	}{
		{"equal", arrives + " " + talks, arrives + " " + talks, "", ""},
		{"other spelling", arrives + "\n\n" + talks, spelled + " " + talks, "", ""},
		{"a name in one word", joined, arrives, "", ""},
		{"other order", arrives + " " + talks, talks + " " + arrives, "", ""},
		{"added", arrives, arrives + " " + seoul, seoul, ""},
		{"left out", arrives + " " + talks + " " + seoul, arrives, "", talks + "|" + seoul},
		{"a number in letters", dead, inWords, "", ""},
		{"another number", dead, more, more, dead},
		{"a number of two words", many, many21, "", ""},
		{"another number of two words", many, many22, many22, many},
		{"two numbers", list, many21, many21, list},
		{"two sentences in one", arrives + " " + talks, strings.TrimSuffix(arrives, ".") + " " + talks, "", ""},
		{"another name", arrives, minister, minister, arrives},
		{"told twice", arrives, arrives + "\n" + seoul + "\n" + seoul, seoul, ""},
		{"way to other articles", arrives, arrives + "\nاقرأ أيضا: قمة كيم وبوتين في فلاديفوستوك", "", ""},
		{"one short word", arrives + "\nنعم.", arrives, "", "نعم."},
		{"no text of the other", arrives, "", "", ""},
		{"no text of the lead", "", arrives, "", ""},
	} {
		got := NewFolder(FoldOptions{}).Diff(news.Article{Text: c.lead}, news.Article{Text: c.other})
		if diff := cmp.Diff(Difference{Added: parts(c.added), Missing: parts(c.missing)}, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func parts(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "|")
}

// TestDiffBounded has that a page made of very many sentences costs no more than it may.
func TestDiffBounded(t *testing.T) {
	a := news.Article{Text: strings.Repeat("قال بوتين نعم. ", 100_000)}
	b := news.Article{Text: strings.Repeat("قال كيم لا. ", 100_000)}
	if d := NewFolder(FoldOptions{}).Diff(a, b); len(d.Added) != 1 || len(d.Missing) != 1 {
		t.Errorf("%d added, %d missing", len(d.Added), len(d.Missing))
	}
}
