package config

import "time"

func (l *loader) notices() {
	f, n := l.file.Notices, &l.config.Notices
	l.list("notices.targets", f.Targets, l.targetNames(), "target")
	n.Targets = f.Targets
	n.Wait = l.duration("notices.wait", f.Wait, time.Second, time.Hour)
	n.Every = l.duration("notices.every", f.Every, time.Minute, 24*time.Hour)
	n.Language = l.oneOf("notices.language", f.Language, "en", languages())
	n.Zone = l.zone("notices.zone", f.Zone)
}

func (l *loader) targetNames() []string {
	var names []string
	for _, t := range l.config.Targets {
		names = append(names, t.Name)
	}
	return names
}
