package text

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"facetill/flow/refund"
)

// Refund is the word for where a refund stands. It is "back" only where the money is.
func (w *Words) Refund(e refund.Entry) string {
	switch {
	case e.Contradicted():
		return w.OpenOtherwise
	case e.IsBack():
		return w.RefundBack
	case e.IsUnsettled():
		return w.RefundStuck
	case e.IsClaimed():
		return w.RefundOnWay
	case e.State == refund.Entered:
		return w.RefundBegun
	case e.State == refund.SettledOtherwise:
		return w.RefundSettled
	}
	return w.RefundRefused
}

// RefundSays is the sentence about a refund: what the customer may be told, or what is
// to be done. adopted: the journal was adopted since, and nobody sends it by himself.
func (w *Words) RefundSays(e refund.Entry, adopted bool) string {
	switch {
	case e.Contradicted():
		return w.OpenOtherwiseSay
	case e.State == refund.Entered && adopted:
		return w.RefundHeldSay
	case e.State == refund.Entered && e.Code == "":
		return w.RefundBegunSay
	case e.State == refund.SettledOtherwise || e.SettledAs != "":
		return fmt.Sprintf(w.ByHandLine, e.SettledBy, e.SettledReason)
	case e.IsBack():
		return w.RefundBackSay
	case e.IsMoving():
		return w.RefundOnWaySay
	case e.Mismatch:
		return w.RefundReason("REFUND_FEE_MISMATCH", false)
	case e.IsUnsettled():
		return w.RefundReason("CHANGE", false)
	case e.Final || e.State == refund.Elsewhere:
		return w.RefundReason("REFUNDCLOSE", false)
	}
	return w.RefundReason(e.Code, e.WantsBalance())
}

// refundFact says what a fact of a refund was, and what came with it.
func (w *Words) refundFact(f refund.Fact) (said, detail string) {
	switch f := f.(type) {
	case refund.Begun:
		return w.FactRefundBegun, strings.TrimSpace(WithSign(f.Fee) + " " + f.By)
	case refund.Sent:
		return w.FactRefundSent, ""
	case refund.Answered:
		return w.FactRefundAnswered, cmp.Or(f.Code, w.detail("refund_"+string(f.Answer)))
	case refund.Fenced:
		return w.FactRefundFenced, ""
	case refund.Heard:
		return w.FactRefundAsked, w.refundStatus(f.Status)
	case refund.Found:
		return w.FactRefundFound, WithSign(f.Fee) + " " + w.refundStatus(f.Status)
	case refund.Denied:
		return w.FactRefundDenied, ""
	case refund.Resent:
		return w.FactRefundResent, f.By
	case refund.Settled:
		return w.FactRefundSettled, f.By
	case refund.Told:
		return w.FactRefundTold, ""
	case refund.Ended:
		return w.FactRefundEnded, ""
	}
	return f.Kind(), ""
}

// refundStatus is WeChat's status of a refund in our words, or as it is.
func (w *Words) refundStatus(status string) string {
	return cmp.Or(map[string]string{refund.StatusProcessing: w.RefundOnWay, refund.StatusSuccess: w.RefundBack,
		refund.StatusChange: w.RefundStuck, refund.StatusClosed: w.RefundRefused}[status], status)
}

// RefundLimit says what a refund ran into, "" for another error.
func (w *Words) RefundLimit(err error) string {
	e, is := errors.AsType[*refund.LimitError](err)
	if !is {
		return ""
	}
	switch e.Limit {
	case refund.LimitZero:
		return w.AmountZero
	case refund.LimitYear:
		return w.RefundYear
	case refund.LimitRest:
		return fmt.Sprintf(w.RefundAbove, w.Yuan(e.Rest))
	case refund.LimitNone:
		return w.RefundNothingLeft
	case refund.LimitParts:
		return w.RefundParts
	case refund.LimitAdopted:
		return fmt.Sprintf(w.RefundAdopted, w.Span(e.Left+time.Second-1))
	}
	return fmt.Sprintf(w.RefundMinute, int((e.Left+time.Second-1)/time.Second))
}
