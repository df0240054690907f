-- What readers said of articles by the links in their mail: the last word of each.

-- +goose Up

CREATE TABLE vote (
	topic    TEXT    NOT NULL,
	entry    INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
	reader   TEXT    NOT NULL,
	relevant INTEGER NOT NULL,
	at       INTEGER NOT NULL,
	PRIMARY KEY (topic, entry, reader)
) STRICT, WITHOUT ROWID;
