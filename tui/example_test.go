package tui_test

import (
	"fmt"

	"facetill/tui"
)

// Without a language of its own the screen takes the one of the locale.
func ExampleWords() {
	locale := func(name string) string { return map[string]string{"LANG": "en_US.UTF-8"}[name] }
	fmt.Println(tui.Words("", locale).Paid, tui.Words("zh-CN", locale).Paid)
	// Output: PAID 已支付
}
