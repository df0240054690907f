package detect

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

const (
	oversample = 24 // extra columns while the space is searched
	rounds     = 8  // power iterations
)

// latent returns for each term the right singular vector of the document-term matrix, dims numbers each, by
// the randomised method of Halko, Martinsson and Tropp (SIAM Review 53, 2011, algorithm 4.4): the range of
// AᵀA is found by power iterations on a random start, then the small problem is solved exactly. Column j is
// divided by the square root of the j-th singular value, which stands half-way between the plain space and the one where
// the background's spread is the same in every direction.
func latent(rows [][]entry, terms, dims int) []float32 {
	k := dims + oversample
	rnd := rand.New(rand.NewPCG(1, 2))
	q := make([]float32, terms*k)
	for i := range q {
		q[i] = float32(rnd.NormFloat64())
	}
	for range rounds {
		orthonormalise(q, terms, k)
		q = gram(rows, q, terms, k)
	}
	orthonormalise(q, terms, k)
	// The small problem: B = A·Q, BᵀB = W·S²·Wᵀ, V = Q·W.
	small := make([]float64, k*k)
	y := make([]float32, k)
	for _, row := range rows {
		project(row, q, y)
		for i := range k {
			for j := range k {
				small[i*k+j] += float64(y[i]) * float64(y[j])
			}
		}
	}
	values, w := symmetric(small, k)
	out := make([]float32, terms*dims)
	for t := range terms {
		for j := range dims {
			sum := 0.0
			for i := range k {
				sum += float64(q[t*k+i]) * w[i*k+j]
			}
			out[t*dims+j] = float32(sum / math.Pow(math.Max(values[j], 1e-12), whiten))
		}
	}
	return out
}

// whiten is the power of the eigenvalue (squared singular value) by which a dimension is divided.
const whiten = 0.25

// project sets y to row·Q.
func project(row []entry, q, y []float32) {
	clear(y)
	for _, e := range row {
		v := q[int(e.id)*len(y):][:len(y)]
		for j := range v {
			y[j] += e.w * v[j]
		}
	}
}

// gram returns AᵀA·Q.
func gram(rows [][]entry, q []float32, terms, k int) []float32 {
	out := make([]float32, terms*k)
	y := make([]float32, k)
	for _, row := range rows {
		project(row, q, y)
		for _, e := range row {
			o := out[int(e.id)*k:][:k]
			for j := range o {
				o[j] += e.w * y[j]
			}
		}
	}
	return out
}

// orthonormalise makes the k columns of q orthonormal through the eigenvectors of QᵀQ, twice for accuracy.
func orthonormalise(q []float32, terms, k int) {
	for range 2 {
		g := make([]float64, k*k)
		for t := range terms {
			v := q[t*k:][:k]
			for i := range v {
				if v[i] == 0 {
					continue
				}
				gi := g[i*k:][:k]
				for j := range v {
					gi[j] += float64(v[i]) * float64(v[j])
				}
			}
		}
		values, w := symmetric(g, k)
		row := make([]float64, k)
		for t := range terms {
			v := q[t*k:][:k]
			for j := range k {
				row[j] = 0
			}
			for i := range v {
				wi := w[i*k:][:k]
				for j := range wi {
					row[j] += float64(v[i]) * wi[j]
				}
			}
			for j := range v {
				v[j] = float32(row[j] / math.Sqrt(math.Max(values[j], 1e-20)))
			}
		}
	}
}

// symmetric returns the eigenvalues of a symmetric k×k matrix, greatest first, and its eigenvectors as
// columns, by cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations, 8.5). It destroys a.
func symmetric(a []float64, k int) (values, vectors []float64) {
	v := make([]float64, k*k)
	for i := range k {
		v[i*k+i] = 1
	}
	for range 30 {
		off, on := 0.0, 0.0
		for i := range k {
			on += a[i*k+i] * a[i*k+i]
			for j := range i {
				off += a[i*k+j] * a[i*k+j]
			}
		}
		if off <= 1e-18*on {
			break
		}
		for p := range k {
			for r := p + 1; r < k; r++ {
				rotate(a, v, k, p, r)
			}
		}
	}
	order := make([]int, k)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(a[y*k+y], a[x*k+x]) })
	values, vectors = make([]float64, k), make([]float64, k*k)
	for j, o := range order {
		values[j] = a[o*k+o]
		for i := range k {
			vectors[i*k+j] = v[i*k+o]
		}
	}
	return values, vectors
}

// rotate zeroes a[p,r] and turns v with it.
func rotate(a, v []float64, k, p, r int) {
	apr := a[p*k+r]
	if apr == 0 {
		return
	}
	theta := (a[r*k+r] - a[p*k+p]) / (2 * apr)
	t := 1 / (math.Abs(theta) + math.Sqrt(theta*theta+1))
	if theta < 0 {
		t = -t
	}
	c := 1 / math.Sqrt(t*t+1)
	s := t * c
	for i := range k {
		x, y := a[i*k+p], a[i*k+r]
		a[i*k+p], a[i*k+r] = c*x-s*y, s*x+c*y
	}
	for i := range k {
		x, y := a[p*k+i], a[r*k+i]
		a[p*k+i], a[r*k+i] = c*x-s*y, s*x+c*y
		x, y = v[i*k+p], v[i*k+r]
		v[i*k+p], v[i*k+r] = c*x-s*y, s*x+c*y
	}
}

// quantise brings each term's vector to signed bytes and a scale.
func quantise(m []float32, dims int) ([]byte, []float32) {
	out, scales := make([]byte, len(m)), make([]float32, len(m)/dims)
	for t := range scales {
		v := m[t*dims:][:dims]
		top := float32(0)
		for _, x := range v {
			top = max(top, x, -x)
		}
		if top == 0 {
			continue
		}
		scales[t] = top / 127
		for j, x := range v {
			out[t*dims+j] = byte(int8(math.RoundToEven(float64(x / scales[t]))))
		}
	}
	return out, scales
}
