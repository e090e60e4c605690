package sim

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"facetill/device/wire"
)

func TestCallWaitsForTheCustomer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		term := New(Realistic())
		start := time.Now()
		if _, err := term.Call(t.Context(), encode(t, wire.Init{})); err != nil {
			t.Fatal(err)
		}
		resp, err := term.Call(t.Context(), encode(t, code(100, "20000001")))
		if err != nil {
			t.Fatal(err)
		}
		if a, err := wire.ReadAnswer(wire.CmdCode, resp); err != nil || a.FaceCode.IsZero() {
			t.Errorf("got %v, %v", a, err)
		}
		if took := time.Since(start); took != 1260*time.Millisecond {
			t.Errorf("it took %v of virtual time, want 2 x 30 ms + 1.2 s", took)
		}
	})
}

func TestCallIsEndedByStopBesideIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		term := ready(t, Options{})
		start := time.Now()
		got := make(chan []byte)
		go func() {
			resp, _ := term.Call(t.Context(), encode(t, code(90003, "20000001")))
			got <- resp
		}()
		time.Sleep(7 * time.Second)
		if _, err := term.Call(t.Context(), encode(t, stop)); err != nil {
			t.Fatal(err)
		}
		a, err := wire.ReadAnswer(wire.CmdCode, <-got)
		if err != nil || a.ReturnCode != wire.UserCancel || time.Since(start) != 7*time.Second {
			t.Errorf("got %v, %v after %v", a, err, time.Since(start))
		}
	})
}

func TestCallLeftAloneKeepsTheScreenOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		term := ready(t, Options{})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := term.Call(ctx, encode(t, code(90003, "20000001")))
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("got %v", err)
		}
		wantState(t, term, time.Now(), Capturing)
		if _, err := term.Call(t.Context(), encode(t, stop)); err != nil {
			t.Fatal(err)
		}
		wantState(t, term, time.Now(), Ready)
		if n := len(term.m.ended) + len(term.waiting); n != 0 {
			t.Errorf("%d answers are kept for a caller that is gone", n)
		}
	})
}

func TestShutdownEndsARunningCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		term := ready(t, Options{})
		failed := make(chan error)
		go func() {
			_, err := term.Call(t.Context(), encode(t, code(90003, "20000001")))
			failed <- err
		}()
		synctest.Wait()
		term.Shutdown()
		err := <-failed
		if ce, ok := errors.AsType[*wire.CallError](err); !ok || ce.Kind != wire.KindReturned || ce.RC != rcNotRunning {
			t.Errorf("got %v, want a non-zero return", err)
		}
	})
}

func TestSpeed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		term := New(Options{}).WithClock(Speed(100))
		start := time.Now()
		if _, err := term.Call(t.Context(), encode(t, wire.Init{})); err != nil {
			t.Fatal(err)
		}
		if _, err := term.Call(t.Context(), encode(t, code(90010, "20000001"))); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took < 200*time.Millisecond || took > 201*time.Millisecond {
			t.Errorf("20 s at speed 100 took %v of virtual time", took)
		}
	})
}
