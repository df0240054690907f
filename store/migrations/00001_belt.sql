-- Times are UTC milliseconds since 1970, 0 = unknown. Text is as published; only the search index is folded.
-- docs/store.md says what each table is for and which transaction writes it.

-- +goose Up

-- "rasi": says whose file this is.
PRAGMA application_id = 1918989161;

CREATE TABLE source (
	id            INTEGER PRIMARY KEY,
	name          TEXT    NOT NULL UNIQUE,
	outlet        TEXT    NOT NULL DEFAULT '',
	address       TEXT    NOT NULL DEFAULT '', -- what the validators belong to: kind, URL and item selector
	configured    INTEGER NOT NULL DEFAULT 0,
	etag          TEXT    NOT NULL DEFAULT '',
	last_modified TEXT    NOT NULL DEFAULT '',
	heard         INTEGER NOT NULL DEFAULT 0,  -- identity of the last listing: the same again holds nothing new
	checked       INTEGER NOT NULL DEFAULT 0,
	answered      INTEGER NOT NULL DEFAULT 0,
	next          INTEGER NOT NULL DEFAULT 0,
	failures      REAL    NOT NULL DEFAULT 0,
	state         TEXT    NOT NULL DEFAULT '',
	reason        TEXT    NOT NULL DEFAULT ''
) STRICT;

-- Small rows that change; what the source said of it is in listing, which is written once.
CREATE TABLE entry (
	id          INTEGER PRIMARY KEY,
	address     INTEGER NOT NULL, -- 64 bits of SHA-256 of the canonical URL
	key         INTEGER,          -- the same of source and key; NULL = the source gives none
	said        INTEGER NOT NULL, -- the same of title and summary
	source      INTEGER NOT NULL,
	published   INTEGER NOT NULL,
	seen        INTEGER NOT NULL,
	run         TEXT    NOT NULL DEFAULT '',
	disposition TEXT    NOT NULL DEFAULT 'unread',
	due         INTEGER NOT NULL DEFAULT 0,
	reason      TEXT    NOT NULL DEFAULT '',
	topic       TEXT    NOT NULL DEFAULT '',
	score       REAL    NOT NULL DEFAULT 0,
	cutoff      REAL    NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX entry_address ON entry (address);
CREATE UNIQUE INDEX entry_key ON entry (key) WHERE key IS NOT NULL;
CREATE INDEX entry_unread ON entry (iif(published = 0, seen, published)) WHERE disposition = 'unread';
CREATE INDEX entry_seen ON entry (seen);

CREATE TABLE listing (
	entry   INTEGER PRIMARY KEY,
	url     TEXT NOT NULL,
	key     TEXT,          -- NULL = the URL itself
	title   TEXT NOT NULL,
	summary TEXT NOT NULL
) STRICT;

-- Who else listed an entry than the source that listed it first.
CREATE TABLE also (
	entry  INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
	source INTEGER NOT NULL REFERENCES source (id),
	seen   INTEGER NOT NULL,
	PRIMARY KEY (entry, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE article (
	entry     INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
	id        TEXT    NOT NULL UNIQUE,
	outlet    TEXT    NOT NULL,
	author    TEXT    NOT NULL,
	agency    TEXT    NOT NULL,
	title     TEXT    NOT NULL,
	summary   TEXT    NOT NULL,
	text      TEXT    NOT NULL,
	basis     TEXT    NOT NULL,
	note      TEXT    NOT NULL,
	published INTEGER NOT NULL,
	fetched   INTEGER NOT NULL,
	sketch    BLOB
) STRICT;

CREATE TABLE verdict (
	entry    INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
	topic    TEXT    NOT NULL,
	score    REAL    NOT NULL,
	cutoff   REAL    NOT NULL,
	relevant INTEGER NOT NULL,
	mention  INTEGER NOT NULL,
	ask      INTEGER NOT NULL,
	basis    TEXT    NOT NULL,
	nearest  TEXT    NOT NULL,
	facets   TEXT    NOT NULL, -- JSON
	model    TEXT    NOT NULL,
	PRIMARY KEY (entry, topic)
) STRICT, WITHOUT ROWID;
CREATE INDEX verdict_relevant ON verdict (topic, entry) WHERE relevant = 1;

CREATE TABLE story (
	id      TEXT    PRIMARY KEY,
	topic   TEXT    NOT NULL,
	opened  INTEGER NOT NULL,
	updated INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX story_updated ON story (topic, updated);

CREATE TABLE member (
	entry INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
	topic TEXT    NOT NULL,
	story TEXT    NOT NULL REFERENCES story (id),
	kind  TEXT    NOT NULL,
	alike TEXT    NOT NULL, -- article.id
	why   TEXT    NOT NULL,
	state TEXT    NOT NULL, -- waiting, folded, sent or past
	PRIMARY KEY (entry, topic)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_story ON member (story);
CREATE INDEX member_waiting ON member (topic, story) WHERE state = 'waiting';

-- Which sketches share a band: the way to articles that may be the same text.
CREATE TABLE band (
	band  INTEGER NOT NULL,
	entry INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
	PRIMARY KEY (band, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX band_entry ON band (entry);

CREATE TABLE tick (
	schedule TEXT    NOT NULL,
	due      INTEGER NOT NULL,
	since    INTEGER NOT NULL, -- start of what it covers
	done     INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (schedule, due)
) STRICT, WITHOUT ROWID;

CREATE TABLE digest (
	seq   INTEGER PRIMARY KEY,
	id    TEXT    NOT NULL UNIQUE,
	name  TEXT    NOT NULL,
	topic TEXT    NOT NULL,
	due   INTEGER NOT NULL,
	frame TEXT    NOT NULL, -- JSON: the digest without its stories
	body  BLOB    NOT NULL  -- gzip of JSON: its stories
) STRICT;

-- An article is carried once per topic.
CREATE TABLE digest_item (
	topic  TEXT    NOT NULL,
	entry  INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
	digest TEXT    NOT NULL REFERENCES digest (id),
	PRIMARY KEY (topic, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX digest_item_digest ON digest_item (digest);
CREATE INDEX digest_item_entry ON digest_item (entry);

CREATE TABLE delivery (
	seq       INTEGER PRIMARY KEY, -- order in which they are owed
	id        TEXT    NOT NULL UNIQUE,
	digest    TEXT    NOT NULL REFERENCES digest (id),
	target    TEXT    NOT NULL,
	recipient TEXT    NOT NULL,
	state     TEXT    NOT NULL,
	attempts  INTEGER NOT NULL DEFAULT 0,
	ambiguous INTEGER NOT NULL DEFAULT 0,
	due       INTEGER NOT NULL,
	started   INTEGER NOT NULL DEFAULT 0,
	sent      INTEGER NOT NULL DEFAULT 0,
	err       TEXT    NOT NULL DEFAULT '',
	body      BLOB    NOT NULL
) STRICT;
CREATE INDEX delivery_digest ON delivery (digest);
CREATE INDEX delivery_owed ON delivery (target, recipient, seq) WHERE state IN ('pending', 'talking', 'dot');

CREATE TABLE attempt (
	id       INTEGER PRIMARY KEY,
	delivery TEXT    NOT NULL,
	started  INTEGER NOT NULL,
	state    TEXT    NOT NULL,
	note     TEXT    NOT NULL
) STRICT;
CREATE INDEX attempt_delivery ON attempt (delivery);

CREATE TABLE example (
	topic     TEXT    NOT NULL,
	url       TEXT    NOT NULL,
	title     TEXT    NOT NULL,
	text      TEXT    NOT NULL,
	published INTEGER NOT NULL,
	PRIMARY KEY (topic, url)
) STRICT, WITHOUT ROWID;

-- One row: when the program last said that it lives.
CREATE TABLE beat (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	at INTEGER NOT NULL
) STRICT;

-- Folded and stemmed words, rowid = entry.id; the text itself stays in article. Words come parted by blanks,
-- so a tokenizer that knows only ASCII is enough.
CREATE VIRTUAL TABLE search USING fts5 (title, text, content = '', contentless_delete = 1, tokenize = 'ascii');
