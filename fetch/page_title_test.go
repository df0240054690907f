package fetch

import "testing"

// TestOutletBesideTitle: the outlet's name goes off a title, but not what a headline is about before its colon.
func TestOutletBesideTitle(t *testing.T) {
	const headline = "محادثات جديدة بين الجانبين في العاصمة"
	for _, c := range []struct{ site, title, want string }{
		{"السودان نيوز", "السودان: " + headline, "السودان: " + headline},
		{"السودان نيوز", headline + ": السودان", headline + ": السودان"},
		{"السودان نيوز", "السودان نيوز: " + headline, headline},
		{"السودان نيوز", headline + " | السودان", headline},
		{"السودان نيوز", "السودان: " + headline + " - السودان نيوز", "السودان: " + headline},
		{"وكالة سوا الإخبارية", "وكالة سوا: " + headline, headline},
		{"العربية", "العربية: " + headline, headline},
	} {
		h := &head{site: []string{folded(c.site)}}
		if got := h.withoutSite(c.title); got != c.want {
			t.Errorf("%q of %q: %q, want %q", c.title, c.site, got, c.want)
		}
	}
}
