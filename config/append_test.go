package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rasid/news"
)

const small = `# ملاحظة: لا تمسّ
[[source]]
name = "one" # the first
url = "https://one.example/rss"

[[topic]]
name = "dprk-russia"`

// sourceLast is a file to whose source a key behind it would belong.
const sourceLast = "[[topic]]\nname = \"dprk-russia\"\n[[source]]\nname = \"one\"\nurl = \"https://one.example/rss\"\n"

func TestAppend(t *testing.T) {
	path := written(t, "rasid.toml", small)
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link.toml")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	s := news.Source{Name: "two", Outlet: `جريدة "الميناء" \ طبعة`, Kind: "sitemap", URL: "https://two.example/map.xml", Archive: "https://two.example/{yyyy}/{mm}/{dd}.xml", Item: "div.card", Zone: "Africa/Cairo", Every: 90 * time.Minute, Pace: time.Second}
	c, err := Append(link, []byte("# found today\n"+Block(s)))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Sources) != 2 || c.Sources[1] != s {
		t.Errorf("%s", cmp.Diff(s, c.Sources[len(c.Sources)-1]))
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(text), small+"\n\n# found today\n[[source]]\n") {
		t.Errorf("the file is now\n%s", text)
	}
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link became a file: %v %v", info.Mode(), err)
	}
	if info, err = os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestAppendRefuses(t *testing.T) {
	good := Block(news.Source{Name: "two", URL: "https://two.example/rss"})
	for name, c := range map[string]struct{ file, block, problem string }{
		"name taken":      {small, Block(news.Source{Name: "one", URL: "https://two.example/rss"}), "already the name in line 3"},
		"no address":      {small, Block(news.Source{Name: "two"}), "is missing"},
		"wrong kind":      {small, Block(news.Source{Name: "two", URL: "https://two.example/", Kind: "gopher"}), "is not known"},
		"unknown key":     {small, good + "colour = \"green\"\n", "is not a key"},
		"other tables":    {small, good + "[[topic]]\nname = \"dprk-russia-2\"\nfolder = \"dprk-russia\"\n", "something other than sources"},
		"an alert":        {small, good + "[[alert]]\nname = \"now\"\ntopic = \"dprk-russia\"\nscore = 0.9\ntargets = []\n", "is missing"},
		"feedback":        {small, good + "[feedback]\nmail = \"a@b.example\"\n", "something other than sources"},
		"who may watch":   {small, good + "[serve]\nlisten = \"127.0.0.1:9470\"\n", "something other than sources"},
		"a stray key":     {small, "title = \"another\"\n" + good, "something other than sources"},
		"a source's key":  {sourceLast, "outlet = \"another\"\n" + good, "something other than sources"},
		"options":         {small, good + "[fetch]\nretries = 3\n", "something other than sources"},
		"nothing":         {small, "# nothing\n", "something other than sources, or none"},
		"not TOML":        {small + "\n[[", good, "is not TOML"},
		"not TOML to add": {small, "[[source", "is not TOML"},
		"inline sources":  {"source = [{name = \"one\", url = \"https://one.example/\"}]\n[[topic]]\nname = \"dprk-russia\"\n", good, ""},
	} {
		t.Run(name, func(t *testing.T) {
			path := written(t, "rasid.toml", c.file)
			_, err := Append(path, []byte(c.block))
			if _, ok := err.(Faults); !ok || !strings.Contains(err.Error(), c.problem) {
				t.Errorf("%v, want %q", err, c.problem)
			}
			if text, _ := os.ReadFile(path); err != nil && string(text) != c.file {
				t.Errorf("the file was changed:\n%s", text)
			}
		})
	}
}

// TestAppendBesideFaults: a secret that systemd gives to the service alone is no reason to refuse a source.
func TestAppendBesideFaults(t *testing.T) {
	path := written(t, "rasid.toml", small+"\n[[target]]\nname = \"mail\"\nkind = \"smtp\"\nfrom = \"a@b.example\"\nto = [\"c@d.example\"]\nhost = \"localhost\"\nuser = \"u\"\npassword = \"credential:none-such\"\n")
	if _, err := Load(path); err == nil {
		t.Fatal("the secret can be read here")
	}
	if _, err := Append(path, []byte(Block(news.Source{Name: "two", URL: "https://two.example/rss"}))); err != nil {
		t.Error(err)
	}
}

func TestOPML(t *testing.T) {
	all := []news.Source{
		{Name: "one", Outlet: "الأولى & \"الثانية\"", Kind: "feed", URL: "https://one.example/rss?a=1&b=2", Zone: "Asia/Riyadh"},
		{Name: "maps", Outlet: "الخرائط", Kind: "sitemap", URL: "https://two.example/map.xml"},
	}
	b, err := OPML(all, time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<?xml version="1.0" encoding="UTF-8"?>`, `<opml version="2.0">`, "<dateCreated>Wed, 04 Mar 2026 05:06:07 UTC</dateCreated>", `type="rss"`, `xmlUrl="https://one.example/rss?a=1&amp;b=2"`} {
		if !strings.Contains(string(b), want) {
			t.Errorf("no %s in\n%s", want, b)
		}
	}
	back, skipped, err := FromOPML(b, nil)
	if err != nil || skipped != 0 || !cmp.Equal(back, all) {
		t.Errorf("%v, %d skipped: %s", err, skipped, cmp.Diff(all, back))
	}
	if back, _, _ = FromOPML(b, all[:1]); len(back) != 1 || back[0].Name != "maps" {
		t.Errorf("known addresses come again: %v", back)
	}
}

func TestFromOPML(t *testing.T) {
	const foreign = `<?xml version="1.0"?><opml version="1.1"><head><title>قائمتي</title></head><body>
<outline text="عربي"><outline text="الجزيرة" title="الجزيرة نت" type="rss" xmlUrl=" https://www.aljazeera.net/feed " htmlUrl="https://www.aljazeera.net"/>
<outline text="الجزيرة 2" xmlUrl="feed://www.aljazeera.net/other"/><outline text="again" xmlUrl="https://www.aljazeera.net/feed"/>
<outline text="no feed" type="link" url="https://x.example/"/><outline text="bad" xmlUrl="javascript:alert(1)"/><outline text="login" xmlUrl="https://u:p@x.example/rss"/></outline></body></opml>`
	got, skipped, err := FromOPML([]byte(foreign), []news.Source{{Name: "aljazeera", URL: "https://elsewhere.example/"}})
	want := []news.Source{
		{Name: "aljazeera-2", Outlet: "الجزيرة نت", Kind: "feed", URL: "https://www.aljazeera.net/feed"},
		{Name: "aljazeera-3", Outlet: "الجزيرة 2", Kind: "feed", URL: "http://www.aljazeera.net/other"},
	}
	if err != nil || skipped != 3 || !cmp.Equal(got, want) {
		t.Errorf("%v, %d skipped: %s", err, skipped, cmp.Diff(want, got))
	}
	for _, bad := range []string{"", "<html></html>", "<opml><body><outline", "text"} {
		if _, _, err := FromOPML([]byte(bad), nil); err == nil {
			t.Errorf("%q is taken for OPML", bad)
		}
	}
}
