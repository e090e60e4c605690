CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE attempt (
  out_trade_no   TEXT PRIMARY KEY,
  app_id         TEXT NOT NULL,
  mch_id         TEXT NOT NULL,
  sub_app_id     TEXT NOT NULL,
  sub_mch_id     TEXT NOT NULL,
  store_id       TEXT NOT NULL,
  sale_device    TEXT NOT NULL,
  ref            TEXT NOT NULL,
  ref_minted     INTEGER NOT NULL,
  simulated      INTEGER NOT NULL,
  total_fee      INTEGER NOT NULL CHECK (total_fee > 0),
  method         TEXT NOT NULL,
  family         TEXT NOT NULL,
  device_id      TEXT NOT NULL,
  lane           TEXT NOT NULL,
  cashier        TEXT NOT NULL,
  body           TEXT NOT NULL,
  attach         TEXT NOT NULL,
  goods_tag      TEXT NOT NULL,
  opened_ms      INTEGER NOT NULL,
  state          TEXT NOT NULL,
  version        INTEGER NOT NULL,
  intent_ms      INTEGER NOT NULL,
  send_by_ms     INTEGER NOT NULL,
  expire_ms      INTEGER NOT NULL,
  confirm_ms     INTEGER NOT NULL,
  fence_ms       INTEGER NOT NULL,
  sent_ms        INTEGER NOT NULL,
  pay_answer     TEXT NOT NULL,
  answer_ms      INTEGER NOT NULL,
  code           TEXT NOT NULL,
  message        TEXT NOT NULL,
  ask_code       TEXT NOT NULL,
  reverse_code   TEXT NOT NULL,
  transaction_id TEXT NOT NULL,
  time_end_ms    INTEGER NOT NULL,
  cash_fee       INTEGER NOT NULL,
  settlement_fee INTEGER NOT NULL,
  openid_tag     TEXT NOT NULL,
  refunded_fee   INTEGER NOT NULL,
  out_refund_no  TEXT NOT NULL,
  unclaimed      INTEGER NOT NULL,
  told           INTEGER NOT NULL,
  reopened       INTEGER NOT NULL,
  closing        INTEGER NOT NULL,
  decided_ms     INTEGER NOT NULL,
  decided_by     TEXT NOT NULL,
  reason         TEXT NOT NULL,
  reverse_done   INTEGER NOT NULL,
  reverse_stop   INTEGER NOT NULL,
  expired        INTEGER NOT NULL,
  close_tries    INTEGER NOT NULL,
  resolved_as    TEXT NOT NULL,
  resolved_by    TEXT NOT NULL,
  ended_ms       INTEGER NOT NULL,
  blocking       INTEGER NOT NULL CHECK (blocking = CASE
                   WHEN state IN ('refused', 'cancelled', 'not_sent', 'reversed') THEN 0
                   WHEN reopened = 1 THEN 0
                   ELSE 1 END),
  pending        INTEGER NOT NULL CHECK (pending = CASE
                   WHEN state IN ('opened', 'identified', 'submitting', 'confirming', 'reversing', 'needs_person', 'refunding') THEN 1
                   WHEN state = 'paid' AND (unclaimed = 1 OR told = 0) THEN 1
                   WHEN state = 'refused' AND closing = 1 THEN 1
                   ELSE 0 END),
  tail           TEXT NOT NULL,
  tail_tx        TEXT NOT NULL,
  sold_ms        INTEGER NOT NULL,
  epoch          INTEGER NOT NULL,
  owner          TEXT NOT NULL,
  head           TEXT NOT NULL
) WITHOUT ROWID;

CREATE UNIQUE INDEX attempt_blocking ON attempt (ref, mch_id, sub_mch_id, store_id, sale_device) WHERE blocking = 1;
CREATE INDEX attempt_ref ON attempt (ref) WHERE ref_minted = 0;
CREATE INDEX attempt_pending ON attempt (opened_ms) WHERE pending = 1;
CREATE INDEX attempt_sold ON attempt (sold_ms, state, total_fee);
CREATE INDEX attempt_tail ON attempt (tail);
CREATE INDEX attempt_tail_tx ON attempt (tail_tx) WHERE tail_tx <> '';

CREATE TABLE event (
  out_trade_no TEXT NOT NULL REFERENCES attempt (out_trade_no),
  n            INTEGER NOT NULL,
  kind         TEXT NOT NULL,
  at_ms        INTEGER NOT NULL,
  epoch        INTEGER NOT NULL,
  body         TEXT NOT NULL,
  hash         TEXT NOT NULL,
  PRIMARY KEY (out_trade_no, n)
) WITHOUT ROWID;

CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are never taken back'); END;

CREATE TABLE halt (
  kind TEXT PRIMARY KEY,
  why  TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE heartbeat (
  owner TEXT PRIMARY KEY,
  at_ms INTEGER NOT NULL
) WITHOUT ROWID;
