package press

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	_ "modernc.org/sqlite"
)

// moments are columns that tell when something was done, not what came of it, and numbers that rows have by their order; tables
// that hold nothing else are left out as a whole: how polls went, when the program was alive, the index of searches.
var (
	moments = []string{"entry.id", "entry.seen", "entry.due", "also.seen", "article.fetched", "past_run.asked", "past_run.ended", "version.id", "version.until", "alias.id", "example.added"}
	aside   = []string{"source", "beat", "schedule", "notice", "goose_db_version"}
)

// content returns what the database holds, by table: rows as text, sorted, entries and sources by their addresses and names.
func (w *world) content() map[string][]string {
	w.t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(w.dir, "rasid.db")+"?mode=ro")
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	urls, names := w.pairs(db, "SELECT entry, url FROM listing"), w.pairs(db, "SELECT id, name FROM source")
	tables := w.pairs(db, "SELECT rowid, name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
	all := map[string][]string{}
	for _, table := range tables {
		if slices.Contains(aside, table) || strings.HasPrefix(table, "sqlite_") || strings.Contains(table, "search") {
			continue
		}
		all[table] = w.rows(db, table, map[string]map[int64]string{"entry": urls, "source": names})
	}
	return all
}

// pairs returns the second column of a query by its first.
func (w *world) pairs(db *sql.DB, query string) map[int64]string {
	w.t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	found := map[int64]string{}
	for rows.Next() {
		var id int64
		var s string
		if err := rows.Scan(&id, &s); err != nil {
			w.t.Fatal(err)
		}
		found[id] = s
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	return found
}

// rows returns the rows of a table as text, sorted; named tells what stands for the numbers of a column.
func (w *world) rows(db *sql.DB, table string, named map[string]map[int64]string) []string {
	w.t.Helper()
	rows, err := db.Query("SELECT * FROM " + table)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		w.t.Fatal(err)
	}
	var all []string
	for rows.Next() {
		values, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			w.t.Fatal(err)
		}
		var b strings.Builder
		for i, c := range columns {
			if slices.Contains(moments, table+"."+c) {
				continue
			}
			v := values[i]
			if id, ok := v.(int64); ok && named[c][id] != "" {
				v = named[c][id]
			}
			fmt.Fprintf(&b, "%s=%v ", c, v)
		}
		all = append(all, b.String())
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

// same compares the contents of two databases and tells what one lacks.
func (w *world) same(what string, want, got map[string][]string) {
	w.t.Helper()
	total := 0
	for table, rows := range want {
		total += len(rows)
		lacks, more := lacking(rows, got[table]), lacking(got[table], rows)
		if len(lacks)+len(more) > 0 {
			w.t.Errorf("%s: table %s lacks %d of %d rows and has %d others: %.600q, %.600q", what, table, len(lacks), len(rows), len(more), lacks[:min(1, len(lacks))], more[:min(1, len(more))])
		}
	}
	w.t.Logf("%s: %d tables, %d rows compared", what, len(want), total)
}

// forget takes the database away, as if the program had never run.
func (w *world) forget() {
	w.t.Helper()
	files, err := filepath.Glob(filepath.Join(w.dir, "rasid.db*"))
	if err != nil || len(files) == 0 {
		w.t.Fatalf("no database: %v", err)
	}
	for _, f := range files {
		if err := os.RemoveAll(f); err != nil {
			w.t.Fatal(err)
		}
	}
}
