-- The first look goes in the order in which entries were stored, so that it reads and writes the pages of the file one after the other.

-- +goose Up

DROP INDEX entry_unread;
DROP INDEX entry_unread_past;
CREATE INDEX entry_unread ON entry (id) WHERE disposition = 'unread' AND run = '';
CREATE INDEX entry_unread_past ON entry (id) WHERE disposition = 'unread' AND run <> '';
