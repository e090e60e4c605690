package text

import (
	"strings"

	"facetill/flow"
)

// ofFace stands before the code of a refusal that a payer's code may get round:
// WeChat's product page sends the customers of such a face to their account, and
// the cashier to the scanner.
const ofFace = "FACE "

// Reason says in a cashier's words why a sale took no money, and whether the
// code itself should be shown because no sentence is about it.
func (w *Words) Reason(a flow.Attempt) (sentence string, code string) {
	if a.State == flow.Reversed {
		return w.ReversedSay, "" // the code is of the doubt that it ended
	}
	if s := w.Why[ofFace+a.Code]; s != "" && a.Method == flow.MethodFace && a.State == flow.Refused {
		return s, ""
	}
	if s := w.Why[a.Code]; s != "" {
		return s, ""
	}
	switch a.State {
	case flow.Refused:
		return w.OtherRefusal, a.Code
	case flow.Cancelled:
		return w.by(a.Reason), a.Code
	}
	return w.OtherFailure, a.Code
}

// Camera says what ails the camera, and what works all the same.
func (w *Words) Camera(code string) string {
	why := w.Why[code]
	if why == "" {
		why = w.OtherFailure + " (" + code + ")"
	}
	if !strings.HasPrefix(code, "DEVICE_") { // the network or the store's permission may be it
		return why
	}
	return why + w.CameraDown
}

// by is who ended a sale before anything was submitted.
func (w *Words) by(who string) string {
	switch who {
	case "customer":
		return w.ByCustomer
	case "scan":
		return w.ByScan
	case "signal":
		return w.BySignal
	case "restart":
		return w.ByRestart
	}
	return w.ByCashier
}

// Method is how a sale is paid.
func (w *Words) Method(m flow.Method) string {
	if m == flow.MethodCode {
		return w.MethodCode
	}
	return w.MethodFace
}

// State is the label of a state.
func (w *Words) State(s flow.State) string {
	switch s {
	case flow.Opened:
		return w.StateOpened
	case flow.Identified:
		return w.StateIdentified
	case flow.Submitting:
		return w.StateSubmitting
	case flow.Confirming:
		return w.StateConfirming
	case flow.Reversing:
		return w.StateReversing
	case flow.NeedsPerson:
		return w.StateNeedsPerson
	case flow.Paid:
		return w.StatePaid
	case flow.Refused:
		return w.StateRefused
	case flow.Cancelled:
		return w.StateCancelled
	case flow.NotSent:
		return w.StateNotSent
	case flow.Reversed:
		return w.StateReversed
	case flow.Refunding:
		return w.StateRefunding
	case flow.Refunded:
		return w.StateRefunded
	}
	return string(s)
}

// Halt says why new sales are stopped.
func (w *Words) Halt(kind flow.HaltKind) string {
	switch kind {
	case flow.HaltCertificate:
		return w.HaltCertificate
	case flow.HaltKey:
		return w.HaltKey
	}
	return w.HaltOther
}
