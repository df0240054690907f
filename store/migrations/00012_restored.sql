-- When this database was put back from a backup: what was owed then, and what is cut for a span that began before, may
-- have reached its reader already and waits for the operator.

-- +goose Up

CREATE TABLE restored (
	at INTEGER PRIMARY KEY
) STRICT;
