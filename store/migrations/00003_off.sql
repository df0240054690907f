-- Recipients that said that they have ended (410): nothing is sent to them until the operator resends.

-- +goose Up

CREATE TABLE off (
	target    TEXT    NOT NULL,
	recipient TEXT    NOT NULL,
	since     INTEGER NOT NULL,
	reason    TEXT    NOT NULL,
	PRIMARY KEY (target, recipient)
) STRICT, WITHOUT ROWID;
