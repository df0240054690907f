package fetch

import (
	"rasid/arabic"
	"rasid/news"
)

// mostLinks is the part of the links of a listing that makes one site its own.
const mostLinks = 2.0 / 3

// site returns the registrable domain that at least two thirds of entries lead to, "" where there is none.
func site(entries []news.Entry) string {
	counts := map[string]int{}
	for _, e := range entries {
		s := Site(e.URL)
		if counts[s]++; float64(counts[s]) >= mostLinks*float64(len(entries)) {
			return s
		}
	}
	return ""
}

// arabicShare is the mean share of Arabic among the letters of the titles of entries, in [0, 1].
func arabicShare(entries []news.Entry) float64 {
	sum, n := 0.0, 0
	for _, e := range entries {
		if e.Title != "" {
			sum += arabic.Share(e.Title)
			n++
		}
	}
	return sum / float64(max(1, n))
}
