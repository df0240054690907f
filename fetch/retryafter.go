package fetch

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Bounds of what a Retry-After may ask for.
const (
	leastWait = time.Minute
	mostWait  = 24 * time.Hour
)

// retryAfter reads Retry-After (RFC 9110 section 10.2.3): seconds or a date in any of HTTP's three forms,
// read against the answer's own Date where it has one, since clocks differ. The result lies within
// [1 min, 24 h]; 0 = not said, or not to be understood.
func retryAfter(h http.Header, now time.Time) time.Duration {
	s := strings.TrimSpace(h.Get("Retry-After"))
	if s == "" {
		return 0
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil && !math.IsNaN(n) {
		return time.Duration(min(max(n, leastWait.Seconds()), mostWait.Seconds()) * float64(time.Second))
	}
	at, err := http.ParseTime(s)
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	if at.After(now.Add(mostWait)) {
		return mostWait
	}
	return max(at.Sub(now), leastWait)
}
