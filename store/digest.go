package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"rasid/news"
)

// SaveDigest stores a digest with what it carries, owes its deliveries and ends the tick that asked for it, in
// one commit (T3). Members without a Digest are what it carries: they become Sent. Its mentions wait no more. The
// bytes of ds are kept as they are and State and Due say when they are owed; an empty State is Pending. A digest
// without stories and deliveries only ends the tick; a tick without a Schedule stands for none. Saving the same
// digest again only ends the tick. ErrCarried: one of the articles has been carried by another digest of its name.
func (db *DB) SaveDigest(ctx context.Context, t news.Tick, d news.Digest, ds []news.Delivery) error {
	frame, body, err := pack(d)
	if err != nil {
		return wrap(err, "save digest", d.ID)
	}
	err = db.change(ctx, false, func(w *writer) error {
		if err := w.endTick(t); err != nil || len(d.Stories) == 0 && len(ds) == 0 {
			return err
		}
		n, err := w.insertDigest(d, frame, body)
		if err != nil || n == 0 {
			return err
		}
		for _, a := range d.Mentions {
			if err := w.waitNoMore(d, a.URL); err != nil {
				return err
			}
		}
		for _, s := range d.Stories {
			for _, m := range s.Members {
				if err := w.tell(d, m); err != nil {
					return err
				}
			}
		}
		return w.owe(d, ds)
	})
	return wrap(err, "save digest", d.ID)
}

// insertDigest returns 0 when the digest is there already.
func (w *writer) insertDigest(d news.Digest, frame string, body []byte) (int, error) {
	return w.affect(`INSERT INTO digest (id, name, topic, due, frame, body) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO NOTHING`, d.ID, d.Name, d.Topic, ms(d.Due), frame, body)
}

// tell marks what d says of one member: that it exists, unless a digest has carried it before, and that it was edited.
func (w *writer) tell(d news.Digest, m news.Member) error {
	if m.Digest == "" {
		if err := w.carry(d, m); err != nil {
			return err
		}
	}
	if m.Edited.IsZero() {
		return nil
	}
	return w.exec(`UPDATE digest_item SET told = (SELECT max(id) FROM version
			WHERE version.entry = digest_item.entry AND basis = 'page' AND until <= ?4)
		WHERE entry = (`+idOf+`) AND topic = ?2 AND name = ?3`, digits64(m.URL), d.Topic, d.Name, ms(m.Edited))
}

// carry marks one member as carried by d.
func (w *writer) carry(d news.Digest, m news.Member) error {
	id, err := w.entryID(m.URL)
	if err != nil {
		return err
	}
	n, err := w.affect(`INSERT INTO digest_item (name, topic, entry, digest) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`, d.Name, d.Topic, id, d.ID)
	if err != nil {
		return err
	}
	if n == 0 {
		return fmt.Errorf("%s: %w", m.URL, ErrCarried)
	}
	if err := w.waitNoMore(d, m.URL); err != nil {
		return err
	}
	if err := w.exec(`UPDATE member SET state = 'sent' WHERE entry = ? AND topic = ?`, id, d.Topic); err != nil {
		return err
	}
	return w.dispose(id)
}

// pack is a digest as it is stored: the frame as JSON and the stories as JSON, compressed.
func pack(d news.Digest) (frame string, body []byte, err error) {
	stories := append([]news.Story{}, d.Stories...)
	d.Stories = nil
	head, err := json.Marshal(d)
	if err != nil {
		return "", nil, err
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if err := json.NewEncoder(z).Encode(stories); err != nil {
		return "", nil, err
	}
	if err := z.Close(); err != nil {
		return "", nil, err
	}
	return string(head), b.Bytes(), nil
}

// unpack is the inverse of pack.
func unpack(frame string, body []byte) (d news.Digest, err error) {
	if err := json.Unmarshal([]byte(frame), &d); err != nil || body == nil {
		return d, err
	}
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return d, err
	}
	return d, json.NewDecoder(z).Decode(&d.Stories)
}

// Digests returns the newest digests without their stories, the newest first, at most limit (0 = all).
func (db *DB) Digests(ctx context.Context, limit int) ([]news.Digest, error) {
	ds, err := collect(ctx, db.read, scanFrame, `SELECT frame FROM digest ORDER BY seq DESC LIMIT ?`, bound(limit))
	return ds, wrap(err, "list digests", "")
}

func scanFrame(rows *sql.Rows) (news.Digest, error) {
	frame, err := scanString(rows)
	if err != nil {
		return news.Digest{}, err
	}
	return unpack(frame, nil)
}

// Digest returns one digest whole, as it was when it was saved, without sketches; ErrNotFound if there is none.
func (db *DB) Digest(ctx context.Context, id string) (d news.Digest, err error) {
	var frame string
	var body []byte
	err = db.read.QueryRowContext(ctx, `SELECT frame, body FROM digest WHERE id = ?`, id).Scan(&frame, &body)
	if err = sought(err); err == nil {
		d, err = unpack(frame, body)
	}
	return d, wrap(err, "read digest", id)
}
