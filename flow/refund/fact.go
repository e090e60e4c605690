package refund

import (
	"time"

	"facetill/flow/money"
)

// Fact is something that happened to a refund. The flow keeps them among the facts
// of the attempt, under these kinds; each is durable. Times are on WeChat's clock.
type Fact interface {
	Kind() string
	// refund is the number it is about, "" of the order.
	refund() string
}

// The facts.
type (
	// Begun: a refund is meant, under a number that stays the same for ever. Beside
	// is what the person was shown and named. Without At it is of an older journal,
	// and the flow tells the purpose by the attempt's state.
	Begun struct {
		OutRefundNo string    `json:",omitzero"`
		Fee         money.Fen `json:",omitzero"`
		Reason, By  string    `json:",omitzero"`
		Ref         string    `json:",omitzero"`
		Note        string    `json:",omitzero"`
		ApprovedBy  string    `json:",omitzero"`
		Lane        string    `json:",omitzero"` // of the person; "" where nobody stood at one
		Purpose     Purpose   `json:",omitzero"`
		Account     string    `json:",omitzero"`
		Beside      []string  `json:",omitzero"`
		At          time.Time `json:",omitzero"`
		Wall        time.Time `json:",omitzero"` // this machine's clock
		Adopted     int       `json:",omitzero"` // filled by the journal
	}

	// Sent: send N may leave until SendBy, and never later.
	Sent struct {
		OutRefundNo string    `json:",omitzero"`
		N           int       `json:",omitzero"`
		At, SendBy  time.Time `json:",omitzero"`
		Trusted     bool      `json:",omitzero"` // At can tell that a fence is past
		Adopted     int       `json:",omitzero"` // filled by the journal
	}

	// Answered: send N had an answer that ends it. What is no such answer is no fact:
	// a crash between the two would look the same.
	Answered struct {
		OutRefundNo   string    `json:",omitzero"`
		N             int       `json:",omitzero"`
		Answer        Kind      `json:",omitzero"`
		Code, Message string    `json:",omitzero"`
		RefundID      string    `json:",omitzero"`
		CashFee       money.Fen `json:",omitzero"`
		At            time.Time `json:",omitzero"`
	}

	// Fenced: an unanswered send was stamped by a clock that nobody vouched for; its
	// fence counts from At, a trusted time, or from the stamp where that is later.
	Fenced struct {
		OutRefundNo string    `json:",omitzero"`
		At          time.Time `json:",omitzero"`
	}

	// Heard: a query said something new of a refund that is in the list.
	Heard struct {
		OutRefundNo string    `json:",omitzero"`
		Status      string    `json:",omitzero"`
		Fee         money.Fen `json:",omitzero"`
		RefundID    string    `json:",omitzero"`
		Received    string    `json:",omitzero"`
		At          time.Time `json:",omitzero"`
	}

	// Found: a query showed a refund that is not in the list.
	Found struct {
		OutRefundNo string    `json:",omitzero"`
		Status      string    `json:",omitzero"`
		Fee         money.Fen `json:",omitzero"`
		RefundID    string    `json:",omitzero"`
		Received    string    `json:",omitzero"`
		At          time.Time `json:",omitzero"`
	}

	// Denied: refused, and WeChat has no such refund, and nothing of it is on its way.
	Denied struct {
		OutRefundNo string    `json:",omitzero"`
		At          time.Time `json:",omitzero"`
	}

	// Resent: a person sends the same entry again.
	Resent struct {
		OutRefundNo string    `json:",omitzero"`
		By          string    `json:",omitzero"`
		ApprovedBy  string    `json:",omitzero"`
		Lane        string    `json:",omitzero"` // as that of Begun
		Account     string    `json:",omitzero"`
		Beside      []string  `json:",omitzero"`
		At          time.Time `json:",omitzero"`
		Wall        time.Time `json:",omitzero"` // this machine's clock
		Trusted     bool      `json:",omitzero"`
		Adopted     int       `json:",omitzero"` // filled by the journal
	}

	// Settled is a person's word that ends an entry. Beside is as that of Begun. Revoked is
	// what it takes of one that is begun: WeChat said of the order that it was reversed, and
	// then that it has no such refund.
	Settled struct {
		OutRefundNo    string    `json:",omitzero"`
		As, By, Reason string    `json:",omitzero"`
		ApprovedBy     string    `json:",omitzero"`
		Beside         []string  `json:",omitzero"`
		Revoked        bool      `json:",omitzero"`
		At             time.Time `json:",omitzero"`
	}

	// Told: its word reached the caller or the cashier (money rule 4b.10).
	Told struct {
		OutRefundNo string `json:",omitzero"`
	}

	// Ended is of an older journal: RefundedFee of the order is back, all refunds
	// together.
	Ended struct {
		RefundedFee money.Fen `json:",omitzero"`
		At          time.Time `json:",omitzero"` // this machine's clock
	}
)

func (Begun) Kind() string    { return "refund_begun" }
func (Sent) Kind() string     { return "refund_sent" }
func (Answered) Kind() string { return "refund_answered" }
func (Fenced) Kind() string   { return "refund_fenced" }
func (Heard) Kind() string    { return "refund_heard" }
func (Found) Kind() string    { return "refund_found" }
func (Denied) Kind() string   { return "refund_refused" }
func (Resent) Kind() string   { return "refund_resent" }
func (Settled) Kind() string  { return "refund_settled" }
func (Told) Kind() string     { return "refund_told" }
func (Ended) Kind() string    { return "refund_ended" }

// EndOf is the moment of a fact by which money can be back, zero of another one.
func EndOf(f Fact) time.Time {
	switch f := f.(type) {
	case Heard:
		return f.At
	case Found:
		return f.At
	case Settled:
		return f.At
	case Denied:
		return f.At
	}
	return time.Time{}
}

func (f Begun) refund() string    { return f.OutRefundNo }
func (f Sent) refund() string     { return f.OutRefundNo }
func (f Answered) refund() string { return f.OutRefundNo }
func (f Fenced) refund() string   { return f.OutRefundNo }
func (f Heard) refund() string    { return f.OutRefundNo }
func (f Found) refund() string    { return f.OutRefundNo }
func (f Denied) refund() string   { return f.OutRefundNo }
func (f Resent) refund() string   { return f.OutRefundNo }
func (f Settled) refund() string  { return f.OutRefundNo }
func (f Told) refund() string     { return f.OutRefundNo }
func (Ended) refund() string      { return "" }
