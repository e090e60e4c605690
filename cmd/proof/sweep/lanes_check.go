package main

import (
	"context"
	"errors"

	"facetill/flow"
	"facetill/flow/field"
)

// told is the lane's word to its cashier. Paid counts only once its line is in
// the journal: a lane from which the attempt was taken hears that there, and says
// "still checking" (money rules 5.3, 5.6).
func (l *lane) told(p *process, s *flow.Sale, a flow.Attempt) {
	w, ctx := l.s.w, context.Background()
	w.stats.checks++
	if out := a.Outcome(); out != flow.OutcomePaid && out != flow.OutcomeOpen {
		if h := w.held(a.OutTradeNo); h != 0 && !w.settledLate(a) {
			w.broken("7.2", "%s was said of %s while %s are held", out, a.OutTradeNo, h)
		}
	}
	s.TellDevice(ctx)
	if a.Outcome() != flow.OutcomePaid || a.Unclaimed {
		return
	}
	if _, err := p.runner.Told(ctx, a); err != nil {
		if !taken(err) {
			w.broken("5.3", "told of %s was not written: %v", a.OutTradeNo, err)
		}
		w.note("still checking: %v", err)
		w.stats.mark("told after it was taken is 8")
		return
	}
	if w.held(a.OutTradeNo) == 0 && !w.back(a.OutTradeNo) {
		w.broken("7.2", "paid was said of %s, for which nothing is held", a.OutTradeNo)
	}
	if w.goods[a.OutTradeNo] {
		w.stats.mark("told twice of one charge")
	}
	w.goods[a.OutTradeNo] = true
	if len(w.goods) > 1 && !l.s.minted {
		w.broken("5.4", "paid was said of two attempts of one sale")
	}
}

// refused notes a write that the compare-and-set did not take.
func (s *lanes) refused(err error) {
	if errors.Is(err, flow.ErrFenced) {
		s.w.note("refused: %v", err)
		s.w.stats.mark("refused by the compare-and-set")
	}
}

// persons decide about unclaimed charges, at whatever lane they stand; others
// may have been quicker.
func (l *lane) persons(p *process) {
	w, ctx := l.s.w, context.Background()
	pending, _ := p.journal.Pending(ctx)
	for _, a := range pending {
		if a.State != flow.Paid || !a.Unclaimed {
			continue
		}
		given := w.rng.IntN(2) == 0 || w.goods[a.OutTradeNo]
		w.stats.mark("unclaimed")
		var field *field.Error
		switch _, err := p.runner.Settle(ctx, a.OutTradeNo, given, "Li", "found"); {
		case taken(err), errors.As(err, &field):
			w.stats.mark("a person came second")
		case err != nil:
			w.broken("5.2", "%s cannot be settled: %v", a.OutTradeNo, err)
		case !given:
			w.stats.mark("a person gives back")
		}
	}
}

// settledLate says that a refusal was true when WeChat was asked and is not any
// more: the lane was suspended between the question and its record, or before it
// told its cashier. The closing of the number finds the charge.
func (w *world) settledLate(a flow.Attempt) bool {
	e := w.seen[a.OutTradeNo]
	return w.lanes != nil && a.State == flow.Refused && e != nil && e.refusedTruly
}

// witnessPay: only the sale that made an attempt pays with it, so the code of a
// second press is never sent, and no recoverer has one (money rules 5.1, 5.4).
func (s *lanes) witnessPay(no flow.OutTradeNo) {
	switch l := s.turn; {
	case l.call == nil:
		s.w.broken("5.1", "%s sends a pay request of %s without a sale", l.label, no)
	case l.call.Replayed():
		s.w.broken("5.4", "%s sends its own code for %s, which another call made", l.label, no)
	case l.lost > 0:
		s.w.stats.mark("paid by one whose lease was over")
	}
}

// mayPay says whether a pay request may leave in that state. Where lanes take
// over, the one that was submitting may be late by its send_by, and meanwhile
// another one asks; what is final lets nobody pay.
func (w *world) mayPay(a flow.Attempt) bool {
	if w.lanes == nil {
		return a.State == flow.Submitting
	}
	return a.Open() && a.State != flow.Paid
}

// mayReverse says whether a reverse may leave. A lane that is woken in the middle
// may send one more for a number that another has brought to its end; it must
// have been decided all the same.
func (w *world) mayReverse(a flow.Attempt) bool {
	closing := a.State == flow.Refused && a.Closing
	if w.lanes == nil {
		return a.State == flow.Reversing || closing
	}
	switch a.State {
	case flow.Refused, flow.Reversing, flow.Reversed, flow.Refunding, flow.Refunded, flow.NeedsPerson:
		return true
	}
	return false
}

// wantedLanes are the paths that some thousand worlds of lanes must have reached.
var wantedLanes = []string{"lane suspended", "woken after its lease", "paid by one whose lease was over", "refused by the compare-and-set",
	"refused by the database", "second press", "second waits", "finished elsewhere", "finished earlier", "stopped by 5.3", "turned away at the end", "two customers of one amount", "told after it was taken is 8", "told twice of one charge",
	"unclaimed", "a person gives back", "a person came second", "taken over opened", "taken over submitting", "taken over confirming",
	"taken over reversing", "taken over paid", "taken over refused", "suspended at before pay", "suspended at after pay", "suspended at before told",
	"suspended at before reverse", "suspended at before reversal_decided", "suspended at clock", "paid", "refused", "reversing", "reversed", "cancelled",
	"not_sent", "reverse sent", "crash after intent", "crash after POST /pay/micropay", "crash before reversed",
	"first Date a day ahead", "first Date a day behind", "intent on one Date", "fences began late"}
