package detect

// A pool is the part of the background from which topics learn what they are not: every document as terms,
// and impressions of those that were wanted. Not safe for concurrent use.
type pool struct {
	back  *Background
	scale *scale
	bags  []bag
	uses  []int32   // by term, how often it stands in a title or in first lines
	docs  [][]int32 // by term, the documents that hold it, ascending
	seen  map[int]impression
}

func newPool(b *Background) *pool {
	p := &pool{back: b, scale: newScale(b), seen: map[int]impression{}, bags: make([]bag, 0, b.sample)}
	all := make([]int32, 0, len(b.packed)) // every id takes a byte at least
	b.eachDoc(func(_ int, d bag) {
		from := len(all)
		all = append(append(all, d.title...), d.lead...)
		mid := from + len(d.title)
		p.bags = append(p.bags, bag{all[from:mid:mid], all[mid:len(all):len(all)]})
	})
	p.index(all)
	return p
}

// index notes where each term stands; all has the terms of all documents.
func (p *pool) index(all []int32) {
	p.uses, p.docs = make([]int32, len(p.back.vocab.keys)), make([][]int32, len(p.back.vocab.keys))
	for _, id := range all {
		p.uses[id]++
	}
	room, from, end := make([]int32, len(all)), make([]int32, len(p.uses)), make([]int32, len(p.uses))
	for id := 1; id < len(from); id++ {
		from[id] = from[id-1] + p.uses[id-1]
	}
	copy(end, from)
	for i, d := range p.bags {
		for _, id := range d.title {
			room[end[id]] = int32(i)
			end[id]++
		}
		for _, id := range d.lead {
			if e := end[id]; e == from[id] || room[e-1] != int32(i) { // else it stands in the title, too
				room[e] = int32(i)
				end[id]++
			}
		}
	}
	for id := range p.docs {
		p.docs[id] = room[from[id]:end[id]]
	}
}

func (p *pool) impression(i int) impression {
	x, ok := p.seen[i]
	if !ok {
		x = p.scale.weighBag(p.bags[i])
		p.seen[i] = x
	}
	return x
}
