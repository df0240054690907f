-- Which sources were in work when a service ended without being told to.

-- +goose Up

ALTER TABLE source ADD COLUMN suspect INTEGER NOT NULL DEFAULT 0;
