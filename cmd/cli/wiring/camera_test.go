package wiring

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"facetill/device/sim"
	"facetill/device/sim/callertest"
	"facetill/device/wire"
)

// turnstile is a machine's lock; other states that a till of it has the camera.
type turnstile struct {
	mu          sync.Mutex
	mine, other bool
}

func (t *turnstile) TryLock() (bool, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.mine = !t.other
	return t.mine, nil
}

func (t *turnstile) Unlock() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.mine = false
	return nil
}

func (t *turnstile) taken() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.mine
}

func (t *turnstile) set(other bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.other = other
}

// A till of this machine is kept out while a served command runs and while a
// customer of the bridge has a page before him, and no longer.
func TestCameraOfTwoTills(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lock := &turnstile{}
		term := sim.New(sim.Options{Customer: time.Second})
		c := &camera{caller: term, lock: lock}
		want := func(taken bool, when string) {
			t.Helper()
			if lock.taken() != taken {
				t.Errorf("%s: the camera is taken: %t", when, !taken)
			}
		}
		update := wire.Update{Merchant: callertest.Shop, AuthInfo: callertest.AuthInfo, Result: wire.PayError}
		callertest.Want(t, c, wire.Init{}, wire.Success)
		callertest.Want(t, c, wire.Rawdata{}, wire.Success)
		want(false, "between two commands")
		callertest.Want(t, c, callertest.Code(100, "20000001"), wire.Success)
		want(true, "with a code")
		callertest.Want(t, c, wire.Init{}, wire.Success)
		want(true, "another command during the page")
		callertest.Want(t, c, update, wire.Success)
		want(false, "after its end was told")
		callertest.Want(t, c, wire.Release{}, wire.Success)
		callertest.Want(t, c, wire.Init{}, wire.Success)

		callertest.Want(t, c, callertest.Code(90001, "20000002"), wire.UserCancel)
		want(false, "after a customer who left")
		callertest.Want(t, c, callertest.Code(100, "20000003"), wire.Success)
		time.Sleep(pageLife - time.Second)
		want(true, "while its page may be up")
		time.Sleep(2 * time.Second)
		want(false, "when nobody told its end")

		got := make(chan error)
		go func() {
			_, err := callertest.Do(context.Background(), t, c, callertest.Code(90003, "20000004"))
			got <- err
		}()
		time.Sleep(time.Second)
		want(true, "during a scan")
		callertest.Want(t, c, callertest.Stop, wire.Success)
		if err := <-got; err != nil {
			t.Error(err)
		}
		want(false, "after a stopped scan")

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := callertest.Do(ctx, t, c, callertest.Code(90003, "20000005")); err == nil {
			t.Error("a scan that was given up gave an answer")
		}
		want(true, "a scan of which nobody knows the end")
		callertest.Want(t, c, wire.Release{}, wire.Success)
		want(false, "after release")
	})
}

// While a till of this machine has the camera, served commands wait for it 10 s,
// a stop not at all.
func TestCameraOfTheOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lock := &turnstile{other: true}
		c := &camera{caller: sim.New(sim.Options{}), lock: lock}
		for wait, r := range map[time.Duration]wire.Request{cameraWait: wire.Init{}, cameraTick: callertest.Stop} {
			begun := time.Now()
			_, err := callertest.Do(t.Context(), t, c, r)
			if took := time.Since(begun); wire.KindOf(err) != wire.KindBusy || took != wait {
				t.Errorf("%s: %v after %v, want busy after %v", wire.CommandFor(r), err, took, wait)
			}
		}
		time.AfterFunc(3*time.Second, func() { lock.set(false) })
		callertest.Want(t, c, wire.Init{}, wire.Success)
	})
}

// A lock that cannot be had is no camera that is busy.
func TestCameraWithoutItsLock(t *testing.T) {
	c := &camera{caller: sim.New(sim.Options{}), lock: broken{}}
	if _, err := callertest.Do(t.Context(), t, c, wire.Init{}); wire.KindOf(err) != wire.KindNotRunning {
		t.Errorf("got %v", err)
	}
}

type broken struct{}

func (broken) TryLock() (bool, error) { return false, errors.New("no such folder") }
func (broken) Unlock() error          { return nil }
