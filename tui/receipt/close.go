package receipt

import (
	"cmp"
	"fmt"
	"strings"

	"facetill/flow"
	"facetill/flow/day"
	"facetill/flow/field"
	"facetill/tui/text"
)

// CloseSlip is the record of a close, set from itself alone: it reads the same whenever it
// is printed.
type CloseSlip struct {
	Shop   Shop
	Record day.Record
	Width  int // Narrow or Wide
	Words  *text.Words
}

// Text is the slip, a line each, none wider than the paper.
func (s CloseSlip) Text() string {
	p, w, r := &paper{width: s.Width}, s.Words, s.Record
	p.center(field.Plain(s.Shop.Name))
	p.center(fmt.Sprintf(w.CloseTitle, r.Number, r.Day))
	if r.Simulated {
		p.center(w.SlipTraining)
	}
	p.rule()
	p.pair(w.SlipSince, stamp(r.From))
	p.pair(w.SlipUntil, stamp(r.To))
	p.wrap(fmt.Sprintf(w.CloseMade, stamp(r.MadeAt)))
	if r.By != "" {
		p.pair(w.Cashier, field.Plain(r.By))
	}
	if r.Forced {
		p.wrap(w.CloseForced)
	}
	if merchant := cmp.Or(r.SubMchID, r.MchID); r.StoreID+merchant != "" {
		p.wrap(fmt.Sprintf(w.CloseShop, field.Plain(r.StoreID), field.Plain(merchant)))
	}
	p.rule()
	p.sums(w, r.Sums, r.All)
	for _, e := range r.Earlier {
		p.wrap(fmt.Sprintf(w.CloseEarlier, e.Day))
		p.sums(w, e.Sums, e.All)
	}
	if len(r.Earlier) > 0 {
		p.sum(w, w.CloseTotal, r.Total)
	}
	p.parts(w, r)
	p.rule()
	for _, h := range r.Hours {
		p.pair(fmt.Sprintf("%02d:00", h.Hour), fmt.Sprintf("%d  %s", h.Sales, h.Charged-h.Refunded))
	}
	p.rule()
	p.wrap(fmt.Sprintf(w.CloseCounts, r.Counts.Refused, r.Counts.Cancelled, r.Counts.NotSent, r.Counts.Reversed))
	p.wrap(fmt.Sprintf(w.CloseCountsTwo, len(r.Open), r.Reopened, r.ByHand))
	p.passedOver(w, r)
	p.rule()
	p.wrap(fmt.Sprintf(w.CloseLines, r.Lines, short(r.LinesHash), r.Facts.N))
	if r.Before == "" {
		p.wrap(w.CloseFirst)
	} else {
		p.wrap(fmt.Sprintf(w.CloseBefore, short(r.Before)))
	}
	p.wrap(fmt.Sprintf(w.CloseHash, short(r.Hash)))
	return strings.Join(p.lines, "\n") + "\n"
}

// short is the beginning of a hash: enough to compare two papers by eye. The whole one is
// in the record.
func short(hash string) string { return hash[:min(len(hash), 16)] }

// sums are those by method and cashier, and the one of all.
func (p *paper) sums(w *text.Words, sums []day.Sum, all day.Sum) {
	for _, sum := range sums {
		who := field.Plain(sum.Cashier)
		if who == "" && sum.Sales == 0 {
			who = w.DayElsewhere
		}
		p.sum(w, strings.TrimSpace(w.Method(sum.Method)+" "+who), sum)
	}
	p.sum(w, w.DayAll, all)
	if coupon := all.Coupon(); coupon != 0 {
		p.wrap(fmt.Sprintf(w.DayCoupons, coupon, all.Charged-all.Coupons, all.Charged-all.Unsettled))
	}
}

// parts are what went back, and what is in no sum.
func (p *paper) parts(w *text.Words, r day.Record) {
	for _, part := range []struct {
		says string
		day.Part
	}{{w.CloseGivenBack, r.GivenBack}, {w.CloseRefused, r.RefusedAfterAll}, {w.CloseUndone, r.Undone}} {
		if part.N > 0 {
			p.wrap(fmt.Sprintf(part.says, part.N, part.Fee))
		}
	}
	if r.Otherwise > 0 {
		p.wrap(fmt.Sprintf(w.DayOtherwise, r.Otherwise))
	}
	for i, t := range r.Tenders {
		if i == 0 {
			p.wrap(w.DayTenders)
		}
		p.pair("  "+w.Tender(t.As), fmt.Sprintf("%d  %s", t.Sales, t.Fee))
	}
}

// passedOver are what had no result, and how that of earlier closes ended; then what persons
// decided, and what was found behind refusals of closed days.
func (p *paper) passedOver(w *text.Words, r day.Record) {
	one := func(no, refund, state string, fee flow.Fen, by string) {
		p.wrap(no)
		if refund != "" {
			p.wrap(refund)
		}
		p.pair("  "+state, fee.String())
		p.wrap("  " + by)
	}
	for i, o := range r.Open {
		if i == 0 {
			p.wrap(w.CloseOpen)
		}
		one(string(o.OutTradeNo), o.OutRefundNo, o.State, o.Fee, fmt.Sprintf(w.CloseSince, o.Since))
	}
	for i, o := range r.Ended {
		if i == 0 {
			p.wrap(w.CloseEnded)
		}
		one(string(o.OutTradeNo), o.OutRefundNo, o.State, o.Fee, fmt.Sprintf(w.ClosePassed, o.PassedOver))
	}
	for i, d := range r.Words {
		if i == 0 {
			p.wrap(w.CloseWords)
		}
		one(string(d.OutTradeNo), "", cmp.Or(d.As, string(d.State)), d.Fee, field.Quoted(d.By)+": "+field.Quoted(d.Reason))
	}
	for i, d := range r.Late {
		if i == 0 {
			p.wrap(w.CloseLate)
		}
		one(string(d.OutTradeNo), "", string(d.State), d.Fee, d.Day)
	}
}
