// Command rasid follows subjects in the Arabic press. A subject is given by example articles; rasid finds
// the new reports that belong with them, folds copies together and sends digests.
//
// Exit codes: 0 done; 1 something asked about is not as it should be, or a part of the work failed;
// 64 the command line is wrong; 74 the database cannot be used; 75 another instance uses it; 78 the configuration
// is wrong, or a newer version of the program wrote the database; 130 stopped before the work was done.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"rasid/arabic"
	"rasid/config"
	"rasid/store"
)

// Exit codes, from sysexits(3) where it has one.
const (
	exitFailed   = 1
	exitUsage    = 64
	exitDatabase = 74
	exitBusy     = 75
	exitConfig   = 78
	exitStopped  = 130
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal asks for a clean stop; from then on a second one ends the program at once.
	context.AfterFunc(ctx, stop)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run executes one command line and returns its exit code.
func run(ctx context.Context, args []string, out, diag io.Writer) int {
	answer := &output{w: out}
	a := &app{out: answer, diag: diag}
	root := a.root()
	root.SetArgs(args)
	root.SetOut(answer)
	root.SetErr(diag)
	err := root.ExecuteContext(ctx)
	if err == nil {
		err = answer.failed()
	}
	if err == nil {
		return 0
	}
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		return exitStopped
	}
	var silent verdict
	if !errors.As(err, &silent) {
		prefix := ""
		if journalled(diag) {
			prefix = priorities[0].prefix
		}
		for line := range strings.Lines("rasid: " + err.Error()) {
			fmt.Fprintln(diag, prefix+isolated(strings.TrimRight(line, "\n")))
		}
	}
	return exitCode(err)
}

// isolated returns a line so that a terminal shows it whole where it holds Arabic.
func isolated(line string) string {
	if arabic.Share(line) > 0 {
		return arabic.Isolate(line)
	}
	return line
}

// A verdict is an error that has been told already: the exit code is all that is left to say.
type verdict string

func (v verdict) Error() string { return string(v) }

// A usageError is a command line that cannot be understood.
type usageError struct{ error }

func exitCode(err error) int {
	var faults config.Faults
	var usage usageError
	switch {
	case errors.As(err, &faults):
		return exitConfig
	case errors.As(err, &usage):
		return exitUsage
	case errors.Is(err, store.ErrInUse):
		return exitBusy
	case errors.Is(err, store.ErrNewer):
		return exitConfig // the wrong program for this database: starting it again helps nobody
	case errors.Is(err, store.ErrUnusable):
		return exitDatabase
	}
	return exitFailed
}
