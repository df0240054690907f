package store

import (
	"strings"
	"testing"
)

// TestPlans has that what runs every round does not read what years have left: each query goes by an index.
func TestPlans(t *testing.T) {
	db := openTest(t)
	for _, c := range []struct {
		name, query string
		args        int
		want        string // in the plan
	}{
		{"unread", selectUnread, 3, "entry USING INDEX entry_unread (id>?)"},
		{"settling", settleMany, 8 * settleRows, "entry USING INDEX entry_address (address=?)"},
		{"wanted", selectWanted, 3, "entry USING INDEX entry_wanted"},
		{"unread of the past", selectUnreadPast, 3, "entry USING INDEX entry_unread_past (id>?)"},
		{"wanted of the past", selectWantedPast, 3, "entry USING INDEX entry_wanted_past"},
		{"past days", selectPastDays, 1, "x USING PRIMARY KEY (run=? AND source=? AND day=? AND wayback=?)"},
		{"open stories", selectOpen, 3, "story USING COVERING INDEX story_updated"},
		{"known by address", knownByAddress, 1, "entry USING COVERING INDEX entry_address (address=?)"},
		{"known, its row", knownByAddress, 1, "entry USING INTEGER PRIMARY KEY (rowid=?)"},
		{"known by another address", knownByAddress, 1, "alias USING INDEX sqlite_autoindex_alias_1"},
		{"known by number", knownByNumber, 2, "entry USING INDEX entry_number"},
		{"edited", selectEdited, 3, "entry USING INDEX entry_again"},
		{"known by key", knownByKey, 1, "entry USING INDEX entry_key"},
		{"members", selectMembers, 5, "member USING INDEX member_story"},
		{"counts", countKept, 0, "entry USING COVERING INDEX entry_unread"},
		{"look-alikes", selectAlike, 4, "band USING PRIMARY KEY"},
		{"waiting", selectWaiting, 2, "waiting USING PRIMARY KEY (name=? AND topic=?)"},
		{"waiting for a name not known", selectWaiting, 2, "member USING COVERING INDEX member_waiting"},
		{"mentions", selectMentions, 2, "waiting USING PRIMARY KEY (name=? AND topic=?)"},
		{"volume", selectVolume, 2, "story USING COVERING INDEX story_updated"},
		{"decided", selectDecided, 2, "decision USING COVERING INDEX decision_entry"},
		{"seats", selectSeats, 1, "member USING INDEX member_story"},
		{"owed", selectOwedTo, 3, "d USING INDEX delivery_owed"},
		{"listings", selectListings, 3, "entry USING INDEX entry_seen"},
		{"undelivered", deliveryColumns + `NULL FROM delivery WHERE ` + notDelivered + ` ORDER BY seq DESC`, 0, "delivery USING INDEX delivery_undelivered"},
		{"deliveries by state", countDeliveries, 0, "delivery USING COVERING INDEX delivery_state"},
		{"open notices", selectOpenNotices, 0, "notice USING INDEX notice_open"},

		{"edited stories", selectEditedStories, 3, "version USING INDEX version_page"},
		{"digest that goes", `SELECT seq FROM digest AS g WHERE` + told + orphaned, 1, "alert_item USING COVERING INDEX alert_item_digest"},
		{"coverage", countListed, 4, "SEARCH e USING INDEX entry_seen"},
	} {
		rows, err := db.read.Query("EXPLAIN QUERY PLAN "+c.query, make([]any, c.args)...)
		must(t, err)
		var plan []string
		for rows.Next() {
			var n int
			var line string
			must(t, rows.Scan(&n, &n, &n, &line))
			plan = append(plan, line)
		}
		must(t, rows.Err())
		if text := strings.Join(plan, "\n"); !strings.Contains(text, c.want) {
			t.Errorf("%s does not use %q:\n%s", c.name, c.want, text)
		}
	}
}
