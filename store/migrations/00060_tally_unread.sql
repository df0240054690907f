-- What is unread is counted when it is asked for, by its indexes, for it is never much for long; so a new entry, which is always unread,
-- costs no count. Every other disposition has its row from now on.

-- +goose Up

DROP TRIGGER entry_counted;
DROP TRIGGER entry_recounted;

DELETE FROM tally WHERE disposition = 'unread';
INSERT INTO tally (disposition, entries) VALUES ('wanted', 0), ('outside', 0), ('off-topic', 0), ('mention', 0), ('waiting', 0),
	('folded', 0), ('sent', 0), ('past', 0), ('failed', 0) ON CONFLICT DO NOTHING;

-- +goose StatementBegin
CREATE TRIGGER entry_recounted AFTER UPDATE OF disposition ON entry WHEN new.disposition <> old.disposition BEGIN
	UPDATE tally SET entries = entries - 1 WHERE disposition = old.disposition;
	UPDATE tally SET entries = entries + 1 WHERE disposition = new.disposition;
END;
-- +goose StatementEnd
