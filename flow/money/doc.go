// Package money is what a yuan is: [Fen], the largest amount of a till, and an
// amount as a person writes it, read or refused by name. It is the leaf under the
// money rules, which speak of amounts and never of their spelling.
//
// What is not here: whether an amount may be charged or given back (flow,
// flow/refund), and the sign of the currency on a screen (tui/text).
//
// Read money.go, the only file.
//
// Decided on 2026-11-29: a room of its own, because refunds are a room beside the
// attempt and both count money. The alternative, a second Fen in flow/refund, would
// have made each sum a conversion.
package money
