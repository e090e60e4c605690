package receipt

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/till"
	"facetill/tui/text"
)

// ShiftSlip is what a cashier leaves behind: the sums of a shift, and what has no end. All
// whom it names may sign it.
type ShiftSlip struct {
	Shop    Shop
	Shift   till.Shift
	To      string // who takes over; "" where nobody does yet
	EndedBy string // the manager who ended it; "" where nobody had to
	At      time.Time
	Width   int // Narrow or Wide
	Words   *text.Words
}

// Text is the slip, a line each, none wider than the paper.
func (s ShiftSlip) Text() string {
	p, w := &paper{width: s.Width}, s.Words
	p.center(field.Plain(s.Shop.Name))
	p.center(w.SlipShift)
	p.rule()
	p.pair(w.SlipFrom, field.Plain(s.Shift.Cashier))
	if s.To != "" {
		p.pair(w.SlipTo, field.Plain(s.To))
	}
	p.pair(w.SlipLane, field.Plain(cmp.Or(s.Shift.Lane, s.Shop.Lane)))
	p.pair(w.SlipSince, stamp(s.Shift.Since))
	p.pair(w.SlipUntil, stamp(s.At))
	p.rule()
	for _, sum := range s.Shift.Sums {
		p.sum(w, w.Method(sum.Method), sum)
	}
	p.sum(w, w.DayAll, s.Shift.All)
	p.rule()
	p.wrap(fmt.Sprintf(w.ShiftCounts, len(s.Shift.Open), len(s.Shift.Unclaimed), len(s.Shift.Persons()), len(s.Shift.OnTheirWay)))
	for _, no := range s.Shift.Unended() {
		p.lines = append(p.lines, string(no))
	}
	p.rule()
	for _, name := range []string{s.Shift.Cashier, s.To, s.EndedBy} {
		if name != "" {
			p.pair(field.Plain(name), strings.Repeat("_", p.width/2))
		}
	}
	return strings.Join(p.lines, "\n") + "\n"
}

// sum is how many sales, what was charged, what went back of it, and the rest.
func (p *paper) sum(w *text.Words, name string, s till.Sum) {
	p.pair(name, fmt.Sprintf("%s %d", w.ColSales, s.Sales))
	p.pair("  "+w.ColCharged, s.Charged.String())
	if s.Refunded > 0 {
		p.pair("  "+w.ColRefunded, "-"+s.Refunded.String())
		p.pair("  "+w.ColSum, (s.Charged - s.Refunded).String())
	}
}

func stamp(at time.Time) string { return at.In(flow.Beijing).Format("2006-01-02 15:04") }
