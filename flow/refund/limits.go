package refund

import (
	"fmt"
	"strings"
	"time"

	"facetill/flow/field"
	"facetill/flow/money"
)

// WeChat's limits (money rule 4b.8), known before the call.
const (
	mostParts  = 50
	refundable = 365 * 24 * time.Hour
	partGap    = time.Minute
)

// codeNotEnough is WeChat's word for too little money on the merchant's side.
const codeNotEnough = "NOTENOUGH"

// hasUnsettled reports whether it is the unsettled money that is too little.
// Merchants of the old flow of funds hear it, and may name their balance.
func hasUnsettled(message string) bool { return strings.Contains(message, "未结算") }

// Limit is what a refund runs into.
type Limit string

// The limits.
const (
	LimitZero   Limit = "zero"
	LimitYear   Limit = "year"
	LimitRest   Limit = "rest" // above what is left
	LimitNone   Limit = "none" // nothing is left
	LimitParts  Limit = "parts"
	LimitMinute Limit = "minute"
	// LimitAdopted: the journal that this one was copied from may have one on its way.
	LimitAdopted Limit = "adopted"
)

// LimitError is a refund that WeChat would not take, or that is above the rest. It
// unwraps to a [field.Error].
type LimitError struct {
	Limit     Limit
	Fee, Rest money.Fen
	Total     money.Fen
	Left      time.Duration // of LimitMinute and LimitAdopted: until it may begin
}

func (e *LimitError) Error() string { return e.Unwrap().Error() }

// Unwrap returns it as what it is: a value that was refused before anything was done.
func (e *LimitError) Unwrap() error {
	switch e.Limit {
	case LimitZero:
		return field.NewError("amount", "is "+e.Fee.String(), "a refund needs at least "+money.Fen(1).Yuan())
	case LimitYear:
		return field.NewError("refund", "is of a sale that was paid more than a year ago", "give it back by hand")
	case LimitNone:
		return field.NewError("refund", fmt.Sprintf("has nothing left: %s of %s is back or on its way", e.Total-e.Rest, e.Total), "")
	case LimitRest:
		return field.NewError("amount", fmt.Sprintf("%s is above what can still be given back (%s)", e.Fee, e.Rest), "")
	case LimitParts:
		return field.NewError("refund", fmt.Sprintf("has %d parts already, the most that one sale may have", mostParts), "give it back by hand")
	}
	seconds := int((e.Left + time.Second - 1) / time.Second)
	if e.Limit == LimitAdopted {
		return field.NewError("refund", fmt.Sprintf("has to wait: the journal was adopted, and the one that it was copied from may have begun one; %d s left", seconds), "")
	}
	return field.NewError("refund", fmt.Sprintf("has to wait: %d s left until the next part", seconds), "")
}

// Limits returns what a new refund of fee runs into, as a *LimitError, or nil. paid is
// when the sale was charged, zero where nobody knows: then only WeChat can say that it
// is too long ago. Both times are on WeChat's clock, which must be sure.
func (l List) Limits(total, fee money.Fen, paid, now time.Time) error {
	e := &LimitError{Fee: fee, Rest: l.Rest(total), Total: total}
	switch {
	case fee <= 0 && e.Rest > 0: // the rest is nothing where nothing is left
		e.Limit = LimitZero
	case !paid.IsZero() && now.Sub(paid) > refundable:
		e.Limit = LimitYear
	case e.Rest == 0:
		e.Limit = LimitNone
	case fee > e.Rest:
		e.Limit = LimitRest
	case l.Parts() >= mostParts:
		e.Limit = LimitParts
	default:
		if e.Left = l.untilNextPart(now); e.Left <= 0 {
			return nil
		}
		e.Limit = LimitMinute
	}
	return e
}

// Overdrawn returns, as a *LimitError, that what others have of an order leaves too little
// for an entry that holds its fee already, or nil.
func (l List) Overdrawn(total money.Fen, e Entry) error {
	others := l.Held() - e.Fee
	if others+e.Fee <= total {
		return nil
	}
	left := &LimitError{Limit: LimitRest, Fee: e.Fee, Rest: max(0, total-others), Total: total}
	if left.Rest == 0 {
		left.Limit = LimitNone
	}
	return left
}

// Adoption is when a journal was adopted: on the wall clock of who did, and on WeChat's,
// zero where nobody knew that. Zero where there is none.
type Adoption struct{ Wall, WeChat time.Time }

// UntilAdopted returns, as a *LimitError, for how long no refund is begun or sent again
// in a journal that was adopted, or nil: what its original began last can arrive for so
// long, and no look before knows of it (money rule 4b.12). Both clocks have to say that it
// is over: a wall clock may have been set since, and one Date may be wrong. Where WeChat's
// time was not known then, its time now is held against the wall's, unless that was ahead.
func UntilAdopted(at Adoption, m Moment) error {
	if at.Wall.IsZero() {
		return nil
	}
	const wait = sendWithin + fence
	left := wait - m.Now.Wall.Sub(at.Wall)
	switch {
	case !m.Sure:
	case !at.WeChat.IsZero():
		left = max(left, wait-m.Running.Sub(at.WeChat))
	case !m.Running.Before(at.Wall):
		left = max(left, wait-m.Running.Sub(at.Wall))
	}
	if left <= 0 {
		return nil
	}
	return &LimitError{Limit: LimitAdopted, Left: left}
}

// untilNextPart is how long WeChat takes no other part of the order: a minute from the
// last that was sent. A time that is yet to come is of a wrong clock, and counts as now; one
// that lies further ahead than a minute says nothing: it would for hours, and a part that
// comes too early WeChat refuses itself.
func (l List) untilNextPart(now time.Time) time.Duration {
	var left time.Duration
	for _, e := range l {
		if e.IsHeld() && !e.SentAt.IsZero() && e.SentAt.Sub(now) <= partGap {
			left = max(left, min(partGap, partGap-now.Sub(e.SentAt)))
		}
	}
	return left
}
