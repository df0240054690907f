-- Recipients that said that they have ended (410): nothing is sent to them until the operator resends. And the way from a
-- tick to its digest.

-- +goose Up

CREATE TABLE off (
	target    TEXT    NOT NULL,
	recipient TEXT    NOT NULL,
	since     INTEGER NOT NULL,
	reason    TEXT    NOT NULL,
	PRIMARY KEY (target, recipient)
) STRICT, WITHOUT ROWID;

-- Whether a tick gave a digest.
CREATE INDEX digest_due ON digest (name, due);
