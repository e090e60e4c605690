package tui

import (
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/page"
)

// S18: the reversal of sale 1 is confirmed while sale 2 is at the camera. The
// page of sale 2 stays as it is, to the letter; what changed is said below it.
func TestS18_PageOfTheNextSale(t *testing.T) {
	r, first := selling(t)
	r.becomes(first, flow.Submitting, nil)
	one, box := r.m.Sale.ID, r.m.Sale.Box
	r.over(first, flow.Reversing, nil)
	r.press("enter").typed("3").press("enter")
	second := r.admit()
	r.send(page.ListsMsg{Pending: []flow.Attempt{first.a}, Recent: []flow.Attempt{first.a}})
	r.tick(time.Second)
	shown := func() string {
		rows := strings.Split(r.screen(), "\n")
		return strings.Join(rows[:len(rows)-3], "\n")
	}
	before := shown()
	first.a.State = flow.Reversed
	first.a.Version++
	r.send(page.UpdateMsg{ID: one, Box: box, Update: flow.Update{Attempt: first.a}})
	r.send(page.ListsMsg{Recent: []flow.Attempt{first.a}})
	r.send(page.OverMsg{ID: one, Attempt: first.a, Err: nil}) // a late message of its run
	r.on(page.KindSale)
	if after := shown(); after != before {
		t.Errorf("the page became\n%s\nfrom\n%s", after, before)
	}
	r.shows("Last ¥12.80 ✗ reversed", "none unsettled")
	if r.m.Sale.Run != till.Sale(second) || r.m.Sale.Attempt.State != flow.Opened {
		t.Errorf("sale 2 is %s", r.m.Sale.Attempt.State)
	}
}
