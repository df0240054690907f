package detect

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rasid/news"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

func article(id, title, text string, at time.Time) news.Article {
	return news.Article{Entry: news.Entry{URL: "https://" + id + ".example/1", Title: title, Published: at}, ID: id, Outlet: id, Text: text}
}

func storyOf(topic string, as ...news.Article) news.Story {
	s := news.Story{ID: StoryID(topic, as[0].URL), Topic: topic}
	for i, a := range as {
		f := news.Fold{Topic: topic, Story: s.ID, Kind: news.Copy}
		if i == 0 {
			f.Kind = news.Lead
		}
		s.Members = append(s.Members, news.Member{Article: a, Fold: f})
	}
	return s
}

// A rival's text with one word changed joins the story that holds it.
func TestFoldOneWordChanged(t *testing.T) {
	first := article("a", "المبعوث في صنعاء", plainText, noon)
	near := []news.Story{storyOf("y", first), storyOf("y", article("c", "خبر آخر", strings.Repeat("كلام لا صلة له بما قيل ", 9), noon))}
	other := article("b", "غريفيث يصل", strings.Replace(plainText, "عاجلة", "سريعة", 1), noon.Add(time.Hour))
	got := NewFolder(FoldOptions{}).Fold(other, "y", near)
	if got.Kind != news.Copy || got.Story != near[0].ID || got.Like != "a" {
		t.Fatalf("fold: %+v", got)
	}
	slices.Reverse(near)
	if again := NewFolder(FoldOptions{}).Fold(other, "y", near); again != got {
		t.Errorf("in another order: %+v, was %+v", again, got)
	}
	if self := NewFolder(FoldOptions{}).Fold(first, "y", near); self.Kind != news.Lead || self.Story != got.Story {
		t.Errorf("a member again: %+v", self)
	}
}

func TestFoldYearsApart(t *testing.T) {
	near := []news.Story{storyOf("y", article("a", "تهنئة", plainText, noon.AddDate(-1, 0, 0)))}
	got := NewFolder(FoldOptions{}).Fold(article("b", "تهنئة", plainText, noon), "y", near)
	if got.Kind != news.Lead || got.Story != StoryID("y", "https://b.example/1") {
		t.Errorf("fold: %+v", got)
	}
}
