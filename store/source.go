package store

import (
	"context"

	"rasid/news"
)

// SaveSources makes ss the configured sources: those that are not known are due at once, and others that are
// known keep their history but are no longer due. A source whose address is a new one forgets its
// validators and how it fared, for they belong to the old address.
func (db *DB) SaveSources(ctx context.Context, ss []news.Source) error {
	err := db.record(ctx, func(w *writer) error {
		before, err := w.configured()
		if err != nil {
			return err
		}
		for _, s := range ss {
			c := configured{outlet: s.Outlet, address: s.Kind + " " + s.URL + " " + s.Item}
			if before[s.Name] != c {
				if err := w.saveSource(s.Name, c); err != nil {
					return err
				}
			}
			delete(before, s.Name)
		}
		for name := range before {
			if err := w.exec(`UPDATE source SET configured = 0 WHERE name = ?`, name); err != nil {
				return err
			}
			if err := w.endSource(name); err != nil {
				return err
			}
		}
		return nil
	})
	return wrap(err, "save sources", "")
}

// configured is what the configuration says of a source.
type configured struct{ outlet, address string }

// configured returns the sources of the configuration before, by name: a start that changes none writes none.
func (w *writer) configured() (map[string]configured, error) {
	rows, err := w.rows(`SELECT name, outlet, address FROM source WHERE configured = 1`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]configured{}
	for rows.Next() {
		var name string
		var c configured
		if err := rows.Scan(&name, &c.outlet, &c.address); err != nil {
			return nil, err
		}
		all[name] = c
	}
	return all, rows.Err()
}

// saveSource writes a source that is configured. What is remembered belongs to its address.
func (w *writer) saveSource(name string, c configured) error {
	changed, err := w.affect(`UPDATE source SET heard = 0, etag = '', last_modified = '', next = 0, failures = 0, state = '', reason = '',
			whole = 0, every = 0, fresh = 0, weekly = 0, ill = 0, site = '', arabic = 0,
			move_to = '', move_since = 0, move_said = 0, moved = 0, suspect = 0
		WHERE name = ? AND address <> ?`, name, c.address)
	if err == nil && changed > 0 {
		err = w.endSource(name)
	}
	if err != nil {
		return err
	}
	return w.exec(`INSERT INTO source (name, outlet, address, configured) VALUES (?1, ?2, ?3, 1)
		ON CONFLICT (name) DO UPDATE SET outlet = ?2, address = ?3, configured = 1`, name, c.outlet, c.address)
}

// endSource closes what stands about a source that was taken out or has another address: nothing that is asked could end it.
func (w *writer) endSource(name string) error {
	return w.exec(`UPDATE notice SET open = 0, told = iif(told = 0, at, told) WHERE open = 1 AND kind = ? AND subject = ?`, string(news.AboutSource), name)
}

// sourceID returns the id of a source, which is made when it is not known.
func (w *writer) sourceID(name string) (id int64, err error) {
	err = w.row(`INSERT INTO source (name) VALUES (?) ON CONFLICT (name) DO UPDATE SET name = name RETURNING id`, name).Scan(&id)
	return id, err
}
