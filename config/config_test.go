package config

import (
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rasid/fetch"
	"rasid/news"
	"rasid/notify"
	"rasid/schedule"
)

// written returns the path of a file with this content in a folder of its own.
func written(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// base is the least that makes a whole configuration, in lines 1 to 5.
const base = `[[source]]
name = "aljazeera"
url = "https://www.aljazeera.net/feed"
[[topic]]
name = "dprk-russia"
`

func TestLoad(t *testing.T) {
	t.Setenv("TZ", "")
	t.Setenv("RASID_TEST_PASSWORD", "كلمة السر\n")
	t.Setenv("TZ", "")
	text := base + `title = "روسيا وكوريا الشمالية"
sources = ["aljazeera"]
must = ["كوريا"]
cutoff = 0.5

[[source]]
name = "hespress"
outlet = "هسبريس"
kind = "wordpress"
url = "https://www.hespress.com"
archive = "https://www.hespress.com/wp-json/wp/v2/posts?after={from}&before={to}&page={page}"
body = "div.article-content"
every = "1h30m"

[[digest]]
name = "morning"
topic = "dprk-russia"
targets = ["mail", "out"]
cron = "0 6 * * 1-7"
zone = "Asia/Riyadh"
language = "en"
empty = "skip"
per_source = 5
quiet = "22:00-06:30"

[[alert]]
name = "urgent"
topic = "dprk-russia"
targets = ["out"]
score = 0.9
outlets = 4
within = "30m"
sources = ["hespress"]
wait = "0s"
update = "2h"
repeat = "6h"
limit = "3/hour"
quiet = "22:00-06:30"
zone = "Asia/Riyadh"
title = "عاجل"

[[alert]]
name = "plain"
topic = "dprk-russia"
targets = ["out"]
score = 0.8

[[target]]
name = "mail"
kind = "smtp"
from = "راصد <rasid@example.org>"
to = ["reader@example.org"]
host = "mail.example.org"
user = "rasid"
password = "env:RASID_TEST_PASSWORD"
timeout = "45s"

[[target]]
name = "out"
kind = "file"
path = "digests"

[notices]
targets = ["out"]
wait = "2m"
zone = "Asia/Riyadh"
language = "ar"
[store]
path = "state/rasid.db"
[fetch]
contact = "https://example.org/rasid"
timeout = "20s"
retries = 0
pace = "0s"
allow = ["127.0.0.0/8", "fd00::/8"]
[read]
every = "10m"
workers = 4
`
	path := written(t, "rasid.toml", text)
	got, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Dir(path)
	due, err := schedule.Parse("0 6 * * 1-7", "Asia/Riyadh")
	if err != nil {
		t.Fatal(err)
	}
	quiet, err := schedule.ParseQuiet("22:00-06:30", "Asia/Riyadh")
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		Path: path,
		Sources: []news.Source{
			{Name: "aljazeera", Outlet: "aljazeera", Kind: "feed", URL: "https://www.aljazeera.net/feed", Every: 10 * time.Minute, Pace: fetch.NoPace},
			{Name: "hespress", Outlet: "هسبريس", Kind: "wordpress", URL: "https://www.hespress.com", Every: 90 * time.Minute, Pace: fetch.NoPace,
				Archive: "https://www.hespress.com/wp-json/wp/v2/posts?after={from}&before={to}&page={page}", Body: "div.article-content"},
		},
		Topics: []Topic{{Name: "dprk-russia", Title: "روسيا وكوريا الشمالية", Folder: "dprk-russia", Sources: []string{"aljazeera"}, Must: []string{"كوريا"}, Cutoff: 0.5}},
		Digests: []Digest{{Name: "morning", Topic: "dprk-russia", Cron: "0 6 * * 1-7", Zone: "Asia/Riyadh", Title: "روسيا وكوريا الشمالية", Language: "en",
			Targets: []string{"mail", "out"}, Empty: "skip", Schedule: due, PerSource: 5, Quiet: "22:00-06:30", QuietHours: quiet}},
		Alerts: []Alert{
			{Name: "urgent", Topic: "dprk-russia", Targets: []string{"out"}, Score: 0.9, Outlets: 4, Within: 30 * time.Minute, Sources: []string{"hespress"},
				Update: 2 * time.Hour, Repeat: 6 * time.Hour, Limit: 3, Per: time.Hour, Quiet: quiet, Zone: "Asia/Riyadh", Title: "عاجل", Language: "ar"},
			{Name: "plain", Topic: "dprk-russia", Targets: []string{"out"}, Score: 0.8, Within: DefaultWithin, Wait: DefaultWait, Update: DefaultUpdate,
				Limit: DefaultLimit, Per: 24 * time.Hour, Zone: "UTC", Title: "روسيا وكوريا الشمالية", Language: "ar"},
		},
		Targets: []notify.Options{
			{Name: "mail", Kind: "smtp", From: "راصد <rasid@example.org>", To: []string{"reader@example.org"}, Host: "mail.example.org", User: "rasid",
				Password: "كلمة السر", Timeout: 45 * time.Second},
			{Name: "out", Kind: "file", Path: filepath.Join(folder, "digests")},
		},
		Notices: Notices{Targets: []string{"out"}, Wait: 2 * time.Minute, Zone: "Asia/Riyadh", Language: "ar"},
		Store:   Store{Path: filepath.Join(folder, "state", "rasid.db")},
		Fetch: fetch.Options{Contact: "https://example.org/rasid", Timeout: 20 * time.Second, Retries: fetch.NoRetries, Pace: fetch.NoPace,
			Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}},
		Read: Read{Every: 10 * time.Minute, Window: DefaultWindow, Workers: 4},
	}
	same := cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })
	hours := cmp.Comparer(func(a, b schedule.Quiet) bool { return reflect.DeepEqual(a, b) })
	if diff := cmp.Diff(want, got, same, hours); diff != "" {
		t.Errorf("want -, got +\n%s", diff)
	}
}

func TestByteOrderMarkAndWindowsLinesAreTolerated(t *testing.T) {
	if _, err := Load(written(t, "rasid.toml", "\uFEFF"+strings.ReplaceAll(base, "\n", "\r\n"))); err != nil {
		t.Error(err)
	}
}

func TestOtherSpellingsOfTables(t *testing.T) {
	text := `fetch.timeout = "20s"
read = { workers = 4 }
source = [
  { name = "aljazeera", url = "https://www.aljazeera.net/feed" },
]
[[topic]]
name = "dprk-russia"
`
	c, err := Load(written(t, "rasid.toml", text))
	if err != nil {
		t.Fatal(err)
	}
	if c.Fetch.Timeout != 20*time.Second || c.Read.Workers != 4 || len(c.Sources) != 1 {
		t.Errorf("read %v, %v, %d sources", c.Fetch.Timeout, c.Read, len(c.Sources))
	}
}

func TestUnreadableFiles(t *testing.T) {
	long := written(t, "long.toml", strings.Repeat("# long\n", maxFile/7+1))
	for name, path := range map[string]string{"absent": filepath.Join(t.TempDir(), "rasid.toml"), "folder": t.TempDir(), "long": long} {
		_, err := Load(path)
		var faults Faults
		if !errors.As(err, &faults) || len(faults) != 1 || faults[0].File != path || faults[0].Remedy == "" {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestStorePath(t *testing.T) {
	tests := []struct{ state, xdg, home, want string }{
		{"/var/lib/rasid", "/x", "/home/u", "/var/lib/rasid/rasid.db"},
		{"/var/lib/rasid:/var/lib/other", "", "/home/u", "/var/lib/rasid/rasid.db"},
		{"", "/x", "/home/u", "/x/rasid/rasid.db"},
		{"", "relative", "/home/u", "/home/u/.local/state/rasid/rasid.db"},
		{"", "", "", "rasid.db"},
	}
	for _, tt := range tests {
		t.Setenv("STATE_DIRECTORY", tt.state)
		t.Setenv("XDG_STATE_HOME", tt.xdg)
		t.Setenv("HOME", tt.home)
		if c, err := Load(""); err != nil || c.Store.Path != tt.want {
			t.Errorf("%+v: got %s, %v", tt, c.Store.Path, err)
		}
	}
}

func TestZoneOfTheEnvironment(t *testing.T) {
	for tz, want := range map[string]string{"": "UTC", "Asia/Riyadh": "Asia/Riyadh", ":Asia/Riyadh": "UTC", "AST-3": "UTC", "Local": "UTC"} {
		t.Setenv("TZ", tz)
		if c, err := Load(""); err != nil || c.Digests[0].Schedule.Zone() != want {
			t.Errorf("TZ=%s: got %s, want %s, %v", tz, c.Digests[0].Schedule.Zone(), want, err)
		}
	}
}
