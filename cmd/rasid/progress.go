package main

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
)

// A progress shows how far a long stage is: a bar on a terminal, a plain line every few seconds elsewhere.
type progress struct {
	mu    sync.Mutex
	w     io.Writer
	tty   bool
	stage string
	bar   *progressbar.ProgressBar
	last  time.Time
}

// plainEvery is the least time between two plain lines.
const plainEvery = 5 * time.Second

func newProgress(w io.Writer) *progress {
	return &progress{w: w, tty: terminal(w), last: time.Now()}
}

// told takes the news that done of all steps of a stage are behind us.
func (p *progress) told(stage string, done, all int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.tty {
		if time.Since(p.last) >= plainEvery {
			p.last = time.Now()
			fmt.Fprintf(p.w, "%s %d of %d\n", stage, done, all)
		}
		return
	}
	if stage != p.stage {
		p.finish()
		p.stage = stage
		p.bar = progressbar.NewOptions(all, progressbar.OptionSetWriter(p.w), progressbar.OptionSetDescription(stage),
			progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond))
	}
	p.bar.ChangeMax(all)
	p.bar.Set(done)
}

// end clears the bar.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finish()
}

func (p *progress) finish() {
	if p.bar != nil {
		p.bar.Finish()
		p.bar = nil
	}
}
