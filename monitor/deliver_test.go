package monitor

import (
	"net/http"
	"testing"

	"rasid/notify"
)

// target builds one target as the program does.
func target(t *testing.T, o notify.Options) Target {
	t.Helper()
	to, err := notify.New(o, &http.Client{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return Target{Target: to, Kind: o.Kind}
}
