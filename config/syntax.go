package config

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// A reader checks the form of a file against the types of file.go, key by key, and remembers where each key
// stands. It exists because the decoder stops at the first wrong type: what the reader finds wrong it reports and
// blanks, so that the decoder takes the rest. What is blanked is the whole expression, so a list with one element of the
// wrong type tells of its other faults only when that is mended.
type reader struct {
	data   []byte // what is left to decode; faulty expressions are blanked
	parser unstable.Parser
	starts []int          // offsets at which lines begin
	lines  map[string]int // line of each key: "fetch", "fetch.timeout", "source[2].url"
	faulty map[string]bool
	counts map[string]int // elements seen of each array of tables
	report func(line int, key, problem, remedy string)
}

// read checks data and decodes into f what has the right form. ok is false when the rest cannot be trusted, because
// the file is not TOML or contradicts itself; then f has what stands before the line where it ceases to be TOML.
func (r *reader) read(data []byte, f *file) (ok bool) {
	r.data = bytes.Clone(data)
	r.lines, r.faulty, r.counts = map[string]int{}, map[string]bool{}, map[string]int{}
	r.starts = []int{0}
	for i, c := range data {
		if c == '\n' {
			r.starts = append(r.starts, i+1)
		}
	}
	if !r.walk(data) {
		toml.Unmarshal(r.data, f) //nolint:errcheck // as much as there is
		return false
	}
	var wrong *toml.DecodeError
	switch err := toml.Unmarshal(r.data, f); {
	case errors.As(err, &wrong):
		line, _ := wrong.Position()
		r.report(line, strings.Join(wrong.Key(), "."), strings.TrimPrefix(wrong.Error(), "toml: "), "write each key once and with a value of its type")
		return false
	case err != nil:
		r.report(1, "", "cannot be decoded", "write it as rasid config init does")
		return false
	}
	return true
}

// walk goes through the expressions of the file, each within the table opened before it.
func (r *reader) walk(data []byte) bool {
	r.parser.Reset(data)
	table, path, skip := reflect.TypeFor[file](), "", false
	for r.parser.NextExpression() {
		switch e := r.parser.Expression(); e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table, path, skip = r.open(e)
		case unstable.KeyValue:
			if skip || !r.keyValue(e, table, path) {
				r.blank(int(e.Raw.Offset), int(e.Raw.Offset+e.Raw.Length))
			}
		}
	}
	var wrong *unstable.ParserError
	if errors.As(r.parser.Error(), &wrong) {
		at := r.parser.Range(wrong.Highlight)
		r.data = r.data[:r.starts[max(0, r.line(at.Offset)-1)]]
		problem, remedy := "is not TOML here: "+wrong.Message, `put a text value in quotes, one key on each line: name = "value"`
		if n := r.line(at.Offset); strings.ContainsAny(r.text(data, n), "“”„‘’") { // as word processors and telephones write them
			problem, remedy = "is not TOML here, and has curly quotation marks", `put a text value in straight ones: name = "value"`
		} else if c, _ := utf8.DecodeRune(data[at.Offset:]); c >= utf8.RuneSelf && c != utf8.RuneError { // the message has its first byte
			problem, remedy = "is not TOML here: "+quoted(string(c))+" stands outside quotation marks", `write commas, digits and blanks as in English, and texts in straight marks: name = "value"`
		}
		r.report(r.line(at.Offset), "", problem, remedy)
		return false
	}
	return r.parser.Error() == nil
}

// open checks a [table] or [[table]] header and returns the type and the path of the keys that follow; skip says
// that they belong to nothing known.
func (r *reader) open(e *unstable.Node) (table reflect.Type, path string, skip bool) {
	parts, first := keys(e)
	table, line := reflect.TypeFor[file](), r.line(first.Raw.Offset)
	for i, part := range parts {
		field, found := fieldOf(table, part)
		at := join(path, part)
		if !found || kindOf(field) != "table" && kindOf(field) != "tables" {
			return r.refuse(e, line, at, "is not a table that Rasid knows", "known are "+strings.Join(headers(), " "))
		}
		last := i == len(parts)-1
		switch repeated := kindOf(field) == "tables"; {
		case repeated && last && e.Kind == unstable.ArrayTable:
			r.counts[at]++
			if r.faulty[at] {
				return r.refuse(e, line, at, "", "")
			}
			table, path = field.Elem(), fmt.Sprintf("%s[%d]", at, r.counts[at])
		case last && repeated != (e.Kind == unstable.ArrayTable):
			return r.refuse(e, line, at, "has the wrong brackets", "write "+header(part, repeated))
		case repeated:
			table, path = field.Elem(), fmt.Sprintf("%s[%d]", at, r.counts[at])
		default:
			table, path = field, at
		}
	}
	if r.lines[path] != 0 {
		return r.refuse(e, line, path, fmt.Sprintf("is already in line %d", r.lines[path]), "join the two")
	}
	r.lines[path] = line
	return table, path, false
}

// refuse reports a header, unless there is nothing to say, and blanks its line.
func (r *reader) refuse(e *unstable.Node, line int, key, problem, remedy string) (reflect.Type, string, bool) {
	if problem != "" {
		r.fault(line, key, problem, remedy)
	}
	end := len(r.data)
	if line < len(r.starts) {
		end = r.starts[line]
	}
	r.blank(r.starts[line-1], end)
	return nil, "", true
}

// keyValue checks one "key = value" within a table and reports whether it may be decoded.
func (r *reader) keyValue(e *unstable.Node, table reflect.Type, path string) bool {
	parts, first := keys(e)
	line := r.line(first.Raw.Offset)
	for i, part := range parts {
		field, found := fieldOf(table, part)
		path = join(path, part)
		if !found {
			r.fault(line, path, "is not a key that Rasid knows", "known here are "+strings.Join(names(table), " "))
			return false
		}
		if i < len(parts)-1 {
			if kindOf(field) != "table" {
				r.fault(line, path, "is not a table", "write it as "+example(kindOf(field)))
				return false
			}
			if r.lines[path] == 0 {
				r.lines[path] = line
			}
		}
		table = field
	}
	if r.lines[path] != 0 {
		r.fault(line, path, fmt.Sprintf("is already in line %d", r.lines[path]), "leave one of the two out")
		return false
	}
	r.lines[path] = line
	return r.value(e.Value(), table, path, line)
}

// value checks a value against the type of its key and reports whether it may be decoded.
func (r *reader) value(v *unstable.Node, want reflect.Type, path string, line int) bool {
	good := true
	switch kind := kindOf(want); {
	case kind == "table" && v.Kind == unstable.InlineTable:
		for it := v.Children(); it.Next(); {
			good = r.keyValue(it.Node(), want, path) && good
		}
	case (kind == "tables" || kind == "texts") && v.Kind == unstable.Array:
		for it := v.Children(); it.Next(); {
			at := fmt.Sprintf("%s[%d]", path, r.counts[path]+1)
			r.counts[path]++
			if it.Node().Raw.Length > 0 {
				line = r.line(it.Node().Raw.Offset)
			}
			r.lines[at] = line
			good = r.value(it.Node(), want.Elem(), at, line) && good
		}
	case kind == "text" && v.Kind == unstable.String,
		kind == "duration" && v.Kind == unstable.String,
		kind == "integer" && v.Kind == unstable.Integer,
		kind == "number" && (v.Kind == unstable.Float || v.Kind == unstable.Integer):
	default:
		r.fault(line, path, "has the wrong type", "write it as "+example(kind))
		return false
	}
	return good
}

// fault reports a fault of a key and remembers that the key has one.
func (r *reader) fault(line int, key, problem, remedy string) {
	r.faulty[key] = true
	r.report(line, key, problem, remedy)
}

// blank makes the decoder see nothing from one offset to another, with the lines kept.
func (r *reader) blank(from, to int) {
	for i := from; i < to; i++ {
		if r.data[i] != '\n' {
			r.data[i] = ' '
		}
	}
}

// line returns the line of an offset, from 1.
func (r *reader) line(offset uint32) int {
	n, exact := slices.BinarySearch(r.starts, int(offset))
	if exact {
		return n + 1
	}
	return n
}

// text returns line n of data, from 1.
func (r *reader) text(data []byte, n int) string {
	end := len(data)
	if n < len(r.starts) {
		end = r.starts[n]
	}
	return string(data[r.starts[max(0, n-1)]:end])
}

// keys returns the parts of a dotted key and the node of the first.
func keys(e *unstable.Node) (parts []string, first *unstable.Node) {
	for it := e.Key(); it.Next(); {
		if first == nil {
			first = it.Node()
		}
		parts = append(parts, string(it.Node().Data))
	}
	return parts, first
}
