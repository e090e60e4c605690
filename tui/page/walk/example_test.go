package walk_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"facetill/flow/clock"
	"facetill/flow/trace"
	"facetill/tui/page"
	"facetill/tui/page/walk"
)

// still is a clock that stands.
type still struct{}

func (still) Now() clock.Instant                                    { return clock.Instant{} }
func (still) Sleep(context.Context, time.Duration, <-chan struct{}) {}

// A call has a row, and below it what it proves.
func Example() {
	recent := &trace.Recent{}
	recent.Switch(true)
	s := page.New(context.Background(), page.Options{Out: io.Discard, Language: "en", Theme: "mono", Walk: recent})
	trace.New(still{}, recent).Begin(trace.Step{To: trace.Device, Name: "initWxpayface"}).End("SUCCESS", trace.Ready, nil)
	for _, line := range walk.Lines(s.Context, 48) {
		fmt.Println(strings.TrimRight(ansi.Strip(line), " "))
	}
	// Output:
	// SDK initWxpayface                SUCCESS    0 ms
	//     the face service runs
}
