package till

import (
	"context"
	"slices"
	"time"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/day"
)

// Lists is what a till reads of its journal. It writes nothing down, and asks nobody
// else: a command that only looks needs no more, and a copy has no more.
type Lists struct {
	journal flow.Journal
	clock   clock.Clock
	id      flow.Identity
	books   day.Books
	runner  *flow.Runner // for the key of this till's own sales
}

// Open returns what has no end, oldest first: attempts, and behind them sales at their
// end with a refund whose acceptance is not known.
func (l *Lists) Open(ctx context.Context) ([]flow.Attempt, error) {
	all, err := l.journal.Pending(ctx)
	if err != nil {
		return nil, err
	}
	refunds, err := l.OpenRefunds(ctx)
	return day.OpenOf(all, refunds), err
}

// OpenRefunds returns the refunds that have no end.
func (l *Lists) OpenRefunds(ctx context.Context) (OpenRefunds, error) {
	all, err := l.journal.Refunding(ctx)
	return day.RefundsOf(all, l.clock.Now().Wall), err
}

// List returns attempts, newest first, and whether there are more than the filter's
// limit: a list that is cut has to say so (money rule 7.1).
func (l *Lists) List(ctx context.Context, f flow.Filter) (all []flow.Attempt, more bool, err error) {
	limit := f.Limit
	if limit > 0 {
		f.Limit++
	}
	all, err = l.journal.List(ctx, f)
	if limit > 0 && len(all) > limit {
		return all[:limit], true, err
	}
	return all, false, err
}

// Recent returns this lane's last 20 attempts, newest first.
func (l *Lists) Recent(ctx context.Context) ([]flow.Attempt, error) {
	return l.journal.List(ctx, flow.Filter{Lane: l.id.Lane, Limit: 20})
}

// History returns this lane's attempts of the day of an instant, newest first and at
// most 5000.
func (l *Lists) History(ctx context.Context, at time.Time) ([]flow.Attempt, error) {
	from := Midnight(at)
	return l.journal.List(ctx, flow.Filter{From: from, To: from.AddDate(0, 0, 1), Lane: l.id.Lane, Limit: 5000})
}

// Timeline returns the durable facts of an attempt.
func (l *Lists) Timeline(ctx context.Context, no flow.OutTradeNo) ([]flow.Event, error) {
	return l.journal.Timeline(ctx, no)
}

// FindMost is how many a journal finds at most.
const FindMost = 20

// Find returns the attempts that a reference, a number or last digits may mean, and
// for "" this lane's last one. A reference may be another sale's number: then both
// are meant. Who moves money asks [Lists.FindAny].
func (l *Lists) Find(ctx context.Context, text string) ([]flow.Attempt, error) {
	found, err := l.FindAny(ctx, text)
	if slices.ContainsFunc(found, func(a flow.Attempt) bool { return isExact(a, text) }) {
		found = slices.DeleteFunc(found, func(a flow.Attempt) bool { return !isExact(a, text) })
	}
	return found, err
}

// FindAny is [Lists.Find] where a reference may be the last digits of another sale's
// number, too: a person who types those must not move that reference's money.
func (l *Lists) FindAny(ctx context.Context, text string) ([]flow.Attempt, error) {
	if text == "" {
		return l.journal.List(ctx, flow.Filter{Lane: l.id.Lane, Limit: 1})
	}
	a, is, err := l.ofReference(ctx, text)
	if err != nil {
		return nil, err
	}
	found, err := l.journal.Find(ctx, text)
	if !is || err != nil {
		return found, err
	}
	found = slices.DeleteFunc(found, func(other flow.Attempt) bool {
		return other.Sale == a.Sale || isReference(other, text) // of another till
	})
	return append(found, a), nil
}

// isExact reports whether a text is the whole reference or a whole number of an attempt.
func isExact(a flow.Attempt, text string) bool {
	return isReference(a, text) || string(a.OutTradeNo) == text || a.TransactionID == text
}

// isReference reports whether a text is the reference of an attempt, and no number of it.
func isReference(a flow.Attempt, text string) bool {
	return !a.RefMinted && a.Sale.Ref == text && string(a.OutTradeNo) != text && a.TransactionID != text
}

// ofReference returns the attempt that an exact reference means: of its sale the
// one that blocks, else the last (money rule 5.10). This till's own sale comes
// first. false where no sale has it, or several tills have one each.
func (l *Lists) ofReference(ctx context.Context, ref string) (a flow.Attempt, is bool, err error) {
	attempts, err := l.journal.Sale(ctx, l.runner.Key(ref))
	if err != nil {
		return a, false, err
	}
	if len(attempts) == 0 {
		found, err := l.journal.Find(ctx, ref)
		if err != nil {
			return a, false, err
		}
		found = slices.DeleteFunc(found, func(a flow.Attempt) bool { return a.RefMinted || a.Sale.Ref != ref })
		if len(found) == 0 || slices.ContainsFunc(found, func(a flow.Attempt) bool { return a.Sale != found[0].Sale }) {
			return a, false, nil
		}
		if attempts, err = l.journal.Sale(ctx, found[0].Sale); err != nil || len(attempts) == 0 {
			return a, false, err
		}
	}
	for _, a := range slices.Backward(attempts) {
		if a.Blocking() {
			return a, true, nil
		}
	}
	return attempts[len(attempts)-1], true, nil
}

// Now returns what a text that meant an attempt means by now: of a reference it may be
// the next one, which was opened meanwhile (money rules 5.4, 5.10).
func (l *Lists) Now(ctx context.Context, text string, a flow.Attempt) (flow.Attempt, error) {
	if !isReference(a, text) {
		return a, nil
	}
	if next, is, err := l.ofReference(ctx, text); is || err != nil {
		return next, err
	}
	return a, nil
}

// IsAnothers reports whether a text means an attempt by its reference alone, and its
// sale is another device's. A person at another desk finds it; a caller who counts its
// own baskets must not take it for one of them (money rule 5.10).
func (l *Lists) IsAnothers(a flow.Attempt, text string) bool {
	return isReference(a, text) && a.Sale != l.runner.Key(text)
}

// PersonsTurn reports whether what is open stands before a person: no program can end it,
// or none has for long (money rule 4b.4). A refund that is driven goes first.
func PersonsTurn(a flow.Attempt) bool {
	if e, is := a.Refunds.Begun(); is {
		return SaleRefund{Sale: a, Entry: e}.PersonsTurn()
	}
	return a.State == flow.NeedsPerson || a.State == flow.Paid
}

// isDriven reports whether a program may end what is open. A refund that is late is a
// person's, and driven all the same.
func isDriven(a flow.Attempt) bool {
	e, _ := a.Refunds.Begun()
	return !PersonsTurn(a) || e.IsLate() && !e.IsAdopted(a.Adoptions)
}

// heartQuiet is how old the newest heartbeat may be before nobody is taken to drive
// what is open. Who drives beats at least every 5 s.
const heartQuiet = 30 * time.Second

// Driven reports whether some process drives what is open, of this machine or of
// another one (money rule 4.5).
func (l *Lists) Driven(ctx context.Context) (bool, error) {
	beat, err := l.journal.LastBeat(ctx)
	return err == nil && !beat.IsZero() && l.clock.Now().Wall.Sub(beat) <= heartQuiet, err
}

// Unattended reports whether some of what is open is driven by nobody. What waits
// for a person is no process's, and what a living one has just begun is too young to
// tell by its heart.
func (l *Lists) Unattended(ctx context.Context, open []flow.Attempt) (bool, error) {
	driven, err := l.Driven(ctx)
	if driven || err != nil {
		return false, err
	}
	now := l.clock.Now().Wall
	return slices.ContainsFunc(open, func(a flow.Attempt) bool {
		_, owned, err := l.journal.Read(ctx, a.OutTradeNo)
		began := a.IntentAt
		if e, is := a.Refunds.Begun(); is { // the sale is let go of between two steps
			began, owned = e.BegunWall, true
		}
		age := now.Sub(began)
		justBegun := err == nil && owned && age >= 0 && age < heartQuiet
		return isDriven(a) && !justBegun
	}), nil
}

// Ended reports whether nothing is open but what waits for a person's word, or for a
// process that knows its WeChat (money rule 1.9): no driving helps any more.
func (l *Lists) Ended(ctx context.Context) bool {
	open, err := l.Open(ctx)
	return err == nil && !slices.ContainsFunc(open, func(a flow.Attempt) bool {
		return !PersonsTurn(a) && a.At(l.id.WeChat)
	})
}
