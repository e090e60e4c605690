package tui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow/refund"
	"facetill/tui/page"
)

// The word of a refund that was begun here comes within a second or two: until then the
// till is asked each second. Its first slip is no reprint, though its word was told.
func TestRefundBegunHere(t *testing.T) {
	r, behind := cardOf(t, nil, isBack)
	r.press("a", "a", "1", "enter", "enter")
	r.do(r.after(time.Second).cmd("enter"))
	if p, may := r.m.Top().(page.Hurrying); !may || !p.Hurries() {
		t.Fatalf("nothing hurries on %q", r.m.Top().Kind())
	}
	r.m.Refreshing = false
	asked := r.m.Refreshed
	r.after(1100 * time.Millisecond).send(page.TickMsg{Gen: r.m.TickGen})
	if !r.m.Refreshed.After(asked) {
		t.Error("nothing was asked in a second")
	}
	list := slices.Clone(behind.a.Refunds)
	list[len(list)-1].State, list[len(list)-1].ToldN = refund.Accepted, 12
	behind.a.Refunds, behind.a.Version = list, behind.a.Version+1
	r.m.Say(r.m.Words.AskedNow)
	r.send(page.AttemptMsg{No: behind.a.OutTradeNo, Attempt: behind.a})
	r.shows("9.80 ? on its way")
	if screen := r.screen(); strings.Contains(screen, r.m.Words.AskedNow) || r.m.Top().(page.Hurrying).Hurries() {
		t.Errorf("it is still being asked:\n%s", screen)
	}
	if r.press("f6"); strings.Contains(r.screen(), r.m.Words.SlipReprint) {
		t.Error("the first slip is a reprint")
	}
	r.press("esc", "up", "f6").shows(r.m.Words.SlipReprint)
}

// A slip that is looked at before WeChat has said anything says what it says as soon as it
// does: it is read as often as the card below it.
func TestSlipOfARefundFollows(t *testing.T) {
	r, behind := cardOf(t, nil, isBack, begun)
	r.press("f6").shows(r.m.Words.SlipRefundOpen)
	if p, may := r.m.Top().(page.Hurrying); !may || !p.Hurries() {
		t.Error("nobody reads it")
	}
	list := slices.Clone(behind.a.Refunds)
	list[len(list)-1].State = refund.Accepted
	behind.a.Refunds, behind.a.Version = list, behind.a.Version+1
	r.send(page.AttemptMsg{No: behind.a.OutTradeNo, Attempt: behind.a})
	if strings.Contains(r.screen(), r.m.Words.SlipRefundOpen) {
		t.Errorf("it does not follow:\n%s", r.screen())
	}
}
