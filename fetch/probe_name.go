package fetch

import (
	"cmp"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/publicsuffix"

	"rasid/arabic"
)

// Where a site says what it is called, the surest first.
const (
	siteSays  = iota // for whoever shows a link to it
	frontSays        // the title of its front page
	feedSays         // the title of a feed
	pageSays         // the title of another page, which is mostly that of an article
	sayings
)

// named remembers what a page says the site is called.
func (p *prober) named(doc *goquery.Document, l lead) {
	for _, at := range []string{`meta[property="og:site_name"]`, `meta[name="application-name"]`, `meta[name="apple-mobile-web-app-title"]`} {
		s, _ := doc.Find(at).First().Attr("content")
		p.names[siteSays] = append(p.names[siteSays], siteName(s))
	}
	place := pageSays
	if l.how == "home" || l.url == p.home() {
		place = frontSays
	}
	p.names[place] = append(p.names[place], siteName(doc.Find("head > title").First().Text()))
}

var titleParts = regexp.MustCompile(`\s+[-–—|:•»]\s+|\s*[|»]\s*|:\s+`)

// notNames are parts of titles of front pages and feeds that say nothing of the site.
var notNames = []string{"الرئيسية", "الصفحة الرئيسية", "الرئيسة", "الصفحة الرئيسة", "آخر الأخبار", "اخر الاخبار", "أخبار", "home", "homepage", "rss", "feed", "rss feed", "news"}

// siteName takes what stands around the name of a site off a title: "الرئيسية | جريدة الغد" is "جريدة الغد".
func siteName(title string) string {
	const most = 60
	for _, part := range titleParts.Split(arabic.Clean(title, maxTitle), -1) {
		part = strings.TrimSpace(part)
		if part != "" && len([]rune(part)) <= most && !slices.Contains(notNames, strings.ToLower(part)) {
			return part
		}
	}
	return ""
}

// outlet returns the first name in Arabic, else the first name, else the host.
func (p *prober) outlet() string {
	best := ""
	for _, names := range p.names {
		for _, name := range names {
			if name != "" && arabic.Share(name) >= leastArabic {
				return name
			}
			best = cmp.Or(best, name)
		}
	}
	return cmp.Or(best, p.at.Hostname())
}

// SourceName makes a name for a source of its address: ASCII letters, digits and hyphens, at most 64, never
// empty. "https://www.france24.com/ar/rss" gives "france24-ar". It need not be free.
func SourceName(address string) string {
	const most = 64
	u, err := url.Parse(address)
	if err != nil {
		return "source"
	}
	name := strings.ToLower(u.Hostname())
	for _, label := range []string{"www.", "m.", "feeds.", "feed.", "rss."} {
		name = strings.TrimPrefix(name, label)
	}
	first, rest, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	switch _, err := netip.ParseAddr(name); {
	case err == nil:
		if u.Port() != "" {
			name += "-" + u.Port()
		}
	case name == "t.me":
		channel, _, _ := strings.Cut(rest, "/")
		name = "telegram-" + strings.ToLower(channel)
	default:
		suffix, _ := publicsuffix.PublicSuffix(name)
		name = strings.TrimSuffix(name, "."+suffix)
	}
	if first == "ar" || first == "arabic" {
		name += "-" + first
	}
	name = strings.Trim(strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			return c
		}
		return '-'
	}, name), "-")
	if name == "" {
		return "source"
	}
	return strings.Trim(name[:min(len(name), most)], "-")
}
