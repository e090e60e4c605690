package text_test

import (
	"fmt"

	"facetill/flow"
	"facetill/tui/text"
)

// What an outcome comes to is the same for the screen and for a process that ends.
func ExampleSay() {
	for _, o := range []flow.Outcome{flow.OutcomePaid, flow.OutcomeDeclined, flow.OutcomeOpen} {
		said := text.Say(o)
		fmt.Println(text.English.Money(said.Money), text.Chinese.Money(said.Money), said.Exit)
	}
	// Output:
	// PAID 已支付 0
	// NOT CHARGED 未扣款 3
	// STILL CHECKING 核实中 8
}
