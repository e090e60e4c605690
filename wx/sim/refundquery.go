package sim

import (
	"strconv"
	"time"

	"facetill/wx/sim/book"
	"facetill/wx/wire"
)

// refundPage is how many parts one answer of refundquery has.
const refundPage = 20

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
		{Name: "cash_fee", Value: itoa(o.Cash())},
		{Name: "total_refund_count", Value: itoa(int64(len(o.Refunds)))},
		{Name: "refund_count", Value: itoa(int64(len(shown)))},
		{Name: "refund_fee", Value: itoa(o.RefundedFee(c.now))},
	}
	for i := range shown {
		fields = append(fields, partFields(&shown[i], "_"+strconv.Itoa(i), c.now)...)
	}
	return answer{fields: fields}
}

// partFields are the fields of one part; refund_recv_accout is WeChat's spelling.
func partFields(r *book.Refund, suffix string, now time.Time) wire.Message {
	from := sourceUnsettled
	if r.Recharge {
		from = sourceRecharge
	}
	m := wire.Message{
		{Name: "out_refund_no" + suffix, Value: r.OutRefundNo},
		{Name: "refund_id" + suffix, Value: r.RefundID},
		{Name: "refund_channel" + suffix, Value: "ORIGINAL"},
		{Name: "refund_fee" + suffix, Value: itoa(r.RefundFee)},
		{Name: "settlement_refund_fee" + suffix, Value: itoa(r.CashFee())},
		{Name: "refund_status" + suffix, Value: r.Status(now)},
		{Name: "refund_account" + suffix, Value: from},
		{Name: "refund_recv_accout" + suffix, Value: "支付用户的零钱"},
	}
	if r.CouponFee > 0 {
		m = append(m, wire.Field{Name: "coupon_refund_fee" + suffix, Value: itoa(r.CouponFee)})
	}
	if r.Status(now) == book.RefundSuccess {
		m = append(m, wire.Field{Name: "refund_success_time" + suffix, Value: r.DoneAt.In(book.Beijing).Format(time.DateTime)})
	}
	return m
}
