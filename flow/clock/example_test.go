package clock_test

import (
	"fmt"
	"time"

	"facetill/flow/clock"
)

// An adapter hands on the Date of each answer, with the instant at which it came.
func Example() {
	machine := clock.NewMachine()
	wechat := clock.NewWeChat(machine)
	fmt.Println("sure:", wechat.Read().Sure)

	wechat.Observe(time.Now(), machine.Now())
	read := wechat.Read()
	fmt.Println("sure:", read.Sure, "trusted:", read.Trusted)
	// Output:
	// sure: false
	// sure: true trusted: true
}
