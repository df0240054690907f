package detect

import (
	"cmp"
	"errors"
	"iter"
	"math"
	"slices"
)

// A Document is one text of a corpus from which a background is built.
type Document struct{ Title, Text string }

// BuildOptions say how large a background becomes. The zero value of a field means its default.
type BuildOptions struct {
	Terms  int // words in the vocabulary at most; default DefaultTerms
	Pairs  int // pairs of neighbouring words in it at most; default DefaultPairs
	Dims   int // dimensions of the latent space; default DefaultDims
	Sample int // documents whose terms are kept at most; default DefaultSample
}

// Defaults of BuildOptions. They give a file of less than 6 MB for 40,000 articles.
const (
	DefaultTerms  = 22000
	DefaultPairs  = 4500
	DefaultDims   = 160
	DefaultSample = 19000
)

const (
	minDocs   = 4    // documents that must hold a term of the vocabulary
	leadRunes = 400  // first lines: what a listing shows of a text
	bodyRunes = 2000 // what of a text is counted for vectors
)

// BuildBackground counts a corpus. The same corpus in the same order gives the same background on the same
// kind of machine; the vectors may differ in their last bit on another, which is why the result is stored.
func BuildBackground(corpus iter.Seq2[Document, error], o BuildOptions) (*Background, error) {
	o.Terms, o.Pairs = cmp.Or(o.Terms, DefaultTerms), cmp.Or(o.Pairs, DefaultPairs)
	o.Dims, o.Sample = cmp.Or(o.Dims, DefaultDims), cmp.Or(o.Sample, DefaultSample)
	c := counter{read: newReader(newVocabulary(nil, nil, 0)), number: map[uint64]int32{}, pairs: map[uint64]int32{}}
	for d, err := range corpus {
		if err != nil {
			return nil, err
		}
		c.add(d)
	}
	if len(c.docs) == 0 {
		return nil, errors.New("build background: the corpus is empty")
	}
	vocab := c.vocabulary(o)
	rows, bags := c.rows(vocab)
	b := &Background{vocab: vocab, dims: o.Dims}
	b.sample = min(len(bags), o.Sample)
	kept := make([]bag, b.sample)
	for i := range kept {
		kept[i] = bags[i*len(bags)/b.sample] // evenly, since corpora are ordered by outlet
	}
	b.packed = packDocs(kept)
	b.vectors, b.scales = quantise(latent(rows, len(vocab.keys), o.Dims), o.Dims)
	return b, nil
}

// A counter holds the words of a corpus by number, to spare memory.
type counter struct {
	read   *reader
	number map[uint64]int32 // key → number
	keys   []uint64
	df     []int32
	pairs  map[uint64]int32 // documents that hold a pair
	docs   []counted
}

// counted is one document: the numbers of its words and how many stand in the title and in the title and
// lead together. -1 parts what are no neighbours.
type counted struct {
	words       []int32
	title, lead int
}

func (c *counter) add(d Document) {
	var doc counted
	text := cut(d.Text, bodyRunes)
	lead := int32(len(cut(d.Text, leadRunes)))
	last := int32(-2)
	for _, w := range c.read.words(nil, d.Title) {
		doc.words, last = c.append(doc.words, w, last)
	}
	doc.title = len(doc.words)
	doc.lead, last = doc.title, -2
	for _, w := range c.read.words(nil, text) {
		doc.words, last = c.append(doc.words, w, last)
		if w.end <= lead {
			doc.lead = len(doc.words)
		}
	}
	seen := map[int32]bool{}
	pairs := map[uint64]bool{}
	for i, n := range doc.words {
		if n < 0 {
			continue
		}
		if !seen[n] {
			seen[n] = true
			c.df[n]++
		}
		if i > 0 && i != doc.title && doc.words[i-1] >= 0 {
			pairs[pairKey(c.keys[doc.words[i-1]], c.keys[n])&keyMask] = true
		}
	}
	for p := range pairs {
		c.pairs[p]++
	}
	c.docs = append(c.docs, doc)
}

// append adds a word, after -1 when it does not follow the last one directly.
func (c *counter) append(words []int32, w word, last int32) ([]int32, int32) {
	n, ok := c.number[w.key]
	if !ok {
		n = int32(len(c.keys))
		c.number[w.key] = n
		c.keys, c.df = append(c.keys, w.key), append(c.df, 0)
	}
	if last >= 0 && w.pos != last+1 {
		words = append(words, -1)
	}
	return append(words, n), w.pos
}

// vocabulary takes the most frequent words and pairs, all in order of frequency.
func (c *counter) vocabulary(o BuildOptions) *vocabulary {
	type entry struct {
		key uint64
		df  int32
	}
	order := func(a, b entry) int { return cmp.Or(cmp.Compare(b.df, a.df), cmp.Compare(a.key, b.key)) }
	var words, pairs []entry
	for n, k := range c.keys {
		if c.df[n] >= minDocs {
			words = append(words, entry{k & keyMask, c.df[n]})
		}
	}
	for k, n := range c.pairs {
		if n >= minDocs {
			pairs = append(pairs, entry{k, n})
		}
	}
	slices.SortFunc(words, order)
	slices.SortFunc(pairs, order)
	all := slices.Concat(words[:min(len(words), o.Terms)], pairs[:min(len(pairs), o.Pairs)])
	slices.SortFunc(all, order)
	keys, df := make([]uint64, 0, len(all)), make([]int32, 0, len(all))
	for i, e := range all {
		if i > 0 && e == all[i-1] {
			continue
		}
		keys, df = append(keys, e.key), append(df, e.df)
	}
	return newVocabulary(keys, df, len(c.docs))
}

// rows returns the weighted terms of every document for the latent space, and its bag of title and lead.
func (c *counter) rows(v *vocabulary) ([][]entry, []bag) {
	ids := make([]int32, len(c.keys))
	for n, k := range c.keys {
		ids[n] = v.id(k)
	}
	rows, bags := make([][]entry, len(c.docs)), make([]bag, len(c.docs))
	for i, d := range c.docs {
		tf := map[int32]int{}
		last := int32(-1)
		for j, n := range d.words {
			if j == d.title {
				last = -1
			}
			if n < 0 {
				last = -1
				continue
			}
			found := []int32{ids[n], -1}
			if last >= 0 {
				found[1] = v.id(pairKey(c.keys[last], c.keys[n]))
			}
			for _, id := range found {
				if id < 0 {
					continue
				}
				tf[id]++
				switch {
				case j < d.title:
					bags[i].title = append(bags[i].title, id)
				case j < d.lead:
					bags[i].lead = append(bags[i].lead, id)
				}
			}
			last = n
		}
		bags[i] = bag{set(bags[i].title), set(bags[i].lead)}
		rows[i] = weigh(tf, v)
	}
	return rows, bags
}

// weigh gives a document's terms their weights: (1 + ln tf) · idf, of length 1 together.
func weigh(tf map[int32]int, v *vocabulary) []entry {
	row := make([]entry, 0, len(tf))
	sum := 0.0
	for id, n := range tf {
		w := (1 + math.Log(float64(n))) * v.idf(id)
		row = append(row, entry{id, float32(w)})
	}
	slices.SortFunc(row, func(a, b entry) int { return cmp.Compare(a.id, b.id) })
	for _, e := range row {
		sum += float64(e.w) * float64(e.w)
	}
	for i := range row {
		row[i].w /= float32(math.Sqrt(sum))
	}
	return row
}

// idf is the smoothed inverse document frequency of a term; of an unknown one (-1) the greatest.
func (v *vocabulary) idf(id int32) float64 {
	df := 0.5
	if id >= 0 {
		df = float64(v.df[id])
	}
	return math.Log((float64(v.docs) + 1) / (df + 0.5))
}

// cut returns the first n runes of s.
func cut(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
