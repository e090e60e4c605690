package device

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"facetill/device/sim"
	"facetill/flow"
)

// turn is one terminal's lock among processes of this test.
type turn struct {
	mu sync.Mutex
	by string
}

type claim struct {
	t    *turn
	name string
}

func (c claim) TryLock() (bool, error) {
	c.t.mu.Lock()
	defer c.t.mu.Unlock()
	if c.t.by == "" {
		c.t.by = c.name
	}
	return c.t.by == c.name, nil
}

func (c claim) Unlock() error {
	c.t.mu.Lock()
	defer c.t.mu.Unlock()
	c.t.by = ""
	return nil
}

// A payment has the terminal from its first command until its result was told.
// Another process waits 10 s and then fails; between payments it is free.
func TestOnePaymentAtATimeAcrossProcesses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		machine := &turn{}
		one := newBench(t, sim.Options{}, Config{Lock: claim{machine, "one"}})
		two := newBench(t, sim.Options{}, Config{Lock: claim{machine, "two"}})
		one.mustCapture(t)

		begin := time.Now()
		got := two.Capture(t.Context(), request(100))
		if got.Kind != flow.CaptureFailed || got.Code != CodeBusy {
			t.Errorf("the second payment got %+v", got)
		}
		if waited := time.Since(begin); waited != lockWait {
			t.Errorf("it waited %v", waited)
		}
		if err := two.Prepare(t.Context(), seller); err != nil {
			t.Errorf("getting ready beside a payment: %v", err)
		}
		two.calls.want(t, "")

		go func() {
			time.Sleep(3 * time.Second)
			_ = one.Tell(t.Context(), request(100).Attempt.OutTradeNo, true)
		}()
		two.mustCapture(t)
		if machine.by != "two" {
			t.Errorf("%q has the terminal", machine.by)
		}
		if err := two.Tell(t.Context(), request(100).Attempt.OutTradeNo, false); err != nil || machine.by != "" {
			t.Errorf("%v, %q has the terminal", err, machine.by)
		}
	})
}

// A capture that gave no code frees the terminal at once.
func TestNoCodeFreesTheTerminal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		machine := &turn{}
		b := newBench(t, sim.Options{}, Config{Lock: claim{machine, "one"}})
		if err := b.term.SetCustomer(sim.Behaviour(1)); err != nil {
			t.Fatal(err)
		}
		if got := b.Capture(t.Context(), request(100)); got.Kind != flow.CaptureCancelled {
			t.Fatalf("got %+v", got)
		}
		if machine.by != "" {
			t.Errorf("%q has the terminal", machine.by)
		}
	})
}
