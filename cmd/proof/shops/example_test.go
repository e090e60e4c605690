package shops_test

import (
	"fmt"

	"facetill/cmd/proof/shops"
	"facetill/cmd/proof/world"
)

// A seed is a shop, with all that happens in it.
func Example() {
	w, broken := shops.Play(4, world.NewStats(), true)
	fmt.Println(broken, w.Stats.Sales > 1, len(w.Story) > 0)
	// Output: <nil> true true
}
