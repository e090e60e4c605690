package device

import (
	"context"

	"facetill/device/wire"
	"facetill/flow/clock"
	"facetill/flow/secret"
)

// terminal is the SDK's end: commands, and what this process knows of the session.
type terminal struct {
	caller wire.Caller
	clock  clock.Clock
	cfg    Config

	began bool // release and init were done once in this process
	ready bool // initialised, as far as we know; where not, the next command that needs it starts with init
	page  bool // a face page may be up
}

// refusal is an answer that is no SUCCESS, to a command that the session needs.
type refusal struct {
	cmd  wire.Command
	code string // return_code and err_code
	msg  string // return_msg with everything masked that may be a credential
}

func (e *refusal) Error() string {
	s := string(e.cmd) + ": " + e.code
	if e.msg != "" {
		s += " (" + e.msg + ")"
	}
	return s
}

func refused(cmd wire.Command, a wire.Answer) error {
	return &refusal{cmd, reason(a.ReturnCode, a.ErrCode), clean(a.ReturnMsg)}
}

// encode builds a request of this moment for this SDK.
func (t *terminal) encode(r wire.Request) ([]byte, error) {
	return wire.Encode(r, t.cfg.SDK, t.clock.Now().Wall)
}

// do sends one command that waits for no customer.
func (t *terminal) do(ctx context.Context, r wire.Request) (wire.Answer, error) {
	req, err := t.encode(r)
	if err != nil {
		return wire.Answer{}, err
	}
	if ctx.Err() != nil { // a call that begins now would only be given up
		return wire.Answer{}, context.Cause(ctx)
	}
	ctx, cancel := context.WithTimeout(ctx, commandLimit)
	defer cancel()
	resp, err := t.caller.Call(ctx, req)
	if err != nil {
		t.ready = false
		return wire.Answer{}, err
	}
	a, err := wire.ReadAnswer(wire.CommandFor(r), resp)
	if err == nil && notInitialised(a) {
		t.ready = false
	}
	return a, err
}

// open brings the terminal to Ready, with no page of an earlier face in the
// way. On a session that is ready it does nothing.
func (t *terminal) open(ctx context.Context) error {
	if stale := t.page && !t.cfg.KeepPage; !t.began || stale {
		// There may be nothing to release; a page that was not removed is the next
		// open's.
		if err := t.release(ctx, nil); wire.KindOf(err) == wire.KindTimeout {
			return err
		}
	}
	if t.ready {
		return nil
	}
	return t.init(ctx)
}

// init calls initWxpayface until the service has come up.
func (t *terminal) init(ctx context.Context) error {
	var a wire.Answer
	for try := range initialisingTries {
		if try > 0 {
			t.clock.Sleep(ctx, initialisingWait, nil)
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
		}
		var err error
		if a, err = t.do(ctx, t.cfg.Init); err != nil {
			return err
		}
		if a.ReturnCode == wire.Success {
			t.began, t.ready = true, true
			return nil
		}
		if !notInitialised(a) {
			break
		}
	}
	return refused(wire.CmdInit, a)
}

// rawdata asks for the device's data, with whatever repairs of the session that
// needs.
func (t *terminal) rawdata(ctx context.Context) (secret.Secret, error) {
	var done repairs
	for {
		if err := t.open(ctx); err != nil {
			return secret.Secret{}, err
		}
		a, err := t.do(ctx, wire.Rawdata{})
		if err == nil && a.ReturnCode == wire.Success {
			return a.Rawdata, wire.CheckRawdata(a.Rawdata)
		}
		if t.repair(ctx, a, err, &done) {
			continue
		}
		if err == nil {
			err = refused(wire.CmdRawdata, a)
		}
		return secret.Secret{}, err
	}
}

// update sends the result where the SDK takes it and it was not asked to do without
// (ignore_update_pay_result), and notes whether the page is gone then: an Android one
// closes on either result and one that hears of none closes by itself, a Windows one
// closes on SUCCESS alone.
func (t *terminal) update(ctx context.Context, last page, paid bool) error {
	android := t.cfg.SDK.Dialect == wire.Android
	if t.cfg.IgnoreUpdate || t.cfg.SDK.Check(wire.CmdUpdate) != nil {
		t.page = !android
		return nil
	}
	result := wire.PayError
	if paid {
		result = wire.PaySuccess
	}
	a, err := t.do(ctx, t.cfg.update(last.merchant, last.auth, result))
	if err == nil && notInitialised(a) {
		// The service has restarted behind the code, and its page ended with it. It is
		// made ready for the next customer, and told in case a page is there all the same.
		if a.ErrCode == wire.ErrInitialising {
			t.clock.Sleep(ctx, initialisingWait, nil)
		}
		if t.page, err = false, t.init(ctx); err == nil {
			a, err = t.do(ctx, t.cfg.update(last.merchant, last.auth, result))
		}
	}
	if err != nil {
		return err
	}
	if a.ReturnCode != wire.Success {
		return refused(wire.CmdUpdate, a)
	}
	t.page = !paid && !android
	return nil
}

// release frees the camera for the other vendors and keeps the first error. A
// service that nobody has initialised, perhaps because it has restarted, has
// neither the camera nor a page of ours.
func (t *terminal) release(ctx context.Context, earlier error) error {
	a, err := t.do(ctx, wire.Release{})
	if err == nil && a.ReturnCode != wire.Success && !notInitialised(a) {
		err = refused(wire.CmdRelease, a)
	}
	if err == nil {
		t.page = false
	}
	t.ready = false
	if earlier != nil {
		return earlier
	}
	return err
}

func notInitialised(a wire.Answer) bool {
	return a.ErrCode == wire.ErrNotInitialised || a.ErrCode == wire.ErrInitialising
}
