package tui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/text"
)

func TestDoubleEnterIsOneSale(t *testing.T) {
	r := newRig(t, nil)
	r.typed("12.80").press("enter")
	first := r.m.sale
	for _, gap := range []time.Duration{time.Millisecond, 30 * time.Millisecond, 500 * time.Millisecond, 2 * time.Second} {
		r.after(gap).send(key("enter"))
	}
	if r.m.sale != first || r.m.lastID != 1 {
		t.Fatalf("%d sales", r.m.lastID)
	}
	r.admit()
	r.after(time.Millisecond).send(key("enter"))
	if r.m.lastID != 1 {
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
	r.on(pageResult)
	if r.m.lastID != 1 {
		t.Fatalf("%d sales", r.m.lastID)
	}
}

func TestKeysInFlightMeetAGrace(t *testing.T) {
	r, run := selling(t)
	r.over(run, flow.Refused, func(a *flow.Attempt) { a.Code = "NOTENOUGH" })
	for _, k := range []string{"enter", "5", "esc"} {
		r.after(100 * time.Millisecond).send(key(k))
		r.on(pageResult)
	}
	r.press("enter").on(pageAmount)
	if r.m.amount.Text != "12.80" || !r.m.amount.Kept {
		t.Errorf("the amount is not kept: %+v", r.m.amount)
	}
	r.typed("7")
	if r.m.amount.Text != "7" {
		t.Errorf("a digit does not replace the kept amount: %q", r.m.amount.Text)
	}
}

func TestEscBeforeSubmissionCancelsAtOnce(t *testing.T) {
	r, run := selling(t)
	r.shows(r.m.w.EscCancels)
	r.press("esc")
	if r.m.sale.stopping != "cashier" {
		t.Fatal("not asked to cancel")
	}
	r.over(run, flow.Cancelled, func(a *flow.Attempt) { a.EndedBy = "cashier" })
	r.on(pageAmount)
	r.shows(r.m.w.NotCharged, r.m.w.CancelledSay)
	if r.m.amount.Text != "12.80" {
		t.Error("the amount is gone")
	}
}

func TestEscWhileAdmittedIsNotLost(t *testing.T) {
	r := newRig(t, nil)
	r.typed("12.80").press("enter", "esc")
	s := r.m.sale
	run := &fakeRun{a: flow.Attempt{State: flow.Opened, Version: 1}}
	r.m.now = r.now
	_, cmd := r.m.Update(begunMsg{s.id, run, nil})
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
	r.shows(r.m.w.EscEnds)
	if r.m.sale.stopping != "" {
		t.Fatal("the first press ended the window")
	}
	r.after(33 * time.Millisecond).send(key("esc"))
	r.after(500 * time.Millisecond).send(key("esc"))
	if r.m.sale.stopping != "" {
		t.Fatal("a held Esc ended the window")
	}
	r.tick(7 * time.Second)
	if strings.Contains(r.screen(), "Esc again") {
		t.Error("a press that nobody confirmed stays armed")
	}
	r.press("esc", "esc")
	if r.m.sale.stopping != "end" {
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
	r.shows(r.m.w.QuitScanning)
	r.becomes(run, flow.Submitting, nil)
	r.tick(7 * time.Second).press("ctrl+c")
	r.shows(r.m.w.QuitOpen)
	if r.m.leaving {
		t.Fatal("left at the first press")
	}
	r.press("ctrl+c")
	if !r.m.leaving {
		t.Fatal("the second press does not leave")
	}
}

func TestQuitWhileScanningCancels(t *testing.T) {
	r, _ := selling(t)
	r.press("ctrl+c", "ctrl+c")
	if r.m.sale.stopping != "cashier" || !r.m.leaving {
		t.Fatalf("stopping %q, leaving %v", r.m.sale.stopping, r.m.leaving)
	}
}

// S18: what the background finds out about sale 1 never touches sale 2's page.
func TestBackgroundLeavesThePageAlone(t *testing.T) {
	r, one := selling(t)
	r.becomes(one, flow.Submitting, nil)
	id, box := r.m.sale.id, r.m.sale.box
	r.over(one, flow.Reversing, nil)
	r.press("enter").typed("5").press("enter")
	two := r.admit()
	before := *r.m.sale
	one.a.State, one.a.Version = flow.Reversed, one.a.Version+1
	r.send(updateMsg{id, box, flow.Update{Attempt: one.a}})
	r.send(overMsg{id, one.a, nil})
	r.send(begunMsg{id, one, nil})
	r.send(listsMsg{recent: []flow.Attempt{two.a, one.a}})
	r.on(pageSale)
	if r.m.sale.a != before.a || r.m.sale.over {
		t.Fatalf("sale 2 became %+v", r.m.sale.a)
	}
	r.shows("Last ¥12.80", r.m.w.StateReversed)
}

// The till's background tells the lists alone how a reversal ended.
func TestResultFollowsTheJournal(t *testing.T) {
	r, run := selling(t)
	r.becomes(run, flow.Submitting, nil)
	r.over(run, flow.Reversing, nil)
	r.shows(r.m.w.Checking)
	older, newer := run.a, run.a
	older.State, older.Version = flow.Paid, 1
	newer.State, newer.Version = flow.Reversed, run.a.Version+1
	r.send(listsMsg{recent: []flow.Attempt{older}})
	r.shows(r.m.w.Checking)
	r.send(listsMsg{recent: []flow.Attempt{newer}})
	r.shows(r.m.w.NotCharged, r.m.w.ReversedSay)
}

func TestOlderUpdateNeverReplacesNewer(t *testing.T) {
	r, run := selling(t)
	old := run.a
	r.over(run, flow.Paid, nil)
	r.send(updateMsg{r.m.sale.id, r.m.sale.box, flow.Update{Attempt: old}})
	r.shows(r.m.w.Paid)
}

func TestToldAfterASecondOnTheScreen(t *testing.T) {
	r, run := selling(t)
	r.over(run, flow.Paid, nil)
	r.tick(3 * time.Second)
	if r.m.told.asked {
		t.Fatal("told without a frame")
	}
	r.screen()
	r.tick(900 * time.Millisecond)
	r.after(0).send(key("enter"))
	if r.on(pageResult); r.m.told.asked {
		t.Fatal("told before a second has passed")
	}
	r.tick(500 * time.Millisecond)
	if !r.m.told.asked {
		t.Fatal("not told")
	}
	r.press("enter").on(pageAmount)
}

func TestToldThatCannotBeWritten(t *testing.T) {
	r, run := selling(t)
	r.over(run, flow.Paid, nil)
	r.screen()
	r.tick(1200 * time.Millisecond)
	r.send(toldMsg{run.a.OutTradeNo, errors.New("disk full")})
	r.shows(r.m.w.PaidNotWritten)
	r.tick(6 * time.Second)
	if !r.m.told.asked {
		t.Error("not tried again")
	}
	r.send(toldMsg{run.a.OutTradeNo, flow.ErrFenced})
	r.shows(r.m.w.Checking, r.m.w.ElsewhereSay)
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
		r.send(toldMsg{run.a.OutTradeNo, err})
		r.shows(r.m.w.Checking, why)
		if strings.Contains(r.screen(), r.m.w.PaidSay) {
			t.Error("goods are handed over")
		}
		r.tick(6 * time.Second)
		if r.m.told.waiting() {
			t.Error("tried again")
		}
		r.press("enter").on(pageAmount)
		// The page was left meanwhile: the words come with the number.
		r, run = selling(t)
		r.over(run, flow.Paid, nil)
		r.screen()
		r.tick(1200 * time.Millisecond)
		r.press("enter").on(pageAmount)
		r.send(toldMsg{run.a.OutTradeNo, err})
		r.shows(why)
	}
}

func TestStoppedWantsADeliberateKey(t *testing.T) {
	r := newRig(t, nil)
	r.typed("12.80").press("enter")
	other := flow.Attempt{State: flow.Confirming, Order: flow.Order{OutTradeNo: "26112512300000000000000000424242", TotalFee: 1280, OpenedAt: noon}}
	r.send(begunMsg{r.m.sale.id, nil, &flow.PossibleDuplicateError{Others: []flow.Attempt{other}}})
	r.on(pageStopped)
	r.shows(r.m.w.StoppedTitle, "..424242", r.m.w.StateConfirming, r.m.w.StoppedAsk)
	r.press("enter", "enter").on(pageStopped)
	r.press("n").on(pageStopped)
	r.shows("n again")
	r.press("n").on(pageSale)
	if !slices.Equal(r.m.sale.req.New, []flow.OutTradeNo{other.OutTradeNo}) || r.m.sale.req.NewAll || r.m.sale.req.TotalFee != 1280 {
		t.Errorf("request %+v", r.m.sale.req)
	}
}

func TestHaltedSaysWhy(t *testing.T) {
	r := newRig(t, nil)
	r.typed("12.80").press("enter")
	r.send(begunMsg{r.m.sale.id, nil, &flow.SalesSuspendedError{Kind: flow.SuspendedByCertificate, Why: "expired on 2026-11-01"}})
	r.on(pageHalted)
	r.shows(r.m.w.HaltTitle, r.m.w.HaltCertificate, "expired on 2026-11-01")
	r.press("enter").on(pageHalted)
	r.press("r").on(pageHalted)
	r.press("r").on(pageSale)
	if r.m.sale.req.TotalFee != 1280 {
		t.Errorf("tried again with %v", r.m.sale.req.TotalFee)
	}
}

func TestBrokenRunIsStillChecking(t *testing.T) {
	for _, c := range []struct {
		state flow.State
		err   error
		says  func(r *rig) []string
	}{
		{flow.Submitting, errors.New("journal: disk full"), func(r *rig) []string { return []string{r.m.w.Checking, r.m.w.BrokenSay} }},
		{flow.Opened, errors.New("journal: disk full"), func(r *rig) []string { return []string{r.m.w.Checking} }},
		{flow.Paid, flow.ErrFenced, func(r *rig) []string { return []string{r.m.w.Checking, r.m.w.ElsewhereSay} }},
		{flow.Paid, flow.ErrGone, func(r *rig) []string { return []string{r.m.w.Checking, r.m.w.GoneSay} }},
		{flow.Paid, flow.ErrCopy, func(r *rig) []string { return []string{r.m.w.Checking, r.m.w.CopySay} }},
		{flow.NeedsPerson, nil, func(r *rig) []string { return []string{r.m.w.Checking, r.m.w.PersonSay} }},
	} {
		r, run := selling(t)
		run.a.State, run.a.Version = c.state, 9
		r.send(overMsg{r.m.sale.id, run.a, c.err})
		r.shows(c.says(r)...)
		if r.m.told.waiting() {
			t.Errorf("%s, %v: told", c.state, c.err)
		}
	}
}

func TestClaims(t *testing.T) {
	r := newRig(t, nil)
	lost := flow.Attempt{State: flow.Paid, Unclaimed: true, Order: flow.Order{OutTradeNo: "26112512300000000000000000111222", TotalFee: 5600}}
	open := flow.Attempt{State: flow.Reversing, Order: flow.Order{OutTradeNo: "26112512300000000000000000333444", TotalFee: 100}}
	r.send(listsMsg{pending: []flow.Attempt{lost, open}})
	r.shows("1 charged, goods not confirmed", "1 unsettled")
	r.press("u").on(pageClaims)
	r.shows(r.m.w.ClaimSay, "111222")
	r.press("b")
	r.shows(r.m.w.ClaimArmedBack)
	if r.m.claims.busy != "" {
		t.Fatal("one press was enough")
	}
	r.press("g")
	r.shows(r.m.w.ClaimArmedGiven)
	r.press("g")
	if r.m.claims.busy != lost.OutTradeNo {
		t.Fatal("the second press did nothing")
	}
	msg := r.m.claimCmd(lost.OutTradeNo, true)()
	if given, ok := r.till.claimed[lost.OutTradeNo]; !ok || !given {
		t.Fatal("the till was not told")
	}
	r.send(msg)
	r.on(pageAmount)
	r.shows(r.m.w.ClaimDone)
}

// What was found is asked about by itself, once, and never over what a cashier is
// doing.
func TestClaimsAreAskedAbout(t *testing.T) {
	lists := listsMsg{pending: []flow.Attempt{{State: flow.Paid, Unclaimed: true, Order: flow.Order{OutTradeNo: "26112512300000000000000000111222", TotalFee: 5600}}}}
	r := newRig(t, nil)
	r.send(lists)
	r.on(pageAmount) // somebody may be typing
	r.after(askedAfter).send(lists)
	r.on(pageClaims)
	r.shows(r.m.w.ClaimSay, "111222")
	r.send(key("g")) // on its way when the page came
	if r.m.guard.Armed() != "" {
		t.Error("a key that was on its way counts")
	}
	r.press("esc").on(pageAmount)
	r.after(askedAfter).send(lists)
	r.on(pageAmount) // it was put off; u has it
	for name, busy := range map[string]func(r *rig){
		"an amount": func(r *rig) { r.typed("5") },
		"a page":    func(r *rig) { r.press("f3") },
		"a code":    func(r *rig) { r.typed("1200").press("enter").on(pageCode) },
	} {
		r := newRig(t, nil)
		busy(r)
		before := r.m.page()
		r.after(time.Minute).send(lists)
		if r.m.page() != before {
			t.Errorf("the question came over %s", name)
		}
	}
}

func TestRest(t *testing.T) {
	r := newRig(t, func(o *Options) { o.IdleAfter = time.Minute })
	r.tick(59 * time.Second).on(pageAmount)
	r.tick(2 * time.Second).on(pageRest)
	r.shows(r.m.w.Rest, r.m.w.Simulated)
	r.press("enter").on(pageAmount)
	r.tick(2 * time.Minute).press("7")
	if r.m.amount.Text != "7" {
		t.Errorf("the digit that woke it is lost: %q", r.m.amount.Text)
	}
	r.press("enter")
	r.admit()
	r.tick(5 * time.Minute).on(pageSale)
}

func TestLeaveWaitsForJobs(t *testing.T) {
	var j jobs
	if !j.start() {
		t.Fatal("does not start")
	}
	done := make(chan struct{})
	go func() { j.leave(time.Hour); close(done) }()
	for j.start() { // until leave has begun
		j.end()
	}
	j.end()
	<-done
}

func TestMailboxKeepsTheNewest(t *testing.T) {
	b := newMailbox()
	for i := range 100 {
		b.Observe(flow.Update{Seq: i})
	}
	if u, ok := b.wait(context.Background()); !ok || u.Seq != 99 {
		t.Errorf("got %d", u.Seq)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, ok := b.wait(ctx); ok {
		t.Error("waits for ever")
	}
}
