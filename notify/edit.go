package notify

import (
	"time"

	"rasid/arabic"
	"rasid/news"
)

// maxEdits is the most edited headlines that one story tells of.
const maxEdits = 4

// editedMembers returns the members whose outlet has edited the headline since.
func editedMembers(ms []news.Member) []news.Member {
	var all []news.Member
	for _, m := range ms {
		if m.Was != "" {
			all = append(all, m)
		}
	}
	return all
}

// shownMembers returns the members that a digest tells of: those it is the first to carry or, where a story has none, those
// whose headline was edited since it was told. A story without either is not told.
func shownMembers(s news.Story, digest string) []news.Member {
	fresh, told := parted(s, digest)
	if len(fresh) == 0 {
		return editedMembers(told)
	}
	return fresh
}

// edits returns the lines that tell which headlines of a story were edited; the new headline is shown with the story
// already where the article is main or a rewrite that it lists.
func (f frame) edits(s news.Story, main news.Member) []string {
	var lines []string
	for _, m := range editedMembers(s.Members) {
		was := f.outside(m.Was, maxTitle)
		switch {
		case len(lines) == maxEdits:
			return lines
		case m.URL == main.URL:
			lines = append(lines, f.line(f.edited, was))
		default:
			lines = append(lines, f.line(f.editedBy, f.outside(outletOf(m), maxName), was, f.within(titleOf(m), rtl(titleOf(m)))))
		}
	}
	return lines
}

// A jsonEdit is an edited headline in the JSON form.
type jsonEdit struct {
	ID    string    `json:"id"`
	URL   string    `json:"url"`
	Title string    `json:"title"`
	Was   string    `json:"was"`
	At    time.Time `json:"at"`
}

func jsonEditsOf(s news.Story) []jsonEdit {
	var all []jsonEdit
	for _, m := range editedMembers(s.Members) {
		all = append(all, jsonEdit{m.ID, link(m.URL), arabic.Clean(m.Title, maxTitle), arabic.Clean(m.Was, maxTitle), m.Edited.UTC()})
	}
	return all
}
