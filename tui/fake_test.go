package tui

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"facetill/flow"
	"facetill/flow/day"
	"facetill/flow/refund"
	"facetill/flow/till"
)

// beat is one thing that happens in a fake sale, some time after the one before.
type beat struct {
	after time.Duration
	facts []flow.Fact
	step  flow.Step
}

// fakeTill plays a script for each amount. Its WeChat is three seconds ahead.
type fakeTill struct {
	fakeRefunds
	fakeStaff
	mu       sync.Mutex
	scripts  map[flow.Fen][]beat
	refuse   func(r flow.SaleRequest) error
	delay    time.Duration // of Begin
	shownErr error
	dead     time.Duration // how long a reversal takes in the background; 0 never ends

	attempts   []flow.Attempt
	begun      []flow.SaleRequest
	shown      []flow.OutTradeNo
	claimed    map[flow.OutTradeNo]bool
	cancels    []string
	asks       int
	askedNow   []flow.OutTradeNo
	resolved   []flow.Resolution
	pin        string
	camera     string
	member     till.Member
	day        till.Day
	due        day.Due
	record     day.Record
	closes     []day.Request
	closeErr   error
	memberErr  error
	resolveErr error
	reversed   []flow.RefundRequest
	reverseAs  refund.Entry
	reverseErr error
	running    int
	both       int // sales that ran at once, at most
}

const wxAhead = 3 * time.Second

func wxNow() time.Time { return time.Now().Add(wxAhead) }

func (t *fakeTill) Begin(ctx context.Context, r flow.SaleRequest, watch flow.Observer) (till.Sale, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.delay > 0 {
		t.mu.Unlock()
		select {
		case <-time.After(t.delay):
		case <-ctx.Done():
		}
		t.mu.Lock()
	}
	if t.refuse != nil {
		if err := t.refuse(r); err != nil {
			return nil, err
		}
	}
	t.begun = append(t.begun, r)
	s := &fakeSale{till: t, watch: watch, beats: t.scripts[r.TotalFee], cancel: make(chan string, 8), ask: make(chan struct{}, 8)}
	no := flow.OutTradeNo(fmt.Sprintf("2611251030%022d", len(t.begun)))
	t.attempts = append([]flow.Attempt{{}}, t.attempts...)
	s.fact(flow.OrderOpened{Order: flow.Order{OutTradeNo: no, TotalFee: r.TotalFee, Method: r.Method, Family: flow.FamilyMicropay, OpenedAt: time.Now()}}, nil)
	if r.Method == flow.MethodFace {
		s.tell(nil, flow.Capture{})
	}
	return s, nil
}

// seen is what the till was asked for so far.
type seen struct {
	attempts            []flow.Attempt
	begun               []flow.SaleRequest
	shown               []flow.OutTradeNo
	cancels             []string
	asks, running, both int
}

func (t *fakeTill) seen() seen {
	t.mu.Lock()
	defer t.mu.Unlock()
	return seen{slices.Clone(t.attempts), slices.Clone(t.begun), slices.Clone(t.shown), slices.Clone(t.cancels), t.asks, t.running, t.both}
}

func (t *fakeTill) list(keep func(flow.Attempt) bool) (list []flow.Attempt) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, a := range t.attempts {
		if keep(a) {
			list = append(list, a)
		}
	}
	return list
}

func (t *fakeTill) Pending(context.Context) ([]flow.Attempt, error) {
	return t.list(flow.Attempt.Open), nil
}

func (t *fakeTill) Recent(context.Context) ([]flow.Attempt, error) {
	return t.list(func(flow.Attempt) bool { return true }), nil
}

func (t *fakeTill) Shown(_ context.Context, no flow.OutTradeNo) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.shown = append(t.shown, no)
	return t.shownErr
}

func (t *fakeTill) Claim(_ context.Context, no flow.OutTradeNo, _ string) error {
	t.claims(no, true)
	return nil
}

func (t *fakeTill) Reverse(_ context.Context, q flow.RefundRequest, pin string) (flow.Attempt, refund.Entry, error) {
	if t.reverseErr == nil {
		t.claims(q.OutTradeNo, false)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.reversed, t.pin = append(t.reversed, q), pin
	return t.a, t.reverseAs, t.reverseErr
}

func (t *fakeTill) claims(no flow.OutTradeNo, given bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.claimed == nil {
		t.claimed = map[flow.OutTradeNo]bool{}
	}
	t.claimed[no] = given
	for i := range t.attempts {
		if t.attempts[i].OutTradeNo == no {
			t.attempts[i].Unclaimed = false
		}
	}
}

func (t *fakeTill) Resolve(_ context.Context, w flow.Resolution, pin string) (flow.Attempt, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.resolved, t.pin = append(t.resolved, w), pin
	return flow.Attempt{}, t.resolveErr
}

func (t *fakeTill) Due(context.Context) (day.Due, error) { return t.due, nil }

func (t *fakeTill) RecordOf(_ context.Context, name string) (day.Record, bool, error) {
	return t.record, t.record.Number > 0, nil
}

// CloseDay takes the PIN of the till where one is given.
func (t *fakeTill) CloseDay(_ context.Context, q day.Request, pin string) (day.Record, error) {
	t.closes = append(t.closes, q)
	switch {
	case t.closeErr != nil:
		return day.Record{}, t.closeErr
	case pin != "" && pin != "2468":
		return day.Record{}, till.ErrPIN
	}
	t.record = day.Record{Number: 17, Day: t.due.Name}
	t.due = day.Due{}
	return t.record, nil
}

func (t *fakeTill) AskNow(no flow.OutTradeNo) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.askedNow = append(t.askedNow, no)
}

func (t *fakeTill) Day(context.Context, time.Time) (till.Day, error) { return t.day, nil }

func (t *fakeTill) Recognise(context.Context) (till.Member, error) { return t.member, t.memberErr }

func (t *fakeTill) Camera() string { return t.camera }

func (t *fakeTill) Tries() map[flow.OutTradeNo]flow.Update { return nil }

func (t *fakeTill) History(context.Context, time.Time) ([]flow.Attempt, error) {
	return t.list(func(flow.Attempt) bool { return true }), nil
}

func (t *fakeTill) Timeline(context.Context, flow.OutTradeNo) ([]flow.Event, error) { return nil, nil }

// fakeSale applies real facts to a real attempt.
type fakeSale struct {
	till   *fakeTill
	watch  flow.Observer
	beats  []beat
	a      flow.Attempt
	seq    int
	cancel chan string
	ask    chan struct{}
}

// fact is called with the till's lock held, or before anybody else has it.
func (s *fakeSale) fact(f flow.Fact, step flow.Step) {
	next, err := flow.Apply(s.a, f)
	if err != nil {
		panic(err)
	}
	s.a, s.a.Live.Mine = next, true
	for i := range s.till.attempts {
		if s.till.attempts[i].OutTradeNo == s.a.OutTradeNo || s.till.attempts[i].OutTradeNo == "" {
			s.till.attempts[i] = s.a
			break
		}
	}
	s.tell(f, step)
}

func (s *fakeSale) tell(f flow.Fact, step flow.Step) {
	s.seq++
	s.watch.Observe(flow.Update{Seq: s.seq, At: time.Now(), Now: wxNow(), Fact: f, Attempt: s.a, Step: step})
}

func (s *fakeSale) apply(step flow.Step, facts ...flow.Fact) {
	if w, ok := step.(flow.Wait); ok {
		step = flow.Wait{Until: wxNow().Add(9 * time.Second), For: w.For}
	}
	s.till.mu.Lock()
	defer s.till.mu.Unlock()
	for _, f := range facts {
		s.fact(stamped(f), step)
	}
	if len(facts) == 0 {
		s.tell(nil, step)
	}
}

// stamped puts the times in that a script cannot know.
func stamped(f flow.Fact) flow.Fact {
	now := wxNow()
	switch f := f.(type) {
	case flow.IntentWritten:
		return flow.IntentWritten{At: now, SendBy: now.Add(8 * time.Second), TimeExpire: now.Add(2 * time.Minute),
			ConfirmBy: now.Add(45 * time.Second), FenceAt: now.Add(22 * time.Minute)}
	case flow.PayAnswered:
		f.At, f.SentAt = now, now
		return f
	case flow.OrderAsked:
		f.At = now
		return f
	}
	return f
}

func (s *fakeSale) Attempt() flow.Attempt {
	s.till.mu.Lock()
	defer s.till.mu.Unlock()
	return s.a
}

func (s *fakeSale) Cancel(by string) {
	s.till.mu.Lock()
	s.till.cancels = append(s.till.cancels, by)
	s.till.mu.Unlock()
	s.cancel <- by
}

func (s *fakeSale) AskNow() {
	s.till.mu.Lock()
	s.till.asks++
	s.till.mu.Unlock()
}

func (s *fakeSale) Run(ctx context.Context) (flow.Attempt, error) {
	s.till.mu.Lock()
	s.till.running++
	s.till.both = max(s.till.both, s.till.running)
	s.till.mu.Unlock()
	defer func() {
		s.till.mu.Lock()
		s.till.running--
		s.till.mu.Unlock()
	}()
	for _, b := range s.beats {
		select {
		case <-time.After(b.after):
			s.apply(b.step, b.facts...)
		case by := <-s.cancel:
			return s.ended(ctx, by)
		case <-ctx.Done():
			return s.Attempt(), ctx.Err()
		}
		if s.Attempt().Final() || s.Attempt().State == flow.Reversing {
			return s.released(ctx)
		}
	}
	select {
	case by := <-s.cancel:
		return s.ended(ctx, by)
	case <-ctx.Done():
		return s.Attempt(), ctx.Err()
	}
}

func (s *fakeSale) ended(ctx context.Context, by string) (flow.Attempt, error) {
	if s.Attempt().State == flow.Opened {
		s.apply(nil, flow.SaleCancelled{By: flow.EndedBy(by), At: time.Now()})
		return s.Attempt(), nil
	}
	s.apply(nil, flow.ReversalDecided{Reason: "cashier", By: by, At: wxNow()})
	return s.released(ctx)
}

// released goes on in the background as a real till does.
func (s *fakeSale) released(ctx context.Context) (flow.Attempt, error) {
	if s.Attempt().State == flow.Reversing && s.till.dead > 0 {
		go func() {
			select {
			case <-time.After(s.till.dead):
				s.apply(nil, flow.ReversalProven{At: time.Now()})
			case <-ctx.Done():
			}
		}()
	}
	return s.Attempt(), nil
}

// Scripts.
var (
	intent = []flow.Fact{flow.PayerIdentified{}, flow.IntentWritten{}}
	charge = flow.ChargeProven{TransactionID: "4200002511260000000000000017", Source: "answer"}
)

func facts(f ...flow.Fact) []flow.Fact { return f }

// pays: the face after 3 s, the answer after one more.
func pays() []beat {
	return []beat{{3 * time.Second, intent, flow.Submit{}}, {time.Second, facts(charge), nil}}
}

// needsPassword: the customer pays at 12 s.
func needsPassword() []beat {
	return []beat{
		{3 * time.Second, intent, flow.Submit{}},
		{time.Second, facts(flow.PayAnswered{Answer: flow.AnswerPaying, Code: "USERPAYING"}), flow.Wait{For: "query"}},
		{8 * time.Second, facts(flow.OrderAsked{Answer: flow.AnswerPaying, Code: "USERPAYING"}), flow.Ask{}},
		{4 * time.Second, facts(charge), nil},
	}
}

// neverPays: USERPAYING until somebody ends it.
func neverPays() []beat { return needsPassword()[:2] }

func refused(code string) []beat {
	return []beat{
		{3 * time.Second, intent, flow.Submit{}},
		{time.Second, facts(flow.PayAnswered{Answer: flow.AnswerRefused, Code: code}), flow.Ask{}},
		{300 * time.Millisecond, facts(flow.RefusalConfirmed{Code: code, Query: flow.AnswerNotPay}), nil},
	}
}

// reversedByWindow: the end of the window decides a reversal.
func reversedByWindow() []beat {
	return append(neverPays(), beat{41 * time.Second, facts(flow.ReversalDecided{Reason: "window"}), flow.Reverse{}})
}
