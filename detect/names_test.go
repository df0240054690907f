package detect

import (
	"testing"

	"rasid/arabic"
)

// TestHouseSpellings holds which common spellings of an example's word are taken for it although their vectors are
// unlike: those that outlets keep to, and no other word with the same name key.
func TestHouseSpellings(t *testing.T) {
	back, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	pool := newPool(back)
	for _, c := range []struct {
		example, other string
		same           bool
	}{
		{"ترامب", "ترمب", true}, {"ترمب", "ترامب", true}, {"أمريكا", "أميركا", true}, {"إنجلترا", "إنكلترا", true},
		{"صلاح", "صالح", false}, {"قتال", "قتيل", false}, {"مصادر", "مصدر", false}, {"مقبل", "مقابل", false},
		{"مدن", "ميدان", false}, {"خامس", "خمس", false}, {"محرر", "محور", false}, {"إصلاح", "أسلحة", false},
		{"جونغ", "كونغ", false}, {"مقاتل", "مقتل", false}, {"إشغال", "إشكال", false}, {"يصاب", "يصب", false},
	} {
		n := learnNames([]Topic{{Examples: []Example{{Title: c.example}}}}, back)
		n.learnHouses(pool)
		example, other := stemAlone(t, c.example), stemAlone(t, c.other)
		if n.key[arabic.Name(other)] != hash(example) {
			t.Errorf("%s and %s have two keys or the first is not learnt: nothing is tested", c.example, c.other)
		}
		key, _ := n.canonical(other, hash(other), back.vocab.id(hash(other)))
		if got := key == hash(example); got != c.same {
			t.Errorf("%s taken for %s: %v, want %v", c.other, c.example, got, c.same)
		}
	}
}

// TestUnlikeNames holds that words of one name key do not become house spellings of one another.
func TestUnlikeNames(t *testing.T) {
	back, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{{"قمر", "جمر"}, {"يونغ", "يانغ"}, {"حكومة", "حكم"}} {
		x, y := back.vocab.id(hash(stemAlone(t, c[0]))), back.vocab.id(hash(stemAlone(t, c[1])))
		if newPool(back).houseSpellings(x, y) {
			t.Errorf("%s and %s are taken for one", c[0], c[1])
		}
	}
}

// stemAlone returns the stem of one written word.
func stemAlone(t *testing.T, w string) string {
	t.Helper()
	words := arabic.Words(w)
	if len(words) != 1 {
		t.Fatalf("%s is %d words", w, len(words))
	}
	s, ok := stemOf(words[0])
	if !ok {
		t.Fatalf("%s never counts", w)
	}
	return s
}

// TestHouseSpellingScore holds that a headline scores the same in the spelling of another outlet.
func TestHouseSpellingScore(t *testing.T) {
	d, err := New([]Topic{{Name: "قمة", Examples: []Example{
		{Title: "قمة ترامب وكيم جونغ أون في سنغافورة", Text: "يلتقي الرئيس الأميركي دونالد ترامب زعيم كوريا الشمالية كيم جونغ أون في سنغافورة."},
		{Title: "ترامب: القمة مع كيم جونغ أون في موعدها", Text: "قال الرئيس الأميركي دونالد ترامب إن القمة مع زعيم كوريا الشمالية كيم جونغ أون ستعقد في موعدها."},
	}}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want, _ := d.Glance("ترامب يصافح كيم جونغ أون في سنغافورة", "")
	got, _ := d.Glance("ترمب يصافح كيم جونغ أون في سنغافورة", "")
	if !want.Relevant || got.Score != want.Score {
		t.Errorf("%.3f, want the %.3f of the examples' spelling", got.Score, want.Score)
	}
}
