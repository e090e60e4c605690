// Package text is every string of the screen, in each language.
//
// words.go names them, zh.go and en.go have them, language.go is the one list of
// languages, chooses one and knows what a terminal shows, money.go writes amounts
// and spans of time, outcome.go says what an outcome comes to, why.go, heard.go,
// facts.go and failure.go turn codes into what a cashier can say. Read words.go first. WeChat's
// own words and codes never stand in a sentence: a code without one is shown as a
// code, beside a sentence for all others.
//
// Decisions: three words for money, and no other: paid 已支付, not charged 未扣款,
// still checking 核实中. The one table from an outcome to its word, with which goes
// a colour, and to its exit code is here (2026-11-28), because tui and cmd/cli may
// both import this room and it knows outcomes. What lost: flow, which knows no
// process that ends, and a table each, which may differ. The list of languages is here (2026-11-28), and
// configuration, flags and tests ask it; a list each lost, because a language that
// was in some of them only opened a screen without words. A sentence says what to
// do or what to tell the customer, and is short enough for 40 columns in two lines.
// It speaks of the way by which the sale is paid: a face has its own sentences and a scanned code has its own,
// which come before the common ones. A code of the device is nothing to a scanned
// code and has no sentence there. The charset of a terminal is that of LC_ALL,
// LC_CTYPE or LANG; without UTF-8 there is no Chinese, and English is ASCII.
package text
