package refund

import (
	"time"

	"facetill/flow/clock"
	"facetill/flow/money"
)

// Kind is what an answer about a refund is worth. Adapters map every code to one;
// what no table knows is Lost.
type Kind string

// Answers of any call.
const (
	// AnswerLost: nothing is known. No whole answer, not signed, forged, about another
	// order, SYSTEMERROR, BIZERR_NEED_RETRY, INVALID_REQ_TOO_MUCH, a code of no table.
	AnswerLost Kind = "lost"
	// AnswerRejected: return_code FAIL. Our key or form is wrong; it proves nothing.
	AnswerRejected Kind = "rejected"
	// AnswerCertificate: the client certificate was not taken; it proves nothing.
	AnswerCertificate Kind = "certificate"
	// AnswerMismatch: our order and our number, with another fee. Seen has the row.
	AnswerMismatch Kind = "mismatch"
)

// Answers of a send. These three are answered sends (money rule 4b.4), all others
// are not.
const (
	AnswerAccepted  Kind = "accepted"  // well-signed SUCCESS: our order, number and fee
	AnswerRefused   Kind = "refused"   // a FAIL of the kind that moves nothing
	AnswerThrottled Kind = "throttled" // FREQUENCY_LIMITED
)

// Answers of a query. By number, Seen has the one row of that number; of the whole
// order the kind is Listed or None, and Seen has every row of every page.
const (
	AnswerProcessing Kind = "processing" // PROCESSING
	AnswerSuccess    Kind = "success"    // SUCCESS
	AnswerChange     Kind = "change"     // CHANGE
	AnswerClosed     Kind = "closed"     // REFUNDCLOSE
	AnswerNone       Kind = "none"       // REFUNDNOTEXIST
	AnswerListed     Kind = "listed"     // the whole list came
	AnswerPart       Kind = "part"       // of Sum alone: a part is back, none is under way
)

// What the last send counts as where the next one is already decided.
const (
	again  Kind = "again"  // a reversal's, refused fewer than three times
	resent Kind = "resent" // a person wants it sent anew
)

// IsAnswered reports whether a send with this answer can do nothing more.
func (k Kind) IsAnswered() bool {
	return k == AnswerAccepted || k == AnswerRefused || k == AnswerThrottled
}

// IsHeard reports whether a query with this answer said something about refunds.
func (k Kind) IsHeard() bool {
	switch k {
	case AnswerLost, AnswerRejected, AnswerCertificate, "":
		return false
	}
	return true
}

// Seen is one refund as WeChat lists it.
type Seen struct {
	Number   string // out_refund_no
	RefundID string
	Status   string // one of the four; an adapter answers Lost to any other
	Account  string // refund_account
	Received string // where the customer gets it
	Fee      money.Fen
	At       time.Time // when it was done, where WeChat tells
}

// Answer is what one call brought.
type Answer struct {
	Kind    Kind
	Code    string // WeChat's code, or the adapter's word for a doubt
	Message string // WeChat's words, cut and without payer's data
	Seen    []Seen
	// RefundID and CashFee are of an accepted send.
	RefundID string
	CashFee  money.Fen
	// SentAt is the instant at which the first byte left; zero when none did.
	SentAt clock.Instant
}

// Sum is what the refunds of a whole order come to: success when all of the total is
// back, processing or change where one is under way or stuck, else part, and none
// without any. What is more than was paid is no answer.
func Sum(seen []Seen, total money.Fen) (Kind, money.Fen) {
	var back money.Fen
	var pending, stuck bool
	for _, r := range seen {
		switch r.Status {
		case StatusSuccess:
			back += r.Fee
		case StatusProcessing:
			pending = true
		default:
			stuck = true
		}
	}
	switch {
	case len(seen) == 0:
		return AnswerNone, 0
	case back > total:
		return AnswerLost, 0
	case back == total:
		return AnswerSuccess, back
	case pending:
		return AnswerProcessing, back
	case stuck:
		return AnswerChange, back
	}
	return AnswerPart, back
}
