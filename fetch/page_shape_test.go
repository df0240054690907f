package fetch

import (
	"errors"
	"fmt"
	"html"
	"strings"
	"testing"
	"time"

	"rasid/news"

	"golang.org/x/text/encoding/charmap"
)

// A shape is one way to build a page around an article: title, paragraphs, and cards of other articles.
type shape struct {
	name string
	page func(title string, paras, cards []string) string
}

func wrap(s string) func(string) string {
	return func(p string) string { return strings.ReplaceAll(s, "%", p) }
}

func each(list []string, f func(string) string) string {
	var b strings.Builder
	for _, s := range list {
		b.WriteString(f(html.EscapeString(s)))
	}
	return b.String()
}

func doc(title, head, body string) string {
	return `<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>` + html.EscapeString(title) + ` | صحيفة الشرق</title>` + head + `</head><body>` + body + `</body></html>`
}

const menu = `<header><nav><ul><li><a href="/">الرئيسية</a></li><li><a href="/w">العالم</a></li><li><a href="/s">رياضة</a></li></ul></nav></header>`

func h1(s string) string { return "<h1>" + html.EscapeString(s) + "</h1>" }

func shapes() []shape {
	p := wrap("<p>%</p>\n")
	card := wrap(`<div class="c"><a href="/x"><img src="x.jpg"></a><h3><a href="/x">%</a></h3><p>% تفاصيل أوفى عن هذا الخبر تجدونها في الصفحة المخصصة له.</p></div>`)
	return []shape{
		{"clean", func(t string, ps, _ []string) string {
			return doc(t, "", menu+"<article>"+h1(t)+each(ps, p)+"</article><footer>جميع الحقوق محفوظة</footer>")
		}},
		{"wordpress", func(t string, ps, cs []string) string {
			return doc(t, `<meta property="og:site_name" content="صحيفة الشرق">`, `<div id="page" class="site has-sidebar"><article class="post type-post tag-russia tag-korea category-news">`+
				`<header class="entry-header">`+h1(t)+`<div class="entry-meta"><span class="author">بقلم: سمير حداد</span> <a href="/t">12 مايو، 2024</a></div></header><div class="entry-content">`+each(ps, p)+
				`<div class="sharedaddy"><h3>شارك هذا الموضوع:</h3><ul><li><a>فيسبوك</a></li></ul></div><div id="jp-relatedposts"><h3>مرتبط</h3>`+each(cs, card)+`</div></div>`+
				`<footer class="entry-footer"><span class="tags-links">الوسوم: <a>روسيا</a>، <a>كوريا</a></span></footer></article>`+
				`<div id="comments" class="comments-area"><h2>تعليقان</h2><ol><li class="comment"><p>تعليق قارئ لا علاقة له بالخبر إطلاقا ولا ينبغي أن يظهر.</p></li></ol></div></div>`)
		}},
		{"line breaks", func(t string, ps, cs []string) string {
			return doc(t, "", menu+`<div class="main"><h1>`+html.EscapeString(t)+`</h1><div class="txt">`+strings.Join(escaped(ps), "<br><br>")+`</div></div><div class="side">`+each(cs, card)+`</div>`)
		}},
		{"nested tables", func(t string, ps, cs []string) string {
			return doc(t, "", `<table><tr><td>`+each(cs, wrap(`<a href="/x">%</a><br>`))+`</td><td><table><tr><td>`+h1(t)+`</td></tr><tr><td>`+each(ps, p)+`</td></tr></table></td></tr></table>`)
		}},
		{"hashed classes", func(t string, ps, cs []string) string {
			return doc(t, "", `<div class="sc-1x"><div class="css-9a">`+h1(t)+`</div><div class="css-2b">`+each(ps, wrap(`<div class="css-k1"><span>%</span></div>`))+`</div><div class="css-8f">`+each(cs, card)+`</div></div>`)
		}},
		{"thirty cards", func(t string, ps, cs []string) string {
			many := cs
			for len(many) < 30 {
				many = append(many, cs...)
			}
			return doc(t, "", menu+`<main>`+h1(t)+`<div>`+each(ps, p)+`</div></main><section>`+each(many, card)+`</section>`)
		}},
		{"hidden copy", func(t string, ps, _ []string) string {
			return doc(t, "", `<div style="display:none">`+each(ps, p)+`</div><div class="art">`+h1(t)+each(ps, p)+`</div>`)
		}},
		{"script only", func(t string, ps, _ []string) string {
			return doc(t, `<script type="application/ld+json">`+fmt.Sprintf(`{"@context":"https://schema.org","@type":"NewsArticle","headline":%q,"datePublished":"2024-05-12T09:30:00+03:00","articleBody":%q}`, t, strings.Join(ps, " "))+`</script>`, `<div id="app"></div>`)
		}},
		{"cookie banner", func(t string, ps, cs []string) string {
			return doc(t, "", `<div class="cookie-bar"><p>نستخدم ملفات تعريف الارتباط لتحسين تجربتك على موقعنا ولعرض إعلانات تهمك، وبالاستمرار فإنك توافق على سياسة الخصوصية.</p><button>قبول الكل</button></div>`+menu+`<article>`+h1(t)+each(ps, p)+`</article>`)
		}},
		{"one form around all", func(t string, ps, cs []string) string {
			return doc(t, "", `<form method="post" action="/n.aspx"><input type="hidden" value="x"><div>`+menu+`<div class="news-details">`+h1(t)+`<div class="details">`+each(ps, p)+`</div></div><div class="more">`+each(cs, card)+`</div></div></form>`)
		}},
		{"calls within the text", func(t string, ps, cs []string) string {
			var b strings.Builder
			for i, s := range escaped(ps) {
				b.WriteString("<p>" + s + "</p>")
				if i < len(cs) {
					b.WriteString(`<p><strong>اقرأ أيضا: <a href="/x">` + html.EscapeString(cs[i]) + `</a></strong></p>`)
				}
			}
			return doc(t, "", `<article>`+h1(t)+b.String()+`</article>`)
		}},
		{"caption and time", func(t string, ps, _ []string) string {
			return doc(t, "", `<article>`+h1(t)+`<time>نشر في: 12 مايو/أيار 2024 - 09:30 بتوقيت غرينتش</time><figure><img src="a.jpg"><figcaption>صورة من الأرشيف (رويترز)</figcaption></figure>`+each(ps, p)+`</article>`)
		}},
		{"soup that never closes", func(t string, ps, _ []string) string {
			return doc(t, "", `<div class="art">`+h1(t)+strings.Repeat("<b><font size=2>", 300)+each(ps, p)+`</div>`)
		}},
	}
}

func escaped(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = html.EscapeString(s)
	}
	return out
}

// reference returns the seeds as title and paragraphs.
func reference(t testing.TB) (titles []string, texts [][]string) {
	for _, n := range []string{"000", "001", "002", "003", "004"} {
		p, err := ParseText(seed(t, n))
		if err != nil {
			t.Fatal(err)
		}
		titles, texts = append(titles, strings.TrimSuffix(p.Title, " …")), append(texts, strings.Split(p.Text, "\n\n"))
	}
	return titles, texts
}

// TestShapes reads whole articles and flashes of two paragraphs in every shape: word F1 at least 0.97, and
// nothing of the cards.
func TestShapes(t *testing.T) {
	titles, texts := reference(t)
	for _, sh := range shapes() {
		t.Run(sh.name, func(t *testing.T) {
			for i := range titles {
				cards := []string{"منتخب بلادنا يفوز بكأس العالم للمرة الأولى", "ارتفاع أسعار النفط إلى أعلى مستوى منذ شهور", "افتتاح معرض الكتاب الدولي في العاصمة", "اكتشاف أثري كبير جنوب البلاد يثير الدهشة"}
				for _, n := range []int{len(texts[i]), 2} {
					paras := texts[i][:n]
					p, err := ParsePage([]byte(sh.page(titles[i], paras, cards)), "text/html; charset=utf-8", "http://news.example/2024/05/12/a", news.Source{Outlet: "صحيفة الشرق"})
					if err != nil {
						t.Fatalf("%d: %v", i, err)
					}
					if p.Title != titles[i] {
						t.Errorf("%d/%d: title %q by %s", i, n, p.Title, p.Found["title"])
					}
					if got := f1(p.Text, strings.Join(paras, "\n")); got < 0.97 {
						t.Errorf("%d/%d: F1 %.3f by %s, note %q:\n%s", i, n, got, p.Found["text"], p.Note, p.Text)
					}
					for _, c := range cards {
						if strings.Contains(p.Text, c) {
							t.Errorf("%d/%d: card %q in the text", i, n, c)
						}
					}
					if p.Published.Format(time.DateOnly) != "2024-05-12" {
						t.Errorf("%d/%d: published %v by %s", i, n, p.Published, p.Found["published"])
					}
				}
			}
		})
	}
}

func TestWindows1256(t *testing.T) {
	titles, texts := reference(t)
	page := strings.Replace(shapes()[0].page(titles[0], texts[0], nil), "utf-8", "windows-1256", 1)
	var raw []byte
	enc := charmap.Windows1256.NewEncoder()
	for _, r := range page {
		if b, err := enc.Bytes([]byte(string(r))); err == nil {
			raw = append(raw, b...)
		} else {
			raw = fmt.Appendf(raw, "&#%d;", r)
		}
	}
	p, err := ParsePage(raw, "text/html", "", news.Source{})
	if err != nil || f1(p.Text, strings.Join(texts[0], "\n")) < 0.97 {
		t.Errorf("%v: %.200s", err, p.Text)
	}
}

func TestSelectors(t *testing.T) {
	page := doc("عنوان الصفحة", "", `<h1>عنوان عام للموقع</h1><div class="hl">العنوان الصحيح للخبر</div><i class="d">٢٣ أيار ٢٠٢٤</i><div class="b">نص الخبر كما أراده الناشر أن يكون.</div><div>`+strings.Repeat("<p>كلام كثير لا علاقة له بالخبر يملأ الصفحة من أولها إلى آخرها.</p>", 30)+`</div>`)
	p, err := ParsePage([]byte(page), "text/html", "", news.Source{Title: ".hl", Time: ".d", Body: ".b"})
	if err != nil {
		t.Fatal(err)
	}
	if p.Title != "العنوان الصحيح للخبر" || p.Text != "نص الخبر كما أراده الناشر أن يكون." || !p.Published.Equal(time.Date(2024, 5, 23, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v", p)
	}
	if p.Found["title"] != "selector" || p.Found["text"] != "selector" || p.Found["published"] != "selector" {
		t.Errorf("found %v", p.Found)
	}
	p, err = ParsePage([]byte(page), "text/html", "", news.Source{Body: "div[[", Title: "))"})
	if err != nil || p.Text == "" || !strings.Contains(p.Note, "selector finds nothing") {
		t.Errorf("broken selectors: %v, note %q", err, p.Note)
	}
	if _, err := ParsePage(nil, "", "", news.Source{}); !errors.Is(err, ErrEmpty) {
		t.Errorf("empty page: %v", err)
	}
}
