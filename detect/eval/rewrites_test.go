package eval

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"rasid/arabic"
	"rasid/detect"
	"rasid/news"
)

// A rewriter changes an article as another outlet does; other is an article of somebody else.
type rewriter func(rnd *rand.Rand, a, other Document) Document

// rewriters are the ways in which outlets change what they take over.
var rewriters = map[string]rewriter{
	"cut tail": func(rnd *rand.Rand, a, _ Document) Document {
		words := strings.Fields(a.Text)
		a.Text = strings.Join(words[:len(words)*(40+rnd.IntN(40))/100], " ")
		return a
	},
	"new headline": func(_ *rand.Rand, a, other Document) Document {
		a.Title = other.Title
		return a
	},
	"changed quotes": func(_ *rand.Rand, a, _ Document) Document {
		parts := strings.Split(a.Text, `"`)
		for i := 1; i < len(parts)-1; i += 2 {
			words := strings.Fields(parts[i])
			parts[i] = "«" + strings.Join(words[len(words)/3:], " ") + "»"
		}
		a.Text = strings.Join(parts, "")
		return a
	},
	"name spelling": func(_ *rand.Rand, a, _ Document) Document {
		a.Title, a.Text = spellings.Replace(a.Title), spellings.Replace(a.Text)
		return a
	},
	"own paragraph": func(rnd *rand.Rand, a, other Document) Document {
		words := strings.Fields(a.Text)
		own := strings.Fields(other.Text)
		i := []int{0, len(words) / 2, len(words)}[rnd.IntN(3)]
		a.Text = strings.Join(words[:i], " ") + " " + strings.Join(own[:min(40, len(own))], " ") + " " + strings.Join(words[i:], " ")
		return a
	},
}

// spellings are other usual ways to write foreign names.
var spellings = strings.NewReplacer("ترامب", "ترمب", "بوتين", "بوتن", "غوتيريش", "جوتيريس", "أردوغان", "إردوجان", "نتانياهو", "نتنياهو",
	"يانغ", "يانج", "جونغ", "جونج", "ماكرون", "مكرون", "غراد", "جراد", "غاز", "جاز", "أمريك", "أميرك", "تلغرام", "تليجرام",
	"فيسبوك", "فيس بوك", "غوغل", "جوجل", "بريطانيا", "بريطانية", "غ", "ج", "ة ", "ه ", "أ", "ا", "ى ", "ي ")

// Articles changed in one way each are found to be copies.
func TestRewritesAreFound(t *testing.T) {
	const runs, floor = 1000, 0.97
	docs := longDocs(t)
	for name, rewrite := range rewriters {
		rnd := rand.New(rand.NewPCG(3, 4))
		f := detect.NewFolder(detect.FoldOptions{})
		found, indexed := 0, 0
		for range runs {
			a, other := docs[rnd.IntN(len(docs))], docs[rnd.IntN(len(docs))]
			b := rewrite(rnd, a, other)
			b.DocNo, b.Outlet, b.Published = "copy", "another", a.Published.Add(3*3600e9)
			keys := meet(detect.Bands(detect.Sketch(a.Title, a.Text)), detect.Bands(detect.Sketch(b.Title, b.Text)))
			copied := f.Compare(whole(a), whole(b), nil) == news.Copy
			found, indexed = found+b2i(copied && keys), indexed+b2i(keys)
		}
		t.Logf("%-15s recall %.3f, index %.3f of %d", name, ratio(found, runs), ratio(indexed, runs), runs)
		if ratio(found, runs) < floor {
			t.Errorf("%s: recall %.3f", name, ratio(found, runs))
		}
	}
}

// longDocs returns the documents of the shared corpus with at least 100 words, in order.
func longDocs(t *testing.T) []Document {
	t.Helper()
	var docs []Document
	for d, err := range Corpus(sharedFile(t, "eval/ant.jsonl.gz")) {
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Text) > 1500 && len(arabic.Words(d.Text)) >= 100 && !d.Published.IsZero() {
			docs = append(docs, d)
		}
	}
	return docs
}

func meet(a, b []int64) bool {
	return slices.ContainsFunc(a, func(k int64) bool { return slices.Contains(b, k) })
}
