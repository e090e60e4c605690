package refund

import (
	"slices"
	"time"

	"facetill/flow/money"
)

// List is the refunds of one attempt, in the order in which they were entered. It is
// a value: no method changes its receiver.
type List []Entry

// Find returns the entry of a number.
func (l List) Find(number string) (Entry, bool) {
	if i := l.index(number); i >= 0 {
		return l[i], true
	}
	return Entry{}, false
}

// FindRef returns the entry of a reference: the one that was begun under it, or the
// one that has the number which the reference makes, as a look at WeChat found it.
func (l List) FindRef(outTradeNo, ref string) (Entry, bool) {
	number := NumberOf(outTradeNo, ref)
	i := slices.IndexFunc(l, func(e Entry) bool { return e.Ref == ref || e.Number == number })
	if ref == "" || i < 0 {
		return Entry{}, false
	}
	return l[i], true
}

// AnySince reports whether an entry was begun, sent again or ended by a person, or is back,
// since a moment of the wall clock: those that WeChat may say something new of.
func (l List) AnySince(at time.Time) bool {
	return slices.ContainsFunc(l, func(e Entry) bool { return !e.BegunWall.Before(at) || !e.DoneAt.Before(at) })
}

// WasRest reports whether an entry may have been all that was left of a sale of this total
// when it was begun: the total less what was begun before it and held. Of what was closed,
// or refused and moved after all, nobody knows how it stood then, so both will do.
func (l List) WasRest(total money.Fen, e Entry) bool {
	var sure, maybe money.Fen
	for _, before := range l {
		if before.BegunN >= e.BegunN {
			continue
		}
		held := before.IsHeld()
		if held && before.Refusals == 0 && !before.Final {
			sure += before.Fee // it may have been seen with another one since
		}
		if held || !before.AcceptedAt.IsZero() {
			maybe += before.Amount()
		}
	}
	return total-maybe <= e.Fee && e.Fee <= total-sure
}

func (l List) index(number string) int {
	return slices.IndexFunc(l, func(e Entry) bool { return e.Number == number })
}

// Begun returns the entry whose acceptance is not known. There is one at most.
func (l List) Begun() (Entry, bool) {
	i := slices.IndexFunc(l, func(e Entry) bool { return e.State == Entered })
	if i < 0 {
		return Entry{}, false
	}
	return l[i], true
}

// UnderWay reports whether a refund is to be asked about: its acceptance is not known,
// WeChat has yet to end it, or a person has. [Next] has a step for it then.
func (l List) UnderWay() bool {
	return slices.ContainsFunc(l, func(e Entry) bool { return e.State == Entered || e.isTaken() })
}

// Pending reports whether somebody has to look after a refund: it is under way, or nobody
// was told how it ended.
func (l List) Pending() bool {
	return l.UnderWay() || slices.ContainsFunc(l, func(e Entry) bool { return e.IsUnheard() || e.IsUntold() })
}

// Back is what is back (money rule 4b.1).
func (l List) Back() money.Fen { return l.sum(Entry.IsBack) }

// Claimed is what has left the sale, back or on its way.
func (l List) Claimed() money.Fen { return l.sum(Entry.IsClaimed) }

// Moving is what is claimed and not back.
func (l List) Moving() money.Fen { return l.Claimed() - l.Back() }

// Stuck is what of it a person has to end.
func (l List) Stuck() money.Fen { return l.sum(Entry.IsUnsettled) }

// Held is what no other refund may have.
func (l List) Held() money.Fen { return l.sum(Entry.IsHeld) }

// Rest is what can still be given back of a total.
func (l List) Rest(total money.Fen) money.Fen { return max(0, total-l.Held()) }

// Otherwise is what customers got in another way, by a person's word: no money of the
// sale, and gone from the shop all the same.
func (l List) Otherwise() money.Fen {
	return l.sum(Entry.isOtherwise)
}

// isOtherwise reports whether its customer got it in another way. An older journal's that
// ended with its sale, by the word that it is paid, was none: nobody gave anything.
func (e Entry) isOtherwise() bool {
	return e.SettledAs == SettledElse && !(e.isOld() && e.DoneAt.IsZero())
}

// Left is what of a total nobody has given back, nor is giving back, in any way.
func (l List) Left(total money.Fen) money.Fen { return max(0, l.Rest(total)-l.Otherwise()) }

// Whole returns what a sale of this total is once nothing of it is left, whichever way its
// customer gets the money: open while nobody knows whether WeChat takes a part of it, and
// where a person has to bring one (money rule 4b.10). It is no goods any more. false:
// something is left.
func (l List) Whole(total money.Fen) (Outcome, bool) {
	_, open := l.Begun()
	switch {
	case len(l) == 0 || l.Left(total) > 0:
		return "", false
	case open, l.Stuck() > 0:
		return OutcomeOpen, true
	case l.Moving() > 0:
		return OutcomeRefunding, true
	}
	return OutcomeRefunded, true
}

// LastOtherwise returns the last entry that a person settled in another way.
func (l List) LastOtherwise() (last Entry, is bool) {
	for _, e := range l {
		if e.SettledAs == SettledElse {
			last, is = e, true
		}
	}
	return last, is
}

// FitsOtherwise reports whether an entry of the list may be settled otherwise in a sale
// of this total: what is held, and what customers got in another way, leaves so much.
func (l List) FitsOtherwise(total money.Fen, e Entry) bool {
	given := l.Otherwise()
	if e.SettledAs == SettledElse { // it moved after all, and was closed: its word is said once more
		given -= e.Amount()
	}
	rest := l.Rest(total)
	if e.State == Entered { // it holds its own
		rest += e.Amount()
	}
	return e.Amount()+given <= rest
}

// Over is by how much more than the total is back or on its way: a refused entry that
// moved after all, beside the one that was begun in its place. It is for a person.
func (l List) Over(total money.Fen) money.Fen { return max(0, l.Claimed()-total) }

// Parts is how many refunds the order has or may have at WeChat.
func (l List) Parts() int {
	n := 0
	for _, e := range l {
		if e.IsHeld() {
			n++
		}
	}
	return n
}

// Milliseconds returns a list with times as a row has them: what the same facts make of
// either must be the same.
func Milliseconds(l List) List {
	own := slices.Clone(l)
	for i := range own {
		e := &own[i]
		for _, at := range []*time.Time{&e.BegunAt, &e.BegunWall, &e.AcceptedAt, &e.DoneAt, &e.SentAt, &e.SendBy, &e.OpenSendBy} {
			*at = at.Truncate(time.Millisecond).UTC()
		}
	}
	return own
}

func (l List) sum(of func(Entry) bool) money.Fen {
	var sum money.Fen
	for _, e := range l {
		if of(e) {
			sum += e.Amount()
		}
	}
	return sum
}
