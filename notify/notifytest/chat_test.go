package notifytest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rasid/notify/notifytest"
)

// TestChatEdges guards that the doubles take what is exactly as long as the service allows and refuse one more.
func TestChatEdges(t *testing.T) {
	quoted := func(n int) string { b, _ := json.Marshal(strings.Repeat("خ", n)); return string(b) }
	slack := func(blocks, letters int) string {
		one := `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":` + quoted(letters) + `}]}]}`
		return `{"text":"x","blocks":[` + strings.TrimSuffix(strings.Repeat(one+",", blocks), ",") + `]}`
	}
	discord := func(embeds, letters int) string {
		return `{"embeds":[` + strings.TrimSuffix(strings.Repeat(`{"description":`+quoted(letters)+`},`, embeds), ",") + `]}`
	}
	telegram := func(text string) string {
		return `{"chat_id":"@rasid_news","parse_mode":"HTML","text":"` + text + `"}`
	}
	teams := func(n int) string {
		card := `{"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":{"type":"AdaptiveCard","version":"1.5","body":[{"type":"RichTextBlock","inlines":[{"type":"TextRun","text":"x"}]}]}}]}`
		return card + strings.Repeat(" ", n-len(card))
	}
	const room = "!room:example.org"
	matrix := func(event int) string { // the double counts the room and 3 KiB of the server's own
		m := `{"msgtype":"m.text","body":"x","format":"org.matrix.custom.html","formatted_body":"<p>x</p>","m.mentions":{}}`
		return m + strings.Repeat(" ", event-len(room)-3<<10-len(m))
	}
	for name, c := range map[string]struct {
		kind, path, at, above string
	}{
		"slack block":       {"slack", "", slack(1, 3000), slack(1, 3001)},
		"slack blocks":      {"slack", "", slack(50, 2), slack(51, 2)},
		"discord embed":     {"discord", "?wait=true", discord(1, 4096), discord(1, 4097)},
		"discord embeds":    {"discord", "?wait=true", discord(10, 5), discord(11, 5)},
		"discord in all":    {"discord", "?wait=true", discord(2, 3000), discord(2, 3001)},
		"discord content":   {"discord", "?wait=true", `{"content":` + quoted(2000) + `}`, `{"content":` + quoted(2001) + `}`},
		"telegram":          {"telegram", "/bot123456789:AAbot-token-0123456789abcdefghij/sendMessage", telegram("<b>" + strings.Repeat("خ", 4096) + "</b>"), telegram("<b>" + strings.Repeat("خ", 4095) + "&#x1F600;</b>")},
		"telegram entities": {"telegram", "/bot123456789:AAbot-token-0123456789abcdefghij/sendMessage", telegram(strings.Repeat("<b>خ</b>", 100)), telegram(strings.Repeat("<b>خ</b>", 101))},
		"telegram markup":   {"telegram", "/bot123456789:AAbot-token-0123456789abcdefghij/sendMessage", telegram("<b>1 &lt; 2</b>"), telegram("<b>1 < 2</i>")},
		"teams":             {"teams", "", teams(28 << 10), teams(28<<10 + 1)},
		"mattermost":        {"mattermost", "", `{"text":` + quoted(16383) + `}`, `{"text":` + quoted(16384) + `}`},
		"ntfy":              {"ntfy", "", strings.Repeat("خ", 2048), strings.Repeat("خ", 2048) + "x"},
		"matrix":            {"matrix", "/_matrix/client/v3/rooms/" + url.PathEscape(room) + "/send/m.room.message/", matrix(65536), matrix(65537)},
	} {
		s, err := notifytest.NewChat(c.kind)
		if err != nil {
			t.Fatal(err)
		}
		for i, body := range []string{c.at, c.above} {
			method, path := http.MethodPost, c.path
			if c.kind == "matrix" {
				method, path = http.MethodPut, fmt.Sprint(c.path, i) // each a transaction of its own
			}
			req, _ := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(body))
			req.Header.Set("Content-Type", "application/json")
			req.Header.Set("Authorization", "Bearer "+s.Token)
			res, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			if taken := res.StatusCode/100 == 2; taken != (i == 0) || len(s.Sent()) != 1 {
				t.Errorf("%s, %s: answered %d", name, []string{"at the limit", "above it"}[i], res.StatusCode)
			}
		}
		s.Close()
	}
}
