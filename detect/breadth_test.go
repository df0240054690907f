package detect

import "testing"

// Written for this test; what they tell is invented.
var (
	oneMan = []Example{
		{Name: "1", Title: "ماكرون يزور مصنعا للقطارات في شمال البلاد", Text: "زار الرئيس الفرنسي إيمانويل ماكرون مصنعا للقطارات في شمال البلاد، ووعد العمال بأن طلبات جديدة ستصل قبل نهاية العام. وقالت النقابات إنها سمعت هذا الوعد مرتين من قبل."},
		{Name: "2", Title: "ماكرون يدعو إلى هدنة في السودان", Text: "دعا الرئيس الفرنسي إيمانويل ماكرون طرفي القتال في السودان إلى هدنة تسمح بدخول المساعدات، وقال إن باريس مستعدة لاستضافة مؤتمر للمانحين. ورحبت منظمات الإغاثة بالدعوة."},
		{Name: "3", Title: "ماكرون يهدي مكتبته إلى مدينة مولده", Text: "أهدى الرئيس الفرنسي إيمانويل ماكرون أربعة آلاف كتاب من مكتبته إلى مدينة أميان التي ولد فيها. وقال أمين المكتبة إن بينها طبعة نادرة من روايات بلزاك وكتبا في الفلسفة."},
	}
	otherwise = []Example{
		{Name: "not/1", Title: "ماكرون يستقبل رئيس الوزراء الإيطالي في باريس", Text: "استقبل الرئيس الفرنسي إيمانويل ماكرون في قصر الإليزيه رئيس الوزراء الإيطالي، وبحث معه الهجرة وميزانية الاتحاد الأوروبي."},
		{Name: "not/2", Title: "تراجع شعبية ماكرون في استطلاع جديد", Text: "تراجعت شعبية الرئيس الفرنسي إيمانويل ماكرون في استطلاع جديد للرأي إلى أدنى مستوى لها منذ انتخابه."},
		{Name: "not/3", Title: "ماكرون وميركل يتفقان على إصلاح منطقة اليورو", Text: "اتفق الرئيس الفرنسي إيمانويل ماكرون والمستشارة الألمانية على خطة لإصلاح منطقة اليورو تعرض على القمة المقبلة."},
		{Name: "not/4", Title: "ماكرون: فرنسا سترد إذا ثبت استخدام السلاح الكيميائي", Text: "قال الرئيس الفرنسي إيمانويل ماكرون إن بلاده سترد إذا ثبت استخدام السلاح الكيميائي في سوريا."},
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
		"of one man":                 {Topic{Examples: oneMan}, "الرئيس الفرنسي إيمانويل ماكرون"},
		"and what does not belong":   {Topic{Examples: oneMan, Not: otherwise}, ""},
		"and a word that must stand": {Topic{Examples: oneMan, Must: []string{"ميركل"}}, ""},
		"one example":                {Topic{Examples: oneMan[:1]}, ""},
		"two states":                 {Topic{Examples: seeds(t)}, ""},
		"a dam":                      {dam, ""},
		"a vaccine":                  {vaccine, ""},
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
