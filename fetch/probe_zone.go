package fetch

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"rasid/news"
)

// By what the zone of times is told that name none.
const (
	unnamed    = "Etc/GMT"        // opens the names of zones of no country
	elsewhere  = unnamed + "-1"   // an hour east of UTC
	sameMoment = 90 * time.Second // two documents may tell one moment so far apart
	clockError = 5 * time.Minute  // what lies further in the future is not the doing of a clock that is a little fast
	farthest   = 14 * time.Hour   // no zone is further from UTC
)

// A timing is when the articles of one document were published, by their addresses: as it tells it, UTC where it names no zone.
type timing struct{ zoned, bare map[string]time.Time }

// timed reads a document once more, for another zone: the times that move with it name none. entries are what the
// first reading gave. Days without a clock are left out.
func (p *prober) timed(a answer, s news.Source, entries []news.Entry) timing {
	t := timing{map[string]time.Time{}, map[string]time.Time{}}
	s.Zone = elsewhere
	again, err := p.c.o.Read(a.body, a.ctype, a.url, s)
	if err != nil || len(again.Listing.Entries) != len(entries) {
		return t
	}
	for i, e := range entries {
		t.add(e.URL, e.Published, again.Listing.Entries[i].Published)
	}
	maps.Copy(p.zoned, t.zoned)
	return t
}

// add adds a time as it was read in UTC and an hour east of it.
func (t timing) add(url string, utc, east time.Time) {
	switch {
	case !utc.Equal(east):
		t.bare[url] = utc
	case !utc.Equal(utc.Truncate(24 * time.Hour)):
		t.zoned[url] = utc
	}
}

// timedPage is timed for an article page.
func (p *prober) timedPage(a answer, s news.Source, url string, first Page) {
	s.Zone = elsewhere
	if again, err := p.c.parsed(s, a); err == nil && !first.Published.IsZero() {
		timing{p.zoned, p.bare}.add(url, first.Published, again.Published)
	}
}

// zone gives c the zone of its times where they name none and it can be told.
func (p *prober) zone(c *Candidate) {
	bare := c.timing.bare
	if len(bare) == 0 && c.Newest.IsZero() {
		bare = map[string]time.Time{} // it lists no times: those of its pages count
		for url, t := range p.bare {
			if Site(url) == Site(c.Source.URL) {
				bare[url] = t
			}
		}
	}
	if c.Grade == GradeUseless {
		return
	}
	if len(bare) == 0 {
		if most := Ahead(c.Newest, p.c.o.Now()); most > 0 {
			c.Remark = fmt.Sprintf("by the zone that it names its newest time lies %s in the future: the outlet's clock or that zone is wrong, which no key mends", minutes(most))
		}
		return
	}
	offset, by, ok := p.compared(bare)
	if by == "" {
		offset, by, ok = p.future(bare)
	}
	name := p.zoneNamed(offset)
	switch {
	case ok && offset == 0:
		return // it is UTC
	case !ok && by == "":
		c.Remark = "its times name no zone and are read as UTC; where they are the outlet's own, set zone" + p.suggested()
		return
	case !ok || name == "":
		c.Remark = "its times name no zone: " + by + "; set zone to that of the outlet" + p.suggested()
		return
	}
	c.Source.Zone = name
	c.Remark = fmt.Sprintf("its times name no zone and are taken for %s: %s", name, by)
	here := zoneOf(c.Source)
	for i, e := range c.sample.Entries {
		if t, ok := c.timing.bare[e.URL]; ok {
			c.sample.Entries[i].Published = time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), here).UTC()
		}
	}
	c.Newest = newest(c.sample)
}

// compared tells the offset east of UTC by articles whose time another document tells with its zone. by says so. One article alone, which
// may have been renewed between the two, does for the clock of some country of the Arabic press only: else ok is false.
func (p *prober) compared(bare map[string]time.Time) (offset time.Duration, by string, ok bool) {
	votes, all := map[time.Duration]int{}, 0
	home := p.country()
	for url, t := range bare {
		z, known := p.zoned[url]
		if !known {
			continue
		}
		all++
		d := t.Sub(z).Round(30 * time.Minute)
		if d.Abs() > farthest || (t.Sub(z)-d).Abs() > sameMoment {
			continue
		}
		if home != "" && d == eastOf(home, z) {
			d = eastOf(home, p.c.o.Now()) // summer time has begun or ended since
		}
		votes[d]++
	}
	for _, d := range slices.Sorted(maps.Keys(votes)) {
		if 2*votes[d] > all {
			by = fmt.Sprintf("so %d of %d articles tell it whose time is told with a zone elsewhere", votes[d], all)
			return d, by, votes[d] > 1 || d == 0 || !strings.HasPrefix(p.zoneNamed(d), unnamed)
		}
	}
	return 0, "", false
}

// future tells the offset by times that as UTC have not come yet: by the domain of a country whose clock is far enough ahead,
// else as the whole hours just above. Where the newest is too old for that, or one alone of several is ahead, which its outlet may have
// mistyped or announced, ok is false and by says what was seen.
func (p *prober) future(bare map[string]time.Time) (offset time.Duration, by string, ok bool) {
	now := p.c.o.Now()
	all := slices.SortedFunc(maps.Values(bare), time.Time.Compare)
	most := all[len(all)-1].Sub(now)
	if most <= clockError || most > farthest {
		return 0, "", false
	}
	by = fmt.Sprintf("as UTC the newest lies %s in the future", minutes(most))
	if home := p.country(); home != "" {
		if east := eastOf(home, now); east >= most-clockError {
			return east, by, true
		}
	}
	if len(all) > 1 && all[len(all)-2].Sub(now) <= clockError {
		return 0, by + ", no other does", false
	}
	hours := (most - clockError + time.Hour - 1).Truncate(time.Hour)
	return hours, by, hours-most <= 30*time.Minute
}

// Ahead returns how far a time of publication lies in the future, 0 where it does not, or by no more than the clocks of outlets are fast. A
// day without a clock, which is its first moment in UTC, is not ahead once it has begun anywhere.
func Ahead(published, now time.Time) time.Duration {
	d := published.Sub(now)
	if d <= clockError || d <= farthest && published.Equal(published.Truncate(24*time.Hour)) {
		return 0
	}
	return d
}

// minutes writes a span in hours and minutes.
func minutes(d time.Duration) string { return strings.TrimSuffix(d.Round(time.Minute).String(), "0s") }

// countries are the zones of the countries of the Arabic press, by their domains.
var countries = map[string]string{
	"ae": "Asia/Dubai", "bh": "Asia/Bahrain", "dj": "Africa/Djibouti", "dz": "Africa/Algiers", "eg": "Africa/Cairo", "iq": "Asia/Baghdad", "ir": "Asia/Tehran",
	"jo": "Asia/Amman", "km": "Indian/Comoro", "kw": "Asia/Kuwait", "lb": "Asia/Beirut", "ly": "Africa/Tripoli", "ma": "Africa/Casablanca", "mr": "Africa/Nouakchott",
	"om": "Asia/Muscat", "ps": "Asia/Hebron", "qa": "Asia/Qatar", "sa": "Asia/Riyadh", "sd": "Africa/Khartoum", "so": "Africa/Mogadishu", "ss": "Africa/Juba",
	"sy": "Asia/Damascus", "td": "Africa/Ndjamena", "tn": "Africa/Tunis", "tr": "Europe/Istanbul", "ye": "Asia/Aden",
}

// steady are zones without summer time, by their hours east of UTC in half hours.
var steady = map[time.Duration]string{2: "Africa/Algiers", 4: "Africa/Tripoli", 6: "Asia/Riyadh", 7: "Asia/Tehran", 8: "Asia/Dubai"}

// country is the zone of the country of the domain that was asked for, "" if it is of none that is known.
func (p *prober) country() string {
	host := p.at.Hostname()
	return countries[host[strings.LastIndexByte(host, '.')+1:]]
}

// suggested adds the zone of the country to a remark.
func (p *prober) suggested() string {
	if home := p.country(); home != "" {
		return fmt.Sprintf(" (by its domain %q)", home)
	}
	return ""
}

// zoneNamed returns a zone so far east of UTC now, that of the outlet's country first; "" where there is none.
func (p *prober) zoneNamed(offset time.Duration) string {
	if home := p.country(); home != "" && eastOf(home, p.c.o.Now()) == offset {
		return home
	}
	if name := steady[offset/(30*time.Minute)]; name != "" && eastOf(name, p.c.o.Now()) == offset {
		return name
	}
	if offset%time.Hour != 0 {
		return ""
	}
	return fmt.Sprintf(unnamed+"%+d", -offset/time.Hour) // the sign of these names is the other way round
}

// eastOf returns how far the clocks of a zone are ahead of UTC.
func eastOf(zone string, at time.Time) time.Duration {
	_, seconds := at.In(zoneOf(news.Source{Zone: zone})).Zone()
	return time.Duration(seconds) * time.Second
}
