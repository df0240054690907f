-- The background of general news as it was last renewed from the listings, in counts and vectors. One row.

-- +goose Up

CREATE TABLE background (
	id       INTEGER PRIMARY KEY CHECK (id = 1),
	base     TEXT    NOT NULL, -- version of the background that it renews
	version  TEXT    NOT NULL, -- '' = too little was read
	until    INTEGER NOT NULL, -- listings first seen before
	listings INTEGER NOT NULL,
	copies   INTEGER NOT NULL,
	words    INTEGER NOT NULL, -- that base did not know
	data     BLOB    NOT NULL
) STRICT;
