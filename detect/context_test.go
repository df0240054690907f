package detect

import (
	"slices"
	"testing"
	"time"

	"rasid/news"
)

// What is told of the same matter stands beside the story that comes first, what is not leads a context of its own, and
// neither the order of members nor being asked twice makes a difference.
func TestContexts(t *testing.T) {
	vote := article("g", "التصويت في البرلمان على الميزانية الجديدة",
		"يصوت البرلمان مساء الأربعاء على مشروع الميزانية الجديدة بعد نقاش استمر أسبوعين حول الضرائب والمعاشات والإنفاق على التعليم.", noon.Add(6*time.Hour))
	stories := []news.Story{
		storyOf("y", reports[2]), storyOf("y", reports[0]), storyOf("y", vote, article("h", "غريفيث في صنعاء", plainText, noon)), storyOf("y", reports[3]), {ID: "empty"}, storyOf("y", reports[1]),
	}
	want := []int{0, 1, 2, 0, 4, 1}
	f := NewFolder(FoldOptions{})
	for range 2 {
		if got := f.Contexts(stories); !slices.Equal(got, want) {
			t.Errorf("contexts %v, want %v", got, want)
		}
		slices.Reverse(stories[2].Members)
	}
	if got := f.Contexts(nil); len(got) != 0 {
		t.Errorf("no stories have contexts %v", got)
	}
	long := slices.Repeat([]news.Story{storyOf("y", reports[2]), storyOf("y", reports[3])}, contextStories/2+1)
	if got := f.Contexts(long); got[contextStories-2] != 0 || got[contextStories] != contextStories || got[contextStories+1] != contextStories+1 {
		t.Errorf("contexts of %d stories %v", len(long), got)
	}
}

// Nearly alike is enough beside each other and not enough for one story.
func TestContextIsNoFold(t *testing.T) {
	call := article("g", "حكومة أوسلو تبحث عن خلف للوزير المستقيل",
		"بدأت رئيسة الحكومة في أوسلو مشاورات لاختيار وزير جديد للخارجية خلفا لإريك لارسن الذي غادر منصبه، وقالت إنها ستعلن اسمه قبل نهاية الأسبوع بعد لقاء قادة الأحزاب والملك.", noon.Add(20*time.Hour))
	others := []news.Story{storyOf("y", reports[2]), storyOf("y", article("h", "غريفيث في صنعاء", plainText, noon))}
	f := NewFolder(FoldOptions{})
	if got := f.Fold(call, "y", append(others, storyOf("y", reports[0]))); got.Kind != news.Lead {
		t.Fatalf("fold: %+v", got)
	}
	if got := f.Contexts(append([]news.Story{storyOf("y", reports[0]), storyOf("y", call)}, others...)); !slices.Equal(got, []int{0, 0, 2, 3}) {
		t.Errorf("contexts %v", got)
	}
}
