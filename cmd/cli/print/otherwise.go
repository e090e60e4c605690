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
	OverFee    int64  `json:"over_fee,omitempty" doc:"fen that are back or on their way beyond the charge; nobody said anything then"`
}

// ContradictionOf returns the line about a word that was held against WeChat.
func ContradictionOf(c till.Recheck) Contradiction {
	line := Contradiction{"contradiction", RecordOf(c.Attempt), string(c.Says.Kind), c.Says.Code, "", 0}
	if c.IsOfRefund() {
		line.Wechat, line.WechatCode, line.Refund = string(c.Refund.State), c.Refund.Status, c.Refund.Number
	} else if line.OverFee = int64(c.Over); c.Over > 0 {
		line.Wechat = string(flow.AnswerRefund)
	}
	return line
}

// Otherwise is the same for people.
func Otherwise(c till.Recheck) string {
	a := c.Attempt
	switch {
	case c.Over > 0:
		return tooMuchBack(a, c.Over)
	case c.IsOfRefund():
		return refundOtherwise(a, c.Refund)
	}
	return fmt.Sprintf("WECHAT SAYS OTHERWISE: %s, %s, was resolved as %s by %s (%s), and WeChat says %s",
		a.OutTradeNo, a.TotalFee, a.ResolvedAs, field.Quoted(a.ResolvedBy), field.Quoted(a.ReasonText()), Said(c.Says))
}

// RefundFinding is the same of the first refund that a person settled, or of what is too
// much, "" where there is nothing of the kind.
func RefundFinding(a flow.Attempt) string {
	for _, e := range a.Refunds {
		if e.Contradicted() {
			return refundOtherwise(a, e)
		}
	}
	if over := a.Refunds.Over(a.TotalFee); over > 0 {
		return tooMuchBack(a, over)
	}
	return ""
}

// tooMuchBack is of a refund that was refused and moved after all, beside the one that was
// begun in its place.
func tooMuchBack(a flow.Attempt, over flow.Fen) string {
	return fmt.Sprintf("MORE THAN WAS CHARGED GOES BACK: %s was %s, and %s beyond that is back or on its way; a person has to look",
		a.OutTradeNo, a.TotalFee, over)
}

func refundOtherwise(a flow.Attempt, e refund.Entry) string {
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

// CountOtherwise counts the words by hand that WeChat contradicts, and the sales of which
// more goes back than was charged.
func CountOtherwise(n int) string {
	return fmt.Sprintf("WeChat says otherwise of %d that a person settled, or of which more goes back than was charged", n)
}

// Belied is the sentence about an end that WeChat does not bear out, and that
// nothing will change by itself.
func Belied(a flow.Attempt, now flow.Answer) string {
	return fmt.Sprintf("WECHAT SAYS OTHERWISE: the journal has %s, %s, as %s, and WeChat says %s; a person has to look, nothing is driven here",
		a.OutTradeNo, a.TotalFee, a.State, Said(now))
}

// BeliedHelps is what a person can do about it: a refund that is begun of what was reversed
// past this till has no other end than their word.
func BeliedHelps(a flow.Attempt, now flow.Answer) string {
	const looks = "the merchant platform says what became of it"
	if e, begun := a.Refunds.Begun(); begun && now.Kind == flow.AnswerRevoked {
		return fmt.Sprintf("facetill refund %s --settled %s --as otherwise --by NAME --reason TEXT: WeChat takes no refund of it any more; %s", a.OutTradeNo, e.Number, looks)
	}
	return looks
}

// Said is an answer of WeChat's: its kind, and its code where it has one.
func Said(a flow.Answer) string {
	if a.Code == "" {
		return string(a.Kind)
	}
	return string(a.Kind) + " " + a.Code
}
