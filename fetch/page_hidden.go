package fetch

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var (
	hiding   = regexp.MustCompile(`(?i)display\s*:\s*none|(?:^|[;\s{])visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)|font-size\s*:\s*(?:0|1px|0?\.\d+(?:px|em|rem))\s*(?:px|pt|em|rem|%)?\s*(?:;|!|$)|(?:left|right|top|text-indent|margin-(?:left|right|top))\s*:\s*-\d{3,}|(?:^|;|\s)(?:max-)?(?:height|width)\s*:\s*[01](?:px)?\s*(?:;|!|$)|clip\s*:\s*rect\(\s*[01](?:px)?[ ,]|clip-path\s*:\s*inset\(\s*(?:50|100)%`)
	ruleSets = regexp.MustCompile(`([^{}]+)\{([^{}]*)\}`)
	oneName  = regexp.MustCompile(`^[.#][\w-]+$`)
)

// hiddenBy returns the single classes and ids that the style elements of the page hide.
func hiddenBy(root *html.Node) map[string]bool {
	rules := map[string]bool{}
	var visit func(*html.Node)
	visit = func(n *html.Node) {
		if n.DataAtom == atom.Style && n.FirstChild != nil && forScreens(attr(n, "media")) {
			for _, m := range ruleSets.FindAllStringSubmatch(withoutMedia(n.FirstChild.Data), -1) {
				if !hiding.MatchString(m[2]) {
					continue
				}
				for _, sel := range strings.Split(m[1], ",") {
					if sel = strings.TrimSpace(sel); oneName.MatchString(sel) {
						rules[sel] = true
					}
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			visit(c)
		}
	}
	visit(root)
	return rules
}

func forScreens(media string) bool {
	return media == "" || strings.Contains(media, "all") || strings.Contains(media, "screen")
}

// withoutMedia cuts the blocks of at-rules (@media print …) out of a style sheet: they hold for some readers only.
func withoutMedia(css string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(css, '@')
		if i < 0 {
			b.WriteString(css)
			return b.String()
		}
		b.WriteString(css[:i])
		css = css[i+1:]
		depth := 0
		end := strings.IndexFunc(css, func(r rune) bool {
			switch r {
			case '{':
				depth++
			case '}':
				depth--
				return depth <= 0
			case ';':
				return depth == 0
			}
			return false
		})
		if end < 0 {
			return b.String()
		}
		css = css[end+1:]
	}
}

// unseen reports whether a reader does not see n.
func (pr *pruner) unseen(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Html, atom.Body, atom.Head: // hidden until scripts have run
		return false
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "style":
			if hiding.MatchString(a.Val) {
				return true
			}
		case "id":
			if pr.rules["#"+a.Val] && !told(n) {
				return true
			}
		case "class":
			for c := range strings.FieldsSeq(a.Val) {
				if pr.rules["."+c] && !told(n) {
					return true
				}
				switch c {
				case "sr-only", "visually-hidden", "screen-reader-text", "element-invisible":
					return true
				case "d-none", "hidden": // unless shown on some screens: "d-none d-md-block", "hidden md:flex"
					return !strings.Contains(a.Val, "d-md-") && !strings.Contains(a.Val, "d-lg-") && !strings.Contains(a.Val, "d-sm-") && !strings.Contains(a.Val, ":")
				}
			}
		}
	}
	return false
}

// told reports whether n holds at least three paragraphs of whole sentences. Style sheets hide articles until a
// script has run, or undo what they hid in a rule that is not understood here; what they hide for good is menus
// and, in bad faith, keywords.
func told(n *html.Node) bool {
	found := 0
	for _, p := range paragraphs(n) {
		if wordCount(p.text) >= tooFew && p.link < 0.5 && endsSentence(p.text) {
			found++
		}
	}
	return found >= 3
}
