package fetch

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"rasid/news"
)

// around returns an honest article with hostile bytes before and behind it.
func around(t testing.TB, hostile string) (page []byte, title, text string) {
	titles, texts := reference(t)
	body := strings.Join(texts[1], "\n\n")
	return []byte(doc(titles[1], "", hostile+`<article>`+h1(titles[1])+each(texts[1], wrap("<p>%</p>"))+`</article>`+hostile)), titles[1], body
}

// TestTowers: pages that the parser refuses for their nesting are read as flat text, or refused; they neither
// panic nor hang.
func TestTowers(t *testing.T) {
	for _, tag := range []string{"div", "svg", "template", "table", "b", "a", "font", "select", "math", "ul", "form", "object", "nobr", "li", "button", "p", "dl", "h1", "ruby", "x-y", "noscript", "frameset"} {
		t.Run(tag, func(t *testing.T) {
			for _, n := range []int{600, 2_000_000 / (len(tag) + 2)} {
				page, _, text := around(t, "")
				tower := strings.Repeat("<"+tag+">", n)
				p, err := ParsePage([]byte(strings.Replace(string(page), "<article>", "<article>"+tower, 1)), "", "", news.Source{})
				switch {
				case err != nil && !errors.Is(err, ErrUnread) && !errors.Is(err, ErrEmpty):
					t.Errorf("%d: %v", n, err)
				case err == nil && n == 600 && f1(p.Text, text) < 0.9 && tag != "template" && tag != "noscript" && tag != "select":
					t.Errorf("%d: F1 %.2f: %.300s", n, f1(p.Text, text), p.Text)
				}
				sound(t, p)
			}
		})
	}
}

// TestQuadratic: inputs that once took parsers quadratic time end within the bound.
func TestQuadratic(t *testing.T) {
	for name, s := range map[string]string{
		"doctypes":        strings.Repeat("<!DOCTYPE html>", 100_000),
		"mixed formats":   strings.Repeat("<a><b><i><u>", 150_000),
		"attributes":      "<div " + strings.Repeat("a=b ", 300_000) + ">",
		"many attributes": strings.Repeat("<p "+strings.Repeat("z ", 200)+">", 2000),
		"comments":        strings.Repeat("<!--", 300_000),
		"entities":        strings.Repeat("&NotEqualTilde;", 100_000),
		"rows":            "<table>" + strings.Repeat("<tr><td>نص", 150_000),
		"foster parents":  strings.Repeat("<table>نص", 200_000),
		"links":           strings.Repeat(`<a href="/x">خبر قصير من الأخبار</a> `, 30_000),
		"paragraphs":      strings.Repeat("<p>فقرة من نص طويل لا ينتهي أبدا في هذه الصفحة.</p>", 20_000),
		"nested cards":    strings.Repeat("<div><div><a>عنوان خبر من أربع كلمات</a></div>", 20_000),
		"one line":        "<p>" + strings.Repeat("كلمة ", 200_000),
		"styles":          "<style>" + strings.Repeat(".a{display:none}", 100_000) + "</style>",
		"linked data":     `<script type="application/ld+json">` + strings.Repeat("[", 500_000) + `</script>`,
		"nul":             strings.Repeat("\x00", 500_000),
		"unclosed quote":  `<a href="` + strings.Repeat("x", 1<<20),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			p, err := ParsePage([]byte("<html><body><h1>عنوان الصفحة المعادية</h1>"+s), "text/html", "", news.Source{})
			t.Logf("%s, %v", time.Since(start).Round(time.Millisecond), err)
			sound(t, p)
		})
	}
}

// TestBounded: what panics or hangs inside an extraction is an error, not the end of the program.
func TestBounded(t *testing.T) {
	if _, err := bounded(time.Minute, func() (Page, error) { panic("boom") }); !errors.Is(err, ErrUnread) {
		t.Errorf("panic: %v", err)
	}
	release := make(chan struct{})
	defer close(release)
	if _, err := bounded(time.Nanosecond, func() (Page, error) { <-release; return Page{}, nil }); !errors.Is(err, ErrUnread) {
		t.Errorf("hang: %v", err)
	}
}

func TestHiddenText(t *testing.T) {
	const stuffing = "كوريا الشمالية بوتين كيم جونغ أون روسيا بيونغ يانغ موسكو حشو خفي"
	text := strings.Repeat(stuffing+" ", 40)
	for _, hide := range []string{
		`<div style="display:none">%</div>`, `<div style="DISPLAY : NONE !important">%</div>`, `<p hidden>%</p>`, `<div style="visibility:hidden">%</div>`,
		`<div style="font-size:1px">%</div>`, `<span style="font-size:0">%</span>`, `<div style="position:absolute;left:-9999px">%</div>`, `<div style="text-indent:-5000px">%</div>`,
		`<div style="opacity:0">%</div>`, `<div style="height:0;overflow:hidden">%</div>`, `<div style="width:1px;height:1px;overflow:hidden">%</div>`, `<div class="sr-only">%</div>`,
		`<style>.zz{color:red;display:none}</style><div class="a zz">%</div>`, `<style>#zz , .q{left:-4000px;position:absolute}</style><div id="zz">%</div>`,
		`<template>%</template>`, `<noscript>%</noscript>`, `<!-- % -->`, `<textarea>%</textarea>`, `<div style="clip:rect(0,0,0,0);position:absolute">%</div>`,
		`<script type="text/plain">%</script>`, `<meta name="keywords" content="%">`, `<img alt="%" src="x">`, `<svg><text>%</text></svg>`,
	} {
		hidden := strings.ReplaceAll(hide, "%", text)
		for place, page := range map[string]string{
			"before": doc("افتتاح معرض الكتاب", "", hidden+`<div>`+h1("افتتاح معرض الكتاب في العاصمة")+`<p>افتتح الوزير معرض الكتاب في العاصمة بحضور عدد كبير من الناشرين والكتاب العرب.</p></div>`),
			"within": doc("افتتاح معرض الكتاب", "", `<div>`+h1("افتتاح معرض الكتاب في العاصمة")+hidden+`<p>افتتح الوزير معرض الكتاب في العاصمة بحضور عدد كبير من الناشرين والكتاب العرب.</p></div>`),
		} {
			p, err := ParsePage([]byte(page), "text/html", "", news.Source{})
			if err != nil || strings.Contains(p.Text+p.Title+p.Author, "حشو") || !strings.Contains(p.Text, "افتتح الوزير") {
				t.Errorf("%s %s: %v %.300q", hide, place, err, p.Text)
			}
		}
	}
	// What only some readers do not see counts, and so does a body that waits for its scripts.
	for _, page := range []string{
		`<html><head><style>@media print{.t{display:none}} .u{color:red}</style></head><body style="opacity:0"><h1>عنوان ظاهر للناس</h1><div class="t"><p>نص ظاهر لمن يقرأ الصفحة على الشاشة.</p></div></body></html>`,
	} {
		if p, err := ParsePage([]byte(page), "", "", news.Source{}); err != nil || !strings.Contains(p.Text, "نص ظاهر") {
			t.Errorf("%v %q", err, p.Text)
		}
	}
}

// TestNoMarkup: what a page says never leaves as markup that a browser would run, whatever the parser makes of
// foreign content and doubled attributes.
func TestNoMarkup(t *testing.T) {
	for _, s := range []string{
		`<svg><style><img src=x onerror=alert(1)></style></svg>`, `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
		`<noscript><p title="</noscript><img src=x onerror=alert(1)>">`, `<div a="1" a="><script>alert(1)</script>">`, `<template><script>alert(1)</script></template>`,
		`<xmp><script>alert(1)</script></xmp>`, `<plaintext><script>alert(1)</script>`, "<a href=\"java\tscript:alert(1)\">",
	} {
		page, title, text := around(t, s)
		p, err := ParsePage(page, "", "", news.Source{})
		if err != nil && !errors.Is(err, ErrEmpty) {
			t.Errorf("%s: %v", s, err)
		}
		for _, out := range []string{p.Title, p.Text, p.Author, p.Agency, p.Note, fmt.Sprint(p.Found)} {
			for _, bad := range []string{"<img", "<svg", "<style", "onerror="} {
				if strings.Contains(strings.ToLower(out), bad) && !strings.Contains(s, "<xmp") && !strings.Contains(s, "plaintext") {
					t.Errorf("%s: %q in %.200q", s, bad, out)
				}
			}
		}
		if p.Title != title || f1(p.Text, text) < 0.9 && !strings.Contains(s, "plaintext") && !strings.Contains(s, "math") && !strings.Contains(s, "noscript") {
			t.Errorf("%s: title %q, F1 %.2f %.200s", s, p.Title, f1(p.Text, text), p.Text)
		}
	}
}

// TestForeignAddresses: a page's canonical, og:url and meta refresh change nothing of what is read.
func TestForeignAddresses(t *testing.T) {
	page, title, text := around(t, "")
	head := `<link rel="canonical" href="http://169.254.169.254/latest"><meta property="og:url" content="http://localhost/admin"><meta http-equiv="refresh" content="0;url=http://10.0.0.1/"><base href="http://127.0.0.1/">`
	p, err := ParsePage([]byte(strings.Replace(string(page), "</head>", head+"</head>", 1)), "", "http://news.example/a", news.Source{})
	if err != nil || p.Title != title || f1(p.Text, text) < 0.99 {
		t.Errorf("%v: %q", err, p.Title)
	}
	if all := fmt.Sprint(p); strings.Contains(all, "169.254") || strings.Contains(all, "localhost") {
		t.Errorf("address taken over: %s", all)
	}
}

// TestLargePage: what stands beyond maxPage is not looked at, and what stands before is read.
func TestLargePage(t *testing.T) {
	page, title, text := around(t, "")
	p, err := ParsePage(append(page, []byte(strings.Repeat("<!-- padding -->", 1<<20))...), "", "", news.Source{})
	if err != nil || p.Title != title || f1(p.Text, text) < 0.99 {
		t.Errorf("%v: %q", err, p.Title)
	}
}

func FuzzParsePage(f *testing.F) {
	titles, texts := []string{"عنوان قصير للخبر"}, [][]string{{"فقرة أولى من الخبر فيها كلام كثير مفيد.", "فقرة ثانية."}}
	for _, sh := range shapes() {
		f.Add([]byte(sh.page(titles[0], texts[0], []string{"عنوان خبر آخر لا صلة له"})), "text/html; charset=utf-8", ".x")
	}
	if os.Getenv("RASID_SHARED") != "" {
		if raw, err := os.ReadFile(os.Getenv("RASID_SHARED") + "/pages/cnn_arabic_2013.html"); err == nil {
			f.Add(raw[:4000], "text/html", "h1")
		}
	}
	f.Fuzz(func(t *testing.T, page []byte, contentType, selector string) {
		p, err := ParsePage(page, contentType, "http://news.example/2024/05/12/a", news.Source{Outlet: "صحيفة", Title: selector, Body: selector})
		if err != nil && !errors.Is(err, ErrEmpty) && !errors.Is(err, ErrUnread) && !errors.Is(err, ErrChallenge) && !errors.Is(err, ErrConsent) && !errors.Is(err, ErrPaywall) && !errors.Is(err, ErrMissing) {
			t.Fatal(err)
		}
		if errors.Is(err, ErrUnread) && strings.Contains(err.Error(), "extraction failed") {
			t.Fatal(err) // a panic that was caught is still a fault
		}
		sound(t, p)
	})
}
