// Package sim is a simulated WeChat Pay v2: a server with a book of orders that
// other people's clients, in any language, run against unchanged.
//
// What it imitates: every call of wx/wire (do.go has the routes), in the real
// thing's words and codes. It verifies signatures (MD5 and HMAC-SHA256) and field
// tables, asks for the client certificate,
// keeps codes to one use and numbers to one order, lets USERPAYING settle at
// absolute times, honours time_expire, and remembers what was closed, reversed
// and refunded. A merchant has funds that refunds come out of ([Server.SetFunds]), and
// a person may refund or end a refund at the merchant platform ([Server.RefundAt],
// [Server.EndRefund]). Sixty-nine numbered scenarios ([Scenarios]) make it misbehave.
// A day's bill is what the book has, in the ways of the one bill that is published
// (wechatpay-php's fixture bill.ALL.csv): fees in whole fen, sums such as 45.0, rows in
// no order, names as they are.
//
// # What is planted in a bill
//
// A [BillFault] is a difference between a bill and the book. It comes from the
// configuration ([Config].Bills), a scenario file (a [[bill]] table), a test
// ([Server.PlantBill]) or the control endpoint (POST /_sim/bill), and goes with the next
// bill of its day in which it can change anything, or with the next so many:
//
//   - row-missing, row-extra (of an order that nobody knows), row-twice, amount (one fen
//     more): the sale of an order
//   - refund-missing, refund-extra (PLATFORM-ORIGINAL; [Server.RefundAt] makes one that
//     queries know, too), refund-amount: what was given back of an order
//   - reversal-missing: the row of an order that was paid and reversed
//   - others: rows of the merchant's other shops and channels, with an appid, lanes and
//     numbers of their own
//   - other-merchant, other-day: every row is of somebody else's bill
//   - unreadable (a row loses a cell), summary-lies, cut, doubled, gbk: the text
//   - old-layout: the columns of merchants from before 2018
//   - not-ready, no-bill, no-gzip: WeChat's refusal in place of it
//
// Those of rows keep the summary true, so that each is one thing for a reader to find.
//
// # What it does not imitate
//
// So that nobody takes it for a proof:
//   - risk control: no limit per payment, person or day, no password above an
//     amount; scenarios stand for them.
//   - a code's age: simulated codes never go stale by themselves, AUTHCODEEXPIRE
//     is a scenario.
//   - the tie between a face_code and the merchant that it was captured for. That to
//     out_trade_no and total_fee is in the code ([FaceCode] makes one without): five digits,
//     so that one in 100,000 fits another sale.
//   - rates (each fee is 0.60 % of the order, rounded), settlement, coupons but for
//     those of scenarios 61 and 72, which the shop bears, profit sharing, currencies other than
//     CNY, notify_url, other payment products, the sandbox, v3.
//   - the permission of a sub_mch_id: any is taken.
//   - takings: a sale does not add to a merchant's funds.
//   - a limit of calls: FREQUENCY_LIMITED is a scenario.
//   - memory beyond 400 days: older orders are forgotten when a book is opened.
//   - an unread request: an amount is known only when the request was read, so
//     scenario 56 by amount reads it and forgets it. To the client it is a closed
//     connection all the same; the control endpoint's "connect" closes for real
//     before anything is read.
//
// Where the real thing's behaviour is not documented, the choice is a setting or
// is written here: a reverse of a number that never arrived answers SUCCESS with
// recall N and blocks the number ([ReverseBlocks]; [UnknownReverse] has the
// others); a query of the other family's order says ORDERNOTEXIST; an unpaid order
// that expires says NOTPAY; closeorder refuses every order with INVALID_REQUEST; a used code says AUTH_CODE_INVALID with "101
// 每个二维码仅限使用一次", as merchants report, and not AUTH_CODE_ERROR as the table
// has it; a reverse of a refunded order says TRADE_ERROR; a part less than a minute
// after another of its order is refused with INVALID_REQ_TOO_MUCH (or, with
// [Config].LooseGap, accepted and remarked); what is more than the order, part 51,
// and an order that is all back say ERROR, as merchants report of the last; a
// reverse less than 15 s after the pay request is accepted and remarked in the
// order's notes.
//
// Read server.go first, then do.go (one call from bytes to Reply: receive.go refuses
// it, faults.go chooses its scenario, answer.go writes what comes back), pay.go and
// reverse.go (the state machine; its state is wx/sim/book), refund.go and platform.go
// (who gives money back), table.go (the scenarios). wx/sim/host serves it over HTTP.
//
// # Decisions
//
//   - 2026-11-28: [Server.Do] is a pure step: request, clock and book in, a [Reply] out
//     with what the network does to it. wx/sim/host only acts it out, so a
//     single-threaded simulation and a real socket meet the same WeChat. Handlers that
//     sleep and hang up by themselves lost: no simulation could call them.
//   - 2026-11-28: whether the other family's query finds an order is no setting. One
//     that nobody set lost.
//   - 2026-11-29: a second part within a minute is refused by default. To accept and
//     remark it lost: a client that sends it would have learnt of it at the real
//     thing only.
//   - 2026-11-30: a bill's refusals have the number that merchants' copies of the manual
//     give both of them, 20002: the words tell them apart.
//   - 2026-11-30: faults of bills are no numbered scenarios. Those are of a sale, chosen
//     by its amount or code; a bill is of a day.
//   - 2026-11-29: a refund without funds is refused at once (NOTENOUGH), and only that
//     of scenario 64 waits for them for seven days. To let any wait that finds no funds
//     lost: merchants report the refusal, and nobody says which are let through.
package sim
