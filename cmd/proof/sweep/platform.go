package main

import (
	"strconv"

	"facetill/flow"
	"facetill/wx/sim/book"
	"facetill/wx/wire"
)

// refundOutside is somebody on the merchant platform giving a charge back, in
// whole or in part, behind the till's back: queries then say REFUND.
func (w *world) refundOutside() {
	orders, _ := w.gate.Orders()
	for _, o := range orders {
		if o.Held(w.time()) == 0 {
			continue
		}
		part := fee
		if w.rng.IntN(2) == 0 {
			part = fee / 2
		}
		m := wire.Message{{Name: "appid", Value: appID}, {Name: "mch_id", Value: mchID}, {Name: "nonce_str", Value: "platform"},
			{Name: "out_trade_no", Value: o.OutTradeNo}, {Name: "out_refund_no", Value: "platform" + o.OutTradeNo},
			{Name: "total_fee", Value: num(fee)}, {Name: "refund_fee", Value: num(part)}, {Name: "sign_type", Value: string(wire.HMACSHA256)}}
		m.Set("sign", key.Sign(m, wire.HMACSHA256))
		reply := w.gate.Do(wire.Refund.Path, m.Append(nil), true)
		if ans, err := wire.Decode(reply.Body); err != nil || ans.Get("result_code") != "SUCCESS" {
			continue // a part was back already
		}
		w.note("%s of %s are refunded on the merchant platform", part, o.OutTradeNo)
		w.stats.mark("refunded outside")
	}
}

func num(f flow.Fen) string { return strconv.FormatInt(int64(f), 10) }

// back says that somebody gave money of a number back by a refund.
func (w *world) back(no flow.OutTradeNo) bool {
	o, ok := w.gate.Order(mchID, string(no))
	return ok && o.State(w.time()) == book.Refunded
}
