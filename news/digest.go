package news

import "time"

// A Digest is what one reader is told about one topic for the span (From, To], or an alert that tells of a few
// stories at once.
type Digest struct {
	ID       string    `json:"id"`   // hash of Name, Due and the members' ids: the same content again is recognised
	Name     string    `json:"name"` // the schedule, or the alert, that asked for it
	Topic    string    `json:"topic"`
	Title    string    `json:"title"` // of the topic, as readers see it
	Due      time.Time `json:"due,omitzero"`
	From     time.Time `json:"from,omitzero"`      // To is when it was cut, Due or later
	To       time.Time `json:"to,omitzero"`        // To is when it was cut, Due or later
	Zone     string    `json:"zone"`               // IANA zone in which times are shown
	Language string    `json:"language"`           // of the frame, a BCP 47 tag: "ar", "ar-LB", "ar-u-nu-arab", "en"
	Stories  []Story   `json:"stories,omitempty"`  // best first; Members holds what is new, and what was sent before has its Digest set
	Left     int       `json:"left"`               // relevant stories left out for length
	Later    []Later   `json:"later,omitempty"`    // what waits for the next digest because its source has its share of this one
	Mentions []Article `json:"mentions,omitempty"` // that mention the topic in passing, the oldest first, without Text
	Volume   []int     `json:"volume,omitempty"`   // relevant articles on each of the last days in Zone, the last of them the day of To; nil = not counted
	Alert    *Alert    `json:"alert,omitempty"`    // nil = a digest
	Coverage Coverage  `json:"coverage"`           // of a digest
	Past     *Ledger   `json:"past,omitempty"`     // nil = it is of today; else From and To are the days of a backfill run
	Notices  []Notice  `json:"notices,omitempty"`  // for the operator, oldest first; a Digest that has some has no stories
}

// Later counts what one source has for the next digest.
type Later struct {
	Source   string `json:"source"`
	Outlet   string `json:"outlet"`
	Articles int    `json:"articles"`
}

// An Alert is what sets an alert apart from a digest.
type Alert struct {
	Held bool `json:"held"` // it was held back in quiet hours
	Over int  `json:"over"` // stories left to the digest since the alert before, because that had reached its limit
	Last bool `json:"last"` // it reaches the limit: until some time has passed the rest is left to the digest
}

// Urgency is what put a story above the line of an alert; one of Source, Outlets and Score is set.
type Urgency struct {
	Source  string        `json:"source"`  // the outlet that tells it and was named
	Outlets int           `json:"outlets"` // that told it within Within
	Within  time.Duration `json:"within_ns"`
	Score   float64       `json:"score"`
}

// Coverage tells quiet from blindness.
type Coverage struct {
	Asked    int                 `json:"asked"`             // sources of the topic
	Answered int                 `json:"answered"`          // of them, those that gave a usable answer within the span
	Dark     []Dark              `json:"dark,omitempty"`    // the others
	Listed   int                 `json:"listed"`            // entries first seen within the span
	Settled  map[Disposition]int `json:"settled,omitempty"` // of them, how many ended how for the topic; sums to Listed
}

// Dark is a Source that gave no usable answer within a span.
type Dark struct {
	Source string    `json:"source"`
	Outlet string    `json:"outlet"`
	State  Health    `json:"state"`
	Reason string    `json:"reason"`
	Since  time.Time `json:"since,omitzero"` // last usable answer, of a Silent, Frozen or Empty one the last with news, of a Hijacked one the last; zero = never
}
