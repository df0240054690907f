package monitor

import (
	"fmt"
	"testing"

	"rasid/news"
)

// TestTogether has that stories of one matter come beside each other, the better first, and that nothing else moves.
func TestTogether(t *testing.T) {
	w := newWorld(t, Options{})
	story := func(id, outlet, title, text string) news.Story {
		a := news.Article{Entry: news.Entry{URL: "https://" + outlet + ".example/" + id, Title: title, Published: start}, ID: id, Outlet: outlet, Text: text}
		return news.Story{ID: id, Members: []news.Member{{Article: a, Fold: news.Fold{Story: id, Kind: news.Lead}}}}
	}
	stories := []news.Story{
		story("match", "a", "فوز المنتخب النرويجي على ضيفه الآيسلندي", "فاز منتخب النرويج لكرة القدم على ضيفه منتخب آيسلندا بثلاثة أهداف من دون رد في مباراة ودية أقيمت الأربعاء في أوسلو."),
		story("quake", "b", "زلزال يضرب جنوب تشيلي ولا أنباء عن ضحايا", "ضرب زلزال بقوة 6.3 درجات سواحل جنوب تشيلي فجر الأربعاء من دون أن ترد أنباء عن سقوط ضحايا، بحسب ما أعلن مركز الرصد في سانتياغو."),
		story("talks", "c", "جولة محادثات جديدة بشأن السد", "تستأنف في العاصمة غدا جولة جديدة من المحادثات الفنية بشأن ملء الخزان وتشغيله بحضور وزراء المياه."),
		story("shock", "d", "هزة أرضية بقوة 6.3 قبالة سواحل تشيلي", "سجل مركز الرصد الزلزالي في سانتياغو هزة أرضية بلغت قوتها 6.3 درجات قبالة سواحل جنوب تشيلي، الأربعاء، ولم ترد تقارير عن ضحايا أو أضرار."),
	}
	var got []string
	for _, s := range w.together(stories) {
		got = append(got, s.ID+":"+s.Context)
	}
	if want := "[match: quake: shock:quake talks:]"; fmt.Sprint(got) != want {
		t.Errorf("told as %v, want %s", got, want)
	}
}
