//go:build unix

package display_test

import (
	"context"
	"fmt"
	"os"

	"facetill/cmd/cli/display"
	"facetill/flow/clock"
	"facetill/flow/till"
)

func Example() {
	home, err := os.MkdirTemp("", "ft")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(home)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	p := display.PlaceOf("sim.db", "1", func(string) string { return home })
	feed, err := display.Serve(ctx, p, true, func(err error) { fmt.Println(err) })
	if err != nil {
		fmt.Println(err)
		return
	}
	feed.Show(till.Display{State: till.DisplayPaid, Fee: 1280})
	states := make(chan *till.Display)
	go display.Follow(ctx, p, clock.NewMachine(), states)
	s := <-states
	fmt.Println(s.State, s.Fee)
	// Output: paid 12.80
}
