package hands_test

import (
	"fmt"
	"math/rand/v2"

	"facetill/cmd/proof/hands"
)

// Somebody types an amount, and a phone is held before the scanner.
func Example() {
	r := rand.New(rand.NewPCG(1, 2))
	keys := hands.NewTypist(r).Types("12.80")
	worth, ok := hands.Worth("12.80")
	scan := hands.NewScan(r, "WeChat code")
	fmt.Println(len(keys), worth, ok, hands.IsWeChat(scan.Content))
	// Output: 5 1280 true true
}
