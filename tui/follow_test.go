package tui

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/text"
)

// The stopped page follows the sale that stands in the way: once it has surely
// taken nothing, Enter charges, and the flow is asked once more.
func TestStoppedFollowsTheOtherSale(t *testing.T) {
	r := newRig(t, nil)
	r.typed("12.80").press("enter")
	other := flow.Attempt{State: flow.Confirming, Version: 3, Order: flow.Order{OutTradeNo: "26112512300000000000000000424242", TotalFee: 1280, OpenedAt: noon}}
	r.send(begunMsg{r.m.sale.id, nil, &flow.PossibleDuplicateError{Others: []flow.Attempt{other}}})
	late := other
	late.State, late.Version = flow.Reversing, 2
	r.send(listsMsg{pending: []flow.Attempt{late}})
	r.shows(r.m.w.StateConfirming) // an older word changes nothing
	other.State, other.Version, other.Unclaimed = flow.Paid, 4, true
	r.send(listsMsg{pending: []flow.Attempt{other}})
	r.shows(r.m.w.StoppedPaid, "u  unclaimed charges")
	other.State, other.Version, other.Unclaimed = flow.Reversed, 5, false
	r.send(listsMsg{recent: []flow.Attempt{other}})
	r.shows(r.m.w.StoppedFree)
	r.send(key("enter"))
	r.on(pageStopped) // it was on its way
	if strings.Contains(r.screen(), r.m.w.StoppedAsk) {
		t.Error("it still asks whether this is the same customer")
	}
	r.press("enter").on(pageSale)
	if r.m.sale.req.New != nil || r.m.sale.req.TotalFee != 1280 {
		t.Errorf("request %+v", r.m.sale.req)
	}
}

// The timeline follows its sale.
func TestTimelineFollowsItsSale(t *testing.T) {
	r := withTimeline(t)
	a := r.m.panel().(*timelinePanel).a
	a.State, a.Version = flow.Refunded, a.Version+1
	r.m.pending = []flow.Attempt{{Order: flow.Order{OutTradeNo: a.OutTradeNo}}} // it was open
	r.send(listsMsg{recent: []flow.Attempt{a}})
	if got := r.m.panel().(*timelinePanel).a.State; got != flow.Refunded {
		t.Errorf("the page says %s", got)
	}
}

// The second press is for the charge of the first one.
func TestClaimIsForTheChargeThatWasShown(t *testing.T) {
	first := flow.Attempt{State: flow.Paid, Unclaimed: true, Version: 1, Order: flow.Order{OutTradeNo: "26112512300000000000000000111222", TotalFee: 5600, OpenedAt: noon}}
	older := first
	older.OutTradeNo, older.TotalFee, older.OpenedAt = "26112512300000000000000000000111", 100, noon.Add(-time.Hour)
	r := newRig(t, nil)
	r.send(listsMsg{pending: []flow.Attempt{first}})
	r.press("u", "b")
	r.shows(r.m.w.ClaimArmedBack)
	r.send(listsMsg{pending: []flow.Attempt{older, first}})
	r.shows("..000111", r.m.w.ClaimSay)
	r.press("b")
	if r.m.claims.busy != "" {
		t.Fatalf("%s is given back by one press", r.m.claims.busy)
	}
	r.press("b")
	if r.m.claims.busy != older.OutTradeNo {
		t.Errorf("%q is given back", r.m.claims.busy)
	}
	// A customer who comes first is rung up; the question stays in the counter.
	r = newRig(t, nil)
	r.send(listsMsg{pending: []flow.Attempt{first}})
	r.press("u").on(pageClaims)
	r.after(time.Second).typed("12").on(pageAmount)
	if r.m.amount.Text != "12" || r.m.unclaimedCount() != 1 {
		t.Errorf("%q is typed, %d to be asked about", r.m.amount.Text, r.m.unclaimedCount())
	}
}

// Half an amount is not the next customer's.
func TestRestForgetsHalfAnAmount(t *testing.T) {
	r := newRig(t, func(o *Options) { o.IdleAfter = time.Minute })
	r.typed("12").tick(2 * time.Minute).on(pageRest)
	r.typed("5")
	if r.m.amount.Text != "5" {
		t.Errorf("the amount is %q", r.m.amount.Text)
	}
}

// The phone before the scanner takes nothing of the amount, typed at any pace.
func TestTrainingCodeKeepsTheAmount(t *testing.T) {
	r, _ := training(t)
	for _, digit := range []string{"1", "2", "8"} {
		r.after(time.Second).typed(digit)
	}
	r.press("f11").on(pageSale)
	if r.m.sale.req.TotalFee != 12800 {
		t.Errorf("charged %s", r.m.sale.req.TotalFee)
	}
}

// A lesson that was not used up is forgotten by the terminal too.
func TestUnusedLessonIsForgotten(t *testing.T) {
	r, trainer := training(t)
	r.press("f10", "4", "enter").after(time.Second).typed("12.80").press("f11").on(pageSale)
	if trainer.next != LessonPays {
		t.Errorf("lesson %d waits at the camera", trainer.next)
	}
	r, trainer = training(t)
	r.press("f10", "4", "enter").after(time.Second).typed("12.80").press("enter")
	if trainer.next != LessonCardEmpty {
		t.Errorf("lesson %d stands at the camera", trainer.next)
	}
	r.send(begunMsg{r.m.sale.id, nil, &flow.PossibleDuplicateError{Others: []flow.Attempt{{State: flow.Confirming}}}})
	if trainer.next != LessonPays {
		t.Errorf("lesson %d waits for another sale", trainer.next)
	}
}

// Order numbers are whole where a decision hangs on them.
func TestNumbersAreWholeOnTheSmallestScreen(t *testing.T) {
	a := flow.Attempt{State: flow.Paid, Unclaimed: true, Order: flow.Order{OutTradeNo: "26112512300000000000000000114628", TotalFee: 123456, OpenedAt: noon}}
	for _, language := range text.Languages() {
		r := newRig(t, nil)
		r.speak(language)
		r.send(listsMsg{pending: []flow.Attempt{a}})
		r.press("u")
		r.send(tea.WindowSizeMsg{Width: 40, Height: 12})
		r.shows("..4628")
	}
}

// An arrow may be held down; what is said at the first Ctrl+C is seen on every
// panel, and what a panel said is not the next one's.
func TestPanelsTakeKeysAndSayThings(t *testing.T) {
	r := withHistory(t)
	before := r.m.panel().(*historyPanel).pick.row
	for range 2 {
		r.after(30 * time.Millisecond).send(key("down"))
	}
	if got := r.m.panel().(*historyPanel).pick.row; got != min(before+2, len(day)-1) {
		t.Errorf("two presses moved from row %d to %d", before, got)
	}
	r.press("ctrl+c")
	r.shows("Ctrl+C")
	r = withTimeline(t)
	r.send(tea.WindowSizeMsg{Width: 40, Height: 12})
	r.press("ctrl+c")
	if !strings.Contains(r.screen(), r.m.quitText()[:8]) {
		t.Errorf("nothing says what a second Ctrl+C does:\n%s", r.screen())
	}
	r = withHistory(t).typed("777777")
	r.shows(r.m.w.HistoryEmpty)
	r.m.warn("about this page")
	r.press("esc")
	if slices.Contains(strings.Fields(r.screen()), "about") {
		t.Error("the notice came along")
	}
}
