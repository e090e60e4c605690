package device

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"facetill/device/sim"
	"facetill/flow"
)

func TestKeepRenewsEarlyAndOutlivesANetworkThatIsDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, sim.Options{}, Config{})
		ctx, cancel := context.WithCancel(t.Context())
		var reports int
		done := make(chan bool)
		go func() {
			b.Keep(ctx, seller, func(err error) {
				if err != nil {
					reports++
				}
			})
			close(done)
		}()
		asked := func(want int) {
			t.Helper()
			synctest.Wait()
			b.auth.mu.Lock()
			defer b.auth.mu.Unlock()
			if b.auth.asked != want {
				t.Errorf("WeChat was asked %d times, want %d", b.auth.asked, want)
			}
		}
		asked(1)
		time.Sleep(30*time.Minute - time.Second)
		asked(1)
		b.auth.set(errNetwork)
		time.Sleep(time.Second)
		asked(2)
		time.Sleep(30 * time.Second)
		asked(3)

		// Sales go on with the old one.
		b.calls.reset()
		b.mustCapture(t)
		b.calls.want(t, "code")
		b.auth.set(nil)
		if err := b.Tell(t.Context(), flow.OutTradeNo(aSale(100).OutTradeNo), true); err != nil {
			t.Error(err)
		}
		time.Sleep(30 * time.Second)
		asked(4)
		cancel()
		<-done
		if reports != 2 {
			t.Errorf("%d failures were reported, want 2", reports)
		}
	})
}

// TestKeepLeavesTheWaitingPageAlone: until the result is told, nothing is sent.
func TestKeepLeavesTheWaitingPageAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, sim.Options{}, Config{})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan bool)
		go func() {
			b.Keep(ctx, seller, func(err error) {
				if err != nil {
					t.Error(err)
				}
			})
			close(done)
		}()
		synctest.Wait()
		b.mustCapture(t)
		b.calls.reset()
		time.Sleep(45 * time.Minute)
		b.calls.want(t, "")

		// After an ERROR the page is removed at once, so that the next face is
		// one call again.
		if err := b.Tell(t.Context(), flow.OutTradeNo(aSale(100).OutTradeNo), false); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		b.calls.want(t, "update release init rawdata")
		cancel()
		<-done
		b.calls.reset()
		b.mustCapture(t)
		b.calls.want(t, "code")
	})
}

func TestKeepOnAnAggregatedTerminalGivesTheCameraBack(t *testing.T) {
	b := newBench(t, sim.Options{}, Config{Aggregated: true})
	b.mustWarm(t)
	b.calls.want(t, "release init rawdata release")
	b.mustWarm(t)
	b.calls.want(t, "release init rawdata release")
	if s := b.term.State(time.Now()); s != sim.Idle {
		t.Errorf("the camera is still taken: %s", s)
	}
}

func TestWarmDoesNotHoldUpACapture(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, sim.Options{}, Config{})
		b.mustWarm(t)
		time.Sleep(31 * time.Minute)
		b.auth.wait = make(chan bool)
		warm := make(chan error)
		go func() { warm <- b.Prepare(t.Context(), seller) }()
		synctest.Wait()
		b.mustCapture(t)
		close(b.auth.wait)
		if err := <-warm; err != nil {
			t.Error(err)
		}
	})
}
