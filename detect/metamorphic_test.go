package detect

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"rasid/news"
)

// positive is an article on the first topic, written for this test.
var positive = news.Article{Entry: news.Entry{Title: "بوتين يستقبل وزيرة خارجية كوريا الشمالية في الكرملين"},
	Text: "استقبل الرئيس الروسي فلاديمير بوتين في الكرملين وزيرة خارجية كوريا الشمالية، وبحث معها التعاون العسكري بين موسكو وبيونغ يانغ.\n\n" +
		"وقالت وكالة الأنباء المركزية الكورية إن الوزيرة نقلت رسالة من الزعيم كيم جونغ أون إلى الرئيس الروسي تؤكد متانة العلاقات.\n\n" +
		"وأضافت الوكالة أن الجانبين اتفقا على تبادل الزيارات خلال العام المقبل."}

// TestSpelling holds that no rule of spelling moves a score by more than 0.02 or flips a verdict.
func TestSpelling(t *testing.T) {
	d := detector(t, 1)
	want := d.Judge(positive)[0]
	if !want.Relevant {
		t.Fatalf("not relevant: %.3f", want.Score)
	}
	rules := map[string]func(string) string{
		"hamza dropped":  strings.NewReplacer("أ", "ا", "إ", "ا", "آ", "ا").Replace,
		"ya for maqsura": strings.NewReplacer("ى", "ي").Replace,
		"ha for marbuta": strings.NewReplacer("ة", "ه").Replace,
		"tatweel":        func(s string) string { return strings.ReplaceAll(s, "ر", "رـــ") },
		"vowels": func(s string) string {
			return strings.NewReplacer("ت", "تَ", "ل", "لِ", "م", "مُّ").Replace(s)
		},
		"persian letters": strings.NewReplacer("ك", "ک", "ي", "ی").Replace,
		"bidi marks":      func(s string) string { return strings.ReplaceAll(s, " ", " \u200f") },
		"zero width":      func(s string) string { return strings.ReplaceAll(s, "ا", "ا\u200b") },
		"no-break spaces": func(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") },
		"guillemets":      func(s string) string { return "«" + s + "»" },
		"egyptian g": func(s string) string {
			return strings.NewReplacer("جونغ", "جونج", "بيونغ يانغ", "بيونج يانج").Replace(s)
		},
		"short vowel name": func(s string) string { return strings.ReplaceAll(s, "بوتين", "بوتن") },
		"one word":         func(s string) string { return strings.ReplaceAll(s, "بيونغ يانغ", "بيونغيانغ") },
		"run together": func(s string) string {
			return strings.ReplaceAll(s, "كوريا الشمالية", "كورياالشمالية")
		},
	}
	for name, rule := range rules {
		a := positive
		a.Title, a.Text = rule(a.Title), rule(a.Text)
		got := d.Judge(a)[0]
		if math.Abs(got.Score-want.Score) > 0.02 || got.Relevant != want.Relevant {
			t.Errorf("%s: %.4f, want %.4f ± 0.02", name, got.Score, want.Score)
		}
	}
}

// TestSpellingMixed applies a rule to words chosen at random.
func TestSpellingMixed(t *testing.T) {
	d := detector(t, 1)
	want := d.Judge(positive)[0]
	rules := []func(string) string{
		strings.NewReplacer("أ", "ا", "إ", "ا").Replace,
		strings.NewReplacer("ة", "ه", "ى", "ي").Replace,
		func(s string) string { return strings.ReplaceAll(s, "ي", "يـ") },
		func(s string) string { return strings.ReplaceAll(s, "و", "وَ") },
		strings.NewReplacer("ك", "ک", "ي", "ی").Replace,
	}
	rapid.Check(t, func(r *rapid.T) {
		words := strings.Split(positive.Text, " ")
		for i := range words {
			if k := rapid.IntRange(-1, len(rules)-1).Draw(r, "rule"); k >= 0 {
				words[i] = rules[k](words[i])
			}
		}
		a := positive
		a.Text = strings.Join(words, " ")
		if got := d.Judge(a)[0]; math.Abs(got.Score-want.Score) > 0.02 || !got.Relevant {
			r.Fatalf("%.4f, want %.4f ± 0.02: %s", got.Score, want.Score, a.Text)
		}
	})
}

// TestForeignBlocks holds that what leads to other articles flips nothing.
func TestForeignBlocks(t *testing.T) {
	d := detector(t, 1)
	off := news.Article{Entry: news.Entry{Title: "المجلس البلدي يقر خطة لتشجير شوارع المدينة"},
		Text: "أقر المجلس البلدي خطة لتشجير الشوارع الرئيسية في المدينة خلال ثلاث سنوات.\n\nوقال رئيس المجلس إن الخطة تشمل زراعة عشرين ألف شجرة وإنشاء مشتل جديد.\n\nوستبدأ الأعمال في الربيع."}
	blocks := []string{
		"\n\nاقرأ أيضاً: بوتين يزور كوريا الشمالية ويلتقي كيم جونغ أون\n\n",
		"\n\nقصص قد تهمك\n\n",
		"\n\nيقرأ  روسيا وكوريا الشمالية توقعان اتفاقا\n\n",
		"\n\nحقوق النشر محفوظة. تابعونا على مواقع التواصل الاجتماعي وحملوا التطبيق.\n\n",
	}
	for _, b := range blocks {
		a := off
		a.Text = strings.Replace(a.Text, "\n\n", b, 1)
		if v := d.Judge(a)[0]; v.Relevant || v.Mention {
			t.Errorf("%q made an article relevant: %.3f, mention %v", b, v.Score, v.Mention)
		}
		a = positive
		a.Text += strings.NewReplacer("بوتين", "عون", "روسيا", "لبنان", "كوريا الشمالية", "قبرص").Replace(b)
		if v := d.Judge(a)[0]; !v.Relevant {
			t.Errorf("%q made an article irrelevant: %.3f", b, v.Score)
		}
	}
}

// TestMinimalPairs holds that what differs in one word stays apart.
func TestMinimalPairs(t *testing.T) {
	d := detector(t, 1)
	for _, other := range []struct{ name, from, to string }{
		{"south korea", "كوريا الشمالية", "كوريا الجنوبية"},
		{"china", "كوريا الشمالية", "الصين"},
	} {
		clean := strings.NewReplacer(other.from, other.to, "بيونغ يانغ", "العاصمة", "المركزية الكورية", "الرسمية", "كيم جونغ أون", "الجديد")
		a := news.Article{Entry: news.Entry{Title: clean.Replace(positive.Title)}, Text: clean.Replace(positive.Text)}
		if v := d.Judge(a)[0]; v.Relevant {
			t.Errorf("%s: %.3f relevant", other.name, v.Score)
		}
	}
	for _, one := range []struct{ name, title, text string }{
		{"missile", "كيم جونغ أون يشرف على تجربة صاروخ جديد", "أشرف الزعيم الكوري الشمالي كيم جونغ أون على تجربة صاروخ باليستي جديد، وقالت وكالة الأنباء المركزية الكورية إن التجربة نجحت. وقال الجيش الكوري الجنوبي إنه رصد الإطلاق من منطقة بيونغ يانغ."},
		{"putin and xi", "بوتين يلتقي شي جين بينغ في بكين", "التقى الرئيس الروسي فلاديمير بوتين نظيره الصيني شي جين بينغ في بكين، وبحثا التعاون العسكري والاقتصادي بين البلدين. وأكد الكرملين متانة الشراكة الاستراتيجية بين موسكو وبكين."},
	} {
		if v := d.Judge(news.Article{Entry: news.Entry{Title: one.title}, Text: one.text})[0]; v.Relevant {
			t.Errorf("%s: %.3f relevant", one.name, v.Score)
		}
	}
}

// TestMention holds that a long text with one paragraph on the topic is marked, and that a plain one is not.
func TestMention(t *testing.T) {
	d := detector(t, 1)
	round := "شهد الأسبوع الماضي أحداثا متفرقة في أنحاء العالم.\n\n" +
		"ففي البرازيل أغلقت الأمطار الطرق المؤدية إلى الساحل وعلقت الدراسة في عشرات المدارس، وقالت السلطات إنها فتحت مراكز للإيواء وإن فرق الإغاثة تعمل على إصلاح خطوط الكهرباء في القرى التي عزلتها السيول.\n\n" +
		"وفي إيطاليا أضرب عمال القطارات يومين احتجاجا على الأجور وساعات العمل، وتوقفت معظم الرحلات بين المدن الكبرى، ودعت النقابات الحكومة إلى طاولة المفاوضات قبل نهاية الشهر.\n\n" +
		"واستقبل الرئيس الروسي فلاديمير بوتين وزيرة خارجية كوريا الشمالية في موسكو، وتسلم منها رسالة من الزعيم كيم جونغ أون عن التعاون العسكري بين روسيا وكوريا الشمالية.\n\n" +
		"وفي كندا افتتح معرض الكتاب بمشاركة دور نشر من أربعين بلدا."
	v := d.Judge(news.Article{Entry: news.Entry{Title: "حصاد الأسبوع: أمطار وإضرابات ومعارض"}, Text: round})[0]
	if v.Relevant || !v.Mention {
		t.Errorf("round-up: relevant %v, mention %v, score %.3f", v.Relevant, v.Mention, v.Score)
	}
}

// TestOperatorWords holds that Must and Never rule out and nothing else.
func TestOperatorWords(t *testing.T) {
	for _, c := range []struct {
		name        string
		must, never []string
		relevant    bool
	}{
		{"none", nil, nil, true},
		{"must met", []string{"الكرملين"}, nil, true},
		{"must not met", []string{"سد النهضة"}, nil, false},
		{"never", nil, []string{"كوريا الشمالية"}, false},
		{"never elsewhere", nil, []string{"كرة القدم"}, true},
	} {
		d, err := New([]Topic{{Name: "t", Examples: seeds(t), Must: c.must, Never: c.never}}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if v := d.Judge(positive)[0]; v.Relevant != c.relevant {
			t.Errorf("%s: relevant %v at %.3f", c.name, v.Relevant, v.Score)
		}
	}
}

// TestNot holds that a negative example lowers what is like it.
func TestNot(t *testing.T) {
	plain := detector(t, 1).Judge(positive)[0]
	d, err := New([]Topic{{Name: "a", Examples: seeds(t), Not: []Example{{Name: "n", Title: positive.Title, Text: positive.Text}}}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if v := d.Judge(positive)[0]; v.Score >= plain.Score {
		t.Errorf("score %.3f with the article as a negative example, %.3f without", v.Score, plain.Score)
	}
	if p, _ := d.Profile("a"); len(p.Not) != 1 || p.Not[0] != (NotView{"n", positive.Title}) {
		t.Errorf("the profile shows %v as what does not belong", p.Not)
	}
}

// TestOrder holds that the order of the examples changes no byte of a verdict but the model's name, and that the
// same topic gives the same model.
func TestOrder(t *testing.T) {
	all := seeds(t)
	a, err := New([]Topic{{Name: "t", Examples: all}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	turned := slices.Clone(all)
	slices.Reverse(turned)
	b, err := New([]Topic{{Name: "t", Examples: turned}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	again, err := New([]Topic{{Name: "t", Examples: all}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	x, y, z := a.Judge(positive), b.Judge(positive), again.Judge(positive)
	if !reflect.DeepEqual(x, y) {
		t.Errorf("examples turned round:\n%+v\n%+v", x, y)
	}
	if !reflect.DeepEqual(x, z) {
		t.Errorf("built again:\n%+v\n%+v", x, z)
	}
}

// TestBasis holds what a verdict says it rests on, and that the fast look agrees with the slow one.
func TestBasis(t *testing.T) {
	d := detector(t, 1)
	title := d.Judge(news.Article{Entry: news.Entry{Title: positive.Title}})[0]
	summary := d.Judge(news.Article{Entry: news.Entry{Title: positive.Title, Summary: positive.Text}})[0]
	page := d.Judge(positive)[0]
	if title.Basis != news.OnTitle || summary.Basis != news.OnSummary || page.Basis != news.OnPage {
		t.Errorf("bases %s, %s, %s", title.Basis, summary.Basis, page.Basis)
	}
	if page.Ask {
		t.Error("a verdict on a page asks for the page")
	}
	quick, open := d.Glance(positive.Title, positive.Text)
	if !open || !reflect.DeepEqual(quick, summary) {
		t.Errorf("open %v\n%+v\n%+v", open, quick, summary)
	}
	for _, g := range general {
		if v, open := d.Glance(g.title, g.summary); open || v.Relevant {
			t.Errorf("%s: open %v, score %.3f", g.title, open, v.Score)
		}
	}
}

// TestAnyText holds that no text breaks a Detector.
func TestAnyText(t *testing.T) {
	d := detector(t, 1)
	rapid.Check(t, func(r *rapid.T) {
		a := news.Article{Entry: news.Entry{Title: rapid.String().Draw(r, "title")}, Text: rapid.String().Draw(r, "text")}
		if v := d.Judge(a)[0]; !(v.Score >= 0 && v.Score <= 1) {
			r.Fatalf("score %v", v.Score)
		}
		d.Glance(a.Title, a.Text)
	})
}

// TestConcurrent holds that a Detector used by many at once says what it says alone.
func TestConcurrent(t *testing.T) {
	d := detector(t, 2)
	want := d.Judge(positive)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for _, g := range general {
				d.Glance(g.title, g.summary)
				if got := d.Judge(positive); !reflect.DeepEqual(got, want) {
					t.Errorf("%+v, want %+v", got, want)
				}
			}
		})
	}
	wg.Wait()
}
