package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A Salvaged says what of one table could be read.
type Salvaged struct {
	Table  string `json:"table"`
	Rows   int    `json:"rows"`   // that are in the new database
	Gaps   int    `json:"gaps"`   // places where rows are missing
	Orphan int    `json:"orphan"` // rows left out because what they belong to is lost
}

// Salvage reads what can be read of a damaged database, which it does not change, into the new database fresh, and makes
// the indexes of words and of look-alikes anew. It returns what it found of each table that holds anything. ErrExists if there is a file
// fresh already; ErrCorrupt if not even the names of the tables can be read: then only a backup helps.
func Salvage(ctx context.Context, o Options, damaged, fresh string) ([]Salvaged, error) {
	s, err := salvage(ctx, o, damaged, fresh)
	return s, wrap(err, "salvage store", damaged)
}

func salvage(ctx context.Context, o Options, damaged, fresh string) ([]Salvaged, error) {
	if _, err := os.Lstat(fresh); err == nil {
		return nil, fmt.Errorf("%s: %w", fresh, ErrExists)
	}
	if err := checkPlace(fresh); err != nil {
		return nil, err
	}
	// All is made in a folder of its own: what is there under any other name stays, and fresh is whole or not there.
	dir, err := os.MkdirTemp(filepath.Dir(fresh), filepath.Base(fresh)+".unfinished-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := inherit(dir); err != nil {
		return nil, err
	}
	// SQLite may write to what it opens, if only to its log: it gets a copy.
	work, made := filepath.Join(dir, "damaged"), filepath.Join(dir, "made")
	for _, end := range []string{"", "-wal"} {
		if err := copyFile(damaged+end, work+end); err != nil && !(end != "" && errors.Is(err, os.ErrNotExist)) {
			return nil, err
		}
	}
	all, err := salvageInto(ctx, o, work, made)
	if err != nil {
		return nil, err
	}
	return all, settleFile(made, fresh)
}

// salvageInto makes the database made of what can be read of work.
func salvageInto(ctx context.Context, o Options, work, made string) (all []Salvaged, err error) {
	from, err := openPool(work, "rw", []string{"query_only(1)", "cache_size(-16000)"}, 1)
	if err != nil {
		return nil, err
	}
	defer from.Close()
	o.Path, o.Gather = made, -1
	db, err := open(ctx, o)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.writer.exec("PRAGMA foreign_keys = 0"); err != nil {
		return nil, err
	}
	err = db.change(ctx, false, func(w *writer) error {
		all, err = w.salvage(ctx, from, o.Bands)
		return err
	})
	return all, err
}

// salvage copies table by table, then takes out what hangs in the air and makes anew what is derived.
func (w *writer) salvage(ctx context.Context, from *sql.DB, bands func([]byte) []int64) ([]Salvaged, error) {
	tables, err := ownTables(w)
	if err != nil {
		return nil, err
	}
	var all []Salvaged
	for _, t := range tables {
		columns, err := columnsOf(ctx, from, t.name)
		if err != nil {
			return nil, fmt.Errorf("not even the names of its tables can be read, only a backup helps (rasid restore FILE): %w", err)
		}
		s := Salvaged{Table: t.name}
		if len(columns) > 0 {
			if s.Rows, s.Gaps, err = w.copyRows(ctx, from, t, columns); err != nil {
				return nil, fmt.Errorf("table %s: %w", t.name, err)
			}
		}
		all = append(all, s)
	}
	if err := w.dropOrphans(all); err != nil {
		return nil, err
	}
	found := all[:0]
	for _, s := range all {
		if s.Rows+s.Gaps+s.Orphan > 0 {
			found = append(found, s)
		}
	}
	if err := w.recount(); err != nil {
		return nil, err
	}
	return found, w.reindex(bands)
}

// A table is one of the schema, with the columns that order its rows.
type table struct {
	name string
	key  []string // nil = rowid
}

// ownTables lists the tables to copy: not those of the index of words, which is made anew, nor what
// is counted, nor the log of migrations.
func ownTables(w *writer) ([]table, error) {
	rows, err := w.rows(`SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
		AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'goose%' AND name NOT IN ('band', 'tally') ORDER BY name`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []table
	var keyed []bool
	for rows.Next() {
		var t table
		var withoutRowid bool
		if err := rows.Scan(&t.name, &withoutRowid); err != nil {
			return nil, err
		}
		all, keyed = append(all, t), append(keyed, withoutRowid)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for i := range all {
		if !keyed[i] {
			continue
		}
		key, err := collectIn(w, scanString, `SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk`, all[i].name)
		if err != nil {
			return nil, err
		}
		all[i].key = key
	}
	return all, nil
}

// columnsOf returns the columns of a table of the damaged database, nil if it has no such table: it may be older.
func columnsOf(ctx context.Context, from *sql.DB, name string) ([]string, error) {
	return collect(ctx, from, scanString, `SELECT name FROM pragma_table_info(?) ORDER BY cid`, name)
}

// dropOrphans takes out rows whose owner is lost, until none is left.
func (w *writer) dropOrphans(all []Salvaged) error {
	for {
		lost := 0
		for i, s := range all {
			owners, err := collectIn(w, scanString, `SELECT DISTINCT "table" || ' ' || "from" || ' ' || coalesce("to", 'id') FROM pragma_foreign_key_list(?)`, s.Table)
			if err != nil {
				return err
			}
			for _, o := range owners {
				f := strings.Fields(o)
				n, err := w.affect(fmt.Sprintf(`DELETE FROM %s WHERE %s NOT IN (SELECT %s FROM %s)`, s.Table, f[1], f[2], f[0]))
				if err != nil {
					return err
				}
				all[i].Orphan += n
				all[i].Rows -= n
				lost += n
			}
		}
		if lost == 0 {
			return nil
		}
	}
}

// reindex makes the index of words and that of look-alikes from the articles.
func (w *writer) reindex(bands func([]byte) []int64) error {
	for last := int64(0); ; {
		var id int64
		var title, summary, text string
		var sketch []byte
		var inStory bool
		err := w.row(`SELECT entry, title, summary, text, sketch, EXISTS (SELECT 1 FROM member WHERE member.entry = article.entry)
			FROM article WHERE entry > ? ORDER BY entry LIMIT 1`, last).Scan(&id, &title, &summary, &text, &sketch, &inStory)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if text == "" {
			text = summary
		}
		if err := w.saveSearch(id, searchable(title), searchable(text)); err != nil {
			return err
		}
		if inStory && len(sketch) > 0 && bands != nil {
			if err := w.saveBands(id, nil, bands(sketch)); err != nil {
				return err
			}
		}
		last = id
	}
}
