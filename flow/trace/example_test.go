package trace_test

import (
	"context"
	"fmt"
	"time"

	"facetill/flow/clock"
	"facetill/flow/trace"
)

// printed is a hearer that prints: whatever hears must not wait.
type printed struct{}

func (printed) Wants() bool { return true }

func (printed) Hear(s trace.Step) {
	if !s.Done {
		fmt.Printf("%d %s to the %s begins\n", s.N, s.Name, s.To)
		return
	}
	fmt.Printf("%d %s after %v: %s (%s) %v\n", s.N, s.Name, s.Took, s.Verdict, s.Proof, s.Answer)
}

// still is a clock that stands until it is set.
type still struct{ now clock.Instant }

func (c *still) Now() clock.Instant                                  { return c.now }
func (*still) Sleep(context.Context, time.Duration, <-chan struct{}) {}

// A call is told of when it begins and when it is over.
func Example() {
	c := &still{}
	t := trace.New(c, printed{})
	call := t.Begin(trace.Step{To: trace.Device, Name: "getWxpayfaceRawdata"})
	c.now.Mono += 120 * time.Millisecond
	call.End("SUCCESS", trace.HasRawdata, []trace.Field{trace.Show("return_code", "SUCCESS"), trace.Show("rawdata", "somebody's")})
	// Output:
	// 1 getWxpayfaceRawdata to the device begins
	// 1 getWxpayfaceRawdata after 120ms: SUCCESS (rawdata) [{return_code SUCCESS} {rawdata ***}]
}
