package receipt

import (
	"strings"
	"time"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/refund"
	"facetill/tui/text"
)

// RefundSlip is the customer's slip of one refund. Nothing on it is called back
// before it is.
type RefundSlip struct {
	Shop    Shop
	Attempt flow.Attempt
	Number  string // of the refund
	Width   int    // Narrow or Wide
	Reprint bool
	Words   *text.Words
}

// Text is the slip, a line each, none wider than the paper; "" where the sale has no
// such refund.
func (s RefundSlip) Text() string {
	a := s.Attempt.Plain()
	e, is := a.Refunds.Find(s.Number)
	if !is {
		return ""
	}
	p, w := &paper{width: s.Width}, s.Words
	p.center(field.Plain(s.Shop.Name))
	p.center(field.Plain(s.Shop.Address))
	p.center(w.SlipRefundTitle)
	if s.Reprint {
		p.center(w.SlipReprint)
	}
	p.rule()
	p.pair(w.RefundAmount, e.Fee.String())
	p.pair(w.SlipState, w.Refund(e))
	if cash := customerGets(e); cash > 0 {
		p.pair(w.SlipRefundCash, cash.String())
	}
	p.pair(w.SlipRefundOf, a.TotalFee.String())
	p.rule()
	p.pair(w.SlipTime, refundAt(e).In(flow.Beijing).Format("2006-01-02 15:04:05"))
	for _, line := range [][2]string{{w.SlipLane, field.Plain(s.Shop.Lane)}, {w.SlipCashier, e.By}, {w.SlipRefundReason, e.Reason}} {
		if line[1] != "" {
			p.pair(line[0], line[1])
		}
	}
	p.number(w.SlipRefundNo, e.Number)
	p.number(w.SlipOrder, string(a.OutTradeNo))
	p.number(w.SlipWeChat, a.TransactionID)
	p.rule()
	p.wrap(s.says(e))
	if a.Simulated {
		p.center(w.SlipTraining)
	}
	return strings.Join(p.lines, "\n") + "\n"
}

// says is the one sentence for the customer.
func (s RefundSlip) says(e refund.Entry) string {
	switch {
	case e.IsBack():
		return s.Words.SlipIsBack
	case e.IsMoving():
		return s.Words.RefundOnWaySay
	case e.IsHeld():
		return s.Words.SlipRefundOpen
	case e.State == refund.SettledOtherwise:
		return s.Words.SlipOtherwise
	}
	return s.Words.SlipRefundNot
}

// customerGets is what a refund brings its customer where that is less than its amount,
// because coupons paid a part; else 0.
func customerGets(e refund.Entry) flow.Fen {
	if e.CashFee < e.Fee && e.IsClaimed() {
		return e.CashFee
	}
	return 0
}

// refundAt is when a refund was accepted, or where it was not, begun.
func refundAt(e refund.Entry) time.Time {
	if !e.AcceptedAt.IsZero() {
		return e.AcceptedAt
	}
	return e.BegunAt
}

// parts are the refunds of a sale of which the money has left it, or the shop, or may have.
func (s Slip) parts(p *paper) {
	for _, e := range s.Attempt.Refunds {
		if e.IsHeld() || e.State == refund.SettledOtherwise {
			p.pair(refundAt(e).In(flow.Beijing).Format("01-02 15:04 ")+s.Words.Refund(e), "-"+e.Amount().String())
		}
		if cash := customerGets(e); cash > 0 {
			p.pair("  "+s.Words.SlipRefundCash, cash.String())
		}
	}
}
