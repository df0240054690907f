package config

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"rasid/schedule"
)

// An Alert says which stories of a topic are told at once, and where.
type Alert struct {
	Name     string // unique among digests and alerts, ASCII
	Topic    string // Topic.Name
	Targets  []string
	Score    float64       // of an article, at and above which its story is urgent; 0 = none is by its score
	Outlets  int           // that make a story urgent when they publish it within Within; 0 = none is by its outlets
	Within   time.Duration // see Outlets
	Sources  []string      // whose every relevant article makes its story urgent, by name
	Wait     time.Duration // before a story is told first
	Update   time.Duration // least time until a story is told again because of a new outlet
	Repeat   time.Duration // least time until it is told again because of anything new; 0 = never
	Limit    int           // most messages within Per
	Per      time.Duration // an hour or a day
	Quiet    schedule.Quiet
	Zone     string // IANA name
	Title    string // heading
	Language string // as in Digest
}

// The defaults of Alert.
const (
	DefaultWithin = time.Hour
	DefaultWait   = 2 * time.Minute
	DefaultUpdate = time.Hour
	DefaultLimit  = 10 // a day
)

func (l *loader) alerts(seen map[string]string) {
	sources := l.sourceNames()
	for i, f := range l.file.Alert {
		key := fmt.Sprintf("alert[%d]", i+1)
		l.name(key, f.Name, seen)
		l.addressed(key, f.Name, f.Topic, f.Title, f.Targets)
		l.list(key+".sources", f.Sources, sources, "source")
		if !(f.Score >= 0 && f.Score <= 1) { // so that NaN is refused
			l.fault(key+".score", "is not a score", "use a number from 0 to 1; 0 judges by no score")
		}
		if f.Score == 0 && f.Outlets == 0 && len(f.Sources) == 0 {
			l.fault(key, "has no line: nothing would be urgent", "set score, outlets or sources")
		}
		a := Alert{Name: f.Name, Topic: f.Topic, Targets: f.Targets, Score: f.Score, Sources: f.Sources, Zone: l.zone(key+".zone", f.Zone), Title: f.Title}
		a.Outlets = int(l.count(key+".outlets", int64(f.Outlets), 0, 1000))
		a.Within = l.span(key+".within", f.Within, DefaultWithin, time.Minute)
		a.Wait = l.span(key+".wait", f.Wait, DefaultWait, 0)
		a.Update = l.span(key+".update", f.Update, DefaultUpdate, time.Minute)
		a.Repeat = l.span(key+".repeat", f.Repeat, 0, time.Minute)
		a.Limit, a.Per = l.limit(key+".limit", f.Limit)
		a.Language = l.oneOf(key+".language", f.Language, "ar", languages())
		if a.Title == "" {
			a.Title = l.titleOf(a.Topic)
		}
		a.Quiet = l.quiet(key, f.Quiet, a.Zone)
		l.config.Alerts = append(l.config.Alerts, a)
	}
}

// span returns a duration of up to a day, or the default where the key is absent.
func (l *loader) span(key string, text duration, otherwise, least time.Duration) time.Duration {
	if !l.present(key) {
		return otherwise
	}
	return l.duration(key, text, least, 24*time.Hour)
}

// limit returns how many messages may go out in which time.
func (l *loader) limit(key, text string) (n int, per time.Duration) {
	if !l.present(key) {
		return DefaultLimit, 24 * time.Hour
	}
	count, unit, _ := strings.Cut(text, "/")
	n, err := strconv.Atoi(count)
	per = map[string]time.Duration{"hour": time.Hour, "day": 24 * time.Hour}[unit]
	if err != nil || n < 1 || n > 1000 || per == 0 {
		l.fault(key, quoted(text)+" is not a limit", `write a number from 1 to 1000 for an hour or a day: "3/hour", "10/day"`)
	}
	return n, per
}
