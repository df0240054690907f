-- What is no longer needed goes: when that was done last, what is bare of text already, and when the clock jumped.

-- +goose Up

-- One row.
CREATE TABLE pruning (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	at INTEGER NOT NULL -- when it was last done to its end
) STRICT;

-- Its texts are gone: article.text, article.summary, article.sketch, listing.summary, the words and bands.
ALTER TABLE entry ADD COLUMN bare INTEGER NOT NULL DEFAULT 0;
-- The articles in body are without texts.
ALTER TABLE digest ADD COLUMN bare INTEGER NOT NULL DEFAULT 0;
-- The bytes are gone.
ALTER TABLE delivery ADD COLUMN bare INTEGER NOT NULL DEFAULT 0;
-- When the clock was last found more than a day away from the beat before; 0 = never.
ALTER TABLE beat ADD COLUMN jumped INTEGER NOT NULL DEFAULT 0;

-- The way from an entry that goes to what readers said of it.
CREATE INDEX label_entry ON label (entry);
CREATE INDEX vote_entry ON vote (entry);
