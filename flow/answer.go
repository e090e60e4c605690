package flow

import (
	"facetill/flow/charge"
	"facetill/flow/clock"
)

// AnswerKind is what an answer of WeChat's is worth. Adapters map every code to
// one kind; what no table knows is Lost (money rule 2.3).
type AnswerKind string

// Answers of any call.
const (
	// AnswerLost: nothing is known. No whole answer, not signed, forged, about
	// another order or amount, SYSTEMERROR, BANKERROR, a code of no table.
	AnswerLost AnswerKind = "lost"
	// AnswerPaid: the charge is proven by money rule 2.1, in full.
	AnswerPaid AnswerKind = "paid"
	// AnswerPaying: USERPAYING, and ACCEPT of a query. The customer may yet pay.
	AnswerPaying AnswerKind = "paying"
	// AnswerRejected: return_code FAIL. Our key or form is wrong; it proves nothing.
	AnswerRejected AnswerKind = "rejected"
)

// CodeWrongTime is the code of a Lost answer that is a charge of our number and
// amount, and fails rule 2.1 by its time alone: it ended before the intent, or the
// intent was stamped by a wrong Date. It is never paid; behind a refusal or a
// decision it is a charge to undo like any other.
const CodeWrongTime = "WRONG_TIME"

// Answers of Pay alone.
const (
	// AnswerNotSent: not one byte of the request was written (money rule 1.5).
	AnswerNotSent AnswerKind = "not_sent"
	// AnswerRefused: a well-signed refusal of the kind that cannot have charged.
	AnswerRefused AnswerKind = "refused"
	// AnswerDoubt: a well-signed FAIL behind which a charge may hide.
	AnswerDoubt AnswerKind = "doubt"
)

// Answers of Query alone: trade_state, and ORDERNOTEXIST.
const (
	AnswerNotPay   AnswerKind = "notpay"
	AnswerClosed   AnswerKind = "closed"
	AnswerRevoked  AnswerKind = "revoked"
	AnswerNotExist AnswerKind = "notexist"
	AnswerPayError AnswerKind = "payerror"
	AnswerRefund   AnswerKind = "refund"
)

// Answers of Reverse alone.
const (
	AnswerReversed    AnswerKind = "reversed"    // SUCCESS, recall=N
	AnswerAgain       AnswerKind = "again"       // recall=Y
	AnswerStopped     AnswerKind = "stopped"     // FAIL, recall=N
	AnswerExpired     AnswerKind = "expired"     // REVERSE_EXPIRE: older than seven days
	AnswerCertificate AnswerKind = "certificate" // the client certificate was not taken
)

// What answers about refunds come to for whoever watches, and in the words of the
// facts: of the whole order where it was looked at, else of one refund.
const (
	AnswerRefundAccepted AnswerKind = "refund_accepted" // taken, not done
	AnswerRefundPending  AnswerKind = "refund_pending"  // PROCESSING
	AnswerRefundAll      AnswerKind = "refund_all"      // SUCCESS, the whole amount is back
	AnswerRefundPart     AnswerKind = "refund_part"     // SUCCESS, a part is back and none is under way
	AnswerRefundStuck    AnswerKind = "refund_stuck"    // REFUNDCLOSE, CHANGE: a person
	AnswerRefundNone     AnswerKind = "refund_none"     // REFUNDNOTEXIST
	AnswerRefundRefused  AnswerKind = "refund_refused"  // a certain no; the code says why
)

// Answer is what one call brought.
type Answer struct {
	Kind    AnswerKind
	Code    string // WeChat's code, or the adapter's word for a doubt: TIMEOUT, BAD_SIGN
	Message string // WeChat's words, cut and without payer's data; "" where there are none
	Charge  Charge // of AnswerPaid
	// SentAt is the instant at which the first byte left; zero when none did.
	SentAt clock.Instant
}

// What WeChat says of a charge is the charge room's, and so are the terms it is asked for
// with. A Charge is live; what is durable of it is in [ChargeProven].
type (
	Charge = charge.Charge
	Payer  = charge.Payer
	Terms  = charge.Terms
)
