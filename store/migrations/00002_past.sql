-- The ledger of backfill runs, one row for each source and day that is settled, covered or not; and the entries
-- whose page is to be read.

-- +goose Up

CREATE TABLE past_day (
	run     TEXT    NOT NULL,
	source  INTEGER NOT NULL REFERENCES source (id),
	day     INTEGER NOT NULL,
	method  TEXT    NOT NULL,
	listed  INTEGER NOT NULL,
	fresh   INTEGER NOT NULL,
	missing TEXT    NOT NULL, -- why it is not covered, '' = it is
	PRIMARY KEY (run, source, day)
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_run ON entry (run) WHERE run <> '';

CREATE INDEX entry_wanted ON entry (iif(published = 0, seen, published)) WHERE disposition = 'wanted';
