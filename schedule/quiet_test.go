package schedule

import (
	"errors"
	"testing"
	"time"
)

func TestQuiet(t *testing.T) {
	cairo, err := time.LoadLocation("Africa/Cairo")
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 4, day, hour, minute, 0, 0, cairo) }
	for _, c := range []struct {
		quiet string
		at    time.Time
		want  bool
	}{
		{"", at(10, 3, 0), false},
		{"22:00-06:30", at(10, 21, 59), false},
		{"22:00-06:30", at(10, 22, 0), true},
		{"22:00-06:30", at(11, 0, 0), true},
		{"22:00-06:30", at(11, 6, 29), true},
		{"22:00-06:30", at(11, 6, 30), false},
		{"13:00-14:00", at(11, 13, 30), true},
		{"13:00-14:00", at(11, 14, 0), false},
		// In Cairo 24 April 2026 has no hour from 00:00: what follows 23:59 is 01:00.
		{"00:00-01:00", at(23, 23, 59).Add(time.Minute), false},
		{"23:00-00:30", at(23, 23, 59).Add(time.Minute), false},
		{"23:00-02:00", at(23, 23, 59).Add(time.Minute), true},
	} {
		q, err := ParseQuiet(c.quiet, "Africa/Cairo")
		if err != nil {
			t.Fatal(err)
		}
		if got := q.At(c.at.UTC()); got != c.want {
			t.Errorf("%q at %v: %v, want %v", c.quiet, c.at, got, c.want)
		}
	}
	for _, text := range []string{"22-6", "22:00", "22:00-24:00", "22:60-06:00", "9:00-10:00", "22:00-22:00", "22:00-06:30 ", "-1:00-02:00"} {
		if _, err := ParseQuiet(text, "UTC"); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
	if _, err := ParseQuiet("22:00-06:30", "Asia/Nowhere"); !errors.Is(err, ErrZone) {
		t.Errorf("zone: %v", err)
	}
}
