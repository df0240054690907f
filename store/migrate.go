package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// application marks the file as ours; the first migration writes it.
const application = 1918989161

// newest is the version of the schema this program writes: the number of the last file in migrations.
func newest() int {
	files, _ := migrations.ReadDir("migrations") // embedded and sorted by name
	var version int
	fmt.Sscanf(files[len(files)-1].Name(), "%d_", &version)
	return version
}

// inspect reads the version of the schema without changing a byte; 0 is a file that holds nothing yet.
func inspect(ctx context.Context, path string) (version int, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	if !info.Mode().IsRegular() {
		return 0, fmt.Errorf("%w: name another file", ErrForeign)
	}
	if err := checkBeside(path); err != nil || info.Size() == 0 {
		return 0, err
	}
	if err := permitted(path, false); err != nil {
		return 0, err
	}
	pool, err := openPool(path, "ro", readerPragmas, 1)
	if err != nil {
		return 0, err
	}
	defer pool.Close()
	var owner, tables int
	if err := pool.QueryRowContext(ctx, "PRAGMA application_id").Scan(&owner); err != nil {
		return 0, err
	}
	err = pool.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%'`).Scan(&tables)
	if err != nil {
		return 0, err
	}
	if owner == 0 && tables == 0 {
		return 0, nil // killed before the first migration was through
	}
	if owner != application {
		return 0, fmt.Errorf("%w: name another file", ErrForeign)
	}
	err = pool.QueryRowContext(ctx, `SELECT max(version_id) FROM goose_db_version WHERE is_applied`).Scan(&version)
	if err == nil && version > newest() {
		err = fmt.Errorf("%w (schema %d, this one knows %d): upgrade the program or restore an older backup", ErrNewer, version, newest())
	}
	return version, err
}

// migrate brings the schema to newest.
func migrate(ctx context.Context, pool *sql.DB) error {
	p, err := migrator(pool)
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

func migrator(pool *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectSQLite3, pool, files, goose.WithDisableGlobalRegistry(true))
}

// keepOld copies a database of an older schema before it is brought up to date, so that the older program can have
// it back; of such copies it and the one of the newest other schema stay. One that is there already gives way: it may be that of an
// upgrade that was taken back since.
func keepOld(ctx context.Context, path string, version int) error {
	if version == 0 {
		return nil
	}
	old := fmt.Sprintf("%s.schema-%d", path, version)
	unfinished := old + ".unfinished"
	if err := os.Remove(unfinished); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := createFile(unfinished); err != nil {
		return err
	}
	if err := vacuumInto(ctx, path, unfinished); err != nil {
		return fmt.Errorf("copy it before the upgrade: %w", err)
	}
	if err := settleFile(unfinished, old); err != nil {
		return err
	}
	return thinOld(path, version)
}

// keptOld is the number of copies of older schemas that stay.
const keptOld = 2

// thinOld removes all copies of older schemas but the one just made, which may be of a lower schema than others, and those of the newest.
func thinOld(path string, made int) error {
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return err
	}
	prefix := filepath.Base(path) + ".schema-"
	var versions []int
	for _, f := range files {
		if number, ours := strings.CutPrefix(f.Name(), prefix); ours {
			if n, err := strconv.Atoi(number); err == nil && n != made {
				versions = append(versions, n)
			}
		}
	}
	slices.Sort(versions)
	for _, n := range versions[:max(0, len(versions)-(keptOld-1))] {
		if err := os.Remove(fmt.Sprintf("%s.schema-%d", path, n)); err != nil {
			return err
		}
	}
	return nil
}
