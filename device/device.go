package device

import (
	"context"
	"errors"
	"sync"

	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/secret"
)

// Device is one face terminal; it fills flow.Device. Its methods may be called
// from several goroutines; commands go to the terminal one at a time.
type Device struct {
	caller wire.Caller
	source flow.AuthInfoSource
	clock  flow.Clock
	cfg    Config

	slot    chan struct{} // holds one element while a command may be sent
	session session       // belongs to whoever holds the slot
	last    told          // likewise
	locked  bool          // likewise: this process has the machine's terminal

	kick chan struct{} // a payment ended: Keep may do what was put off

	mu      sync.Mutex
	cred    credential
	endTell context.CancelFunc // while Tell runs
}

var _ flow.Device = (*Device)(nil)

// New returns a device behind a caller. It fails when the configuration has
// something that the SDK does not know, and sends nothing.
func New(caller wire.Caller, source flow.AuthInfoSource, clock flow.Clock, cfg Config) (*Device, error) {
	if caller == nil || source == nil || clock == nil {
		return nil, errors.New("device: caller, authinfo source and clock are all needed")
	}
	// A field that the SDK does not know is refused now and not at the first customer.
	if err := cfg.Check(wire.FaceCodeFacepay); err != nil {
		return nil, err
	}
	return &Device{caller: caller, source: source, clock: clock, cfg: cfg,
		slot: make(chan struct{}, 1), kick: make(chan struct{}, 1)}, nil
}

// Capture shows the face screen and blocks until it ends: one call of the SDK
// where Prepare or Keep did its part. When ctx ends the screen is stopped, at
// most 3 s later the call is given up, and the capture counts as cancelled
// whatever the terminal still says (money rule 6.4).
func (d *Device) Capture(ctx context.Context, r flow.CaptureRequest) flow.Captured {
	o := d.order(r)
	leave, err := d.enterForCapture(ctx)
	if err != nil {
		return notCaptured(ctx, err)
	}
	defer leave()
	if err := d.lock(ctx, lockWait); err != nil {
		return notCaptured(ctx, err)
	}
	if r.Member && o.OpenID.IsZero() {
		o.OpenID = d.member(ctx, o.Merchant)
	}
	f, err := d.take(ctx, o)
	got := captured(ctx, o.FaceCodeType, f, err)
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
		_ = d.update(ctx, d.last, false) // best effort: the next open removes the page
	}
	d.last = told{}
	if d.cfg.Aggregated {
		_ = d.release(ctx, nil) // the next init finds out
	}
}

// CheckCapture builds the request of a capture and sends nothing.
func (d *Device) CheckCapture(r flow.CaptureRequest) error {
	req := d.cfg.code(d.order(r), secret.New("probe"))
	_, err := wire.Encode(req, d.cfg.SDK, d.clock.Now().Wall)
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

// order is what is the sale's own in the request of a capture.
func (d *Device) order(r flow.CaptureRequest) wire.Code {
	return wire.Code{
		Merchant:     d.merchant(r.Attempt.Merchant, r.Attempt.StoreID),
		OutTradeNo:   string(r.Attempt.OutTradeNo),
		TotalFee:     int64(r.Attempt.TotalFee),
		FaceCodeType: r.FaceCodeType,
		Telephone:    r.Telephone,
		OpenID:       r.OpenID,
	}
}

// merchant joins the attempt's merchant and the store, as the SDK wants them.
func (d *Device) merchant(m flow.Merchant, storeID string) wire.Merchant {
	if storeID == "" {
		storeID = d.cfg.StoreID
	}
	return wire.Merchant{AppID: m.AppID, MchID: m.MchID, SubAppID: m.SubAppID, SubMchID: m.SubMchID, StoreID: storeID}
}

// tryEnter takes the slot when it is free.
func (d *Device) tryEnter() bool {
	select {
	case d.slot <- struct{}{}:
		return true
	default:
		return false
	}
}

func (d *Device) leave() {
	d.unlock()
	<-d.slot
}

// enter waits for the slot as long as ctx lets it.
func (d *Device) enter(ctx context.Context) (leave func(), err error) {
	if d.tryEnter() {
		return d.leave, nil
	}
	select {
	case d.slot <- struct{}{}:
		return d.leave, nil
	case <-ctx.Done():
		return nil, &wire.CallError{Kind: wire.KindBusy, Err: context.Cause(ctx)}
	}
}

// enterForCapture is enter, but the result of the payment before, which may
// block until its customer has confirmed, holds up the next one for tellGrace
// at most.
func (d *Device) enterForCapture(ctx context.Context) (leave func(), err error) {
	if d.tryEnter() {
		return d.leave, nil
	}
	soon, cancel := context.WithTimeout(ctx, tellGrace)
	defer cancel()
	if leave, err = d.enter(soon); err == nil || ctx.Err() != nil {
		return leave, err
	}
	d.mu.Lock()
	if d.endTell != nil {
		d.endTell()
	}
	d.mu.Unlock()
	return d.enter(ctx)
}
