package world

import (
	"context"
	"errors"
	"slices"

	"facetill/flow"
	"facetill/wx/sim/book"
)

// Judge holds what the till says and sends against WeChat's book, at that very
// moment: at rest, recovery may have repaired what should not have happened.
type Judge struct {
	Goods map[flow.OutTradeNo]bool // paid was said: the customer has them
	Aged  map[flow.OutTradeNo]bool // the journal is older than its facts, by a person's word
	w     *World

	seen   map[flow.OutTradeNo]*evidence
	backs  map[string]*returning // by out_refund_no
	looked map[looked]bool
}

func newJudge(w *World) *Judge {
	return &Judge{Goods: map[flow.OutTradeNo]bool{}, Aged: map[flow.OutTradeNo]bool{}, w: w,
		seen: map[flow.OutTradeNo]*evidence{}, backs: map[string]*returning{}, looked: map[looked]bool{}}
}

// Held is the money, in fen, that WeChat keeps of the payer for a number.
func (j *Judge) Held(no flow.OutTradeNo) flow.Fen { return Held(j.w.gate, mchID, no, j.w.Time()) }

// Back reports whether somebody gave money of a number back on the merchant platform:
// what the till gives back is judged by its entries, and excuses nothing.
func (j *Judge) Back(no flow.OutTradeNo) bool {
	o, _ := j.w.gate.Order(mchID, string(no))
	return slices.ContainsFunc(o.Refunds, func(r book.Refund) bool { return r.Platform })
}

func (j *Judge) charged(no flow.OutTradeNo) bool {
	o, ok := j.w.gate.Order(mchID, string(no))
	return ok && o.Charged(j.w.Time())
}

// watch judges a durable step.
func (j *Judge) watch(before, after flow.Attempt) {
	if before.State == after.State || j.Aged[after.OutTradeNo] {
		return
	}
	if after.ByWord() { // whoever gave the word answers for it
		j.w.Stats.Mark("resolved " + after.ResolvedAs)
		return
	}
	j.w.Stats.Checks++
	j.w.Stats.Mark(string(after.State))
	no := after.OutTradeNo
	switch after.State {
	case flow.Paid:
		if !j.charged(no) {
			j.w.Broken("2.1", "%s was written as paid and is not charged", no)
		}
		if after.Epoch > 1 && !after.Unclaimed && after.RefundedFee == 0 {
			j.w.Broken("5.2", "%s was found paid by a later process and is not unclaimed", no)
		}
	case flow.Refused, flow.Cancelled, flow.NotSent:
		e := j.evidence(no)
		e.refusedTruly, e.refusedAt = e.asked && !e.heldWhenAsked, j.w.now
		if h := j.Held(no); h != 0 && !j.SettledLate(after) {
			j.w.Broken("2.2", "%s was written as %s while %s are held", no, after.State, h)
		}
	case flow.Reversed:
		if h := j.Held(no); h != 0 {
			j.w.Broken("4.2", "%s was written as reversed while %s are held", no, h)
		}
	case flow.Reversing:
		if before.State == flow.Paid && after.DecidedBy == "" {
			j.w.Broken("3.4", "%s was paid and is reversed by itself", no)
		}
	}
}

// said judges what a cashier or a caller hears, at that moment. Nothing that is
// repaired later makes a wrong word right.
func (j *Judge) said(p *Till, s *flow.Sale, a flow.Attempt) {
	j.Denied(a)
	ctx, paid := context.Background(), a.Outcome() == flow.OutcomePaid
	if paid {
		j.Answered(a)
		if !j.charged(a.OutTradeNo) {
			j.w.Broken("7.2", "paid was said of %s, which is not charged", a.OutTradeNo)
		}
		j.HandOver(a, false)
	}
	s.TellDevice(ctx)
	if !paid {
		return
	}
	if _, err := p.Runner.Shown(ctx, a); err != nil && !a.Shown {
		j.w.Broken("5.3", "that %s was shown was not written: %v", a.OutTradeNo, err)
	}
}

// Denied judges a word by which nothing is charged: then nothing is held.
func (j *Judge) Denied(a flow.Attempt) {
	j.w.Stats.Checks++
	switch out := a.Outcome(); {
	case out == flow.OutcomePaid || out == flow.OutcomeOpen || j.Aged[a.OutTradeNo]:
		return
	case out == flow.OutcomeRefunding:
		if taken, total := j.taken(a.OutTradeNo); taken+int64(a.Refunds.Otherwise()) < total {
			j.w.Broken("4b.10", "all of %s is said to be on its way back, and WeChat has taken %d of %d", a.OutTradeNo, taken, total)
		}
		return
	}
	h := j.Held(a.OutTradeNo)
	if out := a.Outcome(); out == flow.OutcomeRefunded { // what a person gave in another way WeChat still holds
		h -= min(h, a.Refunds.Otherwise())
	}
	if h != 0 && !j.SettledLate(a) && !a.ByWord() {
		j.w.Broken("7.2", "%s was said of %s while %s are held", a.Outcome(), a.OutTradeNo, h)
	}
}

// taken is what WeChat has taken on of an order's refunds, and the order's sum. What it
// has closed since is among them: the till asks about it by the gaps of money rule 4b.5,
// and at rest it has heard.
func (j *Judge) taken(no flow.OutTradeNo) (taken, total int64) {
	o, _ := j.w.gate.Order(mchID, string(no))
	for _, r := range o.Refunds {
		taken += r.RefundFee
	}
	return taken, o.TotalFee
}

// Answered judges "paid" as the answer to a call: never of a sale that a person had a
// word in, on which the goods went already (money rule 5.4).
func (j *Judge) Answered(a flow.Attempt) {
	if a.ResolvedAs != "" {
		j.w.Broken("5.4", "paid was said of %s, which %s resolved as %s", a.OutTradeNo, a.ResolvedBy, a.ResolvedAs)
	}
}

// HandOver is what follows where paid is said: the customer has the goods, twice only
// where the sales may be two.
func (j *Judge) HandOver(a flow.Attempt, maybeTwo bool) {
	j.Goods[a.OutTradeNo] = true
	if len(j.Goods) > 1 && !maybeTwo {
		j.w.Broken("5.4", "paid was said of two attempts of one sale")
	}
}

// Left lists the attempts that a machine must still drive, and reports whether there are
// charges for which a person must say whose they are.
func (j *Judge) Left() (busy []string, unclaimed bool) {
	witness := j.w.Disk.Process("witness")
	pending, err := witness.Pending(context.Background())
	under, errRefunds := witness.Refunding(context.Background())
	if err = errors.Join(err, errRefunds); err != nil {
		j.w.Broken("1.1", "the journal does not list what is open: %v", err)
	}
	for _, a := range under {
		if a.State == flow.Refunding && !a.Open() { // what is on its way arrives as well
			pending = append(pending, a)
		} else if j.works(&a) {
			busy = append(busy, "refund of "+string(a.OutTradeNo))
		}
	}
	for i := range pending {
		switch a := &pending[i]; {
		case a.State == flow.NeedsPerson || j.held(a):
		case j.mayArrive(a):
		case a.State == flow.Paid && a.Unclaimed:
			unclaimed = true
		default:
			busy = append(busy, string(a.State)+" "+string(a.OutTradeNo))
		}
	}
	return busy, unclaimed
}

// onItsWay reports whether WeChat has yet to end a refund of a number: nobody need wait
// for that (money rule 4b.5).
func (j *Judge) onItsWay(no flow.OutTradeNo) bool {
	o, _ := j.w.gate.Order(mchID, string(no))
	return slices.ContainsFunc(o.Refunds, func(r book.Refund) bool { return r.Status(j.w.Time()) == book.RefundProcessing })
}

// mayArrive reports whether an attempt that is undone waits for WeChat alone.
func (j *Judge) mayArrive(a *flow.Attempt) bool {
	undone := a.State == flow.Reversing || a.State == flow.Refunding && !a.Open()
	return undone && j.onItsWay(a.OutTradeNo)
}

// GoesBack reports whether a charge is on its way back, or a person has to see why it
// does not get there (money rules 4.2, 4b.7).
func (j *Judge) GoesBack(a *flow.Attempt) bool {
	return j.mayArrive(a) || a.State == flow.NeedsPerson && (j.Back(a.OutTradeNo) || len(a.Refunds) > 0)
}

// held reports whether a refund was begun before the journal was adopted, and WeChat does
// not have it: it is asked about, and waits for a person (money rule 4b.12).
func (j *Judge) held(a *flow.Attempt) bool {
	e, open := a.Refunds.Begun()
	_, moved := j.InBook(a.OutTradeNo, e.Number)
	return open && e.IsAdopted(a.Adoptions) && !moved
}

// AtRest holds both books against each other when all is quiet.
func (j *Judge) AtRest() {
	attempts, err := j.w.Disk.Process("witness").List(context.Background(), flow.Filter{})
	if err != nil {
		j.w.Broken("1.1", "the journal does not list: %v", err)
	}
	known := map[string]flow.Attempt{}
	charged := 0
	for _, a := range attempts {
		known[string(a.OutTradeNo)] = a
		j.w.Stats.Checks++
		h := j.Held(a.OutTradeNo)
		if h > 0 && !j.GoesBack(&a) {
			charged++
		}
		if !j.Aged[a.OutTradeNo] {
			j.backAtRest(a)
		}
		if a.ByWord() || j.Aged[a.OutTradeNo] {
			continue
		}
		switch a.State {
		case flow.Paid, flow.NeedsPerson:
			if a.State == flow.Paid && h == 0 && !j.Back(a.OutTradeNo) && a.Refunds.Claimed() < a.TotalFee {
				j.w.Broken("I1", "%s is paid and nothing is held", a.OutTradeNo)
			}
		case flow.Refused, flow.Cancelled, flow.NotSent, flow.Reversed, flow.Refunded:
			if h != 0 {
				j.w.Broken("I1", "%s is %s and %s are held", a.OutTradeNo, a.State, h)
			}
		default:
			if !j.held(&a) && !j.mayArrive(&a) {
				j.w.Broken("I7", "%s is still %s", a.OutTradeNo, a.State)
			}
		}
		byHand, _ := j.ByHand(a.OutTradeNo)
		if j.Goods[a.OutTradeNo] && !j.Back(a.OutTradeNo) && byHand == 0 && a.State != flow.Paid && a.State != flow.NeedsPerson {
			j.w.Broken("3.4", "the goods of %s went out, and it is %s", a.OutTradeNo, a.State)
		}
	}
	j.w.Course.Charged(attempts, charged)
	orders, _ := j.w.gate.Orders()
	for _, o := range orders {
		if _, ok := known[o.OutTradeNo]; !ok && o.Held(j.w.Time()) > 0 && !j.Aged[flow.OutTradeNo(o.OutTradeNo)] {
			j.w.Broken("1.1", "WeChat holds money for %s, which the journal does not know", o.OutTradeNo)
		}
	}
}

// SettledLate reports whether a refusal was true when WeChat was asked and may
// not be any more: whoever asked was suspended before it was recorded or said.
// The closing of the number finds the charge.
func (j *Judge) SettledLate(a flow.Attempt) bool {
	e := j.evidence(a.OutTradeNo)
	return (j.w.Course.MayBeLate() || j.w.Asleep > e.refusedAt) && a.State == flow.Refused && e.refusedTruly
}
