package notify_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"rasid/arabic"
	"rasid/news"
	"rasid/notify"
	"rasid/notify/notifytest"
)

// notices returns n notices for an operator who reads Arabic.
func notices(n int) news.Digest {
	d := news.Digest{ID: "0011223344556677", Name: "notices", Due: due, To: due, Zone: "Asia/Riyadh", Language: "ar"}
	for i := range n {
		kinds := []news.NoticeKind{news.AboutSource, news.AboutTarget, news.AboutDelivery, news.AboutStore, news.AboutService}
		d.Notices = append(d.Notices, news.Notice{
			ID: int64(i + 1), Key: fmt.Sprint("matter/", i), At: due.Add(-time.Duration(i) * hour), Kind: kinds[i%len(kinds)], Subject: fmt.Sprint("paper-", i),
			Text: "no usable answer since 2026-03-03 21:00 UTC: status 503 from " + arabic.Isolate("صحيفة <b>الغد</b>"), Back: i == 2,
		})
	}
	return d
}

// TestNoticesAreTold has that every form tells each notice, up to the most that one message shows, and how many more.
func TestNoticesAreTold(t *testing.T) {
	for _, language := range []string{"ar", "en"} {
		d := notices(60)
		d.Language = language
		html, err := notify.HTML(d)
		if err != nil {
			t.Fatal(err)
		}
		more, over := map[string]string{"ar": "20 تنبيه", "en": "20 notices"}[language], map[string]string{"ar": "انتهى", "en": "over"}[language]
		for form, text := range map[string]string{"text": notify.Text(d), "markdown": strings.ReplaceAll(notify.Markdown(d), `\`, ""), "html": string(html)} {
			for i := range 40 {
				if name := fmt.Sprint("paper-", i); !strings.Contains(text, name) {
					t.Errorf("%s in %s does not name %s", form, language, name)
				}
			}
			if form == "html" {
				_, text, _ = strings.Cut(text, "<h1") // the first are told beside the subject too
			}
			plain := strings.NewReplacer("\u2068", "", "\u2069", "", `<bdi dir="ltr">`, "", "</bdi>", "").Replace(text)
			if strings.Contains(text, "paper-40") || !strings.Contains(plain, more) || strings.Count(plain, "— "+over) != 1 {
				t.Errorf("%s in %s tells more or less than it should:\n%s", form, language, plain)
			}
			if form == "html" && strings.Contains(text, "<b>") {
				t.Error("html holds an element from outside")
			}
		}
	}
}

// TestNoticeSubject has that one notice says in the subject of a mail what it is about, and several how many they are.
func TestNoticeSubject(t *testing.T) {
	for n, want := range map[int]string{1: "تنبيهات راصد: المصدر paper-0", 2: "تنبيهات راصد: تنبيهان"} {
		box := mailbox(t, notifytest.MailboxOptions{})
		to := target(t, mailOptions(box))
		if err := to.Notify(t.Context(), render(t, to, notices(n))[0], nil); err != nil {
			t.Fatal(err)
		}
		l := read(t, box.Messages()[0].Raw)
		if got, err := l.header.Subject(); err != nil || got != want {
			t.Errorf("subject %q (%v), want %q", got, err, want)
		}
	}
}

// TestNoticesInJSON has that a webhook gets all notices, each with its key.
func TestNoticesInJSON(t *testing.T) {
	b, err := notify.JSON(notices(60))
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Type    string
		Notices []struct {
			Key  string
			Over bool
		}
	}
	if err := json.Unmarshal(b, &got); err != nil || got.Type != "notice" || len(got.Notices) != 60 || got.Notices[59].Key != "matter/59" || !got.Notices[2].Over {
		t.Errorf("%s (%v)", b, err)
	}
}

// TestNoticesInFeed has that each notice is an entry of its own in a feed of them.
func TestNoticesInFeed(t *testing.T) {
	ds := render(t, target(t, notify.Options{Name: "feed", Kind: "feed", Path: t.TempDir()}), notices(3))
	var feed struct {
		Items []struct {
			ID        string
			Title     string
			Published time.Time `json:"date_published"`
		}
	}
	if err := json.Unmarshal(ds[0].Body, &feed); err != nil || len(feed.Items) != 3 || ds[0].To != "notices" {
		t.Fatalf("%s %s (%v)", ds[0].To, ds[0].Body, err)
	}
	ids := map[string]bool{}
	for i, one := range feed.Items {
		ids[one.ID] = true
		if !one.Published.Equal(due.Add(-time.Duration(i)*hour)) || !strings.Contains(one.Title, fmt.Sprint("paper-", i)) {
			t.Errorf("entry %+v", one)
		}
	}
	if len(ids) != 3 {
		t.Errorf("ids %v", ids)
	}
}
