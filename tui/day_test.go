package tui

import (
	"errors"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	ledger "facetill/flow/day"
	books "facetill/flow/ledger"
	"facetill/flow/till"
	"facetill/tui/page"
	"facetill/tui/page/day"
)

// closedDay is someDay with nothing open.
var closedDay = till.Day{Sums: someDay.Sums, All: someDay.All, Hours: someDay.Hours}

// dueDay is the page of yesterday, which is to be closed.
func dueDay(t *testing.T, sums till.Day, change func(*Options)) *rig {
	t.Helper()
	r := newRig(t, change).press("f4", "left")
	r.till.due = ledger.Due{Day: noon.Add(-30 * time.Hour), Name: "2026-11-24", Missing: []string{"2026-11-24"}}
	r.till.day = sums
	r.send(page.DayMsg{Day: r.m.Top().(*day.Close).Day, Sums: sums, Due: r.till.due})
	return r
}

// closedDayOf is the page of a day that is closed.
func closedDayOf(t *testing.T) *rig {
	t.Helper()
	r := dueDay(t, closedDay, nil)
	sums := closedDay
	begin := time.Date(2026, 11, 24, 0, 0, 0, 0, flow.Beijing)
	record := ledger.Record{Number: 17, Day: "2026-11-24", From: begin, To: begin.Add(aDayLong), MadeAt: begin.Add(33 * time.Hour), By: "Li", MchID: "1900000109", StoreID: "SH-0001",
		All: sums.All, Sums: sums.Sums, Total: sums.All, Hours: []ledger.Hour{{Hour: 9, Sum: till.Sum{Sales: 1, Charged: 1280}}},
		GivenBack: ledger.Part{N: 1, Fee: 100}, Lines: 13, LinesHash: strings.Repeat("5f1d", 16), Facts: books.Facts{N: 88}, Before: strings.Repeat("aa01", 16), Hash: strings.Repeat("bb02", 16)}
	r.send(page.DayMsg{Day: r.m.Top().(*day.Close).Day, Sums: sums, Record: record})
	return r
}

const aDayLong = 24 * time.Hour

// read has the page read its day anew, and what it was told with it.
func (r *rig) read(msg page.ClosedMsg) *rig {
	r.t.Helper()
	p := r.m.Top().(*day.Close)
	if cmd := p.Update(r.m.Context, msg); cmd != nil {
		r.send(cmd())
	}
	return r
}

// The day that is due is closed by two presses, once.
func TestDayIsClosedByTwoPresses(t *testing.T) {
	r := dueDay(t, closedDay, nil)
	r.shows("over, and not closed yet", "close the day")
	r.press("c")
	r.shows("c again: close 2026-11-24")
	if len(r.till.closes) > 0 {
		t.Fatal("closed by one press")
	}
	cmd := r.after(time.Second).cmd("c")
	if cmd == nil {
		t.Fatal("two presses close nothing")
	}
	msg := cmd().(page.ClosedMsg)
	if q := r.till.closes; len(q) != 1 || q[0].Force || !q[0].Day.Equal(noon.Add(-30*time.Hour)) {
		t.Errorf("asked for %+v", q)
	}
	r.read(msg)
	r.shows("Close 17 is made", "closed as number 17", "its record")
	if again := r.press("c", "c"); len(again.till.closes) != 1 {
		t.Errorf("closed again: %+v", again.till.closes)
	}
}

// A day that runs, lies ahead of the one that is due, or has nothing to close has no key
// for it; the one that is due is named.
func TestOnlyTheDueDayHasAKey(t *testing.T) {
	r := newRig(t, nil).press("f4")
	r.send(page.DayMsg{Day: r.m.Top().(*day.Close).Day, Sums: closedDay, Due: ledger.Due{Name: "2026-11-22", Missing: []string{"2026-11-22", "2026-11-23", "2026-11-24", "2026-11-21", "2026-11-20"}}})
	r.shows("not over before 11-26 00:00", "days over and not closed: 2026-11-22, 2026-11-23, 2026-11-24, +2")
	r.press("left")
	r.send(page.DayMsg{Day: r.m.Top().(*day.Close).Day, Sums: closedDay, Due: ledger.Due{Name: "2026-11-22", Missing: []string{"2026-11-22", "2026-11-24"}}})
	r.shows("days over and not closed: 2026-11-22 ")
	if p := r.m.Top().(*day.Close); strings.Contains(r.screen(), "close the day") || r.press("c", "c").m.Guard.Armed() != "" || p.Waits() {
		t.Errorf("it can be closed:\n%s", r.screen())
	}
}

// What is open is passed over by two presses of f and the manager's PIN, where one is set;
// a wrong one closes nothing.
func TestOpenSaleIsPassedOverWithAPIN(t *testing.T) {
	r := dueDay(t, someDay, func(o *Options) { o.ManagerPIN = true })
	r.shows("1 without a result: the sum is not final", "1028.65", "close anyway")
	if r.press("c", "c"); len(r.till.closes) > 0 {
		t.Error("closed with an open sale")
	}
	try := func(pin string) {
		t.Helper()
		r.after(time.Second).typed(pin)
		r.shows("PIN: " + strings.Repeat("*", len(pin)))
		cmd := r.cmd("enter")
		if cmd == nil {
			t.Fatal("the PIN is not given")
		}
		if strings.Contains(r.typed("9").screen(), "PIN:") {
			t.Error("a PIN is typed while a record is made")
		}
		r.after(time.Second).read(cmd().(page.ClosedMsg))
	}
	r.press("f", "f", "enter")
	r.shows("Fill this in first")
	try("1111")
	r.shows("not the manager's PIN", "the sum is not final")
	r.press("left").press("right")
	r.send(page.DayMsg{Day: r.m.Top().(*day.Close).Day, Sums: someDay, Due: r.till.due})
	if strings.Contains(r.screen(), "PIN:") {
		t.Errorf("a PIN of another look is asked for:\n%s", r.screen())
	}
	r.press("f", "f").after(time.Second).scan(code)
	if r.m.keyboard.Field().Text != "" {
		t.Error("a payer's code is kept as a PIN")
	}
	try("2468")
	if q := r.till.closes; len(q) != 2 || !q[1].Force {
		t.Errorf("asked for %+v", q)
	}
	r.shows("Close 17 is made", "closed as number 17")
	// Without a PIN two presses do.
	r = dueDay(t, someDay, nil)
	r.press("f")
	if cmd := r.after(time.Second).cmd("f"); cmd == nil {
		t.Error("two presses do nothing")
	} else if cmd(); len(r.till.closes) != 1 || !r.till.closes[0].Force {
		t.Errorf("asked for %+v", r.till.closes)
	}
}

// Why a day was not closed is said in the screen's language, and the page reads it anew.
func TestRefusedCloseIsSaid(t *testing.T) {
	for _, c := range []struct {
		err      error
		says, zh string
	}{
		{&ledger.OpenError{Open: make([]flow.Attempt, 2)}, "2 without a result: nothing was closed", "2笔待核实，没有日结"},
		{&ledger.OrderError{Day: "2026-11-24", Due: "2026-11-22"}, "Close 2026-11-22 first", "请先日结 2026-11-22"},
		{&ledger.ClosedError{Day: "2026-11-24", Number: 9}, "closed as number 9", "已日结，第9号"},
		{&ledger.NotOverError{Day: "2026-11-25", Ends: noon}, "not over before 11-25 12:30", "营业日 11-25 12:30 结束"},
		{ledger.ErrNothingDue, "No day is to be closed now", "现在没有要日结的"},
		{errors.New("disk full"), "disk full", "disk full"},
	} {
		for language, says := range map[string]string{"en": c.says, "zh-CN": c.zh} {
			r := dueDay(t, closedDay, func(o *Options) { o.Language = language })
			r.till.closeErr = c.err
			r.press("c")
			r.read(r.after(time.Second).cmd("c")().(page.ClosedMsg))
			r.shows(says)
		}
	}
}

// Who leaves the page while the record is made hears of it on the next one.
func TestCloseIsHeardOfElsewhere(t *testing.T) {
	r := dueDay(t, closedDay, nil).press("c")
	cmd := r.after(time.Second).cmd("c")
	r.press("esc").on(page.KindAmount)
	r.send(cmd())
	r.shows("Close 17 is made, of 2026-11-24")
}

// A record is looked at as it is printed, and is not made anew.
func TestRecordIsLookedAt(t *testing.T) {
	r := closedDayOf(t)
	r.shows("closed as number 17", "all 12 1029.65")
	r.press("f6")
	r.shows("Close 17 of 2026-11-24", "From 2026-11-24 00:00")
	if len(r.till.closes) > 0 {
		t.Error("looking closes")
	}
}

// Who opens the till is told of a day that is over and not closed.
func TestMissingCloseIsSaidAtTheStart(t *testing.T) {
	r := newRig(t, nil)
	r.send(page.DueMsg{Due: ledger.Due{Name: "2026-11-23", Missing: []string{"2026-11-23", "2026-11-24"}}})
	r.shows("days over and not closed: 2026-11-23 +1 (F4)")
	r = newRig(t, nil)
	r.send(page.DueMsg{})
	if strings.Contains(r.screen(), "not closed") {
		t.Error(r.screen())
	}
}

// After midnight the day that runs is that of the evening, where the business day begins later.
func TestNightIsOfTheDayBefore(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Calendar.Starts = 4 * time.Hour })
	r.now = time.Date(2026, 11, 26, 1, 30, 0, 0, flow.Beijing)
	r.press("f4")
	r.send(page.DayMsg{Day: r.m.Top().(*day.Close).Day, Sums: closedDay})
	r.shows("2026-11-25", "not over before 11-26 04:00")
	r.press("left")
	r.send(page.DayMsg{Day: r.m.Top().(*day.Close).Day, Sums: closedDay, Due: ledger.Due{Name: "2026-11-24", Missing: []string{"2026-11-24"}}})
	r.shows("2026-11-24", "over, and not closed yet")
}
