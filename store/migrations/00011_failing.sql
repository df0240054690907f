-- Targets at which no attempt has succeeded since a moment: what is told to the operator once it lasts.

-- +goose Up

CREATE TABLE failing (
	target TEXT    PRIMARY KEY,
	since  INTEGER NOT NULL,
	reason TEXT    NOT NULL -- of the last attempt
) STRICT, WITHOUT ROWID;
