package fetch

import (
	"fmt"
	"regexp"
	"strings"

	whatwg "github.com/nlnwa/whatwg-url/url"
)

const (
	maxURL    = 2 << 10 // bytes of a canonical address
	maxRawURL = 8 << 10 // bytes of an address that is worth parsing
)

// Canonical returns the one form under which an address is known: absolute, http or https, parsed as
// browsers do (WHATWG URL Standard), without fragment, user, default port, tracking parameters, AMP and
// mobile forms, its percent escapes in capitals and only where they are needed, at most 2 KiB long. raw
// may be relative to base; base "" means that there is none. It is idempotent. The error is ErrURL.
func Canonical(raw, base string) (string, error) {
	b := against(base)
	return b.canonical(raw)
}

// A base resolves the addresses of one document.
type base struct {
	raw string
	u   *whatwg.Url // parsed when first needed

	copied bool // the document is a copy of a web archive, which may have made links to other copies of its links
}

func against(raw string) base { return base{raw: raw} }

func (b *base) canonical(raw string) (string, error) {
	raw = strings.TrimFunc(raw, func(r rune) bool { return r <= ' ' || r == '\u00a0' || r == '\ufeff' })
	if b.copied {
		if original, _, ok := copyOf(raw); ok {
			raw = original
		}
	}
	if settled(raw) {
		return raw, nil
	}
	if s, ok := quick(raw); ok {
		return s, nil
	}
	if raw == "" || len(raw) > maxRawURL {
		return "", fmt.Errorf("address of %d bytes: %w", len(raw), ErrURL)
	}
	u, err := b.parse(raw)
	if err != nil {
		return "", fmt.Errorf("address %.100q: %w", withoutUser(raw), ErrURL)
	}
	if inner := wrapped(u); inner != "" && inner != raw {
		none := base{}
		if s, err := none.canonical(inner); err == nil {
			return s, nil
		}
	}
	s := written(u)
	if len(s) > maxURL {
		return "", fmt.Errorf("address of %d bytes: %w", len(s), ErrURL)
	}
	return s, nil
}

// parse resolves raw. A backslash before the query is refused: browsers and servers differ on where such
// an address leads.
func (b *base) parse(raw string) (*whatwg.Url, error) {
	head, _, _ := strings.Cut(raw, "?")
	if strings.ContainsRune(head, '\\') {
		return nil, ErrURL
	}
	u, err := b.resolve(raw)
	if err != nil {
		return nil, err
	}
	if u.Scheme() != "http" && u.Scheme() != "https" || !dialable(u.Hostname()) {
		return nil, ErrURL
	}
	return u, nil
}

// dialable reports whether host has the letters of a name or of an address.
func dialable(host string) bool {
	for _, c := range host {
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_' || c == ':' || c == '[' || c == ']') {
			return false
		}
	}
	return host != "" && host[0] != '.' && !strings.Contains(host, "..")
}

var hostFirst = regexp.MustCompile(`^(?:[\pL\pN-]+\.)+\pL{2,}(?:/|$)`)

func (b *base) resolve(raw string) (*whatwg.Url, error) {
	if strings.HasPrefix(raw, "www.") || b.raw == "" && hostFirst.MatchString(raw) {
		raw = "https://" + raw // the scheme was left out
	}
	if strings.HasPrefix(raw, "http://") || strings.HasPrefix(raw, "https://") {
		return whatwg.Parse(raw)
	}
	if b.u == nil && b.raw != "" {
		u, err := whatwg.Parse(b.raw)
		if err != nil {
			return nil, err
		}
		b.u = u
	}
	switch {
	case b.u != nil:
		return b.u.Parse(raw)
	case strings.HasPrefix(raw, "//"):
		return whatwg.Parse("https:" + raw)
	}
	return whatwg.Parse(raw)
}

// written puts the parts of u together in canonical form.
func written(u *whatwg.Url) string {
	var b strings.Builder
	b.WriteString(u.Scheme())
	b.WriteString("://")
	b.WriteString(desktop(strings.TrimSuffix(u.Hostname(), ".")))
	if p := u.Port(); p != "" {
		b.WriteByte(':')
		b.WriteString(p)
	}
	b.WriteString(whole(tidy(u.Pathname())))
	if q := untracked(tidy(u.Query())); q != "" {
		b.WriteByte('?')
		b.WriteString(q)
	}
	if f := u.Fragment(); ownMark.MatchString(f) {
		b.WriteByte('#')
		b.WriteString(f)
	}
	return b.String()
}

// ownMark is the fragment that tells entries without a link apart, see marks.
var ownMark = regexp.MustCompile(`^entry-[0-9a-f]{16}$`)
