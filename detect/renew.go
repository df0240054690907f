package detect

import (
	"cmp"
	"iter"
	"slices"
)

// A Renewal is what was read since a background was counted, in counts and vectors: in how many listings each
// of its terms stood, the words that it does not know and that came up often enough, where they lie in its
// latent space, and the terms of a sample of the listings. It holds no text. It is read-only and safe for
// concurrent use.
type Renewal struct {
	version string
	base    string // version of the background
	terms   int    // of the background
	dims    int
	docs    int     // listings that were counted
	copies  int     // listings left out since they repeat one that was counted
	df      []int32 // of them, those that hold each term of the background
	fresh   []freshTerm
	vectors []byte // dims for each fresh term, each a signed byte, of no particular length
	packed  []byte // the sampled listings, as packDocs writes them; a fresh term follows those of the background
	sample  int
}

// A freshTerm is a word that the background does not know.
type freshTerm struct {
	key uint64
	df  int32 // listings that hold it
}

// limits of a Renewal.
const (
	freshTerms = 4000 // the most frequent words that are new
	freshDocs  = 8000 // listings whose terms are kept, evenly over all
)

// NewRenewal counts listings, title and summary, against a background; nil means the one shipped. It goes over
// listings twice, so that it holds none of them. The same listings in the same order give the same Renewal.
// The first error of listings is returned.
func NewRenewal(b *Background, listings iter.Seq2[Document, error]) (*Renewal, error) {
	b, err := b.orShipped()
	if err != nil {
		return nil, err
	}
	c := newRecount(b)
	for d, err := range listings {
		if err != nil {
			return nil, err
		}
		c.add(d)
	}
	r := &Renewal{base: b.version, terms: len(b.vocab.keys), dims: b.dims, docs: c.docs, copies: c.copies, df: c.df, fresh: c.newcomers()}
	f := newFolding(b, r)
	for d, err := range listings {
		if err != nil {
			return nil, err
		}
		f.add(d)
	}
	r.vectors = f.vectors()
	r.packed, r.sample = packDocs(f.bags), len(f.bags)
	r.version = r.digest()
	return r, nil
}

// Docs returns the number of listings that were counted and of those left out as copies of them.
func (r *Renewal) Docs() (counted, copies int) { return r.docs, r.copies }

// Fresh returns the number of words that the background did not know.
func (r *Renewal) Fresh() int { return len(r.fresh) }

// Version returns a hash of the content, 16 hex digits.
func (r *Renewal) Version() string { return r.version }

// A recount counts listings in a first pass.
type recount struct {
	listings listings
	docs     int
	copies   int
	df       []int32
	unknown  map[uint64]int32
}

func newRecount(b *Background) *recount {
	return &recount{listings: newListings(b), df: make([]int32, len(b.vocab.keys)), unknown: map[uint64]int32{}}
}

func (c *recount) add(d Document) {
	l, ok := c.listings.read(d)
	if !ok {
		if len(l.title)+len(l.lead) > 0 {
			c.copies++
		}
		return
	}
	c.docs++
	l.each(func(id int32) { c.df[id]++ })
	for _, k := range l.unknown {
		c.unknown[k]++
	}
}

// newcomers returns the words to take in, the most frequent first.
func (c *recount) newcomers() []freshTerm {
	var all []freshTerm
	for k, n := range c.unknown {
		if n >= minDocs {
			all = append(all, freshTerm{k, n})
		}
	}
	slices.SortFunc(all, func(x, y freshTerm) int { return cmp.Or(cmp.Compare(y.df, x.df), cmp.Compare(x.key, y.key)) })
	return slices.Clone(all[:min(len(all), freshTerms)])
}

// A folding places new words in the latent space in a second pass: a word lies where the listings lie that
// hold it, each dimension brought back by its singular value (folding-in, Deerwester et al., JASIS 41, 1990;
// half of the exact power, which is steadier when the listings are few).
type folding struct {
	listings listings
	scale    *scale
	id       map[uint64]int32 // of the fresh terms
	first    int32            // the number of the first
	at       []float32        // sum over the listings of each
	every    int              // how many listings there are for one whose terms are kept
	docs     int
	bags     []bag
}

func newFolding(b *Background, r *Renewal) *folding {
	f := &folding{listings: newListings(b), scale: newScale(b), id: map[uint64]int32{}, first: int32(r.terms)}
	for i, t := range r.fresh {
		f.id[t.key] = f.first + int32(i)
	}
	f.at = make([]float32, len(r.fresh)*b.dims)
	f.every = 1 + (r.docs-1)/freshDocs
	return f
}

func (f *folding) add(d Document) {
	l, ok := f.listings.read(d)
	if !ok {
		return
	}
	var fresh []int32
	for _, k := range l.unknown {
		if id, ok := f.id[k]; ok {
			fresh = append(fresh, id)
		}
	}
	if len(fresh) > 0 {
		x := f.scale.weighBag(l.bag)
		for _, id := range fresh {
			at := f.at[int(id-f.first)*len(x.at):][:len(x.at)]
			for j, v := range x.at {
				at[j] += v
			}
		}
	}
	if f.docs%f.every == 0 {
		f.bags = append(f.bags, f.keep(l))
	}
	f.docs++
}

// keep returns the terms of a listing, the new ones as well.
func (f *folding) keep(l listing) bag {
	part := func(ids []int32, keys []uint64) []int32 {
		out := slices.Clone(ids)
		for _, k := range keys {
			if id, ok := f.id[k]; ok {
				out = append(out, id)
			}
		}
		return set(out)
	}
	return bag{part(l.title, l.unknown[:l.unknownInTitle]), part(l.lead, l.unknown[l.unknownInTitle:])}
}

// vectors returns the places of the new words as signed bytes.
func (f *folding) vectors() []byte {
	b := f.scale.back
	values := b.singular()
	for i := 0; i < len(f.at); i += b.dims {
		for j := range b.dims {
			f.at[i+j] = float32(float64(f.at[i+j]) / values[j])
		}
	}
	v, _ := quantise(f.at, b.dims)
	return v
}
