package detect

import "rasid/arabic"

// Corrects reports whether a headline that was edited says another thing in the place of one: another number, ordinal, day
// or name, which is no other spelling of it. Words put in, left out or put otherwise correct nothing.
func (f *Folder) Corrects(was, is string) bool {
	c := clashes(pieces(arabic.Words(was)), pieces(arabic.Words(is)), f.naming)
	return c.numbers+c.ordinals+c.days+c.names > 0
}
