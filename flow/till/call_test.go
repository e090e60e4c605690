package till_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
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
		r.plant(order(noon))
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
	stopped, wentOn int
}

func (s *stops) Stopped(context.Context, string, flow.Fen, flow.Press, time.Time) error {
	s.stopped++
	return nil
}

func (s *stops) WentOn(context.Context, string, flow.Fen, time.Time) error {
	s.wentOn++
	return nil
}

// Money rule 5.3: a call that is stopped is remembered, and a call that a person's
// word lets through ends that. One with a reference of its own is neither.
func TestCallIsRemembered(t *testing.T) {
	s := &stops{}
	r := newRig(t, withWeChat(&weChat{})).anew(func(p *till.Ports) { p.Stops = s })
	untold := r.plant(order(noon), charged(noon)...)
	if _, err := r.Call(t.Context(), byCode(), mute{}); s.stopped != 1 {
		t.Fatalf("%v: %d were remembered", err, s.stopped)
	}
	for _, c := range []struct {
		change func(*flow.SaleRequest)
		wentOn int
	}{
		{func(q *flow.SaleRequest) { q.New = []flow.OutTradeNo{untold.OutTradeNo} }, 1},
		{func(q *flow.SaleRequest) { q.Ref = "R-1" }, 1},
	} {
		call, err := r.Call(t.Context(), byCode(c.change), mute{})
		if err != nil {
			t.Fatal(err)
		}
		a, err := call.Run(t.Context(), nil)
		if err == nil {
			err = r.CallerTold(t.Context(), a)
		}
		if err != nil || a.State != flow.Paid || s.stopped != 1 || s.wentOn != c.wentOn {
			t.Errorf("%s, %v; stopped %d, went on %d", a.State, err, s.stopped, s.wentOn)
		}
	}
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
