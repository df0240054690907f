package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"rasid/detect"
	"rasid/store"
)

func (a *app) backupCommand() *cobra.Command {
	var keep int
	c := &cobra.Command{
		Use:   "backup [FILE]",
		Short: "Copy the database as it is at one moment, beside a running service too",
		Long: `Writes one file, readable for its owner only, and reads it whole before it gets its name. Without FILE it is named by the
time and put into the folder backups beside the database, where --keep N removes all but the newest N.`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 1 && keep > 0 {
				return usageError{errors.New("--keep is for backups in the folder of backups: leave FILE out")}
			}
			if len(args) > 1 {
				return exactly(1, "one file or none")(c, args)
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return a.backup(c.Context(), args, keep) },
	}
	c.Flags().IntVar(&keep, "keep", 0, "remove all but the newest `N` backups of the folder; 0 = keep all")
	c.Flags().BoolVar(&a.json, "json", false, "print what was written as JSON")
	return c
}

const backupPrefix, backupSuffix = "rasid-", ".db"

func (a *app) backup(ctx context.Context, args []string, keep int) error {
	c, db, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	folder := filepath.Join(filepath.Dir(c.Store.Path), "backups")
	path := filepath.Join(folder, backupPrefix+a.clock().UTC().Format("20060102T150405Z")+backupSuffix)
	if len(args) == 1 {
		path = args[0]
	} else if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	made, err := db.Backup(ctx, path)
	if err != nil {
		return err
	}
	if err := thin(folder, keep); err != nil {
		return err
	}
	if a.json {
		return a.printJSON(made)
	}
	_, err = fmt.Fprintf(a.out, "%s  %.1f MB, %d entries, %d digests, schema %d\n", made.Path, float64(made.Bytes)/1e6, made.Entries, made.Digests, made.Schema)
	return err
}

// thin removes all but the newest backups of a folder; their names sort by time.
func thin(folder string, keep int) error {
	if keep <= 0 {
		return nil
	}
	files, err := os.ReadDir(folder) // sorted by name
	if err != nil {
		return fmt.Errorf("thin out backups: %w", err)
	}
	var ours []string
	for _, f := range files {
		if strings.HasPrefix(f.Name(), backupPrefix) && strings.HasSuffix(f.Name(), backupSuffix) {
			ours = append(ours, f.Name())
		}
	}
	for len(ours) > keep {
		if err := os.Remove(filepath.Join(folder, ours[0])); err != nil {
			return fmt.Errorf("thin out backups: %w", err)
		}
		ours = ours[1:]
	}
	return nil
}

func (a *app) restoreCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a backup in the place of the database; the service must be stopped",
		Long: `Reads the backup whole, brings it to this program's schema, and puts it where the database is, which is kept under another
name. Deliveries that the backup owes, and digests about the time before the restore, may have been sent since the backup was
made: they are held until rasid deliveries says what becomes of them.`,
		Args: exactly(1, "one file"),
		RunE: func(c *cobra.Command, args []string) error { return a.restore(c.Context(), args[0]) },
	}
	c.Flags().BoolVar(&a.json, "json", false, "print what was done as JSON")
	return c
}

func (a *app) restore(ctx context.Context, path string) error {
	c, err := a.loadToAsk()
	if err != nil {
		return err
	}
	r, err := store.Restore(ctx, storeOptions(c), path, a.clock().UTC())
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(r)
	}
	fmt.Fprintf(a.out, "%s restored: %d entries, %d digests\n", r.Path, r.Entries, r.Digests)
	if r.Aside != "" {
		fmt.Fprintf(a.out, "what was there is kept: %s\n", r.Aside)
	}
	fmt.Fprintf(a.out, "%d deliveries are held; so are digests about the time before now: rasid deliveries lists them\n", r.Held)
	return nil
}

func (a *app) recoverCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "recover DAMAGED NEW",
		Short: "Read what can be read of a damaged database into a new one",
		Long: `Changes nothing of the damaged database. The new one is whole: what hangs in the air is left out, the indexes are made
anew. A table with gaps has lost rows. When it is good enough, or better than the last backup, put it in place with: rasid restore NEW`,
		Args: exactly(2, "the damaged file and a new one"),
		RunE: func(c *cobra.Command, args []string) error { return a.recover(c.Context(), args[0], args[1]) },
	}
	c.Flags().BoolVar(&a.json, "json", false, "print what was read as JSON")
	return c
}

func (a *app) recover(ctx context.Context, damaged, fresh string) error {
	found, err := store.Salvage(ctx, store.Options{Bands: detect.Bands}, damaged, fresh)
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(found)
	}
	var rows [][]string
	for _, s := range found {
		rows = append(rows, []string{s.Table, fmt.Sprint(s.Rows), fmt.Sprint(s.Gaps), fmt.Sprint(s.Orphan)})
	}
	printTable(a.out, []string{"table", "rows", "gaps", "left out"}, rows)
	return nil
}
