package device

import (
	"context"
	"sync"

	"facetill/device/wire"
	"facetill/flow/secret"
)

// face is how one face screen ended.
type face struct {
	answer  wire.Answer
	raw     []byte // as it came
	stopped bool   // a stop was asked for before it ended
}

// take runs one capture with whatever repairs of the session it needs.
func (d *Device) take(ctx context.Context, o wire.Code) (face, error) {
	return d.screen(ctx, o.Merchant, func(auth secret.Secret) wire.Request {
		d.last = page{outTradeNo: o.OutTradeNo, merchant: o.Merchant, auth: auth}
		return d.cfg.code(o, auth)
	})
}

// screen runs one face screen, each kind of repair once: that bounds it.
func (d *Device) screen(ctx context.Context, m wire.Merchant, request func(auth secret.Secret) wire.Request) (face, error) {
	done := repairs{forget: d.auth.forget}
	for {
		if err := d.term.open(ctx); err != nil {
			return face{}, err
		}
		auth, err := d.authInfo(ctx, m)
		if err != nil {
			return face{}, err
		}
		r := request(auth)
		req, err := d.term.encode(r)
		if err != nil {
			return face{}, err
		}
		f, err := d.term.watch(ctx, wire.CommandFor(r), req)
		if again := !f.stopped && d.term.repair(ctx, f.answer, err, &done); again {
			continue
		}
		f.stopped = f.stopped || ctx.Err() != nil // while it was repaired
		return f, err
	}
}

// repairs are the kinds of repair that one command has used up.
type repairs struct {
	// forget drops the authinfo. nil: the command shows no face screen, and neither
	// authinfo nor page can be at fault.
	forget                               func()
	started, license, busy, page, unseen bool
	starting                             int // waits for a service that comes up
}

// repair mends the session after an answer that another try can
// change. false: the answer stands.
func (t *terminal) repair(ctx context.Context, a wire.Answer, err error, done *repairs) bool {
	use := func(once *bool) bool {
		first := !*once
		*once = true
		return first
	}
	switch {
	case wire.KindOf(err) == wire.KindNotRunning: // the library has not seen the request
		return use(&done.unseen)
	case err != nil:
		return false
	case a.ErrCode == wire.ErrInitialising:
		t.ready = false
		done.starting++
		t.clock.Sleep(ctx, initialisingWait, nil)
		return done.starting < initialisingTries && ctx.Err() == nil
	case notInitialised(a):
		t.ready = false
		return use(&done.started)
	case a.ReturnCode == wire.ParamError && done.forget != nil: // AuthInfo License Error, perhaps
		done.forget()
		return use(&done.license)
	case a.ReturnCode == wire.SystemError && use(&done.busy):
		t.clock.Sleep(ctx, busyWait, nil)
		return true
	case a.ReturnCode == wire.SystemError && done.forget != nil && !t.cfg.KeepPage:
		// Another process may have left its page: killed, or an old one of ours.
		t.page = true
		return use(&done.page)
	}
	return false
}

// watch makes a call that waits for a customer. When ctx ends it is stopped from
// beside and given stopGrace; after that the call is given up.
func (t *terminal) watch(ctx context.Context, cmd wire.Command, req []byte) (face, error) {
	if ctx.Err() != nil {
		return face{stopped: true}, nil // nothing was opened, nothing is to be stopped
	}
	callCtx, giveUp := context.WithCancelCause(context.WithoutCancel(ctx))
	defer giveUp(nil)
	ended := make(chan struct{}) // the capture's call is over
	var stopping sync.WaitGroup
	stopping.Add(1)
	unwatch := context.AfterFunc(ctx, func() {
		defer stopping.Done()
		t.stop(callCtx, req, ended)
		giveUp(context.Cause(ctx))
	})
	resp, err := t.caller.Call(callCtx, req)
	close(ended)
	stopSent := !unwatch()
	// ctx may have ended a moment ago without its stop having begun.
	f := face{stopped: stopSent || ctx.Err() != nil}
	if stopSent {
		stopping.Wait() // never two commands at once
	}
	if err != nil {
		t.ready, t.page = false, MayLeavePage(wire.KindOf(err))
		return f, err
	}
	f.raw = resp
	f.answer, err = wire.ReadAnswer(cmd, resp)
	opened := f.answer.ReturnCode == wire.Success && cmd == wire.CmdCode
	kept := t.page && f.answer.ReturnCode == wire.SystemError // perhaps because of it
	t.page = err != nil || opened || kept
	return f, err
}

// MayLeavePage reports whether a capture without an answer may have left its page
// on the screen: the call went to a service that outlives the process which
// made the call.
func MayLeavePage(kind wire.Kind) bool {
	switch kind {
	case wire.KindReturned, wire.KindNotRunning, wire.KindBusy, wire.KindRefused:
		return false
	}
	return true
}

// stop asks the terminal to end the call of req, again and again until it has,
// because the first stop may come before the face screen is open, and at most for
// stopGrace. What the terminal answers does not matter: old libraries do
// not know the command, and late stops are refused.
func (t *terminal) stop(ctx context.Context, req []byte, ended <-chan struct{}) {
	ctx, cancel := context.WithTimeout(ctx, stopGrace)
	defer cancel()
	r, err := wire.StopFor(req)
	if err == nil {
		req, err = t.encode(r)
	}
	for range stopTries {
		if err == nil {
			_, _ = t.caller.Call(ctx, req)
		}
		t.clock.Sleep(ctx, stopGrace/stopTries, ended)
		select {
		case <-ended:
			return
		default:
		}
	}
}
