package notify

import (
	"strings"
	"testing"

	"rasid/news"
)

// TestWhy guards that the reasons are few and that none repeats another: facets apart, of two terms where one is
// a part of the other the longer.
func TestWhy(t *testing.T) {
	for name, c := range map[string]struct {
		facets string // facets by "|", terms by ","
		line   string
		list   string
	}{
		"grouped":              {"كيم جونغ أون,بيونغ يانغ|بوتين", "كيم جونغ أون، بيونغ يانغ · بوتين", "كيم جونغ أون,بوتين,بيونغ يانغ"},
		"longer of two":        {"كيم جونغ,بيونغ يانغ,كيم جونغ أون", "كيم جونغ أون، بيونغ يانغ", "كيم جونغ أون,بيونغ يانغ"},
		"longer first":         {"كيم جونغ أون,كيم جونغ,كيم", "كيم جونغ أون", "كيم جونغ أون"},
		"longer of three":      {"كيم,سيول,جونغ,كيم جونغ", "كيم جونغ، سيول", "كيم جونغ,سيول"},
		"longer makes room":    {"كيم,جونغ,سيول,كيم جونغ,قذائف", "كيم جونغ، سيول، قذائف", "كيم جونغ,سيول,قذائف"},
		"other facet":          {"كيم|بوتين,الزعيم كيم", "بوتين، الزعيم كيم", "بوتين,الزعيم كيم"},
		"other facet, no room": {"كيم|بوتين,موسكو,قمة,الزعيم كيم", "كيم · بوتين، موسكو، قمة", "كيم,بوتين,موسكو,قمة"},
		"other spelling":       {"أوكرانيا,اوكرانيا|أُوكرانيا", "أوكرانيا", "أوكرانيا"},
		"three of each":        {"أب,جد,خال,عم|بحر,نهر", "أب، جد، خال · بحر، نهر", "أب,بحر,جد,نهر,خال"},
		"three facets":         {"قمة||حرب|قمة|سلام|هدنة", "قمة · حرب · سلام", "قمة,حرب,سلام"},
		"signs in a term":      {"الروسي، «فلاديمير بوتين|«كيم جونغ أون»", "الروسي فلاديمير بوتين · كيم جونغ أون", "الروسي فلاديمير بوتين,كيم جونغ أون"},
		"number alone":         {"العراق,329,مجلس النواب|2018", "العراق، مجلس النواب", "العراق,مجلس النواب"},
		"nothing":              {"", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var m news.Member
			for _, facet := range strings.Split(c.facets, "|") {
				var f news.Facet
				for _, term := range strings.Split(facet, ",") {
					f.Terms = append(f.Terms, news.Term{Text: term})
				}
				m.Verdict.Facets = append(m.Verdict.Facets, f)
			}
			if got := strings.TrimPrefix(frameOf("ar").whyLine(m), "سبب الإدراج: "); got != c.line {
				t.Errorf("line %q, want %q", got, c.line)
			}
			if got := strings.Join(whyTerms(m.Verdict), ","); got != c.list {
				t.Errorf("list %q, want %q", got, c.list)
			}
		})
	}
}
