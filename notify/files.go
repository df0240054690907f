package notify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"rasid/news"
)

// files is the Target of kind "file": every digest as three files in one directory.
type files struct {
	name, dir string
}

func newFiles(o Options) (*files, error) {
	f := faults{target: o.Name}
	if o.Path == "" {
		f.add("path", "is missing", "name the directory to write to")
	}
	return &files{o.Name, o.Path}, f.err()
}

// Render returns one delivery for each form, to the name of its file: "20261121T050000Z-morning.html". A
// digest of the same schedule and due time takes the same names.
func (t *files) Render(d news.Digest) ([]news.Delivery, error) {
	html, err := HTML(d)
	if err != nil {
		return nil, err
	}
	object, err := JSON(d)
	if err != nil {
		return nil, err
	}
	base := dueOf(d).UTC().Format("20060102T150405Z") + "-" + slug(d.Name)
	return []news.Delivery{
		owed(d, t.name, base+".html", html),
		owed(d, t.name, base+".txt", []byte(Text(d))),
		owed(d, t.name, base+".json", object),
	}, nil
}

// Notify writes one file, whole or not at all; written again it is the same file.
func (t *files) Notify(ctx context.Context, d news.Delivery, _ func() error) error {
	if err := ctx.Err(); err != nil {
		return &Failure{Err: fmt.Errorf("write %s: %w", d.To, err)}
	}
	if d.To == "" || d.To != filepath.Base(d.To) || strings.HasPrefix(d.To, ".") {
		return &Failure{Permanent: true, Err: fmt.Errorf("write %q: not the name of a file", d.To)}
	}
	if err := t.write(d.To, d.Body); err != nil {
		return &Failure{Err: fmt.Errorf("write %s: %w", d.To, err)}
	}
	return nil
}

func (t *files) write(name string, body []byte) error {
	path := filepath.Join(t.dir, name)
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, body) {
		return nil
	}
	if err := makeFolder(t.dir); err != nil {
		return err
	}
	temp, err := os.CreateTemp(t.dir, ".rasid-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) // gone already where all went well
	_, err = temp.Write(body)
	for _, next := range []func() error{func() error { return temp.Chmod(0o640) }, func() error { return inherit(temp.Name()) }, temp.Sync} {
		if err == nil {
			err = next()
		}
	}
	if closed := temp.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(temp.Name(), path)
}

// Check makes a file in the directory and removes it.
func (t *files) Check(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return &Failure{Err: fmt.Errorf("check %s: %w", t.dir, err)}
	}
	err := makeFolder(t.dir)
	if err == nil {
		var temp *os.File
		if temp, err = os.CreateTemp(t.dir, ".rasid-*"); err == nil {
			temp.Close()
			err = os.Remove(temp.Name())
		}
	}
	if err != nil {
		return &Failure{Err: fmt.Errorf("check %s: %w", t.dir, err)}
	}
	return nil
}

// makeFolder is os.MkdirAll by which each folder that it makes belongs to the owner of the one above.
func makeFolder(dir string) error {
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return os.MkdirAll(dir, 0o750) // it is there, or cannot be
	}
	if err := makeFolder(filepath.Dir(dir)); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o750); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return inherit(dir)
}
