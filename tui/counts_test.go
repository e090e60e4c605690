package tui

import (
	"slices"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/refund"
	"facetill/tui/page"
)

// The last line counts what stands before a person about refunds, as recover and close do,
// and what a person has ended is no more of it. What is on its way is none of it.
func TestRefundsAreCounted(t *testing.T) {
	for _, c := range []struct {
		list refund.List
		says string
	}{
		{refund.List{isBack, onWay}, "none unsettled"},
		{refund.List{stuck}, "! 1 before a person"},
		{refund.List{unheard}, "! 1 before a person"},
		{refund.List{closed}, "none unsettled"}, // one was told of it
		{refund.List{begun, stuck, unheard}, "? 1 unsettled ! 2 before a person"},
		{refund.List{untold}, "none unsettled"},
		{refund.List{part(5, 150, refund.Stuck, func(e *refund.Entry) { e.SettledAs = refund.SettledThere })}, "none unsettled"},
	} {
		r, _ := openRefunds(t, c.list...)
		r.shows(c.says)
	}
	r, behind := openRefunds(t, stuck)
	found := behind.a
	found.OutTradeNo, found.Unclaimed, found.Refunds = "26112512300000000000000000111222", true, nil
	r.send(page.ListsMsg{Pending: []flow.Attempt{behind.a, found}})
	r.shows("! 1 unclaimed ! 1 before a person")
	r.send(tea.WindowSizeMsg{Width: 40, Height: 12})
	r.shows("! 2")
}

// What is not known of a refund has words of its own on the amount page: nobody waits for
// goods of it. And one that was taken while nobody stood beside it is announced there.
func TestRefundsOnTheAmountPage(t *testing.T) {
	r, _ := openRefunds(t, begun)
	r.shows("refunds without a result: 1. Give nothing more back")
	r, _ = openRefunds(t, stuck)
	r.shows("refunds before a person: 1 (F2)")
	r, _ = openRefunds(t, untold)
	r.shows("refunds that went through and nobody was told: 1 (F2)")
	r.press("f2").shows("money back 1.40 yuan: on its way", "On its way: to a balance in minutes")
}

// A day has them with the words of facetill day, whether its sum is final or not.
func TestRefundsOfADay(t *testing.T) {
	r := dayOf(false, stuck, unheard, onWay)(t)
	r.shows("refunds: not known yet 0, before a person 2, on their way 1 (2.50)", "before a person:", "money back 1.50 yuan: stuck", "money back 1.30 yuan: not given back", "¥12.80 ! refund stuck")
	r = dayOf(true, stuck, begun)(t)
	r.shows("the sum is not final", "refunds: not known yet 1, before a person 1, on their way 0 (0.00)")
}

// A stuck refund is never on its way, neither in the sums nor in the row of its sale.
func TestStuckIsNotOnItsWay(t *testing.T) {
	r, _ := cardOf(t, nil, isBack, stuck)
	r.shows("paid 12.80, back 3.00, stuck 1.50", "¥12.80 ! refund stuck")
	r, _ = cardOf(t, nil, part(5, 1280, refund.Stuck, nil), part(6, 0, refund.Accepted, nil))
	r.shows("¥12.80 ! refund stuck")
	r, _ = cardOf(t, nil, onWay)
	r.shows("¥12.80 ✓ part on its way back")
}

// Of a sale of which nothing is left, in whichever way, or may be left, nothing has
// the word paid: neither its row nor what can still be given back.
func TestNothingLeftIsNotPaid(t *testing.T) {
	whole := begun
	whole.Fee = 1280
	for _, c := range []struct {
		list refund.List
		says string
	}{
		{refund.List{otherwise(5, 1280)}, "✗ given back otherwise"},
		{refund.List{otherwise(5, 500), part(6, 780, refund.Done, nil)}, "✗ given back otherwise"},
		{refund.List{otherwise(5, 500), part(6, 780, refund.Accepted, nil)}, "? refunding"},
		{refund.List{whole}, "? refund not known"},
	} {
		r, _ := cardOf(t, nil, c.list...)
		r.shows("¥12.80 " + c.says)
		if !titled(r, "0.00") {
			t.Errorf("something is left:\n%s", r.screen())
		}
		r.press("esc", "f3").shows(c.says)
	}
	r, _ := cardOf(t, nil, otherwise(5, 500))
	r.shows("¥12.80 ✓ paid")
	if !titled(r, "7.80") {
		t.Errorf("the rest is not 7.80:\n%s", r.screen())
	}
}

// What WeChat closed behind an acceptance is not told by a look at its page: it stands
// before a person until one says what became of it.
func TestClosedIsToldOnAndOn(t *testing.T) {
	r, behind := cardOf(t, nil, unheard)
	for range 40 {
		r.after(page.LiveTick)
		r.screen()
		r.send(page.TickMsg{Gen: r.m.TickGen})
	}
	if r.m.word.Waiting() || len(behind.told) > 0 {
		t.Errorf("%+v, %v", r.m.word, behind.told)
	}
	r.shows("WeChat closed it", "w "+r.m.Words.DoSettledElse)
	refused := unheard
	refused.Final = false
	behind.a.Refunds, behind.a.Version = slices.Clone(refund.List{refused}), 8
	r.send(page.AttemptMsg{No: behind.a.OutTradeNo, Attempt: behind.a})
	for range 40 {
		r.after(page.LiveTick)
		r.screen()
		r.send(page.TickMsg{Gen: r.m.TickGen})
	}
	if !r.m.word.Asked {
		t.Error("a refusal is not told by its page")
	}
}
