package cli

import (
	"context"
	"net"
	"os"
	"testing"
	"time"

	"facetill/cmd/config"
	"facetill/flow"
	"facetill/tui"
)

// A display that never reads holds nobody up, and one that reads has the newest
// state; when the till has gone it is told, and finds the next till by itself.
func TestDisplays(t *testing.T) {
	dir, err := os.MkdirTemp("", "ft") // a socket's address is short
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	sh := newShop(config.Sim(dir))
	defer sh.close()
	ctx, stop := context.WithCancel(t.Context())
	f := sh.feedDisplays(ctx)
	deaf, err := net.Dial("unix", sh.displaySocket())
	if err != nil {
		t.Fatal(err)
	}
	defer deaf.Close()
	states := make(chan *tui.Shown)
	following, end := context.WithCancel(t.Context())
	defer end()
	go followTill(following, sh.displaySocket(), flow.NewMachine(), states)
	if s := <-states; s == nil || s.State != tui.ShowIdle {
		t.Errorf("the first state is %+v", s)
	}
	for i := range 20_000 { // would hang where the till waits for the deaf one
		f.show(tui.Shown{State: tui.ShowAmount, Fee: flow.Fen(i)})
	}
	f.show(tui.Shown{State: tui.ShowPaid, Fee: 1280})
	for s := range states {
		if s == nil {
			t.Fatal("the till is said to have gone")
		}
		if s.State == tui.ShowPaid && s.Fee == 1280 {
			break
		}
	}
	// A second till of the lane does not take the displays away.
	if other := sh.feedDisplays(ctx); len(other.displays) != 0 {
		t.Error("two tills feed one lane's displays")
	}
	stop()
	for s := range states {
		if s == nil {
			break
		}
	}
	for { // the listener closes behind ctx's back: a till that opened now would find it there
		c, err := net.Dial("unix", sh.displaySocket())
		if err != nil {
			break
		}
		_ = c.Close()
		time.Sleep(time.Millisecond)
	}
	again, stopAgain := context.WithCancel(t.Context())
	defer stopAgain()
	sh.feedDisplays(again).show(tui.Shown{State: tui.ShowLook, Fee: 500})
	for s := range states {
		if s != nil && s.State == tui.ShowLook {
			break
		}
	}
}
