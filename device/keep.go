package device

import (
	"context"
	"time"

	"facetill/device/wire"
)

// warm does now what would otherwise be done between Enter and the camera:
// session, rawdata, authinfo. While the kept authinfo is young it does nothing
// beyond the session. The face page of a payment that still runs is left alone.
func (d *Device) warm(ctx context.Context, m wire.Merchant) error {
	leave, err := d.enter(ctx)
	if err != nil {
		return err
	}
	raw, due, err := d.prepare(ctx, m)
	leave() // the network is asked beside the device, not instead of it
	if err != nil || !due {
		return err
	}
	_, err = d.fetch(ctx, m, raw)
	return err
}

// prepare opens the session and reads rawdata when an authinfo is due.
func (d *Device) prepare(ctx context.Context, m wire.Merchant) (raw wire.Secret, due bool, err error) {
	if d.session.page && d.last.outTradeNo != "" {
		return "", false, nil // a payment runs before the customer's eyes
	}
	if !d.cfg.Aggregated || d.due(m) {
		err = d.open(ctx)
	}
	if err != nil || !d.due(m) {
		return "", false, err
	}
	raw, err = d.rawdata(ctx)
	if d.cfg.Aggregated {
		err = d.release(ctx, err)
	}
	return raw, true, err
}

func (d *Device) due(m wire.Merchant) bool { return !d.kept().fresh(m, d.clock.Now()) }

// keep warms the terminal until ctx ends: at once, when the authinfo gets old,
// and after each payment. Errors go to report, and the next try comes later.
func (d *Device) keep(ctx context.Context, m wire.Merchant, report func(error)) {
	for ctx.Err() == nil {
		wait := renewRetry
		if err := d.warm(ctx, m); err != nil {
			report(err)
		} else {
			wait = max(d.kept().renew.Sub(d.clock.Now()), time.Second)
		}
		d.pause(ctx, wait)
	}
}

// pause waits for a time, for the end of a payment, or for ctx.
func (d *Device) pause(ctx context.Context, wait time.Duration) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-d.kick:
			cancel()
		case <-ctx.Done():
		}
	}()
	_ = d.clock.Sleep(ctx, wait)
}
