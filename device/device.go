package device

import (
	"context"
	"errors"
	"sync/atomic"

	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/field"
	"facetill/flow/secret"
)

// Device is one face terminal; it fills flow.Device. Its methods may be called
// from several goroutines; commands go to the terminal one at a time.
type Device struct {
	clock clock.Clock
	cfg   Config
	auth  authInfos

	slot   chan struct{} // holds one element while a command may be sent
	term   terminal      // belongs to whoever holds the slot
	last   page          // likewise
	locked bool          // likewise: this process has the machine's terminal

	kick    chan struct{}                      // a payment ended: Keep may do what was put off
	endTell atomic.Pointer[context.CancelFunc] // while Tell runs
}

var _ flow.Device = (*Device)(nil)

// New returns a device behind a caller. It fails when the configuration has
// something that the SDK does not know, and sends nothing.
func New(caller wire.Caller, source flow.AuthInfoSource, clock clock.Clock, cfg Config) (*Device, error) {
	if caller == nil || source == nil || clock == nil {
		return nil, errors.New("device: caller, authinfo source and clock are all needed")
	}
	// A field that the SDK does not know is refused now and not at the first customer.
	if err := cfg.Check(wire.FaceCodeFacepay); err != nil {
		return nil, err
	}
	return &Device{clock: clock, cfg: cfg, auth: authInfos{source: source, clock: clock, cfg: cfg},
		slot: make(chan struct{}, 1), term: terminal{caller: caller, clock: clock, cfg: cfg}, kick: make(chan struct{}, 1)}, nil
}

// Capture shows the face screen and blocks until it ends: one call of the SDK
// where Prepare or Keep did its part. When ctx ends the screen is stopped, at
// most 3 s later the call is given up, and the capture counts as cancelled
// whatever the terminal still says (money rule 6.4).
func (d *Device) Capture(ctx context.Context, r flow.CaptureRequest) flow.Captured {
	o := d.cfg.sale(r)
	leave, err := d.enterForCapture(ctx)
	if err != nil {
		return notCaptured(ctx, err)
	}
	defer leave()
	var who Member
	if r.Member && o.OpenID.IsZero() {
		// What goes wrong here is left to the capture: whom the camera does not know
		// pays as everybody does.
		who, _ = recognised(d.screen(ctx, o.Merchant, d.cfg.userInfo(o.Merchant)))
		o.OpenID = who.OpenID
	}
	f, err := d.take(ctx, o)
	got := captured(ctx, o.FaceCodeType, f, err)
	got.Face.UnionIDCode, got.Face.UnionIDMsg = who.UnionIDCode, who.UnionIDMsg
	if got.Kind != flow.CaptureCode {
		d.clear(context.WithoutCancel(ctx), f)
	}
	return got
}

// clear tidies up after a capture that gave no code: nothing will be told.
func (d *Device) clear(ctx context.Context, f face) {
	ctx, cancel := context.WithTimeout(ctx, tellGrace)
	defer cancel()
	defer d.wake()
	if f.answer.ReturnCode == wire.Success { // it came despite a stop, or was none
		_ = d.term.update(ctx, d.last, false) // best effort: the next open removes the page
	}
	d.last = page{}
	if d.cfg.Aggregated {
		_ = d.term.release(ctx, nil) // the next init finds out
	}
}

// CheckCapture builds the request of a capture and sends nothing.
func (d *Device) CheckCapture(r flow.CaptureRequest) error {
	_, err := d.term.encode(d.cfg.code(d.cfg.sale(r), secret.New("probe")))
	if e, is := errors.AsType[*field.Error](err); is {
		e.Of = "" // a cashier asks for no command
		return e
	}
	if e, is := errors.AsType[*wire.GateError](err); is {
		what := e.Field
		if what == "" {
			what = string(e.Cmd)
		}
		return field.NewError(what, e.Rule, "leave it out, or update the SDK and device.sdk_version")
	}
	return err
}

func (d *Device) leave() {
	d.unlock()
	<-d.slot
}

// enter waits for the slot as long as ctx lets it; a slot that is free is taken
// even when ctx has ended.
func (d *Device) enter(ctx context.Context) (leave func(), err error) {
	select {
	case d.slot <- struct{}{}:
		return d.leave, nil
	default:
	}
	select {
	case d.slot <- struct{}{}:
		return d.leave, nil
	case <-ctx.Done():
		return nil, &wire.CallError{Kind: wire.KindBusy, Err: context.Cause(ctx)}
	}
}

// enterForCapture takes slot and lock. The result of the payment before, which may
// block until its customer has confirmed, holds up the next one for tellGrace at
// most.
func (d *Device) enterForCapture(ctx context.Context) (leave func(), err error) {
	soon, cancel := context.WithTimeout(ctx, tellGrace)
	defer cancel()
	if leave, err = d.enter(soon); err != nil && ctx.Err() == nil {
		if end := d.endTell.Load(); end != nil {
			(*end)()
		}
		leave, err = d.enter(ctx)
	}
	if err != nil {
		return nil, err
	}
	return d.lockOrLeave(ctx, leave)
}
