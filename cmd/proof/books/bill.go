package books

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"facetill/cmd/proof/world"
	"facetill/flow"
	"facetill/flow/flowtest"
	"facetill/flow/reconcile"
	"facetill/flow/refund"
	"facetill/flow/till"
	"facetill/wx/bill"
)

// billed is a day of which WeChat has a bill, and what the comparison came to.
type billed struct {
	day  time.Time
	rows []reconcile.Row
	was  reconcile.Result
}

// Bills holds WeChat's bills of all days against the journal when all is quiet: nothing is
// found but what the shop itself explains. Then one difference is put into one of them, and
// has to be found as what it is.
func (j *Judge) Bills(in *flowtest.Memory) {
	var all []billed
	last := till.Midnight(j.w.Time())
	for day := till.Midnight(j.w.Time().Add(-j.w.Elapsed())); !day.After(last); day = day.AddDate(0, 0, 1) {
		rows, was := j.compare(in, day, "", "")
		for _, f := range was.Findings {
			j.explained(in, day, f)
		}
		if len(rows) > 0 {
			all = append(all, billed{day, rows, was})
			if j.w.Stats.Checks++; was.Verdict() == reconcile.Agreed {
				j.w.Stats.Mark("a bill agrees")
			}
		}
	}
	if len(all) > 0 {
		j.spoils(in, all[j.w.Rng.IntN(len(all))])
	}
}

// compare reads the bill of a day, with something wrong in the row of a number, and those
// of the days beside it where they are wanted.
func (j *Judge) compare(in *flowtest.Memory, day time.Time, plant string, no flow.OutTradeNo) (rows []reconcile.Row, r reconcile.Result) {
	ctx, journal := context.Background(), in.Process("witness")
	sales, err := journal.List(ctx, flow.Filter{From: day, To: day.AddDate(0, 0, 1)})
	refunds, unread := journal.Refunds(ctx, day, day.AddDate(0, 0, 1))
	if err = errors.Join(err, unread); err != nil {
		j.w.Broken("1.1", "the journal does not list %s: %v", till.DayName(day), err)
	}
	shop := reconcile.Shop{MchID: j.w.Merchant.MchID, SubMchID: j.w.Merchant.SubMchID, Lanes: []string{"L1"}}
	c := reconcile.New(day, shop, sales, refunds, func(no flow.OutTradeNo) (flow.Attempt, bool, error) {
		a, _, err := journal.Read(ctx, no)
		if errors.Is(err, flow.ErrUnknown) {
			return a, false, nil
		}
		return a, err == nil, err
	})
	rows = j.read(day, plant, no, c, c.Add)
	for _, other := range []int{-1, 1} {
		beside := day.AddDate(0, 0, other)
		j.read(beside, "", "", nil, func(r reconcile.Row) error { c.Beside(beside, r); return nil })
	}
	return rows, c.Result()
}

// read hands over the rows of a bill, and to a comparison what else there is to say of it.
func (j *Judge) read(day time.Time, plant string, no flow.OutTradeNo, c *reconcile.Comparison, add func(reconcile.Row) error) (rows []reconcile.Row) {
	text := world.Bill(j.w, day, plant, no)
	if text == nil {
		return nil
	}
	from := bill.NewReader(bytes.NewReader(text))
	for {
		r, err := from.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil && r.Unreadable != "" {
			if c != nil {
				c.Unreadable(r.Line, r.Unreadable, r.Print)
			}
			continue
		}
		row := reconcile.Row{Line: r.Line, At: r.At, MchID: r.MchID, SubMchID: r.SubMchID, Lane: r.Device, OutTradeNo: flow.OutTradeNo(r.OutTradeNo),
			TransactionID: r.TransactionID, OutRefundNo: r.OutRefundNo, RefundID: r.RefundID, State: string(r.State),
			TotalFee: flow.Fen(r.Total), RefundFee: flow.Fen(r.Asked), TradeType: r.TradeType, Platform: r.RefundWay == "PLATFORM-ORIGINAL"}
		if err == nil {
			rows, err = append(rows, row), add(row)
		}
		if err != nil {
			j.w.Broken(billRule, "the bill of %s does not read: %v", till.DayName(day), err)
		}
	}
	if c != nil {
		for _, f := range from.Summary().Findings {
			c.Untrue(f.Line, f.String())
		}
	}
	return rows
}

// billRule is the money rule of what a bill tells.
const billRule = "4b.11"

// explained judges a finding in a bill that nobody spoiled. There is a reason for one: a
// person's word, somebody on the merchant platform, that it has no end, or that somebody
// adopted a journal which is older than the sale.
func (j *Judge) explained(in *flowtest.Memory, day time.Time, f reconcile.Finding) {
	a, _, err := in.Process("witness").Read(context.Background(), f.OutTradeNo)
	e, known := a.Refunds.Find(f.OutRefundNo)
	there, moved := j.w.Judge.InBook(f.OutTradeNo, f.OutRefundNo)
	word, platform, is := a.ByWord() || a.ResolvedAs != "", j.w.Judge.Back(f.OutTradeNo), false
	lost, forgotten := j.w.Judge.Aged[f.OutTradeNo], errors.Is(err, flow.ErrUnknown)
	if lost && forgotten { // by an adopted journal, that is older than the sale
		err = nil
	}
	switch f.Class {
	case reconcile.TheirsOnly:
		is = lost && forgotten
	case reconcile.Open:
		is = a.Open() || known && e.State == refund.Entered
	case reconcile.OursOnly:
		is = word
	case reconcile.Hidden, reconcile.ReversedTheirs: // the journal before the adopted one went on with it
		is = word || lost
	case reconcile.RefundTheirs: // a bill has refunds that WeChat took and closed later
		is = platform && (there.Platform || !known) || known && (e.Final || e.State == refund.Elsewhere && !e.IsClaimed()) || word || lost && !known
	case reconcile.RefundOurs, reconcile.Differs: // by a Date that lies, it was taken on another day
		off := there.AcceptedAt.Sub(e.AcceptedAt).Abs()
		is = f.State == reconcile.RowRefund && moved && off > reconcile.Near
		is = is || f.Class == reconcile.Differs && f.State == reconcile.RowSuccess && a.TimeEnd.IsZero() // by our own clock, that is hours off
	}
	if j.w.Stats.Checks++; err != nil || !is {
		j.w.Broken(billRule, "the bill of %s has %s of %s, here %s, refund %q here %q: %+v (%v)", till.DayName(day), f.Class, f.OutTradeNo, a.State, f.OutRefundNo, e.State, f, err)
	}
	if j.w.Stats.Mark("a bill has what the shop explains: " + string(f.Class)); lost {
		j.w.Stats.Mark("a bill has what an adopted journal forgot")
	}
}

// plant is what is put into a bill, by the class as which it has to be found.
type plant struct {
	name  string
	state string // of the row that it is about
	class reconcile.Class
}

var plants = []plant{
	{"row-missing", reconcile.RowSuccess, reconcile.OursOnly}, {"row-extra", reconcile.RowSuccess, reconcile.TheirsOnly},
	{"amount", reconcile.RowSuccess, reconcile.Differs}, {"row-twice", reconcile.RowSuccess, reconcile.Twice},
	{"refund-extra", reconcile.RowSuccess, reconcile.RefundTheirs}, {"refund-missing", reconcile.RowRefund, reconcile.RefundOurs},
	{"refund-amount", reconcile.RowRefund, reconcile.Differs}, {"unreadable", reconcile.RowSuccess, reconcile.Unreadable},
	{"summary-lies", reconcile.RowSuccess, reconcile.Summary}, {"reversal-missing", reconcile.RowRevoked, reconcile.Hidden},
}

// spoils puts one difference into a bill, in the row of a sale that is beyond doubt. Bills
// with refunds and reversals are few, and the difference is in those first.
func (j *Judge) spoils(in *flowtest.Memory, b billed) {
	for _, state := range []string{reconcile.RowRevoked, reconcile.RowRefund, reconcile.RowSuccess} {
		for _, row := range b.rows {
			if j.sure(in, b, row, state) {
				j.plantIn(in, b, row)
				return
			}
		}
	}
}

// plantIn puts a difference into a row.
func (j *Judge) plantIn(in *flowtest.Memory, b billed, row reconcile.Row) {
	fits := slices.Clone(plants)
	fits = slices.DeleteFunc(fits, func(p plant) bool { return p.state != row.State })
	p := fits[j.w.Rng.IntN(len(fits))]
	_, is := j.compare(in, b.day, p.name, row.OutTradeNo)
	j.w.Stats.Checks++
	if is.Counts[p.class] <= b.was.Counts[p.class] || is.Verdict() == reconcile.Agreed {
		j.w.Broken(billRule, "%s of %s was put into the bill of %s, and is not found as %s: %v, before %v",
			p.name, row.OutTradeNo, till.DayName(b.day), p.class, is.Counts, b.was.Counts)
	}
	j.w.Stats.Mark("found in a bill: " + p.name)
}

// sure reports whether a row is of a sale that both have of this day and nobody doubts,
// the only one of its number and state.
func (j *Judge) sure(in *flowtest.Memory, b billed, row reconcile.Row, state string) bool {
	a, _, err := in.Process("witness").Read(context.Background(), row.OutTradeNo)
	sold := a.State == flow.Paid && !a.Unclaimed || state == reconcile.RowRevoked && a.State == flow.Reversed && j.charge(b, a.OutTradeNo)
	if err != nil || row.State != state || !sold || a.ResolvedAs != "" || reconcile.WentBackLater(a, b.day.AddDate(0, 0, 1)) {
		return false
	}
	of := 0
	for _, other := range b.rows {
		if other.OutTradeNo == row.OutTradeNo && other.State == state {
			of++
		}
	}
	for _, f := range b.was.Findings {
		if f.OutTradeNo == row.OutTradeNo {
			return false
		}
	}
	within := func(at time.Time) bool { return !at.Before(b.day) && at.Before(b.day.AddDate(0, 0, 1)) }
	if e, is := a.Refunds.Find(row.OutRefundNo); state == reconcile.RowRefund && (!is || !e.IsClaimed() || e.State == refund.Elsewhere || !within(e.AcceptedAt)) {
		return false
	}
	return of == 1 && (state != reconcile.RowSuccess || within(a.ListedAt()))
}

// charge reports whether a bill has the charge of a number.
func (j *Judge) charge(b billed, no flow.OutTradeNo) bool {
	return slices.ContainsFunc(b.rows, func(r reconcile.Row) bool { return r.OutTradeNo == no && r.State == reconcile.RowSuccess })
}
