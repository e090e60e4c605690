package background_test

import (
	"fmt"

	"facetill/tui/theme/background"
)

// COLORFGBG is what some terminals say of themselves: the last number is the ground.
func ExampleDark() {
	fmt.Println(background.Dark("15;0"), background.Dark("0;15"), background.Dark(""))
	// Output: true false true
}
