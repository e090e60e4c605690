package sim

import (
	"context"
	"fmt"
	"sync"
	"time"

	"facetill/device/wire"
)

// Clock is the time that Call sees. The zero Clock is the real one, which is
// also the virtual one inside testing/synctest.
type Clock struct {
	Now   func() time.Time
	After func(time.Duration) <-chan time.Time
}

// Terminal is a simulated face terminal, safe for concurrent use. It offers
// two ways in: Call waits as the real library does; Handle and Resume never
// wait and take the time as an argument, for simulations in one thread.
type Terminal struct {
	clock Clock

	mu      sync.Mutex
	m       machine
	waiting map[uint64]chan struct{} // callers in Call, by ticket
}

// New returns a terminal whose service runs and is not initialised.
func New(opts Options) *Terminal {
	opts = opts.filled()
	return &Terminal{
		clock:   Clock{Now: time.Now, After: time.After},
		m:       machine{opts: opts, state: Idle, serial: opts.Serial, ended: map[uint64]Reply{}},
		waiting: map[uint64]chan struct{}{},
	}
}

// WithClock replaces the clock that Call uses. Call it before the first Call.
func (t *Terminal) WithClock(c Clock) *Terminal {
	t.clock = c
	return t
}

// Handle answers one request at an instant. Time must not go backwards
// between calls.
func (t *Terminal) Handle(now time.Time, req []byte) Reply {
	t.mu.Lock()
	defer t.mu.Unlock()
	r := t.m.handle(now, req)
	t.wake()
	return r
}

// Resume returns the answer of a capture, or how long it still takes.
func (t *Terminal) Resume(now time.Time, ticket uint64) Reply {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.m.resume(now, ticket)
}

// Call implements wire.Caller. Like the real call it cannot be cut short: when
// ctx ends first, Call returns and the face screen stays open until it is
// stopped or over.
func (t *Terminal) Call(ctx context.Context, req []byte) ([]byte, error) {
	if d := t.m.opts.Latency; d > 0 {
		select {
		case <-t.clock.After(d):
		case <-ctx.Done():
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r := t.Handle(t.clock.Now(), req)
	for r.Wait > 0 {
		select {
		case <-t.clock.After(r.Wait):
		case <-t.ended(r.Ticket):
		case <-ctx.Done():
			t.forget(r.Ticket)
			return nil, ctx.Err()
		}
		r = t.Resume(t.clock.Now(), r.Ticket)
	}
	if r.RC != 0 {
		cmd, _ := wire.CommandOf(req) // an unreadable request has none to name
		return nil, &wire.CallError{Kind: wire.KindReturned, RC: r.RC, Cmd: cmd}
	}
	return r.Resp, nil
}

// ended is closed when the capture of that ticket is over before its time.
func (t *Terminal) ended(ticket uint64) <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	ch := make(chan struct{})
	if t.m.state == Capturing && t.m.capture.ticket == ticket {
		t.waiting[ticket] = ch
	} else {
		close(ch)
	}
	return ch
}

// forget drops the answer of a capture whose caller will not come for it.
func (t *Terminal) forget(ticket uint64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.waiting, ticket)
	delete(t.m.ended, ticket)
	if t.m.capture.ticket == ticket {
		t.m.capture.abandoned = true
	}
}

// wake tells callers whose capture is over. It is called with the lock held
// after everything that may end a capture.
func (t *Terminal) wake() {
	for ticket, ch := range t.waiting {
		if t.m.state != Capturing || t.m.capture.ticket != ticket {
			close(ch)
			delete(t.waiting, ticket)
		}
	}
}

// SetCustomer decides who stands before the camera at the next capture, and
// only then. 11 to 69 travel in the code to the simulated gateway.
func (t *Terminal) SetCustomer(b Behaviour) error {
	if b < 0 || b > lastBehaviour {
		return fmt.Errorf("behaviour %d is not known; use 0 to %d", b, lastBehaviour)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.m.next = &b
	return nil
}

// Shutdown ends the face service: every call returns non-zero until Start.
func (t *Terminal) Shutdown() { t.restart(Down, false) }

// Start starts the face service anew, not initialised, with no page open. A capture that
// runs returns non-zero, as on Windows; Restart is Android's.
func (t *Terminal) Start() { t.restart(Idle, false) }

// Reboot is Start after a change of the device's data: the authinfo of before
// is refused until rawdata was read again, and one that was made from it also then.
func (t *Terminal) Reboot() { t.restart(Idle, true) }

// Restart is what an Android terminal's service does to update itself: a capture that runs
// is answered 271378620, the next commands 271378621 while it comes up
// ([Options].Starting), and all of them 271378620 until it was initialised again.
func (t *Terminal) Restart() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.m.state == Capturing {
		t.m.capture.act.lost = true
		t.m.endCapture(t.clock.Now(), "", "")
	}
	t.m.restart()
	t.wake()
}

func (t *Terminal) restart(to State, stale bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.m.state, t.m.stale, t.m.starting = to, t.m.stale || stale, 0
	if stale {
		t.m.boots++
	}
	clear(t.m.ended)
	t.wake()
}

// State is where the terminal stands at an instant.
func (t *Terminal) State(now time.Time) State {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.m.settle(now)
	t.wake()
	return t.m.state
}
