//go:build unix

package cli

import (
	"context"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"facetill/cmd/cli/print"
	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/text"
)

// A display that never reads holds nobody up, and one that reads has the newest
// state; when the till has gone it is told, and finds the next till by itself.
func TestDisplays(t *testing.T) {
	sh, getenv, _ := stateIn(t)
	place := sh.displayPlace(getenv)
	ctx, stop := context.WithCancel(t.Context())
	f, err := sh.feedDisplays(ctx, getenv)
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
	go followTill(following, place, flow.NewMachine(), states)
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
	other, err := sh.feedDisplays(ctx, getenv)
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
	next, err := sh.feedDisplays(again, getenv)
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

// A display is opened with the settings of its till: one that cannot ask for its
// size is as large as the till's screen would be, and not empty.
func TestDisplayHasTheDefaultsOfTheTill(t *testing.T) {
	_, getenv, _ := stateIn(t)
	ctx, stop := context.WithCancel(t.Context())
	screen := &paper{}
	g := &global{sim: true, lang: "en", p: print.NewPrinter(io.Discard), s: &stdio{terminal: true, in: strings.NewReader(""), out: screen, getenv: func(name string) string {
		if name == "TERM" {
			return "xterm"
		}
		return getenv(name)
	}, width: 40, height: 12}}
	end := make(chan error)
	go func() { end <- runDisplay(ctx, g) }()
	for {
		select {
		case err := <-end:
			t.Fatal(err)
		case <-time.After(10 * time.Millisecond):
		}
		if strings.Contains(screen.take(), text.English.CustomerNoTill) {
			break
		}
	}
	stop()
	<-end
}
