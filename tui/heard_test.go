package tui

import (
	"slices"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/page"
	"facetill/tui/page/day"
)

// forcing is the page of a day that is to be closed with an open sale, where the PIN is typed.
func forcing(t *testing.T) *rig {
	r := dueDay(t, till.Day{Open: make([]flow.Attempt, 1)}, func(o *Options) { o.ManagerPIN = true })
	r.press("f", "f")
	if r.m.keyboard.Field() == nil {
		t.Fatalf("no PIN is asked for:\n%s", r.screen())
	}
	return r
}

// An Enter that gives a person's word acts where it stayed alone: characters that come
// with it are a scanner's, and would be a part of the PIN.
func TestEnterOfAPINStaysAlone(t *testing.T) {
	busy := func(r *rig) bool { return r.m.Top().(*day.Close).Waits() }
	r := forcing(t).typed("2468")
	r.after(200 * time.Millisecond).send(key("enter"))
	if busy(r) {
		t.Fatal("the PIN is checked before it is known that Enter stays alone")
	}
	if r.after(alone); !busy(r) {
		t.Fatal("a person's Enter does nothing")
	}
	r = forcing(t).typed("2468")
	r.after(63 * time.Millisecond).send(key("enter"))
	if r.after(time.Second); busy(r) {
		t.Error("63 ms after a character Enter is a scanner's, or of nobody")
	}
	r.shows(r.m.Words.KeysTogether)
	r = forcing(t).typed("2468")
	r.after(200 * time.Millisecond).send(key("enter"))
	r.after(27 * time.Millisecond).send(key("4"))
	if r.after(time.Second); busy(r) {
		t.Error("a character 27 ms behind Enter is in nobody's way")
	}
	r.shows(r.m.Words.KeysTogether)
}

// An Enter that is taken out with what follows a scan is said to be.
func TestEnterBehindAScanIsHeard(t *testing.T) {
	r := newRig(t, nil)
	r.typed("12.80").scan("6901234567892")
	r.shows(r.m.Words.CodeGoods)
	r.after(300 * time.Millisecond).send(key("enter"))
	r.on(page.KindAmount)
	r.shows(r.m.Words.KeysTogether)
}

// Two characters that no person types so close are a short scan, or one that falls between
// typed keys: Enter says what stands, and begins nothing until it is pressed again.
func TestCharactersOfTwoHandsAreConfirmed(t *testing.T) {
	for gap, first := range map[time.Duration]bool{8 * time.Millisecond: false, 30 * time.Millisecond: false, 45 * time.Millisecond: true} {
		r := newRig(t, nil).typed("7")
		r.after(gap).send(key("1"))
		r.after(380 * time.Millisecond).send(key("enter"))
		if begun := r.m.Sale != nil; begun != first {
			t.Fatalf("%v apart: begins at the first Enter %t, want %t", gap, begun, first)
		}
		if first {
			continue
		}
		r.shows("71.00 yuan stands")
		if r.press("enter").on(page.KindSale); r.m.Sale.Req.TotalFee != 7100 {
			t.Errorf("%v apart: charges %d", gap, r.m.Sale.Req.TotalFee)
		}
	}
}

// A key is not lost in silence because something else was said before it.
func TestLostKeysAreHeardBesideAnotherNotice(t *testing.T) {
	r, run := selling(t)
	r.press("f").after(600 * time.Millisecond)
	r.shows(r.m.Words.KeyNothing)
	r.over(run, flow.Refused, func(a *flow.Attempt) { a.Code = "NOTENOUGH" })
	r.after(200 * time.Millisecond).send(key("7"))
	r.shows(r.m.Words.KeysEarly)
	r = newRig(t, nil)
	r.press("backspace").shows(r.m.Words.KeyNothing)
	r, run = selling(t)
	r.over(run, flow.Refused, func(a *flow.Attempt) { a.Code = "NOTENOUGH" })
	r.after(200 * time.Millisecond).send(key("ctrl+c"))
	r.shows(r.m.Words.KeysEarly)
	r = forcing(t)
	for range page.MostPIN + 1 {
		r.typed("2")
	}
	r.shows("There is no room for more")
}

// A second code while the camera is being stopped for the first one is said, and so is
// what a scan searches for.
func TestScansThatGoOnAreHeard(t *testing.T) {
	for _, second := range []string{code, code[:17] + "0"} {
		c := newCounter(t, nil).typed("5⏎").after(2 * time.Second).scanned(code + "⏎").after(time.Second)
		said := c.v.m.Said
		c.scanned(second + "⏎").after(time.Second)
		if c.v.m.Said == said {
			t.Errorf("%q behind %q: nothing was said", second, code)
		}
		c.says("the last code is charged")
	}
	c := newCounter(t, nil).after(time.Second)
	c.v.Send(key("f3"))
	for range 2 {
		said := c.v.m.Said
		c.after(time.Second).types("684⏎", 0).after(time.Second)
		if c.v.m.Said == said {
			t.Error("its Enter was taken as a scan's, and nothing was said")
		}
	}
	c.says("Searching for what was scanned")
}

// A Backspace that comes sooner behind a character than a person sees what they typed took
// away a scanner's, and left the wrong digit.
func TestBackspaceOfTwoHandsIsConfirmed(t *testing.T) {
	for gap, first := range map[time.Duration]bool{5 * time.Millisecond: false, 70 * time.Millisecond: false, 120 * time.Millisecond: true} {
		r := newRig(t, nil).typed("247")
		r.after(195 * time.Millisecond).send(key("1"))
		r.after(gap).send(key("backspace"))
		r.after(90 * time.Millisecond).send(key("enter"))
		if begun := r.m.Sale != nil; begun != first {
			t.Fatalf("%v apart: begins at the first Enter %t, want %t", gap, begun, first)
		}
	}
	r := newRig(t, nil).typed("247") // and one that falls right behind it
	r.after(195 * time.Millisecond).send(key("backspace"))
	r.after(5 * time.Millisecond).send(key("1"))
	r.after(90 * time.Millisecond).send(key("enter"))
	r.on(page.KindAmount)
	r.shows("241.00 yuan stands")
}

// What is no longer than an amount may have been typed while the machine stood still: the
// amount before it is not charged by a code without a word.
func TestAmountsInOneReadRaiseADoubt(t *testing.T) {
	for _, text := range []string{"¥14⏎", "140⏎", "1400⏎", "14-5⏎", "14元⏎", "1e4⏎"} {
		c := newCounter(t, nil).typed("12.80").after(2 * time.Second)
		c.types(text, 0).after(800 * time.Millisecond).scanned(code + "⏎").only("")
		c.entry("12.80").says("12.80 yuan stands")
		c.scanned(code + "⏎").only("12.80 by code")
	}
	for _, label := range []string{"6901234567892⏎", "https://u.wechat.com/EAbcdefgH1jklm⏎", "NK12345678⏎"} {
		newCounter(t, nil).typed("12.80").after(2 * time.Second).scanned(label).after(time.Second).scanned(code + "⏎").only("12.80 by code")
	}
}

// A label whose first letter is a long gap before the others is no second press.
func TestLabelWithAGapIsNoSecondPress(t *testing.T) {
	for _, gap := range []time.Duration{390, 460, 499} {
		c := sameCustomer(t).types("n", typist).after(3 * time.Second)
		c.types("n", 0).types("K", gap*time.Millisecond).types("79434824⏎", 22*time.Millisecond).after(2 * time.Second)
		if len(c.till.begun) != 0 {
			t.Errorf("gap %d ms: another customer is charged", gap)
		}
	}
}

// What is recorded or charged is what stood there at both presses: a character or a
// Backspace between them forgets the first one.
func TestWhatChangedIsConfirmedAnew(t *testing.T) {
	for _, change := range []string{"7", "⌫", "付"} {
		c := newCounter(t, func(o *Options) { o.Cashier = "7" })
		c.till.pending = []flow.Attempt{{State: flow.NeedsPerson, Order: flow.Order{OutTradeNo: "26112512300000000000000000333444", TotalFee: 100}}}
		c.after(40 * time.Second)
		c.v.Send(key("f2"))
		c.types("mm11", 1300*time.Millisecond).after(time.Second).types("⏎", 0).after(time.Second)
		c.types("seen⏎", typist).after(time.Second)
		if c.v.m.Guard.Armed() != "record" {
			t.Fatalf("%s: armed is %q", c.v.Page(), c.v.m.Guard.Armed())
		}
		c.types(change, 0).after(time.Second)
		if c.v.m.Guard.Armed() != "" {
			t.Errorf("%q leaves the first press of a word standing", change)
		}
	}
	for _, change := range []string{"7", "⌫"} {
		c := newCounter(t, nil).typed("12.80").scanned("69012345⏎").after(time.Second).types("⏎", 0).after(time.Second)
		if c.v.m.Guard.Armed() != "stands" {
			t.Fatalf("armed is %q", c.v.m.Guard.Armed())
		}
		if c.types(change, 0).after(time.Second); c.v.m.Guard.Armed() != "" {
			t.Errorf("%q leaves the first press of an amount standing", change)
		}
	}
}

// A person's key between the first characters of a label is none of its own: what follows
// is no whole code, on whichever page.
func TestKeyAmongTheFirstCharacters(t *testing.T) {
	for _, person := range []string{"⌫", "⎋"} {
		c := newCounter(t, nil).typed("5⏎").after(2 * time.Second)
		c.till.begun = nil
		c.types(code[:1], typist).types(person, 5*time.Millisecond).types(code[1:]+"⏎", 19*time.Millisecond).after(2 * time.Second)
		if len(c.till.begun) != 0 || slices.Contains(c.till.run.cancels, "scan") {
			t.Errorf("%q: %v began, %v", person, c.till.begun, c.till.run.cancels)
		}
	}
}
