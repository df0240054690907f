package store

import (
	"encoding/binary"
	"rasid/news"
	"strconv"
)

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
	address          int64 // its first
	unread           bool  // its page was not read yet
	past             bool  // a backfill run found it
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
	added, err := w.hearMoved(source, unknown, all)
	if err != nil {
		return 0, err
	}
	return len(added), w.addEntries(source, added)
}

// hearMoved notes those of unknown, the entries of a listing whose address was never heard, that are articles known
// under another address, by their key or their number. It returns the others, which are new. An entry of a key that is
// taken by another article loses its key.
func (w *writer) hearMoved(source int64, unknown, all []heard) (added []heard, err error) {
	byKey, err := w.known(knownByKey, unknown, func(h heard) int64 { return h.key })
	if err != nil {
		return nil, err
	}
	here := make(map[int64]bool, len(all))
	for _, h := range all {
		here[h.address] = true
	}
	for _, h := range unknown {
		k, found := byKey[h.key]
		if found = found && h.key != 0; found {
			if found, err = w.sameItem(k, h); err == nil && !found {
				h.key = 0
			}
		}
		if err == nil && !found {
			k, found, err = w.sameNumber(h, here)
		}
		switch {
		case err != nil:
			return nil, err
		case !found:
			added = append(added, h)
			continue
		}
		if err := w.readdress(source, h, k); err != nil {
			return nil, err
		}
		if err := w.hearAgain(source, h, k); err != nil {
			return nil, err
		}
	}
	return added, nil
}

const (
	knownByAddress = `SELECT j.value, ` + knownColumns + ` FROM json_each(?1) AS j CROSS JOIN entry ON entry.id = coalesce(
		(SELECT id FROM entry WHERE address = j.value), (SELECT alias.entry FROM alias WHERE alias.address = j.value))`
	knownByKey = `SELECT key, ` + knownColumns + ` FROM entry WHERE key IN (SELECT value FROM json_each(?))`

	knownColumns = `entry.id, entry.address, said, source, disposition IN ('unread', 'wanted'), run <> ''`
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
		if err := rows.Scan(&n, &k.id, &k.address, &k.said, &k.source, &k.unread, &k.past); err != nil {
			return nil, err
		}
		found[n] = k
	}
	return found, rows.Err()
}

// hearAgain notes another source that lists an entry, or the new words of the same one. What a run over the past found
// first and a source lists as news is news.
func (w *writer) hearAgain(source int64, h heard, k known) error {
	if k.past && h.Run == "" && !h.Published.IsZero() && h.Seen.Sub(h.Published) <= w.window {
		if err := w.enliven(k.id, h.Seen); err != nil {
			return err
		}
	}
	if k.source != source {
		return w.exec(`INSERT INTO also (entry, source, seen) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, k.id, source, ms(h.Seen))
	}
	if k.said == h.said {
		return nil
	}
	if err := w.exec(`UPDATE entry SET said = ? WHERE id = ?`, h.said, k.id); err != nil {
		return err
	}
	return w.relist(h, k)
}

// OR FAIL spares the copies of pages by which a statement could be undone alone: the transaction is undone.
var (
	insertEntries  = newBulk(`INSERT OR FAIL INTO entry (id, address, key, said, source, published, seen, run, number) VALUES`, 9)
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
		var number, identity, key any
		if h.key != 0 {
			identity = h.key
		}
		if n := numberIn(h.URL).n; n != 0 {
			number = n
		}
		if h.Key != h.URL {
			key = h.Key
		}
		entries = append(entries, w.lastEntry, h.address, identity, h.said, source, ms(h.Published), ms(h.Seen), h.Run, number)
		listings = append(listings, w.lastEntry, h.URL, key, h.Title, h.Summary)
	}
	if err := w.insert(insertEntries, entries); err != nil {
		return err
	}
	return w.insert(insertListings, listings)
}
