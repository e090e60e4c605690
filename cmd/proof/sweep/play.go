package main

import (
	"context"
	"errors"
	"time"

	"facetill/device/sim"
	"facetill/flow"
	"facetill/flow/secret"
)

// fee of every sale in a sweep, in fen.
const fee flow.Fen = 1280

// play takes one sale from the first call to the last rest, and checks it on
// the way. A broken rule comes back as a violation.
func (w *world) play() *violation { return w.caught(w.course) }

// caught runs what may break a rule, and gives the rule.
func (w *world) caught(do func()) (v *violation) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case violation:
			v = &r
		default:
			panic(r)
		}
	}()
	do()
	return nil
}

func (w *world) course() {
	w.plan()
	if w.fault.chance(w.rng, w.fault.platform) {
		w.later(time.Duration(1+w.rng.IntN(60))*time.Second, w.refundOutside)
	}
	p := w.boot()
	for call := 0; call < 3; call++ {
		again, alive := w.life(func() bool { return w.sell(p) })
		if !alive {
			p = w.restart()
			again = w.fault.chance(w.rng, w.fault.again)
		}
		if !again {
			break
		}
	}
	w.rest(p)
	w.check()
}

// plan decides where the power will fail, and the cashier's moods.
func (w *world) plan() {
	if w.rng.Float64() < w.fault.crash {
		w.crashAt = 1 + w.rng.IntN(45)
	}
}

// life runs something that a power cut may end.
func (w *world) life(do func() bool) (result, alive bool) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case crashed:
			result, alive = false, false
		default:
			panic(r)
		}
	}()
	return do(), true
}

// restart is the machine coming up again, some time later.
func (w *world) restart() *process {
	if w.script != nil {
		return w.reopen()
	}
	w.disk.Kill(w.lifeName())
	w.crashAt, w.stopAsked = 0, false
	if w.lives == 1 && w.rng.IntN(3) == 0 {
		w.crashAt = 1 + w.rng.IntN(12)
	}
	down := time.Second << w.rng.IntN(14) // to two hours and a quarter
	w.note("down for %v", down)
	w.pass(down)
	w.slept, w.skew = w.now, w.fault.skew(w.rng) // monotonic time begins anew, the RTC may be dead
	return w.boot()
}

// sell is one call of the POS or press of Enter. true: it will call again.
func (w *world) sell(p *process) bool {
	s, err := p.runner.Begin(context.Background(), w.request(), storyteller{w})
	if err != nil {
		w.refused(err)
		return false
	}
	w.stats.sales++
	w.keys(s)
	if w.rng.IntN(2) == 0 {
		s.Patient()
	}
	a, err := s.Run(context.Background())
	w.stopAsked = false
	if err != nil {
		w.broken("run", "%s ended with %v", a.OutTradeNo, err)
	}
	w.note("the cashier is told %s", a.Outcome())
	w.told(p, s, a)
	return w.fault.chance(w.rng, w.fault.again)
}

// request is what the cashier rings up: a face, or now and then a scanned code.
func (w *world) request() flow.SaleRequest {
	if w.script != nil {
		return w.script.request(w)
	}
	q := flow.SaleRequest{Fee: fee, Ref: "R1", Method: flow.MethodFace}
	if w.rng.IntN(4) == 0 {
		code, _ := sim.Mint(sim.Behaviour(w.fault.gatewayCustomer(w.rng)), w.rng.Uint64N(1e9))
		q.Method, q.AuthCode = flow.MethodCode, secret.New(code)
	}
	return q
}

// refused sees that a sale was refused for one of the known reasons.
func (w *world) refused(err error) {
	var finished *flow.FinishedError
	var stopped *flow.StoppedError
	var halted *flow.HaltedError
	switch {
	case errors.As(err, &finished):
		w.stats.mark("finished earlier")
	case errors.As(err, &stopped):
		w.stats.mark("stopped by 5.3")
	case errors.As(err, &halted):
		w.stats.mark("halted")
	default:
		w.broken("begin", "%v", err)
	}
	w.note("refused: %v", err)
}

// keys is what the cashier will press during the sale.
func (w *world) keys(s *flow.Sale) {
	life := w.lives
	press := func(what string, do func()) func() {
		return func() {
			if w.lives == life {
				w.note("the cashier presses %s", what)
				do()
			}
		}
	}
	if w.fault.chance(w.rng, w.fault.cancel) {
		w.later(time.Duration(w.rng.IntN(60_000))*time.Millisecond, press("Esc", func() {
			w.stopAsked = true
			s.Cancel("cashier")
			select {
			case w.escaped <- struct{}{}:
			default:
			}
		}))
	}
	if w.fault.chance(w.rng, w.fault.ask) {
		w.later(time.Duration(w.rng.IntN(60_000))*time.Millisecond, press("check now", s.AskNow))
	}
}
