package detect

import (
	"errors"
	"fmt"
	"time"
)

// An Example is one article that shows what a topic is about.
type Example struct {
	Name      string    // as the reader knows it: file name or address
	Title     string    // "" if the text has none
	Text      string    // paragraphs
	Published time.Time // zero if unknown
}

// A Topic is a subject given by articles.
type Topic struct {
	Name     string    // unique key
	Title    string    // as readers see it
	Examples []Example // at least one
	Not      []Example // articles that look like the topic and are not
	Labels   []Label   // what a reader said of articles that were judged
	Must     []string  // words of which a relevant article has at least one; none = no such rule
	Never    []string  // words that no relevant article has in its title or lead
	Cutoff   float64   // score from which an article is relevant, in (0, 1]; 0 = calibrated
}

// Options of a Detector. The zero value means the defaults.
type Options struct {
	Background *Background // nil = the one shipped
}

// ErrTopic says that a topic cannot be built: no examples, no words in them, a name twice.
var ErrTopic = errors.New("not a usable topic")

// check reports what is wrong with the topics as given.
func check(topics []Topic) error {
	seen := map[string]bool{}
	for _, t := range topics {
		switch {
		case t.Name == "":
			return fmt.Errorf("topic without a name: %w", ErrTopic)
		case seen[t.Name]:
			return fmt.Errorf("topic %s: given twice: %w", t.Name, ErrTopic)
		case len(t.Examples) == 0:
			return fmt.Errorf("topic %s: no examples: %w", t.Name, ErrTopic)
		case t.Cutoff < 0 || t.Cutoff > 1:
			return fmt.Errorf("topic %s: cut-off %g not in [0, 1]: %w", t.Name, t.Cutoff, ErrTopic)
		}
		seen[t.Name] = true
	}
	return nil
}
