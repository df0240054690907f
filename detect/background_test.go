package detect

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"testing"
)

// corpus yields texts made of the words of the benchmarks.
func corpus(n int) iter.Seq2[Document, error] {
	return func(yield func(Document, error) bool) {
		for i := range n {
			g := general[i%len(general)]
			if !yield(Document{Title: g.title, Text: g.summary + fmt.Sprintf(" وأضاف المصدر رقم %d", i)}, nil) {
				return
			}
		}
	}
}

// TestBackgroundRoundTrip holds that what is built, written and read again is the same, byte for byte.
func TestBackgroundRoundTrip(t *testing.T) {
	built, err := BuildBackground(corpus(60), BuildOptions{Dims: 4, Terms: 100, Pairs: 20, Sample: 25})
	if err != nil {
		t.Fatal(err)
	}
	var first, second bytes.Buffer
	if err := built.Write(&first); err != nil {
		t.Fatal(err)
	}
	read, err := ReadBackground(first.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := read.Write(&second); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("written again it differs")
	}
	if read.Docs() != 60 || read.Terms() == 0 || read.sample != 25 || len(read.Version()) != 16 {
		t.Errorf("%d documents, %d terms, %d sampled, version %q", read.Docs(), read.Terms(), read.sample, read.Version())
	}
	if _, err := New([]Topic{{Name: "t", Examples: []Example{{Title: general[0].title, Text: general[0].summary}}}}, Options{Background: read}); err != nil {
		t.Errorf("topic against it: %v", err)
	}
}

// TestBackgroundDamaged holds that damaged bytes are refused, never a panic.
func TestBackgroundDamaged(t *testing.T) {
	built, err := BuildBackground(corpus(60), BuildOptions{Dims: 4, Terms: 100, Pairs: 20})
	if err != nil {
		t.Fatal(err)
	}
	var w bytes.Buffer
	if err := built.Write(&w); err != nil {
		t.Fatal(err)
	}
	good := w.Bytes()
	for _, n := range []int{0, 5, len(magic), len(magic) + 19, len(good) / 2, len(good) - 1} {
		if _, err := ReadBackground(good[:n]); !errors.Is(err, ErrBackground) {
			t.Errorf("cut to %d bytes: %v", n, err)
		}
	}
	for i := range min(len(good), 400) {
		bad := bytes.Clone(good)
		bad[i] ^= 0xff
		if _, err := ReadBackground(bad); err != nil && !errors.Is(err, ErrBackground) {
			t.Errorf("byte %d turned: %v", i, err)
		}
	}
}

// TestBackgroundShipped holds the promises of the embedded background: its size, and that it was counted with the
// stems in use.
func TestBackgroundShipped(t *testing.T) {
	if len(embedded) > 6_000_000 {
		t.Errorf("%d bytes, at most 6,000,000", len(embedded))
	}
	b, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	r := newReader(b.vocab)
	known, all := 0, 0
	for _, g := range general {
		for _, w := range r.words(nil, g.title+" "+g.summary) {
			all++
			if w.id >= 0 {
				known++
			}
		}
	}
	if float64(known) < 0.95*float64(all) {
		t.Errorf("%d of %d common words known: was the background built before the stems changed?", known, all)
	}
}

// TestTopicRefused holds which topics New refuses.
func TestTopicRefused(t *testing.T) {
	ok := []Example{{Title: general[0].title, Text: general[0].summary}}
	for name, topics := range map[string][]Topic{
		"no name":       {{Examples: ok}},
		"no examples":   {{Name: "a"}},
		"twice":         {{Name: "a", Examples: ok}, {Name: "a", Examples: ok}},
		"cut-off":       {{Name: "a", Examples: ok, Cutoff: 1.5}},
		"empty example": {{Name: "a", Examples: []Example{{Title: "…", Text: "..."}}}},
	} {
		if _, err := New(topics, Options{}); !errors.Is(err, ErrTopic) {
			t.Errorf("%s: %v", name, err)
		}
	}
	d, err := New([]Topic{{Name: "a", Examples: ok, Cutoff: 0.8}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, found := d.Profile("a")
	if !found || p.Cutoff != 0.8 {
		t.Errorf("cut-off %v, want the operator's", p.Cutoff)
	}
	if _, found := d.Profile("b"); found {
		t.Error("a topic that is not there has a profile")
	}
	if got := d.Judge(positive)[0]; !reflect.DeepEqual(got, d.Judge(positive)[0]) {
		t.Error("two verdicts on one article differ")
	}
}

// TestShippedVersion holds the version that is written down to the file that is inside the program, whose documents only this test looks into.
func TestShippedVersion(t *testing.T) {
	if _, err := ReadBackground(embedded); err != nil {
		t.Error(err)
	}
	if v := versionOf(embedded); v != ShippedVersion() {
		t.Errorf("background.bin is another one: shippedVersion is to be %q", v)
	}
}
