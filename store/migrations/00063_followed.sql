-- Which topics this database has followed, so that one that is added later looks back at what was listed before.

-- +goose Up

CREATE TABLE followed (
	topic TEXT    PRIMARY KEY,
	next  INTEGER NOT NULL -- the entry behind which its look back goes on; 0 = it was done
) STRICT, WITHOUT ROWID;
INSERT INTO followed (topic, next) SELECT topic, 0 FROM (SELECT topic FROM schedule UNION SELECT topic FROM story
	UNION SELECT topic FROM verdict UNION SELECT topic FROM entry WHERE topic <> '');
