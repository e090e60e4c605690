package tui

import (
	"errors"
	"strings"
	"testing"

	"facetill/flow"
	"facetill/tui/page"
	"facetill/tui/page/settle"
)

// A word that could not be written settles nothing: the question stays, with its charge,
// and the next press says it again.
func TestClaimThatCannotBeWritten(t *testing.T) {
	r := newRig(t, nil)
	lost := flow.Attempt{State: flow.Paid, Unclaimed: true, Order: flow.Order{OutTradeNo: "26112512300000000000000000111222", TotalFee: 5600}}
	r.send(page.ListsMsg{Pending: []flow.Attempt{lost}})
	r.press("u", "g", "g")
	r.send(page.ClaimedMsg{No: lost.OutTradeNo, Err: errors.New("disk full")})
	r.on(page.KindClaims)
	r.shows("111222", r.m.Words.ClaimSay)
	if strings.Contains(r.screen(), r.m.Words.ClaimDone) || len(r.m.Unclaimed()) != 1 {
		t.Errorf("settled by a word that nobody has:\n%s", r.screen())
	}
	r.press("g", "g")
	if r.m.Base.(*settle.Claims).Busy != lost.OutTradeNo {
		t.Error("it cannot be said again")
	}
}
