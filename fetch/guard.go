package fetch

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// What is done to an XML document before a parser sees it. gofeed and encoding/xml walk nested elements
// by recursion and end the process where they are nested deeply enough; they also give up a whole feed
// for one character. The guard takes away what is only noise and refuses what is an attack.

// A scan is the shape of an XML document.
type scan struct {
	short   bool   // the document ends before its root element does
	all     int    // <item> or <entry> elements anywhere
	entries int    // those of them where a feed has its own
	cut     int    // where the first entry too many begins, 0 = none
	closing string // end tags that the document needs when it is cut there
}

// A guarded document is safe to parse.
type guarded struct {
	data   []byte // from the root element on
	left   int    // entries cut off, beyond the limit
	expect int    // entries that a parser should find
	short  bool   // the document was cut short: what is left out may be had next time
}

// guard frees data, which is UTF-8, of what no parser reads and cuts it after maxEntries entries. The error
// is ErrDepth.
func guard(data []byte, maxDepth, maxEntries int) (guarded, error) {
	data = printable(rooted(data))
	s, regular, err := measure(data, maxDepth, maxEntries)
	if !regular && err == nil {
		err = walk(data, maxDepth)
	}
	if err != nil {
		return guarded{}, err
	}
	if s.cut > 0 {
		return guarded{append(bytes.Clone(data[:s.cut]), s.closing...), s.entries - maxEntries, maxEntries, s.short}, nil
	}
	return guarded{data, 0, s.all, s.short}, nil
}

// rooted cuts off what stands before the root element: junk, the declaration (data is UTF-8 by now,
// whatever it says), comments, a DTD.
func rooted(data []byte) []byte {
	at, _ := root(data)
	if at < 0 {
		return data
	}
	return data[at:]
}

// printable blanks out control characters, characters that are none, references to either, and any
// further XML declaration, which would make the decoder change its encoding. data is copied if it must be
// changed.
func printable(data []byte) []byte {
	bad := controls(data) || bytes.Contains(data, []byte("\xEF\xBF\xBE")) || bytes.Contains(data, []byte("\xEF\xBF\xBF"))
	if !bad && !bytes.Contains(data, []byte("&#")) && !bytes.Contains(data, []byte("<?xml")) {
		return data
	}
	data = bytes.Clone(data)
	for i, c := range data {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' {
			data[i] = ' '
		}
	}
	blank(data, "\xEF\xBF\xBE", func([]byte) int { return 3 })
	blank(data, "\xEF\xBF\xBF", func([]byte) int { return 3 })
	blank(data, "&#", illegal)
	blank(data, "<?xml", func(b []byte) int {
		if end := bytes.Index(b, []byte("?>")); len(b) > 5 && (b[5] <= ' ' || b[5] == '?') && end > 0 {
			return end + 2
		}
		return 0
	})
	return data
}

func controls(data []byte) bool {
	for _, c := range data {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' {
			return true
		}
	}
	return false
}

// blank overwrites each place that begins with mark by as many blanks as length says.
func blank(data []byte, mark string, length func([]byte) int) {
	for i := 0; ; {
		n := bytes.Index(data[i:], []byte(mark))
		if n < 0 {
			return
		}
		i += n
		n = length(data[i:])
		for k := range n {
			data[i+k] = ' '
		}
		i += max(n, len(mark))
	}
}

// illegal returns the length of a reference to a character that XML does not have, 0 for another.
func illegal(b []byte) int {
	end := bytes.IndexByte(b[:min(len(b), 16)], ';')
	if end < 3 {
		return 0
	}
	digits, radix := string(b[2:end]), 10
	if digits[0] == 'x' {
		digits, radix = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, radix, 32)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0
	}
	ok := err == nil && (n == '\t' || n == '\n' || n == '\r' || n >= 0x20 && n <= 0xD7FF || n >= 0xE000 && n <= 0xFFFD || n >= 0x10000 && n <= 0x10FFFF)
	if ok {
		return 0
	}
	return end + 1
}

// walk measures the depth of an irregular document with the tokenizer that the parser itself uses.
func walk(data []byte, maxDepth int) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	depth := 0
	for {
		t, err := d.RawToken()
		if err != nil {
			return nil // the parser stops at the same place
		}
		switch t.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return fmt.Errorf("%w (%d)", ErrDepth, maxDepth)
			}
		case xml.EndElement:
			depth = max(0, depth-1)
		}
	}
}
