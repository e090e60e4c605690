package sim

import (
	"fmt"
	"strings"
	"time"

	"facetill/wx/sim/book"
	"facetill/wx/wire"
)

// pay is micropay and facepay: a number, a code, an amount, and what the
// customer and the bank make of them.
func (s *Server) pay(c *call) answer {
	switch c.act().wire {
	case refused:
		return answer{damage: refused} // by definition nothing arrived
	case twice:
		s.deliver(c)
	}
	return s.deliver(c)
}

// deliver is one arrival of a pay request.
func (s *Server) deliver(c *call) answer {
	no := c.req.Get("out_trade_no")
	o := s.book.Find(c.merchant.mchID, "", no)
	if o == nil {
		return s.firstDelivery(c)
	}
	o.Deliveries++
	s.book.Changed(o)
	same := o.Family == c.family && o.TotalFee == int64(number(c.req.Get("total_fee"))) && o.Code == book.FingerprintOf(c.code())
	switch st := o.State(c.now); {
	case st == book.Revoked || o.Family == "":
		return refuse(wire.CodeOrderReversed, "")
	case st == book.Closed:
		return refuse(wire.CodeOrderClosed, "")
	case !same:
		return refuse(wire.CodeOutTradeNoUsed, "")
	case st == book.Success || st == book.Refunded:
		return refuse(wire.CodeOrderPaid, "")
	case st == book.UserPaying || st == book.Accept:
		return refuse(wire.CodeUserPaying, "")
	}
	return codeUsed(c)
}

// codeUsed is the answer to a code that was used before, with success or not.
func codeUsed(c *call) answer {
	if c.family == book.Facepay {
		return refuse(wire.CodeParamError, wordFaceUsed)
	}
	return refuse(wire.CodeAuthCodeInvalid, wordCodeUsed)
}

// firstDelivery makes the order, or answers why there is none.
func (s *Server) firstDelivery(c *call) answer {
	a := c.act()
	arrives := !a.absent || a.code != "" // a lost request burns no code
	if !arrives {
		return answer{damage: a.wire, late: a.late}
	}
	expires, bad := s.valid(c)
	if bad.code != "" {
		return bad
	}
	print := book.FingerprintOf(c.code())
	if s.book.Used(print) {
		return codeUsed(c)
	}
	if a.absent {
		s.book.Burn(print, c.req.Get("out_trade_no"), c.now)
		return answer{code: a.code, damage: a.wire, late: a.late}
	}
	o := s.newOrder(c, print, expires)
	s.book.Add(o)
	ans := answer{code: a.code, damage: a.wire, late: a.late}
	if ans.code == "" {
		if o.State(c.now) == book.Success || a.part {
			ans.paid = o
		} else {
			// The answer is lost anyhow; the words are what would have been said.
			ans.code = wire.CodeSystemError
		}
	}
	return ans
}

// valid checks what no field table says: the code's form for this family and
// time_expire, which is refused when less than a minute is left.
func (s *Server) valid(c *call) (expires time.Time, bad answer) {
	code := c.code()
	if c.family == book.Micropay && !micropayCode(code) {
		return expires, refuse(wire.CodeAuthCodeInvalid, "")
	}
	if c.family == book.Facepay && !facepayCode(code) {
		return expires, refuse(wire.CodeParamError, wordFaceForm)
	}
	if otherSale(code, c.req.Get("out_trade_no"), c.req.Get("total_fee")) { // its code is unconfirmed
		return expires, refuse(wire.CodeParamError, wordFaceOther)
	}
	if text := c.req.Get("time_expire"); text != "" && !s.cfg.IgnoreExpire {
		expires, _ = time.ParseInLocation(timeLayout, text, book.Beijing) // its form was checked
		if expires.Sub(c.now) < time.Minute {
			return expires, refuse(wire.CodeParamError, wordExpireShort)
		}
	}
	return expires, bad
}

// newOrder writes down what will become of a sale, at absolute times.
func (s *Server) newOrder(c *call, print book.Fingerprint, expires time.Time) *book.Order {
	a := c.act()
	n := s.book.Next()
	o := &book.Order{
		Serial:        n,
		TransactionID: s.longID("4200009", c.now, n),
		Family:        c.family,
		AppID:         c.merchant.appID, MchID: c.merchant.mchID,
		TotalFee: int64(number(c.req.Get("total_fee"))),
		Code:     print, CreatedAt: c.now, Deliveries: 1,
	}
	keep(o, c.req)
	if c.scenario != nil {
		o.Scenario = c.scenario.Number
	}
	if a.coupon < o.TotalFee {
		o.CouponFee = a.coupon
	}
	for _, m := range a.plan {
		o.Plan = append(o.Plan, book.Change{At: s.after(c.now, m.after), State: m.state})
	}
	o.Expire(expires)
	if a.part && o.TotalFee > 1 {
		o.Refunds = append(o.Refunds, s.platformRefund(o, o.TotalFee/2, c.now))
	}
	return o
}

// keep copies the request's texts: parts of the request itself would keep all of
// it in memory.
func keep(o *book.Order, req wire.Message) {
	text := func(name string) string { return strings.Clone(req.Get(name)) }
	o.OutTradeNo, o.SubAppID, o.SubMchID = text("out_trade_no"), text("sub_appid"), text("sub_mch_id")
	o.DeviceInfo, o.Body, o.Attach, o.OpenID = text("device_info"), text("body"), text("attach"), text("openid")
}

// longID is a transaction_id or a refund_id: a kind, the seed, the day, the
// book's serial number. The real thing's have the same 28 digits.
func (s *Server) longID(kind string, now time.Time, serial uint64) string {
	return fmt.Sprintf("%s%03d%s%0*d", kind, s.cfg.Seed%1000, stamp(now)[:8], book.SerialDigits, serial%1e10)
}

// appendPaid appends the fields of a charged order, as micropay and orderquery
// have them.
func appendPaid(m wire.Message, o *book.Order) wire.Message {
	kind := "MICROPAY"
	if o.Family == book.Facepay {
		kind = "FACEPAY"
	}
	if o.SubAppID != "" {
		m = append(m, wire.Field{Name: "sub_openid", Value: "oSUB" + string(o.Code)}, wire.Field{Name: "sub_is_subscribe", Value: "N"})
	}
	if o.CouponFee > 0 {
		m = append(m, wire.Field{Name: "settlement_total_fee", Value: itoa(o.Cash())}, wire.Field{Name: "coupon_fee", Value: itoa(o.CouponFee)})
	}
	if a := orderAct(o); a.odd > 0 {
		m = append(m, wire.Field{Name: "coupon_fee", Value: itoa(a.odd)})
	} else if a.named && o.CouponFee > 0 {
		m = append(m, wire.Field{Name: "promotion_detail", Value: promotionOf(o)})
	}
	return append(m,
		wire.Field{Name: "openid", Value: o.Payer()},
		wire.Field{Name: "is_subscribe", Value: "N"},
		wire.Field{Name: "trade_type", Value: kind},
		wire.Field{Name: "bank_type", Value: "OTHERS"},
		wire.Field{Name: "total_fee", Value: itoa(o.TotalFee)},
		wire.Field{Name: "fee_type", Value: "CNY"},
		wire.Field{Name: "cash_fee", Value: itoa(o.Cash())},
		wire.Field{Name: "cash_fee_type", Value: "CNY"},
		wire.Field{Name: "transaction_id", Value: o.TransactionID},
		wire.Field{Name: "out_trade_no", Value: o.OutTradeNo},
		wire.Field{Name: "attach", Value: o.Attach},
		wire.Field{Name: "time_end", Value: stamp(o.ChargedAt())})
}
