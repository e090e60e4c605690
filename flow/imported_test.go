package flow_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// importedOn writes a charge down that a bill has told of, as whoever compares it does.
func (p *till) importedOn(lane string, age time.Duration) flow.Attempt {
	p.s.t.Helper()
	o := flow.Order{OutTradeNo: orphanNo, Merchant: flow.Merchant{AppID: "wx1", MchID: "19"}, TotalFee: 1280, Method: flow.MethodCode, Family: flow.FamilyMicropay,
		StoreID: "S", DeviceID: "D", Lane: lane, RefMinted: true, Sale: flow.SaleKey{MchID: "19", StoreID: "S", DeviceID: "D", Ref: string(orphanNo)}, OpenedAt: p.s.Now().Wall}
	first := flow.OrderOpened{Order: o, By: "Li", Reason: "in the bill of yesterday",
		Charge: flow.ChargeProven{TransactionID: "42", TimeEnd: p.s.truth().Add(-age), Source: "query", Unclaimed: true, At: p.s.Now().Wall}}
	a, err := p.j.Open(context.Background(), first)
	if err != nil {
		p.s.t.Fatal(err)
	}
	if err := p.j.Release(context.Background(), a); err != nil {
		p.s.t.Fatal(err)
	}
	return a
}

// Money rule 4b.11: what is imported is paid and unclaimed from its first fact on, whoever
// reads it, and is nobody's outcome until a person has said what became of the goods.
func TestImportedIsUnclaimed(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	p.importedOn("L", 26*time.Hour)
	a := s.boot().read(orphanNo)
	if a.State != flow.Paid || !a.Unclaimed || !a.Open() || a.Outcome() != flow.OutcomeOpen || !a.WasPaid() || a.Version != 1 || !a.IntentAt.Equal(a.TimeEnd) {
		t.Errorf("%+v", a)
	}
	if kind := p.facts(orphanNo)[0].Kind(); kind != "imported" {
		t.Errorf("its first fact is %q", kind)
	}
	if _, err := p.j.Open(context.Background(), flow.OrderOpened{Order: a.Order}); !errors.Is(err, flow.ErrBlocked) {
		t.Errorf("its number once more: %v", err)
	}
	p.recover(time.Hour) // it is a person's, and nobody drives it
	s.is(p.read(orphanNo), flow.Paid)
	s.wasSent("")
	if a, err := p.Settle(context.Background(), orphanNo, true, "Li", "he had the goods"); err != nil || a.Outcome() != flow.OutcomePaid {
		t.Errorf("%s, %v", a.Outcome(), err)
	}
}

// What is imported stops the next sale of its amount on its lane, and no other (5.3).
func TestImportedIsGuarded(t *testing.T) {
	for lane, stops := range map[string]bool{"L": true, "M": false} {
		s := newStage(t)
		p := s.boot()
		p.importedOn(lane, 26*time.Hour)
		_, err := p.Begin(context.Background(), flow.SaleRequest{TotalFee: 1280, Method: flow.MethodFace}, nil)
		if _, is := errors.AsType[*flow.PossibleDuplicateError](err); is != stops {
			t.Errorf("imported on lane %s: %v", lane, err)
		}
	}
}

// A give-back of it is a reversal within seven days, and later a refund (3.4, 4b.8); one
// that WeChat finds too late is refunded under the one number of 4.3.
func TestImportedGoesBack(t *testing.T) {
	t.Run("reversed", func(t *testing.T) {
		s := newStage(t)
		p := s.boot()
		p.importedOn("L", 26*time.Hour)
		revoked := false
		s.reverse = func(flow.Attempt) flow.Answer { revoked = true; return answer(flow.AnswerReversed, "SUCCESS") }
		s.query = func(flow.Attempt) flow.Answer {
			if revoked {
				return answer(flow.AnswerRevoked, "REVOKED")
			}
			return paid()
		}
		if _, err := p.Settle(context.Background(), orphanNo, false, "Li", "no goods"); err != nil {
			t.Fatal(err)
		}
		p.recover(time.Hour)
		s.is(p.read(orphanNo), flow.Reversed)
	})
	t.Run("lost in between", func(t *testing.T) {
		s := newStage(t)
		p := s.boot()
		p.importedOn("L", 26*time.Hour)
		s.query = func(flow.Attempt) flow.Answer { return paid() }
		if _, err := p.Settle(context.Background(), orphanNo, false, "Li", "no goods"); err != nil {
			t.Fatal(err)
		}
		p.recover(time.Minute)
		p.die()
		s.pass(time.Hour)
		s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerRevoked, "REVOKED") }
		next := s.boot()
		next.recover(time.Hour)
		s.is(next.read(orphanNo), flow.Reversed)
	})
	t.Run("too late", func(t *testing.T) {
		s := newStage(t)
		p := s.boot()
		p.importedOn("L", 6*24*time.Hour)
		s.query, s.refunds = func(flow.Attempt) flow.Answer { return paid() }, noRefund
		s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerExpired, "REVERSE_EXPIRE") }
		number := ""
		s.refund = func(e refund.Entry) refund.Answer {
			number = e.Number
			return refund.Answer{Kind: refund.AnswerAccepted, Code: "SUCCESS"}
		}
		if _, err := p.Settle(context.Background(), orphanNo, false, "Li", "no goods"); err != nil {
			t.Fatal(err)
		}
		p.recover(24 * time.Hour)
		s.is(p.read(orphanNo), flow.Refunded)
		if number != refund.NumberOfReversal(string(orphanNo)) {
			t.Errorf("refunded under %q", number)
		}
	})
	t.Run("older than seven days", func(t *testing.T) {
		s := newStage(t)
		p := s.boot()
		a := p.importedOn("L", 30*24*time.Hour)
		s.refunds = noRefund
		if _, err := p.Settle(context.Background(), orphanNo, false, "Li", "no goods"); err == nil {
			t.Error("it was to be reversed after thirty days")
		}
		if _, e, err := p.Runner.Reverse(context.Background(), flow.RefundRequest{OutTradeNo: orphanNo, Reason: "no goods", By: "Li", Press: refund.Press{Version: a.Version, At: s.Now()}}); err != nil || e.Fee != 1280 {
			t.Fatalf("%+v, %v", e, err)
		}
		p.recover(24 * time.Hour)
		s.is(p.read(orphanNo), flow.Refunded)
	})
}

// A fact that has no proof of the charge, or nobody's word, imports nothing.
func TestImportedNeedsProofAndWord(t *testing.T) {
	whole := flow.OrderOpened{Order: flow.Order{OutTradeNo: orphanNo, TotalFee: 1}, By: "Li", Reason: "bill",
		Charge: flow.ChargeProven{TransactionID: "42", TimeEnd: began, Unclaimed: true}}
	if _, err := flow.Apply(flow.Attempt{}, whole); err != nil {
		t.Fatal(err)
	}
	for what, spoil := range map[string]func(*flow.OrderOpened){
		"no number":          func(f *flow.OrderOpened) { f.Order.OutTradeNo = "" },
		"no transaction":     func(f *flow.OrderOpened) { f.Charge.TransactionID = "" },
		"no time":            func(f *flow.OrderOpened) { f.Charge.TimeEnd = time.Time{} },
		"claimed by itself":  func(f *flow.OrderOpened) { f.Charge.Unclaimed = false },
		"nobody's word":      func(f *flow.OrderOpened) { f.By = "" },
		"no reason to do so": func(f *flow.OrderOpened) { f.Reason = "" },
	} {
		f := whole
		spoil(&f)
		if a, err := flow.Apply(flow.Attempt{}, f); err == nil || a.State != "" {
			t.Errorf("%s: %s, %v", what, a.State, err)
		}
	}
}
