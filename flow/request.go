package flow

import (
	"fmt"
	"slices"

	"facetill/flow/face"
	"facetill/flow/secret"
)

// SaleRequest is what a cashier or a script asks for.
type SaleRequest struct {
	TotalFee Fen
	Ref      string // "" mints one
	// New are the sales that a person was shown, who then said that this is another
	// customer (money rule 5.3); NewAll says so of all that no living process
	// drives, without having seen them.
	New    []OutTradeNo
	NewAll bool
	// Press is when it was asked for; nil is when it reaches Begin.
	Press  *Press
	Method Method
	// AuthCode is a scanned payment code, of MethodCode.
	AuthCode secret.Secret
	// FaceCode is a face captured before under OutTradeNo, of MethodFace. Both
	// are empty where the sale is to capture by itself.
	FaceCode   secret.Secret
	OpenID     secret.Secret // with FaceCode; or of a recognised member
	Face       face.Told     // with FaceCode: what the terminal said of it
	Member     bool          // recognise the customer first: a member pays quicker
	OutTradeNo OutTradeNo
	Telephone  secret.Secret
	Cashier    string
	Body       string
	Attach     string
	GoodsTag   string
	Detail     string // the goods, as charge.CheckDetail returns them

	heard  int  // how many updates its observer has heard: one call has one numbering
	opened bool // the call has had its own attempt
}

// PossibleDuplicateError: money rule 5.3 wants a person's word first. Others are the
// attempts that stop the sale, newest first, at least one.
type PossibleDuplicateError struct {
	Others []Attempt
	Press  Press // when the sale was asked for: the same call, made again with a person's word, brings it
}

func (e *PossibleDuplicateError) Error() string {
	a := e.Others[0]
	more := ""
	if n := len(e.Others) - 1; n > 0 {
		more = fmt.Sprintf(", and %d more", n)
	}
	return fmt.Sprintf("this may be the same customer: there is another sale of %s (...%s, %s%s); say that this is another customer to go on",
		a.TotalFee, a.OutTradeNo.LastDigits(6), a.State, more)
}

// SalesSuspendedError: no sale starts until the reason is mended (money rules 1.6, 7.3).
type SalesSuspendedError struct {
	Kind Suspension
	Why  string
}

func (e *SalesSuspendedError) Error() string {
	return fmt.Sprintf("new sales are stopped (%s): %s; mend it and try again", e.Kind, e.Why)
}

// UnaskedError: WeChat did not say that a number which was brought is unused, so nothing
// was sent. Where it answered, the number is an order of somebody else's, maybe paid.
type UnaskedError struct {
	OutTradeNo OutTradeNo
	Answer     Answer
}

// Used reports whether WeChat has an order of that number, which may be charged: another
// amount than ours is one's, too.
func (e *UnaskedError) Used() bool {
	return e.Answer.Kind != AnswerLost && e.Answer.Kind != AnswerRejected ||
		slices.Contains([]string{"WRONG_AMOUNT", "WRONG_CURRENCY", CodeWrongTime}, e.Answer.Code)
}

func (e *UnaskedError) Error() string {
	if e.Used() {
		return fmt.Sprintf("%s is an order at WeChat already, and not of this journal (%s): it may be charged; nothing was sent", e.OutTradeNo, plainAnswer(e.Answer))
	}
	return fmt.Sprintf("WeChat does not say that number %s is unused (%s): nothing was sent; try the same again", e.OutTradeNo, plainAnswer(e.Answer))
}

// UnreadError: what became of a reference could not be looked up after the attempt of a
// call had surely taken nothing. That one's end is then nobody's outcome.
type UnreadError struct{ Err error }

func (e *UnreadError) Error() string { return e.Err.Error() }
func (e *UnreadError) Unwrap() error { return e.Err }

// FinishedError: the reference was finished earlier and nothing was done. The
// exit code is 6, or 8 where the record is open.
type FinishedError struct{ Attempt Attempt }

func (e *FinishedError) Error() string {
	return fmt.Sprintf("this reference belongs to attempt %s, %s; nothing was done", e.Attempt.OutTradeNo, e.Attempt.State)
}
