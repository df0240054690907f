package notify_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"rasid/news"
	"rasid/notify"
)

// vectors are ways in which text has become markup somewhere: the filter evasion list of OWASP, the mutation
// and foreign-content cases of the sanitizer records (H33), and what other template languages would run.
var vectors = []string{
	`<script>alert(1)</script>`, `<ScRiPt>alert(1)</sCrIpT>`, `<script/x>alert(1)</script>`, `<<script>alert(1)//<</script>`, `<script\x20src=//evil>`,
	`<img src=x onerror=alert(1)>`, `<img src="x" onerror="alert(1)">`, `<img/src/onerror=alert(1)>`, "<img src=`x` onerror=`alert(1)`>", `<IMG SRC=javascript:alert(1)>`,
	`<svg onload=alert(1)>`, `<svg><script>alert(1)</script></svg>`, `<svg><style><img src=x onerror=alert(1)></style></svg>`, `<svg><animate onbegin=alert(1)>`,
	`<math><mi//xlink:href="data:x,<script>alert(1)</script>">`, `<math><mtext></p><style><!--</style><img title="--><img src=1 onerror=alert(1)>">`,
	`<body onload=alert(1)>`, `<iframe src=javascript:alert(1)>`, `<iframe srcdoc="<script>alert(1)</script>">`, `<object data=javascript:alert(1)>`, `<embed src=javascript:alert(1)>`,
	`<a href="javascript:alert(1)">x</a>`, `<a href="jAvAsCrIpT:alert(1)">x</a>`, "<a href=\"java\tscript:alert(1)\">x</a>", `<a href="data:text/html,<script>alert(1)</script>">x</a>`,
	`<form action=javascript:alert(1)><input type=submit>`, `<button formaction=javascript:alert(1)>`, `<input autofocus onfocus=alert(1)>`, `<details open ontoggle=alert(1)>`,
	`<video><source onerror=alert(1)>`, `<audio src=x onerror=alert(1)>`, `<marquee onstart=alert(1)>`, `<meta http-equiv=refresh content="0;url=javascript:alert(1)">`,
	`<link rel=stylesheet href=//evil/x.css>`, `<style>@import '//evil/x.css';</style>`, `<style>body{background:url(//evil)}</style>`, `<base href=//evil/>`,
	`<table background=javascript:alert(1)>`, `<div style="background:url(javascript:alert(1))">`, `<div style="width:expression(alert(1))">`, `<p style=x:e/**/xpression(alert(1))>`,
	`"><script>alert(1)</script>`, `'><script>alert(1)</script>`, `" onmouseover="alert(1)`, `' onmouseover='alert(1)`, "` onmouseover=`alert(1)", `" style="position:fixed`, `" dir="ltr`,
	`</title><script>alert(1)</script>`, `</style><script>alert(1)</script>`, `</textarea><script>alert(1)</script>`, `</td></tr></table><script>alert(1)</script>`, `</bdi></h2></div>`,
	`<!--><script>alert(1)</script>-->`, `<!-- <img src="--><img src=x onerror=alert(1)//">`, `<![CDATA[<script>alert(1)</script>]]>`, `<?xml version="1.0"?><script>alert(1)</script>`,
	`&lt;script&gt;alert(1)&lt;/script&gt;`, `&#60;script&#62;alert(1)&#60;/script&#62;`, `&#x3c;script&#x3e;`, `%3Cscript%3Ealert(1)%3C/script%3E`, `\u003cscript\u003ealert(1)`, `+ADw-script+AD4-`,
	`javascript:alert(1)`, `JaVaScRiPt:alert(1)`, `data:text/html,<script>alert(1)</script>`, `vbscript:msgbox(1)`, `//evil.example/x`, `file:///etc/passwd`, `https://user:pw@evil.example/`,
	`{{.}}`, `{{printf "%s" .}}`, `{{template "page" .}}`, `{{range $i, $e := .}}{{$e}}{{end}}`, `{% import os %}`, `${7*7}`, `#{7*7}`, `<%= 7*7 %>`, `{{constructor.constructor('alert(1)')()}}`,
	`[x](javascript:alert(1))`, `![x](https://evil/p.png)`, `<https://evil>`, "`x`", `**x** _y_ ~~z~~`, "| a | b |\n|---|---|", "# h\n> q\n- l\n1. n", "https://evil.example/path www.evil.example",
	"\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\u202egnp.exe", "\u2066\u2067\u2068\u2069", "\u200f\u200e\u061c", "a\u0000b", "\ufeffbom", "\u2028line\u2029par", "\u0085nel", "\U000e0001\U000e0041tag",
	"\r\nBcc: x@example.org", "\n.\n", "x\ty\vz\f", strings.Repeat("<", 500), strings.Repeat("<b>", 200), strings.Repeat("\"", 300), "&", "<", ">", "'", `\`, "\xff\xfe\xfd", "<\x00script>",
}

// hostile returns every vector as it is and after Arabic words: at least 200.
func hostile() []string {
	all := slices.Clone(vectors)
	for _, v := range vectors {
		all = append(all, "قالت مصادر "+v+" في موسكو")
	}
	return all
}

// TestNoMarkupFromOutside guards P9: whatever stands in a title, a text, a reason or an address, the elements and
// attributes of a mail's page are the template's own, its links lead to articles and votes, and no form holds a control
// character. Each vector stands in all fields of each message at once.
func TestNoMarkupFromOutside(t *testing.T) {
	all := hostile()
	if len(all) < 200 {
		t.Fatalf("only %d vectors", len(all))
	}
	for name, m := range mailings {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			own := elements(page(t, m.letter(t, m.digest()).html))
			for _, v := range all {
				d := m.with(v)
				l := m.letter(t, d)
				for e := range elements(page(t, l.html)) {
					if !own[e] {
						t.Errorf("%q: the page has a new %s", v, e)
					}
				}
				for form, s := range map[string]string{"text": l.text, "html": l.html, "markdown": notify.Markdown(d)} {
					if i := strings.IndexFunc(s, forbidden); i >= 0 {
						t.Errorf("%q: %s holds %q", v, form, s[i:i+min(4, len(s)-i)])
					}
				}
				b, err := notify.JSON(d)
				if err != nil || !json.Valid(b) || strings.ContainsAny(string(b), "<>&\u2028\u2029") {
					t.Errorf("%q: json holds markup or is broken (%v)", v, err)
				}
			}
		})
	}
}

// TestNoMarkupInReport guards the same for the page that a backfill run leaves.
func TestNoMarkupInReport(t *testing.T) {
	report := func(d news.Digest) string {
		b, err := notify.PastHTML(d)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	own := elements(page(t, report(past())))
	for _, v := range hostile() {
		s := report(mailings["past days"].with(v))
		for e := range elements(page(t, s)) {
			if !own[e] {
				t.Errorf("%q: the report has a new %s", v, e)
			}
		}
		if strings.ContainsFunc(s, forbidden) {
			t.Errorf("%q: the report holds a control character", v)
		}
	}
}

// forbidden are the characters that no form may hold: all controls but the end of a line, and the marks of
// direction that the forms do not set themselves.
func forbidden(r rune) bool {
	return r != '\n' && unicode.IsControl(r) || strings.ContainsRune("\u200e\u061c\u202a\u202b\u202c\u202d\u202e\u2066\ufeff\u2028\u2029\U000e0001", r)
}

// elements returns every element of a page with each of its attributes, and the values of those that act.
func elements(root *html.Node) map[string]bool {
	set := map[string]bool{}
	for n := range root.Descendants() {
		switch n.Type {
		case html.CommentNode:
			set["comment"] = true
		case html.ElementNode:
			set["<"+n.Data+">"] = true
			for _, a := range n.Attr {
				set[fmt.Sprintf("<%s %s>", n.Data, a.Key)] = true
				switch a.Key {
				case "href":
					known := slices.ContainsFunc([]string{"https://example.org/", voting.URL + "/", "mailto:editor@example.org?subject=rasid"}, func(begin string) bool { return strings.HasPrefix(a.Val, begin) })
					if !known || strings.ContainsAny(a.Val, "<>\"'` \n") {
						set["href "+a.Val] = true
					}
				case "style":
					set["style "+strings.NewReplacer("direction:ltr", "direction:rtl", "text-align:left", "text-align:right").Replace(a.Val)] = true
				}
			}
		}
	}
	return set
}

// TestMarkdownIsInert guards that text from outside makes no link, image, emphasis or heading in Markdown: every
// ASCII character that could is escaped.
func TestMarkdownIsInert(t *testing.T) {
	for _, v := range hostile() {
		d := sample()
		d.Stories = d.Stories[2:]
		d.Stories[0].Members = slices.Clone(d.Stories[0].Members)
		d.Stories[0].Members[0].Title, d.Stories[0].Members[0].URL = v, ""
		s := strings.NewReplacer(`\\`, "", `\`+"`", "", `\*`, "", `\_`, "", `\[`, "", `\]`, "", `\<`, "", `\>`, "", `\#`, "", `\!`, "", `\|`, "", `\~`, "", `\&`, "", `\:`, "", `\.`, "").Replace(notify.Markdown(d))
		_, rest, found := strings.Cut(s, "\n## ")
		if !found {
			t.Fatalf("%q: no heading in %q", v, s)
		}
		_, rest, _ = strings.Cut(rest, " ") // the number
		line, _, _ := strings.Cut(rest, "\n")
		if strings.ContainsAny(line, "`*_[]<>#!|~&") || strings.Contains(line, "://") || strings.Contains(line, "www.") {
			t.Errorf("%q becomes %q", v, line)
		}
	}
}
