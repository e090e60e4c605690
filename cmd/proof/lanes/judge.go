package lanes

import (
	"context"
	"errors"

	"facetill/cmd/proof/world"
	"facetill/flow"
	"facetill/flow/field"
)

// said is the lane's word to its cashier. Paid counts only once its fact is in
// the journal: a lane from which the attempt was taken hears that there, and says
// "still checking" (money rules 5.3, 5.6).
func (l *lane) said(p *world.Till, s *flow.Sale, a flow.Attempt) {
	w, ctx := l.s.w, context.Background()
	w.Judge.Denied(a)
	s.TellDevice(ctx)
	if a.Outcome() != flow.OutcomePaid {
		return
	}
	if _, err := p.Runner.Shown(ctx, a); err != nil {
		if !taken(err) {
			w.Broken("5.3", "that %s was shown was not written: %v", a.OutTradeNo, err)
		}
		w.Note("still checking: %v", err)
		w.Stats.Mark("said after it was taken is 8")
		return
	}
	if w.Judge.Held(a.OutTradeNo) == 0 && !w.Judge.Back(a.OutTradeNo) {
		w.Broken("7.2", "paid was said of %s, for which nothing is held", a.OutTradeNo)
	}
	if w.Judge.Goods[a.OutTradeNo] {
		w.Stats.Mark("said twice of one charge")
	}
	w.Judge.Answered(a)
	w.Judge.HandOver(a, l.s.minted)
}

// CameSecond: persons decide at whatever lane they stand, and others may have been
// quicker.
func (s *lanes) CameSecond(err error) bool {
	var field *field.Error
	return taken(err) || errors.As(err, &field)
}

// MayBeLate: a lane may be suspended between the question and its record, or
// before it tells its cashier.
func (s *lanes) MayBeLate() bool { return true }

// Paying: only the sale that made an attempt pays with it, so the code of a
// second press is never sent, and no recoverer has one (money rules 5.1, 5.4).
func (s *lanes) Paying(no flow.OutTradeNo) {
	switch l := s.turn; {
	case l.call == nil:
		s.w.Broken("5.1", "%s sends a pay request of %s without a sale", l.label, no)
	case l.call.Replayed():
		s.w.Broken("5.4", "%s sends its own code for %s, which another call made", l.label, no)
	case l.lost > 0:
		s.w.Stats.Mark("paid by one whose lease was over")
	}
}

// MayPay: where lanes take over, the one that was submitting may be late by its
// send_by, and meanwhile another one asks; what is final lets nobody pay.
func (s *lanes) MayPay(a flow.Attempt) bool { return a.Open() && a.State != flow.Paid }

// MayReverse: a lane that is woken in the middle may send one more for a number
// that another has brought to its end; it must have been decided all the same.
func (s *lanes) MayReverse(a flow.Attempt) bool {
	switch a.State {
	case flow.Refused, flow.Reversing, flow.Reversed, flow.Refunding, flow.Refunded, flow.NeedsPerson:
		return true
	}
	return false
}

// Wanted are the paths that some thousand worlds of lanes must have reached.
var Wanted = []string{"lane suspended", "woken after its lease", "paid by one whose lease was over", "refused by the compare-and-set",
	"refused by the database", "second press", "second waits", "finished elsewhere", "finished earlier", "stopped by 5.3", "turned away at the end", "two customers of one amount", "said after it was taken is 8", "said twice of one charge",
	"unclaimed", "a person gives back", "a person came second", "taken over opened", "taken over submitting", "taken over confirming",
	"taken over reversing", "taken over paid", "taken over refused", "suspended at before pay", "suspended at after pay", "suspended at before told",
	"suspended at before reverse", "suspended at before reversal_decided", "suspended at clock", "paid", "refused", "reversing", "reversed", "cancelled",
	"not_sent", "reverse sent", "crash after intent", "crash after POST /pay/micropay", "crash before reversed",
	"first Date a day ahead", "first Date a day behind", "intent on one Date", "fences began late"}
