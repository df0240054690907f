package fetch

import (
	"net/netip"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// tidy writes percent escapes in capitals, takes them off letters, digits and -._~ (RFC 3986 section
// 6.2.2) and escapes a percent sign that escapes nothing.
func tidy(s string) string {
	i := strings.IndexByte(s, '%')
	if i < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:i])
	for ; i < len(s); i++ {
		if s[i] != '%' {
			b.WriteByte(s[i])
			continue
		}
		if i+2 >= len(s) || unhex(s[i+1]) < 0 || unhex(s[i+2]) < 0 {
			b.WriteString("%25")
			continue
		}
		if c := byte(unhex(s[i+1])<<4 | unhex(s[i+2])); unreserved(c) {
			b.WriteByte(c)
		} else {
			b.WriteString(strings.ToUpper(s[i : i+3]))
		}
		i += 2
	}
	return b.String()
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

// desktop takes the mobile or AMP label off a host: m.alarabiya.net becomes www.alarabiya.net, and
// m.arabic.cnn.com becomes arabic.cnn.com.
func desktop(host string) string {
	first, rest, _ := strings.Cut(host, ".")
	switch first {
	case "m", "mobile", "amp":
	default:
		return host
	}
	if !strings.Contains(rest, ".") {
		return host
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return host
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(rest)
	switch {
	case err != nil:
		return host // rest is a public suffix: m is the name
	case domain == rest:
		return "www." + rest
	}
	return rest
}
