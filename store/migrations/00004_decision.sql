-- What the operator decided about the place of an article, one row for each article that a decision touched. It
-- holds against all folding by the program, and its newest row says how to undo it.

-- +goose Up

CREATE TABLE decision (
	id     INTEGER PRIMARY KEY, -- order of the decisions
	at     INTEGER NOT NULL,
	verb   TEXT    NOT NULL,    -- split, merge, or lead where it only took another place in its story
	entry  INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
	topic  TEXT    NOT NULL,
	origin TEXT    NOT NULL,    -- story it left
	story  TEXT    NOT NULL,    -- story it went to
	kind   TEXT    NOT NULL,    -- its place before, as in member
	alike  TEXT    NOT NULL,
	why    TEXT    NOT NULL
) STRICT;
CREATE INDEX decision_entry ON decision (entry, topic);
CREATE INDEX decision_origin ON decision (origin);
CREATE INDEX decision_story ON decision (story);
