package print

import (
	"cmp"
	"fmt"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/refund"
	"facetill/flow/till"
)

// Contradiction is a person's word that WeChat does not bear out.
type Contradiction struct {
	Type string `json:"type"`
	Record
	Wechat     string `json:"wechat"`
	WechatCode string `json:"wechat_code,omitempty"`
	Refund     string `json:"out_refund_no,omitempty" doc:"the refund that the word was about; absent where it was about the sale"`
}

// ContradictionOf returns the line about a word that was held against WeChat.
func ContradictionOf(c till.Recheck) Contradiction {
	line := Contradiction{"contradiction", RecordOf(c.Attempt), string(c.Says.Kind), c.Says.Code, ""}
	if c.IsOfRefund() {
		line.Wechat, line.WechatCode, line.Refund = string(c.Refund.State), c.Refund.Status, c.Refund.Number
	}
	return line
}

// Otherwise is the same for people.
func Otherwise(c till.Recheck) string {
	a := c.Attempt
	if c.IsOfRefund() {
		return RefundOtherwise(a, c.Refund)
	}
	return fmt.Sprintf("WECHAT SAYS OTHERWISE: %s, %s, was resolved as %s by %s (%s), and WeChat says %s",
		a.OutTradeNo, a.TotalFee, a.ResolvedAs, field.Quoted(a.ResolvedBy), field.Quoted(a.ReasonText()), Said(c.Says))
}

// RefundOtherwise is the same of a refund that a person settled.
func RefundOtherwise(a flow.Attempt, e refund.Entry) string {
	return fmt.Sprintf("WECHAT SAYS OTHERWISE: %s, its refund %s of %s was settled %s by %s (%s), and WeChat says %s",
		a.OutTradeNo, e.Number, e.Amount(), e.SettledAs, field.Quoted(e.SettledBy), field.Quoted(e.SettledReason), cmp.Or(e.Status, string(e.State)))
}

// Unchecked is the sentence about a word that WeChat does not answer about.
func Unchecked(c till.Recheck) string {
	named, as, by := string(c.Attempt.OutTradeNo), "resolved as "+c.Attempt.ResolvedAs, c.Attempt.ResolvedBy
	if e := c.Refund; c.IsOfRefund() {
		named, as, by = named+", its refund "+e.Number, "settled "+e.SettledAs, e.SettledBy
	}
	return fmt.Sprintf("%s, %s by %s; WeChat gives no answer (%s)", named, as, field.Quoted(by), c.Says.Code)
}

// CountOtherwise counts the words by hand that WeChat contradicts.
func CountOtherwise(n int) string {
	return fmt.Sprintf("%d resolved by hand, and WeChat says otherwise", n)
}

// Belied is the sentence about an end that WeChat does not bear out, and that
// nothing will change by itself.
func Belied(a flow.Attempt, now flow.Answer) string {
	return fmt.Sprintf("WECHAT SAYS OTHERWISE: the journal has %s, %s, as %s, and WeChat says %s; a person has to look, nothing is driven here",
		a.OutTradeNo, a.TotalFee, a.State, Said(now))
}

// Said is an answer of WeChat's: its kind, and its code where it has one.
func Said(a flow.Answer) string {
	if a.Code == "" {
		return string(a.Kind)
	}
	return string(a.Kind) + " " + a.Code
}
