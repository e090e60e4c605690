package flow_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/refund"
)

// lookedAt is an attempt of a part refund that nobody decided: only a person
// can say what it is. The till that asks about it goes on living.
func lookedAt(t *testing.T) (*stage, *till, flow.OutTradeNo) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "TIMEOUT") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerRefund, "REFUND") }
	s.refunds = func() refund.Answer { return seen(refund.StatusSuccess, 640) }
	p := s.boot()
	a := p.ring(flow.SaleRequest{Ref: "A"})
	s.is(a, flow.NeedsPerson)
	p.recover(20 * time.Minute)
	return s, p, a.OutTradeNo
}

// A person's word reaches an attempt that a living till asks about, from
// another process; and the till sees it and stops asking.
func TestResolveBesideALivingTill(t *testing.T) {
	s, p, no := lookedAt(t)
	asked := len(s.log)
	office := s.boot()
	a, err := office.Resolve(context.Background(), flow.Resolution{OutTradeNo: no, As: flow.ResolvedPaid, By: "Li", Reason: "bank"})
	if err != nil {
		t.Fatal(err)
	}
	if a.State != flow.Paid || a.Open() || a.ResolvedAs != flow.ResolvedPaid || a.ResolvedBy != "Li" || a.Note != "bank" {
		t.Errorf("%+v", a)
	}
	p.recover(20 * time.Minute)
	if len(s.log) != asked {
		t.Errorf("still asked about: %s", s.sent())
	}
}

// While it waits for a person it is asked about each five minutes, however many
// processes look after it in turn, and what they heard is not forgotten.
func TestPersonIsAskedForSlowly(t *testing.T) {
	s, p, _ := lookedAt(t)
	asked := len(s.log)
	for range 6 {
		p.recover(10 * time.Minute)
	}
	if calls := len(s.log) - asked; calls == 0 || calls > 40 {
		t.Errorf("%d calls in an hour: %s", calls, s.sent())
	}
}

// What a word does not fit is refused by name, and nothing is changed.
func TestResolveRefuses(t *testing.T) {
	_, p, no := lookedAt(t)
	before := p.read(no)
	for _, w := range []flow.Resolution{
		{As: flow.ResolvedPaid, By: "", Reason: "r"},
		{As: flow.ResolvedPaid, By: flow.ByReplay, Reason: "r"},
		{As: flow.ResolvedPaid, By: "Li"},
		{As: flow.ResolvedPaid, By: "Li\n", Reason: "r"},
		{As: flow.ResolvedGiven, By: "Li", Reason: "r"},
		{As: flow.ResolvedGiveBack, By: "Li", Reason: "r"},
		{As: "lost", By: "Li", Reason: "r"},
	} {
		w.OutTradeNo = no
		_, err := p.Resolve(context.Background(), w)
		if _, is := errors.AsType[*field.Error](err); !is {
			t.Errorf("%+v: %v", w, err)
		}
	}
	if after := p.read(no); after.Version != before.Version || after.State != before.State {
		t.Errorf("%+v became %+v", before, after)
	}
}
