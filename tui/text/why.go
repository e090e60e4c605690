package text

import (
	"strings"

	"facetill/flow"
)

// Reason says in a cashier's words why a sale took no money, and whether the
// code itself should be shown because no sentence is about it.
func (w *Words) Reason(a flow.Attempt) (sentence string, code string) {
	if a.State == flow.Reversed {
		return w.ReversedSay, "" // the code is of the doubt that it ended
	}
	if s := w.why(a.Code, a.Method); s != "" {
		return s, ""
	}
	switch a.State {
	case flow.Refused:
		return w.OtherRefusal, a.Code
	case flow.Cancelled:
		return w.by(a.EndedBy), a.Code
	}
	return w.OtherFailure, a.Code
}

// why looks a code's sentence up: that of the method first. A terminal's own
// number stands behind its word ("FAIL 271378620") and says more.
func (w *Words) why(code string, method flow.Method) string {
	own := map[flow.Method]map[string]string{flow.MethodFace: w.WhyFace, flow.MethodCode: w.WhyCode}[method]
	word, number, _ := strings.Cut(code, " ")
	for _, c := range []string{code, number, word} {
		for _, m := range []map[string]string{own, w.Why} {
			if s := m[c]; s != "" {
				return s
			}
		}
	}
	return ""
}

// Camera says what ails the camera, and what works all the same.
func (w *Words) Camera(code string) string {
	why := w.why(code, flow.MethodFace)
	if why == "" {
		why = w.OtherFailure + " (" + code + ")"
	}
	if !strings.HasPrefix(code, "DEVICE_") { // the network or the store's permission may be it
		return why
	}
	return why + w.CameraDown
}

// by is who ended a sale before anything was submitted.
func (w *Words) by(who flow.EndedBy) string {
	switch who {
	case flow.ByCustomer:
		return w.ByCustomer
	case flow.ForScan:
		return w.ByScan
	case flow.ByDuplicate:
		return w.ByDuplicate
	case flow.BySignal:
		return w.BySignal
	case flow.ByRestart:
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

// Doubt is what to do while WeChat has no result. A camera's screen may send its
// customer to the cashier meanwhile.
func (w *Words) Doubt(method flow.Method) string {
	if method == flow.MethodCode {
		return w.SayDoubtCode
	}
	return w.SayDoubt
}

// Receipt is the head of a receipt.
func (w *Words) Receipt(method flow.Method) string {
	if method == flow.MethodCode {
		return w.SlipTitleCode
	}
	return w.SlipTitle
}

// State is the label of a state of a sale that is paid in some way.
func (w *Words) State(s flow.State, method flow.Method) string {
	opened, identified := w.StateOpened, w.StateIdentified
	if method == flow.MethodCode {
		opened, identified = w.StateBegun, w.StateCodeRead
	}
	switch s {
	case flow.Opened:
		return opened
	case flow.Identified:
		return identified
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

// Suspended says why new sales are stopped.
func (w *Words) Suspended(kind flow.Suspension) string {
	switch kind {
	case flow.SuspendedByCertificate:
		return w.SuspendedByCertificate
	case flow.SuspendedByKey:
		return w.SuspendedByKey
	}
	return w.SuspendedOther
}
