package theme_test

import (
	"fmt"
	"io"
	"os"

	"facetill/tui/theme"
)

// A terminal without UTF-8 gets other glyphs, of the same width.
func ExampleNew() {
	for _, ascii := range []bool{false, true} {
		th := theme.New(io.Discard, theme.Options{ASCII: ascii, Getenv: os.Getenv})
		fmt.Println(th.Done, th.Pointer)
	}
	// Output:
	// ✓ >
	// * >
}
