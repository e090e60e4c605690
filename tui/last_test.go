package tui

import (
	"testing"
	"time"

	"facetill/flow"
	"facetill/tui/page"
)

// A till that died at the camera left an attempt that is cancelled in the
// background: the row of the last sale hears of it within seconds, not at the next
// look of a till where nothing is open.
func TestLastSaleOfADeadTill(t *testing.T) {
	for state, soon := range map[flow.State]bool{flow.Opened: true, flow.Identified: true, flow.Cancelled: false, flow.Paid: false} {
		r := newRig(t, nil)
		r.send(page.ListsMsg{Recent: []flow.Attempt{{State: state, Order: flow.Order{OutTradeNo: "26112512300000000000000000555666", TotalFee: 1280, OpenedAt: noon, Method: flow.MethodFace}}}})
		r.m.Refreshed, r.m.Refreshing = r.now, false
		r.tick(page.RefreshEvery + time.Second)
		if r.m.Refreshing != soon {
			t.Errorf("%s: asked again %v, want %v", state, r.m.Refreshing, soon)
		}
	}
}
