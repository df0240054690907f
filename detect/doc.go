// Package detect judges an article against topics that are given by example articles, and says which
// articles are one text or one story. It does no I/O and reads no clock: the same input gives the same
// output on any machine.
//
// A topic is understood against a background of general Arabic news (background.bin): how rare each word
// is, which words occur together, and where each word lies in a space of latent meaning. The method, its
// sources, its limits and its figures are in docs/relevance.md.
package detect
