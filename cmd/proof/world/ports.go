package world

import (
	"context"

	devsim "facetill/device/sim"
	devwire "facetill/device/wire"
	"facetill/flow"
)

// crashJournal lets the power fail before and after each write. What was
// written before it failed is there; whether the till learned of it is not said.
type crashJournal struct {
	flow.Journal
	w *World
}

func (j *crashJournal) Open(ctx context.Context, f flow.OrderOpened) (flow.Attempt, error) {
	j.w.Point("before open")
	a, err := j.Journal.Open(ctx, f)
	j.w.Point("after open")
	return a, err
}

func (j *crashJournal) Append(ctx context.Context, a flow.Attempt, facts ...flow.Fact) (flow.Attempt, error) {
	kind := facts[len(facts)-1].Kind()
	j.w.Point("before " + kind)
	next, err := j.Journal.Append(ctx, a, facts...)
	if err == nil {
		j.w.Judge.fenced(facts, next)
		j.w.Judge.watch(a, next)
		j.w.Judge.watchBack(a, next, facts)
		j.w.Course.Wrote(a.OutTradeNo, facts)
	}
	j.w.Point("after " + kind)
	return next, err
}

// terminal is the face device in virtual time. The customer's patience and the
// cashier's keys are events like all others.
type terminal struct {
	w *World
	t *devsim.Terminal
}

func (t *terminal) Call(ctx context.Context, req []byte) ([]byte, error) {
	cmd, _ := devwire.CommandOf(req)
	t.w.Point("before " + string(cmd))
	if cmd == devwire.CmdCode {
		if err := t.t.SetCustomer(devsim.Behaviour(t.w.Fault.customer(t.w.Rng, true))); err != nil {
			return nil, err
		}
	}
	r := t.t.Handle(t.w.Time(), req)
	for r.Wait > 0 {
		t.w.Sleep(ctx, r.Wait, t.w.escaped)
		if t.w.stopAsked { // what the adapter does from beside, done in turn
			t.stop(req)
		}
		r = t.t.Resume(t.w.Time(), r.Ticket)
	}
	t.w.Point("after " + string(cmd))
	if r.RC != 0 {
		return nil, &devwire.CallError{Kind: devwire.KindReturned, RC: r.RC, Cmd: cmd}
	}
	return r.Resp, nil
}

func (t *terminal) stop(capture []byte) {
	stop, err := devwire.StopFor(capture)
	if err != nil {
		return
	}
	if req, err := devwire.Encode(stop, devwire.SDK{}, t.w.Time()); err == nil {
		t.t.Handle(t.w.Time(), req)
	}
}

// stopless keeps the cashier's Esc from the adapter: it would answer it from a
// second goroutine, and a world has one. The terminal is stopped in turn instead;
// that a code after a stop is never charged is then flow's own to see to.
type stopless struct{ flow.Device }

func (c stopless) Capture(ctx context.Context, r flow.CaptureRequest) flow.Captured {
	return c.Device.Capture(context.WithoutCancel(ctx), r)
}

// storyteller writes down what the till's facts were, and lets the judge hear of them.
type storyteller struct{ w *World }

func (s storyteller) Observe(u flow.Update) {
	s.w.Judge.Observe(u)
	if u.Fact != nil && s.w.Tell {
		s.w.Note("fact %s: %s, %s", u.Fact.Kind(), u.Attempt.OutTradeNo.LastDigits(4), u.Attempt.State)
	}
}
