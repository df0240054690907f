// Package news holds the words of the pipeline: what a source lists, what was read, what was judged and
// what was sent. Types without behaviour; every other package speaks in them.
//
// All times are UTC and the zero time means unknown. Text is NFC, exactly as published apart from that:
// folding is for comparing and never stored here. Everything is a value; a stage never alters what it was
// handed.
//
// As JSON, with keys in lower case and underscores between words, they are what commands print and what is kept of a
// digest; there a list that is empty and a time that is not known are left out.
package news
