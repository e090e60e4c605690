-- An attempt knows the WeChat that it is charged at, '' where an older version
-- wrote it, and its place in the order of all attempts, 0 there.
ALTER TABLE attempt ADD COLUMN wechat TEXT NOT NULL DEFAULT '';
ALTER TABLE attempt ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;

CREATE UNIQUE INDEX attempt_seq ON attempt (seq) WHERE seq > 0;
