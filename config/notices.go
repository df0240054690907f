package config

import (
	"time"

	"rasid/schedule"
)

func (l *loader) notices() {
	f, n := l.file.Notices, &l.config.Notices
	l.list("notices.targets", f.Targets, l.targetNames(), "target")
	n.Targets = f.Targets
	n.Wait = l.duration("notices.wait", f.Wait, time.Second, time.Hour)
	n.Every = l.duration("notices.every", f.Every, time.Minute, 24*time.Hour)
	n.Language = l.oneOf("notices.language", f.Language, "en", languages())
	if n.Zone = f.Zone; !l.present("notices.zone") {
		n.Zone = localZone()
	}
	if _, err := schedule.Parse("@daily", n.Zone); err != nil || n.Zone == "" {
		l.fault("notices.zone", quoted(n.Zone)+" is not a time zone", `write an IANA name: "Asia/Riyadh", "Africa/Cairo" or "UTC"`)
	}
}

func (l *loader) targetNames() []string {
	var names []string
	for _, t := range l.config.Targets {
		names = append(names, t.Name)
	}
	return names
}
