package tui

import (
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/till"
)

// S18: the reversal of sale 1 is confirmed while sale 2 is at the camera. The
// page of sale 2 stays as it is, to the letter; what changed is said below it.
func TestS18_PageOfTheNextSale(t *testing.T) {
	r, first := selling(t)
	r.becomes(first, flow.Submitting, nil)
	one, box := r.m.sale.id, r.m.sale.box
	r.over(first, flow.Reversing, nil)
	r.press("enter").typed("3").press("enter")
	second := r.admit()
	r.send(listsMsg{pending: []flow.Attempt{first.a}, recent: []flow.Attempt{first.a}})
	r.tick(time.Second)
	page := func() string {
		rows := strings.Split(r.screen(), "\n")
		return strings.Join(rows[:len(rows)-3], "\n")
	}
	before := page()
	first.a.State = flow.Reversed
	first.a.Version++
	r.send(updateMsg{one, box, flow.Update{Attempt: first.a}})
	r.send(listsMsg{recent: []flow.Attempt{first.a}})
	r.send(overMsg{one, first.a, nil}) // a late message of its run
	r.on(pageSale)
	if after := page(); after != before {
		t.Errorf("the page became\n%s\nfrom\n%s", after, before)
	}
	r.shows("Last ¥12.80 ✗ reversed", "none unsettled")
	if r.m.sale.run != till.Sale(second) || r.m.sale.a.State != flow.Opened {
		t.Errorf("sale 2 is %s", r.m.sale.a.State)
	}
}
