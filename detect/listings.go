package detect

import "slices"

// A listing is the terms of a title and a summary: those of the background, and the keys of the words it does not
// know, each once, those of the title first.
type listing struct {
	bag
	unknown        []uint64
	unknownInTitle int
}

// listings reads titles and summaries one after the other and tells those that repeat an earlier one.
type listings struct {
	reader *reader
	heard  []uint32 // one slot for each hash of a run of words; what hashes to it last stays
}

// heardSlots is enough for some hundred thousand listings: more, and old ones are forgotten.
const heardSlots = 1 << 20

const (
	printed = 8   // runs of words by which a listing is known: those of the least hashes
	copied  = 0.5 // of them at least stood in earlier listings in a copy
	runOf   = 3   // words in a run
)

func newListings(b *Background) listings {
	r := newReader(b.vocab)
	r.whole = true
	return listings{r, make([]uint32, heardSlots)}
}

// read returns the terms of a listing; ok is false for one that says nothing or repeats another: most of its runs of
// words stood in earlier ones (bottom-k sketch, Broder 1997).
func (s *listings) read(d Document) (l listing, ok bool) {
	t := s.reader.readText(d.Title, cut(d.Text, leadRunes))
	l.title, l.unknown = s.terms(t.head, nil)
	l.unknownInTitle = len(l.unknown)
	l.lead, l.unknown = s.terms(t.words, l.unknown)
	return l, len(t.head)+len(t.words) > 0 && !s.repeats(t)
}

// terms returns the known terms of words, ascending and once, and appends the keys of unknown words to those given.
func (s *listings) terms(words []word, unknown []uint64) ([]int32, []uint64) {
	var ids []int32
	for i, w := range words {
		if w.id >= 0 {
			ids = append(ids, w.id)
		} else if k := w.key & keyMask; !slices.Contains(unknown, k) {
			unknown = append(unknown, k)
		}
		if w.pair >= 0 && i > 0 {
			ids = append(ids, w.pair)
		}
	}
	return set(ids), unknown
}

// repeats reports whether a listing repeats earlier ones, and remembers it.
func (s *listings) repeats(t text) bool {
	var runs []uint64
	for _, words := range [][]word{t.head, t.words} {
		for i := range words {
			h := uint64(0)
			for _, w := range words[i:min(len(words), i+runOf)] {
				h = mix(h*31 ^ w.key)
			}
			if i+runOf <= len(words) || i == 0 {
				runs = append(runs, h)
			}
		}
	}
	runs = set(runs)
	runs = runs[:min(len(runs), printed)]
	heard := 0
	for _, h := range runs {
		slot := &s.heard[h&(heardSlots-1)]
		if mark := uint32(h>>32) | 1; *slot == mark {
			heard++
		} else {
			*slot = mark
		}
	}
	return float64(heard) >= copied*float64(len(runs))
}
