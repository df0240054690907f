package detect

import "math"

// A posterior is what labels teach: a Gaussian process for classification about the score that the examples give, by
// Laplace's approximation (Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006, algorithms 3.1
// and 3.2), with an algebraic logistic function so that every machine rounds alike.
type posterior struct {
	prior prior
	views []*view
	on    []float64   // what each is: 1 = relevant, 0 = not, between for an example that is to stay where it is
	times []float64   // how many labels each counts for
	pull  []float64   // of each on what is like it
	root  []float64   // square root of the curvature at each
	lower [][]float64 // Cholesky factor of 1 + root·k·root
	k     [][]float64 // how like each is to each
}

// Newton's method takes half steps first, since the logistic function is flat far from zero.
const (
	newtonHalf  = 20
	newtonSteps = 40
)

// holdTimes is how many labels an example counts for.
const holdTimes = 3

// hold takes an example in, to stay where it is: it pulls against labels that would move it.
func (l *posterior) hold(v *view) {
	on, _ := sigmoid(l.prior.slope * v.margin)
	l.add(v, on, holdTimes)
}

// label takes one label more.
func (l *posterior) label(v *view, relevant bool) {
	on := 0.0
	if relevant {
		on = 1
	}
	l.add(v, on, 1)
}

func (l *posterior) add(v *view, on, times float64) {
	row := make([]float64, len(l.views)+1)
	for i, w := range l.views {
		row[i] = l.prior.like(v, w)
		l.k[i] = append(l.k[i], row[i])
	}
	row[len(l.views)] = l.prior.like(v, v)
	l.k, l.views, l.on, l.times = append(l.k, row), append(l.views, v), append(l.on, on), append(l.times, times)
}

// drop forgets the last that was taken in.
func (l *posterior) drop() {
	n := len(l.views) - 1
	l.k, l.views, l.on, l.times = l.k[:n], l.views[:n], l.on[:n], l.times[:n]
	for i := range l.k {
		l.k[i] = l.k[i][:n]
	}
}

// learn finds how each text pulls; it must follow what add and drop changed.
func (l *posterior) learn() {
	n := len(l.views)
	f, mean := make([]float64, n), make([]float64, n)
	for i, v := range l.views {
		mean[i] = l.prior.slope * v.margin
		f[i] = mean[i]
	}
	l.pull, l.root = make([]float64, n), make([]float64, n)
	b := make([]float64, n)
	for step := range newtonSteps {
		for i := range f {
			on, slope := sigmoid(f[i])
			slope *= l.times[i]
			l.root[i] = math.Sqrt(slope)
			b[i] = float64(slope*(f[i]-mean[i])) + float64(l.times[i]*(l.on[i]-on))
		}
		l.factor()
		c := l.product(b)
		for i := range c {
			c[i] *= l.root[i]
		}
		l.solve(c)
		rate := 1.0
		if step < newtonHalf {
			rate = 0.5
		}
		for i := range c {
			l.pull[i] += rate * (b[i] - float64(l.root[i]*c[i]) - l.pull[i])
		}
		for i, s := range l.product(l.pull) {
			f[i] = mean[i] + s
		}
	}
}

// sigmoid is an algebraic stand-in for the logistic function that goes to its ends faster, and its slope: what is
// plainly on the side of its label pulls nothing.
func sigmoid(x float64) (value, slope float64) {
	x /= 2
	d := 1 + float64(float64(x*x)*float64(x*x))
	root := math.Sqrt(math.Sqrt(d))
	return 0.5 + 0.5*x/root, 0.25 / (d * root)
}

func (l *posterior) product(b []float64) []float64 {
	out := make([]float64, len(b))
	for i, row := range l.k {
		for j, x := range row {
			out[i] += float64(x * b[j])
		}
	}
	return out
}

func (l *posterior) factor() {
	n := len(l.views)
	if len(l.lower) != n {
		l.lower = make([][]float64, n)
		for i := range l.lower {
			l.lower[i] = make([]float64, n)
		}
	}
	for i := range n {
		for j := range i + 1 {
			s := float64(l.root[i] * l.root[j] * l.k[i][j])
			if i == j {
				s++
			}
			for k := range j {
				s -= float64(l.lower[i][k] * l.lower[j][k])
			}
			if i == j {
				l.lower[i][i] = math.Sqrt(s)
			} else {
				l.lower[i][j] = s / l.lower[j][j]
			}
		}
	}
}

// forward solves lower·x = b in place.
func (l *posterior) forward(b []float64) {
	for i := range b {
		for j := range i {
			b[i] -= float64(l.lower[i][j] * b[j])
		}
		b[i] /= l.lower[i][i]
	}
}

// solve solves lower·lowerᵀ·x = b in place.
func (l *posterior) solve(b []float64) {
	l.forward(b)
	for i := len(b) - 1; i >= 0; i-- {
		for j := i + 1; j < len(b); j++ {
			b[i] -= float64(l.lower[j][i] * b[j])
		}
		b[i] /= l.lower[i][i]
	}
}

// expect returns the mean and the standard deviation of the margin of a text after the labels, in units of the
// logistic scale; likes are its covariances with the labelled texts.
func (l *posterior) expect(v *view, self float64, likes []float64) (mean, dev float64) {
	mean = l.prior.slope * v.margin
	c := make([]float64, len(likes))
	for i, k := range likes {
		mean += float64(k * l.pull[i])
		c[i] = l.root[i] * k
	}
	l.forward(c)
	for _, x := range c {
		self -= float64(x * x)
	}
	return mean, math.Sqrt(max(0, self))
}
