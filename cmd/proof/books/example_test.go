package books_test

import (
	"fmt"

	"facetill/cmd/proof/books"
	"facetill/cmd/proof/world"
	"facetill/flow/flowtest"
)

// A shop that has closed nothing has nothing to answer for.
func Example() {
	w := world.New(1, world.NewStats())
	books.New(w).AtRest(flowtest.NewMemory())
	fmt.Println(len(w.Stats.Marks))
	// Output: 0
}
