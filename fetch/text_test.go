package fetch

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

const seedDir = "../topics/dprk-russia"

func seed(t testing.TB, prefix string) []byte {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(seedDir, prefix+"*.txt"))
	if err != nil || len(files) != 1 {
		t.Fatalf("seed %s: %d files, %v", prefix, len(files), err)
	}
	raw, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestParseTextSeeds(t *testing.T) {
	const kcna = "وكالة الأنباء المركزية الكورية"
	for _, c := range []struct {
		seed, title, agency, published, opens, ends string
		paragraphs                                  int
		without                                     []string
	}{
		{"000", "بوتين يبعث برسالة تهنئة إلى زعيم كوريا الشمالية ويُثمّن الشراكة العسكرية", kcna, "",
			"بين رسائل التهنئة وبنود", "تمتد عبر الزمن والتحديات.", 18, nil},
		{"001", "كيم يخاطب بوتين في رسالة رأس السنة كوريا الشمالية وروسيا مرتبطتان بـ«دماء» الحرب", kcna, "2025-12-27",
			"قادة كوريا الشمالية وروسيا يبعثون", "وطاقة للشمال.", 7, []string{"أضف تعليق", "وزير ألماني", "نُشر في"}},
		{"002", `وسط أنباء عن زيارة بوتين.. كوريا الشمالية تتباهى بـ"علاقات لا تُقهر" مع روسيا`, "رويترز", "",
			"أرسل الزعيم الكوري الشمالي كيم جونج أون، الأربعاء", "في صنع الأقمار الاصطناعية.", 12, []string{"Reuters", "سول -رويترز", "تصنيفات", "قصص قد تهمك", "خلال جولة مع الزعيم"}},
		{"003", `في خطوة تعكس عمق العلاقات بين روسيا وكوريا الشمالية، هنأ الرئيس الروسي "فلاديمير بوتين" نظيره الكوري الشمالي "كيم جونغ أون" …`, kcna, "",
			"في خطوة تعكس عمق العلاقات", "المفاوضات البناءة والهادفة.", 10, nil},
		{"004", "أكد الرئيس الروسي فلاديمير بوتين، الإثنين، خلال استقباله وزيرة الخارجية الكورية الشمالية تشوي سون هوي في الكرملين …", "", "2025-10-27",
			"أكد الرئيس الروسي فلاديمير بوتين، الإثنين", "برنامج كيم للأسلحة النووية.", 18, []string{"date", "Sputnik", "Prokofyev"}},
	} {
		t.Run(c.seed, func(t *testing.T) {
			p, err := ParseText(seed(t, c.seed))
			if err != nil {
				t.Fatal(err)
			}
			published := ""
			if !p.Published.IsZero() {
				published = p.Published.Format(time.DateOnly)
			}
			if p.Title != c.title || p.Agency != c.agency || published != c.published || p.Author != "" {
				t.Errorf("title %q\nagency %q published %q author %q", p.Title, p.Agency, published, p.Author)
			}
			if !strings.HasPrefix(p.Text, c.opens) || !strings.HasSuffix(p.Text, c.ends) {
				t.Errorf("text runs from %.60q to %q", p.Text, p.Text[max(0, len(p.Text)-60):])
			}
			if n := len(strings.Split(p.Text, "\n\n")); n != c.paragraphs {
				t.Errorf("%d paragraphs, want %d", n, c.paragraphs)
			}
			for _, s := range c.without {
				if strings.Contains(p.Text, s) {
					t.Errorf("text still has %q", s)
				}
			}
		})
	}
}

func TestParseTextKeepsWords(t *testing.T) {
	p, err := ParseText(seed(t, "003"))
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []string{"بيونجيانج", "وكورياالشمالية", "التهديداتالأمنية", "بفضلالمفاوضات", "ذكري تأسيس"} {
		if !strings.Contains(p.Text, w) {
			t.Errorf("%q was altered", w)
		}
	}
}

func TestParseText(t *testing.T) {
	const lead = "قال وزير الخارجية إن المحادثات التي جرت في العاصمة تناولت التعاون بين البلدين في مجالات الطاقة والنقل، وإن وفدا سيزور المنطقة الشهر المقبل."
	for _, c := range []struct{ name, in, title, text, author, agency string }{
		{"markdown", "# محادثات في العاصمة\n\n**" + lead + "**\n\n[الموقع](http://example.org) نشر البيان كاملا.\n", "محادثات في العاصمة", lead + "\n\nالموقع نشر البيان كاملا.", "", ""},
		{"crlf and bom", "\xef\xbb\xbfمحادثات في العاصمة\r\n\r\n" + lead + "\r\n", "محادثات في العاصمة", lead, "", ""},
		{"byline", "محادثات في العاصمة\nكتب: أحمد علي\n" + lead, "محادثات في العاصمة", lead, "أحمد علي", ""},
		{"agency below", "محادثات في العاصمة\n" + lead + "\nالمصدر: د.ب.أ", "محادثات في العاصمة", lead, "", "د ب أ"},
		{"share bar", "محادثات في العاصمة\nشارك عبر فيسبوك تويتر واتساب\n" + lead, "محادثات في العاصمة", lead, "", ""},
		{"list of others", "محادثات في العاصمة\n" + lead + "\nاقرأ أيضا\nعنوان خبر آخر لا صلة له\nعنوان ثان\n" + "وأضاف الوزير أن الطرفين اتفقا على خطوات عدة.", "محادثات في العاصمة", lead + "\n\nوأضاف الوزير أن الطرفين اتفقا على خطوات عدة.", "", ""},
		{"wrapped by an editor", "محادثات في العاصمة\n\nقال وزير الخارجية إن المحادثات التي جرت في العاصمة أمس\nتناولت التعاون بين البلدين في مجالات الطاقة والنقل وغيرها\nوإن وفدا رفيعا من رجال الأعمال سيزور المنطقة في الشهر\nالمقبل.", "محادثات في العاصمة",
			"قال وزير الخارجية إن المحادثات التي جرت في العاصمة أمس تناولت التعاون بين البلدين في مجالات الطاقة والنقل وغيرها وإن وفدا رفيعا من رجال الأعمال سيزور المنطقة في الشهر المقبل.", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := ParseText([]byte(c.in))
			if err != nil {
				t.Fatal(err)
			}
			if p.Title != c.title || p.Text != c.text || p.Author != c.author || p.Agency != c.agency {
				t.Errorf("title %q author %q agency %q text\n%s", p.Title, p.Author, p.Agency, p.Text)
			}
		})
	}
	for _, in := range []string{"", " \n\n", "\x00\x01", "أضف تعليق"} {
		if p, err := ParseText([]byte(in)); !errors.Is(err, ErrEmpty) {
			t.Errorf("ParseText(%q) = %q, %v; want ErrEmpty", in, p.Text, err)
		}
	}
}

func FuzzParseText(f *testing.F) {
	for _, n := range []string{"000", "001", "002", "003", "004"} {
		f.Add(seed(f, n)[:500]) // short ones, so that minimising stays quick
	}
	f.Add([]byte("# عنوان\n\n> نص\n---\n[a](b)"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := ParseText(raw)
		if err != nil && !errors.Is(err, ErrEmpty) {
			t.Fatal(err)
		}
		sound(t, p)
	})
}

// sound checks what holds of every Page.
func sound(t *testing.T, p Page) {
	t.Helper()
	for name, s := range map[string]string{"title": p.Title, "text": p.Text, "author": p.Author, "agency": p.Agency} {
		if !utf8.ValidString(s) {
			t.Errorf("%s is not UTF-8: %q", name, s)
		}
		if name != "text" && strings.ContainsAny(s, "\n\r\t\x00") || strings.ContainsAny(s, "\x00\x1b\r") {
			t.Errorf("%s has control characters: %q", name, s)
		}
	}
	if utf8.RuneCountInString(p.Title) > maxTitle+2 || utf8.RuneCountInString(p.Author) > maxName {
		t.Errorf("title or author too long: %q, %q", p.Title, p.Author)
	}
	if strings.Contains(p.Text, "\n\n\n") || strings.TrimSpace(p.Text) != p.Text {
		t.Errorf("paragraphs not parted by one blank line: %q", p.Text)
	}
	if !p.Published.IsZero() && (p.Published.Year() < 1990 || p.Published.After(time.Now().Add(25*time.Hour)) || p.Published.Location() != time.UTC) {
		t.Errorf("published %v", p.Published)
	}
}
