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

// Money rules 4b.1 and 4b.3, over an upgrade: an older journal had one refund of 3.40, and
// its end says what the whole order came to, 6.00 of the merchant platform included. Each
// is counted once, whenever the rows are looked at, and what is left can be given back.
func TestTheEndOfAnOlderRefundIsItsOwn(t *testing.T) {
	s, p, no := sold(t)
	p.becomes(no, flow.RefundBegun{OutRefundNo: "old", Fee: 340, By: "Li", Reason: "x"})
	p.becomes(no, flow.RefundEnded{RefundedFee: 940, At: s.truth()})
	e, _ := p.read(no).Refunds.Find("old")
	if a := p.read(no); e.Fee != 340 || a.Refunds.Back() != 940 || a.RefundedFee != 940 || len(a.Refunds) != 2 {
		t.Errorf("%+v", a.Refunds)
	}
	p.wxAgrees()
	rows := []refund.Seen{{Number: "old", Status: refund.StatusSuccess, Fee: 340},
		{Number: "one", Status: refund.StatusSuccess, Fee: 200}, {Number: "two", Status: refund.StatusSuccess, Fee: 400}}
	s.refunds = func() refund.Answer { return refund.Answer{Kind: refund.AnswerListed, Seen: rows} }
	if _, err := p.giveBack(p.wish(no, 1280)); limitOf(err) != refund.LimitRest {
		t.Errorf("more than is left: %v", err)
	}
	if a := p.read(no); a.State != flow.Paid || a.Refunds.Rest(1280) != 340 {
		t.Errorf("%s, %s is left: %+v", a.State, a.Refunds.Rest(1280), a.Refunds)
	}
	// A refund of the platform that is made later is new.
	rows = append([]refund.Seen{{Number: "three", Status: refund.StatusSuccess, Fee: 100}}, rows...)
	for range 2 {
		if _, err := p.giveBack(p.wish(no, 340)); limitOf(err) != refund.LimitRest {
			t.Errorf("above the rest: %v", err)
		}
	}
	if a := p.read(no); a.State != flow.Paid || a.Refunds.Back() != 1040 || len(a.Refunds) != 3 {
		t.Errorf("%s: %+v", a.State, a.Refunds)
	}
	if _, err := p.giveBack(p.wish(no, 240)); err != nil {
		t.Errorf("the rest: %v", err)
	}
}
