package detect

import (
	"fmt"
	"math"
	"slices"
)

const (
	// baseTrust is how many documents the counts of a background are worth beside what was read since: its
	// frequencies drift slowly towards those of the present.
	baseTrust = 20000
	// freshTrust is how many documents without a new word are taken to lie before its first, so that what came up a
	// few times in little reading does not pass for common.
	freshTrust = 2000
	// lengthPeers are the terms of like frequency, to each side, that a new word gets the length of its vector from.
	lengthPeers = 200
)

// Renewed returns the background as it is after what was read since: its frequencies drifted, the new words
// behind its own. It returns ErrBackground for a Renewal of another background. nil stands for the one shipped.
func (b *Background) Renewed(r *Renewal) (*Background, error) {
	b, err := b.orShipped()
	if err != nil {
		return nil, err
	}
	if r.base != b.version || r.terms != len(b.vocab.keys) || r.dims != b.dims {
		return nil, fmt.Errorf("renew background %s from what was read against %s: %w", b.version, r.base, ErrBackground)
	}
	n := &Background{version: fmt.Sprintf("%016x", hash(b.version+r.version)), dims: b.dims, read: r.docs, fresh: int32(r.terms)}
	keys, df := slices.Clone(b.vocab.keys), r.frequencies(b)
	for _, t := range r.fresh {
		keys = append(keys, t.key)
	}
	n.vocab = newVocabulary(keys, df, b.vocab.docs)
	n.weigh()
	n.packed, n.sample = slices.Concat(b.packed, r.packed), b.sample+r.sample
	n.vectors = slices.Concat(b.vectors, r.vectors)
	n.scales = slices.Concat(b.scales, r.scales(b, df[r.terms:]))
	return n, nil
}

// frequencies returns in how many of the background's documents each term would stand if they were of the present,
// the new ones last.
func (r *Renewal) frequencies(b *Background) []int32 {
	docs, read := float64(b.vocab.docs), float64(float64(r.docs)*r.share(b))
	out := make([]int32, 0, len(r.df)+len(r.fresh))
	for id, n := range r.df {
		rate := (float64(baseTrust*float64(b.vocab.df[id])/docs) + float64(n)) / (baseTrust + read)
		out = append(out, int32(min(docs, math.Round(rate*docs))))
	}
	for _, t := range r.fresh {
		rate := float64(t.df) / (freshTrust + read)
		out = append(out, max(1, int32(min(docs, math.Round(rate*docs)))))
	}
	return out
}

// share returns how much of a document of the background a listing is: how many of the known words the one
// holds for each of the other.
func (r *Renewal) share(b *Background) float64 {
	listed, all := 0.0, 0.0
	for id, n := range r.df {
		listed, all = listed+float64(n), all+float64(b.vocab.df[id])
	}
	if r.docs == 0 || all == 0 {
		return 0
	}
	return listed / float64(r.docs) * float64(b.vocab.docs) / all
}

// scales returns by what the vectors of the new words are multiplied: they become as long as those of the
// background's terms are that stand in about as many documents.
func (r *Renewal) scales(b *Background, df []int32) []float32 {
	out := make([]float32, len(r.fresh))
	for i := range out {
		own := length(r.vectors[i*r.dims:][:r.dims])
		if own == 0 {
			continue
		}
		// Terms stand in order of frequency.
		rank, _ := slices.BinarySearchFunc(b.vocab.df, df[i], func(have, want int32) int { return int(want - have) })
		sum, n := 0.0, 0
		for id := max(0, rank-lengthPeers); id < min(r.terms, rank+lengthPeers); id++ {
			sum += float64(float64(b.scales[id]) * length(b.vectors[id*b.dims:][:b.dims]))
			n++
		}
		out[i] = float32(sum / float64(max(1, n)) / own)
	}
	return out
}

// length returns the length of a vector of signed bytes.
func length(v []byte) float64 {
	sum := 0
	for _, x := range v {
		sum += int(int8(x)) * int(int8(x))
	}
	return math.Sqrt(float64(sum))
}

// singular returns the singular values of the background: each column of its vectors was divided by the square
// root of one, and was of length 1 before (latent).
func (b *Background) singular() []float64 {
	out := make([]float64, b.dims)
	for id, s := range b.scales {
		for j, x := range b.vectors[id*b.dims:][:b.dims] {
			v := float64(s) * float64(int8(x))
			out[j] += float64(v * v)
		}
	}
	for j, square := range out {
		out[j] = 1 / math.Max(square, 1e-12)
	}
	return out
}
