-- What an article said before it was edited, and how the same article is known under another address.

-- +goose Up

-- One row for each wording that is no longer the newest one. The newest is in listing and in article.
CREATE TABLE version (
	id      INTEGER PRIMARY KEY, -- order in which they were replaced
	entry   INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
	basis   TEXT    NOT NULL,    -- listing: as the source listed it; page: as it was read and told
	until   INTEGER NOT NULL,    -- when other words were heard or read
	url     TEXT    NOT NULL,
	title   TEXT    NOT NULL,
	summary TEXT    NOT NULL,
	text    TEXT    NOT NULL
) STRICT;
CREATE INDEX version_entry ON version (entry, id);

-- Addresses other than the first that an entry was listed under; listing has the newest, entry the first.
CREATE TABLE alias (
	id      INTEGER PRIMARY KEY, -- order in which they were heard
	address INTEGER NOT NULL UNIQUE, -- as in entry
	entry   INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX alias_entry ON alias (entry);

-- The number of the article in its outlet's system, as it stands in the address; NULL = none.
ALTER TABLE entry ADD COLUMN number INTEGER;
CREATE INDEX entry_number ON entry (number) WHERE number IS NOT NULL;

-- When it is to be judged anew because its headline was edited; below 0 = when that was last due, 0 = never.
ALTER TABLE entry ADD COLUMN again INTEGER NOT NULL DEFAULT 0;
CREATE INDEX entry_again ON entry (again) WHERE again > 0;

-- The version.id up to which the readers of the topic know of edits.
ALTER TABLE member ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
