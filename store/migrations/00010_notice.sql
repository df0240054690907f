-- What the operator is to know: one row for each time that a matter arose or was over.

-- +goose Up

CREATE TABLE notice (
	id      INTEGER PRIMARY KEY,
	key     TEXT    NOT NULL,
	at      INTEGER NOT NULL,
	kind    TEXT    NOT NULL,
	subject TEXT    NOT NULL,
	text    TEXT    NOT NULL,
	back    INTEGER NOT NULL,            -- it says that the matter is over
	open    INTEGER NOT NULL,            -- the matter stands
	told    INTEGER NOT NULL DEFAULT 0,  -- when it was told, or found to need no telling
	digest  TEXT    NOT NULL DEFAULT ''  -- the message that told it, '' = none
) STRICT;
CREATE UNIQUE INDEX notice_open ON notice (key) WHERE open = 1;
CREATE INDEX notice_untold ON notice (id) WHERE told = 0;
CREATE INDEX notice_told ON notice (told) WHERE digest <> '';
