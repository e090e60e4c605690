package till_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
	"facetill/flow/secret"
	"facetill/flow/till"
)

// shownAt is a journal that remembers the press of a stopped sale.
type shownAt struct {
	till.Stops
	p flow.Press
}

func (j shownAt) StoppedAt(context.Context, string, flow.Fen, time.Time) (flow.Press, bool, error) {
	return j.p, true, nil
}

// Money rule 5.3: a call that brings a word waited for its code on stdin. Meanwhile
// the word was given by another call, and the next customer's sale was stopped, whose
// press is the one that is remembered now. What was told since this call began stops
// it all the same: of two presses the earlier counts.
func TestS41_PressedBeforeWhatIsRemembered(t *testing.T) {
	for name, c := range map[string]struct{ own, shown, want flow.Press }{
		"pressed before": {flow.Press{Seq: 7, InFlight: []flow.OutTradeNo{"1", "2"}}, flow.Press{Seq: 9}, flow.Press{Seq: 7, InFlight: []flow.OutTradeNo{"1", "2"}}},
		"shown before":   {flow.Press{Seq: 9}, flow.Press{Seq: 7, InFlight: []flow.OutTradeNo{"1"}}, flow.Press{Seq: 7, InFlight: []flow.OutTradeNo{"1"}}},
		"nothing opened between": {flow.Press{Seq: 9, InFlight: []flow.OutTradeNo{"1", "2"}}, flow.Press{Seq: 9, InFlight: []flow.OutTradeNo{"1", "3"}},
			flow.Press{Seq: 9, InFlight: []flow.OutTradeNo{"1", "2", "3"}}},
	} {
		r := newRig(t).anew(func(p *till.Ports) { p.Stops = shownAt{p: c.shown} })
		r.leave(order(noon))
		q := flow.SaleRequest{TotalFee: 200, New: []flow.OutTradeNo{"26112512000000000000000000000001"}, Press: &c.own}
		err := r.Named(t.Context(), &q)
		if slices.Sort(q.Press.InFlight); err != nil || q.Press.Seq != c.want.Seq || !slices.Equal(q.Press.InFlight, c.want.InFlight) {
			t.Errorf("%s: %+v, %v", name, *q.Press, err)
		}
	}
}

// A number that was mistyped is named: the word of a person is about what was shown.
func TestNamedAndUnknown(t *testing.T) {
	q := flow.SaleRequest{New: []flow.OutTradeNo{"123456"}}
	if e, is := errors.AsType[*till.NoSuchSaleError](newRig(t).Named(t.Context(), &q)); !is || e.OutTradeNo != "123456" {
		t.Errorf("%v", e)
	}
}

// stops is what a journal remembers, in memory.
type stops struct {
	till.Stops
	of      *flow.Press // which is remembered; nil for none
	stopped []int64     // the presses that were noted
}

func (s *stops) Stopped(ctx context.Context, _ string, _ flow.Fen, p flow.Press, _ time.Time) error {
	if ctx.Done() == nil { // no signal keeps it from being written down
		s.stopped = append(s.stopped, p.Seq)
	}
	return nil
}

func (s *stops) StoppedAt(context.Context, string, flow.Fen, time.Time) (flow.Press, bool, error) {
	if s.of == nil {
		return flow.Press{}, false, nil
	}
	return *s.of, true, nil
}

// Money rule 5.3: a call that is stopped is remembered with its own press, also one
// that went by an earlier: all that was told between is shown with the stop, and the
// next customer's word need not name it. What goes through is not remembered.
func TestCallIsRemembered(t *testing.T) {
	s := &stops{}
	r := newRig(t, withWeChat(&weChat{})).anew(func(p *till.Ports) { p.Stops = s })
	untold := r.leave(order(noon), charged(noon)...)
	another := r.leave(order(noon), charged(noon)...)
	call := func(press int64, change func(*flow.SaleRequest)) error {
		c, err := r.Call(t.Context(), byCode(change, func(q *flow.SaleRequest) { q.Press = &flow.Press{Seq: press} }), mute{})
		if err == nil {
			var a flow.Attempt
			if a, err = c.Run(t.Context(), nil); err == nil {
				err = r.CallerTold(t.Context(), a)
			}
		}
		return err
	}
	is := func(what string, err error, stopped bool, want ...int64) {
		t.Helper()
		if _, is := errors.AsType[*flow.PossibleDuplicateError](err); is != stopped || !stopped && err != nil || !slices.Equal(s.stopped, want) {
			t.Errorf("%s: %v; remembered %v, want %v", what, err, s.stopped, want)
		}
	}
	is("bare", call(2, func(*flow.SaleRequest) {}), true, 2)
	s.of = &flow.Press{Seq: 1}
	is("one of two", call(5, func(q *flow.SaleRequest) { q.New = []flow.OutTradeNo{untold.OutTradeNo} }), true, 2, 5)
	is("both", call(6, func(q *flow.SaleRequest) { q.New = []flow.OutTradeNo{untold.OutTradeNo, another.OutTradeNo} }), false, 2, 5)
	is("a reference", call(7, func(q *flow.SaleRequest) { q.Ref = "R-1" }), false, 2, 5)
}

// unheard is a WeChat that answers no pay request.
type unheard struct{ *weChat }

func (unheard) Pay(context.Context, flow.PayRequest) flow.Answer {
	return flow.Answer{Kind: flow.AnswerLost, Code: "SYSTEMERROR"}
}

// Money rules 4.4 and 4.5: a call stays until its reversal is proven, and not only
// until it is decided: nobody may be there to drive it on.
func TestCallStaysUntilItIsProven(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &weChat{queries: answers(flow.AnswerNotPay, flow.AnswerNotPay, flow.AnswerRevoked), reverses: answers(flow.AnswerReversed)}
		r := newRig(t, withWeChat(g), func(p *flow.Ports) { p.Gateway = unheard{g} })
		call, err := r.Call(t.Context(), byCode(), mute{})
		if err != nil {
			t.Fatal(err)
		}
		if a, err := call.Run(t.Context(), nil); err != nil || a.State != flow.Reversed || g.backwards.Load() != 1 {
			t.Errorf("%s, reversed %d times, %v", a.State, g.backwards.Load(), err)
		}
	})
}

// owned is a journal in which another process has everything for ever.
type owned struct {
	flow.Journal
	claims int
}

func (j *owned) Claim(ctx context.Context, _ flow.OutTradeNo) (flow.Attempt, error) {
	j.claims++
	if ctx.Err() != nil {
		return flow.Attempt{}, errors.New("a request in flight was lost")
	}
	return flow.Attempt{}, flow.ErrOwned
}

func (*owned) Release(context.Context, flow.Attempt) error { return nil }

// Money rule 5.8: a call waits for the owner of a charge, to say that it told it,
// and a signal comes. It is gone soon, and nobody was told; the journal is asked once all the
// same, and not interrupted in it.
func TestSignalWhileTheOwnerIsWaitedFor(t *testing.T) {
	for name, signalAt := range map[string]time.Duration{"before": 0, "meanwhile": 3*time.Second + 50*time.Millisecond} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				time.AfterFunc(signalAt, func() { cancel(errors.New("a signal")) })
				if signalAt == 0 {
					cancel(errors.New("a signal"))
				}
				j := &owned{}
				r := newRig(t, func(p *flow.Ports) { p.Journal = j })
				start := time.Now()
				err := r.CallerTold(ctx, flow.Attempt{Order: flow.Order{OutTradeNo: "1234567890"}, State: flow.Paid})
				if late := time.Since(start) - signalAt; late > 100*time.Millisecond || !errors.Is(err, flow.ErrOwned) || j.claims == 0 {
					t.Errorf("%v after the signal, %d claims: %v", late, j.claims, err)
				}
			})
		})
	}
}

// at29 is a journal in which something happens before the thirtieth try to claim.
type at29 struct {
	flow.Journal
	claims int
	happen func()
}

func (j *at29) Claim(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, error) {
	if j.claims++; j.claims == 30 {
		j.happen()
	}
	return j.Journal.Claim(ctx, no)
}

// Money rules 5.3 and 5.4: the owner of a charge has its own word to record, and is
// waited for. Who takes its place records the word itself, and nobody tells of a
// charge that went back meanwhile.
func TestOwnerIsWaitedFor(t *testing.T) {
	for name, c := range map[string]struct {
		does []flow.Fact // nil: it dies
		want error
	}{
		"has told": {[]flow.Fact{flow.Shown{}}, nil}, "is gone": {nil, nil},
		"has given back": {[]flow.Fact{flow.LeftUnclaimed{}, flow.ReversalDecided{Reason: "person", By: "Li", At: noon}}, flow.ErrFenced},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				j := &at29{}
				r := newRig(t, withWeChat(&weChat{}), func(p *flow.Ports) { j.Journal, p.Journal = p.Journal, j })
				a := r.leave(order(noon), charged(noon)...)
				owner := r.disk.Process("owner")
				mine, err := owner.Claim(t.Context(), a.OutTradeNo)
				j.happen = func() {
					if r.disk.Kill("owner"); c.does != nil {
						_, err = owner.Append(t.Context(), mine, c.does...)
					}
				}
				a.Epoch = 0
				if told := r.CallerTold(t.Context(), a); err != nil || !errors.Is(told, c.want) {
					t.Errorf("%v, %v", told, err)
				}
				now, owned, err := r.ports.Journal.Read(t.Context(), a.OutTradeNo)
				if err != nil || now.Shown != (c.want == nil) || owned && c.want == nil {
					t.Errorf("shown %t, owned %t, %v", now.Shown, owned, err)
				}
			})
		})
	}
}

// A charge that was told has no word left to wait for, whoever holds it.
func TestToldIsNotToldAgain(t *testing.T) {
	j := &owned{}
	r := newRig(t, func(p *flow.Ports) { p.Journal = j })
	a := flow.Attempt{Order: flow.Order{OutTradeNo: "1234567890"}, State: flow.Paid, Shown: true}
	if err := r.CallerTold(t.Context(), a); err != nil || j.claims != 0 {
		t.Errorf("%v, %d claims", err, j.claims)
	}
}

// forgetful does not know what was stopped.
type forgetful struct{ till.Stops }

func (forgetful) StoppedAt(context.Context, string, flow.Fen, time.Time) (flow.Press, bool, error) {
	return flow.Press{}, false, errUnread
}

// Money rule 5.3: without the press that was shown a person's word would cover what
// was told since. A reference of its own needs none.
func TestNamedAndUnread(t *testing.T) {
	r := newRig(t).anew(func(p *till.Ports) { p.Stops = forgetful{} })
	a := r.leave(order(noon), charged(noon)...)
	for ref, want := range map[string]error{"": errUnread, "R-1": nil} {
		if err := r.Named(t.Context(), &flow.SaleRequest{Ref: ref, New: []flow.OutTradeNo{a.OutTradeNo}}); !errors.Is(err, want) {
			t.Errorf("%q: %v", ref, err)
		}
	}
}

// late is a journal in which a sale that may be the same is seen at the intent.
type late struct {
	flow.Journal
	asked int
}

func (j *late) PossibleDuplicates(ctx context.Context, lane string, fee flow.Fen, since flow.Press) ([]flow.PossibleDuplicate, error) {
	if j.asked++; j.asked == 1 {
		return nil, nil
	}
	return j.Journal.PossibleDuplicates(ctx, lane, fee, since)
}

// Money rule 5.3: a call that is stopped at its own intent is remembered as one that
// never began.
func TestStoppedAtTheIntentIsRemembered(t *testing.T) {
	s := &stops{}
	r := newRig(t, withWeChat(&weChat{}), func(p *flow.Ports) { p.Journal = &late{Journal: p.Journal} }).anew(func(p *till.Ports) { p.Stops = s })
	r.leave(order(noon), charged(noon)...)
	call, err := r.Call(t.Context(), byCode(), mute{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = call.Run(t.Context(), nil)
	if _, is := errors.AsType[*flow.PossibleDuplicateError](err); !is || len(s.stopped) != 1 {
		t.Errorf("%v, %d were remembered", err, len(s.stopped))
	}
}

// unclaimable is a journal that cannot write who has an attempt.
type unclaimable struct {
	flow.Journal
	claims int
}

func (j *unclaimable) Claim(context.Context, flow.OutTradeNo) (flow.Attempt, error) {
	j.claims++
	return flow.Attempt{}, errUnread
}

// Money rule 5.3: only an owner is waited for. A journal that fails is an error at once:
// nobody is told.
func TestTakeOverThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &unclaimable{}
		start := time.Now()
		r := newRig(t, func(p *flow.Ports) { p.Journal = j })
		err := r.CallerTold(t.Context(), flow.Attempt{Order: flow.Order{OutTradeNo: "1234567890"}, State: flow.Paid})
		if !errors.Is(err, errUnread) || j.claims != 1 || time.Since(start) != 0 {
			t.Errorf("%d claims in %s: %v", j.claims, time.Since(start), err)
		}
	})
}

// slow is a WeChat that takes its time to answer a payment.
type slow struct{ flow.Gateway }

func (slow) Pay(context.Context, flow.PayRequest) flow.Answer {
	time.Sleep(9 * time.Second)
	return flow.Answer{Kind: flow.AnswerLost}
}

// Money rule 5.8: a call that is stopped waits a moment for what is under way, and not
// even that where a second signal hurries it.
func TestSignalAndHurry(t *testing.T) {
	for hurried, want := range map[bool]time.Duration{false: 1200 * time.Millisecond, true: 100 * time.Millisecond} {
		synctest.Test(t, func(t *testing.T) {
			r := newRig(t, withWeChat(&weChat{}), func(p *flow.Ports) { p.Gateway = slow{p.Gateway} })
			ctx, cancel := context.WithCancelCause(t.Context())
			hurry, signal := make(chan struct{}, 1), errors.New("a signal")
			call, err := r.Call(ctx, byCode(), mute{})
			if err != nil {
				t.Fatal(err)
			}
			time.AfterFunc(time.Second, func() { cancel(signal) })
			if hurried {
				time.AfterFunc(1100*time.Millisecond, func() { hurry <- struct{}{} })
			}
			start := time.Now()
			a, err := call.Run(ctx, hurry)
			if late := time.Since(start) - time.Second; late != want || !errors.Is(err, signal) || a.State != flow.Submitting {
				t.Errorf("hurried %t: %s after %s, %v", hurried, a.State, late, err)
			}
			time.Sleep(time.Minute)
		})
	}
}

// camera sees a face at once, and counts what it is told.
type camera struct {
	flow.Device
	told atomic.Int32
}

func (*camera) Prepare(context.Context, flow.Merchant) error { return nil }
func (*camera) CheckCapture(flow.CaptureRequest) error       { return nil }
func (*camera) Capture(context.Context, flow.CaptureRequest) flow.Captured {
	return flow.Captured{Kind: flow.CaptureCode, FaceCode: secret.New("130000000000000000")}
}

func (d *camera) Tell(context.Context, flow.OutTradeNo, bool) error {
	d.told.Add(1)
	return nil
}

// Money rules 5.8 and 6.1: the face screen gets the result, unless a signal has ended
// the call: nobody has time for it then.
func TestDeviceIsToldUnlessSignalled(t *testing.T) {
	for signalled, want := range map[bool]int32{false: 1, true: 0} {
		d := &camera{}
		r := newRig(t, withWeChat(&weChat{}), func(p *flow.Ports) { p.Device = d })
		ctx, cancel := context.WithCancel(t.Context())
		call, err := r.Call(ctx, flow.SaleRequest{TotalFee: 1280, Method: flow.MethodFace}, mute{})
		if err != nil {
			t.Fatal(err)
		}
		a, err := call.Run(ctx, nil)
		if signalled {
			cancel()
		}
		if call.TellDevice(ctx); err != nil || a.State != flow.Paid || d.told.Load() != want {
			t.Errorf("signalled %t: %s, told %d times, %v", signalled, a.State, d.told.Load(), err)
		}
		cancel()
	}
}
