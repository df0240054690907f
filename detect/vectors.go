package detect

// What is added up here is added in the order in which it would be one by one, so that every machine gives the same sums; what is
// done to four at once only keeps a processor from waiting for each sum. The conversions keep machines with a fused multiply-add from
// rounding otherwise.

// addVectors adds the vector of each term, times its weight, to at.
func (b *Background) addVectors(at []float32, terms []entry) {
	row := func(e entry) ([]byte, float32) { return b.vectors[int(e.id)*b.dims:][:len(at)], e.w * b.scales[e.id] }
	for ; len(terms) >= 4; terms = terms[4:] {
		v0, w0 := row(terms[0])
		v1, w1 := row(terms[1])
		v2, w2 := row(terms[2])
		v3, w3 := row(terms[3])
		for j, s := range at {
			s += float32(w0 * float32(int8(v0[j])))
			s += float32(w1 * float32(int8(v1[j])))
			s += float32(w2 * float32(int8(v2[j])))
			s += float32(w3 * float32(int8(v3[j])))
			at[j] = s
		}
	}
	for _, e := range terms {
		v, w := row(e)
		for j, x := range v {
			at[j] += float32(w * float32(int8(x)))
		}
	}
}

// along returns the inner product of each term's vector, before it is scaled, with at.
func (b *Background) along(at []float32) []float32 {
	out := make([]float32, len(b.vocab.keys))
	row := func(id int) []byte { return b.vectors[id*b.dims:][:len(at)] }
	id := 0
	for ; id+4 <= len(out); id += 4 {
		v0, v1, v2, v3 := row(id), row(id+1), row(id+2), row(id+3)
		var s0, s1, s2, s3 float64
		for j, x := range at {
			y := float64(x)
			s0 += float64(float64(int8(v0[j])) * y)
			s1 += float64(float64(int8(v1[j])) * y)
			s2 += float64(float64(int8(v2[j])) * y)
			s3 += float64(float64(int8(v3[j])) * y)
		}
		out[id], out[id+1], out[id+2], out[id+3] = float32(s0), float32(s1), float32(s2), float32(s3)
	}
	for ; id < len(out); id++ {
		s := 0.0
		for j, x := range row(id) {
			s += float64(float64(int8(x)) * float64(at[j]))
		}
		out[id] = float32(s)
	}
	return out
}

// dot4 returns the inner products of four vectors with a.
func dot4(a []float32, v [4][]float32) (sums [4]float64) {
	v0, v1, v2, v3 := v[0][:len(a)], v[1][:len(a)], v[2][:len(a)], v[3][:len(a)]
	var s0, s1, s2, s3 float64
	for j, x := range a {
		y := float64(x)
		s0 += float64(y * float64(v0[j]))
		s1 += float64(y * float64(v1[j]))
		s2 += float64(y * float64(v2[j]))
		s3 += float64(y * float64(v3[j]))
	}
	return [4]float64{s0, s1, s2, s3}
}

// A scaled is a vector and by what it is multiplied.
type scaled struct {
	v []float32
	w float32
}

// addAll adds vectors to at.
func addAll(at []float32, all []scaled) {
	for ; len(all) >= 4; all = all[4:] {
		v0, v1, v2, v3 := all[0].v[:len(at)], all[1].v[:len(at)], all[2].v[:len(at)], all[3].v[:len(at)]
		w0, w1, w2, w3 := all[0].w, all[1].w, all[2].w, all[3].w
		for j, s := range at {
			s += float32(w0 * v0[j])
			s += float32(w1 * v1[j])
			s += float32(w2 * v2[j])
			s += float32(w3 * v3[j])
			at[j] = s
		}
	}
	for _, x := range all {
		for j, y := range x.v {
			at[j] += float32(x.w * y)
		}
	}
}
