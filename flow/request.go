package flow

import "fmt"

// SaleRequest is what a cashier or a script asks for.
type SaleRequest struct {
	Fee    Fen
	Ref    string // "" mints one
	New    bool   // "another customer": passes the guard of money rule 5.3
	Method Method
	// AuthCode is a scanned payment code, of MethodCode.
	AuthCode Secret
	// FaceCode is a face captured before under OutTradeNo, of MethodFace. Both
	// are empty where the sale is to capture by itself.
	FaceCode   Secret
	OpenID     Secret // with FaceCode; or of a recognised member
	Member     bool   // recognise the customer first: a member pays quicker
	OutTradeNo OutTradeNo
	Telephone  Secret
	Cashier    string
	Body       string
	Attach     string
	GoodsTag   string
}

// FieldError is a value that was refused before anything was done.
type FieldError struct{ Field, Problem, Try string }

func (e *FieldError) Error() string {
	if e.Try == "" {
		return fmt.Sprintf("%s %s", e.Field, e.Problem)
	}
	return fmt.Sprintf("%s %s; %s", e.Field, e.Problem, e.Try)
}

// StoppedError: money rule 5.3 wants a person's word first. Other is the
// attempt that stops the sale.
type StoppedError struct{ Other Attempt }

func (e *StoppedError) Error() string {
	return fmt.Sprintf("a sale of the same amount (%s, ...%s, %s) is not settled; say that this is another customer to go on",
		e.Other.TotalFee, e.Other.OutTradeNo.LastDigits(6), e.Other.State)
}

// HaltedError: no sale starts until the reason is mended (money rules 1.6, 7.3).
type HaltedError struct {
	Kind HaltKind
	Why  string
}

func (e *HaltedError) Error() string {
	return fmt.Sprintf("new sales are stopped (%s): %s; mend it and try again", e.Kind, e.Why)
}

// FinishedError: the reference was finished earlier and nothing was done. The
// exit code is 6, or 8 where the record is open.
type FinishedError struct{ Attempt Attempt }

func (e *FinishedError) Error() string {
	return fmt.Sprintf("this reference belongs to attempt %s, %s; nothing was done", e.Attempt.OutTradeNo, e.Attempt.State)
}
