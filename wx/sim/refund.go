package sim

import (
	"cmp"
	"fmt"
	"strconv"
	"time"

	"facetill/wx/sim/book"
	"facetill/wx/wire"
)

const (
	maxRefunds = 50          // parts of one order
	refundGap  = time.Minute // between two parts, remarked in the notes
	refundPage = 20          // parts in one answer of refundquery
)

// refund pays back a paid order or a part of it. SUCCESS means accepted. The
// same out_refund_no again changes nothing.
func (s *Server) refund(c *call) answer {
	no := c.req.Get("out_refund_no")
	fee := int64(number(c.req.Get("refund_fee")))
	o := s.book.Find(c.merchant.mchID, c.req.Get("transaction_id"), c.req.Get("out_trade_no"))
	if before, i := s.book.Refund(c.merchant.mchID, "", no); before != nil {
		if before != o || before.Refunds[i].RefundFee != fee || before.TotalFee != int64(number(c.req.Get("total_fee"))) {
			return refuse(wire.CodeRefundFeeMismatch, "")
		}
		return answer{fields: refundFields(before, &before.Refunds[i])}
	}
	if o == nil {
		return refuse(wire.CodeOrderNotExist, "")
	}
	switch st := o.State(c.now); {
	case st == book.Revoked:
		return refuse(wire.CodeInvalidRequest, desc[wire.CodeOrderReversed])
	case st != book.Success && st != book.Refunded:
		return refuse(wire.CodeOrderNotExist, "")
	case o.TotalFee != int64(number(c.req.Get("total_fee"))):
		return refuse(wire.CodeRefundFeeMismatch, "")
	case o.RefundedFee() == o.TotalFee:
		return refuse(wire.CodeInvalidRequest, wordAllBack)
	case fee > o.TotalFee-o.RefundedFee():
		return refuse(wire.CodeInvalidRequest, wordTooMuch)
	case len(o.Refunds) >= maxRefunds:
		return refuse(wire.CodeInvalidRequest, wordTooMany)
	}
	if n := len(o.Refunds); n > 0 && c.now.Sub(o.Refunds[n-1].AcceptedAt) < refundGap {
		o.Notes = append(o.Notes, fmt.Sprintf("refund %d came within a minute of the one before; wait a minute", n+1))
	}
	o.Refunds = append(o.Refunds, s.newRefund(o, no, fee, c.now))
	s.book.Index(o)
	s.book.Changed(o)
	return answer{fields: refundFields(o, &o.Refunds[len(o.Refunds)-1])}
}

func (s *Server) newRefund(o *book.Order, no string, fee int64, now time.Time) book.Refund {
	a := orderAct(o)
	return book.Refund{
		OutRefundNo: no,
		RefundID:    s.longID("5030009", now, s.book.Next()),
		RefundFee:   fee,
		AcceptedAt:  now,
		DoneAt:      s.after(now, max(a.refund, s.cfg.RefundAfter)),
		Final:       cmp.Or(a.final, book.RefundSuccess),
	}
}

func refundFields(o *book.Order, r *book.Refund) wire.Message {
	return wire.Message{
		{Name: "transaction_id", Value: o.TransactionID},
		{Name: "out_trade_no", Value: o.OutTradeNo},
		{Name: "out_refund_no", Value: r.OutRefundNo},
		{Name: "refund_id", Value: r.RefundID},
		{Name: "refund_fee", Value: itoa(r.RefundFee)},
		{Name: "settlement_refund_fee", Value: itoa(r.RefundFee)},
		{Name: "coupon_refund_fee", Value: "0"},
		{Name: "total_fee", Value: itoa(o.TotalFee)},
		{Name: "cash_fee", Value: itoa(cash(o))},
		{Name: "cash_refund_fee", Value: itoa(r.RefundFee)},
		{Name: "coupon_refund_count", Value: "0"},
	}
}

// refundquery answers what became of an order's refunds, or of one of them. Of
// the four keys the more exact one wins.
func (s *Server) refundquery(c *call) answer {
	var o *book.Order
	var parts []book.Refund
	first := 0
	if c.req.Has("refund_id") || c.req.Has("out_refund_no") {
		var i int
		if o, i = s.book.Refund(c.merchant.mchID, c.req.Get("refund_id"), c.req.Get("out_refund_no")); o != nil {
			parts = o.Refunds[i : i+1]
		}
	} else if o = s.book.Find(c.merchant.mchID, c.req.Get("transaction_id"), c.req.Get("out_trade_no")); o != nil {
		parts = o.Refunds
		if offset := c.req.Get("offset"); offset != "" {
			first, _ = strconv.Atoi(offset) // digits were checked
		}
	}
	if len(parts) == 0 || first >= len(parts) {
		return refuse(wire.CodeRefundNotExist, "")
	}
	shown := parts[first:min(len(parts), first+refundPage)]
	fields := wire.Message{
		{Name: "transaction_id", Value: o.TransactionID},
		{Name: "out_trade_no", Value: o.OutTradeNo},
		{Name: "total_fee", Value: itoa(o.TotalFee)},
		{Name: "fee_type", Value: "CNY"},
		{Name: "cash_fee", Value: itoa(cash(o))},
		{Name: "total_refund_count", Value: itoa(int64(len(o.Refunds)))},
		{Name: "refund_count", Value: itoa(int64(len(shown)))},
		{Name: "refund_fee", Value: itoa(o.RefundedFee())},
	}
	for i := range shown {
		fields = append(fields, partFields(&shown[i], "_"+strconv.Itoa(i), c.now)...)
	}
	return answer{fields: fields}
}

// partFields are the fields of one part; refund_recv_accout is WeChat's spelling.
func partFields(r *book.Refund, suffix string, now time.Time) wire.Message {
	m := wire.Message{
		{Name: "out_refund_no" + suffix, Value: r.OutRefundNo},
		{Name: "refund_id" + suffix, Value: r.RefundID},
		{Name: "refund_channel" + suffix, Value: "ORIGINAL"},
		{Name: "refund_fee" + suffix, Value: itoa(r.RefundFee)},
		{Name: "settlement_refund_fee" + suffix, Value: itoa(r.RefundFee)},
		{Name: "refund_status" + suffix, Value: r.Status(now)},
		{Name: "refund_account" + suffix, Value: "REFUND_SOURCE_UNSETTLED_FUNDS"},
		{Name: "refund_recv_accout" + suffix, Value: "支付用户的零钱"},
	}
	if r.Status(now) == book.RefundSuccess {
		m = append(m, wire.Field{Name: "refund_success_time" + suffix, Value: r.DoneAt.In(book.Beijing).Format(time.DateTime)})
	}
	return m
}
