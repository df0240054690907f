-- The health of a source outlives the process: how often it is asked, what its habit is, since
-- when it is ill, and where it says that it has moved.

-- +goose Up

ALTER TABLE source ADD COLUMN whole      INTEGER NOT NULL DEFAULT 0; -- since when it answers nothing but "unchanged"
ALTER TABLE source ADD COLUMN every      INTEGER NOT NULL DEFAULT 0; -- milliseconds between polls as learnt, 0 = as configured
ALTER TABLE source ADD COLUMN fresh      INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN weekly     REAL    NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN ill        INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN site       TEXT    NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN arabic     REAL    NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN move_to    TEXT    NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN move_since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN move_said  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN moved      INTEGER NOT NULL DEFAULT 0; -- 1 = move_to is asked in the place of the configured address
