// Package arabic folds, splits, stems and dates Arabic text.
//
// All functions are pure and safe for concurrent use. What they return for comparing (Fold, Words, Stem, Name) is
// never stored or shown in place of the text; what they return for showing (Sentences, Tokens' surfaces, Clean)
// keeps the text as it was written.
package arabic
