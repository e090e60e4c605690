package numbers_test

import (
	"fmt"

	"facetill/cmd/cli/numbers"
)

// pay 12.80 --new NUMBER: the flag package hands the number over as an argument.
func ExampleBeside() {
	var b numbers.Beside
	_ = b.Set(numbers.Alone)
	rest := b.Take([]string{"12.80", "26112512300000000000000000000001"})
	fmt.Println(rest, b.String(), b.All)
	// Output: [12.80] 26112512300000000000000000000001 false
}
