package crash

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"rasid/news"
	"rasid/notify/notifytest"
	"rasid/store"
)

// TestDiskFull fills the disk under the running service, in the middle of a delivery: how that ended is recorded in the
// room of the ballast, the operator is told once, by status and on his channel, nothing is sent that could not be recorded,
// and once there is room again it goes on by itself, having lost and doubled nothing. (O2)
func TestDiskFull(t *testing.T) {
	lasts, speed, items := 6*time.Second, 720, 300
	if full() {
		lasts, items = 2*time.Minute, 10*maxListed // no outlet lists more than it did a day ago
	}
	p := newPress(t, 10, items, begin, time.Duration(speed)*(8*time.Second+lasts))
	hook, err := notifytest.NewHook(secret)
	if err != nil {
		t.Fatal(err)
	}
	defer hook.Close()
	release := make(chan struct{})
	hook.Script(notifytest.Reply{}, notifytest.Reply{}, notifytest.Reply{}, notifytest.Reply{Wait: release})
	patient := strings.Replace(hookTarget(hook.URL), "1s", "30s", 1)
	w := newWorld(t, p, "0 * * * *", patient, patient, patient)
	w.configure("[[target]]\nname = \"ops\"\n" + patient + "\n[notices]\ntargets = [\"ops\"]\n")
	w.bound(store.DefaultBallast*5/4 + (8+items/60)<<20)
	s := w.serve(begin, speed)
	s.follow(p)
	digests := func() (n int) {
		for _, post := range hook.Posts() {
			if !notice(post) {
				n++
			}
		}
		return n
	}
	s.until("a delivery is under way", 30*time.Second, func() bool { return digests() >= 4 })
	held := hook.Posts()[3].ID

	filler := filepath.Join(w.dir, "filler")
	s.until("status tells of the full disk", 30*time.Second, func() bool { fill(t, filler); return strings.Contains(s.overdue(), "disk") })
	sent := digests()
	close(release)
	s.until("the outcome is recorded", 10*time.Second, func() bool {
		for _, d := range w.deliveries() {
			if d.ID == held {
				return d.State == news.Delivered
			}
		}
		return false
	})
	s.until("the operator is told", 30*time.Second, func() bool { return notices(hook, "degraded") == 1 })
	time.Sleep(lasts)
	if n := digests(); n != sent {
		t.Errorf("%d digests were sent while nothing could be recorded", n-sent)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	took := s.until("status tells of nothing", time.Minute, func() bool { return !strings.Contains(s.overdue(), "disk") })
	s.until("digests go out", time.Minute, func() bool { return digests() >= sent+3 })
	if n := s.lines("store takes no writes"); n > 1+int(lasts/time.Minute)+1 {
		t.Errorf("%d lines about it", n)
	}
	s.until("the other notice", 30*time.Second, func() bool { return notices(hook, "room on the disk") == 1 })
	if n := notices(hook, "degraded"); n != 1 {
		t.Errorf("told %d times", n)
	}
	if info, err := os.Stat(filepath.Join(w.dir, "rasid.db.ballast")); err != nil || info.Size() != store.DefaultBallast {
		t.Errorf("the ballast: %v %v", info, err)
	}
	s.until("all items are there", time.Minute, func() bool { return s.now().After(begin.Add(time.Duration(items) * p.gap)) })
	now := s.now()
	s.stop(syscall.SIGTERM)
	t.Logf("went on %v after there was room", took.Round(time.Millisecond))
	finish(w, p, hook, now.Add(2*time.Hour), map[string]int{"daily": 3})
}

// notice reports whether a post is a message of notices.
func notice(p notifytest.Post) bool {
	var d struct{ Topic string }
	return json.Unmarshal(p.Body, &d) != nil || d.Topic == ""
}

// notices counts the messages of notices that hold some words.
func notices(hook *notifytest.Hook, words string) (n int) {
	for _, p := range hook.Posts() {
		if notice(p) && bytes.Contains(p.Body, []byte(words)) {
			n++
		}
	}
	return n
}

// fill lets a file take all the room that there is, but not that of the ballast once it is given up.
func fill(t *testing.T, path string) {
	t.Helper()
	left, err := room(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(filepath.Dir(path), "rasid.db.ballast")); err != nil || info.Size() < store.DefaultBallast {
		return
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Write(make([]byte, left)); err != nil && !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
}
