package device

import (
	"context"

	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/secret"
)

// told is the capture whose face page waits for the payment's end.
type told struct {
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
	d.setEndTell(cancel)
	defer d.setEndTell(nil)
	if d.last.outTradeNo != string(no) || !d.session.page {
		return nil
	}
	last := d.last
	d.last = told{} // once
	defer d.wake()
	err = d.update(ctx, last, paid)
	if d.cfg.Aggregated {
		return d.release(ctx, err)
	}
	return err
}

func (d *Device) setEndTell(end context.CancelFunc) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.endTell = end
}

// update sends the result where the SDK takes it, and notes whether the page
// is gone then: an Android one closes on either result and an Android SDK that
// withdrew the command closes by itself, a Windows one closes on SUCCESS alone.
func (d *Device) update(ctx context.Context, last told, paid bool) error {
	android := d.cfg.SDK.Dialect == wire.Android
	if d.cfg.SDK.Check(wire.CmdUpdate) != nil {
		d.session.page = !android
		return nil
	}
	result := wire.PayError
	if paid {
		result = wire.PaySuccess
	}
	a, err := d.do(ctx, d.cfg.update(last.merchant, last.auth, result))
	if err != nil {
		return err
	}
	if a.ReturnCode != wire.Success {
		return answerError(wire.CmdUpdate, a)
	}
	d.session.page = !paid && !android
	return nil
}

// release frees the camera for the other vendors and keeps the first error. A
// terminal that nobody has initialised has no page of ours either.
func (d *Device) release(ctx context.Context, earlier error) error {
	a, err := d.do(ctx, wire.Release{})
	if err == nil && a.ReturnCode != wire.Success {
		err = answerError(wire.CmdRelease, a)
	}
	if err == nil || a.ErrCode == wire.ErrNotInitialised {
		d.session.page = false
	}
	d.session.lost()
	if earlier != nil {
		return earlier
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
