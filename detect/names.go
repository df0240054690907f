package detect

import "rasid/arabic"

// minName is how many bytes the key of a name has at least: three letters.
const minName = 6

// sameName is the cosine in the latent space from which two common words with one name key are one name.
const sameName = 0.45

// names brings the spellings of what the topics name to the one that their examples use.
type names struct {
	back  *Background
	key   map[string]uint64 // name key → stem of the examples
	stems map[string]string // name key → that stem as a word
	house map[[2]int32]bool // two terms of which the first is the second as some outlets spell it
}

// nameRarity is the inverse document frequency that a word of the examples has at least whose other spellings
// are looked for.
const nameRarity = 2

// learnNames returns the spellings of what the examples of the topics name.
func learnNames(topics []Topic, b *Background) *names {
	n := &names{back: b, key: map[string]uint64{}, stems: map[string]string{}, house: map[[2]int32]bool{}}
	for _, t := range topics {
		for _, e := range t.Examples {
			for _, w := range arabic.Words(e.Title + "\n" + cut(e.Text, textRunes)) {
				if s, ok := stemOf(w); ok && b.vocab.idf(b.vocab.id(hash(s))) >= nameRarity {
					n.learn(s)
				}
			}
		}
	}
	return n
}

// learn notes a stem that examples use. Of several spellings of a name the commonest in general news stays.
func (n *names) learn(stem string) {
	k := arabic.Name(stem)
	if len(k) < minName || len(stem) < minName {
		return
	}
	to := hash(stem)
	if had, ok := n.key[k]; !ok || n.back.vocab.idf(n.back.vocab.id(to)) < n.back.vocab.idf(n.back.vocab.id(had)) {
		n.key[k], n.stems[k] = to, stem
	}
}

// learnHouses notes the spellings that outlets keep to and so never meet the one of the examples in a text, for
// which their vectors are unlike (ترامب, ترمب).
func (n *names) learnHouses(p *pool) {
	vocab := n.back.vocab
	for k, stem := range n.stems {
		to := vocab.id(n.key[k])
		if to < 0 {
			continue
		}
		respell(stem, func(s string) {
			id := vocab.id(hash(s))
			if id >= 0 && id != to && vocab.df[id] >= commonDocs && n.back.cosine(id, to) < sameName && arabic.Name(s) == k {
				n.house[[2]int32{id, to}] = true
			}
		})
	}
	for pair := range n.house {
		if !p.houseSpellings(pair[0], pair[1]) {
			delete(n.house, pair)
		}
	}
}

// canonical returns key and number of the spelling that the examples use for this stem. Two words that are common
// in the background are one only if it uses them alike or each outlet uses but one of them.
func (n *names) canonical(stem string, key uint64, id int32) (uint64, int32) {
	to, ok := n.key[arabic.Name(stem)]
	if !ok || to == key {
		return key, id
	}
	other := n.back.vocab.id(to)
	if id >= 0 && n.back.vocab.df[id] >= commonDocs && (other < 0 || n.back.cosine(id, other) < sameName && !n.house[[2]int32{id, other}]) {
		return key, id
	}
	return to, other
}
