-- What each fact did to the shop's money, and the numbered records of business days that
-- count it. A line is written once; a record gets it, once.
CREATE TABLE line (
  out_trade_no  TEXT   NOT NULL,
  n             BIGINT NOT NULL,
  place         BIGINT NOT NULL,
  out_refund_no TEXT   NOT NULL,
  kind          TEXT   NOT NULL,
  at_ms         BIGINT NOT NULL,
  fee           BIGINT NOT NULL,
  method        TEXT   NOT NULL,
  who           TEXT   NOT NULL,
  lane          TEXT   NOT NULL,
  coupons       BIGINT NOT NULL,
  unsettled     BIGINT NOT NULL,
  close_n       BIGINT NOT NULL,
  sum           BIGINT NOT NULL,
  PRIMARY KEY (out_trade_no, n, place)
) WITHOUT ROWID;

CREATE INDEX line_at ON line (at_ms);
CREATE INDEX line_close ON line (close_n, at_ms);

CREATE TRIGGER line_no_delete BEFORE DELETE ON line BEGIN SELECT RAISE(ABORT, 'lines are never taken back'); END;
CREATE TRIGGER line_no_update BEFORE UPDATE ON line
  WHEN OLD.close_n <> 0 OR NEW.out_trade_no <> OLD.out_trade_no OR NEW.n <> OLD.n OR NEW.place <> OLD.place OR NEW.out_refund_no <> OLD.out_refund_no
    OR NEW.kind <> OLD.kind OR NEW.at_ms <> OLD.at_ms OR NEW.fee <> OLD.fee OR NEW.method <> OLD.method OR NEW.who <> OLD.who OR NEW.lane <> OLD.lane
    OR NEW.coupons <> OLD.coupons OR NEW.unsettled <> OLD.unsettled
  BEGIN SELECT RAISE(ABORT, 'lines are never changed'); END;

CREATE TABLE close (
  n       BIGINT PRIMARY KEY,
  day     TEXT   NOT NULL,
  body    TEXT   NOT NULL,
  lines   BIGINT NOT NULL,
  digest  TEXT   NOT NULL,
  hash    TEXT   NOT NULL
);

CREATE TRIGGER close_no_update BEFORE UPDATE ON close BEGIN SELECT RAISE(ABORT, 'closes are never changed'); END;
CREATE TRIGGER close_no_delete BEFORE DELETE ON close BEGIN SELECT RAISE(ABORT, 'closes are never taken back'); END;

-- What a forced close passed over, and the close that reported its end, 0 before that.
CREATE TABLE close_open (
  close_n       BIGINT NOT NULL,
  out_trade_no  TEXT   NOT NULL,
  out_refund_no TEXT   NOT NULL,
  ended_n       BIGINT NOT NULL,
  sum           BIGINT NOT NULL,
  PRIMARY KEY (out_trade_no, out_refund_no, close_n)
);

CREATE INDEX close_open_left ON close_open (ended_n);

CREATE TRIGGER close_open_no_delete BEFORE DELETE ON close_open BEGIN SELECT RAISE(ABORT, 'what was passed over stays so'); END;
CREATE TRIGGER close_open_no_update BEFORE UPDATE ON close_open
  WHEN OLD.ended_n <> 0 OR NEW.close_n <> OLD.close_n OR NEW.out_trade_no <> OLD.out_trade_no OR NEW.out_refund_no <> OLD.out_refund_no
  BEGIN SELECT RAISE(ABORT, 'what was passed over stays so'); END;
