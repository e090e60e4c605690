-- What a flipped bit can change or hide: sum is over a whole row, held over its
-- driver, a tally over a set of rows, and sale_ref names the attempts of a
-- reference a second time.
ALTER TABLE attempt ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attempt ADD COLUMN held INTEGER NOT NULL DEFAULT 0;

CREATE TABLE tally (
  what TEXT    NOT NULL,
  day  INTEGER NOT NULL,
  n    INTEGER NOT NULL,
  mix  INTEGER NOT NULL,
  PRIMARY KEY (what, day)
) WITHOUT ROWID;

CREATE TABLE sale_ref (
  ref          TEXT NOT NULL,
  out_trade_no TEXT NOT NULL,
  PRIMARY KEY (ref, out_trade_no)
) WITHOUT ROWID;
