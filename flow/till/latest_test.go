package till

import (
	"reflect"
	"testing"

	"facetill/flow"
)

// deaf hears nothing.
type deaf struct{}

func (deaf) Observe(flow.Update) {}

// What is known of a sale from its start stands in for it until it is heard of, and
// never in place of what was heard.
func TestWhatIsKnownFromTheStart(t *testing.T) {
	l := &latest{next: deaf{}}
	start := flow.Attempt{Order: flow.Order{OutTradeNo: "1234567890"}, State: flow.Opened}
	if l.seed(start); !reflect.DeepEqual(l.attempt(), start) {
		t.Errorf("at the start: %+v", l.attempt())
	}
	heard := start
	heard.State = flow.Submitting
	l.Observe(flow.Update{Attempt: heard})
	if l.seed(start); !reflect.DeepEqual(l.attempt(), heard) {
		t.Errorf("after it was heard of: %s", l.attempt().State)
	}
}
