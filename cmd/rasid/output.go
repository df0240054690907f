package main

import (
	"fmt"
	"io"
	"os"
	"sync"

	"golang.org/x/term"
)

// An output is where answers are printed. It remembers the first write that failed, so that a command that prints line by line need
// not look at each, and no answer that was cut short passes for a whole one. It is safe for concurrent use as far as w is.
type output struct {
	w   io.Writer
	mu  sync.Mutex
	err error
}

// Write writes to the writer below.
func (o *output) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	if err != nil {
		o.mu.Lock()
		defer o.mu.Unlock()
		if o.err == nil {
			o.err = err
		}
	}
	return n, err
}

// failed returns the error of the first write that failed.
func (o *output) failed() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err != nil {
		return fmt.Errorf("print the answer: %w", o.err)
	}
	return nil
}

// terminal reports whether w is a terminal.
func terminal(w io.Writer) bool {
	if o, ok := w.(*output); ok {
		w = o.w
	}
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
