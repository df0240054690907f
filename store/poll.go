package store

import (
	"context"
	"encoding/binary"
	"strconv"

	"rasid/news"
)

// SavePoll stores an answer of a source: its new entries and the validators that belong to them, in one
// commit (T1), for a validator without its entries would lose them behind the next 304. It returns how many
// entries are new. An entry is known by its URL, or by its key within the source: then a changed title or
// summary replaces the listed one as long as its page was not read. All entries are taken as listed by
// p.Source; Seen must be set. A nil or empty entries stores the poll alone. Notices are kept as by SaveNotice.
func (db *DB) SavePoll(ctx context.Context, p news.Poll, entries []news.Entry, notices ...news.Notice) (fresh int, err error) {
	heard := hear(p.Source, entries)
	listing := identityOf(heard)
	err = db.change(ctx, true, func(w *writer) error {
		fresh = 0
		source, same, err := w.savePoll(p, listing)
		if err == nil && !same {
			fresh, err = w.saveEntries(source, heard)
		}
		if err != nil {
			return err
		}
		return w.noteAll(notices)
	})
	if err != nil {
		return 0, wrap(err, "save poll", p.Source)
	}
	return fresh, nil
}

// SaveEntries is SavePoll for entries that did not come by a poll, as those of a backfill: what is remembered
// of the source's polls stays as it is.
func (db *DB) SaveEntries(ctx context.Context, source string, entries []news.Entry) (fresh int, err error) {
	heard := hear(source, entries)
	err = db.change(ctx, true, func(w *writer) error {
		id, err := w.sourceID(source)
		if err == nil {
			fresh, err = w.saveEntries(id, heard)
		}
		return err
	})
	if err != nil {
		return 0, wrap(err, "save entries", source)
	}
	return fresh, nil
}

// A heard entry is one of a listing with its identities.
type heard struct {
	news.Entry
	address, key, said int64 // key 0 = none
}

// hear computes the identities of a listing and drops what it lists twice. A key that it gives to two
// addresses names nothing and is not used.
func hear(source string, entries []news.Entry) []heard {
	all := make([]heard, 0, len(entries))
	addresses := make(map[int64]bool, len(entries))
	keys := make(map[int64]int, len(entries))
	for _, e := range entries {
		h := heard{Entry: e, address: digits64(e.URL), said: digits64(e.Title, e.Summary)}
		if addresses[h.address] {
			continue
		}
		addresses[h.address] = true
		if e.Key != "" {
			h.key = digits64(source, e.Key)
			keys[h.key]++
		}
		all = append(all, h)
	}
	for i, h := range all {
		if keys[h.key] > 1 {
			all[i].key = 0
		}
	}
	return all
}

// identityOf is one number for a whole listing; 0 for an empty one.
func identityOf(all []heard) int64 {
	if len(all) == 0 {
		return 0
	}
	b := make([]byte, 0, 24*len(all))
	for _, h := range all {
		b = binary.LittleEndian.AppendUint64(b, uint64(h.address))
		b = binary.LittleEndian.AppendUint64(b, uint64(h.key))
		b = binary.LittleEndian.AppendUint64(b, uint64(h.said))
	}
	return digits64(string(b))
}

// A known entry is what the table says of one that was heard again.
type known struct {
	id, said, source int64
	unread           bool // its page was not read yet
}

// saveEntries stores what is new among all and notes what is not.
func (w *writer) saveEntries(source int64, all []heard) (fresh int, err error) {
	if len(all) == 0 {
		return 0, nil
	}
	byAddress, err := w.known(knownByAddress, all, func(h heard) int64 { return h.address })
	if err != nil {
		return 0, err
	}
	unknown := make([]heard, 0, len(all))
	for _, h := range all {
		k, ok := byAddress[h.address]
		if !ok {
			unknown = append(unknown, h)
		} else if err := w.hearAgain(source, h, k); err != nil {
			return 0, err
		}
	}
	byKey, err := w.known(knownByKey, unknown, func(h heard) int64 { return h.key })
	if err != nil {
		return 0, err
	}
	added := unknown[:0]
	for _, h := range unknown {
		k, ok := byKey[h.key]
		if !ok || h.key == 0 {
			added = append(added, h)
		} else if err := w.hearAgain(source, h, k); err != nil {
			return 0, err
		}
	}
	return len(added), w.addEntries(source, added)
}

const (
	knownByAddress = `SELECT address, id, said, source, disposition IN ('unread', 'wanted') FROM entry
		WHERE address IN (SELECT value FROM json_each(?))`
	knownByKey = `SELECT key, id, said, source, disposition IN ('unread', 'wanted') FROM entry
		WHERE key IN (SELECT value FROM json_each(?))`
)

// known looks all up in one query.
func (w *writer) known(query string, all []heard, identity func(heard) int64) (map[int64]known, error) {
	if len(all) == 0 {
		return nil, nil
	}
	list := make([]byte, 0, 21*len(all)+2)
	for _, h := range all {
		list = append(list, ',')
		list = strconv.AppendInt(list, identity(h), 10)
	}
	list[0] = '['
	rows, err := w.rows(query, string(append(list, ']')))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[int64]known{}
	for rows.Next() {
		var n int64
		var k known
		if err := rows.Scan(&n, &k.id, &k.said, &k.source, &k.unread); err != nil {
			return nil, err
		}
		found[n] = k
	}
	return found, rows.Err()
}

// hearAgain notes another source that lists an entry, or the new words of the same one.
func (w *writer) hearAgain(source int64, h heard, k known) error {
	if k.source != source {
		return w.exec(`INSERT INTO also (entry, source, seen) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, k.id, source, ms(h.Seen))
	}
	if !k.unread || k.said == h.said {
		return nil
	}
	if err := w.exec(`UPDATE entry SET said = ? WHERE id = ?`, h.said, k.id); err != nil {
		return err
	}
	return w.exec(`UPDATE listing SET title = ?, summary = ? WHERE entry = ?`, h.Title, h.Summary, k.id)
}

// OR FAIL spares the copies of pages by which a statement could be undone alone: the transaction is undone.
var (
	insertEntries  = newBulk(`INSERT OR FAIL INTO entry (id, address, key, said, source, published, seen, run) VALUES`, 8)
	insertListings = newBulk(`INSERT OR FAIL INTO listing (entry, url, key, title, summary) VALUES`, 5)
)

func (w *writer) addEntries(source int64, all []heard) error {
	if w.operator && len(all) > 0 {
		return ErrOperator
	}
	entries := make([]any, 0, len(all)*insertEntries.columns)
	listings := make([]any, 0, len(all)*insertListings.columns)
	for _, h := range all {
		w.lastEntry++
		var number, key any
		if h.key != 0 {
			number = h.key
		}
		if h.Key != h.URL {
			key = h.Key
		}
		entries = append(entries, w.lastEntry, h.address, number, h.said, source, ms(h.Published), ms(h.Seen), h.Run)
		listings = append(listings, w.lastEntry, h.URL, key, h.Title, h.Summary)
	}
	if err := w.insert(insertEntries, entries); err != nil {
		return err
	}
	return w.insert(insertListings, listings)
}
