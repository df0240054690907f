package notify_test

import (
	"testing"

	"rasid/notify"
)

// BenchmarkRender measures one mail of 40 stories and 120 articles, both parts.
func BenchmarkRender(b *testing.B) {
	n, err := notify.New(notify.Options{Name: "mail", Kind: "smtp", From: "rasid@example.org", To: []string{"reader@example.org"}, Host: "mail.example.org"}, nil, nil)
	if err != nil {
		b.Fatal(err)
	}
	d := wide(40)
	for b.Loop() {
		if _, err := n.Render(d); err != nil {
			b.Fatal(err)
		}
	}
}
