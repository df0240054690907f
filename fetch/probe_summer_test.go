package fetch

import (
	"fmt"
	"net/url"
	"testing"
	"time"
)

// TestProbeSummer: articles of Egypt from before the end of its summer time are compared after it; the zone is that of Egypt all the same.
func TestProbeSummer(t *testing.T) {
	p := &prober{c: New(Options{Now: func() time.Time { return time.Date(2024, 11, 2, 12, 0, 0, 0, time.UTC) }}), zoned: map[string]time.Time{}}
	defer p.c.Close()
	for host, want := range map[string]string{"paper.eg": "Africa/Cairo", "paper.example": "Asia/Riyadh"} {
		p.at = &url.URL{Scheme: "https", Host: host}
		bare := map[string]time.Time{}
		for i := range 3 {
			at := time.Date(2024, 10, 28+i, 9, 20, 0, 0, time.UTC)
			p.zoned[fmt.Sprint(i)], bare[fmt.Sprint(i)] = at, at.Add(3*time.Hour)
		}
		offset, by, ok := p.compared(bare)
		if name := p.zoneNamed(offset); name != want || !ok {
			t.Errorf("%s: %q, %q, %v, want %q", host, name, by, ok, want)
		}
	}
}
