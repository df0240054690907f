-- The service says that it ends, so that who asks need not wait until it would have given another sign of life.

-- +goose Up

ALTER TABLE beat ADD COLUMN stopped INTEGER NOT NULL DEFAULT 0; -- 1 = the last sign of life was its last, in order
