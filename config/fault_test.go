package config

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// TestFaults holds the line, the key and the gist of each fault. The text comes after base, that is from line 6 on,
// where the keys belong to the topic.
func TestFaults(t *testing.T) {
	t.Setenv("CREDENTIALS_DIRECTORY", "")
	t.Setenv("RASID_TEST_EMPTY", " ")
	const digest = "[[target]]\nname='out'\nkind='terminal'\n[[digest]]\nname='d'\ntopic='dprk-russia'\ntargets=['out']\n" // lines 6 to 12
	const mail = "[[target]]\nname='m'\nkind='smtp'\nhost='mail.example.org'\nfrom='a@example.org'\n"                      // lines 6 to 10
	tests := []struct {
		name, text string
		want       []string // "LINE KEY: gist"
	}{
		{"unknown key", "tittle = 'x'", []string{"6 topic[1].tittle: not a key"}},
		{"other case is another key", "Title = 'x'", []string{"6 topic[1].Title: not a key"}},
		{"unknown table", "[sauce]\na = 1\nb = 2", []string{"6 sauce: not a table"}},
		{"unknown table in a table", "[fetch.proxy]\na = 1", []string{"6 fetch.proxy: not a table"}},
		{"one bracket too few", "[source]\nname = 'b'", []string{"6 source: wrong brackets"}},
		{"one bracket too many", "[[fetch]]\ntimeout = '1s'", []string{"6 fetch: wrong brackets"}},
		{"table twice", "[fetch]\n[read]\n[fetch]\npace = 'x'", []string{"8 fetch: already in line 6"}},
		{"key twice", "title = 'x'\ntitle = 'y'", []string{"7 topic[1].title: already in line 6"}},
		{"wrong types, all of them", "title = 1\nsources = 'a'\ncutoff = '1'\n[fetch]\ntimeout = 30\nretries = 1.5\nallow = [1]",
			[]string{"6 topic[1].title: wrong type", "7 topic[1].sources: wrong type", "8 topic[1].cutoff: wrong type", "10 fetch.timeout: wrong type", "11 fetch.retries: wrong type", "12 fetch.allow[1]: wrong type"}},
		{"wrong type within an inline table", "[[source]]\nname = 'b'\nurl = { a = 1 }", []string{"8 source[2].url: wrong type"}},
		{"not TOML", "title = روسيا", []string{"6 : not TOML"}},
		{"curly quotation marks", "must = ['x']\ntitle = “روسيا”", []string{"7 : curly quotation marks"}},
		{"Arabic comma", "must = ['x'، 'y']", []string{"6 : stands outside quotation marks"}},
		{"Arabic digits", "must = ['x']\ncutoff = ٠.٥", []string{"7 : stands outside quotation marks"}},
		{"guillemets", "title = «روسيا»", []string{"6 : stands outside quotation marks"}},
		{"blank of a web page", "title =\u00a0'روسيا'", []string{"6 : stands outside quotation marks"}},
		{"curly at the end", "title = \"روسيا”\nmust = ['x']", []string{"6 : curly quotation marks"}},
		{"left open at the end", "title = \"روسيا", []string{"6 : put a text value in quotes"}},
		{"not TOML, other line", "title = 'a'\n\n]", []string{"8 : not TOML"}},
		{"number too large", "[fetch]\nretries = 99999999999999999999", []string{"7 fetch.retries: too large"}},
		{"list and tables", "[fetch]\nallow = []\n[[fetch.allow]]\nx = 1", []string{"8 fetch.allow: not a table"}},
		{"dotted keys that lead nowhere", "read.every = '1h'\n[store]\npath = 'x'\nsub.path = 'y'", []string{"6 topic[1].read: not a key", "9 store.sub: not a key"}},
		{"Arabic key", "\"يوم\" = 3", []string{"6 topic[1].\"يوم\": not a key"}},

		{"notices to nobody", "[notices]\ntargets = ['ops']\nwait = '0s'\nzone = 'Mars'\nlanguage = 'fr'",
			[]string{"7 notices.targets[1]: there is no target", "8 notices.wait: out of range", "9 notices.zone: not a time zone", "10 notices.language: not known"}},
		{"digest with the name of notices", digest + "[[digest]]\nname='notices'\ntopic='dprk-russia'\ntargets=['out']", []string{"14 digest[2].name: the name of what the operator is told"}},
		{"half an endpoint", "[feedback]\nurl = 'https://x.org/vote'", []string{"6 feedback.listen: missing", "6 feedback.secret: missing"}},
		{"an endpoint for everyone", "[feedback]\nurl = 'http://x.org/vote?a=b'\nlisten = '0.0.0.0:80'\nsecret = 'short'\nmail = 'A <a@x.org>'\nkeep = '1m'",
			[]string{"7 feedback.url: not the https address", "8 feedback.listen: not a port of this machine", "9 feedback.secret: written out", "10 feedback.mail: not a mail address", "11 feedback.keep: out of range"}},
		{"figures for everyone", "[serve]\nlisten = '0.0.0.0:9470'", []string{"7 serve.listen: other machines"}},
		{"figures at no place", "[serve]\nlisten = 'localhost'\nallow = ['0.0.0.0/0']", []string{"7 serve.listen: no place to listen", "8 serve.allow[1]: every address"}},
		{"a socket at no place", "[feedback]\nurl = 'https://x.org/vote'\nlisten = 'unix:vote.sock'\nsecret = 'env:RASID_TEST_EMPTY'",
			[]string{"8 feedback.listen: not a port of this machine", "9 feedback.secret: the environment has no"}},

		{"source without name and address", "[[source]]\noutlet = 'x'", []string{"6 source[2].name: missing", "6 source[2].url: missing"}},
		{"source twice", "[[source]]\nname = 'aljazeera'\nurl = 'https://x.org'", []string{"7 source[2].name: already the name in line 2"}},
		{"names", "[[source]]\nname = 'الجزيرة'\nurl = 'https://x.org'", []string{"7 source[2].name: not a name"}},
		{"unknown kind", "[[source]]\nname = 'b'\nkind = 'rss'\nurl = 'https://x.org'", []string{"8 source[2].kind: not known"}},
		{"empty kind", "[[source]]\nname = 'b'\nkind = ''\nurl = 'https://x.org'", []string{"8 source[2].kind: not known"}},
		{"address of a file", "[[source]]\nname = 'b'\nurl = 'file:///etc/passwd'", []string{"8 source[2].url: not an address on the web"}},
		{"address without scheme", "[[source]]\nname = 'b'\nurl = 'x.org/feed'", []string{"8 source[2].url: not an address on the web"}},
		{"address with login", "[[source]]\nname = 'b'\nurl = 'https://u:p@x.org/'", []string{"8 source[2].url: login"}},
		{"address with a line break", "[[source]]\nname = 'b'\nurl = \"https://x.org/\\r\\nHost: y\"", []string{"8 source[2].url: not an address"}},
		{"archive in no place of the Wayback Machine", "[[source]]\nname = 'b'\nurl = 'https://x.org'\narchive = 'wayback:https://x.org/'", []string{"9 source[2].archive: \"wayback:https://x.org/\" does not say what"}},
		{"archive with an unknown place", "[[source]]\nname = 'b'\nurl = 'https://x.org'\narchive = 'https://x.org/{yyyy}/{month}'", []string{"9 source[2].archive: has a place that is not known"}},
		{"poll too often", "[[source]]\nname = 'b'\nurl = 'https://x.org'\nevery = '4m59s'", []string{"9 source[2].every: out of range"}},
		{"never poll", "[read]\nevery = '0s'", []string{"7 read.every: out of range"}},
		{"outlet of two lines", "[[source]]\nname = 'b'\nurl = 'https://x.org'\noutlet = \"a\\nb\"", []string{"9 source[2].outlet: not one plain line"}},
		{"outlet with direction marks", "[[source]]\nname = 'b'\nurl = 'https://x.org'\noutlet = \"a\\u202Eb\"", []string{"9 source[2].outlet: not one plain line"}},

		{"span without unit", "[fetch]\ntimeout = '30'", []string{"7 fetch.timeout: not a span"}},
		{"span in weeks", "[read]\nwindow = '1w'", []string{"7 read.window: not a span"}},
		{"half a day", "[read]\nwindow = '1.5d'", []string{"7 read.window: not a span"}},
		{"texts kept too short", "[store]\nkeep_text = '30d'", []string{"7 store.keep_text: use 60d to"}},
		{"entries kept too short", "[store]\nkeep = '399d'", []string{"7 store.keep: use 400d to"}},
		{"texts kept longer than entries", "[store]\nkeep = '400d'\nkeep_text = '500d'", []string{"8 store.keep_text: longer than keep"}},
		{"negative span", "[fetch]\npace = '-1s'", []string{"7 fetch.pace: out of range"}},
		{"counts", "[fetch]\nper_host = 0\nmax_bytes = -1\nmax_depth = 0\nmax_entries = 0\nretries = 11\n[read]\nworkers = 0",
			[]string{"7 fetch.per_host: out of range", "8 fetch.max_bytes: out of range", "9 fetch.max_depth: out of range", "10 fetch.max_entries: out of range", "11 fetch.retries: out of range", "13 read.workers: out of range"}},
		{"ranges, each in its line", "[fetch]\nallow = [\n'127.0.0.1',\n'10.0.0.1/8',\n'0.0.0.0/0',\n'::/0' ]",
			[]string{"8 fetch.allow[1]: not a range", "9 fetch.allow[2]: bits beyond", "10 fetch.allow[3]: every address", "11 fetch.allow[4]: every address"}},
		{"header injection", "[fetch]\nuser_agent = \"x\\r\\ny\"\ncontact = 'راصد'", []string{"7 fetch.user_agent: cannot stand", "8 fetch.contact: cannot stand"}},
		{"path that climbs", "[store]\npath = 'a/../../b'", []string{"7 store.path: climbs out"}},
		{"empty path", "[store]\npath = ''", []string{"7 store.path: not a path"}},

		{"topic twice", "[[topic]]\nname = 'dprk-russia'", []string{"7 topic[2].name: already the name in line 5"}},
		{"topic without folder", "[[topic]]\nname = 'other'", []string{"6 topic[2].folder: missing"}},
		{"no such folder", "folder = 'nowhere'", []string{"6 topic[1].folder: no folder"}},
		{"folder that climbs", "folder = '../dprk-russia'", []string{"6 topic[1].folder: climbs out"}},
		{"no such source", "sources = ['aljazeera', 'bbc', 'aljazeera']", []string{"6 topic[1].sources[2]: no source", "6 topic[1].sources[3]: twice"}},
		{"cutoffs", "cutoff = 1.01", []string{"6 topic[1].cutoff: not a score"}},
		{"cutoff that is no number", "cutoff = nan", []string{"6 topic[1].cutoff: not a score"}},
		{"words without letters", "must = ['كوريا', '']\nnever = ['؟']", []string{"6 topic[1].must[2]: no letter", "7 topic[1].never[1]: no letter"}},

		{"source in no zone", "[[source]]\nname='b'\nurl='https://b.example/rss'\nzone='Riyadh'", []string{"9 source[2].zone: not a time zone"}},
		{"digest of nothing", "[[digest]]", []string{"6 digest[1].name: missing", "6 digest[1].topic: missing", "6 digest[1].targets: missing"}},
		{"digest to nowhere", "[[digest]]\nname='d'\ntopic='other'\ntargets=['mail']", []string{"8 digest[1].topic: no topic", "9 digest[1].targets[1]: no target"}},
		{"too often", digest + "cron = '*/4 * * * *'", []string{"13 digest[1].cron: name minutes further apart"}},
		{"never", digest + "cron = '0 0 30 2 *'", []string{"13 digest[1].cron: name a day that one of its months has"}},
		{"zone in the spec", digest + "cron = 'CRON_TZ=Asia/Riyadh 0 7 * * *'", []string{"13 digest[1].cron: time zone"}},
		{"unknown zone and spec", digest + "zone = 'Asia/Riad'\ncron = '@every 1h'", []string{"13 digest[1].zone: not a time zone", "14 digest[1].cron: unknown name"}},
		{"language and empty", digest + "language = 'fr'\nempty = 'maybe'", []string{"13 digest[1].language: not known", "14 digest[1].empty: not known"}},
		{"quiet and share", digest + "quiet = '22-6'\nper_source = -1", []string{"13 digest[1].quiet: not like", "14 digest[1].per_source: out of range"}},

		{"alert of nothing", "[[alert]]", []string{"6 alert[1].name: missing", "6 alert[1].topic: missing", "6 alert[1].targets: missing", "6 alert[1]: no line"}},
		{"alert named as a digest", digest + "[[alert]]\nname='d'\ntopic='dprk-russia'\ntargets=['out']\nscore=0.9", []string{"14 alert[1].name: already the name in line 10"}},
		{"alert that never ends", digest + "[[alert]]\nname='a'\ntopic='dprk-russia'\ntargets=['out']\nscore=2\nlimit='many'\nwithin='0s'\nquiet='22:00-22:00'\nsources=['x']",
			[]string{"17 alert[1].score: not a score", "18 alert[1].limit: not a limit", "19 alert[1].within: out of range", "20 alert[1].quiet: quiet hours begin", "21 alert[1].sources[1]: no source"}},
		{"alert in no zone", digest + "[[alert]]\nname='a'\ntopic='dprk-russia'\ntargets=['out']\noutlets=3\nzone='Asia/Riad'", []string{"18 alert[1].zone: not a time zone"}},

		{"target without kind", "[[target]]\nname='x'", []string{"6 target[1].kind: missing"}},
		{"target of unknown kind", "[[target]]\nname='x'\nkind='fax'", []string{"8 target[1].kind: not known"}},
		{"file target without path", "[[target]]\nname='x'\nkind='file'", []string{"6 target[1].path: missing"}},
		{"file target that climbs", "[[target]]\nname='x'\nkind='file'\npath='../..'", []string{"9 target[1].path: climbs out"}},
		{"recipients", mail + "to = [\n'good@example.org',\n\"a@example.org\\r\\nBcc: b@example.org\",\n'\"quoted\"@example.org']", []string{"13 target[1].to[2]: not a mail address", "14 target[1].to[3]: has quotes"}},
		{"no recipients", mail, []string{"6 target[1].to: missing"}},
		{"literal password", mail + "to=['b@example.org']\nuser='u'\npassword='hunter2'", []string{"13 target[1].password: written out"}},
		{"literal password that looks like a pointer", mail + "to=['b@example.org']\nuser='u'\npassword='hunter:2'", []string{"13 target[1].password: written out"}},
		{"empty password", mail + "to=['b@example.org']\nuser='u'\npassword=''", []string{"13 target[1].password: empty"}},
		{"no such credential", mail + "to=['b@example.org']\nuser='u'\npassword='credential:smtp-password'", []string{"13 target[1].password: credentials/smtp-password, readable for its owner only"}},
		{"credential elsewhere", mail + "to=['b@example.org']\nuser='u'\npassword='credential:../x'", []string{"13 target[1].password: not the name of a credential"}},
		{"no such secret file", mail + "to=['b@example.org']\nuser='u'\npassword='file:secret'", []string{"13 target[1].password: no such file"}},
		{"empty environment", mail + "to=['b@example.org']\nuser='u'\npassword='env:RASID_TEST_EMPTY'", []string{"13 target[1].password: the environment has no"}},
		{"webhook with login", "[[target]]\nname='h'\nkind='webhook'\nurl='https://u:hunter2@x.org/'\nsecrets=['env:NO_SUCH']", []string{"9 target[1].url: holds a login", "10 target[1].secrets[1]: the environment has no"}},
		{"literal address of a chat", "[[target]]\nname='c'\nkind='slack'\nurl='https://hooks.slack.com/services/hunter2'", []string{"9 target[1].url: written out"}},
		{"literal token", "[[target]]\nname='c'\nkind='matrix'\nurl='https://m.example.org'\ntoken='hunter2'\nroom='!r:example.org'", []string{"10 target[1].token: written out"}},
		{"chat that is none", "[[target]]\nname='c'\nkind='telegram'\nroom='news'", []string{"6 target[1].token: not the token of a bot", "9 target[1].room: not a chat"}},
		{"literal signing secret", "[[target]]\nname='h'\nkind='webhook'\nurl='https://x.org/'\nsecrets=['whsec_hunter2']", []string{"10 target[1].secrets[1]: written out"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := written(t, "rasid.toml", base+tt.text)
			_, err := Load(path)
			var faults Faults
			if err != nil && !errors.As(err, &faults) {
				t.Fatalf("not Faults: %v", err)
			}
			ok := len(faults) == len(tt.want)
			for i := range min(len(faults), len(tt.want)) {
				place, gist, _ := strings.Cut(tt.want[i], ": ")
				f := faults[i]
				ok = ok && place == fmt.Sprintf("%d %s", f.Line, f.Key) && strings.Contains(f.Problem+f.Remedy, gist) && f.File == path && f.Remedy != ""
			}
			if !ok {
				t.Errorf("got:\n%v\nwant:\n%s", err, strings.Join(tt.want, "\n"))
			}
			if err != nil && strings.Contains(err.Error(), "hunter") {
				t.Errorf("a secret is printed: %v", err)
			}
		})
	}
}

func TestFaultsOfAWholeFile(t *testing.T) {
	for text, want := range map[string][]string{
		"":                      {"source: is missing", "topic: is missing"},
		"# nothing":             {"source: is missing", "topic: is missing"},
		"source = 1\ntopic = 1": {":1: source: has the wrong type", ":2: topic: has the wrong type"},
		"source = []":           {"topic: is missing", ":1: source: is missing"},
		"[[source]]\nname=1\nurl='https://x.org'\n[[topic]]\nname='dprk-russia'\nsources=['x']": {":2: source[1].name: has the wrong type"},
	} {
		path := written(t, "rasid.toml", text)
		_, err := Load(path)
		var faults Faults
		if !errors.As(err, &faults) || len(faults) != len(want) {
			t.Errorf("%q: got %v", text, err)
			continue
		}
		for i, f := range faults {
			if !strings.HasPrefix(f.Error(), path) || !strings.Contains(f.Error(), want[i]) {
				t.Errorf("%q: got %v, want %s", text, f, want[i])
			}
		}
	}
}

func TestFaultsAreOneLineEach(t *testing.T) {
	faults := Faults{
		{File: "rasid.toml", Line: 7, Key: "fetch.timeout", Problem: "is wrong", Remedy: "write 30s"},
		{File: "rasid.toml", Key: "source", Problem: "is missing", Remedy: "add one"},
		{File: "rasid.toml", Line: 3, Key: `read."يوم"`, Problem: "is not known"},
	}
	want := "rasid.toml: source: is missing; add one\nrasid.toml:3: \u2068read.\"يوم\"\u2069: is not known\nrasid.toml:7: fetch.timeout: is wrong; write 30s"
	if got := faults.sorted().Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestEndlessFaultsAreCutOff(t *testing.T) {
	_, err := Load(written(t, "rasid.toml", base+strings.Repeat("[[source]]\nname='b'\nurl='https://x.org'\n", maxFaults+11)))
	var faults Faults
	if !errors.As(err, &faults) || len(faults) != maxFaults+1 || faults[maxFaults].Problem != "has 10 more faults" {
		t.Errorf("%d faults, the last %v", len(faults), faults[len(faults)-1])
	}
}
