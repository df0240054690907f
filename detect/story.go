package detect

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"rasid/news"
)

// StoryID returns the identity of the story of topic that the article at the canonical url opened: 16 hex
// digits, the same on every run.
func StoryID(topic, url string) string {
	sum := sha256.Sum256([]byte(topic + "\n" + url))
	return hex.EncodeToString(sum[:8])
}

// when returns when an article was published, or first seen where that is unknown.
func when(a news.Article) time.Time {
	if a.Published.IsZero() {
		return a.Seen
	}
	return a.Published
}
