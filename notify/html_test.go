package notify_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"rasid/news"
	"rasid/notify"
)

func parsed(t *testing.T, d news.Digest) *html.Node {
	t.Helper()
	b, err := notify.HTML(d)
	if err != nil {
		t.Fatal(err)
	}
	return page(t, string(b))
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// wide returns a digest of n stories with three outlets each, with long Arabic addresses.
func wide(n int) news.Digest {
	d := sample()
	d.Stories, d.Left = nil, 0
	for i := range n {
		s := news.Story{ID: fmt.Sprintf("%016x", i), Members: []news.Member{
			member(10*i, "العربية", fmt.Sprintf("%s رقم %d", leadTitle, i), leadText, due.Add(-9*hour), news.Lead),
			member(10*i+1, "الشرق الأوسط", leadTitle, leadText, due.Add(-8*hour), news.Copy),
			member(10*i+2, "RT عربي", "برقية تهنئة من موسكو إلى بيونغ يانغ", leadText, due.Add(-7*hour), news.Rewrite),
		}}
		for j := range s.Members {
			s.Members[j].URL += "/" + strings.Repeat("خبر-", 20)
		}
		d.Stories = append(d.Stories, s)
	}
	return d
}

// latin finds a letter or digit that runs left to right.
func latin(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) })
}

// TestDirection guards what webmail takes away: it drops the direction of html and body, so every block says
// its own, as attribute and as style; and text that runs the other way is set apart.
func TestDirection(t *testing.T) {
	mixed := sample()
	mixed.Title = "كوريا الشمالية و Russia"
	mixed.Stories[0].Members[0].Title = "قمة 2026: Kim Jong Un يلتقي Putin في موسكو، 3.5 ساعات"
	mixed.Stories[1].Members[1].Outlet = "Sky News عربية"
	latinOnly := sample()
	latinOnly.Stories[0].Members[0].Title, latinOnly.Stories[0].Members[2].Title = "Kim in Moscow", "Kim meets Putin"
	english := sample()
	english.Language = "en"
	for name, d := range map[string]news.Digest{"sample": sample(), "empty": empty(), "mixed": mixed, "latin": latinOnly, "english": english, "wide": wide(60)} {
		t.Run(name, func(t *testing.T) {
			if seen := directed(t, parsed(t, d)); seen < 8 {
				t.Errorf("only %d blocks", seen)
			}
		})
	}
}

// directed checks the direction of every block and text of a page, and returns how many blocks it has.
func directed(t *testing.T, root *html.Node) int {
	t.Helper()
	blocks := []string{"body", "table", "td", "div", "h1", "h2", "p"}
	seen := 0
	for n := range root.Descendants() {
		switch {
		case n.Type == html.ElementNode && slices.Contains(blocks, n.Data):
			seen++
			dir := attr(n, "dir")
			if attr(n, "lang") == "" || dir != "rtl" && dir != "ltr" || !strings.Contains(attr(n, "style"), "direction:"+dir) {
				t.Errorf("<%s> has lang %q, dir %q, style %q", n.Data, attr(n, "lang"), dir, attr(n, "style"))
			}
		case n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" && n.Parent.Data != "style" && n.Parent.Data != "title":
			direction := ""
			for p := n.Parent; p != nil && direction == ""; p = p.Parent {
				direction = attr(p, "dir")
			}
			if direction == "rtl" && latin(n.Data) {
				t.Errorf("text %q runs left to right within a right-to-left block", n.Data)
			}
			if direction == "ltr" && strings.ContainsFunc(n.Data, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) {
				t.Errorf("text %q runs right to left within a left-to-right block", n.Data)
			}
		}
	}
	return seen
}

// TestTextDirection guards the same for the plain text: a line that has Arabic begins with a right-to-left mark
// and holds its left-to-right runs within isolates, which are closed.
func TestTextDirection(t *testing.T) {
	for _, line := range strings.Split(notify.Text(sample()), "\n") {
		if line == "" || strings.HasPrefix(line, "https://") {
			continue
		}
		if !strings.HasPrefix(line, "\u200F") {
			t.Errorf("line has no direction: %q", line)
		}
	}
	aligned(t, notify.Text(sample()))
}

// TestLength guards that a long digest shrinks to what webmail shows whole and says what it leaves out.
func TestLength(t *testing.T) {
	for _, n := range []int{1, 20, 40, 100, 300} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			d := wide(n)
			d.Left = 7
			heads, excerpts, said := 0, 0, ""
			for node := range parsed(t, d).Descendants() {
				if node.Type != html.ElementNode {
					continue
				}
				if node.Data == "h2" {
					heads++
				}
				if strings.Contains(attr(node, "class"), "e") && node.Data == "p" {
					excerpts++
				}
				if text := content(node); node.Data == "p" && strings.HasPrefix(text, "لم تتسع لها النشرة") {
					said = text
				}
			}
			left := n - heads + 7
			if !strings.Contains(said, fmt.Sprint(left)) {
				t.Errorf("%d of %d stories shown, page says %q", heads, n, said)
			}
			if n <= 20 && (heads != n || excerpts != n) || excerpts < min(n, 10) || excerpts > heads {
				t.Errorf("%d stories: %d shown, %d with excerpt", n, heads, excerpts)
			}
		})
	}
}

func content(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// TestStory guards what a reader is told of a story and what not.
func TestStory(t *testing.T) {
	for name, form := range map[string]func(news.Digest) string{
		"text": notify.Text, "markdown": notify.Markdown,
		"html": func(d news.Digest) string {
			body := ""
			for n := range parsed(t, d).Descendants() {
				if n.Type == html.ElementNode && n.Data == "a" {
					body += attr(n, "href") + "\n"
				}
				if n.Type == html.TextNode && n.Parent.Data != "style" {
					body += n.Data
				}
			}
			return body
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := strings.NewReplacer("\u2067", "", "\u2068", "", "\u2069", "", "\u200f", "", "\u00a0", " ", `\`, "").Replace(form(sample()))
			for _, want := range []string{
				"5 أخبار · 5 وسائل إعلامية", "من الثلاثاء 3 مارس، 07:00 إلى الأربعاء 4 مارس 2026، 07:00 (بتوقيت الرياض)",
				"العربية 3 مارس 22:00 (أول من نشر)", "أرسل الرئيس الروسي برقية تهنئة", "نقلته أيضًا: الشرق الأوسط 3 مارس 23:00",
				"https://example.org/news/1", "https://example.org/news/3", "https://example.org/news/5", "برقية تهنئة من موسكو إلى بيونغ يانغ", "— RT عربي 00:00",
				"متابعة", "سبب الإدراج: كيم جونغ أون، بيونغ يانغ · بوتين، KCNA", "عن ملخص المصدر وحده", "لم تتسع لها النشرة: خبران",
				"المصادر: أجاب 11 من 12", "RT عربي (يمنع الوصول، آخر جواب 2 مارس 05:00)", "المواد المرصودة: 340 (في الموضوع 7، ذكر عابر 3، خارج الموضوع 330)",
			} {
				if !strings.Contains(got, want) {
					t.Errorf("%q is missing in\n%s", want, got)
				}
			}
			for _, never := range []string{"سكاي نيوز", "news/4", "news/2\n"} {
				if strings.Contains(got, never) {
					t.Errorf("%q was told before or is folded, and is told again", never)
				}
			}
			if n := strings.Count(got, "(أول من نشر)"); n != 1 {
				t.Errorf("%d articles are marked as first", n)
			}
		})
	}
}

// TestContext guards that a story beside another of the same matter says so in every form that has an order, and in no feed.
func TestContext(t *testing.T) {
	d := sample()
	d.Stories[1].Context = d.Stories[0].ID
	page, err := notify.HTML(d)
	if err != nil {
		t.Fatal(err)
	}
	body, err := notify.JSON(d)
	if err != nil {
		t.Fatal(err)
	}
	for form, said := range map[string]bool{
		"html":     strings.Contains(string(page), "في السياق نفسه · متابعة"),
		"text":     strings.Contains(notify.Text(d), "في السياق نفسه · متابعة"),
		"markdown": strings.Contains(notify.Markdown(d), "في السياق نفسه · متابعة"),
		"json":     strings.Contains(string(body), `"context":"`+d.Stories[0].ID+`"`) && strings.Count(string(body), `"context"`) == 1,
	} {
		if !said {
			t.Errorf("%s does not say in whose context the story is told", form)
		}
	}
	text := plain.Replace(notify.Text(d))
	for _, number := range []string{"\n1. ", "\n1.1. ", "\n2. "} {
		if strings.Count(text, number) != 1 {
			t.Errorf("%q stands %d times: a story told under another is numbered under it\n%s", number, strings.Count(text, number), text)
		}
	}
	if n2, n3 := strings.Count(string(page), "<h2 "), strings.Count(string(page), "<h3 "); n3 != 1 || n2 != len(d.Stories)-1 {
		t.Errorf("%d headings and %d below them of %d stories", n2, n3, len(d.Stories))
	}
	dir := t.TempDir()
	deliverTo(t, target(t, notify.Options{Name: "feed", Kind: "feed", Path: dir}), d)
	if entry := feeds(t, dir)[1].HTML; strings.Contains(entry, "السياق") || !strings.Contains(entry, "متابعة") {
		t.Errorf("an entry of a feed stands alone: %s", entry)
	}
	if d.Stories[1].Context == "" {
		t.Error("the feed altered the digest")
	}
}

// TestOrder guards that the stories are told in the order given, whatever their scores and times.
func TestOrder(t *testing.T) {
	d := sample()
	slices.Reverse(d.Stories)
	page, err := notify.HTML(d)
	if err != nil {
		t.Fatal(err)
	}
	for form, s := range map[string]string{"html": string(page), "text": notify.Text(d), "markdown": notify.Markdown(d)} {
		third, second, first := strings.Index(s, "news/6"), strings.Index(s, "news/5"), strings.Index(s, "news/1")
		if third < 0 || third > second || second > first {
			t.Errorf("%s: stories at %d, %d, %d", form, third, second, first)
		}
	}
}

func TestEmpty(t *testing.T) {
	text := strings.NewReplacer("\u2068", "", "\u2069", "", "\u200f", "").Replace(notify.Text(empty()))
	for _, want := range []string{"لا أخبار جديدة · أجاب 11 من 12 مصدرًا", "المصادر: أجاب 11 من 12."} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %q", want, text)
		}
	}
}

// TestSentAgain guards that a stored digest, whose members name it, tells the same as before it was stored.
func TestSentAgain(t *testing.T) {
	d := sample()
	before := notify.Text(d)
	for i := range d.Stories {
		for j := range d.Stories[i].Members {
			if m := &d.Stories[i].Members[j]; m.Digest == "" {
				m.Digest = d.ID
			}
		}
	}
	if after := notify.Text(d); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
}
