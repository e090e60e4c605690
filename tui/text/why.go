package text

import (
	"cmp"
	"fmt"
	"strings"

	"facetill/flow"
)

// Reason says in a cashier's words why a sale took no money, and whether the
// code itself should be shown because no sentence is about it.
func (w *Words) Reason(a flow.Attempt) (sentence string, code string) {
	if a.State == flow.Reversed {
		if why := w.Exception(a); why != "" {
			return fmt.Sprintf(w.ReversedWhy, why), ""
		}
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

// RefundReason says in a cashier's words where a refund stands, by WeChat's last code
// of it. balance: the shop's balance may be enough for one that was refused.
func (w *Words) RefundReason(code string, balance bool) string {
	if balance {
		code = "UNSETTLED"
	}
	if s := w.WhyRefund[code]; s != "" {
		return s
	}
	return fmt.Sprintf(w.WhyRefundOther, code)
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
	return cmp.Or(map[flow.EndedBy]string{flow.ByCustomer: w.ByCustomer, flow.ForScan: w.ByScan, flow.ByDuplicate: w.ByDuplicate,
		flow.BySignal: w.BySignal, flow.ByRestart: w.ByRestart}[who], w.ByCashier)
}

// by returns one of two words by how a sale is paid.
func by(m flow.Method, face, code string) string {
	if m == flow.MethodCode {
		return code
	}
	return face
}

// Method is how a sale is paid.
func (w *Words) Method(m flow.Method) string { return by(m, w.MethodFace, w.MethodCode) }

// Tender is how else a customer paid.
func (w *Words) Tender(as string) string { return cmp.Or(w.Tenders[as], as) }

// Doubt is what to do while WeChat has no result. A camera's screen may send its
// customer to the cashier meanwhile.
func (w *Words) Doubt(m flow.Method) string { return by(m, w.SayDoubt, w.SayDoubtCode) }

// Receipt is the head of a receipt.
func (w *Words) Receipt(m flow.Method) string { return by(m, w.SlipTitle, w.SlipTitleCode) }

// State is the label of a state of a sale that is paid in some way.
func (w *Words) State(s flow.State, m flow.Method) string {
	return cmp.Or(map[flow.State]string{
		flow.Opened: by(m, w.StateOpened, w.StateBegun), flow.Identified: by(m, w.StateIdentified, w.StateCodeRead),
		flow.Submitting: w.StateSubmitting, flow.Confirming: w.StateConfirming, flow.Reversing: w.StateReversing,
		flow.NeedsPerson: w.StateNeedsPerson, flow.Paid: w.StatePaid, flow.Refused: w.StateRefused, flow.Cancelled: w.StateCancelled,
		flow.NotSent: w.StateNotSent, flow.Reversed: w.StateReversed, flow.Refunding: w.StateRefunding, flow.Refunded: w.StateRefunded,
	}[s], string(s))
}

// Suspended says why new sales are stopped.
func (w *Words) Suspended(kind flow.Suspension) string {
	return cmp.Or(map[flow.Suspension]string{flow.SuspendedByCertificate: w.SuspendedByCertificate, flow.SuspendedByKey: w.SuspendedByKey}[kind], w.SuspendedOther)
}
