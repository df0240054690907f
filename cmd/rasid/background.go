package main

import (
	"context"
	"errors"
	"log/slog"
	"sync"

	"rasid/config"
	"rasid/detect"
	"rasid/store"
)

// judgeOf returns what builds the detector of p when it is first needed, and again when the background was renewed since.
func judgeOf(ctx context.Context, p *parts, log *slog.Logger) func() (*detect.Detector, error) {
	var mu sync.Mutex
	var topics []detect.Topic
	var built *detect.Detector
	var version string // of the renewal it was built with
	var labels int64   // revision of the labels it was built with
	return func() (*detect.Detector, error) {
		mu.Lock()
		defer mu.Unlock()
		back, now, err := renewed(ctx, p.db, version, built != nil)
		if err != nil {
			return built, err
		}
		revision, err := p.db.LabelRevision(ctx)
		if err != nil || built != nil && now == version && revision == labels {
			return built, err
		}
		if built != nil && now == version {
			if back, _, err = renewed(ctx, p.db, "", false); err != nil {
				return built, err
			}
		}
		if topics == nil || revision != labels {
			if topics, err = examples(ctx, p, log); err != nil {
				return nil, err
			}
		}
		next, err := detect.New(topics, detect.Options{Background: back})
		if err != nil {
			return nil, err
		}
		built, version, labels = next, now, revision
		return built, nil
	}
}

// renewed returns the background as it was last renewed, and the version of the renewal; nil and "" stand for the
// background inside. Where there is a detector of that version already, the background is not read.
func renewed(ctx context.Context, db *store.DB, have string, built bool) (*detect.Background, string, error) {
	r, err := db.Renewal(ctx)
	if err != nil {
		return nil, "", err
	}
	if r.Base != detect.ShippedVersion() {
		r.Version = "" // of another version of the program: it is counted anew by the next round
	}
	if r.Version == "" || built && r.Version == have {
		return nil, r.Version, nil
	}
	data, err := db.RenewalData(ctx, r.Version)
	if err != nil {
		return nil, "", err
	}
	read, err := detect.ReadRenewal(data)
	if err == nil {
		var back *detect.Background
		if back, err = (*detect.Background)(nil).Renewed(read); err == nil {
			return back, r.Version, nil
		}
	}
	if errors.Is(err, detect.ErrBackground) {
		return nil, "", nil // in the form of another version of the program: the one inside until the next day's
	}
	return nil, "", err
}

// background returns the background that a running service judges by: as the store last renewed it, or, where there
// is no store yet, nil for the one inside.
func background(ctx context.Context, c config.Config) (*detect.Background, error) {
	db, err := store.OpenReader(ctx, storeOptions(c))
	if errors.Is(err, store.ErrMissing) || errors.Is(err, store.ErrOlder) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer db.Close()
	back, _, err := renewed(ctx, db, "", false)
	return back, err
}
