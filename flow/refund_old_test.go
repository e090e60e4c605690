package flow_test

import (
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// A journal of an older version, in which a refund was under way: with its number it
// goes on as the entry that it is, under that number and with its own fee, behind a look;
// without one it ends by all refunds of the order.
func TestRefundsOfAnOlderJournal(t *testing.T) {
	back := func(a flow.Attempt, fee flow.Fen) flow.RefundBegun {
		return flow.RefundBegun{OutRefundNo: refund.NumberOfReversal(string(a.OutTradeNo)), Fee: fee}
	}
	proven := flow.ChargeProven{TransactionID: "42", TimeEnd: began, At: began}
	decided := flow.ReversalDecided{Reason: "window", At: began}
	for name, c := range map[string]struct {
		before []flow.Fact
		begun  func(a flow.Attempt) flow.RefundBegun
		seen   flow.Fen // of the order, where it is looked at
		state  flow.State
		back   flow.Fen // WeChat's word, or claimed of what is on its way
		calls  string
	}{
		"too old to reverse": {[]flow.Fact{decided}, func(a flow.Attempt) flow.RefundBegun { return back(a, 1280) }, 0, flow.Refunded, 1280, "refundquery@0 refund@0 askrefund@60"},
		"a part of a sale":   {[]flow.Fact{proven, flow.Shown{}}, func(a flow.Attempt) flow.RefundBegun { f := back(a, 300); f.By = "Li"; return f }, 0, flow.Paid, 300, "refundquery@0 refund@0"},
		"seen, all of it":    {nil, func(flow.Attempt) flow.RefundBegun { return flow.RefundBegun{Fee: 1280, Reason: "seen"} }, 1280, flow.Refunded, 1280, "refundquery@0"},
		"seen, a part of it": {nil, func(flow.Attempt) flow.RefundBegun { return flow.RefundBegun{Fee: 1280, Reason: "seen"} }, 300, flow.NeedsPerson, 0, "refundquery@0"},
	} {
		s := diedPaying(t, byRef)
		old := s.boot()
		a, err := old.j.Claim(t.Context(), old.only().OutTradeNo)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range append(c.before, c.begun(a)) {
			if a, err = old.j.Append(t.Context(), a, f); err != nil {
				t.Fatal(err)
			}
		}
		old.die()
		var fee flow.Fen
		if s.refunds = noRefund; c.seen > 0 {
			s.refunds = func() refund.Answer { return seen(refund.StatusSuccess, c.seen) }
		}
		s.refund = func(e refund.Entry) refund.Answer {
			if fee = e.Fee; e.Number != refund.NumberOfReversal(string(a.OutTradeNo)) {
				t.Errorf("%s: sent under %s", name, e.Number)
			}
			return refund.Answer{Kind: refund.AnswerAccepted}
		}
		p := s.boot()
		p.recover(2 * time.Minute)
		if got := p.only(); got.State != c.state || max(got.RefundedFee, got.Refunds.Claimed()) != c.back && c.back > 0 {
			t.Errorf("%s: %s, %s are back, %+v", name, got.State, got.RefundedFee, got.Refunds)
		}
		if got := s.calls(); !strings.HasPrefix(got, c.calls) || strings.Contains(c.calls, " refund@") && fee != c.begun(a).Fee {
			t.Errorf("%s: sent %q of %s, want %q", name, got, fee, c.calls)
		}
	}
}
