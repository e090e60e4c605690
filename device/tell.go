package device

import (
	"context"

	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/secret"
)

// page is the face page that waits for the payment's end.
type page struct {
	outTradeNo string
	merchant   wire.Merchant
	auth       secret.Secret
}

// Tell shows how the payment of that number ended, once and best effort, and
// releases a shared camera. It does nothing when another capture has begun
// meanwhile or when no page waits (money rule 6.1). A Windows terminal may block
// until the customer has seen the result; ctx bounds that.
func (d *Device) Tell(ctx context.Context, no flow.OutTradeNo, paid bool) error {
	leave, err := d.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	d.endTell.Store(&cancel)
	defer d.endTell.Store(nil)
	if d.last.outTradeNo != string(no) || !d.term.page {
		return nil
	}
	last := d.last
	d.last = page{} // once
	defer d.wake()
	err = d.term.update(ctx, last, paid)
	if d.cfg.Aggregated {
		return d.term.release(ctx, err)
	}
	return err
}

// wake lets Keep do what it put off for the payment's sake.
func (d *Device) wake() {
	select {
	case d.kick <- struct{}{}:
	default:
	}
}
