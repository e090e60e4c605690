package tui

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/page"
	"facetill/tui/page/history"
)

// Where people sign in the till begins with that. Whoever is signed in types the PIN
// alone, and the head says who it is.
func TestBeginsLocked(t *testing.T) {
	r := locked(t, lisShift())
	r.onto(page.KindLock).shows("Locked: Li is signed in", "PIN: _")
	r.line("0707").onto(page.KindAmount).shows("cashier Li", "Li is signed in")
	if !slices.Equal(r.till.signs, []string{"07 0707"}) {
		t.Errorf("%q", r.till.signs)
	}
	r = locked(t, till.Shift{})
	r.shows("Nobody is signed in", "Number * PIN: _")
	r.line("12*1212").onto(page.KindAmount).shows("cashier Wang")
}

// Nothing is sold, shown or left open before a PIN.
func TestLockLetsNothingBy(t *testing.T) {
	r := locked(t, lisShift())
	for _, key := range []string{"f1", "f2", "f3", "f4", "f6", "f7", "f9", "esc", "u", "enter"} {
		r.press(key).on(page.KindLock)
	}
	r.scan(code).after(time.Second)
	if r.on(page.KindLock); r.m.Sale != nil || len(r.till.begun) > 0 {
		t.Error("a sale began")
	}
	r.shows("Type the amount first, then scan")
}

// A PIN stands on no screen, also where no cashier has the number before it.
func TestNoPINIsShown(t *testing.T) {
	for _, text := range []string{"0707", "12 1212", "4747", "47 4747", "071212", "12*12.12"} {
		r := locked(t, lisShift()).after(time.Second).typed(text)
		if s := r.screen(); strings.Contains(s, text[len(text)-4:]) {
			t.Errorf("%q:\n%s", text, s)
		}
	}
	r := signedIn(t, lisShift())
	r.do(r.cmd("f9"))
	for _, c := range "121212" {
		if r.after(time.Second).typed(string(c)); strings.Contains(r.screen(), "1212") {
			t.Fatalf("%s", r.screen())
		}
	}
}

// A wrong PIN, five of them, and a number that nobody has are said in words; what was
// typed is gone.
func TestWrongPIN(t *testing.T) {
	r := locked(t, lisShift())
	r.line("9999").onto(page.KindLock).shows("That is not the PIN of this number; nothing was done", "PIN: _")
	r.till.staffErr = &till.PauseError{Wrong: 5, Left: 271 * time.Second}
	r.line("0707").onto(page.KindLock).shows("5 wrong PINs in a row: wait 4:31")
	r.till.staffErr = nil
	r.line("246").shows("A PIN has at least 4 characters")
	r.press("esc")
	r = locked(t, till.Shift{})
	r.line("474747").onto(page.KindLock).shows("No cashier has this number")
	r.till.staffErr = &till.NoCashierError{Number: "07"}
	r.line("07 0707").shows("No cashier has the name or the number 07")
}

// A change of cashier takes one key, one line and one Enter. What stands for the customer
// stays.
func TestChangeOfCashier(t *testing.T) {
	r := signedIn(t, lisShift()).after(time.Second).typed("12.80")
	r.do(r.cmd("f9"))
	r.shows("Change of cashier", "Li, since 11-25 08:30", "342.10")
	began := r.now
	r.typed("12*1212")
	r.after(200 * time.Millisecond).send(key("enter"))
	if took := r.now.Sub(began); took > 3*time.Second {
		t.Errorf("it takes %s", took)
	}
	r.do(r.last)
	r.onto(page.KindAmount).shows("cashier Wang", "Wang has taken over from Li: sales 13, 342.10 yuan")
	r.after(time.Second).press("enter").onto(page.KindSale)
	if fee := r.m.Sale.Req.TotalFee; fee != 1280 {
		t.Errorf("%s is charged", fee)
	}
}

// Without a character between them, a number and its PIN are told apart where one
// number alone begins so.
func TestNumberAndPINInOne(t *testing.T) {
	r := signedIn(t, lisShift())
	r.do(r.cmd("f9"))
	if r.line("121212"); r.m.Opt.Cashier != "Wang" {
		t.Fatalf("%q:\n%s", r.till.signs, r.screen())
	}
	r.m.Opt.Cashiers = append(slices.Clip(r.m.Opt.Cashiers), Cashier{Name: "Sun", Number: "1212"})
	r.do(r.cmd("f9"))
	r.line("12121212").shows("Two numbers begin so")
	r.press("esc")
	r.do(r.cmd("f9"))
	r.line("90").shows("Zhao: _")
	r.line("9090")
	if r.m.Opt.Cashier != "Zhao" {
		t.Errorf("%q", r.till.signs)
	}
}

// Money rule 4b.9: a manager who is signed in is asked for no PIN, whoever comes next is.
func TestManagerIsAskedForNoPIN(t *testing.T) {
	r := signedIn(t, lisShift())
	for _, c := range []struct {
		line string
		asks bool
	}{{"90 9090", false}, {"12 1212", true}} {
		r.do(r.cmd("f9"))
		if r.line(c.line); r.m.Opt.ManagerPIN != c.asks {
			t.Errorf("%s: a PIN is asked for: %t", c.line, !c.asks)
		}
	}
}

// A sale that runs comes first: nothing happens to it, and nobody is asked anything.
func TestNoChangeWhileASaleRuns(t *testing.T) {
	r := signedIn(t, lisShift())
	r.after(time.Second).typed("12.80").press("enter")
	run := r.admit()
	r.tick(time.Second).press("f9").onto(page.KindSale).shows("A sale is running; its word comes first")
	r.becomes(run, flow.Submitting, nil)
	r.tick(5 * time.Minute).press("f9").onto(page.KindSale).shows("A sale is running; its word comes first")
	r.over(run, flow.Reversing, nil)
	r.tick(5 * time.Minute).press("f9").onto(page.KindResult).shows("A sale is running; its word comes first")
	run.a.State = flow.Reversed
	r.send(page.ListsMsg{Recent: []flow.Attempt{{State: flow.Reversed, Version: 99, Order: run.a.Order}}})
	r.after(time.Second).press("f9")
	if len(run.cancels) > 0 || r.m.At() != "people" {
		t.Errorf("on %s, %q", r.m.At(), run.cancels)
	}
}

// What has no end is shown to who comes, who takes over with Enter twice, and not before.
func TestHandover(t *testing.T) {
	r := signedIn(t, withEnds())
	r.till.unseen = true
	r.do(r.cmd("f9"))
	r.line("12 1212")
	r.shows("From Li to Wang", "open 1, unclaimed 1, refunds before a person 2, on their way 1", "¥56.00 ! charged, unclaimed", "refund ¥1.50, stuck", "refund ¥1.30, not given back")
	r.press("f6").shows("Handover", "Handed over to Wang", "sales 13")
	r.press("esc").shows("From Li to Wang")
	r.press("esc").shows("Change of cashier")
	if r.till.shift.Cashier != "Li" {
		t.Fatal("Esc hands over")
	}
	r.line("12 1212").press("enter").shows("Enter again: I have seen what has no end")
	if r.till.sawIt || r.till.shift.Cashier != "Li" {
		t.Fatal("one Enter is enough")
	}
	r.do(r.after(time.Second).cmd("enter"))
	r.onto(page.KindAmount).shows("cashier Wang", "Wang has taken over from Li")
	if !r.till.sawIt {
		t.Error("it is not said that it was seen")
	}
}

// What did not work is said where the PIN is typed anew.
func TestHandoverFails(t *testing.T) {
	r := locked(t, withEnds())
	r.till.unseen = true
	r.line("12 1212").shows("From Li to Wang")
	r.till.staffErr = errors.New("disk full")
	r.press("enter")
	r.do(r.after(time.Second).cmd("enter"))
	r.onto(page.KindLock).shows("disk full", "PIN: _")
	r.till.staffErr = nil
	r.line("12 1212").press("enter")
	r.do(r.after(time.Second).cmd("enter"))
	r.onto(page.KindAmount).shows("cashier Wang")
}

// A till that was left alone asks for a PIN again, on every page but that of a sale and of
// one that is not settled.
func TestLocksWhenLeftAlone(t *testing.T) {
	r := signedIn(t, lisShift())
	r.tick(61 * time.Second).on(page.KindLock)
	r = signedIn(t, lisShift())
	r.press("f3").tick(61 * time.Second).on(page.KindLock)
	r.line("0707")
	if r.m.At() != "history" {
		t.Errorf("the page that was open is gone: on %s", r.m.At())
	}
	r.tick(61 * time.Second).on(page.KindLock)
	r.line("12 1212").on(page.KindAmount) // what another one had open is closed

	r = signedIn(t, lisShift())
	r.after(time.Second).typed("12.80").press("enter")
	run := r.admit()
	r.tick(10 * time.Minute).on(page.KindSale)
	r.becomes(run, flow.Submitting, nil)
	r.over(run, flow.Reversing, nil)
	r.tick(10 * time.Minute).on(page.KindResult)
	r.send(page.ListsMsg{Recent: []flow.Attempt{{State: flow.Reversed, Version: 99, Order: run.a.Order}}})
	r.tick(time.Second).on(page.KindLock)

	r = signedIn(t, lisShift())
	r.m.Opt.IdleAfter = 0
	r.tick(time.Hour).on(page.KindAmount)
}

// A lock does not delay a customer: an amount that stands, or that is typed before the
// PIN, is there behind it, and a digit begins another one.
func TestLockKeepsTheAmount(t *testing.T) {
	r := signedIn(t, lisShift()).after(time.Second).typed("12.80")
	r.tick(61 * time.Second).onto(page.KindLock).shows("kept: 12.80 yuan")
	r.line("15.5").onto(page.KindLock).shows("kept: 15.50 yuan", "PIN: _")
	if r.line("0707").on(page.KindAmount); r.m.Amount.Text != "15.50" {
		t.Errorf("%q stands", r.m.Amount.Text)
	}
	r.after(time.Second).typed("3").shows("3")
	if r.m.Amount.Text != "3" {
		t.Errorf("%q", r.m.Amount.Text)
	}
	r = locked(t, lisShift())
	r.line("1.234").onto(page.KindLock).shows("Amount (yuan): 1.234_", "two decimals at most", "Enter keep the amount")
	r.press("backspace").press("enter").shows("kept: 1.23 yuan")
	r.line("0707").press("enter").on(page.KindSale)
	if fee := r.m.Sale.Req.TotalFee; fee != 123 {
		t.Errorf("%s is charged", fee)
	}
}

// A code that is scanned before the PIN is charged behind it, with the amount that stood
// when it was scanned.
func TestLockKeepsTheCode(t *testing.T) {
	r := locked(t, lisShift()).after(time.Second).typed("12.80").scan(code).after(time.Second)
	r.onto(page.KindLock).shows("kept: 12.80 yuan and the scanned code", "PIN: _")
	if strings.Contains(r.screen(), code[:6]) {
		t.Error("the code is shown")
	}
	r.line("0707").on(page.KindSale)
	if q := r.m.Sale.Req; q.TotalFee != 1280 || q.Method != flow.MethodCode || q.AuthCode.Reveal() != code {
		t.Errorf("%+v", q)
	}

	r = locked(t, lisShift()).line("12.80").scan(code).after(time.Second).line("13.00")
	r.line("0707").onto(page.KindAmount).shows(r.m.Words.CodeUnused)

	r = locked(t, lisShift()).line("12.80").scan(code).after(2 * time.Minute)
	r.line("0707").onto(page.KindAmount).shows(r.m.Words.CodeUnused)

	r = signedIn(t, lisShift()).after(time.Second).typed("12.80")
	r.do(r.cmd("f9"))
	r.scan(code).after(time.Second)
	r.line("12*1212").on(page.KindSale)
	if q := r.m.Sale.Req; q.TotalFee != 1280 || q.AuthCode.Reveal() != code {
		t.Errorf("%+v", q)
	}

	r = signedIn(t, lisShift()).after(time.Second).typed("12.80").press("s")
	r.tick(61 * time.Second).onto(page.KindLock).shows("kept: 12.80 yuan")
	r.scan(code).after(time.Second)
	r.line("0707").on(page.KindSale)
}

// A label, and what may be a PIN, is no amount.
func TestLockTakesNoPINForAnAmount(t *testing.T) {
	for _, text := range []string{"246", "0707", "12 1212", "12*12.80"} {
		r := locked(t, lisShift()).line(text)
		if r.m.Amount.Text != "" {
			t.Errorf("%q: %q stands", text, r.m.Amount.Text)
		}
	}
	r := locked(t, lisShift()).scan("6901234567892").after(time.Second)
	if r.m.Amount.Text != "" || r.m.keyboard.Field().Text != "" {
		t.Errorf("a label stands: %q, %q", r.m.Amount.Text, r.m.keyboard.Field().Text)
	}
}

// A shift that was left open is ended by a manager's PIN.
func TestManagerEndsAShift(t *testing.T) {
	r := locked(t, lisShift()).press("m").onto(page.KindLock)
	r.press("m").shows("End the shift of Li", "Manager's PIN")
	r.after(time.Second).typed("1111").press("enter")
	r.do(r.after(time.Second).cmd("enter"))
	r.shows("not the manager's PIN", "Manager's PIN: _")
	r.after(time.Second).typed("9090").press("enter")
	if len(r.till.ends) != 1 {
		t.Fatal("one Enter is enough")
	}
	r.do(r.after(time.Second).cmd("enter"))
	r.do(r.m.Top().Update(r.m.Context, page.Entered{}))
	r.onto(page.KindLock).shows("Nobody is signed in", "The shift of Li was ended by Zhao")
	if strings.Contains(r.screen(), "cashier Li") {
		t.Error("Li is still in the head")
	}
	r.line("12 1212").onto(page.KindAmount).shows("cashier Wang")
}

// A letter that begins a PIN is the PIN's.
func TestPINMayBeginWithTheKey(t *testing.T) {
	r := locked(t, lisShift()).after(time.Second)
	r.send(key("m"))
	r.after(90 * time.Millisecond).send(key("a"))
	r.after(time.Second)
	if got := r.m.keyboard.Field().Text; got != "ma" {
		t.Errorf("%q", got)
	}
}

// Nobody ends the shift of a manager without being asked for a PIN, nor any shift where
// no manager has one.
func TestWhoseShiftIsEnded(t *testing.T) {
	boss := lisShift()
	boss.Manager = true
	without := locked(t, lisShift())
	without.m.Opt.ManagerPIN = false
	for name, r := range map[string]*rig{"a manager's": locked(t, boss), "nobody's": locked(t, till.Shift{})} {
		if r.m.keyboard.Binding("m").Do != nil {
			t.Errorf("%s", name)
		}
	}
	r := newRig(t, func(o *Options) { o.Cashiers = staff })
	r.till.shift = lisShift()
	r.do(r.m.Top().Update(r.m.Context, page.Entered{}))
	if r.m.keyboard.Binding("m").Do != nil {
		t.Error("without any PIN")
	}
}

// A shift that another program changed is asked about here, too; a reading that is older
// than the last PIN asks nothing.
func TestChangedElsewhere(t *testing.T) {
	r := signedIn(t, lisShift())
	r.send(page.ListsMsg{Seller: "Wang"})
	r.on(page.KindAmount) // it began before the PIN
	r.tick(40 * time.Second)
	r.send(page.ListsMsg{Seller: "Li"})
	r.on(page.KindAmount)
	r.till.shift.Cashier = "Wang"
	r.send(page.ListsMsg{Seller: "Wang"})
	r.do(r.m.Top().Update(r.m.Context, page.Entered{}))
	r.onto(page.KindLock).shows("Locked: Wang is signed in")
}

// A copy of a journal takes no word down, so nobody signs in there.
func TestNobodySignsInAtACopy(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Cashiers, o.Copy = staff, &Copy{} })
	if r.m.Locked() {
		t.Error("a copy is locked")
	}
}

// Without cashiers F9 is the settings; with them those are behind F1.
func TestSettingsAreBehindHelp(t *testing.T) {
	r := signedIn(t, lisShift())
	r.shows("F9 change")
	r.press("f1", "f9")
	if r.shows("ui.bell"); r.m.At() != "settings" {
		t.Errorf("on %s", r.m.At())
	}
	r = newRig(t, func(o *Options) { o.Settings = []Setting{{Name: "ui.bell", Value: "true"}} })
	if r.press("f9"); r.m.At() != "settings" {
		t.Errorf("on %s", r.m.At())
	}
}

// Who is signed in stands in the head of a small screen, too, and beside a long name.
func TestSmallHeadHasTheCashier(t *testing.T) {
	r := signedIn(t, lisShift())
	for _, width := range []int{40, 60, 80} {
		r.m.Opt.StoreName = "The Store at the Corner of Long Street"
		r.send(tea.WindowSizeMsg{Width: width, Height: 12})
		r.shows("cashier Li ")
	}
}

// Whoever types on behind the PIN is heard at once: they led there.
func TestTypingOnBehindThePIN(t *testing.T) {
	r := locked(t, lisShift()).line("0707")
	r.typed("12.80")
	if r.m.Amount.Text != "12.80" {
		t.Errorf("%q stands:\n%s", r.m.Amount.Text, r.screen())
	}
	r.press("enter").on(page.KindSale)
}

// A scan that is under way when the answer comes puts no page back that has gone.
func TestScanWhileThePINIsChecked(t *testing.T) {
	r := signedIn(t, lisShift()).after(time.Second).typed("12.80")
	r.do(r.cmd("f9"))
	r.after(time.Second).typed("12*1212")
	answer := r.cmd("enter")
	for i, c := range code {
		if r.after(10 * time.Millisecond).send(key(string(c))); i == 5 {
			r.do(answer)
		}
	}
	r.after(time.Second)
	if r.on(page.KindAmount); r.m.Opt.Cashier != "Wang" || r.m.Amount.Text != "12.80" {
		t.Errorf("%s, %q stands:\n%s", r.m.Opt.Cashier, r.m.Amount.Text, r.screen())
	}
}

// Money rule 0.1: an amount that was typed on a locked till, and of which a key went with a
// scan, is kept only after Enter has said what stands; a code in its midst takes it out.
func TestLockDoubtsWhatAScanCut(t *testing.T) {
	r := locked(t, lisShift()).after(time.Second).typed("469.9").scan("6901234567892")
	r.after(130 * time.Millisecond).send(key("9")) // which goes with the scan
	r.after(1200 * time.Millisecond).send(key("enter"))
	if r.after(time.Second); r.m.Amount.Text != "" {
		t.Errorf("%q is kept, without a word:\n%s", r.m.Amount.Text, r.screen())
	}
	r.shows(fmt.Sprintf(r.m.Words.Stands, "469.90 yuan"))
	if r.press("enter"); r.m.Amount.Text != "469.90" {
		t.Errorf("%q stands behind the second press:\n%s", r.m.Amount.Text, r.screen())
	}

	r = locked(t, lisShift()).after(time.Second).typed("469.9").after(180 * time.Millisecond)
	for _, c := range code {
		r.after(5 * time.Millisecond).send(key(string(c)))
	}
	r.after(5 * time.Millisecond).send(key("enter"))
	r.after(130 * time.Millisecond).send(key("9"))
	r.after(1200 * time.Millisecond).send(key("enter"))
	r.after(time.Second).line("0707").on(page.KindAmount)
	if r.m.Sale != nil || r.m.Amount.Text != "" {
		t.Errorf("%q stands, a sale: %t", r.m.Amount.Text, r.m.Sale != nil)
	}
}

// Who signs in where nobody was sees what has no end, too, before the first sale.
func TestSignInShowsWhatHasNoEnd(t *testing.T) {
	r := locked(t, till.Shift{Open: withEnds().Open, Unclaimed: withEnds().Unclaimed})
	r.line("12.80").line("07 0707")
	r.shows("Li is signed in", "open 1, unclaimed 1", "¥56.00 ! charged, unclaimed", "Li: look at what has no end")
	r.press("esc").shows("Li is signed in", "open 1, unclaimed 1")
	r.press("enter").shows("Enter again: I have seen what has no end")
	r.after(time.Second).press("enter").onto(page.KindAmount).shows("cashier Li")
	if r.m.Amount.Text != "12.80" {
		t.Errorf("%q stands", r.m.Amount.Text)
	}
	r.tick(61 * time.Second).on(page.KindLock)
	r.line("0707").on(page.KindAmount) // once is enough
	for _, s := range []till.Shift{{Open: withEnds().Open}, {Unclaimed: withEnds().Unclaimed}, {Stuck: withEnds().Stuck}} {
		locked(t, s).line("07 0707").shows("Li: look at what has no end")
	}
}

// What a till says of people is said in the words of the screen, and who was quicker is
// who the lock waits for then.
func TestFailuresOfPeople(t *testing.T) {
	for err, want := range map[error]string{
		till.ErrCashierPIN:                    "not the PIN of this number",
		till.ErrNoCashiers:                    "Nobody signs in at this till",
		till.ErrNobody:                        "Nobody is signed in",
		&till.NoCashierError{Number: "47"}:    "No cashier has the name or the number 47",
		&till.NoCashierError{Name: "Forged"}:  "No cashier has the name or the number Forged",
		&till.OvertakenError{}:                "Nobody is signed in",
		&till.OvertakenError{Cashier: "Zhao"}: "Zhao was quicker: look who is signed in now",
	} {
		r := locked(t, lisShift())
		r.till.staffErr = err
		r.line("0707").onto(page.KindLock).shows(want)
	}
	r := locked(t, lisShift())
	r.till.staffErr = &till.OvertakenError{Cashier: "Zhao"}
	answer := r.after(time.Second).typed("0707").cmd("enter")
	r.till.shift.Cashier = "Zhao"
	r.do(answer)
	r.do(r.last)
	r.shows("Zhao was quicker", "Locked: Zhao is signed in")
}

// Where people sign in nobody is asked for a name: a word is that of who is signed in when
// the till hears of it. Else it is said with it.
func TestAWordIsOfWhoIsSignedIn(t *testing.T) {
	r := signedIn(t, lisShift())
	r.press("f3")
	r.send(page.HistoryMsg{Day: r.m.Top().(*history.History).Day, List: aDay[1:]})
	r.press("enter", "t", "t", "1")
	r.after(time.Second).typed("drawer").press("enter").shows("Enter again", "Note of ours (may be empty): drawer_", "cashier Li")
	if strings.Contains(r.screen(), "Name:") {
		t.Error(r.screen())
	}
	r.do(r.after(time.Second).cmd("enter"))
	if want := (flow.TenderTaken{As: "cash", Note: "drawer"}); !slices.Equal(r.till.tenders, []flow.TenderTaken{want}) {
		t.Errorf("%+v", r.till.tenders)
	}
}
