package schedule

import (
	"errors"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// MinGap is the shortest time that may lie between two wall times of one schedule.
const MinGap = 5 * time.Minute

// maxSpec is far above what any schedule needs: all 60 minutes and 24 hours written out.
const maxSpec = 512

// Errors of Parse that call for another remedy than those of a spec that cannot be read.
var (
	ErrZone  = errors.New("unknown time zone")                         // of the zone rather than the spec
	ErrNever = errors.New("never fires, the calendar has no such day") // 30 February
	ErrOften = errors.New("fires too often")                           // again within MinGap
)

// Parse returns the schedule of a cron spec in a time zone. A spec has five fields (minute, hour, day of month,
// month, day of week; Sunday is 0 or 7) or is one of @hourly, @daily, @midnight, @weekly, @monthly, @yearly and
// @annually; zone is an IANA name, "" means UTC. It refuses whatever would not do what it seems to say: a zone
// within the spec, @every, steps wider than their field, specs that never fire and specs that fire more often
// than every MinGap.
func Parse(spec, zone string) (Schedule, error) {
	spec = strings.Join(strings.Fields(spec), " ")
	if len(spec) > maxSpec {
		return Schedule{}, fmt.Errorf("cron spec: longer than %d characters", maxSpec)
	}
	if zone == "" {
		zone = "UTC"
	}
	// "Local" would mean another thing on another machine.
	loc, err := time.LoadLocation(zone)
	if err != nil || zone == "Local" {
		return Schedule{}, fmt.Errorf("%w %q", ErrZone, zone)
	}
	plain, err := plainSpec(spec)
	if err != nil {
		return Schedule{}, fmt.Errorf("cron spec %q: %w", spec, err)
	}
	parsed, err := parseUTC(plain)
	if err != nil {
		return Schedule{}, fmt.Errorf("cron spec %q: %w", spec, err)
	}
	s := Schedule{spec: spec, zone: zone, cron: parsed, loc: loc}
	if gap := shortest(parsed.Minute, parsed.Hour); gap < MinGap {
		return Schedule{}, fmt.Errorf("cron spec %q: %w: again after %d min, the least is %d min", spec, ErrOften, gap/time.Minute, MinGap/time.Minute)
	}
	// From the year 2000 all of 29 February and every weekday lie within reach.
	if s.nextWall(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return Schedule{}, fmt.Errorf("cron spec %q: %w", spec, ErrNever)
	}
	return s, nil
}

// parseUTC hands a plain spec to robfig/cron, whose parser panics on some input.
func parseUTC(plain string) (s cron.SpecSchedule, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("cannot be read: %v", r)
		}
	}()
	parser := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow | cron.Descriptor)
	parsed, err := parser.Parse(plain)
	if err != nil {
		return s, err
	}
	spec, ok := parsed.(*cron.SpecSchedule)
	if !ok {
		return s, errors.New("not a calendar schedule")
	}
	s = *spec
	s.Location = time.UTC
	return s, nil
}

// A field is one of the five fields of a spec.
type field struct {
	name     string
	min, max int
	names    string // three letters each, the first stands for min
}

const (
	monthNames = "janfebmaraprmayjunjulaugsepoctnovdec"
	dayNames   = "sunmontuewedthufrisat"
)

// fields returns the five fields in order.
func fields() []field {
	return []field{{"minute", 0, 59, ""}, {"hour", 0, 23, ""}, {"day of month", 1, 31, ""}, {"month", 1, 12, monthNames}, {"day of week", 0, 7, dayNames}}
}

// plainSpec checks a spec and returns it in the form that robfig/cron reads as meant, without names and without 7 as Sunday.
func plainSpec(spec string) (string, error) {
	if strings.HasPrefix(spec, "@") {
		switch spec {
		case "@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually":
			return spec, nil
		}
		return "", errors.New("unknown name, known are @hourly @daily @weekly @monthly @yearly")
	}
	if strings.Contains(spec, "TZ=") {
		return "", errors.New("holds a time zone, which has a key of its own")
	}
	parts := strings.Fields(spec)
	if len(parts) != 5 {
		return "", fmt.Errorf("has %d fields instead of 5 (minute, hour, day of month, month, day of week)", len(parts))
	}
	for i, f := range fields() {
		items := strings.Split(parts[i], ",")
		for j, item := range items {
			plain, err := f.plain(item)
			if err != nil {
				return "", fmt.Errorf("%s %q: %w", f.name, item, err)
			}
			items[j] = plain
		}
		parts[i] = strings.Join(items, ",")
	}
	return strings.Join(parts, " "), nil
}

// plain checks one item of a field, "*", "5", "5-7" or either with "/2", and returns it for robfig/cron.
func (f field) plain(item string) (string, error) {
	span, stepText, stepped := strings.Cut(item, "/")
	step, last := 1, f.max
	if f.names == dayNames {
		last = 6
	}
	if stepped {
		n, err := number(stepText)
		if err != nil || n < 1 || n > last-f.min {
			return "", fmt.Errorf("step outside 1 to %d", last-f.min)
		}
		step = n
	}
	if span == "*" || span == "?" {
		if stepped && step > 1 {
			return "*/" + strconv.Itoa(step), nil
		}
		return "*", nil
	}
	low, high, err := f.span(span, stepped)
	if err != nil {
		return "", err
	}
	values := make([]string, 0, 8)
	for v := low; v <= high; v += step {
		if f.names == dayNames {
			values = append(values, strconv.Itoa(v%7))
		} else {
			values = append(values, strconv.Itoa(v))
		}
	}
	return strings.Join(values, ","), nil
}

// span returns the ends of "5", "5-7" or "mon-fri"; a single value with a step reaches to the end of the field.
func (f field) span(text string, stepped bool) (low, high int, err error) {
	from, to, ranged := strings.Cut(text, "-")
	if low, err = f.value(from); err != nil {
		return 0, 0, err
	}
	switch {
	case ranged:
		if high, err = f.value(to); err != nil {
			return 0, 0, err
		}
		if f.names == dayNames && high == 0 && low > 0 {
			high = 7 // fri-sun
		}
	case stepped && f.names == dayNames:
		high = max(low, 6)
	case stepped:
		high = f.max
	default:
		high = low
	}
	if low > high {
		return 0, 0, errors.New("begins after its end")
	}
	return low, high, nil
}

// value returns the number that a text stands for within the field.
func (f field) value(text string) (int, error) {
	if len(text) == 3 && f.names != "" {
		if i := strings.Index(f.names, strings.ToLower(text)); i >= 0 && i%3 == 0 {
			return f.min + i/3, nil
		}
	}
	n, err := number(text)
	if err != nil || n < f.min || n > f.max {
		return 0, fmt.Errorf("outside %d to %d", f.min, f.max)
	}
	return n, nil
}

// number returns the value of one to three ASCII digits.
func number(text string) (int, error) {
	if len(text) == 0 || len(text) > 3 || strings.Trim(text, "0123456789") != "" {
		return 0, errors.New("not a number")
	}
	return strconv.Atoi(text)
}

// shortest returns the least time between two wall times of a day with these minutes and hours as bit sets.
// The last hour of a day and the first of the next count as neighbours, whether or not both days fire.
func shortest(minute, hour uint64) time.Duration {
	const minuteBits, hourBits = 1<<60 - 1, 1<<24 - 1
	minute, hour = minute&minuteBits, hour&hourBits
	if minute == 0 || hour == 0 {
		return 24 * time.Hour
	}
	gap := 24 * 60
	before := -1
	for m := range 60 {
		if minute>>m&1 == 0 {
			continue
		}
		if before >= 0 {
			gap = min(gap, m-before)
		}
		before = m
	}
	if next := hour<<1 | hour>>23; hour&next != 0 {
		gap = min(gap, 60-before+bits.TrailingZeros64(minute))
	}
	return time.Duration(gap) * time.Minute
}
