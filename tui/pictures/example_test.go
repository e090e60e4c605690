package pictures_test

import (
	"bytes"
	"fmt"

	"facetill/tui/pictures"
)

// A frame is what the screen draws, its colours included.
func ExampleSVG() {
	picture := pictures.SVG("\x1b[1;32mPAID\x1b[0m  12.80\n")
	fmt.Println(bytes.HasPrefix(picture, []byte("<svg ")), bytes.Contains(picture, []byte("PAID")))
	// Output: true true
}
