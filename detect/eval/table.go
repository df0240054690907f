package eval

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
)

// table calls row with a function that returns the field of a named column, "" where there is none, for each line of a
// tab-separated file whose first line names the columns. Empty lines are passed over. Errors name the line.
func table(file string, row func(column func(name string) string) error) (err error) {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	in := bufio.NewScanner(f)
	if !in.Scan() {
		return errors.Join(fmt.Errorf("%s: it is empty", file), in.Err())
	}
	names := strings.Split(strings.TrimSpace(strings.TrimPrefix(in.Text(), "\ufeff")), "\t")
	for n := 2; in.Scan(); n++ {
		if strings.TrimSpace(in.Text()) == "" {
			continue
		}
		fields := strings.Split(strings.TrimRight(in.Text(), "\r"), "\t")
		err := row(func(name string) string {
			if i := slices.Index(names, name); i >= 0 && i < len(fields) {
				return fields[i]
			}
			return ""
		})
		if err != nil {
			return fmt.Errorf("%s line %d: %w", file, n, err)
		}
	}
	if err := in.Err(); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
