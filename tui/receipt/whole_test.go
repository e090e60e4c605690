package receipt

import (
	"strings"
	"testing"

	"facetill/flow"
	"facetill/flow/refund"
	"facetill/tui/text"
)

// A sale of which all goes back is no reversal, and where a part of it is stuck the
// money is not promised.
func TestSlipOfAWholeRefund(t *testing.T) {
	w := &text.English
	for state, want := range map[refund.State]string{refund.Accepted: w.SlipGoesBack, refund.Done: w.SlipIsBack, refund.Stuck: w.SlipRefundOpen} {
		a := given(func(e *refund.Entry) { e.Fee, e.State = 1280, state })
		if a.RefundedFee == a.TotalFee {
			a.State = flow.Refunded
		}
		s := Slip{Attempt: a, Width: Wide, Words: w}
		if s.title() != w.SlipRefundTitle || s.says() != want || !strings.Contains(s.Text(), w.SlipRefundTitle) {
			t.Errorf("%s: %q, %q", state, s.title(), s.says())
		}
	}
	if s := (Slip{Attempt: attempt(flow.Reversed, nil), Width: Wide, Words: w}); s.title() != w.SlipBackTitle {
		t.Errorf("a reversal: %q", s.title())
	}
}
