package detect

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"rasid/arabic"
	"rasid/news"
)

const planeText = `وصلت إلى مطار العريش الدولي اليوم الطائرة الإغاثية %s التي يسيرها مركز الإغاثة، وعلى متنها سلال غذائية وحقائب إيوائية ومواد طبية تمهيدا لنقلها إلى المتضررين داخل القطاع. وأوضح المركز في بيان أن هذه المساعدات تأتي ضمن الحملة الشعبية التي أطلقت بتوجيه من القيادة لإغاثة السكان، وأنها تشمل ما يحتاجه الأهالي من غذاء ودواء وأغطية مع دخول فصل الشتاء.`

const greetingText = `بعث الملك برقية تهنئة إلى فخامة الرئيس %s بمناسبة ذكرى اليوم الوطني لبلاده. وأعرب الملك باسمه واسم شعب وحكومة بلاده عن أصدق التهاني وأطيب التمنيات بالصحة والسعادة لفخامته، ولحكومة وشعب %s الشقيق اطراد التقدم والازدهار، مشيدا بتميز العلاقات التي تربط البلدين والشعبين، والتي يسعى الجميع لتعزيزها وتنميتها في المجالات كافة.`

// What is filled in anew is another story, however alike the words.
func TestTemplates(t *testing.T) {
	day := 24 * time.Hour
	for name, c := range map[string]struct {
		titleA, textA, titleB, textB string
		apart                        time.Duration
	}{
		"aid plane": {"وصول الطائرة الإغاثية الخامسة", strings.Replace(planeText, "%s", "الخامسة", 1),
			"وصول الطائرة الإغاثية السادسة", strings.Replace(planeText, "%s", "السادسة", 1), day},
		"aid plane by number": {"وصول الطائرة رقم 5", strings.Replace(planeText, "%s", "الخامسة", 1),
			"وصول الطائرة رقم 6", strings.Replace(planeText, "%s", "السادسة", 1), 2 * time.Hour},
		"two heads of state": {"الملك يهنئ رئيس كازاخستان", strings.NewReplacer("%s", "قاسم توكاييف رئيس كازاخستان").Replace(greetingText),
			"الملك يهنئ رئيس تشاد", strings.NewReplacer("%s", "محمد ديبي رئيس تشاد").Replace(greetingText), time.Hour},
		"two years": {"الملك يهنئ رئيس تشاد", strings.NewReplacer("%s", "محمد ديبي").Replace(greetingText),
			"الملك يهنئ رئيس تشاد", strings.NewReplacer("%s", "محمد ديبي").Replace(greetingText), 365 * day},
		"events of the day": {"أبرز أحداث الخميس 2 مارس", plainText, "أبرز أحداث السبت 4 مارس",
			strings.Replace(plainText, "اليوم", "السبت", 1) + " وفي خبر آخر أعلنت الحكومة زيادة الأجور.", 2 * day},
	} {
		for _, outlets := range [][2]string{{"a", "b"}, {"a", "a"}} {
			a := article("1", c.titleA, c.textA, noon)
			b := article("2", c.titleB, c.textB, noon.Add(c.apart))
			a.Outlet, b.Outlet = outlets[0], outlets[1]
			if got := NewFolder(FoldOptions{}).Fold(b, "y", []news.Story{storyOf("y", a)}); got.Kind != news.Lead {
				t.Errorf("%s, outlets %v: %s, %s", name, outlets, got.Kind, got.Why)
			}
		}
	}
}

// The same plane in the words of another outlet is a copy all the same.
func TestCopyIsNoTemplate(t *testing.T) {
	a := article("1", "وصول الطائرة الإغاثية الخامسة", strings.Replace(planeText, "%s", "الخامسة", 1), noon)
	b := article("2", "خامس طائرة مساعدات تصل العريش", strings.NewReplacer("%s", "الخامسة", "اليوم ", "").Replace(planeText), noon.Add(time.Hour))
	if k := NewFolder(FoldOptions{}).Compare(a, b, nil); k != news.Copy {
		t.Errorf("said %q", k)
	}
}

var reports = []news.Article{
	article("a", "استقالة وزير الخارجية النرويجي إثر تسريب رسائله",
		"أعلن وزير الخارجية النرويجي إريك لارسن، الأربعاء، استقالته من منصبه إثر تسريب رسائل خاصة تبادلها مع رجل أعمال. وقال لارسن في مؤتمر صحفي بأوسلو إنه أخطأ في التقدير.", noon),
	article("b", "النرويج: لارسن يغادر الخارجية بعد فضيحة الرسائل المسربة",
		"قدم إريك لارسن وزير خارجية النرويج استقالته الأربعاء بعد أيام من نشر رسائل مسربة بينه وبين رجل أعمال نافذ. وأقر الوزير في أوسلو بأنه أساء التقدير في هذه الرسائل.", noon.Add(3*time.Hour)),
	article("c", "زلزال يضرب جنوب تشيلي ولا أنباء عن ضحايا",
		"ضرب زلزال بقوة 6.3 درجات سواحل جنوب تشيلي فجر الأربعاء من دون أن ترد أنباء عن سقوط ضحايا، بحسب ما أعلن مركز الرصد في سانتياغو.", noon.Add(time.Hour)),
	article("d", "هزة أرضية بقوة 6.3 قبالة سواحل تشيلي",
		"سجل مركز الرصد الزلزالي في سانتياغو هزة أرضية بلغت قوتها 6.3 درجات قبالة سواحل جنوب تشيلي، الأربعاء، ولم ترد تقارير عن ضحايا أو أضرار.", noon.Add(2*time.Hour)),
	article("e", "فوز المنتخب النرويجي على ضيفه الآيسلندي",
		"فاز منتخب النرويج لكرة القدم على ضيفه منتخب آيسلندا بثلاثة أهداف من دون رد في مباراة ودية أقيمت الأربعاء في أوسلو.", noon.Add(4*time.Hour)),
}

// One event in two outlets' words is one story, others stay apart, and a story says why it took a report up.
func TestFoldEvents(t *testing.T) {
	got := told(reports)
	want := [][]string{{"a", "b"}, {"c", "d"}, {"e"}}
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Fatalf("stories %v, want %v", got, want)
	}
	f := NewFolder(FoldOptions{}).Fold(reports[1], "y", []news.Story{storyOf("y", reports[0]), storyOf("y", reports[2])})
	if f.Kind != news.Rewrite || f.Like != "a" || !strings.Contains(f.Why, "لارسن") || !strings.Contains(f.Why, "same day named") {
		t.Errorf("fold: %+v", f)
	}
}

const portraitText = `أعلن إريك لارسن الأربعاء استقالته من منصب وزير الخارجية النرويجي. ولد الوزير في مدينة بيرغن عام 1961 ودرس القانون، ثم عمل محاميا وانتخب عضوا في البرلمان، وتولى حقيبة الزراعة قبل الخارجية.`

// What two outlets' words make one event is too little within one outlet, and of an explainer and the news that it explains.
func TestMoreIsNeeded(t *testing.T) {
	near := []news.Story{storyOf("y", reports[2])}
	for name, c := range map[string]struct {
		outlet, title, text string
		want                news.FoldKind
	}{
		"another outlet":                  {"b", reports[1].Title, reports[1].Text, news.Rewrite},
		"the same outlet":                 {"a", reports[1].Title, reports[1].Text, ""},
		"an explainer of another outlet":  {"b", "من هو إريك لارسن؟", portraitText, ""},
		"its headline without a question": {"b", "لارسن الوزير المستقيل", portraitText, news.Rewrite},
	} {
		a, b := reports[0], reports[1]
		a.Outlet, b.Outlet, b.Title, b.Text = "a", c.outlet, c.title, c.text
		if got := NewFolder(FoldOptions{}).Compare(a, b, near); got != c.want {
			t.Errorf("%s: said %q, want %q", name, got, c.want)
		}
	}
}

// An item that its outlet edited and lists again, its publication being the same to the second, is one story, also with
// another toll; but neither are two items of one minute nor two that are numbered.
func TestRelisted(t *testing.T) {
	second := noon.Add(7 * time.Second)
	for name, c := range map[string]struct {
		titleA, textA, titleB, textB string
		a, b                         time.Time
		want                         news.FoldKind
	}{
		"one second":    {reports[0].Title, reports[0].Text, "لارسن الوزير المستقيل", portraitText, second, second, news.Rewrite},
		"two seconds":   {reports[0].Title, reports[0].Text, "لارسن الوزير المستقيل", portraitText, second, second.Add(time.Second), ""},
		"no seconds":    {reports[0].Title, reports[0].Text, "لارسن الوزير المستقيل", portraitText, noon, noon, ""},
		"numbers anew":  {"زلزال تشيلي", tollText, "زلزال تشيلي يودي بالعشرات", strings.NewReplacer("12", "31", "40", "95").Replace(tollText), second, second, news.Copy},
		"numbers later": {"زلزال تشيلي", tollText, "زلزال تشيلي يودي بالعشرات", strings.NewReplacer("12", "31", "40", "95").Replace(tollText), second, second.Add(time.Hour), ""},
		"another plane": {"وصول الطائرة الإغاثية الخامسة", strings.Replace(planeText, "%s", "الخامسة", 1),
			"وصول الطائرة الإغاثية السادسة", strings.Replace(planeText, "%s", "السادسة", 1), second, second, ""},
	} {
		a, b := article("1", c.titleA, c.textA, c.a), article("2", c.titleB, c.textB, c.b)
		a.Outlet, b.Outlet = "a", "a"
		if got := NewFolder(FoldOptions{}).Compare(a, b, []news.Story{storyOf("y", reports[2])}); got != c.want {
			t.Errorf("%s: said %q, want %q", name, got, c.want)
		}
		if name != "one second" {
			continue
		}
		for _, undated := range []*news.Article{&a, &b} { // listed by one poll
			undated.Seen, undated.Published = undated.Published, time.Time{}
		}
		if got := NewFolder(FoldOptions{}).Compare(a, b, []news.Story{storyOf("y", reports[2])}); got != "" {
			t.Errorf("without times: said %q", got)
		}
	}
}

const tollText = `ضرب زلزال قوي سواحل جنوب تشيلي فجر الأربعاء وأسفر عن مقتل 12 شخصا وإصابة 40 آخرين، بحسب ما أعلن مركز الرصد في سانتياغو. وقالت السلطات إن فرق الإنقاذ تواصل البحث عن ناجين تحت الأنقاض في عدد من البلدات الساحلية التي انقطعت عنها الكهرباء والاتصالات منذ ساعات الفجر الأولى.`

// Told twice, and with stories and members met in any order, the stories are the same.
func TestFoldOrder(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	all := append(slices.Clone(reports), article("f", "غريفيث في صنعاء", plainText, noon.Add(5*time.Hour)))
	near := []news.Story{storyOf("y", all[0], all[1]), storyOf("y", all[2], all[3]), storyOf("y", all[5])}
	late := article("g", "غريفيث يصل صنعاء", strings.Replace(plainText, "عاجلة", "سريعة", 1), noon.Add(6*time.Hour))
	var first news.Fold
	for i := range 20 {
		for _, s := range near {
			rnd.Shuffle(len(s.Members), func(i, j int) { s.Members[i], s.Members[j] = s.Members[j], s.Members[i] })
		}
		rnd.Shuffle(len(near), func(i, j int) { near[i], near[j] = near[j], near[i] })
		got := NewFolder(FoldOptions{}).Fold(late, "y", near)
		if i == 0 {
			first = got
		}
		if got != first || got.Kind != news.Copy {
			t.Fatalf("in order %d: %+v, was %+v", i, got, first)
		}
	}
}

// A story closes: the same words of an event weeks later are another one.
func TestFoldAfterQuiet(t *testing.T) {
	late := reports[1]
	late.Published = noon.Add(20 * 24 * time.Hour)
	if got := NewFolder(FoldOptions{}).Fold(late, "y", []news.Story{storyOf("y", reports[0])}); got.Kind != news.Lead {
		t.Errorf("fold: %+v", got)
	}
}

// Nothing from outside breaks the folding.
func TestFoldHostile(t *testing.T) {
	f := NewFolder(FoldOptions{})
	long := strings.Repeat("كلمة 12 ", 40000)
	for _, a := range []news.Article{
		{}, {Entry: news.Entry{URL: "u"}}, article("x", "", "\xff\xfe", noon), article("y", long, long, noon),
		article("z", "ا"+strings.Repeat("\u064b", 100000), "ا", noon),
	} {
		for _, b := range []news.Article{{}, article("w", "عنوان", plainText, noon), article("v", long, long, noon)} {
			if got := f.Fold(a, "t", []news.Story{storyOf("t", b), {ID: "empty"}}); got.Topic != "t" || got.Story == "" {
				t.Errorf("fold: %+v", got)
			}
		}
	}
}

// A Folder may be asked by many at once.
func TestFoldAtOnce(t *testing.T) {
	f := NewFolder(FoldOptions{})
	near := []news.Story{storyOf("y", reports[0]), storyOf("y", reports[2])}
	want := NewFolder(FoldOptions{}).Fold(reports[1], "y", near)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for i := range 20 {
				f.Fold(article(strconv.Itoa(i), "عنوان", plainText+strconv.Itoa(i), noon), "y", near)
				if got := f.Fold(reports[1], "y", near); got != want {
					t.Errorf("fold: %+v, want %+v", got, want)
				}
			}
		})
	}
	wait.Wait()
}

// told folds articles one after the other and returns the ids of each story's members.
func told(articles []news.Article) (out [][]string) {
	f := NewFolder(FoldOptions{})
	var stories []news.Story
	for _, a := range articles {
		fold := f.Fold(a, "y", stories)
		i := slices.IndexFunc(stories, func(s news.Story) bool { return s.ID == fold.Story })
		if i < 0 {
			i, stories = len(stories), append(stories, news.Story{ID: fold.Story})
		}
		stories[i].Members = append(stories[i].Members, news.Member{Article: a, Fold: fold})
	}
	for _, s := range stories {
		var ids []string
		for _, m := range s.Members {
			ids = append(ids, m.Article.ID)
		}
		out = append(out, ids)
	}
	return out
}

// BenchmarkFold folds an article among a hundred open stories that were read before.
func BenchmarkFold(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 2))
	var near []news.Story
	for i := range 100 {
		near = append(near, storyOf("y", article(string(rune('a'+i)), wordsOf(rnd, 8), wordsOf(rnd, 300), noon)))
	}
	f, a := NewFolder(FoldOptions{}), article("new", wordsOf(rnd, 8), wordsOf(rnd, 300), noon)
	b.ReportAllocs()
	for b.Loop() {
		f.Fold(a, "y", near)
	}
}

// TestOpening: the dateline of a text is none of the words it opens with, also where it is a line of its own.
func TestOpening(t *testing.T) {
	const said = "أعلن الكرملين أن القمة أرجئت إلى الشهر المقبل."
	opening := func(text string) []uint64 { return readGist(nil, news.Article{Text: text}).opening }
	want := opening(said)
	if len(want) != 5 {
		t.Fatalf("%d roots, want 5", len(want))
	}
	for _, dateline := range []string{"موسكو (رويترز) - ", "موسكو (رويترز)\n", "موسكو - رويترز\n\n", "رويترز\n", "موسكو في 12 يونيو / تاس\r\n"} {
		if got := opening(dateline + said); !slices.Equal(got, want) {
			t.Errorf("%q is among the words that a text opens with", dateline)
		}
	}
	for _, sentence := range []string{"استقال الوزير\n", "مقتل عشرة جنود - رويترز\n", "عاد الهدوء.\n"} {
		if got := opening(sentence + said); slices.Equal(got, want) {
			t.Errorf("%q is not among the words that a text opens with", sentence)
		}
	}
	if got := readGist(nil, news.Article{Entry: news.Entry{Title: "موسكو (رويترز) - " + said}}).opening; !slices.Equal(got, want) {
		t.Error("a headline alone opens with other words")
	}
}

// TestFirstDay: the day of the week that a text names, counted back from a Wednesday.
func TestFirstDay(t *testing.T) {
	today := noon.Unix() / 86400
	for text, want := range map[string]int64{
		"وصل الوفد الثلاثاء.": today - 1, "وصل الوفد الثلثاء.": today - 1, "وصل الوفد مساء الإثنين.": today - 2, "يصل الوفد الخميس.": today + 1, "وصل ثلث الوفد في أحد الأيام.": 0,
	} {
		if got := firstDay(arabic.Words(text), noon); got != want {
			t.Errorf("%s: day %d, want %d", text, got, want)
		}
	}
}
