package notify

import (
	"strings"
	"time"

	"rasid/news"
)

// A volume is how much of a topic there was on each of the last days: a picture that needs no image, and its words.
type volume struct {
	Bars        []bar  // of the oldest day first; nil = there is no picture
	Spark       string // the same in blocks of text, between the dates of the first and the last day
	Line        string // what the picture shows
	First, Last string // dates
	Half, Rest  int    // bars above each of them
}

// A bar is one day.
type bar struct {
	Height int  // CSS pixels
	Last   bool // it is the day of the digest
}

// barHeight is the height of the highest bar in CSS pixels.
const barHeight = 40

// volumeOf returns the picture of d; an empty one where nothing was counted.
func (f frame) volumeOf(d news.Digest, zone *time.Location) volume {
	n := len(d.Volume)
	if n == 0 {
		return volume{}
	}
	sum, peak := 0, 0
	for i, c := range d.Volume {
		sum += c
		if c >= d.Volume[peak] {
			peak = i
		}
	}
	day := func(i int) string { return f.date(d.To.In(zone).AddDate(0, 0, i-n+1)) }
	v := volume{First: f.ready(day(0)), Last: f.ready(day(n - 1)), Half: n / 2, Rest: n - n/2}
	if v.Line = f.line(f.volumeNone, f.number(n)); sum > 0 {
		v.Line = f.line(f.volume, f.number(n), f.count(sum, f.article), f.number(d.Volume[peak]), day(peak), f.number(d.Volume[n-1]))
	}
	var blocks strings.Builder
	for i, c := range d.Volume {
		height, mark := 1, '·'
		if c > 0 {
			height = max(3, c*barHeight/d.Volume[peak])
			mark = '▁' + rune((c*8+d.Volume[peak]-1)/d.Volume[peak]-1)
		}
		v.Bars = append(v.Bars, bar{height, i == n-1})
		blocks.WriteRune(mark)
	}
	v.Spark = v.First + " " + blocks.String() + " " + v.Last
	return v
}
