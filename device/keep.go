package device

import (
	"context"
	"time"

	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/secret"
)

// Prepare does what would otherwise be done between Enter and the camera:
// session, rawdata, authinfo. While the kept authinfo is in the first half of
// its life it does nothing beyond the session, and while a payment runs, here
// or in another process, nothing at all.
func (d *Device) Prepare(ctx context.Context, m flow.Merchant) error { return d.ready(ctx, m, false) }

// ready is Prepare. With look it does not believe that a session of a while ago still
// is one.
func (d *Device) ready(ctx context.Context, m flow.Merchant, look bool) error {
	leave, err := d.enter(ctx)
	if err != nil {
		return err
	}
	who := d.cfg.merchant(m, "")
	raw, due, err := d.prepare(ctx, who, look)
	leave() // the network is asked beside the device, not instead of it
	if err != nil || !due {
		return err
	}
	_, err = d.auth.fetch(ctx, who, raw)
	return err
}

// Keep prepares the terminal until ctx ends: at once, when the authinfo has
// lived half its life, and after each payment. On Android it also looks each minute
// whether the face service has restarted, which the library finds out some ten seconds
// after it was asked for something: those are not to be the next customer's. report
// hears how each try went, nil where all is ready; what failed is tried again later,
// and sales go on with what is kept.
func (d *Device) Keep(ctx context.Context, m flow.Merchant, report func(error)) {
	looks := d.cfg.SDK.Dialect == wire.Android && !d.cfg.Aggregated
	for look := false; ctx.Err() == nil; {
		wait := renewRetry
		err := d.ready(ctx, m, look)
		report(err)
		if err == nil {
			wait = max(d.auth.kept().young(d.clock.Now()), time.Second)
		}
		if look = looks && wait > lookAfter; look {
			wait = lookAfter
		}
		began := d.clock.Now()
		d.clock.Sleep(ctx, wait, d.kick)
		if _, slept := d.clock.Now().Sub(began); slept < wait {
			look = false // a payment ended, on a session that served it
		}
	}
}

// prepare opens the session and reads rawdata when an authinfo is due. A session that
// is looked after is initialised again, which a live one answers at once.
func (d *Device) prepare(ctx context.Context, m wire.Merchant, look bool) (raw secret.Secret, due bool, err error) {
	if d.term.page && d.last.outTradeNo != "" {
		return raw, false, nil // a payment runs before the customer's eyes
	}
	if err := d.lock(ctx, 0); wire.KindOf(err) == wire.KindBusy {
		return raw, false, nil // or before those of another till's
	} else if err != nil {
		return raw, false, err
	}
	if look {
		d.term.ready = false
	}
	if !d.cfg.Aggregated || d.auth.due(m) {
		err = d.term.open(ctx)
	}
	if err != nil || !d.auth.due(m) {
		return raw, false, err
	}
	raw, err = d.term.rawdata(ctx)
	if d.cfg.Aggregated {
		err = d.term.release(ctx, err)
	}
	return raw, true, err
}
