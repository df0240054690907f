package monitor

import (
	"testing"
	"time"
)

// TestPassedInWords has that a time which has passed is told in the unit that says something of it.
func TestPassedInWords(t *testing.T) {
	for d, want := range map[time.Duration]string{
		networkDark:                "30 minutes",
		119 * time.Minute:          "119 minutes",
		leastDark + 59*time.Minute: "6 hours",
		47 * time.Hour:             "47 hours",
		mostDark:                   "3 days",
	} {
		if got := span(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}
