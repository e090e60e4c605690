package device

import (
	"context"
	"errors"
	"sync"
	"time"

	"facetill/device/wire"
)

// Clock is the time that a device sees.
type Clock interface {
	Now() time.Time
	// Sleep waits for d, or for the end of ctx, which is then the error.
	Sleep(ctx context.Context, d time.Duration) error
}

// Authority asks WeChat for an authinfo. The error is shown to people.
type Authority func(ctx context.Context, m wire.Merchant, raw wire.Secret) (auth wire.Secret, life time.Duration, err error)

// Device is one face terminal. Its methods may be called from several
// goroutines; commands go to the terminal one at a time.
type Device struct {
	caller    wire.Caller
	authority Authority
	clock     Clock
	cfg       Config

	lane    chan struct{} // holds one element while a command may be sent
	session session       // belongs to whoever holds the lane
	last    told          // likewise

	kick chan struct{} // a payment ended: Keep may do what was put off

	mu   sync.Mutex
	cred credential
}

// New gives a device behind a caller. It fails when the configuration has
// something that the SDK does not know, and sends nothing.
func New(caller wire.Caller, authority Authority, clock Clock, cfg Config) (*Device, error) {
	if caller == nil || authority == nil || clock == nil {
		return nil, errors.New("device: caller, authority and clock are all needed")
	}
	if err := cfg.check(); err != nil {
		return nil, err
	}
	return &Device{caller: caller, authority: authority, clock: clock, cfg: cfg,
		lane: make(chan struct{}, 1), kick: make(chan struct{}, 1)}, nil
}

// enter waits for the lane as long as ctx lets it.
func (d *Device) enter(ctx context.Context) (leave func(), err error) {
	select {
	case d.lane <- struct{}{}:
		return func() { <-d.lane }, nil
	default:
	}
	select {
	case d.lane <- struct{}{}:
		return func() { <-d.lane }, nil
	case <-ctx.Done():
		return nil, &wire.CallError{Kind: wire.KindBusy, Err: context.Cause(ctx)}
	}
}
