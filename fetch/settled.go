package fetch

import (
	"net/netip"
	"strings"
	"unicode/utf8"
)

// settled reports, without allocating, that s is canonical already as most addresses in a feed are. It
// says no wherever it is not sure.
func settled(s string) bool {
	if len(s) > maxURL {
		return false
	}
	rest, ok := strings.CutPrefix(s, "https://")
	port := ":443"
	if !ok {
		if rest, ok = strings.CutPrefix(s, "http://"); !ok {
			return false
		}
		port = ":80"
	}
	slash := strings.IndexByte(rest, '/')
	return slash > 0 && settledHost(rest[:slash], port) && settledPath(rest[slash:])
}

func settledHost(host, defaultPort string) bool {
	if strings.HasSuffix(host, defaultPort) {
		return false
	}
	name, port, _ := strings.Cut(host, ":")
	for i := range len(port) {
		if c := port[i]; c < '0' || c > '9' || i == 0 && c == '0' || i > 4 {
			return false
		}
	}
	if strings.HasSuffix(host, ":") || len(port) == 5 && port > "65535" {
		return false
	}
	for i := range len(name) {
		if c := name[i]; !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '-') {
			return false
		}
	}
	first, _, _ := strings.Cut(name, ".")
	switch {
	case name == "" || name[0] == '.' || name[len(name)-1] == '.' || strings.Contains(name, "..") || strings.Contains(name, "xn--"):
		return false
	case first == "m" || first == "mobile" || first == "amp" || strings.HasPrefix(name, "www.google.") || strings.HasSuffix(name, "ampproject.org"):
		return false
	}
	last := name[strings.LastIndexByte(name, '.')+1:]
	if last[0] >= '0' && last[0] <= '9' {
		a, err := netip.ParseAddr(name)
		return err == nil && a.String() == name
	}
	return true
}

func settledPath(path string) bool {
	if strings.Contains(path, "amp") || strings.Contains(path, "/.") {
		return false
	}
	for i := 0; i < len(path); i++ {
		c := path[i]
		switch {
		case unreserved(c) || c == '/':
		case c == '%':
			if i+2 >= len(path) || !capital(path[i+1]) || !capital(path[i+2]) || unreserved(byte(unhex(path[i+1])<<4|unhex(path[i+2]))) {
				return false
			}
			i += 2
		default:
			return false
		}
	}
	return true
}

func capital(c byte) bool { return c >= '0' && c <= '9' || c >= 'A' && c <= 'F' }

// quick canonicalises the common addresses that are not settled, those with a query, a fragment or
// letters that are not escaped, without the parser, which costs ten times as much. ok is false where it is
// not sure.
func quick(raw string) (url string, ok bool) {
	rest, secure := strings.CutPrefix(raw, "https://")
	scheme, port := "https://", ":443"
	if !secure {
		if rest, ok = strings.CutPrefix(raw, "http://"); !ok {
			return "", false
		}
		scheme, port = "http://", ":80"
	}
	slash := strings.IndexByte(rest, '/')
	if slash <= 0 || len(raw) > maxURL || !settledHost(rest[:slash], port) {
		return "", false
	}
	host, path := rest[:slash], rest[slash:]
	path, fragment, _ := strings.Cut(path, "#")
	path, query, _ := strings.Cut(path, "?")
	path, pathOK := encoded(path)
	query, queryOK := encoded(query)
	if !pathOK || !queryOK || !settledPath(path) || ownMark.MatchString(fragment) {
		return "", false
	}
	url = scheme + host + path
	if query = untracked(query); query != "" {
		url += "?" + query
	}
	return url, len(url) <= maxURL
}

const upperHex = "0123456789ABCDEF"

// encoded writes the letters of a path or query that are not ASCII as percent escapes and tidies those
// that are there. ok is false where s holds what the parser would treat in a way of its own.
func encoded(s string) (out string, ok bool) {
	if !utf8.ValidString(s) {
		return "", false
	}
	plain := true
	for i := range len(s) {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			plain = false
		case !unreserved(c) && strings.IndexByte("/=&+,:@!*();%?", c) < 0:
			return "", false
		}
	}
	if plain {
		return tidy(s), true
	}
	var b strings.Builder
	b.Grow(3 * len(s))
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf {
			b.Write([]byte{'%', upperHex[c>>4], upperHex[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
	return tidy(b.String()), true
}
