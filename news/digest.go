package news

import "time"

// A Digest is what one reader is told about one topic for the span [From, To).
type Digest struct {
	ID       string // hash of Name, Due and the members' ids: the same content again is recognised
	Name     string // the schedule that asked for it
	Topic    string
	Title    string // of the topic, as readers see it
	Due      time.Time
	From, To time.Time
	Zone     string  // IANA zone in which times are shown
	Language string  // of the frame, a BCP 47 tag: "ar", "ar-LB", "ar-u-nu-arab", "en"
	Stories  []Story // best first; Members holds what is new, and what was sent before has its Digest set
	Left     int     // relevant stories left out for length
	Coverage Coverage
	Notices  []Notice // for the operator, oldest first; a Digest that has some has no stories
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
