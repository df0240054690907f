package notify_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	nethtml "golang.org/x/net/html"

	"rasid/notify"
)

// widths are those of a narrow phone and of a mail window, in CSS pixels.
var widths = []int{360, 800}

// A spoiledPage breaks one rule, to show that the ruler sees it.
type spoiledPage struct {
	look     string
	old, new string
	fault    string
}

var spoiled = map[string]spoiledPage{
	"no breaks in long words": {"long", "overflow-wrap:anywhere", "", "wider than the view"},
	"left to right":           {"three", "rtl", "ltr", "block runs ltr"},
	"isolates turned round":   {"mixed", `<bdi dir="ltr">`, `<bdi dir="rtl">`, "run runs rtl"},
	"fine print":              {"three", "font-size:15px", "font-size:13px", "13 px"},
	"pale":                    {"three", "color:#57606a", "color:#aab2bb", "contrast"},
	"no dark mode":            {"three", "prefers-color-scheme:dark", "prefers-color-scheme:none", "is bright"},
	"pale in the dark":        {"three", "#8ab8f0!important", "#0b4a8f!important", "contrast"},
	"small buttons":           {"votes", "padding:9px 14px", "padding:2px 14px", "px high"},
	"link pushed out":         {"three", `class="l"`, `class="l" style="position:relative;left:-900px"`, "link to https://example.org/news/1 "},
}

// TestLayout guards what a reader sees, as a browser lays it out: nothing is wider than the view, every block
// has its direction, all print is large enough and stands out from its ground, by day and by night.
func TestLayout(t *testing.T) {
	browser := chromium(t)
	pages := map[string]string{}
	for name, d := range looks() {
		b, err := notify.HTML(d)
		if err != nil {
			t.Fatal(err)
		}
		pages[name] = string(b)
	}
	pages["votes"] = mailed(t, voting, sample())[0].html
	keep(t, os.Getenv("RASID_LOOKS"), pages)
	for name, s := range spoiled {
		pages[name] = strings.ReplaceAll(pages[s.look], s.old, s.new)
		if pages[name] == pages[s.look] {
			t.Fatalf("%s: %q is not in the page", name, s.old)
		}
	}
	seen := map[string]string{} // faults of the spoiled pages
	for _, mode := range []string{"light", "dark"} {
		laid := layouts(t, browser, mode, pages)
		if len(laid) != len(pages)*len(widths) {
			t.Fatalf("%s: %d pages were laid out, want %d", mode, len(laid), len(pages)*len(widths))
		}
		for _, l := range laid {
			faults := l.faults(mode)
			if _, ok := spoiled[l.Name]; ok {
				seen[l.Name] += strings.Join(faults, "\n") + "\n"
				continue
			}
			for _, f := range faults {
				t.Errorf("%s, %d px, %s: %s", l.Name, l.Width, mode, f)
			}
			if l.Name != "empty" && l.Name != "notices" && len(l.Links) == 0 {
				t.Errorf("%s, %d px, %s: no links", l.Name, l.Width, mode)
			}
		}
	}
	for name, s := range spoiled {
		if !strings.Contains(seen[name], s.fault) {
			t.Errorf("%s: fault %q is not seen, only\n%s", name, s.fault, seen[name])
		}
	}
}

// keep writes pages to a folder where one is named, to be looked at: what no ruler measures.
func keep(t *testing.T, dir string, pages map[string]string) {
	t.Helper()
	for name, p := range pages {
		if dir == "" {
			return
		}
		if err := os.WriteFile(filepath.Join(dir, name+".html"), []byte(p), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// chromium returns the path of the browser: $RASID_CHROMIUM, or else chromium on the path.
func chromium(t *testing.T) string {
	t.Helper()
	name := os.Getenv("RASID_CHROMIUM")
	if name == "" {
		name = "chromium"
	}
	path, err := exec.LookPath(name)
	switch {
	case err == nil:
		return path
	case os.Getenv("RASID_REQUIRE") == "1":
		t.Fatalf("RASID_REQUIRE=1 and there is no browser: %v", err)
	}
	t.Skipf("no browser (install chromium or set RASID_CHROMIUM): %v", err)
	return ""
}

// layouts lets the browser lay out every page at every width in one document of frames and returns the facts.
func layouts(t *testing.T, browser, mode string, pages map[string]string) []layout {
	t.Helper()
	dir, err := os.MkdirTemp("", "rasid-layout-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir) // not t.TempDir: the browser's last process may still write, which is no fault
	ruler, err := os.ReadFile("testdata/ruler.js")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<!DOCTYPE html><meta charset="utf-8"><meta name="color-scheme" content="light dark"><script>%s</script><body>`, ruler)
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		for _, w := range widths {
			fmt.Fprintf(&b, `<iframe name="%s" style="width:%dpx;height:1200px;border:0" srcdoc="%s"></iframe>`, name, w, html.EscapeString(pages[name]))
		}
	}
	file := filepath.Join(dir, "pages.html")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return factsOf(t, dump(t, browser, mode, dir, file))
}

// dump returns the document of file once it is loaded and its script has run.
func dump(t *testing.T, browser, mode, dir, file string) []byte {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	scheme := map[string]string{"dark": "0", "light": "1"}[mode]
	cmd := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage",
		"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
		"--user-data-dir="+filepath.Join(dir, "profile"), "--blink-settings=preferredColorScheme="+scheme, "--dump-dom", "file://"+file)
	cmd.WaitDelay = 10 * time.Second
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("browser: %v\n%s", err, errs.String())
	}
	return out.Bytes()
}

// factsOf reads what the ruler left in the document.
func factsOf(t *testing.T, document []byte) []layout {
	t.Helper()
	root, err := nethtml.Parse(bytes.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type == nethtml.ElementNode && attr(n, "id") == "facts" {
			var laid []layout
			if err := json.Unmarshal([]byte(content(n)), &laid); err != nil {
				t.Fatal(err)
			}
			return laid
		}
	}
	t.Fatalf("the ruler did not run: %.500s", document)
	return nil
}
