package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"facetill/cmd/proof/hands"
	"facetill/flow"
	"facetill/flow/day"
	"facetill/flow/refund"
	"facetill/flow/till"
)

// fakeTill is behind the screen: it admits what it is asked for, lets sales end as the
// page wants it, and has each word judged.
type fakeTill struct {
	w       *world
	next    ending // of the sales that begin
	refuse  error  // of the next sale; the one after it is admitted
	pending []flow.Attempt
	recent  []flow.Attempt
	member  till.Member
	shift   till.Shift
	beside  []refund.Entry // refunds that stopped the last press
	stops   bool           // they stop the next one
	open    int            // sales in the day that are not settled
	n       int
	last    *sale
}

// ending is how a sale goes on.
type ending struct {
	admit  time.Duration // until it is opened
	camera time.Duration // until the payer is known
	answer time.Duration // until the end
	state  flow.State    // "" is never
	stop   time.Duration // how long the camera takes to stop
	change func(a *flow.Attempt)
}

const never = 1000 * time.Hour

// attempt is one of the background, of the amount on the way to a page.
func (t *fakeTill) attempt(state flow.State, change func(*flow.Attempt)) flow.Attempt {
	a := flow.Attempt{State: state, Version: 5, Order: flow.Order{OutTradeNo: t.number(), TotalFee: flow.Fen(asked), Method: flow.MethodFace, OpenedAt: opening}}
	a.Live.ToShow = true // paid, unless it is changed to unclaimed
	if change != nil {
		change(&a)
	}
	return a
}

// number is an order number that no scanner reads.
func (t *fakeTill) number() flow.OutTradeNo {
	t.n++
	return flow.OutTradeNo(fmt.Sprintf("26112512300000000000000000%06d", t.n))
}

func (t *fakeTill) Begin(_ context.Context, r flow.SaleRequest, watch flow.Observer) (till.Sale, error) {
	refused := t.refuse
	t.w.judge.begun(r, refused == nil)
	e := t.next
	if e.admit > 0 {
		t.w.v.Sleep(e.admit)
	}
	if t.refuse = nil; refused != nil {
		return nil, refused
	}
	s := &sale{till: t, ending: e, watch: watch}
	s.a = flow.Attempt{State: flow.Opened, Version: 1, Order: flow.Order{OutTradeNo: t.number(), TotalFee: r.TotalFee, Method: r.Method, OpenedAt: t.w.v.Now()}}
	t.last = s
	watch.Observe(flow.Update{Attempt: s.a, Now: t.w.v.Now()})
	return s, nil
}

func (t *fakeTill) Pending(context.Context) ([]flow.Attempt, error) { return t.pending, nil }
func (t *fakeTill) Recent(context.Context) ([]flow.Attempt, error)  { return t.recent, nil }
func (t *fakeTill) Shown(context.Context, flow.OutTradeNo) error    { return nil }

func (t *fakeTill) Claim(_ context.Context, no flow.OutTradeNo, _ string) error {
	t.w.judge.decided("the word goods given", "g", 2)
	return t.claimed(no)
}

func (t *fakeTill) claimed(no flow.OutTradeNo) error {
	t.pending = slices.DeleteFunc(slices.Clone(t.pending), func(a flow.Attempt) bool { return a.OutTradeNo == no })
	return nil
}

func (t *fakeTill) Resolve(_ context.Context, w flow.Resolution, _ string) (flow.Attempt, error) {
	t.w.judge.resolved(w)
	return flow.Attempt{}, nil
}

func (t *fakeTill) AskNow(flow.OutTradeNo)                                          { t.w.judge.asks++ }
func (t *fakeTill) Tries() map[flow.OutTradeNo]flow.Update                          { return nil }
func (t *fakeTill) Camera() string                                                  { return "" }
func (t *fakeTill) Timeline(context.Context, flow.OutTradeNo) ([]flow.Event, error) { return nil, nil }

func (t *fakeTill) Recognise(context.Context) (till.Member, error) {
	t.w.judge.asks++
	if t.member.Nickname == "" {
		t.w.v.Wait(func(func()) {})
	}
	return t.member, nil
}

func (t *fakeTill) History(context.Context, time.Time) ([]flow.Attempt, error) { return t.recent, nil }
func (t *fakeTill) Day(context.Context, time.Time) (till.Day, error) {
	return till.Day{Open: make([]flow.Attempt, t.open)}, nil
}

// Due is the day on the page: what is asked of its keys is not which day they are for.
func (t *fakeTill) Due(context.Context) (day.Due, error) {
	return day.Due{Name: day.Calendar{}.Name(opening)}, nil
}
func (t *fakeTill) RecordOf(context.Context, string) (r day.Record, is bool, _ error) { return }
func (t *fakeTill) CloseDay(_ context.Context, q day.Request, pin string) (r day.Record, _ error) {
	t.w.judge.closed(q, pin)
	return
}

// sale is one attempt in the cashier's hands.
type sale struct {
	till   *fakeTill
	ending ending
	watch  flow.Observer
	a      flow.Attempt
	by     string
	letGo  func()
}

func (s *sale) Attempt() flow.Attempt { return s.a }
func (s *sale) AskNow()               { s.till.w.judge.asks++ }

func (s *sale) Cancel(by string) {
	s.till.w.judge.cancelled(s, by)
	if s.by = by; s.letGo != nil {
		s.letGo()
	}
}

// stands lets a time pass, or less where somebody cancels.
func (s *sale) stands(d time.Duration) (cancelled bool) {
	if s.by == "" {
		s.till.w.v.WaitAtMost(d, func(letGo func()) { s.letGo = letGo })
		s.letGo = nil
	}
	return s.by != ""
}

func (s *sale) becomes(state flow.State) {
	s.a.Live.Mine = true
	if s.a.State = state; state == flow.Paid { // it is done, and nobody means it again without typing it
		delete(s.till.w.judge.standing, hands.Fen(s.a.TotalFee))
		delete(s.till.w.judge.once, hands.Fen(s.a.TotalFee))
	}
	s.a.Version++
	if state == flow.Submitting {
		now := s.till.w.v.Now()
		s.a.IntentAt, s.a.SendBy, s.a.ConfirmBy = now, now.Add(8*time.Second), now.Add(45*time.Second)
	}
	if s.ending.change != nil && state == s.ending.state {
		s.ending.change(&s.a)
	}
	s.watch.Observe(flow.Update{Attempt: s.a, Now: s.till.w.v.Now()})
}

func (s *sale) Run(context.Context) (flow.Attempt, error) {
	e := s.ending
	if s.a.Method == flow.MethodCode {
		e.camera = 50 * time.Millisecond
	}
	if s.stands(e.camera) {
		if e.stop > 0 {
			s.till.w.v.Sleep(e.stop)
		}
		s.becomes(flow.Cancelled)
		return s.a, nil
	}
	s.becomes(flow.Identified)
	s.becomes(flow.Submitting)
	if s.ending.state == flow.Confirming {
		s.a.PayAnswer = flow.AnswerPaying
		s.becomes(flow.Confirming)
		e.answer = never
	}
	if s.stands(e.answer) {
		s.becomes(flow.Reversing)
		return s.a, nil
	}
	s.becomes(e.state)
	return s.a, nil
}
