package world

import (
	"time"

	"facetill/flow"
	"facetill/wx/sim/book"
)

var (
	// reversible is how long a charge can be reversed: too short for the most, so that
	// the refund behind REVERSE_EXPIRE is met (money rule 4.3); 0 is WeChat's seven days.
	reversible = []time.Duration{0, 0, 0, 0, 0, 20 * time.Second, 20 * time.Second, 40 * time.Second}
	// onTheWay is how long a refund stays PROCESSING.
	onTheWay = []time.Duration{0, time.Minute, 20 * time.Minute, 3 * time.Hour, 50 * time.Hour}
)

// funds is what the merchant of some worlds has to give back from: too little, until
// somebody tops it up. nil has no end.
func funds(w *World) *int64 {
	if w.Rng.IntN(6) != 0 {
		return nil
	}
	fen := int64(Fee) / 2 * w.Rng.Int64N(2)
	w.Later(time.Duration(w.Rng.IntN(3600))*time.Second, func() {
		must(w.gate.SetFunds("", nil, nil))
		w.Note("the merchant's account is topped up")
		w.Stats.Mark("topped up")
	})
	return &fen
}

// Platform lets somebody on the merchant platform give charges back, now and then, in
// whole or in part, behind the till's back: queries then say REFUND. And what is on its
// way ends as banks please: where it should, nowhere, or closed for want of funds.
func (w *World) Platform() {
	for range 2 {
		if w.Chance(w.Fault.Platform) {
			w.Later(time.Duration(1+w.Rng.IntN(60))*time.Second, w.refundOutside)
		}
		if w.Chance(w.Fault.Platform * 4) {
			w.Later(time.Duration(1+w.Rng.IntN(3600))*time.Second, w.endRefund)
		}
	}
}

func (w *World) refundOutside() {
	orders, _ := w.gate.Orders()
	for _, o := range orders {
		held := o.Held(w.Time())
		if held == 0 {
			continue
		}
		part := []int64{0, held / 2, held / 4}[w.Rng.IntN(3)] // 0 is the rest
		r, err := w.gate.RefundAt("", o.OutTradeNo, part)
		if err != nil {
			w.Note("the merchant platform says %v", err)
			continue
		}
		w.Note("%s of %s are refunded on the merchant platform", flow.Fen(r.RefundFee), o.OutTradeNo)
		w.Stats.Mark("refunded outside")
	}
}

func (w *World) endRefund() {
	orders, _ := w.gate.Orders()
	for _, o := range orders {
		for _, r := range o.Refunds {
			end := []string{book.RefundSuccess, book.RefundChange, book.RefundClosed}[w.Rng.IntN(3)]
			if _, err := w.gate.EndRefund("", r.OutRefundNo, end); err != nil {
				continue // it has ended
			}
			w.Note("%s of %s ends in %s", r.OutRefundNo, o.OutTradeNo, end)
			w.Stats.Mark("a refund ends in " + end)
		}
	}
}

// EndsThere is a person on the merchant platform who ends a refund that is stuck, and
// reports whether that was to be done.
func (w *World) EndsThere(number string) bool {
	_, err := w.gate.EndRefund("", number, book.RefundSuccess)
	return err == nil
}

// moving is until when WeChat has something on its way; zero for nothing.
func moving(w *World) (until time.Time) {
	orders, _ := w.gate.Orders()
	for _, o := range orders {
		for _, r := range o.Refunds {
			if r.Status(w.Time()) == book.RefundProcessing && r.DoneAt.After(until) {
				until = r.DoneAt
			}
		}
	}
	return until
}

// Arrives lets the days pass in which what is on its way arrives, and reports whether
// anything was.
func (w *World) Arrives() bool {
	until := moving(w)
	if until.IsZero() {
		return false
	}
	w.Stats.Mark("on its way for days")
	w.Advance(until.Sub(start) + time.Minute)
	return true
}
