package world_test

import (
	"fmt"

	"facetill/cmd/proof/world"
)

// A seed is a world: one till, one sale, and whatever goes wrong.
func Example() {
	w := world.New(4, world.NewStats())
	w.Tell = true
	broken := w.Play()
	fmt.Println(broken, w.Stats.Sales, len(w.Story) > 0)
	// Output: <nil> 1 true
}
