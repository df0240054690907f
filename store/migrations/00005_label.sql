-- What readers said of articles, and what their words moved: the rows as they were before, so that a word that is taken
-- back leaves no trace.

-- +goose Up

CREATE TABLE label (
	topic    TEXT    NOT NULL,
	entry    INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
	relevant INTEGER NOT NULL,
	at       INTEGER NOT NULL,
	by       TEXT    NOT NULL,
	PRIMARY KEY (topic, entry)
) STRICT, WITHOUT ROWID;

-- One row: how often the labels were changed.
CREATE TABLE label_revision (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	n  INTEGER NOT NULL
) STRICT;

-- The models that held labels: a verdict of one of them may be the labels' doing.
CREATE TABLE label_model (
	topic TEXT NOT NULL,
	model TEXT NOT NULL,
	PRIMARY KEY (topic, model)
) STRICT, WITHOUT ROWID;

-- Which article was moved in which topic, by its labels or along with another.
CREATE TABLE label_move (
	entry INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
	topic TEXT    NOT NULL,
	moved INTEGER NOT NULL, -- 1 = into the topic, -1 = out of it, 0 = only to another place
	PRIMARY KEY (entry, topic)
) STRICT, WITHOUT ROWID;
CREATE INDEX label_move_topic ON label_move (topic);

-- The rows of entry, verdict, member and waiting before the first move, where there were any.
CREATE TABLE before_entry (
	entry       INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
	disposition TEXT    NOT NULL,
	due         INTEGER NOT NULL,
	reason      TEXT    NOT NULL,
	topic       TEXT    NOT NULL,
	score       REAL    NOT NULL,
	cutoff      REAL    NOT NULL,
	read        INTEGER NOT NULL, -- it had an article
	sketch      BLOB,             -- of the article
	banded      INTEGER NOT NULL  -- it had bands
) STRICT;

CREATE TABLE before_verdict (
	entry    INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
	topic    TEXT    NOT NULL,
	score    REAL    NOT NULL,
	cutoff   REAL    NOT NULL,
	relevant INTEGER NOT NULL,
	mention  INTEGER NOT NULL,
	ask      INTEGER NOT NULL,
	basis    TEXT    NOT NULL,
	nearest  TEXT    NOT NULL,
	facets   TEXT    NOT NULL,
	model    TEXT    NOT NULL,
	PRIMARY KEY (entry, topic)
) STRICT, WITHOUT ROWID;

CREATE TABLE before_member (
	entry INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
	topic TEXT    NOT NULL,
	story TEXT    NOT NULL,
	kind  TEXT    NOT NULL,
	alike TEXT    NOT NULL,
	why   TEXT    NOT NULL,
	state TEXT    NOT NULL,
	told  INTEGER NOT NULL,
	PRIMARY KEY (entry, topic)
) STRICT, WITHOUT ROWID;

CREATE TABLE before_waiting (
	entry INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
	topic TEXT    NOT NULL,
	name  TEXT    NOT NULL,
	PRIMARY KEY (entry, topic, name)
) STRICT, WITHOUT ROWID;
