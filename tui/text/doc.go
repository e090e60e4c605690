// Package text is every string of the screen, in zh-CN and en.
//
// words.go names them, zh.go and en.go give them, why.go turns codes into what a
// cashier can say, locale.go chooses the language. WeChat's own words and codes
// never stand in a sentence: a code without one is shown as a code, beside a
// sentence for all others.
//
// Decisions: three words for money, and no other: paid 已支付, not charged 未扣款,
// still checking 核实中. A sentence says what to do or what to tell the customer,
// and is short enough for 40 columns in two lines.
package text
