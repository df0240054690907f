package main

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rasid/news"
)

// TestJudgeOneOfSeveral: asked about one topic, judge says of it what it says when asked about all, as the service does.
func TestJudgeOneOfSeveral(t *testing.T) {
	d := desk{t: t, path: filepath.Join(t.TempDir(), "rasid.toml")}
	d.write("rasid.toml", checkConfig+"\n[[topic]]\nname = \"dprk-russia\"\n")
	d.write("talks/a.txt", "ريال مدريد يعلن رحيل مهاجمه\n\nأعلن ريال مدريد رحيل مهاجمه بعد تسع سنوات، وبكى الرجل أمام آلاف المشجعين وهو يشكر عمال الملعب والطباخين بأسمائهم.")
	d.write("talks/b.txt", "حارس ريال مدريد: حلمي تحقق\n\nقال حارس ريال مدريد الجديد إن حلمه تحقق، وإن والدته باعت بيتها ليسافر إلى الاختبارات.")
	d.write("article.txt", "شكوى أمام القضاء ضد ريال مدريد\n\nقبلت محكمة التحكيم شكوى تقدم بها وكيل أعمال ضد ريال مدريد، قال فيها إنه لم يتسلم أتعابه.")
	file := filepath.Join(filepath.Dir(d.path), "article.txt")
	judged := func(args ...string) (all []news.Verdict) {
		d.must(json.Unmarshal([]byte(d.run(0, append([]string{"judge", file, "--json"}, args...)...)), &all))
		return all
	}
	all, one := judged(), judged("--topic", "talks")
	if len(all) != 2 || all[0].Topic != "talks" {
		t.Fatalf("verdicts: %+v", all)
	}
	if diff := cmp.Diff(all[:1], one); diff != "" {
		t.Errorf("talks alone: %s", diff)
	}
}
