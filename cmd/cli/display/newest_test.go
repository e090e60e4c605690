package display

import (
	"testing"

	"facetill/flow"
	"facetill/flow/till"
)

// A display that never reads holds nobody up, and one that reads has the newest
// state. There is room for sixteen, and for another when one has left.
func TestFeed(t *testing.T) {
	f := NewFeed()
	deaf, leave := f.Join()
	if now := <-deaf; now.State != till.DisplayIdle {
		t.Errorf("the first state is %+v", now)
	}
	for fee := range flow.Fen(1000) { // would hang where the till waits for the deaf one
		f.Show(till.Display{State: till.DisplayAmount, Fee: fee})
	}
	late, _ := f.Join()
	for name, states := range map[string]<-chan till.Display{"deaf": deaf, "late": late} {
		if now := <-states; now.Fee != 999 {
			t.Errorf("the %s one has %+v", name, now)
		}
	}
	for range 14 {
		f.Join()
	}
	if states, _ := f.Join(); states != nil {
		t.Error("there is room for more than sixteen")
	}
	leave()
	if states, _ := f.Join(); states == nil {
		t.Error("one has left, and there is no room")
	}
}
