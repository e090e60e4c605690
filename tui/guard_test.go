package tui

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/page"
	"facetill/tui/page/settle"
	"facetill/tui/text"
)

func TestDoubleEnterIsOneSale(t *testing.T) {
	r := newRig(t, nil)
	r.typed("12.80").press("enter")
	first := r.m.Sale
	for _, gap := range []time.Duration{time.Millisecond, 30 * time.Millisecond, 500 * time.Millisecond, 2 * time.Second} {
		r.after(gap).send(key("enter"))
	}
	if r.m.Sale != first || r.m.LastID != 1 {
		t.Fatalf("%d sales", r.m.LastID)
	}
	r.admit()
	r.after(time.Millisecond).send(key("enter"))
	if r.m.LastID != 1 {
		t.Fatal("Enter on the sale page began another")
	}
}

// Enter held down from the amount page to after the result begins one sale and
// does not take PAID away.
func TestHeldEnterIsOneSale(t *testing.T) {
	r := newRig(t, nil)
	r.typed("12.80")
	r.after(time.Second).send(key("enter"))
	r.after(500 * time.Millisecond)
	hold := func(d time.Duration) {
		for end := r.now.Add(d); r.now.Before(end); r.after(33 * time.Millisecond) {
			r.send(key("enter"))
		}
	}
	hold(time.Second)
	run := r.admit()
	hold(time.Second)
	r.over(run, flow.Paid, nil)
	hold(5 * time.Second)
	r.on(page.KindResult)
	if r.m.LastID != 1 {
		t.Fatalf("%d sales", r.m.LastID)
	}
}

func TestKeysInFlightMeetAGrace(t *testing.T) {
	r, run := selling(t)
	r.over(run, flow.Refused, func(a *flow.Attempt) { a.Code = "NOTENOUGH" })
	for _, k := range []string{"enter", "5", "esc"} {
		r.after(100 * time.Millisecond).send(key(k))
		r.on(page.KindResult)
	}
	r.press("enter").on(page.KindAmount)
	if r.m.Amount.Text != "12.80" || !r.m.Amount.Kept {
		t.Errorf("the amount is not kept: %+v", r.m.Amount)
	}
	r.typed("7")
	if r.m.Amount.Text != "7" {
		t.Errorf("a digit does not replace the kept amount: %q", r.m.Amount.Text)
	}
}

func TestEscBeforeSubmissionCancelsAtOnce(t *testing.T) {
	r, run := selling(t)
	r.shows(r.m.Words.EscCancels)
	r.press("esc")
	if r.m.Sale.Stopping != "cashier" {
		t.Fatal("not asked to cancel")
	}
	r.over(run, flow.Cancelled, func(a *flow.Attempt) { a.EndedBy = "cashier" })
	r.on(page.KindAmount)
	r.shows(r.m.Words.NotCharged, r.m.Words.CancelledSay)
	if r.m.Amount.Text != "12.80" {
		t.Error("the amount is gone")
	}
}

func TestEscWhileAdmittedIsNotLost(t *testing.T) {
	r := newRig(t, nil)
	r.typed("12.80").press("enter", "esc")
	s := r.m.Sale
	run := &fakeRun{a: flow.Attempt{State: flow.Opened, Version: 1}}
	r.m.Now = r.now
	_, cmd := r.m.Update(page.BegunMsg{ID: s.ID, Sale: run, Err: nil})
	drain(cmd)
	if len(run.cancels) != 1 || run.cancels[0] != "cashier" {
		t.Fatalf("cancels: %v", run.cancels)
	}
}

// drain runs commands that end by themselves. A fakeRun's do.
func drain(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if batch, ok := cmd().(tea.BatchMsg); ok {
		for _, c := range batch {
			drain(c)
		}
	}
}

func TestEscAfterSubmissionSaysFirst(t *testing.T) {
	r, run := selling(t)
	r.becomes(run, flow.Submitting, nil)
	r.becomes(run, flow.Confirming, func(a *flow.Attempt) { a.PayAnswer = flow.AnswerPaying })
	r.press("esc")
	r.shows(r.m.Words.EscEnds)
	if r.m.Sale.Stopping != "" {
		t.Fatal("the first press ended the window")
	}
	r.after(33 * time.Millisecond).send(key("esc"))
	r.after(500 * time.Millisecond).send(key("esc"))
	if r.m.Sale.Stopping != "" {
		t.Fatal("a held Esc ended the window")
	}
	r.tick(7 * time.Second)
	if strings.Contains(r.screen(), "Esc again") {
		t.Error("a press that nobody confirmed stays armed")
	}
	r.press("esc", "esc")
	if r.m.Sale.Stopping != "end" {
		t.Fatal("the second press did not end the window")
	}
}

func TestCheckNow(t *testing.T) {
	r, run := selling(t)
	r.press("c")
	r.becomes(run, flow.Submitting, nil)
	drain(r.after(time.Second).cmd("c"))
	if run.asks != 1 {
		t.Errorf("%d asks: one press after submission, and one before that is none", run.asks)
	}
}

func TestQuitAsksAndSaysWhatThen(t *testing.T) {
	r, run := selling(t)
	r.press("ctrl+c")
	r.shows(r.m.Words.QuitScanning)
	r.becomes(run, flow.Submitting, nil)
	r.tick(7 * time.Second).press("ctrl+c")
	r.shows(r.m.Words.QuitOpen)
	if r.m.Leaving {
		t.Fatal("left at the first press")
	}
	r.press("ctrl+c")
	if !r.m.Leaving {
		t.Fatal("the second press does not leave")
	}
}

func TestQuitWhileScanningCancels(t *testing.T) {
	r, _ := selling(t)
	r.press("ctrl+c", "ctrl+c")
	if r.m.Sale.Stopping != "cashier" || !r.m.Leaving {
		t.Fatalf("stopping %q, leaving %v", r.m.Sale.Stopping, r.m.Leaving)
	}
}

// S18: what the background finds out about sale 1 never touches sale 2's page.
func TestBackgroundLeavesThePageAlone(t *testing.T) {
	r, one := selling(t)
	r.becomes(one, flow.Submitting, nil)
	id, box := r.m.Sale.ID, r.m.Sale.Box
	r.over(one, flow.Reversing, nil)
	r.press("enter").typed("5").press("enter")
	two := r.admit()
	before := *r.m.Sale
	one.a.State, one.a.Version = flow.Reversed, one.a.Version+1
	r.send(page.UpdateMsg{ID: id, Box: box, Update: flow.Update{Attempt: one.a}})
	r.send(page.OverMsg{ID: id, Attempt: one.a, Err: nil})
	r.send(page.BegunMsg{ID: id, Sale: one, Err: nil})
	r.send(page.ListsMsg{Recent: []flow.Attempt{two.a, one.a}})
	r.on(page.KindSale)
	if !reflect.DeepEqual(r.m.Sale.Attempt, before.Attempt) || r.m.Sale.Over {
		t.Fatalf("sale 2 became %+v", r.m.Sale.Attempt)
	}
	r.shows("Last ¥12.80", r.m.Words.StateReversed)
}

// The till's background tells the lists alone how a reversal ended.
func TestResultFollowsTheJournal(t *testing.T) {
	r, run := selling(t)
	r.becomes(run, flow.Submitting, nil)
	r.over(run, flow.Reversing, nil)
	r.shows(r.m.Words.Checking)
	older, newer := run.a, run.a
	older.State, older.Version = flow.Paid, 1
	newer.State, newer.Version = flow.Reversed, run.a.Version+1
	r.send(page.ListsMsg{Recent: []flow.Attempt{older}})
	r.shows(r.m.Words.Checking)
	r.send(page.ListsMsg{Recent: []flow.Attempt{newer}})
	r.shows(r.m.Words.NotCharged, r.m.Words.ReversedSay)
}

func TestOlderUpdateNeverReplacesNewer(t *testing.T) {
	r, run := selling(t)
	old := run.a
	r.over(run, flow.Paid, nil)
	r.send(page.UpdateMsg{ID: r.m.Sale.ID, Box: r.m.Sale.Box, Update: flow.Update{Attempt: old}})
	r.shows(r.m.Words.Paid)
}

func TestToldAfterASecondOnTheScreen(t *testing.T) {
	r, run := selling(t)
	r.over(run, flow.Paid, nil)
	r.tick(3 * time.Second)
	if r.m.Shown.Asked {
		t.Fatal("written down without a frame")
	}
	r.screen()
	r.tick(900 * time.Millisecond)
	r.after(0).send(key("enter"))
	if r.on(page.KindResult); r.m.Shown.Asked {
		t.Fatal("written down before a second has passed")
	}
	r.tick(500 * time.Millisecond)
	if !r.m.Shown.Asked {
		t.Fatal("not written down")
	}
	r.press("enter").on(page.KindAmount)
}

func TestToldThatCannotBeWritten(t *testing.T) {
	r, run := selling(t)
	r.over(run, flow.Paid, nil)
	r.screen()
	r.tick(1200 * time.Millisecond)
	r.send(page.ShownMsg{No: run.a.OutTradeNo, Err: errors.New("disk full")})
	r.shows(r.m.Words.PaidNotWritten)
	r.tick(6 * time.Second)
	if !r.m.Shown.Asked {
		t.Error("not tried again")
	}
	r.send(page.ShownMsg{No: run.a.OutTradeNo, Err: flow.ErrFenced})
	r.shows(r.m.Words.Checking, r.m.Words.ElsewhereSay)
}

// A journal whose file is gone under the till, or of which another copy was adopted
// meanwhile, cannot say that PAID was shown: no goods, and nothing is tried again,
// because the path leads elsewhere for good.
func TestToldWithTheJournalElsewhere(t *testing.T) {
	for why, err := range map[string]error{
		text.English.GoneSay: fmt.Errorf("journal x.db: %w (x.db: another file lies there)", flow.ErrGone),
		text.English.CopySay: fmt.Errorf("journal x.db: %w: it was adopted at y.db", flow.ErrCopy),
	} {
		r, run := selling(t)
		r.over(run, flow.Paid, nil)
		r.screen()
		r.tick(1200 * time.Millisecond)
		r.send(page.ShownMsg{No: run.a.OutTradeNo, Err: err})
		r.shows(r.m.Words.Checking, why)
		if strings.Contains(r.screen(), r.m.Words.PaidSay) {
			t.Error("goods are handed over")
		}
		r.tick(6 * time.Second)
		if r.m.Shown.Waiting() {
			t.Error("tried again")
		}
		r.press("enter").on(page.KindAmount)
		// The page was left meanwhile: the words come with the number.
		r, run = selling(t)
		r.over(run, flow.Paid, nil)
		r.screen()
		r.tick(1200 * time.Millisecond)
		r.press("enter").on(page.KindAmount)
		r.send(page.ShownMsg{No: run.a.OutTradeNo, Err: err})
		r.shows(why)
	}
}

func TestStoppedWantsADeliberateKey(t *testing.T) {
	r := newRig(t, nil)
	r.typed("12.80").press("enter")
	other := flow.Attempt{State: flow.Confirming, Order: flow.Order{OutTradeNo: "26112512300000000000000000424242", TotalFee: 1280, OpenedAt: noon}}
	r.send(page.BegunMsg{ID: r.m.Sale.ID, Sale: nil, Err: &flow.PossibleDuplicateError{Others: []flow.Attempt{other}}})
	r.on(page.KindStopped)
	r.shows(r.m.Words.StoppedTitle, "..424242", r.m.Words.StateConfirming, r.m.Words.StoppedAsk)
	r.press("enter", "enter").on(page.KindStopped)
	r.press("n").on(page.KindStopped)
	r.shows("n again")
	r.press("n").on(page.KindSale)
	if !slices.Equal(r.m.Sale.Req.New, []flow.OutTradeNo{other.OutTradeNo}) || r.m.Sale.Req.NewAll || r.m.Sale.Req.TotalFee != 1280 {
		t.Errorf("request %+v", r.m.Sale.Req)
	}
}

func TestSuspendedSaysWhy(t *testing.T) {
	r := newRig(t, nil)
	r.typed("12.80").press("enter")
	r.send(page.BegunMsg{ID: r.m.Sale.ID, Sale: nil, Err: &flow.SalesSuspendedError{Kind: flow.SuspendedByCertificate, Why: "expired on 2026-11-01"}})
	r.on(page.KindSuspended)
	r.shows(r.m.Words.SuspendedTitle, r.m.Words.SuspendedByCertificate, "expired on 2026-11-01")
	r.press("enter").on(page.KindSuspended)
	r.press("r").on(page.KindSuspended)
	r.press("r").on(page.KindSale)
	if r.m.Sale.Req.TotalFee != 1280 {
		t.Errorf("tried again with %v", r.m.Sale.Req.TotalFee)
	}
}

func TestBrokenRunIsStillChecking(t *testing.T) {
	for _, c := range []struct {
		state flow.State
		err   error
		says  func(r *rig) []string
	}{
		{flow.Submitting, errors.New("journal: disk full"), func(r *rig) []string { return []string{r.m.Words.Checking, r.m.Words.BrokenSay} }},
		{flow.Opened, errors.New("journal: disk full"), func(r *rig) []string { return []string{r.m.Words.Checking} }},
		{flow.Paid, flow.ErrFenced, func(r *rig) []string { return []string{r.m.Words.Checking, r.m.Words.ElsewhereSay} }},
		{flow.Paid, flow.ErrGone, func(r *rig) []string { return []string{r.m.Words.Checking, r.m.Words.GoneSay} }},
		{flow.Paid, flow.ErrCopy, func(r *rig) []string { return []string{r.m.Words.Checking, r.m.Words.CopySay} }},
		{flow.NeedsPerson, nil, func(r *rig) []string { return []string{r.m.Words.Checking, r.m.Words.PersonSay} }},
	} {
		r, run := selling(t)
		run.a.State, run.a.Version = c.state, 9
		r.send(page.OverMsg{ID: r.m.Sale.ID, Attempt: run.a, Err: c.err})
		r.shows(c.says(r)...)
		if r.m.Shown.Waiting() {
			t.Errorf("%s, %v: shown", c.state, c.err)
		}
	}
}

func TestClaims(t *testing.T) {
	r := newRig(t, nil)
	lost := flow.Attempt{State: flow.Paid, Unclaimed: true, Order: flow.Order{OutTradeNo: "26112512300000000000000000111222", TotalFee: 5600}}
	open := flow.Attempt{State: flow.Reversing, Order: flow.Order{OutTradeNo: "26112512300000000000000000333444", TotalFee: 100}}
	r.send(page.ListsMsg{Pending: []flow.Attempt{lost, open}})
	r.shows("1 charged, goods not confirmed", "1 unsettled")
	r.press("u").on(page.KindClaims)
	r.shows(r.m.Words.ClaimSay, "111222")
	r.press("b")
	r.shows(r.m.Words.ClaimArmedBack)
	if r.m.Base.(*settle.Claims).Busy != "" {
		t.Fatal("one press was enough")
	}
	r.press("g")
	r.shows(r.m.Words.ClaimArmedGiven)
	r.press("g")
	if r.m.Base.(*settle.Claims).Busy != lost.OutTradeNo {
		t.Fatal("the second press did nothing")
	}
	msg := r.last()
	if given, ok := r.till.claimed[lost.OutTradeNo]; !ok || !given {
		t.Fatal("the till was not told")
	}
	r.send(msg)
	r.on(page.KindAmount)
	r.shows(r.m.Words.ClaimDone)
}

// What was found is asked about by itself, once, and never over what a cashier is
// doing.
func TestClaimsAreAskedAbout(t *testing.T) {
	lists := page.ListsMsg{Pending: []flow.Attempt{{State: flow.Paid, Unclaimed: true, Order: flow.Order{OutTradeNo: "26112512300000000000000000111222", TotalFee: 5600}}}}
	r := newRig(t, nil)
	r.send(lists)
	r.on(page.KindAmount) // somebody may be typing
	r.after(askedAfter).send(lists)
	r.on(page.KindClaims)
	r.shows(r.m.Words.ClaimSay, "111222")
	r.send(key("g")) // on its way when the page came
	if r.m.Guard.Armed() != "" {
		t.Error("a key that was on its way counts")
	}
	r.press("esc").on(page.KindAmount)
	r.after(askedAfter).send(lists)
	r.on(page.KindAmount) // it was put off; u has it
	for name, busy := range map[string]func(r *rig){
		"an amount": func(r *rig) { r.typed("5") },
		"a page":    func(r *rig) { r.press("f3") },
		"a code":    func(r *rig) { r.typed("1200").press("enter").on(page.KindCode) },
	} {
		r := newRig(t, nil)
		busy(r)
		before := r.m.At()
		r.after(time.Minute).send(lists)
		if r.m.At() != before {
			t.Errorf("the question came over %s", name)
		}
	}
}

func TestRest(t *testing.T) {
	r := newRig(t, func(o *Options) { o.IdleAfter = time.Minute })
	r.tick(59 * time.Second).on(page.KindAmount)
	r.tick(2 * time.Second).on(page.KindRest)
	r.shows(r.m.Words.Rest, r.m.Words.Simulated)
	r.press("enter").on(page.KindAmount)
	r.tick(2 * time.Minute).press("7")
	if r.m.Amount.Text != "7" {
		t.Errorf("the digit that woke it is lost: %q", r.m.Amount.Text)
	}
	r.press("enter")
	r.admit()
	r.tick(5 * time.Minute).on(page.KindSale)
}
