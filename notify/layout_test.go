package notify_test

import (
	"fmt"
	"math"
	"strings"
	"unicode"
)

// A layout is what the ruler measured of one page at one width.
type layout struct {
	Name   string
	Width  int // of the view
	Client int // of the view as the page sees it
	Scroll int // of what can be scrolled to
	Texts  []struct {
		Text              string
		Direction         string // of the run: of the nearest element
		Block             string // nearest element that is no run
		BlockDirection    string
		Size              float64 // of the letters, CSS pixels
		Color, Background string
		Preview           bool // it is what mailboxes show beside the subject
		extent
	}
	Links []struct {
		Href   string
		Height float64 // of what can be tapped
		extent
	}
}

// An extent is how far something reaches, in CSS pixels from the left side of the view.
type extent struct {
	Left, Right float64
	Boxes       int // lines it stands on
}

// inside reports whether something is drawn, and within the view.
func (e extent) inside(width int) bool {
	return e.Boxes > 0 && e.Left >= 0 && e.Right <= float64(width)+0.5 && e.Right > e.Left
}

// The least that a reader on a phone needs.
const (
	minSize     = 14.0 // CSS pixels
	minTap      = 44.0 // CSS pixels, of a link that is a button: WCAG 2.2, success criterion 2.5.5
	minContrast = 4.5  // WCAG 2.2, success criterion 1.4.3
)

// faults returns what a reader would stumble over in a mode, "light" or "dark".
func (l layout) faults(mode string) []string {
	var found []string
	add := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	if l.Client != l.Width {
		add("the page sees %d px", l.Client)
	}
	if l.Scroll > l.Width {
		add("the page is %d px, wider than the view", l.Scroll)
	}
	if len(l.Texts) < 3 {
		add("only %d texts", len(l.Texts))
	}
	for _, x := range l.Texts {
		if x.Preview && x.Boxes == 0 {
			continue
		}
		if !x.inside(l.Width) {
			add("%.40q reaches from %.0f to %.0f px, wider than the view", x.Text, x.Left, x.Right)
		}
		if x.Size < minSize {
			add("%.40q has %g px", x.Text, x.Size)
		}
		arabic := strings.ContainsFunc(x.Text, func(r rune) bool { return unicode.Is(unicode.Arabic, r) })
		if arabic && l.Name != "english" && l.Name != "notices" && x.BlockDirection != "rtl" {
			add("%.40q: its block runs %s", x.Text, x.BlockDirection)
		}
		if arabic && x.Direction != "rtl" || latin(x.Text) && x.Direction != "ltr" {
			add("%.40q: its run runs %s", x.Text, x.Direction)
		}
		ink, ground := luminance(x.Color), luminance(x.Background)
		if c := contrast(ink, ground); !(c >= minContrast) { // not a number is a fault too
			add("%.40q has contrast %.1f: %s on %s", x.Text, c, x.Color, x.Background)
		}
		if bright := ground > 0.5; bright != (mode == "light") {
			add("the ground of %.40q %s", x.Text, map[bool]string{true: "is bright", false: "is dark"}[bright])
		}
	}
	for _, a := range l.Links {
		if !a.inside(l.Width) {
			add("the link to %s reaches from %.0f to %.0f px", a.Href, a.Left, a.Right)
		}
		if strings.HasPrefix(a.Href, voting.URL) && a.Height < minTap {
			add("the vote %s is %.0f px high", a.Href, a.Height)
		}
	}
	return found
}

// luminance returns the relative luminance of an opaque CSS colour as browsers compute it, "rgb(20, 23, 26)", in
// [0,1] (WCAG 2.2); not a number for any other.
func luminance(color string) float64 {
	var rgb [3]float64
	if _, err := fmt.Sscanf(color, "rgb(%g, %g, %g)", &rgb[0], &rgb[1], &rgb[2]); err != nil {
		return math.NaN()
	}
	for i, v := range rgb {
		if v /= 255; v <= 0.04045 {
			rgb[i] = v / 12.92
		} else {
			rgb[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*rgb[0] + 0.7152*rgb[1] + 0.0722*rgb[2]
}

// contrast returns the contrast ratio of two luminances, in [1,21].
func contrast(a, b float64) float64 {
	return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}
