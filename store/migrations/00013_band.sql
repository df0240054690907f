-- The index of sketches without its second half: the rows of an article are found by the keys of its stored sketch, so
-- that an article costs about half as much. Entries are never deleted, so no reference needs the other way round.

-- +goose Up

CREATE TABLE band_new (
	band  INTEGER NOT NULL,
	entry INTEGER NOT NULL,
	PRIMARY KEY (band, entry)
) STRICT, WITHOUT ROWID;
INSERT INTO band_new SELECT band, entry FROM band ORDER BY band, entry;
DROP TABLE band;
ALTER TABLE band_new RENAME TO band;
