package store

import (
	"context"
	"database/sql"
	"time"

	"rasid/arabic"
	"rasid/news"
)

// keptVersions is how many replaced wordings of an entry, and how many of its other addresses, are kept: the newest.
const keptVersions = 20

// againAfter is the least time between two judgements of an entry whose headline keeps being edited.
const againAfter = 24 * time.Hour

// The bases of a Version.
const (
	OnListing news.Basis = "listing" // as the source listed it
	OnPage               = news.OnPage
)

// A Version is what an article said before it was edited.
type Version struct {
	Basis   news.Basis `json:"basis"`          // OnListing; OnPage for what was read, judged and told
	Until   time.Time  `json:"until,omitzero"` // when other words were heard or read
	URL     string     `json:"url"`
	Title   string     `json:"title"`
	Summary string     `json:"summary"`
	Text    string     `json:"text"` // "" on a listing
}

// Versions returns what an article said before, the oldest first: the newest twenty wordings that were replaced. What it
// says now is in the Trace. It returns none for a URL that no source ever listed.
func (db *DB) Versions(ctx context.Context, url string) ([]Version, error) {
	vs, err := versionsOf(ctx, db.read, `(`+idOf+`)`, digits64(url))
	return vs, wrap(err, "list versions", url)
}

func versionsOf(ctx context.Context, q querier, entry string, args ...any) ([]Version, error) {
	return collect(ctx, q, func(rows *sql.Rows) (v Version, err error) {
		var until int64
		err = rows.Scan(&v.Basis, &until, &v.URL, &v.Title, &v.Summary, &v.Text)
		v.Until = at(until)
		return v, err
	}, `SELECT basis, until, url, title, summary, text FROM version WHERE entry = `+entry+` ORDER BY id`, args...)
}

// Edited returns the entries to be judged anew at now because a source listed them under another headline since, those
// that have waited longest first. SaveArticle and Settle end it; an entry comes up once in 24 hours at most.
func (db *DB) Edited(ctx context.Context, now time.Time, limit int) ([]Settled, error) {
	es, err := collect(ctx, db.read, scanSettled, selectEdited, ms(now), ms(now.Add(farthest)), bound(limit))
	return es, wrap(err, "list edited entries", "")
}

const selectEdited = selectSettled + ` WHERE entry.again > 0 AND (entry.again <= ? OR entry.again > ?)` + released + `
	ORDER BY entry.again, listing.url LIMIT ?`

// relist puts what a source lists of an entry now in the place of what it listed before. What was judged by the old words
// is kept as a version, and is to be judged anew where the headline is another one.
func (w *writer) relist(h heard, k known) error {
	if k.unread {
		return w.exec(`UPDATE listing SET title = ?, summary = ? WHERE entry = ?`, h.Title, h.Summary, k.id)
	}
	var title, disposition string
	var again int64
	err := w.row(`SELECT listing.title, entry.disposition, entry.again FROM listing JOIN entry ON id = entry WHERE entry = ?`, k.id).
		Scan(&title, &disposition, &again)
	if err != nil {
		return err
	}
	if err := w.keepListing(k.id, h); err != nil {
		return err
	}
	if err := w.exec(`UPDATE listing SET title = ?, summary = ? WHERE entry = ?`, h.Title, h.Summary, k.id); err != nil {
		return err
	}
	if arabic.Same(title, h.Title) || again > 0 || disposition == string(news.Outside) {
		return nil
	}
	due := ms(h.Seen)
	if again < 0 {
		due = max(due, -again+againAfter.Milliseconds())
	}
	return w.exec(`UPDATE entry SET again = ? WHERE id = ?`, due, k.id)
}

// keepListing keeps what a listing said of an entry until now.
func (w *writer) keepListing(id int64, h heard) error {
	err := w.exec(`INSERT INTO version (entry, basis, until, url, title, summary, text)
		SELECT entry, 'listing', ?2, url, title, summary, '' FROM listing WHERE entry = ?1`, id, ms(h.Seen))
	if err != nil {
		return err
	}
	return w.trimVersions(id)
}

// keepPage keeps what an article said that is read again and says something else, by its headline or text.
func (w *writer) keepPage(id int64, title, text string, read, seen time.Time) error {
	n, err := w.affect(`INSERT INTO version (entry, basis, until, url, title, summary, text)
		SELECT article.entry, 'page', coalesce(nullif(?4, 0), (SELECT max(until) FROM version WHERE entry = ?1), ?5),
			listing.url, article.title, article.summary, article.text
		FROM article JOIN listing USING (entry) WHERE article.entry = ?1 AND (article.title <> ?2 OR article.text <> ?3)`,
		id, title, text, ms(read), ms(seen))
	if err != nil || n == 0 {
		return err
	}
	return w.trimVersions(id)
}

func (w *writer) trimVersions(id int64) error {
	for _, basis := range []news.Basis{OnListing, OnPage} {
		err := w.exec(`DELETE FROM version WHERE id IN (SELECT id FROM version WHERE entry = ?1 AND basis = ?2
			ORDER BY id DESC LIMIT -1 OFFSET ?3)`, id, string(basis), keptVersions)
		if err != nil {
			return err
		}
	}
	return nil
}

// readdress gives an entry the address under which it is listed now. It is still found by those it had, of which
// the newest are kept.
func (w *writer) readdress(source int64, h heard, k known) error {
	err := w.exec(`INSERT INTO alias (address, entry) VALUES (?, ?) ON CONFLICT DO NOTHING`, h.address, k.id)
	if err != nil || k.source != source {
		return err
	}
	if k.said == h.said && !k.unread {
		if err := w.keepListing(k.id, h); err != nil {
			return err
		}
	}
	if err := w.exec(`UPDATE listing SET key = coalesce(key, url), url = ?2 WHERE entry = ?1`, k.id, h.URL); err != nil {
		return err
	}
	return w.exec(`DELETE FROM alias WHERE entry = ?1 AND id IN (SELECT id FROM alias WHERE entry = ?1
		ORDER BY id DESC LIMIT -1 OFFSET ?2)`, k.id, keptVersions)
}

// judgedAgain notes that an entry was judged by its newest words.
func (w *writer) judgedAgain(id int64) error {
	return w.exec(`UPDATE entry SET again = -again WHERE id = ? AND again > 0`, id)
}
