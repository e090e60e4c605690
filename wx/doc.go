// Package wx is WeChat Pay v2 over HTTPS: it fills the flow's ports Gateway and
// AuthInfoSource, and offers single calls for people who look.
//
// What is here: the [Gateway] (gateway.go and refund.go: one method per call;
// authinfo.go; calls.go; bill.go, which streams; single.go, whose answer says what of it is
// verified), what an answer is worth (answer.go:
// transport, form, sign, merchant; read.go, read_refund.go and prove.go: compared with the order; told.go: what stands beside the proof;
// classify.go: the tables of codes), what whoever watches is told of each call (traced.go),
// which host and connections a call gets (client.go) and the
// client certificate (cert.go).
//
// What is not here: signing, XML, field tables and the names of codes (wx/wire),
// connections (wx/transport), schedules, decisions and anything durable (flow).
//
// Read gateway.go first, then answer.go and read.go, then client.go.
//
// # One request is one write
//
// Nothing in this package sends a request twice. wx/transport has the
// connections and why they are our own. Only while not one byte of a
// request left may it go elsewhere: to a new connection when an idle one had
// died, or to the backup host.
//
// # Decisions
//
//   - 2026-11-28: calls that need the client certificate have connections of their
//     own. One pool for all lost: a certificate that WeChat refuses would stop queries
//     and the clock, too.
//   - 2026-11-28: an answer counts only when it is well signed by the request's
//     algorithm, names our appid, mch_id and sub_mch_id, and agrees with the order.
//     All else is [flow.AnswerLost] with the reason as a word in Code. An error beside
//     the answer lost: nobody who decides about money could tell them apart by kind.
//   - 2026-11-28: an answer that says by itself that it belongs to another order,
//     transaction or call is doubt (prove.go, elsewhere): another out_trade_no in any
//     call, a field that only other calls have (recall, out_refund_no, a trade_state),
//     another device_info in a payment's refusal. To believe whatever is signed lost:
//     see below.
//   - 2026-11-28: a transaction_id is letters and digits; what else stands in it is
//     left out and the charge stays paid, which number, amount and time have proven.
//     Doubt lost: it would reverse a good sale over a field that proves nothing.
//   - 2026-11-28: return_code FAIL is believed without a sign, as it comes without
//     one: it proves nothing about the money.
//   - 2026-11-29: the answer to one question about a refund is the row of its number,
//     wherever it stands; the list of an order's refunds is all its pages or none. To
//     count a page that is missing as nothing lost: what the platform gave back on it
//     would be given back again. The list ends where it has as many rows as
//     total_refund_count says, or, without one, before a page that has none.
//   - 2026-11-30: what an answer says of coupons, cash and settlement proves nothing: what
//     cannot be is left out and named (told.go), and the sale stays paid. Doubt lost: it
//     would reverse a good sale over a number that nobody asked for.
//   - 2026-11-30: a bill is asked for packed: gzip vouches for each byte of what nobody
//     signs. Where WeChat cannot pack it, it is asked for as it is. It is
//     passed on as it came, and read by wx/bill: what is kept is what WeChat sent.
//   - 2026-11-29: a refund's reason leaves as it is or not at all. To cut it lost: under
//     one out_refund_no another text is another request.
//
// # What TLS alone protects
//
// The signature proves that WeChat wrote an answer for this merchant, not that
// it is the answer to this request: nonce_str is WeChat's own and repeats none
// of ours, and these answers name no order: a payment's refusal (err_code), a
// query's ORDERNOTEXIST, a reverse's SUCCESS, USERPAYING or refusal, a refund's
// refusal, a refundquery's REFUNDNOTEXIST, an authinfo. A query's answer names its order
// and not its moment. Who could put an older one of these in the place of a new
// one could make a payment look refused, an order look absent or a reversal look
// taken. Nobody can who does not break TLS: a connection carries one request at a
// time, what arrives unasked closes it, one that was given up is reset, and
// certificate and host name are always verified. The flow rests nothing on one
// such answer: a refusal is confirmed by a query, ORDERNOTEXIST ends nothing
// before the fences, a reversal ends on queries (money rules 2.2 to 4.2), a refund's
// refusal counts where a query says so, too (4b.6).
//
// 2026-11-28: remembering signatures, to refuse one that was heard before, lost: whether
// WeChat ever repeats an answer byte for byte is not documented, and a false
// alarm would reverse good sales.
package wx
