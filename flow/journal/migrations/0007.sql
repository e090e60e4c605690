-- The facts of sales that ended long ago lie in an archive, a file. What stays of each says
-- in which, how many they are, and the head of their chain. A fact is let go of where such
-- a row stands, and nowhere else; none is added behind it.
CREATE TABLE archive (
  n     BIGINT PRIMARY KEY,
  id    TEXT   NOT NULL,
  at_ms BIGINT NOT NULL,
  file  TEXT   NOT NULL,
  day   TEXT   NOT NULL,
  who   TEXT   NOT NULL,
  hash  TEXT   NOT NULL
);

CREATE TRIGGER archive_no_update BEFORE UPDATE ON archive BEGIN SELECT RAISE(ABORT, 'archives are never changed'); END;
CREATE TRIGGER archive_no_delete BEFORE DELETE ON archive BEGIN SELECT RAISE(ABORT, 'archives are never taken back'); END;

CREATE TABLE archived (
  out_trade_no TEXT   PRIMARY KEY REFERENCES attempt (out_trade_no),
  archive_n    BIGINT NOT NULL REFERENCES archive (n),
  events       BIGINT NOT NULL,
  mix          BIGINT NOT NULL,
  head         TEXT   NOT NULL,
  sum          BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TRIGGER archived_at_its_end BEFORE INSERT ON archived
  WHEN NOT EXISTS (SELECT 1 FROM attempt WHERE out_trade_no = NEW.out_trade_no AND head = NEW.head AND version = NEW.events AND pending = 0 AND refund_pending = 0)
  BEGIN SELECT RAISE(ABORT, 'only what is at its end is archived'); END;
CREATE TRIGGER archived_no_update BEFORE UPDATE ON archived BEGIN SELECT RAISE(ABORT, 'what is archived stays so'); END;
CREATE TRIGGER archived_no_delete BEFORE DELETE ON archived BEGIN SELECT RAISE(ABORT, 'what is archived stays so'); END;

DROP TRIGGER event_no_delete;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event
  WHEN NOT EXISTS (SELECT 1 FROM archived WHERE out_trade_no = OLD.out_trade_no)
  BEGIN SELECT RAISE(ABORT, 'events are never taken back'); END;
CREATE TRIGGER event_no_more BEFORE INSERT ON event
  WHEN EXISTS (SELECT 1 FROM archived WHERE out_trade_no = NEW.out_trade_no)
  BEGIN SELECT RAISE(ABORT, 'its facts are in an archive'); END;
