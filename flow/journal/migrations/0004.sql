-- A sale has refunds: how many is in its row, and whether one is to be asked about.
-- Without a charge it may have been paid in another way. And who stood at a till.
ALTER TABLE attempt ADD COLUMN refunds BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempt ADD COLUMN refund_pending BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempt ADD COLUMN tender_as TEXT NOT NULL DEFAULT '';
ALTER TABLE attempt ADD COLUMN tender_by TEXT NOT NULL DEFAULT '';

CREATE TABLE refund (
  out_trade_no    TEXT   NOT NULL,
  place           BIGINT NOT NULL,
  out_refund_no   TEXT   NOT NULL,
  ref             TEXT   NOT NULL,
  fee             BIGINT NOT NULL,
  seen_fee        BIGINT NOT NULL,
  cash_fee        BIGINT NOT NULL,
  state           TEXT   NOT NULL,
  purpose         TEXT   NOT NULL,
  reason          TEXT   NOT NULL,
  note            TEXT   NOT NULL,
  said_by         TEXT   NOT NULL,
  approved_by     TEXT   NOT NULL,
  account         TEXT   NOT NULL,
  begun_n         BIGINT NOT NULL,
  accepted_n      BIGINT NOT NULL,
  told_n          BIGINT NOT NULL,
  again_n         BIGINT NOT NULL,
  begun_ms        BIGINT NOT NULL,
  begun_wall_ms   BIGINT NOT NULL,
  accepted_ms     BIGINT NOT NULL,
  done_ms         BIGINT NOT NULL,
  sends           BIGINT NOT NULL,
  refusals        BIGINT NOT NULL,
  sent_ms         BIGINT NOT NULL,
  send_by_ms      BIGINT NOT NULL,
  sent_trusted    BIGINT NOT NULL,
  answered        TEXT   NOT NULL,
  open_send_by_ms BIGINT NOT NULL,
  open_doubt      BIGINT NOT NULL,
  code            TEXT   NOT NULL,
  message         TEXT   NOT NULL,
  refund_id       TEXT   NOT NULL,
  received        TEXT   NOT NULL,
  status          TEXT   NOT NULL,
  final           BIGINT NOT NULL,
  mismatch        BIGINT NOT NULL,
  adopted         BIGINT NOT NULL,
  settled_as      TEXT   NOT NULL,
  settled_by      TEXT   NOT NULL,
  settled_reason  TEXT   NOT NULL,
  sum             BIGINT NOT NULL,
  PRIMARY KEY (out_trade_no, place)
);

CREATE INDEX attempt_refund_pending ON attempt (opened_ms) WHERE refund_pending = 1;
CREATE INDEX refund_day ON refund (accepted_ms) WHERE accepted_ms > 0;
CREATE INDEX refund_no ON refund (out_refund_no) WHERE out_refund_no <> '';
CREATE INDEX refund_of_wechat ON refund (refund_id) WHERE refund_id <> '';

CREATE TABLE person (
  n     BIGINT PRIMARY KEY,
  at_ms BIGINT NOT NULL,
  lane  TEXT   NOT NULL,
  kind  TEXT   NOT NULL,
  who   TEXT   NOT NULL,
  body  TEXT   NOT NULL,
  hash  TEXT   NOT NULL
);
