package config

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"rasid/fetch"
	"rasid/news"
)

func (l *loader) sources() {
	if len(l.file.Source) == 0 && !l.reader.faulty["source"] {
		l.fault("source", "is missing: nothing would be read", "add a [[source]] with name and url; rasid config init writes some")
	}
	seen := map[string]string{}
	for i, s := range l.file.Source {
		key := fmt.Sprintf("source[%d]", i+1)
		l.name(key, s.Name, seen)
		l.oneLine(key+".outlet", s.Outlet)
		l.address(key+".url", s.URL)
		if l.present(key + ".archive") {
			l.archive(key+".archive", s.Archive)
		}
		source := news.Source{Name: s.Name, Outlet: s.Outlet, URL: s.URL, Archive: s.Archive, Item: s.Item, Title: s.Title, Time: s.Time, Body: s.Body}
		if l.present(key + ".zone") {
			source.Zone = l.zone(key+".zone", s.Zone)
		}
		if source.Zone == "UTC" {
			source.Zone = "" // the default has one form
		}
		source.Kind = l.oneOf(key+".kind", s.Kind, "feed", fetch.Kinds())
		source.Every = l.duration(key+".every", s.Every, minEvery, 31*24*time.Hour)
		if source.Every == 0 {
			source.Every = l.config.Read.Every
		}
		source.Pace = cmp.Or(l.duration(key+".pace", s.Pace, time.Second, 10*time.Minute), l.config.Fetch.Pace, fetch.DefaultPace)
		if source.Outlet == "" {
			source.Outlet = s.Name
		}
		l.config.Sources = append(l.config.Sources, source)
	}
}

func (l *loader) sourceNames() []string {
	var names []string
	for _, s := range l.config.Sources {
		names = append(names, s.Name)
	}
	return names
}

// archive checks an address with places for a day or page, or of an index, which has none; or that of the Wayback Machine.
func (l *loader) archive(key, raw string) {
	if raw == "" {
		return
	}
	if rest, ok := strings.CutPrefix(raw, fetch.Wayback); ok {
		if place := strings.TrimPrefix(rest, ":"); rest != "" && (place == rest || place == "" || strings.ContainsAny(place, " {}") || strings.Contains(place, "://")) {
			l.fault(key, quoted(raw)+" does not say what the Wayback Machine is asked for", `write "wayback:www.example.net/arabic/" or "wayback:*.example.net"`)
		}
		return
	}
	places := []string{"{yyyy}", "{mm}", "{dd}", "{page}", "{from}", "{to}"}
	for _, p := range places {
		raw = strings.ReplaceAll(raw, p, "1")
	}
	if strings.ContainsAny(raw, "{}") {
		l.fault(key, "has a place that is not known", "use "+strings.Join(places, " ")+", or none for an index of sitemaps")
		return
	}
	l.address(key, raw)
}
