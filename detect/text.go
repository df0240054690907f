package detect

import (
	"strings"

	"rasid/arabic"
	"rasid/news"
)

// A text is an article read for judging.
type text struct {
	title, body string
	head, words []word // counted words of title and body
	lead        int    // words[:lead] stand in the first leadRunes of the body
}

// textRunes is how much of an article is read: what follows decides no more what it is about.
const textRunes = 3000

// readText reads a title and the beginning of a body.
func (r *reader) readText(title, body string) text {
	t := text{title: title, body: cut(body, textRunes)}
	t.head = r.words(make([]word, 0, 16), title)
	lead := int32(len(cut(body, leadRunes)))
	t.words = make([]word, 0, len(t.body)/12+4)
	pos := int32(0)
	for base := 0; base < len(t.body); {
		line := t.body[base:]
		if i := strings.IndexByte(line, '\n'); i >= 0 {
			line = line[:i+1]
		}
		if !aside(line) {
			t.words, pos = r.wordsFrom(t.words, line, int32(base), pos)
			pos++ // no pair across lines
		}
		base += len(line)
	}
	t.lead = len(t.words)
	for i, w := range t.words {
		if w.start >= lead {
			t.lead = i
			break
		}
	}
	return t
}

// asides begin lines that lead to other articles, folded.
var asides = []string{"اقرا ايضا", "اقرا المزيد", "اقرا ايض", "يقرا ", "شاهد ايضا", "طالع ايضا", "مواضيع ذات صله",
	"اخبار ذات صله", "قصص قد تهمك", "قد يعجبك ايضا", "ذات صله", "للمزيد", "تابع ايضا", "مقالات ذات صله"}

// maxAside is the length in bytes up to which a line may be an aside.
const maxAside = 300

// aside reports whether a line leads to other articles rather than telling of this one.
func aside(line string) bool {
	if len(line) > maxAside {
		return false
	}
	line = strings.TrimLeft(line, " \t-–•*:|#[(«\"")
	start := arabic.Fold(cut(line, 20))
	for _, a := range asides {
		if strings.HasPrefix(start, a) {
			return true
		}
	}
	return false
}

// place says where word i of the body, or of the title, stands.
func (t *text) place(body bool, i int) string {
	switch {
	case !body:
		return "title"
	case i < t.lead:
		return "lead"
	}
	return "text"
}

// basis returns what an article rests on, also where the caller left it open.
func basis(a news.Article) news.Basis {
	switch {
	case a.Basis != "":
		return a.Basis
	case a.Text != "":
		return news.OnPage
	case a.Summary != "":
		return news.OnSummary
	}
	return news.OnTitle
}
