package tui

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/page"
)

// sameCustomer is a counter at "stop: the same customer?".
func sameCustomer(t *testing.T) *counter {
	c := newCounter(t, nil)
	c.till.stop = &flow.PossibleDuplicateError{Others: []flow.Attempt{{State: flow.Confirming, Order: flow.Order{OutTradeNo: "26112512300000000000000000424242", TotalFee: 500, OpenedAt: noon}}}}
	c.typed("5⏎").after(2 * time.Second)
	if c.v.Page() != "stopped" {
		t.Fatalf("on %s", c.v.Page())
	}
	c.till.begun = nil
	return c
}

// foundCounter is a counter at the question about charges that nobody claimed.
func foundCounter(t *testing.T, fees ...flow.Fen) *counter {
	c := newCounter(t, nil)
	for i, fee := range fees {
		c.till.pending = append(c.till.pending, flow.Attempt{State: flow.Paid, Unclaimed: true,
			Order: flow.Order{OutTradeNo: flow.OutTradeNo("2611251230000000000000000011122" + string(rune('1'+i))), TotalFee: fee, OpenedAt: noon}})
	}
	c.after(40 * time.Second)
	if c.v.Page() != "claims" {
		t.Fatalf("on %s", c.v.Page())
	}
	return c
}

// alert is what the screen says aloud, without the blanks of a layout.
func (c *counter) alert() string {
	text, _ := c.v.m.Alert()
	return text
}

// Two presses of a key are compared by when they came, not by when each of them has
// stayed alone for long enough (S38): a double press confirms nothing.
func TestTwoPressesAreComparedByWhenTheyCame(t *testing.T) {
	for gap := 20 * time.Millisecond; gap < 700*time.Millisecond; gap += 20 * time.Millisecond {
		c := sameCustomer(t).types("nn", gap).after(3 * time.Second)
		if len(c.till.begun) != 0 {
			t.Errorf("n n, %v apart, charge another customer", gap)
		}
		c = foundCounter(t, 5600).after(time.Second).types("bb", gap).after(3 * time.Second)
		if len(c.till.claimed) != 0 {
			t.Errorf("b b, %v apart, give the money back", gap)
		}
	}
	for _, gap := range []time.Duration{720, 1000, 3000} {
		c := sameCustomer(t).types("nn", gap*time.Millisecond).after(3 * time.Second)
		if len(c.till.begun) != 1 {
			t.Errorf("n n, %v apart: %d sales, %s", gap*time.Millisecond, len(c.till.begun), c.alert())
		}
	}
}

// A second press that came too soon is said: the question stays.
func TestSecondPressTooSoonIsSaid(t *testing.T) {
	for gap := 460 * time.Millisecond; gap < 700*time.Millisecond; gap += 40 * time.Millisecond {
		c := sameCustomer(t).types("nn", gap).after(time.Second)
		c.says(c.v.m.Words.PressTooSoon, c.v.m.Words.ArmedAnother)
		c.types("n", 0).after(time.Second)
		if len(c.till.begun) != 1 {
			t.Errorf("%v: a third press does not confirm", gap)
		}
		c = foundCounter(t, 5600).after(time.Second).types("gg", gap).after(time.Second)
		c.says(c.v.m.Words.PressTooSoon, c.v.m.Words.ClaimArmedGiven)
	}
	c := newCounter(t, nil).typed("5⏎").after(time.Second)
	c.till.run.a.State, c.till.run.a.Version = flow.Confirming, 5
	c.v.Send(page.UpdateMsg{ID: c.v.m.Sale.ID, Box: c.v.m.Sale.Box, Update: flow.Update{Attempt: c.till.run.a}})
	c.after(time.Second)
	for _, gap := range []time.Duration{100, 300, 600} {
		c.after(8*time.Second).types("⎋⎋", gap*time.Millisecond).after(300 * time.Millisecond)
		if gap == 100 { // the first one did not stay alone
			c.says(c.v.m.Words.KeysTogether)
			continue
		}
		c.says(c.v.m.Words.PressTooSoon, "Esc again")
	}
}

// Another key while a question waits for its second press: what becomes of it is
// said, and the question does not hide it.
func TestKeysWhileAQuestionIsArmed(t *testing.T) {
	for _, key := range []string{"⏎", "x", "7", "⇥", "⌫"} {
		c := sameCustomer(t).types("n", typist).after(time.Second)
		if c.says(c.v.m.Words.ArmedAnother); c.v.m.Guard.Armed() != "another" {
			t.Fatal("not armed")
		}
		c.types(key, 0).after(300 * time.Millisecond)
		if c.v.m.Guard.Armed() != "" || !strings.Contains(c.alert(), c.v.m.Words.KeyNothing) {
			t.Errorf("%q: the screen says %q, armed is %q", key, c.alert(), c.v.m.Guard.Armed())
		}
		c.after(time.Second).types("n", 0).after(time.Second).only("")
		c = foundCounter(t, 5600).after(time.Second).types("b", typist).after(time.Second)
		if strings.Contains("⏎x⇥⌫", key) {
			c.types(key, 0).after(300 * time.Millisecond)
			c.says(c.v.m.Words.KeyNothing)
			if c.v.m.Guard.Armed() != "" {
				t.Errorf("%q leaves a first press standing", key)
			}
		}
	}
}

// Ctrl+C in the second in which PAID has to stand was meant for the sale: it is not
// taken, and that is said.
func TestQuitRightBehindPaidIsSaid(t *testing.T) {
	for _, d := range []time.Duration{50, 400, 900} {
		c := newCounter(t, nil).typed("1⏎").ends(flow.Paid)
		c.after(d * time.Millisecond)
		c.types("\x03", 0).after(100 * time.Millisecond)
		c.says(c.v.m.Words.KeysEarly)
		if c.v.m.Guard.Armed() != "" || c.v.Left() {
			t.Errorf("%v ms: taken", d)
		}
		c.after(2*time.Second).types("\x03", 0).after(100 * time.Millisecond)
		c.says(c.v.m.Words.QuitIdle)
	}
}

// A digit and Enter, as quickly as a person is, choose a lesson; a scan does not.
func TestDigitAndEnterChooseALesson(t *testing.T) {
	open := func() (*counter, *lessonNoted) {
		lessons := &lessonNoted{}
		c := newCounter(t, func(o *Options) { o.Training = lessons }).after(time.Second)
		c.v.Send(key("f10"))
		return c.after(time.Second), lessons
	}
	for gap := 80 * time.Millisecond; gap <= 800*time.Millisecond; gap += 20 * time.Millisecond {
		c, lessons := open()
		c.types("3", 0).types("⏎", gap).after(time.Second)
		if len(lessons.picked) != 1 || lessons.picked[0] != page.LessonNoPassword {
			t.Errorf("3 and Enter, %v apart: picked %v, %s", gap, lessons.picked, c.v.Notice())
		}
	}
	for _, gap := range []time.Duration{4, 20, 40, 60, 70} {
		for _, text := range []string{"3⏎", "33⏎", "123⏎", "6901234567892⏎"} {
			c, lessons := open()
			c.types(text, gap*time.Millisecond).after(time.Second)
			if len(lessons.picked) != 0 {
				t.Errorf("%q at %v ms a key picks %v", text, gap, lessons.picked)
			}
		}
	}
	for _, gap := range []time.Duration{90, 130, 200, 400} { // a last digit that stands alone
		c, lessons := open()
		c.types("690123456789", fast).types("2", gap*time.Millisecond).types("⏎", gap*time.Millisecond).after(time.Second)
		if len(lessons.picked) != 0 {
			t.Errorf("a barcode with gaps of %v ms picks %v", gap, lessons.picked)
		}
	}
	c, lessons := open()
	c.types("12⏎", 200*time.Millisecond).after(time.Second)
	if len(lessons.picked) != 0 {
		t.Errorf("two digits pick %v", lessons.picked)
	}
	c.says(c.v.m.Words.KeysTogether)
}

// A code that is scanned right behind a typist's last digit: what was typed and the
// code cannot be told apart, nothing is taken, and the screen states that, not that the
// code is none of WeChat's.
func TestCodeRightBehindTheLastDigit(t *testing.T) {
	for _, typed := range []string{"5", "12.80", "128", "12,80"} {
		for gap := time.Duration(0); gap <= 140*time.Millisecond; gap += 10 * time.Millisecond {
			for _, pace := range []time.Duration{time.Millisecond, fast, 30 * time.Millisecond} {
				c := newCounter(t, nil).after(pause).types(typed, 200*time.Millisecond)
				c.types(code[:1], gap).types(code[1:]+"⏎", pace)
				c.after(2 * time.Second)
				if len(c.till.begun) != 0 || c.v.Entry() != "" || c.v.Notice() != c.v.m.Words.KeysJoinedAmount {
					t.Errorf("%q and a code %v behind it: began %v, %q stands, %q", typed, gap, c.till.begun, c.v.Entry(), c.v.Notice())
				}
			}
		}
	}
	// And one that is typed right behind the code.
	c := newCounter(t, nil).typed("12").scanned(code).types("5", 60*time.Millisecond).after(2 * time.Second)
	if c.only(""); c.v.Notice() != c.v.m.Words.KeysJoined || c.v.Entry() != "12" {
		t.Errorf("%q stands, %q", c.v.Entry(), c.v.Notice())
	}
	// Where no amount is typed the words speak of none.
	for name, c := range map[string]*counter{"code": newCounter(t, nil).typed("5s"), "camera": newCounter(t, nil).typed("5⏎"), "refused": newCounter(t, nil).typed("5⏎").ends(flow.Refused)} {
		c.till.begun = nil
		c.after(2*time.Second).types("5", 0).types(code[:1], 30*time.Millisecond).types(code[1:]+"⏎", fast)
		want := c.v.m.Words.KeysJoined
		if name == "refused" {
			want = c.v.m.Words.KeysJoinedAmount // the digit began another amount
		}
		if c.only(""); c.v.Notice() != want {
			t.Errorf("%s: %q", name, c.v.Notice())
		}
	}
}

// What goes with a scan that stands right behind it is said with what the scan was.
func TestWhatWentWithAScanIsSaid(t *testing.T) {
	for _, scan := range []string{"6901234567892⏎", code[:17] + "⏎", "https://u.wechat.com/EAbcdefgH1jklm⏎"} {
		c := newCounter(t, nil).typed("12.80").after(300*time.Millisecond).types(scan, fast).after(time.Second)
		c.entry("").says(c.v.m.Words.TypedToo)
		c = newCounter(t, nil).typed("12.80").scanned(scan).after(time.Second)
		if c.entry("12.80"); strings.Contains(c.v.Notice(), c.v.m.Words.TypedToo) {
			t.Error("nothing went with the scan, and the screen says so")
		}
	}
}

// What was said of a page stays on it.
func TestNoticesStayOnTheirPage(t *testing.T) {
	gone := func(t *testing.T, r *rig, said string) {
		t.Helper()
		if text := r.m.Notice.Text; said != "" && text == said {
			t.Errorf("%q goes on to page %s", text, r.m.At())
		}
	}
	// From the amount to the scanner's page and back.
	r := newRig(t, nil).typed("12.80").press("f12")
	said := r.m.Notice.Text
	if said != r.m.Words.KeyNothing {
		t.Fatalf("%q", said)
	}
	r.press("*").on(page.KindCode)
	gone(t, r, said)
	r.press("x", "enter")
	if said = r.m.Notice.Text; said == "" {
		t.Fatal("a code of one letter is refused without a word")
	}
	r.press("esc").on(page.KindAmount)
	gone(t, r, said)
	// From a sale to its result, which comes by itself.
	r, run := selling(t)
	r.press("up")
	said = r.m.Notice.Text
	r.over(run, flow.Paid, nil)
	gone(t, r, said)
	// From a result to the next customer.
	r, run = selling(t)
	r.over(run, flow.Refused, nil)
	r.press("x")
	said = r.m.Notice.Text
	r.press("esc").on(page.KindAmount)
	gone(t, r, said)
	// From one page beside the sale to another, and back.
	r = newRig(t, nil)
	r.send(page.ListsMsg{Pending: []flow.Attempt{{State: flow.Reversing, Order: flow.Order{OutTradeNo: "26112512300000000000000000333444", TotalFee: 100}}}})
	r.press("f2", "x")
	said = r.m.Notice.Text
	if said != r.m.Words.KeyNothing {
		t.Fatalf("%q", said)
	}
	r.press("enter").onPanel()
	gone(t, r, said)
	r.press("x")
	said = r.m.Notice.Text
	r.press("esc").onPanel()
	gone(t, r, said)
	// What is about money and not about a page goes on until its time is over.
	r, run = selling(t)
	r.press("esc")
	r.over(run, flow.Cancelled, func(a *flow.Attempt) { a.EndedBy = "cashier" })
	r.shows(r.m.Words.CancelledSay)
	r.m.WarnAlone("order ..000001: a word about money")
	r.press("f3").onPanel()
	r.shows("a word about money")
}

// The word about one charge is told with its number: the next charge stands on the
// page already.
func TestClaimRecordedNamesItsCharge(t *testing.T) {
	c := foundCounter(t, 5600, 700).after(time.Second).types("gg", time.Second).after(time.Second)
	if len(c.till.claimed) != 1 {
		t.Fatalf("claimed %v", c.till.claimed)
	}
	c.says(c.v.m.Words.ClaimDone + ": order ..111221")
}

// Digits on the question about a charge are the next customer's: the last line
// offers them, and what becomes of the question is said.
func TestDigitsOnTheClaimsAreSaid(t *testing.T) {
	c := foundCounter(t, 5600)
	c.says("0-9 " + c.v.m.Words.DoNext)
	c.typed("7.5").after(time.Second)
	c.entry("7.5").says("order ..111221", "u")
	if !strings.Contains(c.v.Notice(), "111221") {
		t.Errorf("%q", c.v.Notice())
	}
	c.types("⏎", typist).only("7.50 by face")
}

// 900.09 of the simulator is a store without the permission, not a customer.
func TestStoreWithoutFacePayment(t *testing.T) {
	for language, words := range map[string][]string{"en": {"store", "not the customer"}, "zh-CN": {"本店", "不是顾客"}} {
		r, run := selling(t)
		r.speak(language)
		r.over(run, flow.NotSent, func(a *flow.Attempt) { a.Code = "FACEPAY_NOT_AUTH" })
		r.send(tea.WindowSizeMsg{Width: 80, Height: 24})
		r.shows(words...)
	}
}
