package streams_test

import (
	"fmt"
	"os"

	"facetill/cmd/cli/streams"
)

func Example() {
	out := streams.NewHeard(os.Stdout)
	fmt.Fprintln(out, "paid")
	if err := out.Failed(streams.HearWithin); err != nil {
		fmt.Fprintln(os.Stderr, "nobody was told:", err)
	}
	// Output: paid
}
