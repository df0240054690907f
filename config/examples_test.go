package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	visit  = "موسكو (رويترز) - قال الكرملين إن الرئيس الروسي فلاديمير بوتين سيزور بيونغ يانغ في الأسبوع المقبل تلبية لدعوة من الزعيم الكوري الشمالي كيم جونغ أون.\n\nوأضاف المتحدث باسم الكرملين أن الزعيمين سيوقعان عدداً من الاتفاقيات بشأن التعاون العسكري والاقتصادي بين البلدين خلال الزيارة التي تستمر يومين.\n"
	parade = "سول - أقامت كوريا الشمالية عرضاً عسكرياً في بيونغ يانغ بمناسبة ذكرى تأسيس الجيش، وعرضت فيه صواريخ جديدة عابرة للقارات.\n\nوحضر الزعيم كيم جونغ أون العرض مع ابنته، وقالت وكالة الأنباء المركزية إن آلاف الجنود شاركوا فيه أمام حشد كبير من المواطنين.\n"
	page   = "<!doctype html><html lang=ar dir=rtl><head><meta charset=utf-8><title>لافروف في بيونغ يانغ</title></head><body><article><h1>لافروف في بيونغ يانغ</h1><p>" + visit + "</p><p>" + parade + "</p></article></body></html>"
)

// folderOf returns a topic over a folder with these files.
func folderOf(t *testing.T, files map[string]string) Topic {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return Topic{Name: "t", Title: "t", Folder: folder}
}

func TestExamples(t *testing.T) {
	topic := folderOf(t, map[string]string{
		"02 زيارة.txt": "بوتين يزور بيونغ يانغ\n\n" + visit,
		"01.md":        "بوتين يزور بيونغ يانغ\n\n" + visit,
		"04.txt":       "بوتين في كوريا\n\n" + strings.ReplaceAll(visit, "أ", "ا"), // the same words
		"03.HTML":      page,
		"not/عرض.txt":  "عرض عسكري في بيونغ يانغ\n\n" + parade,
		"not/ثان.txt":  "عرض عسكري في بيونغ يانغ\n\n" + parade,
		"urls.txt":     "\uFEFF# addresses\r\nhttps://example.org/ar/1#part # the first\r\n\r\n  https://example.org/ar/خبر\nhttps://example.org/ar/1#part\n",
		"README.md":    "notes",
		"_draft.doc":   "notes",
		"b.txt~":       "kept by an editor",
		".hidden":      "notes",
	})
	es, err := ReadExamples(topic)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range append(es.Articles, es.Not...) {
		names = append(names, e.Name)
		if e.Title == "" || !strings.Contains(e.Text, "بيونغ يانغ") {
			t.Errorf("%s: title %q, text %q", e.Name, e.Title, e.Text)
		}
	}
	if got := strings.Join(names, "|"); got != "01.md|03.HTML|not/ثان.txt" || len(es.Not) != 1 {
		t.Errorf("names %s, %d not", got, len(es.Not))
	}
	wrong := strings.ReplaceAll(es.Warnings.Error(), topic.Folder+"/", "")
	if want := "02 زيارة.txt: is left out: it has the text of 01.md; take one of the two away\n04.txt: is left out: it has the text of 01.md; take one of the two away\nnot/عرض.txt: is left out: it has the text of \u2068not/ثان.txt\u2069; take one of the two away"; wrong != want {
		t.Errorf("warnings\n%s\nwant\n%s", wrong, want)
	}
	if got := strings.Join(es.URLs, "|"); got != "https://example.org/ar/1#part|https://example.org/ar/خبر" {
		t.Errorf("urls %s", got)
	}
}

func TestShippedExamples(t *testing.T) {
	es, err := ReadExamples(Topic{Name: "any", Folder: "dprk-russia"})
	if err != nil || len(es.Articles) != 5 || len(es.Not) != 0 || len(es.URLs) != 0 || len(es.Warnings) != 0 {
		t.Fatalf("%+v, %v", es, err)
	}
	for _, e := range es.Articles {
		if len(strings.Fields(e.Text)) < 100 {
			t.Errorf("%s: %d words", e.Name, len(strings.Fields(e.Text)))
		}
	}
}

func TestExamplesNameTheFileAtFault(t *testing.T) {
	tests := []struct {
		name  string
		files map[string]string
		want  []string // file:line gist, relative to the folder
	}{
		{"nothing", nil, []string{": holds no example"}},
		{"only a counter-example", map[string]string{"not/a.txt": parade}, []string{": holds no example"}},
		{"too short", map[string]string{"a.txt": "خبر قصير", "b.txt": visit}, []string{"/a.txt: "}},
		{"empty", map[string]string{"a.txt": "", "b.txt": visit}, []string{"/a.txt: "}},
		{"in Latin letters", map[string]string{"a.txt": "Iraq votes in a parliamentary election, the first since the defeat of IS (داعش).\n", "b.txt": visit}, []string{"/a.txt: is not in Arabic"}},
		{"both ways", map[string]string{"a.txt": visit, "b.txt": parade, "not/c.txt": visit}, []string{"/not/c.txt: has the text of the example a.txt"}},
		{"unknown form", map[string]string{"a.docx": "x", "b.txt": visit}, []string{"/a.docx: is not an article file"}},
		{"folder", map[string]string{"more/a.txt": visit, "b.txt": visit}, []string{"/more: is a folder"}},
		{"addresses", map[string]string{"urls.txt": "https://example.org/1\nexample.org/2\nftp://example.org/3\nhttps://a b"}, []string{"/urls.txt:2: ", "/urls.txt:3: ", "/urls.txt:4: "}},
		{"long", map[string]string{"a.txt": strings.Repeat(visit, maxExample/len(visit)+1)}, []string{"/a.txt: is longer"}},
		{"several", map[string]string{"a.pdf": "x", "not/b.pdf": "x", "c.txt": visit}, []string{"/a.pdf: ", "/not/b.pdf: "}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			topic := folderOf(t, tt.files)
			_, err := ReadExamples(topic)
			var faults Faults
			if !errors.As(err, &faults) || len(faults) != len(tt.want) {
				t.Fatalf("got %v, want %q", err, tt.want)
			}
			for i, f := range faults {
				if !strings.HasPrefix(f.Error(), topic.Folder+tt.want[i]) || f.Remedy == "" {
					t.Errorf("got %v, want %s", f, tt.want[i])
				}
			}
		})
	}
}

func TestLoadReportsFaultsOfExamples(t *testing.T) {
	topic := folderOf(t, map[string]string{"talks/a.pdf": "x", "talks/b.txt": visit, "empty/README.md": ""})
	path := filepath.Join(topic.Folder, "rasid.toml")
	text := base + "folder = 'talks'\n[[topic]]\nname = 'empty'\nfolder = 'empty'\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Load(path)
	var faults Faults
	if !errors.As(err, &faults) || len(faults) != 2 {
		t.Fatalf("got %v", err)
	}
	if f := faults[0]; f.File != path || f.Line != 9 || f.Key != "topic[2].folder" {
		t.Errorf("empty folder: %v", f)
	}
	if f := faults[1]; f.File != filepath.Join(topic.Folder, "talks", "a.pdf") {
		t.Errorf("unknown form: %v", f)
	}
}

func TestDetectTopics(t *testing.T) {
	c := Config{Topics: []Topic{
		{Name: "shipped", Title: "عنوان", Folder: "dprk-russia", Must: []string{"كوريا"}, Never: []string{"رياضة"}, Cutoff: 0.4},
		folderOf(t, map[string]string{"urls.txt": "https://example.org/1"}),
	}}
	topics, urls, err := c.DetectTopics()
	if err != nil || len(topics) != 2 {
		t.Fatalf("%d topics, %v", len(topics), err)
	}
	if got := topics[0]; got.Name != "shipped" || got.Title != "عنوان" || len(got.Examples) != 5 || len(got.Must) != 1 || len(got.Never) != 1 || got.Cutoff != 0.4 {
		t.Errorf("got %s %s, %d examples", got.Name, got.Title, len(got.Examples))
	}
	if len(urls) != 1 || len(urls["t"]) != 1 {
		t.Errorf("urls %v", urls)
	}
	c.Topics[1].Folder = filepath.Join(c.Topics[1].Folder, "gone")
	if _, _, err := c.DetectTopics(); err == nil || !strings.Contains(err.Error(), "gone") {
		t.Errorf("a folder that is gone: %v", err)
	}
}
