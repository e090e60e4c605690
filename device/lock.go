package device

import (
	"context"
	"fmt"
	"time"

	"facetill/device/wire"
)

// Lock keeps a terminal for one process of this machine. It must end with its
// process, however that dies.
type Lock interface {
	// TryLock takes it; false while another process has it.
	TryLock() (bool, error)
	Unlock() error
}

const (
	// lockWait is how long a sale waits for another process's sale to leave the
	// camera.
	lockWait = 10 * time.Second
	lockTick = 200 * time.Millisecond
)

// lock takes the terminal for this process, with the slot in hand. A process
// that has it keeps it until its payment was told (see leave).
func (d *Device) lock(ctx context.Context, wait time.Duration) error {
	if d.cfg.Lock == nil || d.locked {
		return nil
	}
	start := d.clock.Now()
	for {
		got, err := d.cfg.Lock.TryLock()
		if got || err != nil {
			d.locked = got
			return err
		}
		if _, waited := d.clock.Now().Sub(start); waited >= wait {
			return &wire.CallError{Kind: wire.KindBusy, Err: fmt.Errorf("another process of this machine has the camera; waited %v", wait)}
		}
		d.clock.Sleep(ctx, lockTick, nil)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
}

// lockOrLeave is lock for whoever has the slot: without the lock it is left.
func (d *Device) lockOrLeave(ctx context.Context, leave func()) (func(), error) {
	if err := d.lock(ctx, lockWait); err != nil {
		leave()
		return nil, err
	}
	return leave, nil
}

// unlock leaves the terminal to other processes, unless a payment's page is up.
func (d *Device) unlock() {
	if d.locked && d.last.outTradeNo == "" {
		d.locked = false
		_ = d.cfg.Lock.Unlock() // the lock ends with the process at the latest
	}
}
