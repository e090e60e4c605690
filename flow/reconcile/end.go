package reconcile

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
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

// most are the findings that are told one by one, of those that are known, in their order.
// Each class has its share, and what room that leaves is that of the first: a thousand rows
// that do not read must not hide a charge, nor a thousand charges a sum that lies.
func most(all []Finding) []Finding {
	told, of, room := make([]bool, len(all)), map[Class]int{}, MostFindings
	for _, share := range []int{MostFindings / len(Classes()), MostFindings} {
		for i, f := range all {
			if !told[i] && room > 0 && of[f.Class] < share {
				told[i] = true
				of[f.Class]++
				room--
			}
		}
	}
	var list []Finding
	for i, f := range all {
		if told[i] {
			list = append(list, f)
		}
	}
	return list
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
func (w *waiting) isBack() bool { return w.revoked || w.later || w.total > 0 && w.back >= w.total }

// Beside compares a row of the bill of the day before or after, which begins at from. It
// settles what the day's own bill has left, where the journal's own time explains that the
// row is there; and what is in both bills is there twice. The rest of that bill has its
// own turn.
func (c *Comparison) Beside(from time.Time, r Row) {
	if r.MchID != c.shop.MchID || dayOf(r.At) != dayOf(from) {
		return
	}
	if c.seen[r.Key()] {
		f := of(Twice, r, "in the bill of "+dayOf(from)+" as well")
		f.Line = 0 // it would be one of another file
		c.find(f)
		return
	}
	w := c.waits[r.OutTradeNo]
	switch r.State {
	case RowSuccess:
		a, is := c.charges[r.OutTradeNo]
		if is && r.TotalFee == a.TotalFee && (a.TransactionID == "" || r.TransactionID == a.TransactionID) && isOfDay(r.At, a) {
			delete(c.charges, r.OutTradeNo)
			c.seen[r.Key()] = true
			c.r.Counts[Agrees]++
		}
	case RowRevoked:
		if w != nil {
			c.seen[r.Key()] = true
			w.revoked = true
		}
	default:
		if o, is := c.refunds[r.Key()]; is && r.RefundFee == o.entry.Amount() && isTakenAt(r.At, o.sale, o.entry) {
			delete(c.refunds, r.Key())
			c.seen[r.Key()] = true
			c.r.Counts[RefundAgrees]++
		}
		if w != nil {
			c.seen[r.Key()] = true
			w.back += r.RefundFee
		}
	}
}

// isTakenAt reports whether WeChat can have taken a refund at a moment. Where its first
// answer said so that is the moment of the answer; else what the journal has is when it
// was heard of, which may be days later.
func isTakenAt(at time.Time, a flow.Attempt, e refund.Entry) bool {
	off := at.Sub(e.AcceptedAt)
	if dayOf(at) == dayOf(e.AcceptedAt) || off.Abs() <= Near {
		return true
	}
	atOnce := e.Answered == refund.AnswerAccepted && e.Sends == 1
	return off < 0 && !atOnce && !at.Before(a.ListedAt().Add(-Near))
}

// Result ends the comparison: what the bill has to have and has not is a finding now.
func (c *Comparison) Result() Result {
	find := func(f Finding) { // these come in no order: which are told is seen when all are known
		c.r.Counts[f.Class]++
		c.r.Findings = append(c.r.Findings, f)
	}
	for _, a := range c.charges {
		class := OursOnly
		if a.Open() && !isSale(a) {
			class = Open
		}
		find(Finding{Class: class, At: a.ListedAt(), Lane: a.Lane, OutTradeNo: a.OutTradeNo, TransactionID: a.TransactionID, State: RowSuccess}.with(a))
	}
	for key, o := range c.refunds {
		f := Finding{Class: RefundOurs, At: o.entry.AcceptedAt, Lane: o.sale.Lane, OutTradeNo: key.OutTradeNo, State: RowRefund,
			OutRefundNo: key.OutRefundNo, RefundID: o.entry.RefundID, Refund: string(o.entry.State)}.with(o.sale)
		f.Ours = o.entry.Amount()
		find(f)
	}
	for _, w := range c.waits {
		switch {
		case w.isBack():
			c.r.Counts[Reversed]++
		case w.charge != nil:
			find(*w.charge)
			fallthrough
		default:
			if w.charge == nil && w.ours { // its charge was in an earlier bill
				c.r.Counts[Reversed]++
			}
			for _, f := range w.unknowns {
				find(f)
			}
		}
	}
	c.charges, c.refunds, c.waits = nil, nil, nil
	slices.SortFunc(c.r.Findings, func(x, y Finding) int {
		return cmp.Or(cmp.Compare(slices.Index(Classes(), x.Class), slices.Index(Classes(), y.Class)), x.At.Compare(y.At),
			cmp.Compare(x.Line, y.Line), cmp.Compare(x.OutTradeNo, y.OutTradeNo), cmp.Compare(x.OutRefundNo, y.OutRefundNo))
	})
	c.r.Findings = most(c.r.Findings)
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
