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
}

// ContradictionOf returns the line about a word that was held against WeChat.
func ContradictionOf(c till.Recheck) Contradiction {
	return Contradiction{"contradiction", RecordOf(c.Attempt), string(c.Says.Kind), c.Says.Code}
}

// Otherwise is the same for people.
func Otherwise(c till.Recheck) string {
	a := c.Attempt
	return fmt.Sprintf("WECHAT SAYS OTHERWISE: %s, %s, was resolved as %s by %s (%s), and WeChat says %s",
		a.OutTradeNo, a.TotalFee, a.ResolvedAs, field.Quoted(a.ResolvedBy), field.Quoted(a.ReasonText()), Said(c.Says))
}

// RefundOtherwise is the same of a refund that a person settled.
func RefundOtherwise(e refund.Entry) string {
	return fmt.Sprintf("WECHAT SAYS OTHERWISE: the refund %s of %s was settled %s by %s (%s), and WeChat says %s",
		e.Number, e.Amount(), e.SettledAs, field.Quoted(e.SettledBy), field.Quoted(e.SettledReason), cmp.Or(e.Status, string(e.State)))
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
