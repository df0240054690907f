package fetch

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// TestPace runs on a clock of its own: turns at one host are a pace apart, those at another are not.
func TestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hs := hosts{now: time.Now, wait: pause}
		begin := time.Now()
		starts := make(chan time.Duration, 5)
		for range 5 {
			go func() {
				leave, err := hs.named("one", 2).enter(t.Context(), time.Second, 0)
				if err != nil {
					t.Error(err)
					return
				}
				starts <- time.Since(begin)
				leave()
			}()
		}
		for i := range 5 {
			if at := <-starts; at != time.Duration(i)*time.Second {
				t.Errorf("turn %d after %s", i, at)
			}
		}
		before := time.Now()
		leave, err := hs.named("two", 1).enter(t.Context(), time.Second, 0)
		if err != nil || time.Since(before) != 0 {
			t.Errorf("another host waited %s, %v", time.Since(before), err)
		}
		leave()
		var busy *BusyError
		if _, err := hs.named("two", 1).enter(t.Context(), time.Second, time.Millisecond); !errors.As(err, &busy) || busy.Wait != time.Second {
			t.Errorf("too long a wait: %v", err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err := hs.named("two", 1).enter(ctx, time.Second, 0); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a cancelled wait: %v", err)
		}
		if leave, err := hs.named("two", 1).enter(t.Context(), 0, 0); err != nil {
			t.Errorf("the slot of a cancelled wait is lost: %v", err)
		} else {
			leave()
		}
	})
}

// TestRetryAfter is H14.
func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	for said, want := range map[string]time.Duration{
		"": 0, "soon": 0, "0": time.Minute, "-1": time.Minute, "90": 90 * time.Second, "1e12": 24 * time.Hour, "999999999999999999999": 24 * time.Hour, "NaN": 0,
		"120.5":                             120*time.Second + 500*time.Millisecond,
		"Wed, 04 Mar 2026 13:00:00 GMT":     time.Hour,
		"Wednesday, 04-Mar-26 13:00:00 GMT": time.Hour,
		"Wed Mar  4 13:00:00 2026":          time.Hour,
		"Thu, 01 Jan 1970 00:00:00 GMT":     time.Minute,
		"Mon, 04 Mar 2126 00:00:00 GMT":     24 * time.Hour,
	} {
		if got := retryAfter(http.Header{"Retry-After": {said}}, now); got != want {
			t.Errorf("Retry-After %q: %s, want %s", said, got, want)
		}
	}
	skewed := http.Header{"Retry-After": {"Wed, 04 Mar 2026 13:00:00 GMT"}, "Date": {"Wed, 04 Mar 2026 11:00:00 GMT"}}
	if got := retryAfter(skewed, now); got != 2*time.Hour {
		t.Errorf("read against the answer's own clock: %s", got)
	}
}

func TestCrawlDelayOf(t *testing.T) {
	for body, want := range map[string]time.Duration{
		"User-agent: *\nCrawl-delay: 120":                                     2 * time.Minute,
		"User-agent: *\nDisallow: /x\nCrawl-delay: 0.5":                       time.Second / 2,
		"User-agent: Rasid\nCrawl-delay: 3\n\nUser-agent: *\nCrawl-delay: 60": 3 * time.Second,
		"User-agent: a\nUser-agent: rasid\nCrawl-delay: 4":                    4 * time.Second,
		"User-agent: Rasid\nDisallow: /x\n\nUser-agent: *\nCrawl-delay: 60":   0,
		"User-agent: GPTBot\nCrawl-delay: 60":                                 0,
		"User-agent: *\nCrawl-delay: -5\n":                                    0,
		"User-agent: *\nCrawl-delay: 999999":                                  10 * time.Minute,
		"Crawl-delay: 7":                                                      0,
	} {
		if got := newRules([]byte(body), "Rasid/1.0").delay; got != want {
			t.Errorf("%q: %s, want %s", body, got, want)
		}
	}
}
