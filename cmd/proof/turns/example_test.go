package turns_test

import (
	"fmt"
	"time"

	"facetill/cmd/proof/turns"
	"facetill/cmd/proof/world"
)

// Two work at machines of their own; whoever is due first has the turn.
func Example() {
	w := world.New(1, world.NewStats())
	t := &turns.Turns{Alone: world.Alone{W: w}}
	w.Course = t
	work := func(each time.Duration) func() {
		return func() {
			for range 2 {
				w.Pass(each)
				fmt.Println(t.Turn().Label, w.Elapsed())
			}
		}
	}
	one, two := world.NewMachine(), world.NewMachine()
	t.Start("one", &one, 0, work(2*time.Second))
	t.Start("two", &two, 0, work(3*time.Second))
	t.Loop()
	// Output:
	// one 2s
	// two 3s
	// one 4s
	// two 6s
}
