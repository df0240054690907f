package detect

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"rasid/news"
)

// general are listings of no topic in particular, written for these benchmarks.
var general = []struct{ title, summary string }{
	{"أسعار الخضار ترتفع في الأسواق مع بداية موسم الأمطار", "قال تجار في سوق الجملة إن أسعار الطماطم والخيار ارتفعت بنحو الثلث خلال أسبوع واحد بسبب تأخر وصول الشاحنات من المزارع الجنوبية، فيما توقعت وزارة الزراعة أن تعود الكميات إلى معدلها الطبيعي قبل نهاية الشهر الجاري."},
	{"منتخب الشباب يستعد لمباراة الإياب أمام ضيفه بتدريبات مسائية", "أجرى منتخب الشباب لكرة القدم تدريبا مسائيا على الملعب الرئيسي بمشاركة جميع اللاعبين باستثناء الحارس الثاني الذي يعاني من إصابة خفيفة، وقال المدرب إن الفريق جاهز للقاء المرتقب يوم الجمعة."},
	{"الأرصاد: أمطار متفرقة وانخفاض في درجات الحرارة نهاية الأسبوع", "توقعت هيئة الأرصاد الجوية هطول أمطار متفرقة على المناطق الساحلية وانخفاضا ملموسا في درجات الحرارة اعتبارا من يوم الخميس، ودعت السائقين إلى الحذر من الضباب في ساعات الصباح الأولى."},
	{"وزير الخارجية الروسي يلتقي نظيره التركي في أنقرة", "بحث وزير الخارجية الروسي مع نظيره التركي في أنقرة التعاون الاقتصادي وملف الطاقة وتطورات الأوضاع في المنطقة، وقال إن موسكو تقدر دور تركيا في الوساطة، ومن المقرر أن يعقد الجانبان جولة جديدة من المشاورات الشهر المقبل."},
}

func detector(t testing.TB, topics int) *Detector {
	t.Helper()
	var all []Topic
	for i := range topics {
		all = append(all, Topic{Name: string(rune('a' + i)), Examples: seeds(t)})
	}
	d, err := New(all, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func BenchmarkGlance(b *testing.B) {
	d := detector(b, 1)
	for i := 0; b.Loop(); i++ {
		g := general[i%len(general)]
		d.Glance(g.title, g.summary)
	}
}

func BenchmarkGlanceTenTopics(b *testing.B) {
	d := detector(b, 10)
	for i := 0; b.Loop(); i++ {
		g := general[i%len(general)]
		d.Glance(g.title, g.summary)
	}
}

func BenchmarkGlanceOnTopic(b *testing.B) {
	d := detector(b, 1)
	for b.Loop() {
		d.Glance("بوتين يهنئ كيم جونغ أون بعيد ميلاده", "بعث الرئيس الروسي فلاديمير بوتين برقية تهنئة إلى زعيم كوريا الشمالية كيم جونغ أون بمناسبة عيد ميلاده، حسبما أفادت السفارة الروسية في بيونغ يانغ.")
	}
}

// BenchmarkJudge judges an article of about 3 KB.
func BenchmarkJudge(b *testing.B) {
	d := detector(b, 1)
	var text strings.Builder
	for text.Len() < 3000 {
		for _, g := range general {
			text.WriteString(g.summary + "\n\n")
		}
	}
	a := news.Article{Entry: news.Entry{Title: general[3].title}, Text: text.String()[:3000]}
	b.SetBytes(3000)
	for b.Loop() {
		d.Judge(a)
	}
}

func BenchmarkJudgeTenTopics(b *testing.B) {
	d := detector(b, 10)
	a := news.Article{Entry: news.Entry{Title: general[3].title}, Text: seeds(b)[0].Text}
	for b.Loop() {
		d.Judge(a)
	}
}

// BenchmarkNew builds a topic from five examples, the background read before.
func BenchmarkNew(b *testing.B) {
	all := seeds(b)
	for b.Loop() {
		if _, err := New([]Topic{{Name: "t", Examples: all}}, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReadBackground reads the embedded background.
func BenchmarkReadBackground(b *testing.B) {
	for b.Loop() {
		if _, err := ReadBackground(embedded); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkResident tells what a detector of ten topics over a renewed background holds of memory, in MiB: the heap
// after a collection, and, where the system tells it, what of the process is resident then.
func BenchmarkResident(b *testing.B) {
	r, err := NewRenewal(nil, press(2000, 0))
	if err != nil {
		b.Fatal(err)
	}
	var d *Detector
	for b.Loop() {
		d = nil
		back, err := (*Background)(nil).Renewed(r)
		if err != nil {
			b.Fatal(err)
		}
		var all []Topic
		for i := range 10 {
			all = append(all, Topic{Name: string(rune('a' + i)), Examples: seeds(b)})
		}
		if d, err = New(all, Options{Background: back}); err != nil {
			b.Fatal(err)
		}
		for _, g := range general {
			d.Glance(g.title, g.summary)
		}
	}
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapInuse)/(1<<20), "heap-MiB")
	status, _ := os.ReadFile("/proc/self/status")
	for _, line := range strings.Split(string(status), "\n") {
		var kib float64
		if n, _ := fmt.Sscanf(line, "VmRSS: %f kB", &kib); n == 1 {
			b.ReportMetric(kib/1024, "resident-MiB")
		}
	}
	runtime.KeepAlive(d)
}

// BenchmarkRenewal counts 2,040 listings.
func BenchmarkRenewal(b *testing.B) {
	for b.Loop() {
		if _, err := NewRenewal(nil, press(2000, 0)); err != nil {
			b.Fatal(err)
		}
	}
}
