package flow

import "slices"

// EndedBy is who or what ended a sale before anything was submitted.
type EndedBy string

// Who ends a sale. Of what a caller hands to [Sale.Cancel] only ForScan has a
// meaning of its own.
const (
	ByCustomer EndedBy = "customer"
	ByCashier  EndedBy = "cashier"
	ByTimeout  EndedBy = "timeout" // of the camera
	BySignal   EndedBy = "signal"
	ByRestart  EndedBy = "restart" // a dead process had opened it

	// ForScan makes way for a scanned code: it ends a face that was not submitted,
	// and leaves one that was alone.
	ForScan EndedBy = "scan"
	// ByDuplicate ends an attempt whose customer may have been charged already by
	// another one (money rule 5.3), right before its intent.
	ByDuplicate EndedBy = "possible_duplicate"
)

// ReverseReason is why the till itself decided on a reversal (money rule 3.2), or
// [RefusalHid] and what a query said behind a refusal (2.5).
type ReverseReason string

// Reasons for a reversal.
const (
	ReverseCashier        ReverseReason = "cashier"
	ReverseWindow         ReverseReason = "window"
	ReversePayError       ReverseReason = "payerror"
	ReversePageClosed     ReverseReason = "page_closed"
	ReverseRefusedInDoubt ReverseReason = "refused_in_doubt"
	ReverseClosed         ReverseReason = "closed"
	ReverseUnconfirmed    ReverseReason = "unconfirmed"

	RefusalHid ReverseReason = "refusal_hid_"
)

// PersonReason is why no rule can end an attempt: one of these, or the kind of a
// refund's answer that is a person's business.
type PersonReason string

// Reasons for a person.
const (
	NeededPayError       PersonReason = "payerror"
	NeededReverseRefused PersonReason = "reverse_refused"
	NeededReverseExpired PersonReason = "reverse_expired"
	NeededRefundPart     PersonReason = "refund_part"
)

// isPersons reports whether a reason is one for a person, by its word.
func (p PersonReason) isPersons() bool {
	return slices.Contains([]PersonReason{NeededPayError, NeededReverseRefused, NeededReverseExpired, NeededRefundPart,
		PersonReason(AnswerRefundStuck), PersonReason(AnswerRefundNone), PersonReason(AnswerRefundRefused)}, p)
}

// ReasonText returns whichever of EndedBy, ReverseReason, PersonReason and Note the
// attempt has, as it is stored; it never has two.
func (a Attempt) ReasonText() string {
	return string(a.EndedBy) + string(a.ReverseReason) + string(a.PersonReason) + a.Note
}

// WithReason returns the attempt with a stored reason as what it is. A journal has
// one column for the four, so what the attempt has become decides, and [Apply] asks
// the same, so that an attempt reads back as its facts add up:
//
//   - a cancelled sale has an EndedBy, one that needs a person a PersonReason;
//   - a reversal or refund that was proven while a person was needed keeps that
//     reason, which only its word can tell: it is a PersonReason where it is one of
//     ours and no person has ended it by a word. Two corners remain. payerror is a
//     reason for a reversal, too, and is taken for that where no person had a word
//     in it; and a note that is one of those words letter for letter reads as a
//     PersonReason once the money is back;
//   - else it is a Note where a person had a word in it, and a ReverseReason where
//     nobody had.
//
// Decided on 2026-11-28. What lost: a column each, because an older version that
// has the journal open would not know them; and to read the facts of each attempt
// in a list, for a text that is shown as it is.
func (a Attempt) WithReason(text string) Attempt {
	a.EndedBy, a.ReverseReason, a.PersonReason, a.Note = "", "", "", ""
	byItself := a.in(Reversed, Refunded) && a.ResolvedAs != ResolvedNotCharged && a.ResolvedAs != ResolvedElse
	person := PersonReason(text)
	switch {
	case a.State == Cancelled:
		a.EndedBy = EndedBy(text)
	case a.State == NeedsPerson, byItself && person.isPersons() && (a.ByHand() || person != NeededPayError):
		a.PersonReason = person
	case a.ByHand():
		a.Note = text
	default:
		a.ReverseReason = ReverseReason(text)
	}
	return a
}
