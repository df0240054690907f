package fetch

import (
	"strings"
	"testing"
	"time"

	"rasid/news"
)

// TestShown: headline, time and author of pages that say nothing of them to machines, in ways that outlets show them.
func TestShown(t *testing.T) {
	const first, second = "قال وزير الخارجية إن المحادثات التي جرت في العاصمة تناولت التعاون بين البلدين في مجالات الطاقة والنقل والسياحة.",
		"وأضاف أن وفدا من رجال الأعمال سيزور المنطقة الشهر المقبل لبحث فرص الاستثمار مع عدد من كبار المسؤولين فيها."
	const title = "وزير الخارجية يبحث التعاون مع نظيره"
	text := "<div class=\"b\"><p>" + first + "</p><p>" + second + "</p></div>"
	card := `<div><a href="/x">خبر آخر من أخبار اليوم الكثيرة جدا</a><span>4 مارس 2023</span></div>`
	for name, c := range map[string]struct{ page, time, author string }{
		"span of a date beside an author": {"<h1>" + title + `</h1><div><span class="author"><a>الشرق - سمير حداد</a></span><span>الإثنين 7 مارس 2022 - 11:00</span></div>` + text, "2022-03-07T11:00:00Z", "سمير حداد"},
		"clock before day":                {"<h1>" + title + `</h1><div><span>10:15 ص</span><span>الأحد 05 مارس 2023</span></div>` + text, "2023-03-05T10:15:00Z", ""},
		"month between slashes":           {"<h1>" + title + `</h1><div>السبت 05/نوفمبر/2022 - 01:20 م</div><div class="writer"><a>سمير حداد</a></div>` + text, "2022-11-05T13:20:00Z", "سمير حداد"},
		"byline among others":             {`<h2 class="t">` + title + `</h2><div><b>الوطن</b> 5 مارس 2019 - <b>بقلم: سمير حداد</b></div>` + text, "2019-03-05T00:00:00Z", "سمير حداد"},
		"heading of a title":              {"<h3>" + title + `</h3><div>05 آذار 2023 | 10:20</div>` + text, "2023-03-05T10:20:00Z", ""},
		"span named for a title":          {`<span id="lblTitle">` + title + `</span><br><span id="lblDate">05/03/2023 | 10:20 م</span>` + text, "2023-03-05T22:20:00Z", ""},
		"handle beside the author":        {"<h1>" + title + `</h1><div class="fieldAuthor">سمير حداد (جدة) @samir</div><div>12-05-2023</div>` + text, "2023-05-12T00:00:00Z", "سمير حداد"},
		"time of another article":         {"<h1>" + title + "</h1>" + card + text + card, "0001-01-01T00:00:00Z", ""},
		"time of a change":                {"<h1>" + title + `</h1><div><a>10:20 GMT 05.03.2023</a> <span>(تم التحديث: 10:45 GMT 05.03.2023)</span></div>` + text, "2023-03-05T10:20:00Z", ""},
		"bold letters":                    {`<table><tr><td>العدد 20000 - 5 مارس 2023</td></tr><tr><td><b><font size="5">` + title + `</font></b></td></tr><tr><td>` + text + `</td></tr></table>`, "2023-03-05T00:00:00Z", ""},
		"date above":                      {`<div class="x"><span>نشر بتاريخ : الأحد, 05 آذار/مارس 2023 10:20 </span><h2>` + title + "</h2></div>" + text, "2023-03-05T10:20:00Z", ""},
		"day of the visit":                {"<div>" + card + "</div><h1>" + title + "</h1>" + text, "0001-01-01T00:00:00Z", ""},
		"author and age":                  {"<h1>" + title + `</h1><div class="mi"><span class="author">سمير حداد</span><span>منذ 3 أيام</span></div>` + text, "0001-01-01T00:00:00Z", "سمير حداد"},
		"hAtom":                           {"<h1>" + title + `</h1>` + text + `<abbr class="published" title="2023-03-05T10:20:00+02:00">10:20 ص</abbr>`, "2023-03-05T08:20:00Z", ""},
		"outlet as author":                {"<h1>" + title + `</h1><div class="author">الشرق - أبوظبي</div>` + text, "0001-01-01T00:00:00Z", ""},
	} {
		p, err := ParsePage([]byte(`<html><head><title>`+title+` | أخبار | الشرق</title></head><body><div>الجمعة 22 نوفمبر 2024</div>`+c.page+`</body></html>`), "", "", news.Source{})
		if err != nil || p.Title != title || p.Published.Format(time.RFC3339) != c.time || p.Author != c.author {
			t.Errorf("%s: %v, %q, %s by %q (%v)", name, err, p.Title, p.Published.Format(time.RFC3339), p.Author, p.Found)
		}
		if p.Text != first+"\n\n"+second {
			t.Errorf("%s: %s", name, p.Text)
		}
	}
}

// TestBreaksInSpans: paragraphs parted by line breaks within inline elements do not run into each other.
func TestBreaksInSpans(t *testing.T) {
	const first, second = "قال وزير الخارجية إن المحادثات التي جرت في العاصمة تناولت التعاون بين البلدين.", "وأضاف أن وفدا سيزور المنطقة الشهر المقبل لبحث فرص الاستثمار."
	whole := strings.Repeat(first+"<BR><BR>"+second+"<br>\n<br>", 1) + strings.Repeat("وتابع أن الاتفاق ينص على مراحل عدة، أولها تبادل الوفود والخبراء بين الجانبين.", 5)
	p, err := ParsePage([]byte(`<title>وزير الخارجية يبحث التعاون</title><table><tr><td><span><font size="4">`+whole+`</font></span></td></tr></table>`), "", "", news.Source{})
	if err != nil || !strings.HasPrefix(p.Text, first+"\n\n"+second+"\n\nوتابع") {
		t.Errorf("%v: %s", err, p.Text)
	}
}
