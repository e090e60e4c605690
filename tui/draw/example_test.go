package draw_test

import (
	"fmt"
	"io"

	"facetill/tui/draw"
	"facetill/tui/theme"
)

// A page for any size: the explanation goes where there is no room for it.
func Example() {
	th := theme.New(io.Discard, theme.Options{Name: "mono", Getenv: func(string) string { return "" }})
	for _, height := range []int{5, 3} {
		b := draw.Screen{Width: 40, Height: 24, Theme: th}.Block()
		b.Center("12.80 yuan")
		b.Blank()
		b.Wrap("Please look at the camera.", th.Text)
		b.Spare(func() { b.Center("The camera waits for sixty seconds.") })
		b.Add("Enter begins.")
		for _, row := range b.Rows(height) {
			fmt.Printf("|%s\n", row)
		}
		fmt.Println("--")
	}
	// Output:
	// |               12.80 yuan
	// |
	// |       Please look at the camera.
	// |  The camera waits for sixty seconds.
	// |Enter begins.
	// --
	// |               12.80 yuan
	// |       Please look at the camera.
	// |Enter begins.
	// --
}
