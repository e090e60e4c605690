// Package bill reads WeChat's bill of a day: one text a day and merchant number, all
// trades of all its shops and channels in it. It is a leaf: it knows the text and
// nothing of ours.
//
// What is here: the [Reader], which gives one [Row] after the other and the [Summary]
// at the end (reader.go), the lines and what packs them (lines.go), the columns by
// name (columns.go), what a row says (row.go), numbers (number.go), the sums
// (summary.go), and what is no bill at all ([Error]; error.go, failure.go).
//
// What is not here: how a bill is fetched (wx), what a row means for a sale of ours and
// whether the same row comes twice: whoever compares keys rows by out_trade_no, state
// and out_refund_no, as a refund and a reversal stand under the number of their sale.
// Nor is it judged here whose bill it is and of which day: each row has its merchant
// number and its moment.
//
// Read row.go first, then reader.go.
//
// # What is certain
//
// A bill is not signed and quotes nothing, so what is read is held against what is
// known of each column, and nothing is guessed: a row with one cell in doubt is
// returned as unreadable, with its line and the reason, and reading goes on. Memory is
// bounded by one line, whatever the size of the bill.
//
// Column 用户标识, who paid, is never kept, and no reason or error repeats a cell:
// where cells have slipped, any of them may be the payer's.
//
// # Decisions
//
//   - 2026-11-30: cells that are too many belong to 商品名称 and 商户数据包, the only
//     columns with a merchant's own words. What follows them is WeChat's and counts from
//     the right. Where it fits in a second place, the row is unreadable: a name can be
//     made to look like amounts. Which of the two had the surplus is not known, so
//     [Row].Body then has both.
//   - 2026-11-30: a line that begins with no back-quote goes on with the row before it: a
//     name with a line end in it. The row counts only where all its cells fit. To call
//     each of them unreadable lost: it would cry wolf over another channel's names.
//   - 2026-11-30: a day without trade and a bill in the making are known by their words
//     alone. Merchants' copies of the manual have 20002 for both, and 20007 for a closed
//     permission: by number a day with sales would agree as one without.
//   - 2026-11-30: reading ends at the summary and at a second header. What follows is a
//     finding and is not read: a row must not count twice because a file does.
//   - 2026-11-30: sums are compared where every row could be read; with an unreadable one
//     the count alone is.
//   - 2026-11-30: in the REFUND layout 交易时间 can be the sale's (seen in a bill of
//     2018); the refund's own moments are 退款申请时间 and 退款成功时间.
package bill
