package refund

import (
	"cmp"
	"slices"
	"time"
)

// beginOld enters a refund of an older journal, which had one at a time and began
// the same number anew after a person had decided again. Whether its fee fits was
// decided by the flow, as it was then.
func (l List) beginOld(n int, f Begun) (List, bool) {
	e, next := entered(n, f), slices.Clone(l)
	if i := l.index(f.OutRefundNo); i >= 0 {
		next[i] = e
	} else {
		next = append(next, e)
	}
	return next, f.Fee > 0
}

// isOld reports whether an entry is of an older journal.
func (e Entry) isOld() bool { return e.BegunAt.IsZero() }

// end folds an older journal's word that so much of the order is back: what was not back
// before is that of the refund it had begun, up to its fee, and the platform's above that.
// Where it had begun none, the attempt alone knows the sum.
func (l List) end(n int, f Ended) (List, bool) {
	next := slices.Clone(l)
	i := slices.IndexFunc(next, func(e Entry) bool { return e.isOld() && e.State != Done })
	if i < 0 {
		return next, f.RefundedFee > 0
	}
	e := &next[i]
	e.State, e.ToldN = Refused, n
	more := f.RefundedFee - l.without(i).Back()
	if more <= 0 {
		return next, true
	}
	own := more
	if e.Number != "" {
		own = min(e.Fee, more)
	}
	e.State, e.Fee, e.AcceptedN, e.AcceptedAt, e.DoneAt = Done, own, n, f.At, f.At
	if more > own {
		next = append(next, Entry{Fee: more - own, State: Done, Purpose: SeenOnly, BegunN: n, AcceptedN: n, ToldN: n, AcceptedAt: f.At, DoneAt: f.At})
	}
	return next, true
}

// isCounted reports whether it is money that an older journal has seen back without its
// number.
func (e Entry) isCounted() bool { return e.State == Done && e.Number == "" }

// counted returns the rows of an answer that are in the list without their numbers, the
// largest first: they would be counted twice.
func (l List) counted(rows []Seen) map[string]bool {
	left, are := l.sum(Entry.isCounted), map[string]bool{}
	rows = slices.SortedStableFunc(slices.Values(rows), func(a, b Seen) int { return cmp.Compare(b.Fee, a.Fee) })
	for _, r := range rows {
		if _, known := l.Find(r.Number); !known && r.Status == StatusSuccess && r.Fee <= left {
			left, are[r.Number] = left-r.Fee, true
		}
	}
	return are
}

func (l List) without(i int) List { return slices.Delete(slices.Clone(l), i, i+1) }

// OldNeedsPerson is the list of an older journal's attempt that needs a person
// because of its refund: refused, or stuck.
func (l List) OldNeedsPerson(refused bool) List {
	next := slices.Clone(l)
	for i, e := range next {
		switch {
		case !e.isOld() || e.State != Entered:
		case refused:
			next[i].State = Refused
		default:
			next[i].State = Stuck
		}
	}
	return next
}

// OldResolved is the list of an older journal's attempt of which a person said that
// nothing is charged any more: what it had begun was given back.
func (l List) OldResolved(by, reason string, at time.Time) List {
	return l.endOld(func(e *Entry) {
		e.State, e.SettledAs, e.SettledBy, e.SettledReason, e.DoneAt = Stuck, SettledThere, by, reason, at
	})
}

// OldPaid is the list of an older journal's attempt of which a person said that it is
// paid, in the attempt's fact n: what was seen going back takes nothing from it any
// more. How much of it is back is asked about like any other refund of a paid sale.
func (l List) OldPaid(n int, by, reason string) List {
	return l.endOld(func(e *Entry) {
		e.State, e.Final, e.ToldN = SettledOtherwise, true, n
		e.SettledAs, e.SettledBy, e.SettledReason = SettledElse, by, reason
	})
}

// OldProven is the list of an older journal's attempt whose reversal is proven: by its
// refund, which is done, or in another way, and then the refund moved nothing.
func (l List) OldProven(refunded bool, n int, at time.Time) List {
	return l.endOld(func(e *Entry) {
		e.State, e.Final, e.ToldN = Refused, true, n
		if refunded {
			e.State, e.Final, e.AcceptedN, e.DoneAt = Done, false, n, at
		}
	})
}

// endOld ends what an older journal's refund left without an end.
func (l List) endOld(end func(*Entry)) List {
	next := slices.Clone(l)
	for i := range next {
		if e := &next[i]; e.isOld() && (e.State == Entered || e.State == Stuck || e.State == Refused) {
			end(e)
		}
	}
	return next
}
