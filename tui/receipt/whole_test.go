package receipt

import (
	"strings"
	"testing"
	"time"

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
	whole := func(change func(*refund.Entry)) flow.Attempt {
		a := given(change)
		a.Shown = true
		return a
	}
	cash := func(e *refund.Entry) {
		e.Fee, e.State, e.AcceptedAt, e.SettledAs, e.DoneAt = 1280, refund.SettledOtherwise, time.Time{}, refund.SettledElse, at
	}
	reversed := whole(cash)
	reversed.State, reversed.ResolvedAs = flow.Reversed, flow.ResolvedElse
	for name, c := range map[string]struct {
		a           flow.Attempt
		state, says string
	}{
		"begun":             {whole(func(e *refund.Entry) { e.Fee, e.State, e.AcceptedAt = 1280, refund.Entered, time.Time{} }), w.StateRefundOpen, w.SlipRefundOpen},
		"settled otherwise": {whole(cash), w.StateOtherwise, w.SlipOtherwise},
		"a reversal's":      {reversed, w.StateReversed, w.SlipOtherwise},
	} {
		got := Slip{Attempt: c.a, Width: Wide, Words: w}.Text()
		for _, want := range []string{w.SlipRefundTitle, " " + c.state + "\n", "-12.80\n"} {
			if !strings.Contains(got, want) || !strings.Contains(strings.Join(strings.Fields(got), " "), c.says) || strings.Contains(got, w.SlipThanks) || strings.Contains(got, w.StatePaid) {
				t.Errorf("%s: no %q, or paid, in\n%s", name, want, got)
			}
		}
	}
	if s := (Slip{Attempt: attempt(flow.Reversed, nil), Width: Wide, Words: w}); s.title() != w.SlipBackTitle {
		t.Errorf("a reversal: %q", s.title())
	}
}
