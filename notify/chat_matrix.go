package notify

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// An event may weigh 65,536 bytes (https://spec.matrix.org/v1.16/client-server-api/#size-limits); the server adds its
// own fields, signatures and hashes to the content.
const (
	matrixEvent   = 64 << 10
	matrixContent = matrixEvent - 4<<10
)

var matrixRoom = regexp.MustCompile(`^![!-~]+$`)

// matrix sends events to a room that is not encrypted.
type matrix struct {
	base  string // of the client-server API
	token Secret
	room  string
}

type matrixMessage struct {
	Type      string         `json:"msgtype"`
	Body      string         `json:"body"`
	Format    string         `json:"format"`
	Formatted string         `json:"formatted_body"`
	Mentions  matrixMentions `json:"m.mentions"` // empty: names in the text call nobody
}

type matrixMentions struct{}

func newMatrix(f *faults, o Options) service {
	f.webAddress("url", o.URL)
	if o.Token == "" {
		f.add("token", "is missing", "name a credential, a file or an environment variable that holds the access token of the account")
	}
	if !matrixRoom.MatchString(o.Room) {
		f.add("room", "is not the identity of a room", `write what the settings of the room show, such as "!abc:example.org"`)
	}
	return &matrix{strings.TrimSuffix(o.URL.Reveal(), "/") + "/_matrix/client/v3", o.Token, o.Room}
}

func (m *matrix) message(_ page, blocks []block) ([]byte, bool) {
	var html strings.Builder
	for _, b := range blocks {
		html.WriteString(matrixBlock(b))
	}
	body := encoded(matrixMessage{"m.text", strings.TrimSuffix(plain(blocks), "\n"), "org.matrix.custom.html", html.String(), matrixMentions{}})
	return body, len(body) <= matrixContent
}

// matrixBlock returns a block in the HTML that Matrix allows. It has no attribute of direction, so that every
// paragraph gets it from its first mark.
func matrixBlock(b block) string {
	var s strings.Builder
	list := false
	for _, l := range b {
		if point := l.role == asPoint; point != list {
			list = point
			s.WriteString(map[bool]string{true: "<ul>", false: "</ul>"}[point])
		}
		tag := "p"
		switch l.role {
		case asTitle:
			tag = "h3"
		case asQuote:
			tag = "blockquote"
		case asPoint:
			tag = "li"
		}
		s.WriteString("<" + tag + ">" + l.mark() + l.inline() + "</" + tag + ">")
	}
	if list {
		s.WriteString("</ul>")
	}
	return s.String()
}

// post sends under the delivery's id as the transaction: a server takes each once.
func (m *matrix) post(id string, body []byte) request {
	r := jsonPost(m.base+"/rooms/"+url.PathEscape(m.room)+"/send/m.room.message/"+id, body)
	r.method, r.header["Authorization"] = http.MethodPut, "Bearer "+m.token.Reveal()
	return r
}

// probe asks whether the account is in the room.
func (m *matrix) probe() (request, func(answer) bool) {
	r := request{http.MethodGet, m.base + "/joined_rooms", nil, map[string]string{"Authorization": "Bearer " + m.token.Reveal()}}
	return r, func(a answer) bool {
		var said struct {
			Joined []string `json:"joined_rooms"`
		}
		return a.code == http.StatusOK && (json.Unmarshal(a.body, &said) != nil || slices.Contains(said.Joined, m.room)) // cut off: a long list
	}
}

func (m *matrix) ended(answer) bool { return false }
