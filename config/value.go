package config

import (
	"fmt"
	"net/netip"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// name checks a unique name within the tables of one kind; seen maps names to the key that has them.
func (l *loader) name(key, name string, seen map[string]string) {
	at := key + ".name"
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	switch {
	case name == "":
		l.fault(at, "is missing", `write a unique name: name = "my-name"`)
	case len(name) > maxName || strings.Trim(name, letters+"._-") != "" || !strings.Contains(letters, name[:1]):
		l.fault(at, quoted(name)+" is not a name", fmt.Sprintf("use up to %d ASCII letters, digits and . _ -, a letter or digit first", maxName))
	case seen[name] != "":
		l.fault(at, fmt.Sprintf("%s is already the name in line %d", quoted(name), l.line(seen[name]+".name")), "give each a name of its own")
	default:
		seen[name] = key
	}
}

// list checks names that refer to other tables: known, none twice.
func (l *loader) list(key string, names, known []string, table string) {
	for i, n := range names {
		at := fmt.Sprintf("%s[%d]", key, i+1)
		switch {
		case slices.Contains(names[:i], n):
			l.fault(at, quoted(n)+" is named twice", "leave one out")
		case !slices.Contains(known, n) && !l.doubtful(table):
			l.fault(at, fmt.Sprintf("there is no %s %s", table, quoted(n)), l.known(table, known))
		}
	}
}

// known returns a remedy that names what can be referred to.
func (l *loader) known(table string, known []string) string {
	const most = 12
	switch {
	case len(known) == 0:
		return "add a [[" + table + "]] with this name"
	case len(known) > most:
		return fmt.Sprintf("add a [[%s]] with this name or use %s or another", table, choice(known[:most]))
	}
	return fmt.Sprintf("add a [[%s]] with this name or use %s", table, choice(known))
}

// oneOf returns a word that must be one of those known, or the default for "".
func (l *loader) oneOf(key, word, otherwise string, known []string) string {
	if word == "" && !l.present(key) {
		return otherwise
	}
	if !slices.Contains(known, word) {
		l.fault(key, quoted(word)+" is not known", "use "+choice(known))
	}
	return word
}

// oneLine checks a text that readers see in a line of its own.
func (l *loader) oneLine(key, text string) {
	const most = 200
	control := func(r rune) bool {
		return unicode.IsControl(r) || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 // bidirectional controls
	}
	if strings.ContainsFunc(text, control) || len([]rune(text)) > most {
		l.fault(key, quoted(text)+" is not one plain line", fmt.Sprintf("write up to %d characters without line breaks and direction marks", most))
	}
}

// words checks a list of words or phrases.
func (l *loader) words(key string, words []string) {
	for i, w := range words {
		if !strings.ContainsFunc(w, unicode.IsLetter) && !strings.ContainsFunc(w, unicode.IsDigit) {
			l.fault(fmt.Sprintf("%s[%d]", key, i+1), quoted(w)+" holds no letter", "write a word or leave it out")
		}
	}
}

// duration returns a span within bounds; 0 where the key is absent or faulty.
func (l *loader) duration(key string, text duration, least, most time.Duration) time.Duration {
	if !l.present(key) {
		return 0
	}
	d, err := Span(string(text))
	switch {
	case err != nil:
		l.fault(key, quoted(string(text))+" is not a span of time", "write a number with its unit s, m, h or d: "+short(least)+" to "+short(most))
	case d < least || d > most:
		l.fault(key, quoted(string(text))+" is out of range", "use "+short(least)+" to "+short(most))
	default:
		return d
	}
	return 0
}

// Span returns the duration that a text says: as time.ParseDuration has it, or a whole number of days, "400d".
func Span(text string) (time.Duration, error) {
	const most = 100 * 366
	if days, is := strings.CutSuffix(text, "d"); is {
		n, err := strconv.ParseUint(days, 10, 32)
		if err != nil || n > most {
			return 0, fmt.Errorf("%s is not a number of days up to %d", quoted(text), most)
		}
		return time.Duration(n) * 24 * time.Hour, nil
	}
	return time.ParseDuration(text)
}

// short returns a duration as one would write it: "5m" rather than "5m0s", "400d" rather than "9600h0m0s".
func short(d time.Duration) string {
	const day = 24 * time.Hour
	if d >= 30*day && d%day == 0 {
		return fmt.Sprintf("%dd", d/day)
	}
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// count returns a whole number within bounds; 0 where the key is absent or faulty.
func (l *loader) count(key string, n, least, most int64) int64 {
	if !l.present(key) {
		return 0
	}
	if n < least || n > most {
		l.fault(key, fmt.Sprintf("%d is out of range", n), fmt.Sprintf("use %d to %d", least, most))
		return 0
	}
	return n
}

// address checks an http or https address.
func (l *loader) address(key, raw string) {
	u, err := url.Parse(raw)
	switch {
	case raw == "":
		l.fault(key, "is missing", `write the address: url = "https://…"`)
	case err != nil || strings.ContainsFunc(raw, unicode.IsControl) || strings.ContainsFunc(raw, unicode.IsSpace) || len(raw) > maxURL:
		l.fault(key, "is not an address", `write it as "https://host/path"`)
	case u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		l.fault(key, quoted(u.Redacted())+" is not an address on the web", `write it as "https://host/path"`)
	case u.User != nil:
		l.fault(key, "holds a login", "leave out what stands before the @")
	}
}

// prefixes returns ranges of addresses.
func (l *loader) prefixes(key string, texts []string) []netip.Prefix {
	const widest = 7 // fc00::/7, the widest range that is not public
	var all []netip.Prefix
	for i, text := range texts {
		at := fmt.Sprintf("%s[%d]", key, i+1)
		p, err := netip.ParsePrefix(text)
		switch {
		case err != nil:
			l.fault(at, quoted(text)+" is not a range of addresses", `write it with its length: "127.0.0.0/8", "192.0.2.7/32" or "fd00::/8"`)
		case p != p.Masked():
			l.fault(at, quoted(text)+" has bits beyond its length", "write "+quoted(p.Masked().String()))
		case p.Bits() < widest:
			l.fault(at, quoted(text)+" takes in every address", "name the ranges that are needed")
		default:
			all = append(all, p)
		}
	}
	return all
}

// path returns where a path of the file leads: absolute, or from the folder of the file. It is "" after a fault.
func (l *loader) path(key, raw string) string {
	switch {
	case strings.TrimSpace(raw) == "" || strings.ContainsFunc(raw, unicode.IsControl):
		l.fault(key, quoted(raw)+" is not a path", "write a path")
	case slices.Contains(strings.FieldsFunc(raw, func(r rune) bool { return r == '/' || r == filepath.Separator }), ".."):
		l.fault(key, quoted(raw)+" climbs out of its folder with ..", "write the path from the root or from the folder of this file")
	case filepath.IsAbs(raw):
		return filepath.Clean(raw)
	default:
		return filepath.Join(l.folder, raw)
	}
	return ""
}
