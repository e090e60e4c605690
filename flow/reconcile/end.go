package reconcile

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// Result is what a comparison came to.
type Result struct {
	Day      time.Time
	Rows     int           // of the bill, unreadable ones too
	Ours     int           // that are of our lanes, or whose number the journal has
	Others   int           // other shops' and channels'
	Counts   map[Class]int // of every class, also beyond what Findings has
	Findings []Finding     // by class, then by time; at most MostFindings
}

// Verdict returns the worst of all findings.
func (r Result) Verdict() Verdict {
	v := Agreed
	for class, n := range r.Counts {
		if n > 0 {
			v = v.Worse(class.Verdict())
		}
	}
	return v
}

// Wants reports whether the bill of the day before or after may tell of what this one
// has not: a charge or refund near midnight, or a charge that went back on another day.
func (c *Comparison) Wants() bool {
	return len(c.charges) > 0 || len(c.refunds) > 0 || slices.ContainsFunc(slices.Collect(maps.Values(c.waits)), func(w *waiting) bool {
		return w.charge != nil && !w.isBack()
	})
}

// isBack reports whether what was charged is surely not there any more.
func (w *waiting) isBack() bool { return w.revoked || w.total > 0 && w.back >= w.total }

// Beside compares a row of the bill of the day before or after. It settles what the
// day's own bill has left, and finds nothing of its own: that bill has its own turn.
func (c *Comparison) Beside(r Row) {
	if r.MchID != c.shop.MchID {
		return
	}
	w := c.waits[r.OutTradeNo]
	switch r.State {
	case RowSuccess:
		if a, is := c.charges[r.OutTradeNo]; is && r.TotalFee == a.TotalFee {
			delete(c.charges, r.OutTradeNo)
			c.r.Counts[Agrees]++
		}
	case RowRevoked:
		if w != nil {
			w.revoked = true
		}
	default:
		if o, is := c.refunds[r.Key()]; is && r.RefundFee == o.entry.Amount() {
			delete(c.refunds, r.Key())
			c.r.Counts[RefundAgrees]++
		}
		if w != nil && !c.seen[r.Key()] {
			c.seen[r.Key()] = true
			w.back += r.RefundFee
		}
	}
}

// Result ends the comparison: what the bill has to have and has not is a finding now.
func (c *Comparison) Result() Result {
	for _, a := range c.charges {
		class := OursOnly
		if a.Open() && !isSale(a) {
			class = Open
		}
		c.find(Finding{Class: class, At: a.ListedAt(), Lane: a.Lane, OutTradeNo: a.OutTradeNo, TransactionID: a.TransactionID, State: RowSuccess}.with(a))
	}
	for key, o := range c.refunds {
		f := Finding{Class: RefundOurs, At: o.entry.AcceptedAt, Lane: o.sale.Lane, OutTradeNo: key.OutTradeNo, State: RowRefund,
			OutRefundNo: key.OutRefundNo, RefundID: o.entry.RefundID, Refund: string(o.entry.State)}.with(o.sale)
		f.Ours = o.entry.Amount()
		c.find(f)
	}
	for _, w := range c.waits {
		switch {
		case w.isBack():
			c.r.Counts[Reversed]++
		case w.charge != nil:
			c.find(*w.charge)
			fallthrough
		default:
			if w.charge == nil && w.ours { // its charge was in an earlier bill
				c.r.Counts[Reversed]++
			}
			for _, f := range w.unknowns {
				c.find(f)
			}
		}
	}
	c.charges, c.refunds, c.waits = nil, nil, nil
	slices.SortFunc(c.r.Findings, func(x, y Finding) int {
		return cmp.Or(cmp.Compare(slices.Index(Classes(), x.Class), slices.Index(Classes(), y.Class)), x.At.Compare(y.At),
			cmp.Compare(x.Line, y.Line), cmp.Compare(x.OutTradeNo, y.OutTradeNo), cmp.Compare(x.OutRefundNo, y.OutRefundNo))
	})
	of := map[string]int{}
	for i := range c.r.Findings {
		f := &c.r.Findings[i]
		key := f.Key()
		if of[key]++; of[key] > 1 {
			f.Nth = of[key]
		}
	}
	return c.r
}
