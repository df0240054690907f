//go:build unix

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"rasid/news"
)

// victim works the belt without end: eight sources list, what is listed is read, folded, cut into digests and
// sent. It prints a line for each thing that has been promised to somebody.
func victim(path string) error {
	ctx := context.Background()
	db, err := Open(ctx, Options{Path: path, Bands: bytesAsBands, Gather: time.Millisecond})
	if err != nil {
		return err
	}
	if _, err := db.Recover(ctx, start); err != nil {
		return err
	}
	fmt.Println("open")
	var g errgroup.Group
	for i := range 8 {
		g.Go(func() error { return victimPolls(ctx, db, fmt.Sprintf("s%d", i)) })
	}
	g.Go(func() error { return victimReads(ctx, db) })
	g.Go(func() error { return victimSends(ctx, db) })
	g.Go(func() error { return victimDecides(ctx, db) })
	g.Go(func() error { return victimEdits(ctx, db) })
	return g.Wait()
}

// victimPolls lists batch after batch; the validator says which was the last.
func victimPolls(ctx context.Context, db *DB, source string) error {
	for {
		last := 0
		ps, err := collect(ctx, db.read, scanPoll, selectPolls+`WHERE name = ?`, source)
		if err != nil {
			return err
		}
		if len(ps) > 0 {
			last, _ = strconv.Atoi(ps[0].ETag)
		}
		p := poll(source)
		p.ETag = strconv.Itoa(last + 1)
		if _, err := db.SavePoll(ctx, p, victimBatch(source, last+1)); err != nil {
			return err
		}
		fmt.Println("polled", source, last+1)
	}
}

// victimBatch is what a source lists along with the validator n.
func victimBatch(source string, n int) []news.Entry {
	var es []news.Entry
	for i := range 5 {
		e := listed(source, n*5+i)
		e.Published, e.Seen = start, start
		es = append(es, e)
	}
	return es
}

func victimReads(ctx context.Context, db *DB) error {
	for {
		es, err := db.Unread(ctx, start, news.Entry{}, 30)
		if err != nil {
			return err
		}
		var off []news.Settlement
		for i, e := range es {
			if i%10 != 0 {
				off = append(off, news.Settlement{URL: e.URL, Disposition: news.OffTopic})
				continue
			}
			folds := []news.Fold{{Topic: topic, Story: "s" + strconv.Itoa(i%3), Kind: news.Rewrite}}
			if err := db.SaveArticle(ctx, article(e, byte(i)), relevant(), folds, waiting()); err != nil {
				return err
			}
		}
		if _, err := db.Settle(ctx, off); err != nil {
			return err
		}
	}
}

// victimDecides takes articles out of stories and puts every other one back.
func victimDecides(ctx context.Context, db *DB) error {
	for n := 0; ; n++ {
		var story, url string
		err := db.read.QueryRowContext(ctx, `SELECT story, url FROM member JOIN listing USING (entry)
			WHERE story IN (SELECT story FROM member GROUP BY story HAVING count(*) > 1) ORDER BY random() LIMIT 1`).Scan(&story, &url)
		if errors.Is(err, sql.ErrNoRows) { // nothing was read yet
			continue
		}
		if err != nil {
			return err
		}
		id, err := db.SplitMember(ctx, story, url, func(_, url string) string { return "of " + url }, start)
		if err != nil {
			return err
		}
		fmt.Println("split", url, story)
		if n%2 == 0 {
			continue
		}
		if _, err := db.MergeStories(ctx, id, story, start); err != nil {
			return err
		}
		fmt.Println("merge", url, story)
	}
}

// victimEdits lists what was read under other headlines, and saves it as read again.
func victimEdits(ctx context.Context, db *DB) error {
	for n := 0; ; n++ {
		var url string
		err := db.read.QueryRowContext(ctx, `SELECT url FROM article JOIN listing USING (entry) ORDER BY random() LIMIT 1`).Scan(&url)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return err
		}
		a, err := db.Article(ctx, url)
		if err != nil {
			return err
		}
		a.Title, a.Key = fmt.Sprint("عنوان معدل ", n), ""
		if _, err := list(ctx, db, a.Source, []news.Entry{a.Entry}); err != nil {
			return err
		}
		fmt.Println("edited", url)
		if err := db.SaveArticle(ctx, a, relevant(), nil, news.Settlement{Disposition: news.OffTopic}); err != nil {
			return err
		}
	}
}

func victimSends(ctx context.Context, db *DB) error {
	for {
		last, _, err := db.LastTick(ctx, "daily", hour(100000))
		if err != nil {
			return err
		}
		tick := news.Tick{Schedule: "daily", Due: last.Due, From: last.From}
		if last.Done || last.Due.IsZero() {
			tick.Due, tick.From = last.Due.Add(time.Hour), last.Due
		}
		if _, err := db.ClaimTick(ctx, tick); err != nil {
			return err
		}
		ss, err := db.WaitingStories(ctx, "", topic)
		if err != nil {
			return err
		}
		d := news.Digest{ID: fmt.Sprint("d", tick.Due.UnixMilli()), Name: "daily", Topic: topic, Due: tick.Due, Stories: ss}
		if err := db.SaveDigest(ctx, tick, d, owed(d, "x")); err != nil {
			return err
		}
		fmt.Println("cut", d.ID)
		ds, err := db.OwedTo(ctx, "mail", tick.Due)
		if err != nil {
			return err
		}
		for _, d := range ds {
			if err := errors.Join(db.StartDelivery(ctx, d.ID, tick.Due), db.MarkDot(ctx, d.ID)); err != nil {
				return err
			}
			d.State = news.Delivered
			if err := db.SaveDelivery(ctx, d, "", start); err != nil {
				return err
			}
			fmt.Println("sent", d.ID)
		}
	}
}
