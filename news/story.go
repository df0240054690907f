package news

import "time"

// FoldKind says how an article joined a story.
type FoldKind string

// The ways an article joins a story.
const (
	Lead    FoldKind = "lead"    // opened the story
	Copy    FoldKind = "copy"    // same text as an article already in it
	Rewrite FoldKind = "rewrite" // same event in other words
)

// A Fold is the decision that an article belongs to a story, and why.
type Fold struct {
	Topic string   `json:"topic"`
	Story string   `json:"story"` // Story.ID
	Kind  FoldKind `json:"kind"`
	Like  string   `json:"like"` // Article.ID it was found to be like, "" for a lead
	Why   string   `json:"why"`  // one line: "same text as … (91 % of the shorter)", "same event as …: names, place, day"
}

// A Member is an Article in its place within a Story.
type Member struct {
	Article
	Fold
	Verdict Verdict `json:"verdict"`
	Digest  string  `json:"digest"` // Digest.ID that carried it; "" = not sent yet

	// Was is the headline before the outlet edited it, as long as no digest of the topic has said so: the one that readers were
	// shown, or of what was not sent yet the first. "" = it is the same, apart from spelling that folding removes.
	Was    string    `json:"was"`
	Edited time.Time `json:"edited,omitzero"` // when the newest such edit was read; zero = none
}

// A Story is one event or text as several outlets carry it, within one topic.
type Story struct {
	ID      string    `json:"id"` // stable: hash of topic and the canonical URL of the article that opened it, 16 hex digits
	Topic   string    `json:"topic"`
	Members []Member  `json:"members,omitempty"` // in order of publication, the lead first among equals
	Score   float64   `json:"score"`             // the best score of its members
	Opened  time.Time `json:"opened,omitzero"`   // publication of its first member (Seen where that is unknown)
	Updated time.Time `json:"updated,omitzero"`  // publication of its last member
	Earlier string    `json:"earlier"`           // newest Digest.ID that carried some of it before; "" = new
	Context string    `json:"context,omitempty"` // ID of the story of the same digest beside which it is told: of the same matter, if not the same event
	Alerted time.Time `json:"alerted,omitzero"`  // when an alert told of it last; zero = none did
	Urgent  *Urgency  `json:"urgent,omitempty"`  // in an alert: what put it above the line
}
