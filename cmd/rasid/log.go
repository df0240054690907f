package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
)

// priorities are those of syslog(3), as sd-daemon(3) has them before a line.
var priorities = []struct {
	from   slog.Level
	prefix string
}{{slog.LevelError, "<3>"}, {slog.LevelWarn, "<4>"}, {slog.LevelInfo, "<6>"}, {slog.LevelDebug, "<7>"}}

// log returns the logger for commands that run unattended. Under systemd a line has a priority, and the journal adds
// the time.
func (a *app) log() *slog.Logger {
	level := slog.LevelInfo
	if a.verbose {
		level = slog.LevelDebug
	}
	o := &slog.HandlerOptions{Level: level}
	if !journalled(a.diag) {
		return slog.New(slog.NewTextHandler(a.diag, o))
	}
	o.ReplaceAttr = func(groups []string, at slog.Attr) slog.Attr {
		if len(groups) == 0 && (at.Key == slog.TimeKey || at.Key == slog.LevelKey) {
			return slog.Attr{}
		}
		return at
	}
	var j journal
	for _, p := range priorities {
		j = append(j, slog.NewTextHandler(prefixed{a.diag, p.prefix}, o))
	}
	return slog.New(j)
}

// quiet returns the logger for commands with a person before them: warnings only, unless --verbose.
func (a *app) quiet() *slog.Logger {
	level := slog.LevelWarn
	if a.verbose {
		level = slog.LevelDebug
	}
	return slog.New(slog.NewTextHandler(a.diag, &slog.HandlerOptions{Level: level}))
}

// journalled reports whether what is written to w goes to the journal: systemd says which file that is, for what
// a service starts may write elsewhere.
func journalled(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && os.Getenv("JOURNAL_STREAM") != "" && os.Getenv("JOURNAL_STREAM") == place(f)
}

// A journal writes each line with its priority: one handler for each of priorities.
type journal []slog.Handler

// Enabled is that of the handlers, which have one level.
func (j journal) Enabled(ctx context.Context, l slog.Level) bool { return j[0].Enabled(ctx, l) }

// Handle writes a line.
func (j journal) Handle(ctx context.Context, r slog.Record) error {
	for i, p := range priorities {
		if r.Level >= p.from {
			return j[i].Handle(ctx, r)
		}
	}
	return j[len(j)-1].Handle(ctx, r)
}

// WithAttrs returns a journal whose lines have these attributes.
func (j journal) WithAttrs(as []slog.Attr) slog.Handler {
	return j.each(func(h slog.Handler) slog.Handler { return h.WithAttrs(as) })
}

// WithGroup returns a journal whose further attributes are in a group.
func (j journal) WithGroup(name string) slog.Handler {
	return j.each(func(h slog.Handler) slog.Handler { return h.WithGroup(name) })
}

func (j journal) each(with func(slog.Handler) slog.Handler) slog.Handler {
	all := make(journal, len(j))
	for i, h := range j {
		all[i] = with(h)
	}
	return all
}

// prefixed writes each line, which comes in one write, after a prefix.
type prefixed struct {
	w      io.Writer
	prefix string
}

// Write writes one line.
func (p prefixed) Write(line []byte) (int, error) {
	_, err := fmt.Fprintf(p.w, "%s%s", p.prefix, line)
	return len(line), err
}
