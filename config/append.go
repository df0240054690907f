package config

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"rasid/news"
)

// Block returns s as a [[source]] table, to be put into a configuration file. Keys that are at their default
// are left out.
func Block(s news.Source) string {
	var b strings.Builder
	b.WriteString("[[source]]\n")
	for _, key := range [][2]string{{"name", s.Name}, {"outlet", s.Outlet}, {"kind", s.Kind}, {"url", s.URL}, {"archive", s.Archive},
		{"item", s.Item}, {"title", s.Title}, {"time", s.Time}, {"body", s.Body}, {"zone", s.Zone}} {
		if key[1] != "" {
			fmt.Fprintf(&b, "%s = %s\n", key[0], basicString(key[1]))
		}
	}
	if s.Every > 0 {
		fmt.Fprintf(&b, "every = %q\n", short(s.Every))
	}
	if s.Pace > 0 {
		fmt.Fprintf(&b, "pace = %q\n", short(s.Pace))
	}
	return b.String()
}

// basicString returns s as a basic string of TOML v1.0.0.
func basicString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case c < ' ' || c == 0x7F:
			fmt.Fprintf(&b, `\u%04X`, c)
		default:
			b.WriteRune(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// Append puts blocks, which hold [[source]] tables and comments, at the end of the configuration file at path and
// returns the configuration that this makes. What stands in the file stays as it is, byte for byte; it is replaced
// at once or not at all. Faults are returned, and the file is left alone, where the blocks have a fault, such as a
// name that is taken, or hold anything but sources. Faults that the file had before, such as a secret that cannot
// be read here, do not matter.
func Append(path string, blocks []byte) (Config, error) {
	old, err := readFile(path, maxFile)
	if err != nil {
		return Config{}, unread(path, err)
	}
	before, was := parse(path, old)
	after, err := parse(path, joined(old, blocks))
	var fresh Faults
	if faults, ok := err.(Faults); ok {
		known, _ := was.(Faults)
		fresh = slices.DeleteFunc(faults, func(f Fault) bool { return slices.Contains(known, f) })
	}
	if len(fresh) > 0 {
		return before, fresh
	}
	if known, ok := was.(Faults); ok && len(after.Sources) == len(before.Sources) {
		return before, known // the file is not TOML, or has the wrong brackets
	}
	if !extends(after, before) {
		return before, Faults{{File: path, Problem: "what is to be added holds something other than sources, or none", Remedy: "give [[source]] tables only"}}
	}
	return after, replace(path, joined(old, blocks))
}

// joined returns blocks behind old, parted by an empty line.
func joined(old, blocks []byte) []byte {
	all := bytes.Clone(old)
	if len(all) > 0 && !bytes.HasSuffix(all, []byte("\n")) {
		all = append(all, '\n')
	}
	if len(all) > 0 {
		all = append(all, '\n')
	}
	return append(append(all, bytes.Trim(blocks, "\r\n")...), '\n')
}

// extends reports whether after is before with more sources and differs in nothing else: the first keys of a block would belong to
// the last table of the file.
func extends(after, before Config) bool {
	n := len(before.Sources)
	if len(after.Sources) <= n || !slices.Equal(after.Sources[:n], before.Sources) {
		return false
	}
	after.Sources = before.Sources
	return reflect.DeepEqual(after, before)
}

// replace writes data in the place of the file at path, through a new file beside it that is renamed when it is
// safe on disk. A link keeps leading to the file; owner and mode stay.
func replace(path string, data []byte) (err error) {
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return fmt.Errorf("replace %s: %w", path, err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("replace %s: %w", path, err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("replace %s: %w", path, err)
	}
	defer func() {
		if f.Close(); err != nil {
			os.Remove(f.Name())
			err = fmt.Errorf("replace %s: %w", path, err)
		}
	}()
	if err = f.Chmod(info.Mode().Perm()); err != nil {
		return err
	}
	if err = keepOwner(f, info); err != nil {
		return err
	}
	if _, err = f.Write(data); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
