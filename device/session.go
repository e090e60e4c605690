package device

import (
	"context"

	"facetill/device/wire"
	"facetill/flow/secret"
)

// AnswerError is an answer of the terminal that is no SUCCESS, to a command
// that the session needs.
type AnswerError struct {
	Cmd        wire.Command
	ReturnCode string
	ErrCode    int64
	Msg        string // return_msg with everything masked that may be a credential
}

func (e *AnswerError) Error() string {
	s := string(e.Cmd) + ": " + reason(e.ReturnCode, e.ErrCode)
	if e.Msg != "" {
		s += " (" + e.Msg + ")"
	}
	return s
}

func answerError(cmd wire.Command, a wire.Answer) error {
	return &AnswerError{Cmd: cmd, ReturnCode: a.ReturnCode, ErrCode: a.ErrCode, Msg: clean(a.ReturnMsg)}
}

// session is what this process knows of the terminal. It belongs to whoever
// holds the device's slot.
type session struct {
	began bool // release and init were done once in this process
	ready bool // initialised, as far as we know
	page  bool // a face page may be open
}

// lost notes that the terminal may have forgotten us: the next command that
// needs a session starts one.
func (s *session) lost() { s.ready = false }

// do sends one command that waits for no customer.
func (d *Device) do(ctx context.Context, r wire.Request) (wire.Answer, error) {
	req, err := wire.Encode(r, d.cfg.SDK, d.clock.Now().Wall)
	if err != nil {
		return wire.Answer{}, err
	}
	if ctx.Err() != nil { // a call that begins now would only be given up
		return wire.Answer{}, context.Cause(ctx)
	}
	ctx, cancel := context.WithTimeout(ctx, commandLimit)
	defer cancel()
	resp, err := d.caller.Call(ctx, req)
	if err != nil {
		d.session.lost()
		return wire.Answer{}, err
	}
	a, err := wire.ReadAnswer(r.Command(), resp)
	if err == nil && notInitialised(a) {
		d.session.lost()
	}
	return a, err
}

// open brings the terminal to Ready, with no page of an earlier face in the
// way. On a session that is ready it does nothing.
func (d *Device) open(ctx context.Context) error {
	s := &d.session
	if stale := s.page && !d.cfg.KeepPage; !s.began || stale {
		// There may be nothing to release; a page that was not removed is the next
		// open's.
		if err := d.release(ctx, nil); wire.KindOf(err) == wire.KindTimeout {
			return err
		}
	}
	if s.ready {
		return nil
	}
	return d.init(ctx)
}

// init calls initWxpayface until the service has come up.
func (d *Device) init(ctx context.Context) error {
	var a wire.Answer
	for try := range initialisingTries {
		if try > 0 {
			d.clock.Sleep(ctx, initialisingWait, nil)
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
		}
		var err error
		if a, err = d.do(ctx, d.cfg.Init); err != nil {
			return err
		}
		if a.ReturnCode == wire.Success {
			d.session.began, d.session.ready = true, true
			return nil
		}
		if a.ErrCode != wire.ErrInitialising && a.ErrCode != wire.ErrNotInitialised {
			break
		}
	}
	return answerError(wire.CmdInit, a)
}

// rawdata asks for the device's data, with whatever repairs of the session that
// needs.
func (d *Device) rawdata(ctx context.Context) (secret.Secret, error) {
	var done repairs
	for {
		if err := d.open(ctx); err != nil {
			return secret.Secret{}, err
		}
		a, err := d.do(ctx, wire.Rawdata{})
		if err == nil && a.ReturnCode == wire.Success {
			return a.Rawdata, wire.CheckRawdata(a.Rawdata)
		}
		if d.repair(ctx, a, err, &done) {
			continue
		}
		if err == nil {
			err = answerError(wire.CmdRawdata, a)
		}
		return secret.Secret{}, err
	}
}

func notInitialised(a wire.Answer) bool {
	return a.ErrCode == wire.ErrNotInitialised || a.ErrCode == wire.ErrInitialising
}
