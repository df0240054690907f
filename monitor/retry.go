package monitor

import (
	"fmt"
	"hash/fnv"
	"time"

	"rasid/news"
	"rasid/notify"
)

// webhookWaits are the waits of the Standard Webhooks specification between attempts. Chats are given the same.
func webhookWaits() []time.Duration {
	const h = time.Hour
	return []time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * h, 5 * h, 10 * h, 14 * h, 20 * h, 24 * h}
}

// webhookRefusals is how often a webhook may refuse a delivery for good before it is believed.
const webhookRefusals = 3

// The patience of mail: as relays do, waits double to an hour, and after five days it is given up.
const (
	mailFirstWait = 5 * time.Minute
	mailLastWait  = time.Hour
	mailAttempts  = 5 + (5*24*60-5-10-20-40)/60
)

// retry returns how long d is to wait after its last attempt ended in f, and whether to try again at all. Where the
// receiver said when to come back it is never sooner.
func retry(kind string, d news.Delivery, f *notify.Failure) (wait time.Duration, more bool) {
	switch {
	case f.Gone:
		return 0, false
	case notify.Posted(kind):
		waits := webhookWaits()
		if d.Attempts > len(waits) || f.Permanent && d.Attempts >= webhookRefusals {
			return 0, false
		}
		return max(jittered(waits[d.Attempts-1], d), f.RetryAfter), true
	case f.Permanent, d.Attempts >= mailAttempts:
		return 0, false
	}
	wait = mailFirstWait << min(d.Attempts-1, 8)
	return max(min(wait, mailLastWait), f.RetryAfter), true
}

// jittered spreads a wait by up to a fifth either way, so that what one outage put off does not come back all at
// once. The same attempt at the same delivery always waits the same.
func jittered(wait time.Duration, d news.Delivery) time.Duration {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d/%s", d.Attempts, d.ID)
	part := float64(h.Sum64()>>11) / (1 << 53) // in [0, 1)
	return time.Duration(float64(wait) * (0.8 + 0.4*part)).Round(time.Millisecond)
}
