// Package arabic folds, splits, stems and dates Arabic text, reads its numbers, and knows the wire services of the Arabic press.
//
// All functions are pure and safe for concurrent use. What they return for comparing (Fold, Words, Stem, Name) is
// never stored or shown in place of the text; what they return for showing (Sentences, the surfaces of Tokens, Clean)
// keeps the text as it was written.
//
// # Why a stemmer of its own
//
// The stemmer of bleve (analysis/lang/ar, Lucene's light10) was measured first. It turns بوتين into بوت, leaves ب and
// ل on بزعيم and لروسيا, and merges كيم with كيميائية. Mean over the ten topics of topics-dev, ranking by the cosine
// of TF-IDF (title and first 400 characters) with the mean of the five examples, all else equal:
//
//	stemmer                         AP      best F1   distinct terms
//	none                            0.902   0.850     128,687
//	bleve, light10                  0.916   0.863      64,755
//	this one without the lexicon    0.919   0.866      76,201
//	this one                        0.927   0.869      52,739
//
// The lexicon (lexicon.txt) is 17,000 words and tells a proclitic from a first letter: a word is on it that was counted
// 20 times or more in 41,685 articles of the ANT corpus (antcorpus.multisource.data and antcorpus.data, 2016–2018)
// and is no common word behind و ف ب ك ل, and so is one that only looks like that, or as if it had the article (ألمانيا, التزام). It holds words, no text, and
// lexicon_gen.go makes it anew from any corpus.
//
// # Limits
//
// A stem is no root: broken plurals (صاروخ, صواريخ) and verb forms stay apart. A noun and its adjective fall together
// (روسيا, روسي), and with them some words that differ (شرط, شرطه; عمل, عمليه; ترك, تركيا). A name that is not on the
// lexicon, as one that is new in the news, keeps the proclitics before it.
package arabic
