package notify

import (
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

// mattermostLetters is what one post may hold (https://developers.mattermost.com/integrate/webhooks/incoming).
const mattermostLetters = 16383

// mattermost posts to an incoming webhook.
type mattermost struct {
	url  Secret
	ping string // address that says whether the server is up
}

type mattermostPost struct {
	Text string `json:"text"`
}

func newMattermost(f *faults, o Options) service {
	u := f.webAddress("url", o.URL)
	base, _, found := strings.Cut(u.Path, "/hooks/")
	if !found && u.Host != "" {
		f.add("url", "is not an incoming webhook", `take the address that Mattermost shows, such as "https://chat.example.org/hooks/…"`)
	}
	ping := url.URL{Scheme: u.Scheme, Host: u.Host, Path: base + "/api/v4/system/ping"}
	return &mattermost{o.URL, ping.String()}
}

// mattermostMarkup escapes the signs that Mattermost takes a backslash from.
func mattermostMarkup() markup {
	var pairs []string
	for _, r := range "\\`*_{}[]()#+-.!>~|" {
		pairs = append(pairs, string(r), "\\"+string(r))
	}
	signs := strings.NewReplacer(append(pairs, "@", "@"+wordJoiner)...)
	address := strings.NewReplacer("(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "\\", "%5C")
	return markup{escape: signs.Replace, address: address.Replace, gap: "\n"}
}

func (m *mattermost) message(_ page, blocks []block) ([]byte, bool) {
	text := mattermostMarkup().text(blocks)
	return encoded(mattermostPost{text}), utf8.RuneCountInString(text) <= mattermostLetters
}

func (m *mattermost) post(_ string, body []byte) request { return jsonPost(m.url.Reveal(), body) }

// probe asks whether the server is up: of a hook it says nothing without a post.
func (m *mattermost) probe() (request, func(answer) bool) {
	return request{method: http.MethodGet, url: m.ping}, func(a answer) bool { return a.code == http.StatusOK }
}

func (m *mattermost) ended(answer) bool { return false }
