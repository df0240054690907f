package config

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"rasid/arabic"
)

// A Fault is one thing that is wrong with a configuration.
type Fault struct {
	File    string // path of the file that has to be changed
	Line    int    // from 1; 0 = the file as a whole
	Key     string // "fetch.timeout", "source[2].url" (the second [[source]]); "" = the file as a whole
	Problem string // "is missing"; never holds a secret
	Remedy  string // "write the address of the feed"
	Secret  bool   // a secret cannot be had here: what neither sends nor signs can do without
}

// Error returns the fault in one line: FILE:LINE: key: problem; remedy.
func (f Fault) Error() string {
	var b strings.Builder
	b.WriteString(f.File)
	if f.Line > 0 {
		fmt.Fprintf(&b, ":%d", f.Line)
	}
	b.WriteString(": ")
	if f.Key != "" {
		b.WriteString(isolated(f.Key) + ": ")
	}
	b.WriteString(f.Problem)
	if f.Remedy != "" {
		b.WriteString("; " + f.Remedy)
	}
	return b.String()
}

// Faults are all the faults of a configuration, by file and line. As an error it has at least one.
type Faults []Fault

// Error returns one line for each fault.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// OnlySecrets reports whether all that is wrong, if anything is, is that secrets cannot be had here.
func (fs Faults) OnlySecrets() bool {
	return !slices.ContainsFunc(fs, func(f Fault) bool { return !f.Secret })
}

// sorted returns the faults by file and line, keeping the order within a line.
func (fs Faults) sorted() Faults {
	slices.SortStableFunc(fs, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return fs
}

// shortened returns the faults that are told: the first ones, and how many there are besides.
func (fs Faults) shortened(file string) Faults {
	if len(fs) <= maxFaults {
		return fs
	}
	return append(fs[:maxFaults:maxFaults], Fault{File: file, Problem: fmt.Sprintf("has %d more faults", len(fs)-maxFaults), Remedy: "mend these first"})
}

// quoted returns a text from the file as it may stand in a message: quoted, controls escaped, short.
func quoted(s string) string {
	const most = 80
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return isolated(strconv.Quote(s))
}

// isolated returns s so that letters written from right to left do not disorder the line around them.
func isolated(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxLatin1 && r != '…' }) {
		return arabic.Isolate(s)
	}
	return s
}

// choice returns words as "a, b or c", each quoted.
func choice(words []string) string {
	q := make([]string, len(words))
	for i, w := range words {
		q[i] = quoted(w)
	}
	if len(q) < 2 {
		return strings.Join(q, "")
	}
	return strings.Join(q[:len(q)-1], ", ") + " or " + q[len(q)-1]
}
