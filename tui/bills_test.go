package tui

import (
	"errors"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	ledger "facetill/flow/day"
	"facetill/flow/reconcile"
	"facetill/flow/reconcile/desk"
	"facetill/tui/page"
	"facetill/tui/page/bill"
	"facetill/tui/page/day"
	"facetill/tui/text"
)

// decides are the keys of the page in hand by which something is done about a row.
func (r *rig) decides() (keys string) {
	for _, b := range r.m.bindings() {
		if b.Do != nil && len(b.Name) == 1 {
			keys += b.Name
		}
	}
	return keys
}

// The chosen row has the keys for what may be done about it, and no others.
func TestKeysOfARowOfABill(t *testing.T) {
	refused := billRow("2026-11-24", "0b0b01", "100001", reconcile.Finding{Class: reconcile.RefundTheirs, State: reconcile.RowRefund, Theirs: 300, OutRefundNo: "R1", Refund: "refused"})
	revoked := billRow("2026-11-24", "0b0b02", "100001", reconcile.Finding{Class: reconcile.TheirsOnly, State: reconcile.RowRevoked, Theirs: 300})
	settled, worded := hidden("0b0b03", "100001", flow.Refused), theirs("0b0b04", "100001", "")
	settled.Now, worded.Word = reconcile.Reversed, desk.Word{As: desk.Imported, By: "Li"}
	of := func(class reconcile.Class) desk.Item {
		return billRow("2026-11-24", "0b0b05", "100001", reconcile.Finding{Class: class, State: reconcile.RowSuccess, Theirs: 100, Ours: 200})
	}
	for name, c := range map[string]struct {
		i    desk.Item
		keys string
	}{
		"theirs only": {theirs("0a0a01", "100001", ""), "iar"}, "theirs only, and reversed": {revoked, "a"},
		"hidden refusal": {hidden("0a0a01", "100001", flow.Refused), "r"}, "hidden, going back": {hidden("0a0a01", "100001", flow.Reversing), "r"},
		"hidden, cancelled": {hidden("0a0a01", "100001", flow.Cancelled), "ra"}, "hidden, reversed": {hidden("0a0a01", "100001", flow.Reversed), "ra"},
		"ours only": {of(reconcile.OursOnly), "ra"}, "differs": {of(reconcile.Differs), "ra"}, "reversed there": {of(reconcile.ReversedTheirs), "ra"},
		"refund not in it": {of(reconcile.RefundOurs), "ra"}, "refund made there": {of(reconcile.RefundTheirs), "a"}, "refund that was refused": {refused, "ra"},
		"unreadable": {of(reconcile.Unreadable), "a"}, "twice": {of(reconcile.Twice), "a"}, "sums": {of(reconcile.Summary), "a"},
		"no end": {of(reconcile.Open), ""}, "settled": {settled, ""}, "entered": {worded, ""},
	} {
		r, _ := billRows(t, []desk.Report{{Day: "2026-11-24", Items: []desk.Item{c.i}}}, nil)
		if got := r.decides(); got != c.keys {
			t.Errorf("%s: %q, want %q", name, got, c.keys)
		}
		if got := strings.Contains(r.screen(), "by itself"); got != (c.i.GoesBack()) {
			t.Errorf("%s: the till does it: %t", name, got)
		}
	}
}

// A day says how many rows of bills need somebody, and of them how many of its own.
func TestDayCountsTheRowsOfBills(t *testing.T) {
	r, bills := withBills(t, someBills(), nil)
	r.shows("WeChat's bill: 6 to look at, of this day 0")
	r.ends(r.cmd("left"))
	r.shows("6 to look at, of this day 3")
	bills.reports = []desk.Report{{Day: "2026-11-24"}}
	r.ends(r.cmd("right"))
	r.ends(r.cmd("left"))
	r.shows("WeChat's bill of 2026-11-24 agrees")
	bills.err = errors.New("disk full")
	r.ends(r.cmd("left"))
	r.shows("WeChat's bill (disk full)", "method")

	for name, change := range map[string]func(*Options){"no bills": func(o *Options) { o.Bills = nil }, "a copy": func(o *Options) { o.Copy = &Copy{Why: "elsewhere"} }} {
		r := newRig(t, func(o *Options) { o.Bills = bills; change(o) }).press("esc", "f4")
		r.on("day")
		r.send(page.DayMsg{Day: r.m.Top().(*day.Close).Day})
		if r.decides() != "" || strings.Contains(r.screen(), "bill") {
			t.Errorf("%s:\n%s", name, r.screen())
		}
	}
	// While a PIN is typed its letters are no keys.
	r = dueDay(t, someDay, func(o *Options) { o.ManagerPIN, o.Bills = true, bills }).press("f", "f").after(time.Second).typed("b2")
	r.shows("PIN: **")
}

// A charge is entered by two presses, a name, a reason and two more presses of Enter; it is
// said that it is unclaimed, and where it waits.
func TestChargeOfABillIsImported(t *testing.T) {
	r, bills := billRows(t, someBills(), nil)
	r.press("i").shows("i again: enter this charge in the journal")
	r.press("i").on("bill word")
	r.press("enter").typed("a lost disk").press("enter")
	if r.press("enter"); len(bills.imported) > 0 {
		t.Fatal("one press of Enter enters it")
	}
	r.shows("again: record it")
	cmd := r.after(time.Second).cmd("enter")
	if keys := r.decides(); keys != "" || r.m.Top().(page.Waiting).Waits() == false {
		t.Errorf("while it is written down there is %q", keys)
	}
	r.ends(cmd)
	if len(bills.imported) != 1 {
		t.Fatalf("%+v", bills.imported)
	}
	if s := bills.imported[0]; s.ID != "0a0a01" || s.By != "7" || s.Reason != "a lost disk" || s.Day.In(flow.Beijing).Format(time.DateTime) != "2026-11-24 00:00:00" {
		t.Errorf("%+v", s)
	}
	r.on("bill")
	r.shows("..100001: Entered, and unclaimed: F2 lists it", "5 to look at", `imported by "7": "a lost disk"`)
	if p := r.m.Top().(*bill.Rows); p.Changed() == "" || r.decides() != "" {
		t.Errorf("about what was entered there is %q", r.decides())
	}
}

// Accepting wants the manager's PIN where one is set and the row is about money; a wrong
// one is asked for again. Who is signed in is not asked for a name.
func TestRowOfABillIsAccepted(t *testing.T) {
	r, bills := billRows(t, someBills(), func(o *Options) { o.ManagerPIN = true })
	bills.pin = "2468"
	r.press("down", "down", "a").shows("a again: it is known, and dealt with")
	r.press("a", "enter").typed("seen there").press("enter").shows("Manager's PIN")
	r.typed("1111").press("enter", "enter")
	r.ends(r.after(time.Second).cmd("enter"))
	r.on("bill word")
	r.shows("not the manager's PIN", "Manager's PIN: _")
	r.typed("2468").press("enter", "enter")
	r.ends(r.after(time.Second).cmd("enter"))
	r.on("bill")
	r.shows("..300003: Recorded", `accepted by "7": "seen there"`)
	if n := len(bills.accepted); n != 2 || bills.accepted[1].ID != "0a0a03" || bills.accepted[1].PIN != "2468" {
		t.Errorf("%+v", bills.accepted)
	}

	// Of a row that does not read nobody wants a PIN.
	bills.pin = "2468"
	r.press("down", "down", "down").shows("28 cells")
	r.press("end", "up").shows("Fetch the bill again")
	r.press("a", "a").on("bill word")
	r.press("enter").typed("x").press("enter")
	r.shows("Nothing is recorded")
	if strings.Contains(r.screen(), "PIN") {
		t.Errorf("a PIN is asked for:\n%s", r.screen())
	}
}

// Where people sign in nobody is asked for a name: the word is of who stands at the till,
// and a manager who is signed in is asked for no PIN.
func TestRowOfABillWhereOneIsSignedIn(t *testing.T) {
	bills := &fakeBills{reports: someBills(), pin: "2468"}
	r := signedIn(t, lisShift())
	r.m.Opt.Bills, r.m.Opt.ManagerPIN = bills, false
	r.do(r.cmd("f4"))
	r.do(r.after(time.Second).cmd("b"))
	r.after(time.Second).press("i", "i").shows("How do you know: _")
	r.typed("a lost disk").press("enter")
	if strings.Contains(r.screen(), "PIN") || strings.Contains(r.screen(), "Name:") {
		t.Errorf("asked for:\n%s", r.screen())
	}
	r.press("enter").ends(r.after(time.Second).cmd("enter"))
	if len(bills.imported) != 1 || bills.imported[0].By != "Li" || bills.imported[0].PIN != "" {
		t.Errorf("%+v", bills.imported)
	}
}

// Asking is one press. What WeChat says is told; what agrees by it goes, and nothing else
// is done meanwhile.
func TestWeChatIsAskedAboutARow(t *testing.T) {
	r, bills := billRows(t, someBills(), nil)
	r.press("down").shows("Nothing is to be done: the till gives it back by itself")
	bills.heard = desk.Item{Said: "revoked", Now: reconcile.Reversed}
	asked := r.cmd("r")
	if keys := r.decides(); keys != "" || len(bills.asked) > 0 {
		t.Errorf("while WeChat is asked there is %q", keys)
	}
	r.shows("WeChat is being asked")
	r.ends(asked)
	if len(bills.asked) != 1 || bills.asked[0] != "0a0a02 2026-11-24" {
		t.Errorf("%v", bills.asked)
	}
	r.shows("..200002: WeChat: reversed", "reversed, in both", "5 to look at")
	if strings.Contains(r.screen(), "..200002 ") {
		t.Errorf("it is still listed:\n%s", r.screen())
	}
	bills.wordErr = &desk.UnprovenError{OutTradeNo: "1", Said: "lost"}
	r.press("home")
	r.ends(r.cmd("r"))
	r.shows("gave no valid answer", "5 to look at")
}

// What is not done is said in words, and a row that is not what it was is left.
func TestWordAboutARowIsRefused(t *testing.T) {
	for _, c := range []struct {
		err  error
		says string
		on   page.Kind
	}{
		{&desk.UnprovenError{OutTradeNo: "1", Said: "notexist ORDERNOTEXIST"}, "WeChat says: no such order", "bill word"},
		{&desk.UnprovenError{OutTradeNo: "1", Said: "lost TIMEOUT"}, "gave no valid answer", "bill word"},
		{errRowChanged, "changed meanwhile", "bill"},
		{errors.New("disk full"), "disk full", "bill word"},
	} {
		r, bills := billRows(t, someBills(), nil)
		bills.wordErr = c.err
		r.press("i", "i", "enter").typed("a lost disk").press("enter", "enter")
		r.ends(r.after(time.Second).cmd("enter"))
		r.on(c.on)
		r.shows(c.says, "..100001")
	}
}

// What is called otherwise than by its class has its own words here as well, and so has
// what nobody is asked about.
func TestRowOfABillHasItsWords(t *testing.T) {
	reversed := billRow("2026-11-24", "0c0c01", "100001", reconcile.Finding{Class: reconcile.OursOnly, Ours: 100, Stands: flow.Reversed})
	cut, other := reversed, reversed
	cut.NotWhole, other.NotAsked = true, desk.OtherWeChat
	for name, c := range map[string]struct {
		i          desk.Item
		says, keys string
	}{
		"reversed here": {reversed, "Reversed means that the money is back", "ra"}, "not whole": {cut, "Fetch the bill again: facetill reconcile --date 2026-11-24", "ra"},
		"another WeChat": {other, "WeChat was not asked: this was charged at another one", "a"},
	} {
		r, _ := billRows(t, []desk.Report{{Day: "2026-11-24", Items: []desk.Item{c.i}}}, nil)
		if r.shows("reversed here, and not in the bill", c.says); r.decides() != c.keys {
			t.Errorf("%s: %q", name, r.decides())
		}
	}
	for _, language := range []string{"en", "zh-CN"} {
		w := text.Choose(language, nil)
		for _, class := range reconcile.Classes() {
			reads := class == reconcile.Unreadable || class == reconcile.Twice || class == reconcile.Summary
			if (w.BillTodo[string(class)] == "") != reads {
				t.Errorf("%s: of %s nobody knows what to do", language, class)
			}
		}
	}
}

// The chosen row stays the chosen one when the list is read anew; a reading that comes
// after a younger one counts for nothing.
func TestChosenRowOfABillStays(t *testing.T) {
	r, bills := billRows(t, someBills(), nil)
	r.press("down", "down").shows("Accept it: a.")
	p := r.m.Top().(*bill.Rows)
	older := p.Update(r.m.Context, page.Entered{})
	bills.reports = someBills()
	bills.reports[0].Items = bills.reports[0].Items[2:]
	r.do(p.Update(r.m.Context, page.Entered{}))
	r.shows("Accept it: a.", "4 to look at")
	bills.reports = nil
	r.do(older)
	r.shows("4 to look at")
	// A first press was for the row that was chosen then.
	r.press("a").shows("a again")
	bills.reports = someBills()
	bills.reports[0].Items = bills.reports[0].Items[:1]
	r.do(p.Update(r.m.Context, page.Entered{}))
	if r.press("a"); r.m.At() != "bill" || r.m.Guard.Armed() == "" {
		t.Errorf("a second press is for another row:\n%s", r.screen())
	}
}

// What a report had no room for is counted, and named with its day.
func TestBillHasMoreThanItsList(t *testing.T) {
	from := []desk.Report{{Day: "2026-11-24", Counts: map[reconcile.Class]int{reconcile.TheirsOnly: 240}, Items: []desk.Item{theirs("0a0a01", "100001", "")}}}
	r, _ := billRows(t, from, nil)
	r.shows("239 more: facetill reconcile --date 2026-11-24")
}

// A reading of bills for a page that was left changes no other one.
func TestBillsOfAnotherPage(t *testing.T) {
	r, bills := withBills(t, someBills(), nil)
	read := r.cmd("b")
	bills.reports = nil
	r.press("esc").after(time.Second)
	r.do(read)
	if _, is := r.m.Top().(*day.Close); !is {
		t.Fatalf("on %s", r.m.At())
	}
	r.send(page.DayMsg{Day: r.m.Top().(*day.Close).Day, Due: ledger.Due{}})
	r.shows("Day close")
}
