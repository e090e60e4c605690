package tui

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/page"
	"facetill/tui/page/history"
	"facetill/tui/page/settle"
	"facetill/tui/text"
)

// The stopped page follows the sale that stands in the way: once it has surely
// taken nothing, Enter charges, and the flow is asked once more.
func TestStoppedFollowsTheOtherSale(t *testing.T) {
	r := newRig(t, nil)
	r.typed("12.80").press("enter")
	other := flow.Attempt{State: flow.Confirming, Version: 3, Order: flow.Order{OutTradeNo: "26112512300000000000000000424242", TotalFee: 1280, OpenedAt: noon}}
	r.send(page.BegunMsg{ID: r.m.Sale.ID, Sale: nil, Err: &flow.PossibleDuplicateError{Others: []flow.Attempt{other}}})
	late := other
	late.State, late.Version = flow.Reversing, 2
	r.send(page.ListsMsg{Pending: []flow.Attempt{late}})
	r.shows(r.m.Words.StateConfirming) // an older word changes nothing
	other.State, other.Version, other.Unclaimed = flow.Paid, 4, true
	r.send(page.ListsMsg{Pending: []flow.Attempt{other}})
	r.shows(r.m.Words.StoppedPaid, "u  unclaimed charges")
	other.State, other.Version, other.Unclaimed = flow.Reversed, 5, false
	r.send(page.ListsMsg{Recent: []flow.Attempt{other}})
	r.shows(r.m.Words.StoppedFree)
	r.send(key("enter"))
	r.on(page.KindStopped) // it was on its way
	if strings.Contains(r.screen(), r.m.Words.StoppedAsk) {
		t.Error("it still asks whether this is the same customer")
	}
	r.press("enter").on(page.KindSale)
	if r.m.Sale.Req.New != nil || r.m.Sale.Req.TotalFee != 1280 {
		t.Errorf("request %+v", r.m.Sale.Req)
	}
}

// The timeline follows its sale.
func TestTimelineFollowsItsSale(t *testing.T) {
	r := withTimeline(t)
	a := r.m.Top().(*history.Timeline).Attempt
	a.State, a.Version = flow.Refunded, a.Version+1
	r.m.Pending = []flow.Attempt{{Order: flow.Order{OutTradeNo: a.OutTradeNo}}} // it was open
	r.send(page.ListsMsg{Recent: []flow.Attempt{a}})
	if got := r.m.Top().(*history.Timeline).Attempt.State; got != flow.Refunded {
		t.Errorf("the page says %s", got)
	}
}

// The second press is for the charge of the first one.
func TestClaimIsForTheChargeThatWasShown(t *testing.T) {
	first := flow.Attempt{State: flow.Paid, Unclaimed: true, Version: 1, Order: flow.Order{OutTradeNo: "26112512300000000000000000111222", TotalFee: 5600, OpenedAt: noon}}
	older := first
	older.OutTradeNo, older.TotalFee, older.OpenedAt = "26112512300000000000000000000111", 100, noon.Add(-time.Hour)
	r := newRig(t, nil)
	r.send(page.ListsMsg{Pending: []flow.Attempt{first}})
	r.press("u", "b")
	r.shows(r.m.Words.ClaimArmedBack)
	r.send(page.ListsMsg{Pending: []flow.Attempt{older, first}})
	r.shows("..000111", r.m.Words.ClaimSay)
	r.press("b")
	if r.m.Base.(*settle.Claims).Busy != "" {
		t.Fatalf("%s is given back by one press", r.m.Base.(*settle.Claims).Busy)
	}
	r.press("b")
	if r.m.Base.(*settle.Claims).Busy != older.OutTradeNo {
		t.Errorf("%q is given back", r.m.Base.(*settle.Claims).Busy)
	}
	// A customer who comes first is rung up; the question stays in the counter.
	r = newRig(t, nil)
	r.send(page.ListsMsg{Pending: []flow.Attempt{first}})
	r.press("u").on(page.KindClaims)
	r.after(time.Second).typed("12").on(page.KindAmount)
	if r.m.Amount.Text != "12" || len(r.m.Unclaimed()) != 1 {
		t.Errorf("%q is typed, %d to be asked about", r.m.Amount.Text, len(r.m.Unclaimed()))
	}
}

// Half an amount is not the next customer's.
func TestRestForgetsHalfAnAmount(t *testing.T) {
	r := newRig(t, func(o *Options) { o.IdleAfter = time.Minute })
	r.typed("12").tick(2 * time.Minute).on(page.KindRest)
	r.typed("5")
	if r.m.Amount.Text != "5" {
		t.Errorf("the amount is %q", r.m.Amount.Text)
	}
}

// The phone before the scanner takes nothing of the amount, typed at any pace.
func TestTrainingCodeKeepsTheAmount(t *testing.T) {
	r, _ := training(t)
	for _, digit := range []string{"1", "2", "8"} {
		r.after(time.Second).typed(digit)
	}
	r.press("f11").on(page.KindSale)
	if r.m.Sale.Req.TotalFee != 12800 {
		t.Errorf("charged %s", r.m.Sale.Req.TotalFee)
	}
}

// A lesson that was not used up is forgotten by the terminal too.
func TestUnusedLessonIsForgotten(t *testing.T) {
	r, trainer := training(t)
	r.press("f10", "4", "enter").after(time.Second).typed("12.80").press("f11").on(page.KindSale)
	if trainer.next != page.LessonPays {
		t.Errorf("lesson %d waits at the camera", trainer.next)
	}
	r, trainer = training(t)
	r.press("f10", "4", "enter").after(time.Second).typed("12.80").press("enter")
	if trainer.next != page.LessonCardEmpty {
		t.Errorf("lesson %d stands at the camera", trainer.next)
	}
	r.send(page.BegunMsg{ID: r.m.Sale.ID, Sale: nil, Err: &flow.PossibleDuplicateError{Others: []flow.Attempt{{State: flow.Confirming}}}})
	if trainer.next != page.LessonPays {
		t.Errorf("lesson %d waits for another sale", trainer.next)
	}
}

// Order numbers are whole where a decision hangs on them.
func TestNumbersAreWholeOnTheSmallestScreen(t *testing.T) {
	a := flow.Attempt{State: flow.Paid, Unclaimed: true, Order: flow.Order{OutTradeNo: "26112512300000000000000000114628", TotalFee: 123456, OpenedAt: noon}}
	for _, language := range text.Languages() {
		r := newRig(t, nil)
		r.speak(language)
		r.send(page.ListsMsg{Pending: []flow.Attempt{a}})
		r.press("u")
		r.send(tea.WindowSizeMsg{Width: 40, Height: 12})
		r.shows("..4628")
	}
}

// An arrow may be held down; what is said at the first Ctrl+C is seen on every
// panel, and what a panel said is not the next one's.
func TestPanelsTakeKeysAndSayThings(t *testing.T) {
	r := withHistory(t)
	before := r.m.Top().(*history.History).Pick.Row
	for range 2 {
		r.after(30 * time.Millisecond).send(key("down"))
	}
	if got := r.m.Top().(*history.History).Pick.Row; got != min(before+2, len(aDay)-1) {
		t.Errorf("two presses moved from row %d to %d", before, got)
	}
	r.press("ctrl+c")
	r.shows("Ctrl+C")
	r = withTimeline(t)
	r.send(tea.WindowSizeMsg{Width: 40, Height: 12})
	r.press("ctrl+c")
	if !strings.Contains(r.screen(), r.m.Words.QuitIdle[:8]) {
		t.Errorf("nothing says what a second Ctrl+C does:\n%s", r.screen())
	}
	r = withHistory(t).typed("777777")
	r.shows(r.m.Words.HistoryEmpty, "this till's sales")
	r.m.Warn("about this page")
	r.press("esc")
	if slices.Contains(strings.Fields(r.screen()), "about") {
		t.Error("the notice came along")
	}
}
