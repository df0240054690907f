package notify

import "cmp"

// A block is what a reader takes in at once: the head of a digest, one story, its end. Where a digest needs several
// messages they are parted between blocks.
type block []line

// A line is one thing told: clean, and set apart in direction, but not yet escaped for the form it appears in.
type line struct {
	role   role
	before string // told before text and outside its link: the number of a story
	text   string
	after  string // told after text and outside its link: the outlet
	url    string // of the article that text is the headline of, "" if there is none
	rtl    bool
}

// A role says what a line is to its block, which each form shows in its own way.
type role int

const (
	asDetail role = iota // small print: times, bylines, coverage
	asTitle              // of the topic
	asCount              // how much there is
	asStory              // the headline of a story
	asQuote              // the words of an article
	asLabel              // heads the points after it
	asPoint              // one of a list
	asVote               // what a reader can do: say something of a story, leave the list
	asAside              // what else there is to a story: copies, reasons
)

// blocks returns the head, the stories and the end of a digest, without empty lines and empty blocks. Every form
// but HTML and JSON is made of them.
func (p page) blocks() []block {
	right := p.dir == "rtl"
	all := []block{{
		{role: asTitle, text: p.Title, rtl: right},
		{role: asCount, text: p.Headline, rtl: right},
		{text: p.Span, rtl: right},
	}}
	for _, it := range p.Items {
		all = append(all, p.storyBlock(it))
	}
	var passing block
	if len(p.Mentions) > 0 {
		passing = block{{role: asLabel, text: p.mentioned, rtl: right}}
	}
	for _, m := range p.Mentions {
		passing = append(passing, line{role: asPoint, text: m.Head.Text, after: " — " + m.Source, url: m.Head.URL, rtl: m.Head.RTL})
	}
	passing = append(passing, line{role: asAside, text: p.Other, rtl: right})
	end := block{
		{text: p.moreLine(0), rtl: right}, {text: p.Later, rtl: right},
		{text: p.Volume.Line, rtl: right}, {text: p.Volume.Spark, rtl: right},
	}
	for _, l := range p.Coverage {
		end = append(end, line{text: l, rtl: right})
	}
	if p.Leave != "" {
		end = append(end, line{role: asVote, text: p.leave, url: p.Leave, rtl: right})
	}
	var told []block
	for _, b := range append(all, passing, end) {
		if b = b.told(); len(b) > 0 {
			told = append(told, b)
		}
	}
	return told
}

// storyBlock returns the block of one story.
func (p page) storyBlock(it item) block {
	right := p.dir == "rtl"
	number := it.Number
	if it.Head.RTL {
		number = isolated(number)
	}
	b := block{
		{role: asStory, before: number, text: cmp.Or(it.Head.Text, it.Head.URL), url: it.Head.URL, rtl: it.Head.RTL},
		{text: it.byline(), rtl: right},
		{role: asQuote, text: it.Excerpt, rtl: it.RTL},
		{text: it.Note, rtl: right},
	}
	for _, s := range it.Edits {
		b = append(b, line{text: s, rtl: right})
	}
	if len(it.Rewrites) > 0 {
		b = append(b, line{role: asLabel, text: p.rewrites, rtl: right})
	}
	for _, r := range it.Rewrites {
		b = append(b, line{role: asPoint, text: r.Head.Text, after: " — " + r.Source, url: r.Head.URL, rtl: r.Head.RTL})
	}
	for _, s := range []string{it.Other, it.Copies, it.Why} {
		b = append(b, line{role: asAside, text: s, rtl: right})
	}
	for _, v := range it.Votes {
		b = append(b, line{role: asVote, text: v.Text, url: v.URL, rtl: right})
	}
	return b
}

// told returns the lines of b that say something.
func (b block) told() block {
	var t block
	for _, l := range b {
		if l.text != "" || l.role == asStory { // its number stands, whatever it has for a title
			t = append(t, l)
		}
	}
	return t
}

// byline returns the outlets of an item, after the word that marks a story told before.
func (it item) byline() string {
	if it.FollowUp == "" {
		return it.Sources
	}
	return it.FollowUp + " · " + it.Sources
}
