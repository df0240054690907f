package fetch

import (
	"bytes"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"
)

// declarationArea is how far into a document its own word on its encoding is looked for.
const declarationArea = 2048

var (
	declaredXML  = regexp.MustCompile(`^\s*<\?xml[^>]*?\sencoding\s*=\s*["']\s*([A-Za-z0-9._:-]+)`)
	declaredHTML = regexp.MustCompile(`(?i)<meta[^>]+?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]+)`)
)

// unicoded returns data as UTF-8 and the name of the encoding that it was found to be in. The order is:
// byte order mark, HTTP header, declaration within the document, and last the letters themselves. Bytes
// that are valid UTF-8 with letters beyond ASCII are UTF-8 whatever is declared, for no other encoding of
// Arabic yields them by chance; bytes declared UTF-8 that mostly are not are guessed from their letters.
// Single broken bytes become U+FFFD. Where data is valid UTF-8 already it is returned as it is.
func unicoded(data []byte, contentType string) ([]byte, string) {
	if text, name, ok := byMark(data); ok {
		return text, name
	}
	if utf8.Valid(data) && !wide(data) {
		if name := declared(data, contentType); !ascii(data) || !shifts(name) {
			return data, "utf-8"
		}
	}
	name := declared(data, contentType)
	if name == "" || name == "utf-8" && !mostlyUTF8(data) || wide(data) {
		name = guessed(data)
	}
	if name == "utf-8" {
		return bytes.ToValidUTF8(data, []byte("\uFFFD")), name
	}
	return recoded(data, name)
}

// byMark decodes data that begins with a byte order mark.
func byMark(data []byte) ([]byte, string, bool) {
	switch {
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		if data = data[3:]; utf8.Valid(data) {
			return data, "utf-8", true
		}
		if mostlyUTF8(data) {
			return bytes.ToValidUTF8(data, []byte("\uFFFD")), "utf-8", true
		}
	case bytes.HasPrefix(data, []byte("\xFE\xFF")):
		text, name := recoded(data[2:], "utf-16be")
		return text, name, true
	case bytes.HasPrefix(data, []byte("\xFF\xFE")):
		text, name := recoded(data[2:], "utf-16le")
		return text, name, true
	}
	return nil, "", false
}

// declared returns the canonical name of the encoding that the HTTP header or the document names; "" if
// neither names one that is known.
func declared(data []byte, contentType string) string {
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		if name := known(params["charset"]); name != "" {
			return name
		}
	}
	head := data[:min(len(data), declarationArea)]
	for _, r := range []*regexp.Regexp{declaredXML, declaredHTML} {
		if m := r.FindSubmatch(head); m != nil {
			if name := known(string(m[1])); name != "" {
				return name
			}
		}
	}
	return ""
}

// known returns the canonical name of an encoding label of the WHATWG Encoding Standard, "" if there is
// none. A document whose own bytes could be read this far is not UTF-16, whatever it says.
func known(label string) string {
	e, name := charset.Lookup(strings.TrimSpace(label))
	if e == nil || name == "replacement" {
		return ""
	}
	if strings.HasPrefix(name, "utf-16") {
		return "utf-8"
	}
	return name
}

// shifts reports whether an encoding writes other letters with ASCII bytes.
func shifts(name string) bool { return name == "iso-2022-jp" || name == "hz-gb-2312" }

// wide reports whether data looks like UTF-16 without a mark: every other byte of its beginning is NUL.
func wide(data []byte) bool {
	head := data[:min(len(data), 64)]
	return len(head) >= 8 && bytes.Count(head, []byte{0}) >= len(head)/3
}

func ascii(data []byte) bool {
	for _, b := range data {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// mostlyUTF8 reports whether at least four of five sequences beyond ASCII are valid UTF-8.
func mostlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for len(data) > 0 {
		if data[0] < utf8.RuneSelf {
			data = data[1:]
			continue
		}
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		data = data[n:]
	}
	return good >= 4*bad
}

// guessed names the encoding by its letters. The press followed here is Arabic: what cannot be told is
// taken for windows-1256.
func guessed(data []byte) string {
	if wide(data) {
		if data[0] == 0 {
			return "utf-16be"
		}
		return "utf-16le"
	}
	if mostlyUTF8(data) {
		return "utf-8"
	}
	best, err := chardet.NewTextDetector().DetectBest(letters(data))
	if err != nil {
		return "windows-1256"
	}
	if name := known(best.Charset); name != "" && name != "utf-8" {
		return name
	}
	return "windows-1256"
}

// letters takes a sample of data with its markup taken off, for tags in Latin letters outweigh the text.
func letters(data []byte) []byte {
	const most = 16 << 10
	out := make([]byte, 0, most)
	tag := false
	for _, b := range data {
		switch {
		case b == '<':
			tag = true
		case b == '>':
			tag = false
		case !tag && (b >= utf8.RuneSelf || b == ' '):
			out = append(out, b)
		}
		if len(out) == most {
			break
		}
	}
	return out
}

// recoded decodes data from the named encoding; bytes that mean nothing in it become U+FFFD.
func recoded(data []byte, name string) ([]byte, string) {
	e, name := charset.Lookup(name)
	if e == nil {
		return bytes.ToValidUTF8(data, []byte("\uFFFD")), "utf-8"
	}
	text, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return bytes.ToValidUTF8(data, []byte("\uFFFD")), "utf-8"
	}
	return text, name
}
