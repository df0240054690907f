package config

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"rasid/news"
	"rasid/schedule"
)

func (l *loader) digests(seen map[string]string) {
	for i, f := range l.file.Digest {
		key := fmt.Sprintf("digest[%d]", i+1)
		l.name(key, f.Name, seen)
		l.addressed(key, f.Name, f.Topic, f.Title, f.Targets)
		d := Digest{Name: f.Name, Topic: f.Topic, Cron: f.Cron, Zone: f.Zone, Title: f.Title, Targets: f.Targets, Quiet: f.Quiet}
		d.Language = l.oneOf(key+".language", f.Language, "ar", languages())
		d.Empty = l.oneOf(key+".empty", f.Empty, "send", []string{"send", "skip"})
		d.PerSource = int(l.count(key+".per_source", int64(f.PerSource), 0, 10_000))
		if !l.present(key + ".per_source") {
			d.PerSource = DefaultPerSource
		}
		if d.Title == "" {
			d.Title = l.titleOf(d.Topic)
		}
		l.schedule(key, &d)
		l.config.Digests = append(l.config.Digests, d)
	}
}

// addressed checks what a digest and an alert have alike: topic, heading and targets.
func (l *loader) addressed(key, name, topic, title string, to []string) {
	if name == news.NoticesName {
		l.fault(key+".name", quoted(name)+" is the name of what the operator is told", "choose another name")
	}
	var topics []string
	for _, t := range l.config.Topics {
		topics = append(topics, t.Name)
	}
	targets := l.targetNames()
	l.oneLine(key+".title", title)
	if topic == "" {
		l.fault(key+".topic", "is missing", l.known("topic", topics))
	} else if !slices.Contains(topics, topic) && !l.doubtful("topic") {
		l.fault(key+".topic", "there is no topic "+quoted(topic), l.known("topic", topics))
	}
	if len(to) == 0 {
		l.fault(key+".targets", "is missing", l.known("target", targets))
	}
	l.list(key+".targets", to, targets, "target")
}

// titleOf returns the title of a topic, "" where there is none of this name.
func (l *loader) titleOf(topic string) string {
	for _, t := range l.config.Topics {
		if t.Name == topic {
			return t.Title
		}
	}
	return ""
}

// schedule fills in when a digest is due.
func (l *loader) schedule(key string, d *Digest) {
	if !l.present(key + ".cron") {
		d.Cron = "0 7 * * *"
	}
	d.Zone = l.zone(key+".zone", d.Zone)
	s, err := schedule.Parse(d.Cron, d.Zone)
	if errors.Is(err, schedule.ErrZone) {
		_, err = schedule.Parse(d.Cron, "UTC")
	}
	if err != nil {
		l.fault(key+".cron", err.Error(), cronRemedy(err))
	}
	d.Schedule = s
	d.QuietHours = l.quiet(key, d.Quiet, d.Zone)
}

// cronRemedy says what to do about a spec that was refused.
func cronRemedy(err error) string {
	switch {
	case errors.Is(err, schedule.ErrNever):
		return `name a day that one of its months has, "0 7 28 2 *", or the first of the month after, "0 7 1 3 *"`
	case errors.Is(err, schedule.ErrOften):
		return `name minutes further apart: "*/15 * * * *"; what cannot wait is for an [[alert]]`
	}
	return `write minute, hour, day of month, month and day of week: "0 7 * * *"`
}

// quiet returns the quiet hours of a table.
func (l *loader) quiet(key, text, zone string) schedule.Quiet {
	q, err := schedule.ParseQuiet(text, zone)
	if err != nil && !errors.Is(err, schedule.ErrZone) {
		l.fault(key+".quiet", err.Error(), `write when they begin and end: "22:00-06:30"`)
	}
	return q
}

// zone returns the zone of a table, or where the key is absent that of the environment.
func (l *loader) zone(key, name string) string {
	if !l.present(key) {
		return localZone()
	}
	if !IsZone(name) {
		l.fault(key, quoted(name)+" is not a time zone", `write an IANA name: "Asia/Riyadh", "Africa/Cairo" or "UTC"`)
	}
	return name
}

// localZone returns the zone that the environment names, or UTC.
func localZone() string {
	zone := os.Getenv("TZ")
	if !IsZone(zone) {
		return "UTC"
	}
	return zone
}

// IsZone reports whether name is an IANA time zone: "Asia/Riyadh", "UTC"; not "Local", nor "".
func IsZone(name string) bool {
	_, err := schedule.Parse("@daily", name)
	return err == nil && name != ""
}

// languages returns the tags that notify has a frame for: by region for the names of the months, and with the
// digits ٠ to ٩.
func languages() []string {
	all := []string{"en"}
	for _, tag := range []string{"ar", "ar-DZ", "ar-IQ", "ar-JO", "ar-LB", "ar-MA", "ar-PS", "ar-SY", "ar-TN"} {
		all = append(all, tag, tag+"-u-nu-arab")
	}
	return all
}
