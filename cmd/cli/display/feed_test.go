//go:build unix

package display

import (
	"context"
	"net"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/till"
)

// A display that never reads holds nobody up, and one that reads has the newest
// state; when the till has gone it is told, and finds the next till by itself.
func TestDisplays(t *testing.T) {
	cfg, getenv, _ := stateIn(t)
	place := PlaceOf(cfg.Journal.URL, cfg.Terminal.Lane, getenv)
	ctx, stop := context.WithCancel(t.Context())
	f, err := Serve(ctx, PlaceOf(cfg.Journal.URL, cfg.Terminal.Lane, getenv), true, func(error) {})
	if err != nil {
		t.Fatal(err)
	}
	deaf, err := net.Dial("unix", place.path)
	if err != nil {
		t.Fatal(err)
	}
	defer deaf.Close()
	states := make(chan *till.Display)
	following, end := context.WithCancel(t.Context())
	defer end()
	go Follow(following, place, clock.NewMachine(), states)
	if s := <-states; s == nil || s.State != till.DisplayIdle {
		t.Errorf("the first state is %+v", s)
	}
	for i := range 20_000 { // would hang where the till waits for the deaf one
		f.Show(till.Display{State: till.DisplayAmount, Fee: flow.Fen(i)})
	}
	f.Show(till.Display{State: till.DisplayPaid, Fee: 1280})
	for s := range states {
		if s == nil {
			t.Fatal("the till is said to have gone")
		}
		if s.State == till.DisplayPaid && s.Fee == 1280 {
			break
		}
	}
	// A second till of the lane does not take the displays away.
	other, err := Serve(ctx, PlaceOf(cfg.Journal.URL, cfg.Terminal.Lane, getenv), true, func(error) {})
	if err != nil {
		t.Error(err)
	}
	other.Show(till.Display{State: till.DisplayWait})
	stop()
	for s := range states {
		if s == nil {
			break
		}
		if s.State == till.DisplayWait {
			t.Error("two tills feed one lane's displays")
		}
	}
	for { // the listener closes behind ctx's back: a till that opened now would find it there
		c, err := net.Dial("unix", place.path)
		if err != nil {
			break
		}
		_ = c.Close()
		time.Sleep(time.Millisecond)
	}
	again, stopAgain := context.WithCancel(t.Context())
	defer stopAgain()
	next, err := Serve(again, PlaceOf(cfg.Journal.URL, cfg.Terminal.Lane, getenv), true, func(error) {})
	if err != nil {
		t.Fatal(err)
	}
	next.Show(till.Display{State: till.DisplayLook, Fee: 500})
	for s := range states {
		if s != nil && s.State == till.DisplayLook {
			break
		}
	}
}
