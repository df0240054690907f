package news

import "time"

// A Digest is what one reader is told about one topic for the span (From, To], or an alert that tells of a few
// stories at once.
type Digest struct {
	ID       string // hash of Name, Due and the members' ids: the same content again is recognised
	Name     string // the schedule, or the alert, that asked for it
	Topic    string
	Title    string // of the topic, as readers see it
	Due      time.Time
	From, To time.Time // To is when it was cut, Due or later
	Zone     string    // IANA zone in which times are shown
	Language string    // of the frame, a BCP 47 tag: "ar", "ar-LB", "ar-u-nu-arab", "en"
	Stories  []Story   // best first; Members holds what is new, and what was sent before has its Digest set
	Left     int       // relevant stories left out for length
	Later    []Later   // what waits for the next digest because its source has its share of this one
	Mentions []Article // that mention the topic in passing, the oldest first, without Text
	Volume   []int     // relevant articles on each of the last days in Zone, the last of them the day of To; nil = not counted
	Alert    *Alert    // nil = a digest
	Coverage Coverage  // of a digest
	Notices  []Notice  // for the operator, oldest first; a Digest that has some has no stories
}

// Later counts what one source has for the next digest.
type Later struct {
	Source   string
	Outlet   string
	Articles int
}

// An Alert is what sets an alert apart from a digest.
type Alert struct {
	Held bool // it was held back in quiet hours
	Over int  // stories left to the digest since the alert before, because that had reached its limit
	Last bool // it reaches the limit: until some time has passed the rest is left to the digest
}

// Urgency is what put a story above the line of an alert; one of Source, Outlets and Score is set.
type Urgency struct {
	Source  string // the outlet that tells it and was named
	Outlets int    // that told it within Within
	Within  time.Duration
	Score   float64
}

// Coverage tells quiet from blindness.
type Coverage struct {
	Asked    int                 // sources of the topic
	Answered int                 // of them, those that gave a usable answer within the span
	Dark     []Dark              // the others
	Listed   int                 // entries first seen within the span
	Settled  map[Disposition]int // of them, how many ended how; sums to Listed
}

// Dark is a Source that gave no usable answer within a span.
type Dark struct {
	Source string
	Outlet string
	State  Health
	Reason string
	Since  time.Time // last usable answer; zero = never
}
