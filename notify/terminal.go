package notify

import (
	"context"
	"fmt"
	"io"
	"sync"

	"rasid/news"
)

// terminal is the Target of kind "terminal": the plain text form, written to one writer.
type terminal struct {
	name string
	mu   sync.Mutex // one digest at a time
	out  io.Writer
}

func newTerminal(o Options, out io.Writer) (*terminal, error) {
	if out == nil {
		return nil, fmt.Errorf("target %q: no writer to print to", o.Name)
	}
	return &terminal{name: o.Name, out: out}, nil
}

// Render returns the plain text form.
func (t *terminal) Render(d news.Digest) ([]news.Delivery, error) {
	return []news.Delivery{owed(d, t.name, "", []byte(Text(d)))}, nil
}

// Notify writes one digest and an empty line.
func (t *terminal) Notify(ctx context.Context, d news.Delivery, _ func() error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	err := ctx.Err()
	if err == nil {
		_, err = t.out.Write(append(append([]byte{}, d.Body...), '\n'))
	}
	if err != nil {
		return &Failure{Err: fmt.Errorf("print digest: %w", err)}
	}
	return nil
}

// Check has nothing to try: whether a writer writes shows when it is written to.
func (t *terminal) Check(context.Context) error { return nil }
