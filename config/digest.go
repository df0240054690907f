package config

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"rasid/news"
	"rasid/schedule"
)

func (l *loader) digests() {
	seen := map[string]string{}
	var topics []string
	titles := map[string]string{}
	for _, t := range l.config.Topics {
		topics = append(topics, t.Name)
		titles[t.Name] = t.Title
	}
	targets := l.targetNames()
	for i, f := range l.file.Digest {
		key := fmt.Sprintf("digest[%d]", i+1)
		l.name(key, f.Name, seen)
		if f.Name == news.NoticesName {
			l.fault(key+".name", quoted(f.Name)+" is the name of what the operator is told", "choose another name")
		}
		l.oneLine(key+".title", f.Title)
		if f.Topic == "" {
			l.fault(key+".topic", "is missing", l.known("topic", topics))
		} else if !slices.Contains(topics, f.Topic) && !l.doubtful("topic") {
			l.fault(key+".topic", "there is no topic "+quoted(f.Topic), l.known("topic", topics))
		}
		if len(f.Targets) == 0 {
			l.fault(key+".targets", "is missing", l.known("target", targets))
		}
		l.list(key+".targets", f.Targets, targets, "target")
		d := Digest{Name: f.Name, Topic: f.Topic, Cron: f.Cron, Zone: f.Zone, Title: f.Title, Targets: f.Targets}
		d.Language = l.oneOf(key+".language", f.Language, "ar", languages())
		d.Empty = l.oneOf(key+".empty", f.Empty, "send", []string{"send", "skip"})
		if d.Title == "" {
			d.Title = titles[d.Topic]
		}
		l.schedule(key, &d)
		l.config.Digests = append(l.config.Digests, d)
	}
}

// schedule fills in when a digest is due.
func (l *loader) schedule(key string, d *Digest) {
	if !l.present(key + ".cron") {
		d.Cron = "0 7 * * *"
	}
	if !l.present(key + ".zone") {
		d.Zone = localZone()
	}
	s, err := schedule.Parse(d.Cron, d.Zone)
	if errors.Is(err, schedule.ErrZone) || d.Zone == "" {
		l.fault(key+".zone", quoted(d.Zone)+" is not a time zone", `write an IANA name: "Asia/Riyadh", "Africa/Cairo" or "UTC"`)
		_, err = schedule.Parse(d.Cron, "UTC")
	}
	if err != nil {
		l.fault(key+".cron", err.Error(), `write minute, hour, day of month, month and day of week: "0 7 * * *"`)
	}
	d.Schedule = s
}

// localZone returns the zone that the environment names, or UTC.
func localZone() string {
	zone := os.Getenv("TZ")
	if _, err := schedule.Parse("@daily", zone); err != nil || zone == "" {
		return "UTC"
	}
	return zone
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
