package sim

import (
	"cmp"
	"fmt"
	"time"

	"facetill/wx/sim/book"
	"facetill/wx/wire"
)

const (
	maxRefunds = 50                   // parts of one order
	refundGap  = time.Minute          // between two parts
	refundFor  = 365 * 24 * time.Hour // from the payment on
)

// Values of refund_account.
const (
	sourceUnsettled = "REFUND_SOURCE_UNSETTLED_FUNDS"
	sourceRecharge  = "REFUND_SOURCE_RECHARGE_FUNDS"
)

// refund pays back a paid order or a part of it. SUCCESS means accepted. The
// same out_refund_no again changes nothing.
func (s *Server) refund(c *call) answer {
	ordered := &c.act().back
	if ordered.stops() {
		return ordered.told(answer{})
	}
	no := c.req.Get("out_refund_no")
	fee, total := int64(number(c.req.Get("refund_fee"))), int64(number(c.req.Get("total_fee")))
	o := s.book.Find(c.merchant.mchID, c.req.Get("transaction_id"), c.req.Get("out_trade_no"))
	if before, i := s.book.Refund(c.merchant.mchID, "", no); before != nil {
		if before != o || before.Refunds[i].RefundFee != fee || before.TotalFee != total {
			return refuse(wire.CodeRefundFeeMismatch, "")
		}
		return ordered.told(answer{fields: refundFields(before, &before.Refunds[i])})
	}
	if o == nil {
		return refuse(wire.CodeOrderNotExist, "")
	}
	if bad := notRefundable(o, fee, c.now); bad.code != "" {
		return bad
	}
	if o.TotalFee != total {
		return refuse(wire.CodeRefundFeeMismatch, "")
	}
	if n := len(o.Refunds); n > 0 && c.now.Sub(o.Refunds[n-1].AcceptedAt) < refundGap {
		if !s.cfg.LooseGap {
			return refuse(wire.CodeInvalidReqTooMuch, "")
		}
		o.Notes = append(o.Notes, fmt.Sprintf("refund %d came within a minute of the one before; wait a minute", n+1))
	}
	meets := s.meets(c, o)
	if meets.stops() {
		return meets.told(answer{})
	}
	r := s.newRefund(o, no, fee, meets, c.now)
	r.Recharge = c.req.Get("refund_account") == sourceRecharge
	if bad := s.giveBack(o, r, c.now); bad.code != "" {
		return bad
	}
	return meets.told(answer{fields: refundFields(o, &r)})
}

// meets is what a new part of an order meets: what was ordered for this call, or
// else what the sale's scenario has for it, so many times.
func (s *Server) meets(c *call, o *book.Order) *giving {
	g := &orderAct(o).back
	switch {
	case c.scenario != nil:
		return &c.act().back
	case g.times == 0:
		return g
	case o.RefundCalls == g.times:
		return &nothing.back
	}
	o.RefundCalls++
	s.book.Changed(o)
	return g
}

// giveBack takes a refund from the merchant's funds, where it does not wait for
// them, and writes it down.
func (s *Server) giveBack(o *book.Order, r book.Refund, now time.Time) answer {
	if !r.Waits(now) && !s.take(o.MchID, r.CashFee(), r.Recharge) {
		if a := s.account(o.MchID); a.OldFlow() && !r.Recharge {
			return refuse(wire.CodeNotEnough, wordUnsettled)
		}
		return refuse(wire.CodeNotEnough, wordTopUp)
	}
	o.Refunds = append(o.Refunds, r)
	s.book.Index(o)
	s.book.Changed(o)
	return answer{}
}

// take takes a fee from what a merchant has, and reports whether it sufficed.
func (s *Server) take(mch string, fee int64, recharge bool) bool {
	before := s.account(mch)
	after := before
	enough := after.Take(fee, recharge)
	if after != before {
		s.book.SetAccount(after)
	}
	return enough
}

// account is what a merchant has.
func (s *Server) account(mch string) book.Account {
	if a, known := s.book.Account(mch); known {
		return a
	}
	return book.Account{MchID: mch, Funds: s.cfg.Funds, Unsettled: s.cfg.Unsettled}
}

// notRefundable says why an order cannot give back a fee, whoever asks for it.
func notRefundable(o *book.Order, fee int64, now time.Time) answer {
	rest := o.TotalFee - o.RefundedFee(now)
	switch st := o.State(now); {
	case st == book.Revoked:
		return refuse(wire.CodeInvalidRequest, desc[wire.CodeOrderReversed])
	case st != book.Success && st != book.Refunded:
		return refuse(wire.CodeOrderNotExist, "")
	case now.Sub(o.ChargedAt()) > refundFor:
		return refuse(wire.CodeTradeOverdue, "")
	case rest == 0:
		return refuse(wire.CodeError, wordAllBack)
	case fee > rest:
		return refuse(wire.CodeError, wordTooMuch)
	case len(o.Refunds) >= maxRefunds:
		return refuse(wire.CodeError, wordTooMany)
	}
	return answer{}
}

func (s *Server) newRefund(o *book.Order, no string, fee int64, meets *giving, now time.Time) book.Refund {
	return book.Refund{
		OutRefundNo: no,
		RefundID:    s.longID("5030009", now, s.book.Next()),
		RefundFee:   fee,
		CouponFee:   o.CouponPart(fee, now),
		AcceptedAt:  now,
		DoneAt:      s.after(now, max(meets.after, s.cfg.RefundAfter)),
		Final:       cmp.Or(meets.final, book.RefundSuccess),
	}
}

func refundFields(o *book.Order, r *book.Refund) wire.Message {
	count := "0"
	if r.CouponFee > 0 {
		count = "1"
	}
	return wire.Message{
		{Name: "transaction_id", Value: o.TransactionID},
		{Name: "out_trade_no", Value: o.OutTradeNo},
		{Name: "out_refund_no", Value: r.OutRefundNo},
		{Name: "refund_id", Value: r.RefundID},
		{Name: "refund_fee", Value: itoa(r.RefundFee)},
		{Name: "settlement_refund_fee", Value: itoa(r.CashFee())},
		{Name: "coupon_refund_fee", Value: itoa(r.CouponFee)},
		{Name: "total_fee", Value: itoa(o.TotalFee)},
		{Name: "cash_fee", Value: itoa(o.Cash())},
		{Name: "cash_refund_fee", Value: itoa(r.CashFee())},
		{Name: "coupon_refund_count", Value: count},
	}
}
