// Package charge is what is agreed on with WeChat around one amount: the terms that a
// sale is asked with beside its amount ([Terms]), the goods in it ([CheckDetail]), and what
// WeChat says of a charge beside its proof ([Told]): what coupons paid of it, which they
// were, and where its own numbers do not add up.
//
// Nothing of this proves a payment. A charge is paid by its number, amount, currency and
// time alone (money rule 2.1); a coupon that does not add up is named ([Told.Odd]) and
// counted nowhere, and the sale stays paid.
//
// What is not here: how WeChat spells it on the wire (wx), what an attempt is and who
// stores it (flow, flow/journal), what is printed of it (tui/receipt, cmd/cli/print).
//
// Read told.go, then goods.go; promotion.go has the names of what was off.
//
// # Decisions
//
// Decided on 2026-11-30.
//
//   - All of it is text and numbers that can be compared with ==, as every fact is; so the
//     coupons are one text ([List]). What lost: a slice, with which facts compare no more.
//   - What a coupon paid is WeChat's coupon_fee, and where it names none, what the payer did
//     not give: older answers, and those to a sale with goods, have no coupon_fee.
//   - Numbers that contradict each other are left out together, and stand in Odd as WeChat
//     wrote them. To believe one of them lost: a receipt would say it.
//   - A number that is a zero of WeChat's is one that was not told. Only where coupons paid
//     all is the payer's part known to be nothing.
package charge
