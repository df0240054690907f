package notify

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// ntfyBytes is what one message may weigh; more becomes an attachment (https://docs.ntfy.sh/publish/#limitations).
const ntfyBytes = 4096

// ntfy publishes plain text to the address of a topic. The first line of the frozen bytes is the title.
type ntfy struct {
	url    Secret
	health string // address that says whether the server is up
	login  string // of the Authorization header, "" = none
}

func newNtfy(f *faults, o Options) service {
	u := f.webAddress("url", o.URL)
	dir, topic := "", strings.Trim(u.Path, "/")
	if i := strings.LastIndex(topic, "/"); i >= 0 {
		dir, topic = "/"+topic[:i], topic[i+1:]
	}
	if topic == "" && u.Host != "" {
		f.add("url", "names no topic", `write the address of the topic, such as "https://ntfy.example.org/rasid"`)
	}
	n := &ntfy{url: o.URL}
	health := url.URL{Scheme: u.Scheme, Host: u.Host, Path: dir + "/v1/health"}
	n.health = health.String()
	switch {
	case o.Token != "" && o.User != "":
		f.add("token", "stands beside user", "use a token, or user and password")
	case o.Token != "":
		n.login = "Bearer " + o.Token.Reveal()
	case o.User != "":
		n.login = "Basic " + base64.StdEncoding.EncodeToString([]byte(o.User+":"+o.Password.Reveal()))
	}
	return n
}

func (n *ntfy) message(p page, blocks []block) ([]byte, bool) {
	var shown []block
	for _, b := range blocks {
		if len(b) > 0 && b[0].role == asTitle {
			b = b[1:]
		}
		shown = append(shown, b)
	}
	text := strings.TrimSuffix(plain(shown), "\n")
	return []byte(p.Subject + "\n" + text), len(text) <= ntfyBytes
}

// post publishes under the delivery's id: a server that knows sequences shows a second copy in the place of the first.
func (n *ntfy) post(id string, body []byte) request {
	title, text, _ := bytes.Cut(body, []byte("\n"))
	r := request{http.MethodPost, n.url.Reveal(), text, map[string]string{
		"Content-Type": "text/plain; charset=utf-8", "X-Title": mime.BEncoding.Encode("utf-8", string(title)), "X-Sequence-ID": id,
	}}
	n.authorize(r)
	return r
}

func (n *ntfy) authorize(r request) {
	if n.login != "" {
		r.header["Authorization"] = n.login
	}
}

// probe asks whether the server is well and, where there is one, takes the login.
func (n *ntfy) probe() (request, func(answer) bool) {
	r := request{http.MethodGet, n.health, nil, map[string]string{}}
	n.authorize(r)
	return r, func(a answer) bool {
		var said struct{ Healthy bool }
		return a.code == http.StatusOK && json.Unmarshal(a.body, &said) == nil && said.Healthy
	}
}

func (n *ntfy) ended(answer) bool { return false }
