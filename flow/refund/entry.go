package refund

import (
	"time"

	"facetill/flow/money"
)

// State is how far a refund has come (money rule 4b.1).
type State string

// The states of an entry.
const (
	// Entered is written down and its acceptance is not known: open.
	Entered State = "begun"
	// Accepted is on its way: WeChat has taken it. Neither open nor blocking.
	Accepted State = "accepted"
	// Done is back, by a query's word and never by the refund's own answer.
	Done State = "done"
	// Refused moved nothing: its fee is free again.
	Refused State = "refused"
	// Stuck was taken and is not getting there, or has another fee than ours: a
	// person ends it on WeChat's merchant platform.
	Stuck State = "stuck"
	// Elsewhere was given back by somebody else, under a number that is not ours.
	Elsewhere State = "elsewhere"
	// SettledOtherwise was refused, and a person ended it for good.
	SettledOtherwise State = "settled_otherwise"
)

// States lists them.
func States() []State {
	return []State{Entered, Accepted, Done, Refused, Stuck, Elsewhere, SettledOtherwise}
}

// SettledWords lists how a person settles an entry.
func SettledWords() []string { return []string{SettledThere, SettledElse} }

// Purpose is what an entry is for.
type Purpose string

// The purposes.
const (
	ByHand   Purpose = ""         // a person gives a part or all of a paid sale back
	Reversal Purpose = "reversal" // the undoing of a sale too old to reverse (money rule 4.3)
	SeenOnly Purpose = "seen"     // of an older journal: seen while reversing, without a number
)

// WeChat's words for a refund, in Entry.Status and Seen.Status.
const (
	StatusProcessing = "PROCESSING"
	StatusSuccess    = "SUCCESS"
	StatusChange     = "CHANGE"
	StatusClosed     = "REFUNDCLOSE"
)

// How a person settles an entry.
const (
	SettledThere = "there"     // stuck: it was given back on the merchant platform
	SettledElse  = "otherwise" // refused: the customer got it in another way, or will not
)

// The shop's money that a send may name, in Entry.Account.
const (
	AccountUnsettled = "REFUND_SOURCE_UNSETTLED_FUNDS"
	AccountBalance   = "REFUND_SOURCE_RECHARGE_FUNDS"
)

// Entry is one refund of a sale: what its facts add up to. It is comparable, and
// times are on WeChat's clock unless they say otherwise.
type Entry struct {
	Number, Ref string    // out_refund_no, and the caller's reference where one was given
	Fee         money.Fen // what was meant
	SeenFee     money.Fen // what WeChat has under our number, where that is another fee
	CashFee     money.Fen // what of it reaches the customer, coupons off; 0 when not told
	State       State
	Purpose     Purpose

	Reason, Note   string // Reason is what the customer reads, Note is ours
	By, ApprovedBy string // of the last time that a person sent it
	Account        string // refund_account of the next send; "" is WeChat's own choice

	// The numbers of facts: the versions of the attempt that each made. They order
	// what happened against a press, without a clock.
	BegunN, AcceptedN, ToldN int
	AgainN                   int // of the last time a person sent it again

	BegunAt    time.Time // by a person's word, the last time
	BegunWall  time.Time // the same, on this machine's clock
	AcceptedAt time.Time
	DoneAt     time.Time

	Sends       int
	Refusals    int // of a reversal, which a person hears of after three
	SentAt      time.Time
	SendBy      time.Time
	SentTrusted bool // SendBy is on a clock that more than one witness stands behind
	Answered    Kind // of the last send: "", accepted, refused, throttled, again, resent

	// OpenSendBy is the latest send_by of the earlier sends that had no answer, and
	// OpenDoubt that one of them was stamped by a clock that nobody vouched for: a
	// fence behind it has yet to begin (money rules 2.3, 4b.6).
	OpenSendBy time.Time
	OpenDoubt  bool

	Code, Message string // of the last answer that is written down
	RefundID      string // WeChat's number
	Received      string // where the customer gets it, in WeChat's words
	Status        string // WeChat's last word of it

	Final    bool // its number is never sent again
	Mismatch bool // WeChat has our number with another fee

	// Adopted is the adoption of the journal under which it was begun or last sent
	// (money rule 4b.12).
	Adopted int

	SettledAs, SettledBy, SettledReason string
}

// Amount is what an entry weighs in every sum: where WeChat has another fee than
// ours, the larger of both.
func (e Entry) Amount() money.Fen { return max(e.Fee, e.SeenFee) }

// IsBack reports whether the money is back: by WeChat's word, or by a person's who
// settled it there.
func (e Entry) IsBack() bool {
	switch e.State {
	case Done:
		return true
	case Elsewhere:
		return e.Status == StatusSuccess || e.SettledAs == SettledThere
	case Stuck:
		return e.SettledAs == SettledThere
	}
	return false
}

// IsClaimed reports whether the money has left the sale, back or on its way.
func (e Entry) IsClaimed() bool {
	switch e.State {
	case Accepted, Done, Stuck:
		return true
	case Elsewhere:
		return e.Status != StatusClosed || e.SettledAs == SettledThere
	}
	return false
}

// IsHeld reports whether no other refund may have this money.
func (e Entry) IsHeld() bool { return e.State == Entered || e.IsClaimed() }

// IsUnsettled reports whether a person has to end it at WeChat.
func (e Entry) IsUnsettled() bool {
	switch e.State {
	case Stuck:
		return e.SettledAs != SettledThere
	case Elsewhere:
		return e.Status == StatusChange && e.SettledAs == ""
	}
	return false
}

// IsUnheard reports whether it ended without money going back, and nobody has been told:
// WeChat took it and then closed it, so that whoever was told of it at all heard that it is
// on its way, or it was refused when nobody stood beside it any more. A reversal's stands
// before a person as its sale does.
func (e Entry) IsUnheard() bool {
	return e.State == Refused && e.ToldN == 0 && e.Purpose == ByHand && !e.isOld()
}

// IsUntold reports whether WeChat took it and nobody has been told, as after a power cut:
// nothing is to be done about it but that.
func (e Entry) IsUntold() bool {
	return (e.State == Accepted || e.State == Done) && e.ToldN == 0 && e.Purpose == ByHand && !e.isOld()
}

// IsMoving reports whether WeChat has taken it and has yet to end it.
func (e Entry) IsMoving() bool {
	return e.State == Accepted || e.State == Elsewhere && e.Status == StatusProcessing
}

// IsLate reports whether its acceptance is unknown after ten sends, the last of which left
// half an hour or more behind its begin: it stands before a person, and is driven on all
// the same (money rule 4b.4). Whoever reads the entry sees it, at whatever clock.
func (e Entry) IsLate() bool {
	return e.State == Entered && e.Sends >= lateSends && e.SentAt.Sub(e.BegunAt) >= lateAfter && !e.BegunAt.IsZero()
}

// isTaken reports whether WeChat has it and may yet end it. What an older journal saw
// without a number nobody can ask about.
func (e Entry) isTaken() bool { return (e.IsMoving() || e.IsUnsettled()) && e.Number != "" }

// IsAdopted reports whether the journal was adopted since it was begun or last sent:
// the journal that it came from may be driving it, so here it is only asked about
// until a person sends it (money rule 4b.12).
func (e Entry) IsAdopted(adoptions int) bool { return e.Adopted < adoptions }

// Contradicted reports whether WeChat says something else than the person who
// settled it (money rule 5.7): told on and on, and never changed by itself.
func (e Entry) Contradicted() bool {
	switch e.SettledAs {
	case SettledElse:
		return e.State != SettledOtherwise
	case SettledThere:
		return e.Status == StatusClosed
	}
	return false
}

// WantsBalance reports whether the merchant's unsettled money was too little for it
// and its balance may be enough: the next send may name that.
func (e Entry) WantsBalance() bool {
	return e.State == Refused && !e.Final && e.Code == codeNotEnough && hasUnsettled(e.Message)
}

// Outcome is what a caller is told of an entry (money rule 4b.10).
type Outcome string

// The outcomes.
const (
	OutcomeOpen      Outcome = "open"
	OutcomeRefunding Outcome = "refunding" // on its way; never called "back"
	OutcomeRefunded  Outcome = "refunded"
	OutcomeDeclined  Outcome = "declined"
)

// Outcome returns what a caller is told now.
func (e Entry) Outcome() Outcome {
	switch {
	case e.IsBack():
		return OutcomeRefunded
	case e.IsMoving():
		return OutcomeRefunding
	case e.IsHeld():
		return OutcomeOpen
	}
	return OutcomeDeclined
}
