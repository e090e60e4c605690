package device

import (
	"context"
	"fmt"
	"time"

	"facetill/device/wire"
)

// credential is an authinfo with the parameters that it was made for and its
// times. It is the same for every order of one merchant on one terminal.
type credential struct {
	merchant wire.Merchant
	auth     wire.Secret
	renew    time.Time // from here on a new one is fetched ahead of time
	ends     time.Time // from here on it is not used any more
}

// newCredential splits the lifetime that WeChat gave (3600 s or 7200 s in its
// examples): renewed from its middle on, so that a network that is down for
// half an hour stops no sale; unused in its last tenth, at most a minute, so
// that it does not end before the customer's eyes.
func newCredential(m wire.Merchant, auth wire.Secret, from time.Time, life time.Duration) credential {
	return credential{merchant: m, auth: auth,
		renew: from.Add(life / 2), ends: from.Add(life - min(life/10, time.Minute))}
}

func (c credential) usable(m wire.Merchant, now time.Time) bool {
	return c.auth != "" && c.merchant == m && now.Before(c.ends)
}

func (c credential) fresh(m wire.Merchant, now time.Time) bool {
	return c.usable(m, now) && now.Before(c.renew)
}

// credential gives the authinfo for a merchant: the one that is kept, else a
// new one by rawdata and WeChat. Whoever calls it holds the lane.
func (d *Device) credential(ctx context.Context, m wire.Merchant) (wire.Secret, error) {
	if c := d.kept(); c.usable(m, d.clock.Now()) {
		return c.auth, nil
	}
	raw, err := d.rawdata(ctx)
	if err != nil {
		return "", err
	}
	return d.fetch(ctx, m, raw)
}

// fetch asks WeChat for an authinfo and keeps it. It needs no lane.
func (d *Device) fetch(ctx context.Context, m wire.Merchant, raw wire.Secret) (wire.Secret, error) {
	from := d.clock.Now() // the lifetime may have begun as soon as we asked
	auth, life, err := d.authority(ctx, m, raw)
	if err != nil {
		return "", err
	}
	if auth == "" || len(auth) > wire.MaxAuthInfo || life <= 0 {
		return "", fmt.Errorf("authinfo: WeChat gave %d bytes for %v; it should be 1 to %d bytes for some time", len(auth), life, wire.MaxAuthInfo)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cred = newCredential(m, auth, from, life)
	return auth, nil
}

func (d *Device) kept() credential {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.cred
}

// forget drops the authinfo: the terminal did not accept it.
func (d *Device) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cred = credential{}
}
