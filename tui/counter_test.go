package tui

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/page"
)

// counter is a cashier and a scanner at the real screen in virtual time.
type counter struct {
	t    *testing.T
	v    *Virtual
	till *counterTill
}

// counterTill admits what it is asked for, and notes it.
type counterTill struct {
	*fakeTill
	pending []flow.Attempt
	begun   []flow.SaleRequest
	run     *countedSale
	stop    error
}

func (c *counterTill) Pending(context.Context) ([]flow.Attempt, error) { return c.pending, nil }

func (c *counterTill) Begin(_ context.Context, r flow.SaleRequest, _ flow.Observer) (till.Sale, error) {
	c.begun = append(c.begun, r)
	if c.stop != nil && len(r.New) == 0 {
		return nil, c.stop
	}
	c.run = &countedSale{v: c.run.v, a: flow.Attempt{State: flow.Opened, Version: 1,
		Order: flow.Order{OutTradeNo: "26112512300000000000000000000042", TotalFee: r.TotalFee, Method: r.Method}}}
	return c.run, nil
}

// countedSale stands still until end lets it go.
type countedSale struct {
	v       *Virtual
	a       flow.Attempt
	letGo   func()
	cancels []string
}

func (s *countedSale) Run(context.Context) (flow.Attempt, error) {
	s.v.Wait(func(letGo func()) { s.letGo = letGo })
	return s.a, nil
}
func (s *countedSale) Cancel(by string)      { s.cancels = append(s.cancels, by) }
func (s *countedSale) AskNow()               {}
func (s *countedSale) Attempt() flow.Attempt { return s.a }

func newCounter(t *testing.T, change func(*Options)) *counter {
	till := &counterTill{fakeTill: &fakeTill{}}
	o := Options{Till: till, Language: "en", Theme: "mono", FaceEnabled: true, Simulated: true, Width: 80, Height: 24}
	if change != nil {
		change(&o)
	}
	c := &counter{t: t, till: till, v: NewVirtual(o, noon)}
	till.run = &countedSale{v: c.v}
	t.Cleanup(c.v.Close)
	return c
}

// after lets time pass.
func (c *counter) after(d time.Duration) *counter {
	c.v.Run(c.v.Now().Add(d))
	return c
}

// keysOf is a text as keys: ⏎ Enter, ⇥ Tab, ↵ LF, ⌫ Backspace, ⎋ Esc.
func keysOf(text string) (keys []tea.KeyMsg) {
	named := map[rune]tea.KeyType{'⏎': tea.KeyEnter, '⇥': tea.KeyTab, '↵': tea.KeyCtrlJ, '⌫': tea.KeyBackspace, '⎋': tea.KeyEsc, '\x02': tea.KeyCtrlB, '\x03': tea.KeyCtrlC}
	for _, r := range text {
		k := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}}
		if kind, is := named[r]; is {
			k = tea.KeyMsg{Type: kind}
		} else if r == ' ' {
			k.Type = tea.KeySpace
		}
		keys = append(keys, k)
	}
	return keys
}

// types brings a text, a key after each gap.
func (c *counter) types(text string, gap time.Duration) *counter {
	for _, k := range keysOf(text) {
		c.after(gap)
		c.v.Send(Read{At: c.v.Now(), Keys: []tea.KeyMsg{k}})
	}
	return c
}

const (
	typist = 150 * time.Millisecond
	fast   = 4 * time.Millisecond
	pause  = 700 * time.Millisecond
)

// typed is a person's, scanned a scanner's; a pause comes before both.
func (c *counter) typed(text string) *counter   { return c.after(pause).types(text, typist) }
func (c *counter) scanned(text string) *counter { return c.after(pause).types(text, fast) }

// only checks that one sale began at most: which is want, "" for none.
func (c *counter) only(want string) {
	c.t.Helper()
	c.after(2 * time.Second)
	var got []string
	for _, r := range c.till.begun {
		got = append(got, r.TotalFee.String()+" by "+string(r.Method))
	}
	if s := strings.Join(got, ", "); s != want {
		c.t.Errorf("began %q, want %q; on %s with %q: %s", s, want, c.v.Page(), c.v.Entry(), c.v.Notice())
	}
}

func (c *counter) says(texts ...string) {
	c.t.Helper()
	screen := strings.Join(strings.Fields(stripped(c.v.View())), " ")
	for _, text := range texts {
		if !strings.Contains(screen, text) {
			c.t.Errorf("the screen does not say %q:\n%s", text, c.v.View())
		}
	}
}

func (c *counter) entry(want string) *counter {
	c.t.Helper()
	if got := c.v.Entry(); got != want {
		c.t.Errorf("the amount is %q, want %q: %s", got, want, c.v.Notice())
	}
	return c
}

// ends lets the sale in hand end in a state.
func (c *counter) ends(state flow.State) *counter {
	c.after(time.Second)
	c.till.run.a.State, c.till.run.a.Version, c.till.run.a.Live.Mine = state, c.till.run.a.Version+1, true
	c.till.run.letGo()
	c.after(time.Millisecond)
	c.v.View()
	return c
}

// paid is a counter on the page of PAID.
func paidCounter(t *testing.T) *counter {
	c := newCounter(t, nil).typed("1⏎").ends(flow.Paid)
	c.till.begun = nil
	return c
}

func TestCase1CutCodeWithAGap(t *testing.T) {
	c := newCounter(t, nil).typed("12").scanned(code[:17]).after(120*time.Millisecond-fast).types(code[17:]+"⏎", fast)
	c.only("12.00 by code")
	c = newCounter(t, nil).typed("12").scanned(code[:17]).after(400*time.Millisecond).types(code[17:]+"⏎", fast)
	c.only("")
	c.entry("12")
}

func TestCase2SlowScanner(t *testing.T) {
	newCounter(t, nil).typed("5.5").after(pause).types(code+"⏎", 80*time.Millisecond).only("5.50 by code")
}

func TestCase3Comma(t *testing.T) {
	for _, text := range []string{"1,50⏎", "1，50⏎", "1。50⏎", "1．50⏎"} {
		newCounter(t, nil).typed(text).only("1.50 by face")
	}
}

func TestCase4CharactersThatNoAmountHas(t *testing.T) {
	for text, named := range map[string]string{"12-80⏎": "'-'", "1e3⏎": "'e'", "-5⏎": "'-'", "12 80⏎": "blank", "7-35⏎": "'-'"} {
		c := newCounter(t, nil).typed(text)
		c.only("")
		c.says(named)
		if c.v.Entry() != strings.TrimSuffix(text, "⏎") {
			c.t.Errorf("%q became %q", text, c.v.Entry())
		}
	}
	newCounter(t, nil).typed("7-⌫.35⏎").only("7.35 by face")
	c := newCounter(t, nil).after(pause)
	c.v.Send(Read{At: c.v.Now(), Keys: []tea.KeyMsg{{Type: tea.KeyRunes, Runes: []rune("12,80"), Paste: true}}})
	c.entry("").after(pause).types("⏎", typist)
	c.only("")
}

func TestCase5BarcodeOnAnUnclaimedCharge(t *testing.T) {
	for _, gap := range []time.Duration{fast, 60 * time.Millisecond, 100 * time.Millisecond} {
		c := newCounter(t, nil)
		c.till.pending = []flow.Attempt{{State: flow.Paid, Unclaimed: true, Order: flow.Order{OutTradeNo: "26112512300000000000000000111222", TotalFee: 5600}}}
		c.after(40 * time.Second)
		if c.v.Page() != "claims" {
			t.Fatalf("on %s", c.v.Page())
		}
		for range 3 {
			c.after(time.Second).types("B0291928891⏎", gap)
		}
		c.after(2 * time.Second)
		if len(c.till.claimed) != 0 {
			t.Errorf("%v a key: a word was given: %v", gap, c.till.claimed)
		}
	}
}

func TestCase6BarcodeAtTheSameCustomer(t *testing.T) {
	for _, gap := range []time.Duration{fast, 60 * time.Millisecond, 100 * time.Millisecond} {
		c := newCounter(t, nil)
		c.till.stop = &flow.PossibleDuplicateError{Others: []flow.Attempt{{State: flow.Confirming, Order: flow.Order{TotalFee: 500, OpenedAt: noon}}}}
		c.typed("5").scanned(code + "⏎").after(2 * time.Second)
		if c.v.Page() != "stopped" {
			t.Fatalf("on %s", c.v.Page())
		}
		c.till.begun = nil
		for range 3 {
			c.after(time.Second).types("NK12345678⏎", gap)
		}
		c.only("")
	}
}

// A slower scan, whose first letter stands alone for just long enough, twice; and
// a letter that is told as not taken: neither leaves a first press behind that
// the next one confirms.
func TestWhatIsNotTakenIsNoFirstPress(t *testing.T) {
	for gap := 120 * time.Millisecond; gap <= 400*time.Millisecond; gap += 10 * time.Millisecond {
		for _, text := range []string{"n123⏎", "nk", "nn"} {
			c := newCounter(t, nil)
			c.till.stop = &flow.PossibleDuplicateError{Others: []flow.Attempt{{State: flow.Confirming, Order: flow.Order{TotalFee: 500, OpenedAt: noon}}}}
			c.typed("5").scanned(code + "⏎").after(2 * time.Second)
			c.till.begun = nil
			c.types(text, gap).after(time.Second)
			if text == "nn" && c.v.m.Guard.Armed() == "another" {
				continue // a first press that was not told as lost
			}
			c.types(text[:1], gap).after(time.Second)
			c.only("")
		}
	}
}

func TestCase7ProductBarcode(t *testing.T) {
	c := newCounter(t, nil).typed("5.5").scanned("12345⏎")
	c.only("")
	c.entry("5.5").says("This is a product barcode")
}

func TestCase8Link(t *testing.T) {
	c := newCounter(t, nil).scanned("https://u.wechat.com/EAbcdefgH1jklm")
	c.after(100 * time.Millisecond)
	c.typed("12.80⏎")
	c.only("12.80 by face")
}

func TestCase9AmountWhilePAIDStands(t *testing.T) {
	for begin := 100 * time.Millisecond; begin <= 1200*time.Millisecond; begin += 50 * time.Millisecond {
		c := paidCounter(t).after(begin-typist).types("12.80⏎", typist)
		c.after(2 * time.Second)
		if n := len(c.till.begun); n > 1 || n == 1 && c.till.begun[0].TotalFee != 1280 {
			t.Errorf("from %v on: began %v", begin, c.till.begun)
		}
		if len(c.till.begun) == 0 {
			c.says("Too early")
		}
	}
}

func TestCase10AmountOnPAID(t *testing.T) {
	for gap := 80 * time.Millisecond; gap <= 400*time.Millisecond; gap += 40 * time.Millisecond {
		paidCounter(t).after(3*time.Second).types("5.5⏎", gap).only("5.50 by face")
	}
}

func TestCase11WhateverEndsACode(t *testing.T) {
	for _, end := range []string{"⇥", "↵", "⏎↵", "", " ", " ⏎", "⇥⏎"} {
		for _, gap := range []time.Duration{fast, 80 * time.Millisecond} {
			c := newCounter(t, nil).typed("5.5").after(pause).types(code+end, gap)
			c.only("5.50 by code")
		}
	}
}

func TestCase12AIM(t *testing.T) {
	for _, aim := range []string{"]C1", "]Q1", "]d2", "]C0"} {
		newCounter(t, nil).typed("5.5").scanned(aim + code + "⏎").only("5.50 by code")
		newCounter(t, nil).typed("5.5s").scanned(aim + code + "⏎").only("5.50 by code")
	}
}

// lessons is a trainer that notes what was picked.
type lessonNoted struct{ picked []Lesson }

func (l *lessonNoted) Customer(x Lesson) error { l.picked = append(l.picked, x); return nil }
func (l *lessonNoted) Code(Lesson) string      { return code }
func (l *lessonNoted) PowerCut()               {}

func TestCase13DigitsOnTheLessons(t *testing.T) {
	for _, gap := range []time.Duration{fast, 60 * time.Millisecond, 100 * time.Millisecond} {
		lessons := &lessonNoted{}
		c := newCounter(t, func(o *Options) { o.Training = lessons }).after(time.Second)
		c.v.Send(key("f10"))
		for _, text := range []string{code + "⏎", "6901234567892⏎", "3⏎"} {
			if text == "3⏎" {
				gap = fast
			}
			c.after(time.Second).types(text, gap)
		}
		if c.after(time.Second); len(lessons.picked) != 0 || c.v.Page() != "lessons" {
			t.Errorf("%v a key: on %s, picked %v", gap, c.v.Page(), lessons.picked)
		}
		c.types("3", typist).after(time.Second).types("⏎", typist).after(time.Second)
		if len(lessons.picked) != 1 || lessons.picked[0] != page.LessonNoPassword {
			t.Errorf("a person picked %v", lessons.picked)
		}
	}
}

func stripped(s string) string { return ansi.Strip(s) }

// A code may be scanned at any moment of a sale, at any pace.
func TestScansOnEveryPage(t *testing.T) {
	for _, gap := range []time.Duration{fast, 30 * time.Millisecond, 80 * time.Millisecond, 100 * time.Millisecond} {
		c := newCounter(t, nil).typed("5⏎")
		c.after(pause).types(code+"⏎", gap)
		c.after(time.Second)
		if got := c.till.run.cancels; len(got) != 1 || got[0] != "scan" {
			t.Errorf("%v a key at the camera: %v, %s", gap, got, c.v.Notice())
		}
		c = newCounter(t, nil).typed("5⏎").ends(flow.Refused)
		c.till.begun = nil
		c.after(2*time.Second).types(code+"⏎", gap).only("5.00 by code")
		c = newCounter(t, nil).typed("5s").after(pause).types(code, gap)
		c.only("5.00 by code")
		c = paidCounter(t).after(3*time.Second).types(code+"⏎", gap)
		c.only("")
		if c.v.Page() != "result" {
			t.Errorf("%v a key: PAID is gone", gap)
		}
	}
}

// What was typed to a page that a letter has left is not for the page behind it.
func TestRestOfWhatALetterLeft(t *testing.T) {
	lessons := &lessonNoted{}
	c := newCounter(t, func(o *Options) { o.Training = lessons }).after(time.Second)
	c.v.Send(key("f10"))
	c.after(time.Second).types("2.40⏎", 300*time.Millisecond)
	c.only("")
	c.entry("")
}

// A paste, or a scan, takes nothing that was typed long before it.
func TestPasteLeavesWhatWasTyped(t *testing.T) {
	c := newCounter(t, nil).typed("12.80").after(time.Second)
	c.v.Send(Read{At: c.v.Now(), Keys: []tea.KeyMsg{{Type: tea.KeyRunes, Runes: []rune("99"), Paste: true}}})
	c.entry("12.80").after(time.Second).types("⏎", typist)
	c.says("12.80 yuan stands")
	c.after(time.Second).types("⏎", typist).only("12.80 by face")
}

// A payment code in the midst of an amount charges nothing: the amount is not known.
func TestCodeInTheMidstOfAnAmount(t *testing.T) {
	c := newCounter(t, nil).typed("12").after(300*time.Millisecond).types(code+"⏎", fast).types(".80⏎", 100*time.Millisecond)
	c.only("")
	c.entry("")
	c = newCounter(t, nil).typed("12").after(300*time.Millisecond).types(code+"⏎", fast)
	c.only("12.00 by code")
}

// A key that is held down is no amount, also where its first press was lost.
func TestHeldDigit(t *testing.T) {
	c := paidCounter(t).after(2*time.Second).types("2", typist).after(500*time.Millisecond).types("222", 33*time.Millisecond)
	c.after(time.Second).entry("")
	c = newCounter(t, nil).typed("5").after(pause).types("2", typist).after(660*time.Millisecond).types("2", 33*time.Millisecond).types("2", 33*time.Millisecond)
	c.after(time.Second).entry("5").says(c.v.m.Words.KeysHeld)
}

// Keys that waited behind a stall are lost together, and said; a scan is not.
func TestStalls(t *testing.T) {
	stall := func(c *counter, text string) {
		c.v.Stall(200 * time.Millisecond)
		c.v.Send(Read{At: c.v.Now(), Keys: keysOf(text)})
	}
	c := newCounter(t, nil).typed("12")
	stall(c, ".8")
	c.entry("").says(c.v.m.Words.KeysStalled)
	c.types("0⏎", typist).only("")
	c = newCounter(t, nil).typed("12")
	stall(c, "⏎") // perhaps as quick as a scanner's
	c.entry("").says(c.v.m.Words.KeysStalled)
	c = newCounter(t, nil).typed("12").after(typist)
	stall(c, "⏎")
	c.only("12.00 by face")
	c = newCounter(t, nil).typed("5.5").scanned(code[:9])
	stall(c, code[9:]+"⏎")
	c.only("5.50 by code")
}

// "12.80 stands" wants a press of its own: a held Enter's repetition is none.
func TestHeldEnterWhileTheAmountIsInDoubt(t *testing.T) {
	c := newCounter(t, nil).typed("12.80").scanned("69012345⏎").after(time.Second)
	c.types("⏎", typist).after(500*time.Millisecond).types("⏎⏎⏎⏎⏎⏎⏎⏎⏎⏎⏎⏎⏎⏎⏎⏎", 33*time.Millisecond)
	c.only("")
}

// The same digit over and over is no code, and a scan wipes nothing that was typed
// long before it.
func TestHeldOneIsNoCode(t *testing.T) {
	c := newCounter(t, nil).typed("12.8").after(pause).types("1", typist).after(500*time.Millisecond).types(strings.Repeat("1", 17), 33*time.Millisecond)
	c.only("")
	c.entry("12.8")
	for _, gap := range []time.Duration{601, 900, 1090} {
		c = newCounter(t, nil).typed("12.81").after(gap*time.Millisecond-fast).types(code[:17]+"⏎", fast)
		c.after(time.Second).entry("12.81")
	}
}

// A scan that took nothing but itself raises no doubt: the code may be scanned again.
func TestCutCodeIsScannedAgain(t *testing.T) {
	for _, page := range []string{"amount", "code", "result"} {
		c := newCounter(t, nil)
		switch page {
		case "amount":
			c.typed("5.5")
		case "code":
			c.typed("5.5s")
		default:
			c.typed("5.5⏎").ends(flow.Refused).after(2 * time.Second)
			c.till.begun = nil
		}
		c.scanned(code[:9]).after(400*time.Millisecond).types(code[9:17]+"⏎", fast)
		c.after(time.Second).scanned(code + "⏎")
		c.only("5.50 by code")
	}
}

// Money rule 0.1: behind a scanner's stray characters the rest of an amount was dropped.
// What is typed behind its beginning does not begin a sale by the first Enter.
func TestDroppedBehindAStrayScan(t *testing.T) {
	c := newCounter(t, nil).typed("541").after(620*time.Millisecond).types("ccc", 5*time.Millisecond)
	c.types("2", 17*time.Millisecond).types(".5", 490*time.Millisecond).after(3 * time.Second)
	c.entry("541").typed("22.73⏎").only("")
	c.after(time.Second).typed("⏎").only("54122.73 by face")
}

// With a prefix every scan is one for certain, whatever its pace and length.
func TestPrefixAndSuffix(t *testing.T) {
	for _, mark := range [][2]string{{"\x02", ""}, {"~", "~"}, {"\x02", "#"}, {"", "#"}, {"]]", ""}} {
		for _, gap := range []time.Duration{fast, 60 * time.Millisecond, 100 * time.Millisecond} {
			with := func() *counter {
				return newCounter(t, func(o *Options) { o.ScanPrefix, o.ScanSuffix = mark[0], mark[1] })
			}
			name := fmt.Sprintf("%q at %v", mark, gap)
			for _, text := range []string{"12345", "7", "12.5", "n", "AB1"} {
				c := with().typed("5.5").after(pause).types(mark[0]+text+mark[1], gap)
				if mark[1] == "" || gap == fast {
					c.types("⏎", gap)
				}
				c.after(2 * time.Second)
				if len(c.till.begun) != 0 || c.v.Entry() != "5.5" {
					t.Errorf("%s: %q left %q, began %v", name, text, c.v.Entry(), c.till.begun)
				}
			}
			with().typed("5.5").after(pause).types(mark[0]+code+mark[1]+"⏎", gap).only("5.50 by code")
			with().typed("5.5").after(pause).types(mark[0]+code+mark[1], gap).only("5.50 by code")
			with().typed("5.5").after(pause).types(mark[0]+code+mark[1]+mark[0]+code+mark[1]+"⏎", gap).only("5.50 by code")
			c := with().typed("5.5").after(pause).types(mark[0]+code[:17]+mark[1]+"⏎", gap)
			c.only("")
			c.entry("5.5")
			c = with().typed("5.5").after(pause).types(mark[0]+code[:5], gap).after(400*time.Millisecond).types(code[5:]+mark[1]+"⏎", gap)
			c.after(2 * time.Second)
			for _, r := range c.till.begun {
				if r.TotalFee != 550 || r.Method != flow.MethodCode {
					t.Errorf("%s, with a gap: %v", name, r)
				}
			}
		}
	}
}

// A slow scanner types while a person erases and presses Enter: what stands is a
// mixture of both, and Enter only says so.
func TestBackspaceBetweenTheKeysOfAScan(t *testing.T) {
	for _, gap := range []time.Duration{70, 80, 90, 100} {
		gap *= time.Millisecond
		c := newCounter(t, nil).typed("12")
		c.after(200*time.Millisecond).types("1", gap).after(gap-20*time.Millisecond).types("⌫", 0).types("5", 20*time.Millisecond).types("4⏎", gap)
		c.after(100 * time.Millisecond)
		c.only("")
	}
	// A person's own correction costs nothing.
	c := newCounter(t, nil).typed("12.9⌫80⏎")
	c.only("12.80 by face")
}
