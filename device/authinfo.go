package device

import (
	"context"
	"fmt"
	"sync"
	"time"

	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/secret"
)

// credential is an authinfo with the parameters that it was made for and its
// age. It is the same for every sale of one merchant on one terminal.
type credential struct {
	merchant wire.Merchant
	auth     secret.Secret
	from     clock.Instant
	life     time.Duration
}

// age is the longer of wall and monotonic time: a terminal that slept has an
// old authinfo, and a clock that was set back does not make one young.
func (c credential) age(now clock.Instant) time.Duration {
	return max(now.Sub(c.from))
}

// usable reports whether it serves this merchant now. It is not used in its last
// tenth, at most a minute, so that it does not end before the customer's eyes.
func (c credential) usable(m wire.Merchant, now clock.Instant) bool {
	return !c.auth.IsZero() && c.merchant == m && c.age(now) < c.life-min(c.life/10, time.Minute)
}

// young is how long it still serves without being renewed: to the middle of
// its life (3600 s or 7200 s in WeChat's examples), so that a network that is
// down for half an hour stops no sale.
func (c credential) young(now clock.Instant) time.Duration {
	return c.life/2 - c.age(now)
}

// authInfos gets authinfos from WeChat and keeps the last one. It needs no slot.
type authInfos struct {
	source flow.AuthInfoSource
	clock  clock.Clock
	cfg    Config

	mu   sync.Mutex
	cred credential
}

func (a *authInfos) kept() credential {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.cred
}

func (a *authInfos) keep(c credential) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.cred = c
}

// forget drops the authinfo: the terminal did not accept it.
func (a *authInfos) forget() { a.keep(credential{}) }

// due reports whether a new authinfo is to be fetched before the next capture.
func (a *authInfos) due(m wire.Merchant) bool {
	c, now := a.kept(), a.clock.Now()
	return !c.usable(m, now) || c.young(now) <= 0
}

// fetch asks WeChat for an authinfo and keeps it.
func (a *authInfos) fetch(ctx context.Context, m wire.Merchant, raw secret.Secret) (secret.Secret, error) {
	from := a.clock.Now() // the lifetime may have begun as soon as we asked
	got, err := a.source.AuthInfo(ctx, flow.AuthInfoRequest{
		Merchant:  flow.Merchant{AppID: m.AppID, MchID: m.MchID, SubAppID: m.SubAppID, SubMchID: m.SubMchID},
		StoreID:   m.StoreID,
		StoreName: a.cfg.StoreName,
		DeviceID:  a.cfg.DeviceID,
		RawData:   raw,
	})
	if err != nil {
		return secret.Secret{}, &authInfoError{err}
	}
	auth, life := got.AuthInfo, got.Life
	if n := len(auth.Reveal()); n == 0 || n > wire.MaxAuthInfo || life <= 0 {
		return secret.Secret{}, &authInfoError{fmt.Errorf("WeChat gave %d bytes for %v; it should be 1 to %d bytes for some time", n, life, wire.MaxAuthInfo)}
	}
	a.keep(credential{merchant: m, auth: auth, from: from, life: life})
	return auth, nil
}

// authInfo returns the authinfo for a merchant: the one that is kept, else a
// new one by rawdata and WeChat. Whoever calls it holds the slot.
func (d *Device) authInfo(ctx context.Context, m wire.Merchant) (secret.Secret, error) {
	if c := d.auth.kept(); c.usable(m, d.clock.Now()) {
		return c.auth, nil
	}
	raw, err := d.term.rawdata(ctx)
	if err != nil {
		return secret.Secret{}, err
	}
	return d.auth.fetch(ctx, m, raw)
}

// authInfoError is a failure to get an authinfo, from the network or WeChat.
type authInfoError struct{ err error }

func (e *authInfoError) Error() string { return "authinfo: " + e.err.Error() }
func (e *authInfoError) Unwrap() error { return e.err }
