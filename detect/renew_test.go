package detect

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"testing"

	"rasid/arabic"
	"rasid/news"
)

// invented is a name that no background knows, and known a word of the matter it comes up in.
const (
	invented = "شرمبولاند"
	known    = "السد"
)

// matter is what is written of where the invented name comes up.
var matter = strings.Fields("سد النهضة مياه النيل إثيوبيا مصر السودان الري خزان ملء المفاوضات حصة الأزرق اتفاق خبراء تقاسم زراعة فيضان كهرباء حوض جفاف وزير وفد أديس أبابا القاهرة الخرطوم")

// press yields general listings and, among them, listings on a dam in which the invented name stands. copies says how
// often each of those is repeated by other outlets under another headline.
func press(on, copies int) iter.Seq2[Document, error] {
	return func(yield func(Document, error) bool) {
		rnd := rand.New(rand.NewPCG(3, 4))
		some := func(words []string, n int) string {
			var out []string
			for range n {
				out = append(out, words[rnd.IntN(len(words))])
			}
			return strings.Join(out, " ")
		}
		for i := range 40 {
			words := strings.Fields(general[i%len(general)].title + " " + general[i%len(general)].summary)
			if !yield(Document{some(words, 6), some(words, 20)}, nil) {
				return
			}
		}
		for range on {
			d := Document{invented + " " + some(matter, 5), some(matter, 8) + " " + invented + " " + some(matter, 12)}
			for c := range copies + 1 {
				if c > 0 {
					d.Title = fmt.Sprintf("%s وكالات %d", invented, c)
				}
				if !yield(d, nil) {
					return
				}
			}
		}
	}
}

func idOf(b *Background, word string) int32 {
	s, _ := stemOf(arabic.Fold(word))
	return b.vocab.id(hash(s))
}

func renewedBy(t *testing.T, listings iter.Seq2[Document, error]) (*Renewal, *Background) {
	t.Helper()
	r, err := NewRenewal(nil, listings)
	if err != nil {
		t.Fatal(err)
	}
	b, err := (*Background)(nil).Renewed(r)
	if err != nil {
		t.Fatal(err)
	}
	return r, b
}

// TestRenewalNewName has that a name which the background does not know gets a weight and lies near its company once
// it was read.
func TestRenewalNewName(t *testing.T) {
	base, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	if idOf(base, invented) >= 0 {
		t.Fatal("the background knows the invented name")
	}
	_, b := renewedBy(t, press(12, 0))
	id := idOf(b, invented)
	if id < 0 {
		t.Fatal("the name is not known after it was read")
	}
	if idf := b.idf[id]; idf < 3 || idf > 7 {
		t.Errorf("weight %.2f, want that of a word between common and unknown", idf)
	}
	if near, far := b.cosine(id, idOf(b, known)), b.cosine(id, idOf(b, "المباراة")); near < 0.4 || far > 0.15 {
		t.Errorf("cosine %.2f to its company and %.2f to a matter it is not in", near, far)
	}
	d, err := New([]Topic{{Name: "t", Examples: seeds(t)}}, Options{Background: b})
	if err != nil {
		t.Fatal(err)
	}
	old, _ := detector(t, 1).Profile("a")
	if p, _ := d.Profile("t"); p.Background != b.Version() || p.Read == 0 || p.Model == old.Model || old.Background == p.Background {
		t.Errorf("the model does not tell the renewed background from the other: %+v", p)
	}
	if v := d.Judge(positive)[0]; !v.Relevant {
		t.Errorf("what was relevant has score %.3f", v.Score)
	}
}

// TestRenewalCopies has that a story which others repeat counts once.
func TestRenewalCopies(t *testing.T) {
	once, b := renewedBy(t, press(12, 0))
	often, c := renewedBy(t, press(12, 9))
	n, _ := once.Docs()
	m, copies := often.Docs()
	if n != m || copies != 12*9 {
		t.Errorf("%d listings counted, %d with copies, %d of them left out", n, m, copies)
	}
	if x, y := idOf(b, invented), idOf(c, invented); b.vocab.df[x] != c.vocab.df[y] {
		t.Errorf("the name stands in %d documents, with copies in %d", b.vocab.df[x], c.vocab.df[y])
	}
}

// TestRenewalWhole has that a new name is not parted into two known words, while words that are known as
// neighbours still are.
func TestRenewalWhole(t *testing.T) {
	b, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	r := newReader(b.vocab)
	r.whole = true
	for run, want := range map[string]int{"كورياالشمالية": 2, "قمربنك": 1} {
		if got := len(r.words(nil, run)); got != want {
			t.Errorf("%s is read as %d words, want %d", run, got, want)
		}
	}
	if got := len(newReader(b.vocab).words(nil, "قمربنك")); got != 2 {
		t.Errorf("the word of the test is no two words: %d", got)
	}
}

// TestRenewalRoundTrip has that a renewal written and read again is the same, and that damaged bytes and another
// background are refused.
func TestRenewalRoundTrip(t *testing.T) {
	r, b := renewedBy(t, press(12, 1))
	var first, second bytes.Buffer
	if err := r.Write(&first); err != nil {
		t.Fatal(err)
	}
	read, err := ReadRenewal(first.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := read.Write(&second); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) || read.Version() != r.Version() {
		t.Errorf("written again it differs (%v)", err)
	}
	if again, err := (*Background)(nil).Renewed(read); err != nil || again.Version() != b.Version() {
		t.Errorf("another background comes of it: %v", err)
	}
	small, err := BuildBackground(corpus(60), BuildOptions{Dims: 4, Terms: 100, Pairs: 20})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := small.Renewed(r); !errors.Is(err, ErrBackground) {
		t.Errorf("a renewal of another background: %v", err)
	}
	good := first.Bytes()
	for _, n := range []int{0, len(renewalMagic), len(renewalMagic) + baseDigits, len(good) / 2} {
		if _, err := ReadRenewal(good[:n]); !errors.Is(err, ErrBackground) {
			t.Errorf("cut to %d bytes: %v", n, err)
		}
	}
	for i := range 300 {
		bad := bytes.Clone(good)
		bad[i*len(bad)/300] ^= 0xff
		if r, err := ReadRenewal(bad); err == nil {
			(*Background)(nil).Renewed(r) // an error or not, but no panic
		} else if !errors.Is(err, ErrBackground) {
			t.Errorf("byte %d turned: %v", i*len(bad)/300, err)
		}
	}
}

// TestRenewalTopic has that a topic whose examples share a new name finds an article by it that says nothing else
// of the matter in common words, and that the score of general news stays low.
func TestRenewalTopic(t *testing.T) {
	_, b := renewedBy(t, press(12, 0))
	var examples []Example
	for i, verb := range []string{"يبحث", "يعلن", "يرفض", "يناقش"} {
		text := fmt.Sprintf("%s وزير الري %s ملء السد مع الوفد رقم %d في العاصمة. وقال إن المفاوضات على مياه النيل مستمرة.", verb, invented, i)
		examples = append(examples, Example{Name: verb, Title: invented + " " + verb + " ملء السد", Text: text})
	}
	d, err := New([]Topic{{Name: "t", Examples: examples}}, Options{Background: b})
	if err != nil {
		t.Fatal(err)
	}
	on := news.Article{Entry: news.Entry{Title: invented + " يغادر مفاوضات السد", Summary: "غادر الوزير " + invented + " جلسة التفاوض على مياه النيل."}}
	if v := d.Judge(on)[0]; !v.Relevant {
		t.Errorf("an article on the topic has %.3f", v.Score)
	}
	for _, g := range general {
		if v := d.Judge(news.Article{Entry: news.Entry{Title: g.title, Summary: g.summary}})[0]; v.Score > 0.2 {
			t.Errorf("%s has %.3f", g.title, v.Score)
		}
	}
}
