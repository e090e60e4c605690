package checkout_test

import (
	"fmt"

	"facetill/cmd/proof/checkout"
	"facetill/cmd/proof/world"
)

// A world with a cashier at its screen.
func Example() {
	counted := world.NewStats()
	_, violation := checkout.Play(1, counted, false)
	fmt.Println(violation == nil, counted.Keys > 0)
	// Output: true true
}
