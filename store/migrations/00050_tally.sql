-- How many entries there are of each disposition, kept up as they change: counting them takes reading all of them.

-- +goose Up

CREATE TABLE tally (
	disposition TEXT PRIMARY KEY,
	entries     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO tally (disposition, entries) SELECT disposition, count(*) FROM entry GROUP BY disposition;

-- +goose StatementBegin
CREATE TRIGGER entry_counted AFTER INSERT ON entry BEGIN
	INSERT INTO tally (disposition, entries) VALUES (new.disposition, 1) ON CONFLICT (disposition) DO UPDATE SET entries = entries + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER entry_recounted AFTER UPDATE OF disposition ON entry WHEN new.disposition <> old.disposition BEGIN
	UPDATE tally SET entries = entries - 1 WHERE disposition = old.disposition;
	INSERT INTO tally (disposition, entries) VALUES (new.disposition, 1) ON CONFLICT (disposition) DO UPDATE SET entries = entries + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER entry_uncounted AFTER DELETE ON entry BEGIN
	UPDATE tally SET entries = entries - 1 WHERE disposition = old.disposition;
END;
-- +goose StatementEnd
