package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"rasid/news"
)

// chat is the Target of the kinds that are chat services: a digest in as many messages as their lengths ask for,
// each a delivery of its own. They have one recipient, the conversation, so that they go out in their order.
type chat struct {
	wire
	name string
	service
}

// A service is what one chat service asks for in its own way.
type service interface {
	// message returns the body of a message that tells blocks, and whether the service takes one so long.
	message(p page, blocks []block) (body []byte, fits bool)

	// post returns the request that sends a body as the delivery id.
	post(id string, body []byte) request

	// probe returns a request that sends nothing, and what says of the answer that a message would be taken as
	// far as can be told.
	probe() (request, func(answer) bool)

	// ended reports whether a refusal means that the conversation is no more.
	ended(answer) bool
}

// newChat returns the target of the service that of makes of o.
func newChat(o Options, web *http.Client, of func(f *faults, o Options) service) (Target, error) {
	line, err := newWire(o, web)
	if err != nil {
		return nil, err
	}
	f := faults{target: o.Name}
	c := &chat{wire: line, name: o.Name, service: of(&f, o)}
	for _, s := range []string{o.URL.Reveal(), o.Token.Reveal()} {
		if s != "" {
			c.hide(s)
		}
	}
	if len(f.found) > 0 {
		return nil, f.err()
	}
	return c, nil
}

// Render returns one delivery for each message.
func (c *chat) Render(d news.Digest) ([]news.Delivery, error) {
	p := pageOf(d)
	var ds []news.Delivery
	for i, blocks := range messages(p.blocks(), func(b []block) bool { _, fits := c.message(p, b); return fits }) {
		body, _ := c.message(p, blocks)
		part := owed(d, c.name, "", body)
		if i > 0 {
			part.ID = DeliveryID(d.ID, c.name, fmt.Sprintf("#%d", i+1))
		}
		ds = append(ds, part)
	}
	return ds, nil
}

// Notify posts one message. Any 2xx answer means taken.
func (c *chat) Notify(ctx context.Context, d news.Delivery, _ func() error) error {
	a, err := c.ask(ctx, c.post(d.ID, d.Body))
	if err == nil && a.code/100 != 2 {
		f := c.refused(a)
		f.Gone = f.Gone || c.ended(a)
		f.Permanent = f.Permanent || f.Gone
		err = f
	}
	return err
}

// Check asks the service about the address or the credential, without a message.
func (c *chat) Check(ctx context.Context) error {
	r, good := c.probe()
	a, err := c.ask(ctx, r)
	if err == nil && !good(a) {
		err = c.refused(a)
	}
	return err
}

// messages returns blocks in as few messages as fit, in their order. Messages are parted between blocks, a block
// that is too long for one between its lines.
func messages(blocks []block, fits func([]block) bool) [][]block {
	var all [][]block
	var now []block
	for _, whole := range blocks {
		for _, b := range pieces(whole, fits) {
			if more := append(now[:len(now):len(now)], b); len(now) == 0 || fits(more) {
				now = more
				continue
			}
			all, now = append(all, now), []block{b}
		}
	}
	return append(all, now)
}

// pieces returns b in as few blocks as fit into a message each.
func pieces(b block, fits func([]block) bool) []block {
	if fits([]block{b}) {
		return []block{b}
	}
	var all []block
	var now block
	for _, l := range b {
		l = shortened(l, fits)
		if more := append(now[:len(now):len(now)], l); len(now) == 0 || fits([]block{more}) {
			now = more
			continue
		}
		all, now = append(all, now), block{l}
	}
	return append(all, now)
}

// shortened returns l as it fits into a message: without its address where that is too long, and then with as much
// of its text as there is room for.
func shortened(l line, fits func([]block) bool) line {
	if fits([]block{{l}}) {
		return l
	}
	l.url = ""
	whole, low, high := l.text, 0, len([]rune(l.text))
	for low < high { // the most letters that fit
		n := (low + high + 1) / 2
		if l.text = closed(cut(whole, n)); fits([]block{{l}}) {
			low = n
		} else {
			high = n - 1
		}
	}
	l.text = closed(cut(whole, low))
	return l
}

// closed returns s with an end for every run in it that is set apart and was cut off.
func closed(s string) string {
	open := strings.Count(s, string(fsi)) + strings.Count(s, string(rli)) - strings.Count(s, string(pdi))
	return s + strings.Repeat(string(pdi), max(open, 0))
}

// encoded returns v as JSON, letters as they are: services count what they get.
func encoded(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // texts and numbers always can be
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// jsonPost returns the request that posts a JSON body.
func jsonPost(url string, body []byte) request {
	return request{http.MethodPost, url, body, map[string]string{"Content-Type": "application/json; charset=utf-8"}}
}
