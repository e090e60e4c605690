package cli

// jsonHelp is `help json`.
const jsonHelp = `-o json prints one JSON object a line on stdout; talk goes to stderr. The first
line has "schema":1. Fields are added and never renamed; fields without value are
absent; ignore what you do not know.

pay    {"type":"fact","seq":1,"at":"...","state":"opened","fact":"opened"}, a line
       for each fact, and always at the end one line
       {"type":"result","outcome":"paid","exit_code":0,...}
status the same result line; --timeline puts the fact lines before it: the
       durable ones, so without answers that only repeat the last one
sales  {"type":"attempt",...}, a line each
resolve  the same result line
close  {"type":"attempt",...} for each one that is open or was decided by hand, then
       {"type":"result","exit_code":0,"date":...,"totals":[...]}
recover, journal verify  a line {"type":"result","exit_code":...} at the end;
       recover puts {"type":"contradiction",...} before it for each sale of which
       WeChat says otherwise than a person did

Fields of result and attempt:
  outcome         paid, declined, cancelled, failed, reversed, refunded, open
  exit_code       the code of the process, see help exit-codes; when the two
                  differ, the code of the process counts (paid and told, but the
                  telling could not be recorded: 8)
  ref             your --ref
  out_trade_no    the number of the attempt
  transaction_id  WeChat's number of the charge
  state           where the attempt stands: opened, identified, submitting,
                  confirming, reversing, needs_person, paid, refused, cancelled,
                  not_sent, reversed, refunding, refunded
  total_fee, refunded_fee   fen
  fee_type        CNY
  method          face or code
  openid_tag      a fingerprint of the payer. The openid itself is not printed: no
                  step of a sale keeps it
  err_code, message         WeChat's, the device's or ours
  unclaimed       a charge of which nobody knows whether the goods were given;
                  its outcome is open
  resolved_as, resolved_by  a person's word, and whose
  replayed        the answer of an earlier call of this reference
  simulated       not real money
  time_end        when WeChat charged
  started_at, ended_at      this machine's clock; all times are RFC 3339
  wechat, wechat_code       what a query said just now (status)
  hint            what to try

Where nothing was begun (64, 69) the result line of pay comes without numbers.
Stopped by an unsettled sale of the same amount, it says open with that sale's
numbers. With exit code 6 it is the old record, and replayed is true.
A missing result line means 8: nobody knows yet.`
