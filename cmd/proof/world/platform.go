package world

import (
	"strconv"
	"time"

	"facetill/flow"
	"facetill/wx/wire"
)

// RefundOutside lets somebody on the merchant platform give a charge back, now
// and then, in whole or in part, behind the till's back: queries then say REFUND.
func (w *World) RefundOutside() {
	if w.Chance(w.Fault.Platform) {
		w.Later(time.Duration(1+w.Rng.IntN(60))*time.Second, w.refundOutside)
	}
}

func (w *World) refundOutside() {
	orders, _ := w.gate.Orders()
	for _, o := range orders {
		if o.Held(w.Time()) == 0 {
			continue
		}
		total := flow.Fen(o.Held(w.Time()))
		part := total
		if w.Rng.IntN(2) == 0 {
			part = total / 2
		}
		m := wire.Message{{Name: "appid", Value: appID}, {Name: "mch_id", Value: mchID}, {Name: "nonce_str", Value: "platform"},
			{Name: "out_trade_no", Value: o.OutTradeNo}, {Name: "out_refund_no", Value: "platform" + o.OutTradeNo},
			{Name: "total_fee", Value: num(total)}, {Name: "refund_fee", Value: num(part)}, {Name: "sign_type", Value: string(wire.HMACSHA256)}}
		m.Set("sign", key.Sign(m, wire.HMACSHA256))
		reply := w.gate.Do(wire.Refund.Path, m.Append(nil), true)
		if ans, err := wire.Decode(reply.Body); err != nil || ans.Get("result_code") != "SUCCESS" {
			continue // a part was back already
		}
		w.Note("%s of %s are refunded on the merchant platform", part, o.OutTradeNo)
		w.Stats.Mark("refunded outside")
	}
}

func num(f flow.Fen) string { return strconv.FormatInt(int64(f), 10) }
