-- Backfill runs: what is asked for, which entry a run listed for which day, and by which way each day was read. What a
-- run lists waits in a lane of its own, so that it never stands before the news of today.

-- +goose Up

CREATE TABLE past_run (
	id      TEXT    PRIMARY KEY,
	topic   TEXT    NOT NULL,
	since   INTEGER NOT NULL,           -- the days [since, until)
	until   INTEGER NOT NULL,
	sources TEXT    NOT NULL,           -- JSON: names, [] = all that the topic follows
	wayback INTEGER NOT NULL,           -- 1 = where a source has no day, ask the Wayback Machine
	asked   INTEGER NOT NULL DEFAULT 0, -- when the running instance was asked to read it, 0 = it was not
	ended   INTEGER NOT NULL DEFAULT 0, -- when it was read to its end last, 0 = it is not
	err     TEXT    NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

-- An entry counts once in a run: for the source and the day that listed it first.
CREATE TABLE past_entry (
	run     TEXT    NOT NULL,
	source  INTEGER NOT NULL REFERENCES source (id),
	day     INTEGER NOT NULL,
	wayback INTEGER NOT NULL,
	entry   INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
	fresh   INTEGER NOT NULL, -- 1 = the run found it
	PRIMARY KEY (run, source, day, wayback, entry)
) STRICT, WITHOUT ROWID;
INSERT INTO past_entry SELECT run, source, iif(published = 0, seen, published) / 86400000 * 86400000, 0, id, 1 FROM entry WHERE run <> '';
CREATE UNIQUE INDEX past_entry_entry ON past_entry (entry, run);

CREATE TABLE ledger (
	run     TEXT    NOT NULL,
	source  INTEGER NOT NULL REFERENCES source (id),
	day     INTEGER NOT NULL,
	wayback INTEGER NOT NULL,
	method  TEXT    NOT NULL, -- as what the archive was read, '' = it was not
	missing TEXT    NOT NULL, -- why it is not covered, '' = it is
	PRIMARY KEY (run, source, day, wayback)
) STRICT, WITHOUT ROWID;
INSERT INTO ledger SELECT run, source, day, 0, method, missing FROM past_day;
DROP TABLE past_day;
ALTER TABLE ledger RENAME TO past_day;

DROP INDEX entry_unread;
DROP INDEX entry_wanted;
CREATE INDEX entry_unread ON entry (iif(published = 0, seen, published)) WHERE disposition = 'unread' AND run = '';
CREATE INDEX entry_wanted ON entry (iif(published = 0, seen, published)) WHERE disposition = 'wanted' AND run = '';
CREATE INDEX entry_unread_past ON entry (iif(published = 0, seen, published)) WHERE disposition = 'unread' AND run <> '';
CREATE INDEX entry_wanted_past ON entry (iif(published = 0, seen, published)) WHERE disposition = 'wanted' AND run <> '';

-- Which stories were open at a time is read from the index alone.
DROP INDEX story_updated;
CREATE INDEX story_updated ON story (topic, updated, opened);
