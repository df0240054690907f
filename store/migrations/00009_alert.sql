-- Each digest carries an article once, whatever other digests of the topic carry; and what alerts have told.

-- +goose Up

-- An article is carried once by the digests of one name.
CREATE TABLE carried (
	name   TEXT    NOT NULL, -- of the digest: its schedule
	topic  TEXT    NOT NULL,
	entry  INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
	digest TEXT    NOT NULL REFERENCES digest (id),
	PRIMARY KEY (name, topic, entry)
) STRICT, WITHOUT ROWID;
INSERT INTO carried SELECT digest.name, digest_item.topic, digest_item.entry, digest_item.digest
	FROM digest_item JOIN digest ON digest.id = digest_item.digest;
DROP TABLE digest_item;
ALTER TABLE carried RENAME TO digest_item;
CREATE INDEX digest_item_digest ON digest_item (digest);
CREATE INDEX digest_item_entry ON digest_item (entry);

-- The digests of the configuration: what joins a story of the topic waits for each of them.
CREATE TABLE schedule (
	name  TEXT    NOT NULL,
	topic TEXT    NOT NULL,
	since INTEGER NOT NULL,
	PRIMARY KEY (topic, name)
) STRICT, WITHOUT ROWID;

-- What the next digest of a name will carry: members of stories, and articles that mention the topic.
CREATE TABLE waiting (
	name  TEXT    NOT NULL,
	topic TEXT    NOT NULL,
	entry INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
	PRIMARY KEY (name, topic, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX waiting_entry ON waiting (entry, topic);

-- Where the stories above the line of an alert stand.
CREATE TABLE alert (
	name  TEXT    NOT NULL, -- of the alert
	story TEXT    NOT NULL,
	since INTEGER NOT NULL, -- when it rose above the line and was not told yet; 0 = nothing is pending
	told  INTEGER NOT NULL, -- when a message told it last; 0 = never
	over  INTEGER NOT NULL, -- when it was left to the digest because the alert had reached its limit; 0 = never
	PRIMARY KEY (name, story)
) STRICT, WITHOUT ROWID;

-- An article is told once by the messages of one alert, which are rows of digest.
CREATE TABLE alert_item (
	name   TEXT    NOT NULL,
	topic  TEXT    NOT NULL,
	entry  INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
	digest TEXT    NOT NULL REFERENCES digest (id),
	PRIMARY KEY (name, topic, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_item_entry ON alert_item (entry, topic);
