//go:build ignore

// Lexicon_gen makes lexicon.txt from a corpus of news, JSON lines with the fields title and text, gzipped:
//
//	go run lexicon_gen.go -corpus CORPUS.jsonl.gz > lexicon.txt
//
// It lists the bare words, counted often and without proclitic, and the whole ones, which look like a proclitic
// before a bare word but are counted more often than that, or like the article before another word but are written with
// a hamza (ألمانيا), or with an article of their own (الالتزام).
package main

import (
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"rasid/arabic"
)

const (
	often     = 20 // count from which a word is common
	shortBare = 5  // a bare word of three letters must be this many times as frequent as proclitic and word
	rarely    = 3  // count up to which a spelling may be a slip
)

// wholeByHand are words, most of them names, that the counts get wrong.
const wholeByHand = `فكره فتحت كانا لسان كلها فعلي بلاي كيري لولا كابل بادي فادي بلدي كادت بيلي بيري باري كولن
كولا فراس فورد فيصل كلنا كلهم كلان كلاي باكس بابل بابي كوست كسرت كبدت فوات فاصل باقر بانك بول وبيل وسان وفور كوفي
بريان كهربا ليليه بوروسيا فعاليه بلديه بحريه كميات وجوده وجهات باقي كرويه وفيات بلحسن بيليه كليه بلديهما كلاهما
بيونغ بيونج سيول باسيل وايل وسام وليد بدير فيلي فانس
باليستي باليستيه باليستيا بالستي بالستيه بالستيا بالغين بالغون بالون بالونات بالوتيلي باليرمو كاليفورنيا كالينينغراد كالديرون فالنسيا فالكاو والد والدها والدته والدتها والديها والديهم والداها والدتي`

// newer are names and words that came into the news after the corpus.
const newer = `كورونا كوفيد ووهان لقاح لقاحات مسيرات بايدن بلينكن كامالا بولسونارو ميلي سوناك ستارمر شولتس ميرتس ميلوني
بينيت لابيد كاتس سنوار هنيه ضيف حميدتي دقلو برهان بورتسودان فاشر تيغراي باشينيان كاراباخ بولوارتي بوريل كالاس لاغارد غروسي
زيلينسكي فاغنر باخموت كورسك غوتيريش شرع جولاني سوداني كابول طالبان ماسك بيزوس بيتكوين`

func main() {
	corpus := flag.String("corpus", "", "gzipped JSON lines with title and text")
	flag.Parse()
	counts, spelled, err := count(*corpus)
	if err != nil {
		log.Fatal(err)
	}
	bare := make(map[string]bool)
	for w, n := range counts {
		if n >= often && len(w) >= 6 && len(w) <= 24 && plain(w) && !arabic.Stop(w) {
			bare[w] = true
		}
	}
	for w := range bare {
		if rest := w[2:]; proclitic(w) && len(rest) >= 6 && counts[rest] >= often && !kept(w, rest, counts) {
			delete(bare, w)
		}
	}
	whole := articleless(counts, spelled)
	for w, n := range counts {
		if rest := w[min(2, len(w)):]; n >= 3 && proclitic(w) && len(rest) >= 6 && bare[rest] && kept(w, rest, counts) {
			whole[w] = true
		}
	}
	for w := range strings.FieldsSeq(wholeByHand + " " + newer) {
		whole[w] = true
	}
	maps.Copy(bare, whole)
	for _, w := range slices.Sorted(maps.Keys(bare)) {
		fmt.Println(w)
	}
}

// count returns how often each folded word stands in the corpus, and how often those that look like an article and a word
// are written with a hamza on the alef.
func count(path string) (counts, spelled map[string]int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, nil, err
	}
	counts, spelled = make(map[string]int), make(map[string]int)
	for dec := json.NewDecoder(z); dec.More(); {
		var a struct{ Title, Text string }
		if err := dec.Decode(&a); err != nil {
			return nil, nil, err
		}
		for _, w := range arabic.Words(a.Title + "\n" + a.Text) {
			counts[strings.Clone(w)]++
		}
		for _, m := range withHamza.FindAllStringSubmatch(a.Title+"\n"+a.Text, -1) {
			spelled[arabic.Fold(m[1])]++
		}
	}
	return counts, spelled, nil
}

// withHamza finds words of which the folded form begins like the article, but which are written with a hamza or a madda.
var withHamza = regexp.MustCompile(`(?:^|[^\p{Arabic}\p{M}])[وف]?[بل]?([أإآ]ل[\p{Arabic}\p{M}]+)`)

// articleless returns the words that look like the article before another word, but are none.
func articleless(counts, spelled map[string]int) map[string]bool {
	whole := make(map[string]bool)
	for w, n := range spelled {
		if len(w) >= 10 && n >= rarely && n > counts[w]/2 {
			whole[w] = true
		}
	}
	for w, n := range counts { // التزام has no hamza, but its article
		if rest := w[min(4, len(w)):]; len(w) >= 10 && strings.HasPrefix(w, "الت") && n >= rarely && counts["ال"+w] > max(rarely, 10*(counts[rest]+counts["لل"+rest])) {
			whole[w] = true
		}
	}
	return whole
}

// kept says whether the first letter of w, which leaves rest, belongs to it.
func kept(w, rest string, counts map[string]int) bool {
	need := counts[w]
	if len(rest) == 6 {
		need *= shortBare
	}
	return counts[rest] < need
}

// plain says whether w is of Arabic letters and has no article.
func plain(w string) bool {
	for _, p := range []string{"ال", "وال", "بال", "كال", "فال", "لل", "ولل", "وبال"} {
		if strings.HasPrefix(w, p) {
			return false
		}
	}
	return !strings.ContainsFunc(w, func(r rune) bool { return r < arabic.Hamza || r > arabic.Yeh })
}

func proclitic(w string) bool {
	return strings.HasPrefix(w, "و") || strings.HasPrefix(w, "ف") || strings.HasPrefix(w, "ب") ||
		strings.HasPrefix(w, "ك") || strings.HasPrefix(w, "ل") || strings.HasPrefix(w, "سي") || strings.HasPrefix(w, "ست")
}
