-- Each digest tells an edited headline once, whatever other digests of the topic tell.

-- +goose Up

-- The version.id up to which the readers of the digests of this name know of edits.
ALTER TABLE digest_item ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
UPDATE digest_item SET told = coalesce((SELECT told FROM member
	WHERE member.entry = digest_item.entry AND member.topic = digest_item.topic), 0);
ALTER TABLE member DROP COLUMN told;
ALTER TABLE before_member DROP COLUMN told;
