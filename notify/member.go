package notify

import (
	"cmp"
	"slices"

	"rasid/arabic"
	"rasid/news"
)

// parted returns the members that the digest is the first to carry, and those that an earlier one carried.
func parted(s news.Story, digest string) (fresh, told []news.Member) {
	for _, m := range s.Members {
		if m.Digest == "" || m.Digest == digest {
			fresh = append(fresh, m)
		} else {
			told = append(told, m)
		}
	}
	return fresh, told
}

// mainMember returns the index of the member that speaks for a story: the first whose page could be read,
// and the first of all where none could.
func mainMember(ms []news.Member) int {
	for i, m := range ms {
		if m.Basis == news.OnPage && m.Text != "" {
			return i
		}
	}
	return 0
}

// earliest returns the index of the member that was published first, -1 if no time is known.
func earliest(ms []news.Member) int {
	first := -1
	for i, m := range ms {
		if !m.Published.IsZero() && (first < 0 || m.Published.Before(ms[first].Published)) {
			first = i
		}
	}
	return first
}

// twin returns the index of the member that is shown for member i: an outlet that has one report under two addresses, of two of
// its sections, told it once. It is main, else the first of its outlet with the same headline, and i itself where there is no other.
func twin(ms []news.Member, main, i int) int {
	same := func(m news.Member) bool {
		return outletOf(m) == outletOf(ms[i]) && arabic.Fold(m.Title) == arabic.Fold(ms[i].Title)
	}
	if same(ms[main]) {
		return main
	}
	return slices.IndexFunc(ms, same)
}

// outlets returns how many outlets the members are of.
func outlets(ms []news.Member) int {
	all := map[string]bool{}
	for _, m := range ms {
		all[outletOf(m)] = true
	}
	return len(all)
}

// titleOf returns the title of an article in one line; of one that is too long the words that fit.
func titleOf(m news.Member) string { return cut(arabic.Clean(m.Title, 2*maxTitle), maxTitle) }

func headlineOf(m news.Member) headline {
	text := titleOf(m)
	h := headline{ID: m.ID, Text: text, URL: link(m.URL), RTL: rtl(text)}
	if h.RTL {
		h.Text = isolated(text)
	}
	return h
}

// inline returns a headline to stand within a line of the frame.
func (f frame) inline(m news.Member) headline {
	text := titleOf(m)
	return headline{Text: f.within(text, rtl(text)), URL: link(m.URL), RTL: f.dir == "rtl"}
}

func outletOf(m news.Member) string { return cmp.Or(arabic.Clean(m.Outlet, maxName), m.Source) }
