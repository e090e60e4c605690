package flow

import (
	"time"

	"facetill/flow/charge"
	"facetill/flow/face"
	"facetill/flow/refund"
)

// Fact is something that happened to an attempt. Facts are never changed and
// never taken back. Kind is the word in the journal; what is zero is not written
// there, because a journal keeps every fact for years.
type Fact interface {
	Kind() string
}

// The facts. A field of type time.Time is on WeChat's clock unless it says
// otherwise. None has a payer's credential.
type (
	// OrderOpened is the first fact: somebody wants to pay. Charge is of one that a bill
	// has told of (money rule 4b.11): it is WeChat's word, and By who had it imported.
	OrderOpened struct {
		Order                  Order
		Charge                 ChargeProven `json:",omitzero"`
		By, ApprovedBy, Reason string       `json:",omitzero"`
	}

	// PayerIdentified: a code is in this process's hands. It is made durable
	// together with the intent, or with what ends the sale in its place.
	PayerIdentified struct {
		Face face.Told `json:",omitzero"` // of a face
	}

	// IntentWritten: the pay request may leave until SendBy, and never later.
	// FenceAt is zero where At was not trusted (money rule 2.3); Trusted is absent
	// from the intents of older journals, whose stamps nobody had questioned.
	IntentWritten struct {
		At, SendBy, TimeExpire, ConfirmBy, FenceAt time.Time `json:",omitzero"`
		Trusted                                    bool      `json:",omitzero"`
	}

	// FencesBegun: the fences of an intent whose own stamp was not trusted count
	// from At, the first trusted time behind it, or from the stamp where that is
	// later (money rule 2.3). It is durable so that they end over restarts.
	FencesBegun struct {
		At, FenceAt time.Time `json:",omitzero"`
	}

	// RequestBegun is not durable: the journal cannot tell an intent from a
	// request, and recovery must not either.
	RequestBegun struct{}

	// NothingSent ends the right to send for ever: surely not charged.
	NothingSent struct {
		Code, Message string    `json:",omitzero"`
		At            time.Time `json:",omitzero"` // this machine's clock
	}

	// SaleCancelled: ended before anything was submitted.
	SaleCancelled struct {
		By            EndedBy   `json:",omitzero"`
		Code, Message string    `json:",omitzero"`
		At            time.Time `json:",omitzero"` // this machine's clock
	}

	// PayAnswered is an answer that is neither paid nor not sent.
	PayAnswered struct {
		Answer        AnswerKind `json:",omitzero"`
		Code, Message string     `json:",omitzero"`
		At, SentAt    time.Time  `json:",omitzero"`
	}

	// OrderAsked is a query's answer that is not paid. It is durable when it
	// says something else than the last one. Trusted is whether At can tell that
	// a fence is past.
	OrderAsked struct {
		Answer        AnswerKind `json:",omitzero"`
		Code, Message string     `json:",omitzero"`
		At            time.Time  `json:",omitzero"`
		Trusted       bool       `json:",omitzero"`
		Fresh         bool       `json:",omitzero"` // the query of a decision (money rule 3.3)
	}

	// ChargeProven: paid. Source is "answer", "query" or "person".
	ChargeProven struct {
		TransactionID          string    `json:",omitzero"`
		TimeEnd                time.Time `json:",omitzero"`
		CashFee, SettlementFee Fen       `json:",omitzero"`
		charge.Told
		OpenIDTag string    `json:",omitzero"`
		Source    string    `json:",omitzero"`
		Unclaimed bool      `json:",omitzero"` // found after a restart or takeover (5.2)
		At        time.Time `json:",omitzero"` // this machine's clock
	}

	// Shown: PAID reached the cashier or the caller (5.3).
	Shown struct{}

	// LeftUnclaimed: paid, never shown by a process that is gone (5.2). It is so
	// without the fact, too (AsRead), which comes before a word about the charge.
	LeftUnclaimed struct{}

	// GoodsGiven claims an unclaimed charge. By is a name, or ByReplay.
	GoodsGiven struct {
		By, Reason string `json:",omitzero"`
	}

	// RefusalConfirmed: a refusal and a query that agrees (2.2b).
	RefusalConfirmed struct {
		Code, Message string     `json:",omitzero"`
		Query         AnswerKind `json:",omitzero"`
		At            time.Time  `json:",omitzero"` // this machine's clock
	}

	// NumberClosed: the number of a refusal can never be charged (2.5).
	NumberClosed struct{ Proof AnswerKind }

	// RefusalReopened: a charge was found behind a refusal (2.5).
	RefusalReopened struct {
		Answer AnswerKind `json:",omitzero"`
		At     time.Time  `json:",omitzero"`
	}

	// ReversalDecided: from here on the sale is never paid (3.3). By is empty
	// for an automatic one, whose Reason is a [ReverseReason]; else it is a note, and
	// ApprovedBy the manager, where a PIN is set.
	ReversalDecided struct {
		Reason, By string    `json:",omitzero"`
		ApprovedBy string    `json:",omitzero"`
		At         time.Time `json:",omitzero"`
	}

	// ReverseAnswered is a reverse's answer. Closing marks one that was to close
	// a refused number.
	ReverseAnswered struct {
		Answer        AnswerKind `json:",omitzero"`
		Code, Message string     `json:",omitzero"`
		At            time.Time  `json:",omitzero"`
		Closing       bool       `json:",omitzero"`
	}

	// ReversalProven: the money is surely back or never moved (4.2).
	ReversalProven struct {
		Proof AnswerKind `json:",omitzero"`
		At    time.Time  `json:",omitzero"` // this machine's clock
	}

	// PersonNeeded: no rule can end it; it is asked about on and on.
	PersonNeeded struct{ Reason PersonReason }

	// PersonResolved is a person's word (5.7). As is "paid" or "not-charged".
	PersonResolved struct {
		As, By, Reason, ApprovedBy string    `json:",omitzero"`
		At                         time.Time `json:",omitzero"` // this machine's clock
	}

	// RefundAsked is not durable: refundquery has nothing final.
	RefundAsked struct {
		Answer      AnswerKind `json:",omitzero"`
		RefundedFee Fen        `json:",omitzero"`
		At          time.Time  `json:",omitzero"`
	}

	// TenderTaken: the customer paid in another way than WeChat, by the word of who
	// took it. As is a word for that way.
	TenderTaken struct {
		As, By, Note string    `json:",omitzero"`
		At           time.Time `json:",omitzero"` // this machine's clock
	}
)

// The facts of refunds: what they are and how they are folded is the refund room's.
type (
	RefundBegun    = refund.Begun
	RefundSent     = refund.Sent
	RefundAnswered = refund.Answered
	RefundFenced   = refund.Fenced
	RefundHeard    = refund.Heard
	RefundFound    = refund.Found
	RefundDenied   = refund.Denied
	RefundResent   = refund.Resent
	RefundSettled  = refund.Settled
	RefundTold     = refund.Told
	RefundEnded    = refund.Ended
)

// Kind is "imported" for what was charged before the journal knew of it.
func (f OrderOpened) Kind() string {
	if f.Charge != (ChargeProven{}) {
		return "imported"
	}
	return "opened"
}

func (PayerIdentified) Kind() string  { return "identified" }
func (IntentWritten) Kind() string    { return "intent" }
func (FencesBegun) Kind() string      { return "fences_begun" }
func (RequestBegun) Kind() string     { return "request_begun" }
func (NothingSent) Kind() string      { return "not_sent" }
func (SaleCancelled) Kind() string    { return "cancelled" }
func (PayAnswered) Kind() string      { return "answered" }
func (OrderAsked) Kind() string       { return "asked" }
func (ChargeProven) Kind() string     { return "paid" }
func (Shown) Kind() string            { return "told" }
func (LeftUnclaimed) Kind() string    { return "unclaimed" }
func (GoodsGiven) Kind() string       { return "given" }
func (RefusalConfirmed) Kind() string { return "refused" }
func (NumberClosed) Kind() string     { return "number_closed" }
func (RefusalReopened) Kind() string  { return "reopened" }
func (ReversalDecided) Kind() string  { return "reversal_decided" }
func (ReverseAnswered) Kind() string  { return "reverse_answered" }
func (ReversalProven) Kind() string   { return "reversed" }
func (PersonNeeded) Kind() string     { return "person_needed" }
func (PersonResolved) Kind() string   { return "resolved" }
func (RefundAsked) Kind() string      { return "refund_asked" }
func (TenderTaken) Kind() string      { return "tender" }
