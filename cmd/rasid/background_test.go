package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"rasid/config"
	"rasid/detect"
	"rasid/store"
)

// TestJudgeRenewed has that the detector is built again when the background was renewed, and only then, and that a
// renewal of another version of the program is passed over.
func TestJudgeRenewed(t *testing.T) {
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	db, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "rasid.db")})
	must(err)
	defer db.Close()
	c, err := config.Load("")
	must(err)
	judge := judgeOf(t.Context(), &parts{config: c, db: db}, slog.New(slog.DiscardHandler))
	model := func() (string, int) {
		t.Helper()
		d, err := judge()
		must(err)
		p, ok := d.Profile("dprk-russia")
		if !ok {
			t.Fatal("the shipped topic is not there")
		}
		return p.Model, p.Read
	}
	shipped, read := model()
	if read != 0 {
		t.Errorf("renewed from %d listings before there were any", read)
	}
	r, err := detect.NewRenewal(nil, func(yield func(detect.Document, error) bool) {
		for n := range 50 {
			yield(detect.Document{Title: fmt.Sprintf("خبر%d قمربنك", n), Text: fmt.Sprintf("مدينة%d مسؤول%d مشروع%d", n, n, n)}, nil)
		}
	})
	must(err)
	var data bytes.Buffer
	must(r.Write(&data))
	row := store.Renewal{Base: detect.ShippedVersion(), Version: r.Version(), Until: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)}
	must(db.SaveRenewal(t.Context(), row, data.Bytes()))
	renewed, read := model()
	if counted, _ := r.Docs(); renewed == shipped || read != counted || read == 0 {
		t.Errorf("model %s, before %s; renewed from %d listings of %d", renewed, shipped, read, counted)
	}
	before, err := judge()
	must(err)
	if again, err := judge(); err != nil || again != before {
		t.Errorf("built again with nothing new (%v)", err)
	}
	row.Base = "0123456789abcdef"
	must(db.SaveRenewal(t.Context(), row, data.Bytes()))
	if other, read := model(); other != shipped || read != 0 {
		t.Errorf("a renewal of another background is judged by: %s of %d listings", other, read)
	}
	row.Base = detect.ShippedVersion()
	row.Version = "damaged"
	must(db.SaveRenewal(t.Context(), row, data.Bytes()[:100]))
	if other, _ := model(); other != shipped {
		t.Error("damaged bytes are judged by")
	}
}
