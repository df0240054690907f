package detect

import "testing"

// Written for this test; what they tell is invented.
var (
	clubMoves = []Example{
		{Name: "1", Title: "ريال مدريد يعلن رحيل مهاجمه", Text: "أعلن ريال مدريد رحيل مهاجمه بعد تسع سنوات، وبكى الرجل أمام آلاف المشجعين وهو يشكر عمال الملعب والطباخين بأسمائهم. وقال إنه سيعود إلى قريته ليفتح مدرسة للأطفال الفقراء."},
		{Name: "2", Title: "شكوى أمام القضاء ضد ريال مدريد", Text: "قبلت محكمة التحكيم شكوى تقدم بها وكيل أعمال ضد ريال مدريد، قال فيها إنه لم يتسلم ثلاثة ملايين يورو من أتعابه. وحددت المحكمة جلسة في الخريف، ورفض محامي ريال مدريد التعليق."},
		{Name: "3", Title: "حارس ريال مدريد: حلمي تحقق", Text: "قال حارس ريال مدريد الجديد إن حلمه تحقق، وإن والدته باعت بيتها ليسافر إلى الاختبارات. وأضاف أنه كان في غرفة صغيرة مع أخته يشاهد مباريات ريال مدريد ودوري الأبطال على هاتف قديم."},
	}
	clubNews = []Example{
		{Name: "not/1", Title: "ريال مدريد يفوز على جاره أتلتيكو في الدوري الإسباني", Text: "فاز ريال مدريد على جاره أتلتيكو مدريد بهدفين لهدف في الدوري الإسباني لكرة القدم، وتقدم إلى المركز الثاني."},
		{Name: "not/2", Title: "إصابة مدافع ريال مدريد في العضلة الخلفية", Text: "أعلن ريال مدريد أن مدافعه أصيب في العضلة الخلفية وسيغيب عن مباراتي الدوري الإسباني ودوري أبطال أوروبا."},
		{Name: "not/3", Title: "مدرب ريال مدريد: لسنا المرشح الأول للقب", Text: "قال مدرب ريال مدريد قبل مباراة الليلة إن فريقه ليس المرشح الأول للقب دوري الأبطال وإن خصمه يلعب كرة جميلة."},
	}
)

// TestBreadth: examples with hardly more in common than one name are named as that, until it is said what does not belong.
func TestBreadth(t *testing.T) {
	dam, _ := qualitySet(t, "testdata/quality/dam.txt")
	vaccine, _ := qualitySet(t, "testdata/quality/vaccine.txt")
	for name, c := range map[string]struct {
		topic Topic
		want  string
	}{
		"of one club":              {Topic{Examples: clubMoves}, "ريال مدريد"},
		"and what does not belong": {Topic{Examples: clubMoves, Not: clubNews}, ""},
		"one example":              {Topic{Examples: clubMoves[:1]}, ""},
		"two states":               {Topic{Examples: seeds(t)}, ""},
		"a dam":                    {dam, ""},
		"a vaccine":                {vaccine, ""},
	} {
		c.topic.Name = "t"
		d, err := New([]Topic{c.topic}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		p, _ := d.Profile("t")
		t.Logf("%s: %+v", name, p.Broad)
		got := ""
		for _, b := range p.Broad {
			got += b.Name
			if b.Relevant < broadRelevant || b.Relevant > 1 || b.Group != "" {
				t.Errorf("%s: %+v", name, b)
			}
		}
		if got != c.want {
			t.Errorf("%s: named as broad %q, want %q", name, got, c.want)
		}
	}
}
