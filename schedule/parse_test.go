package schedule

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestParseRefuses(t *testing.T) {
	tests := []struct{ spec, zone, want string }{
		{"TZ=0", "UTC", "time zone"},
		{"CRON_TZ=Asia/Riyadh", "UTC", "time zone"},
		{"CRON_TZ=Asia/Riyadh 0 7 * * *", "UTC", "time zone"},
		{"  TZ=UTC 0 7 * * *", "UTC", "time zone"},
		{"@every 1h", "UTC", "unknown name"},
		{"@every -1h", "UTC", "unknown name"},
		{"@reboot", "UTC", "unknown name"},
		{"", "UTC", "0 fields"},
		{"0 7 * *", "UTC", "4 fields"},
		{"0 0 7 * * *", "UTC", "6 fields"},
		{"0 0 30 2 *", "UTC", "never fires"},
		{"0 0 31 4,6,9,11 *", "UTC", "never fires"},
		{"*/61 * * * *", "UTC", "step outside 1 to 59"},
		{"*/0 * * * *", "UTC", "step outside"},
		{"*/-5 * * * *", "UTC", "step outside"},
		{"*/18446744073709551615 * * * *", "UTC", "step outside"},
		{"0 */24 * * *", "UTC", "step outside 1 to 23"},
		{"60 0 * * *", "UTC", "outside 0 to 59"},
		{"0 24 * * *", "UTC", "outside 0 to 23"},
		{"0 0 0 * *", "UTC", "outside 1 to 31"},
		{"0 0 * 13 *", "UTC", "outside 1 to 12"},
		{"0 0 * * 8", "UTC", "outside 0 to 7"},
		{"0 0 * * يوم", "UTC", "outside 0 to 7"},
		{"0 0 * * unm", "UTC", "outside 0 to 7"},
		{"0 5-3 * * *", "UTC", "begins after its end"},
		{"0 *-3 * * *", "UTC", "outside 0 to 23"},
		{"0 1-2-3 * * *", "UTC", "outside 0 to 23"},
		{"0 1/2/3 * * *", "UTC", "step outside"},
		{", 7 * * *", "UTC", "outside 0 to 59"},
		{"0 +7 * * *", "UTC", "outside 0 to 23"},
		{"0 ٧ * * *", "UTC", "outside 0 to 23"},
		{"* * * * *", "UTC", "after 1 min"},
		{"*/4 * * * *", "UTC", "after 4 min"},
		{"*/7 * * * *", "UTC", "after 4 min"},
		{"0,57 0,23 * * *", "UTC", "after 3 min"},
		{strings.Repeat("0,", 300) + "0 * * * *", "UTC", "longer than"},
		{"0 7 * * *", "Asia/Riad", "unknown time zone"},
		{"0 7 * * *", "Local", "unknown time zone"},
		{"0 7 * * *", "../../etc/passwd", "unknown time zone"},
		{"0 7 * * *", "\x00", "unknown time zone"},
	}
	for _, tt := range tests {
		s, err := Parse(tt.spec, tt.zone)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Parse(%q, %q) = %v, %v; want error with %q", tt.spec, tt.zone, s, err, tt.want)
		}
		if got := errors.Is(err, ErrZone); got != (tt.want == "unknown time zone") {
			t.Errorf("Parse(%q, %q): is ErrZone %v", tt.spec, tt.zone, got)
		}
	}
}

func TestParseReads(t *testing.T) {
	// The first three instants after Thursday, 1 January 2026, 00:00 UTC.
	tests := []struct {
		spec string
		want [3]string
	}{
		{"0 7 * * *", [3]string{"01-01 07:00", "01-02 07:00", "01-03 07:00"}},
		{"  0\t7  * * * ", [3]string{"01-01 07:00", "01-02 07:00", "01-03 07:00"}},
		{"0 7 * * 7", [3]string{"01-04 07:00", "01-11 07:00", "01-18 07:00"}},
		{"0 7 * * 0", [3]string{"01-04 07:00", "01-11 07:00", "01-18 07:00"}},
		{"0 7 * * SUN", [3]string{"01-04 07:00", "01-11 07:00", "01-18 07:00"}},
		{"0 7 * * 5-7", [3]string{"01-02 07:00", "01-03 07:00", "01-04 07:00"}},
		{"0 7 * * 1-7/3", [3]string{"01-01 07:00", "01-04 07:00", "01-05 07:00"}},
		{"0 7 * * sat,sun", [3]string{"01-03 07:00", "01-04 07:00", "01-10 07:00"}},
		{"0 7 1 jan-mar ?", [3]string{"01-01 07:00", "02-01 07:00", "03-01 07:00"}},
		{"30 6/6 * * *", [3]string{"01-01 06:30", "01-01 12:30", "01-01 18:30"}},
		{"*/5 * * * *", [3]string{"01-01 00:05", "01-01 00:10", "01-01 00:15"}},
		{"59 * * * *", [3]string{"01-01 00:59", "01-01 01:59", "01-01 02:59"}},
		{"0,57 0,12 * * *", [3]string{"01-01 00:57", "01-01 12:00", "01-01 12:57"}},
		{"@daily", [3]string{"01-02 00:00", "01-03 00:00", "01-04 00:00"}},
		{"@hourly", [3]string{"01-01 01:00", "01-01 02:00", "01-01 03:00"}},
		{"@weekly", [3]string{"01-04 00:00", "01-11 00:00", "01-18 00:00"}},
		{"@monthly", [3]string{"02-01 00:00", "03-01 00:00", "04-01 00:00"}},
	}
	for _, tt := range tests {
		s, err := Parse(tt.spec, "")
		if err != nil {
			t.Errorf("Parse(%q): %v", tt.spec, err)
			continue
		}
		at, got := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), [3]string{}
		for i := range got {
			at = s.Next(at)
			got[i] = at.Format("01-02 15:04")
		}
		if got != tt.want {
			t.Errorf("%q: got %v, want %v", tt.spec, got, tt.want)
		}
	}
}

func TestEqual(t *testing.T) {
	parse := func(spec, zone string) Schedule {
		s, err := Parse(spec, zone)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	a := parse("0 7 * * *", "Asia/Riyadh")
	if !a.Equal(parse(" 0 7  * * *", "Asia/Riyadh")) {
		t.Error("same spec and zone, not equal")
	}
	if a.Equal(parse("0 7 * * *", "Asia/Kuwait")) || a.Equal(parse("0 8 * * *", "Asia/Riyadh")) {
		t.Error("another zone or spec, equal")
	}
	if a.String() != "0 7 * * *" || a.Zone() != "Asia/Riyadh" || parse("@daily", "").Zone() != "UTC" {
		t.Error("spec or zone not kept")
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"0 7 * * *", "TZ=0", "*/61 * * * *", "0 0 30 2 *", "5-7/2 1,2 ? jan 7", "@daily"} {
		f.Add(seed, "Africa/Cairo", int64(1777000000))
	}
	f.Fuzz(func(t *testing.T, spec, zone string, unix int64) {
		s, err := Parse(spec, zone)
		if err != nil {
			return
		}
		const year2000, year2200 = 946684800, 7258118400
		at := time.Unix(year2000+(unix%year2200+year2200)%year2200, 0)
		next := s.Next(at)
		if !next.After(at) {
			t.Fatalf("%q in %q after %s: %s", spec, zone, at, next)
		}
		if last, ok := s.Last(at, next); !ok || !last.Equal(next) {
			t.Fatalf("%q in %q: the last up to %s is %s", spec, zone, next, last)
		}
	})
}
