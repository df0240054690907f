package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"rasid/config"
	"rasid/monitor"
	"rasid/news"
	"rasid/notify"
	"rasid/store"
)

// rehearse makes c work on a copy of its store in a folder of its own, which remove removes. The store itself is only
// read; where there is none yet, the rehearsal begins with an empty one.
func rehearse(ctx context.Context, c *config.Config) (remove func() error, err error) {
	dir, err := os.MkdirTemp("", "rasid-dry-run-")
	if err != nil {
		return nil, err
	}
	remove = func() error { return os.RemoveAll(dir) }
	path := filepath.Join(dir, "rasid.db")
	db, err := store.OpenReader(ctx, storeOptions(*c))
	if err == nil {
		_, err = db.Backup(ctx, path)
		err = errors.Join(err, db.Close())
	} else if errors.Is(err, store.ErrMissing) {
		err = nil
	}
	if err != nil {
		return nil, errors.Join(err, remove())
	}
	c.Store.Path = path
	return remove, nil
}

// A stand is a target in the place of another one: it prints what that would be sent.
type stand struct {
	notify.Target // the terminal
	place         string
	out           io.Writer

	mu       sync.Mutex
	rendered map[string]bool // deliveries of this run, by id
}

// Render returns what a reader would see, as plain text.
func (s *stand) Render(d news.Digest) ([]news.Delivery, error) {
	ds, err := s.Target.Render(d)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range ds {
		s.rendered[one.ID] = true
	}
	return ds, err
}

// Notify prints one delivery. What was owed before this run is in the form of its target, so it is only named.
func (s *stand) Notify(ctx context.Context, d news.Delivery, dot func() error) error {
	s.mu.Lock()
	ours := s.rendered[d.ID]
	s.mu.Unlock()
	if !ours {
		fmt.Fprintf(s.out, "to %s: digest %s, owed since before (%d bytes)\n\n", s.place, d.Digest, len(d.Body))
		return nil
	}
	fmt.Fprintf(s.out, "to %s:\n\n", s.place)
	return s.Target.Notify(ctx, d, dot)
}

// stands returns a stand for every target of the configuration by name.
func stands(c config.Config, out io.Writer) (map[string]monitor.Target, error) {
	all := map[string]monitor.Target{}
	for _, o := range c.Targets {
		t, err := notify.New(notify.Options{Name: o.Name, Kind: "terminal"}, nil, out)
		if err != nil {
			return nil, fmt.Errorf("target %s: %w", o.Name, err)
		}
		all[o.Name] = monitor.Target{Target: &stand{Target: t, place: o.Name + " (" + o.Kind + ")", out: out, rendered: map[string]bool{}}, Kind: "terminal"}
	}
	return all, nil
}
