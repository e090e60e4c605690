package input

import (
	"testing"
	"time"
)

// keyboard hands keys to a scanner, each after a gap, and tells what came of them.
type keyboard struct {
	s    Scanner[string]
	now  time.Time
	text string
	mode Mode
	scan *Scan
}

func newKeyboard(mode Mode, prefix string) *keyboard {
	return &keyboard{s: NewScanner[string](prefix, ""), now: time.Date(2026, 11, 28, 4, 30, 0, 0, time.UTC), mode: mode}
}

func (k *keyboard) hears(res Result[string]) {
	if res.Do == Undo || res.Scan != nil {
		k.text = res.Before
	}
	if res.Scan != nil {
		k.scan = res.Scan
	}
}

// pause lets time pass as the screen does, which looks each 20 ms.
func (k *keyboard) pause(d time.Duration) {
	const pulse = 20 * time.Millisecond
	for ; d > pulse; d -= pulse {
		k.now = k.now.Add(pulse)
		k.hears(k.s.Silence(k.now))
	}
	k.now = k.now.Add(d)
}

func (k *keyboard) key(r rune, gap time.Duration) {
	k.pause(gap)
	if r == '\n' {
		k.hears(k.s.End(false, k.now, k.now))
		return
	}
	res := k.s.Char(r, k.now, k.now, k.mode, k.text, false)
	if k.hears(res); res.Do == Take {
		k.text += string(r)
	}
}

func (k *keyboard) keys(text string, gap time.Duration) {
	for _, r := range text {
		k.key(r, gap)
	}
}

const (
	ms    = time.Millisecond
	aCode = "134500000000000017"
)

// A cashier types 147 while a slow scanner reads a code, and Enter falls where eighteen
// digits stand: what they are is no code, and the amount is not known.
func TestDigitsTypedIntoACode(t *testing.T) {
	k := newKeyboard(Amounts, "")
	k.text = "512.80"
	for i, r := range aCode {
		gap := 49 * ms
		if i == 2 || i == 6 || i == 10 {
			k.key('7', 12*ms)
			gap -= 12 * ms
		}
		k.key(r, gap)
		if i == 14 {
			k.key('\n', 10*ms)
		}
	}
	if k.pause(time.Second); k.scan == nil || k.scan.Kind != Mixed || k.text != "512.80" {
		t.Errorf("%+v, entry %q", k.scan, k.text)
	}
}

// The same behind a prefix: the scanner's characters are certain, those between are not.
func TestDigitsTypedBehindAPrefix(t *testing.T) {
	k := newKeyboard(Amounts, "#")
	k.text = "12.80+"
	k.key('#', time.Second)
	for i, r := range aCode {
		gap := 46 * ms
		if i == 1 || i == 8 {
			k.key('4', 18*ms)
			gap -= 18 * ms
		}
		k.key(r, gap)
		if i == 15 {
			k.key('\n', ms)
		}
	}
	if k.pause(time.Second); k.scan == nil || k.scan.Kind != Mixed || k.text != "12.80+" {
		t.Errorf("%+v, entry %q", k.scan, k.text)
	}
}

// A card of sixteen digits and two that somebody types into it have the form of a code.
// The next key that is typed, or the Enter, shows it.
func TestDigitsTypedIntoACard(t *testing.T) {
	for _, next := range []rune{'7', '\n'} {
		k := newKeyboard(Amounts, "")
		k.text = "512.80"
		k.keys("1160563", 9*ms)
		k.key('2', 3*ms)
		k.key('9', 6*ms)
		k.keys("2277557", 9*ms)
		k.key('5', 120*ms)
		k.key('0', 69*ms)
		k.key('\n', 9*ms)
		if k.scan != nil {
			t.Fatalf("charged at once: %+v", k.scan)
		}
		k.key(next, 214*ms)
		if k.pause(time.Second); k.scan == nil || k.scan.Kind != Mixed || k.text != "512.80" {
			t.Errorf("then %q: %+v, entry %q", next, k.scan, k.text)
		}
	}
}

// Who has nothing to do with it does not wait: a scanner whose characters come evenly is
// believed at its Enter, one that is uneven half a second later.
func TestWholeCodesAreCharged(t *testing.T) {
	jitter := []time.Duration{8 * ms, 12 * ms, 9 * ms, 11 * ms, 10 * ms}
	for name, c := range map[string]struct {
		gap  func(i int) time.Duration
		wait bool
	}{
		"even":             {func(int) time.Duration { return 10 * ms }, false},
		"a little uneven":  {func(i int) time.Duration { return jitter[i%len(jitter)] }, false},
		"slow":             {func(int) time.Duration { return 100 * ms }, false},
		"all in one read":  {func(int) time.Duration { return 0 }, false},
		"a radio that was": {func(i int) time.Duration { return map[bool]time.Duration{true: 120 * ms, false: 10 * ms}[i == 9] }, true},
		"an odd key":       {func(i int) time.Duration { return map[bool]time.Duration{true: 20 * ms, false: 50 * ms}[i == 9] }, true},
	} {
		k := newKeyboard(Amounts, "")
		k.text = "12.80"
		k.pause(2 * time.Second)
		for i, r := range aCode {
			k.key(r, c.gap(i))
		}
		k.key('\n', 10*ms)
		if waits := k.scan == nil; waits != c.wait {
			t.Errorf("%s: waits %t, want %t", name, waits, c.wait)
		}
		k.pause(typedWithin + 30*ms)
		if k.scan == nil || k.scan.Kind != Code || k.scan.Text != aCode || k.text != "12.80" {
			t.Errorf("%s: %+v, entry %q", name, k.scan, k.text)
		}
	}
}

// The same label once more is no second hand, and a part of it may be one.
func TestReadAgainWhileItWaits(t *testing.T) {
	for again, want := range map[string]Kind{aCode: Code, aCode[:5]: Mixed, "2": Mixed} {
		k := newKeyboard(Amounts, "")
		k.text = "12.80"
		k.keys(aCode[:9], 10*ms)
		k.key(rune(aCode[9]), 120*ms)
		k.keys(aCode[10:]+"\n", 10*ms)
		k.pause(200 * ms)
		k.keys(again+"\n", 10*ms)
		if k.pause(time.Second); k.scan == nil || k.scan.Kind != want || k.text != "12.80" {
			t.Errorf("%q: %+v, entry %q", again, k.scan, k.text)
		}
	}
}

// A paste in the midst of a code that waits is heard, too.
func TestPasteWhileACodeWaits(t *testing.T) {
	k := newKeyboard(Amounts, "")
	k.keys("12", 200*ms)
	k.key(rune(aCode[0]), 250*ms)
	k.keys(aCode[1:]+"\n", 5*ms)
	if k.scan != nil {
		t.Fatalf("a code right behind typed keys is charged at once: %+v", k.scan)
	}
	k.pause(50 * ms)
	k.hears(k.s.Paste([]rune("80"), k.now, k.now, Amounts, k.text, false))
	if k.scan == nil || k.scan.Kind != Mixed {
		t.Errorf("%+v, want the code and the amount left out, and said", k.scan)
	}
}

// A first press belongs to its page: what changes the page forgets it.
func TestFirstPressIsForgottenAtAChange(t *testing.T) {
	for _, byKey := range []bool{true, false} {
		var g Guard
		now := time.Date(2026, 11, 28, 4, 30, 0, 0, time.UTC)
		if g.Twice("another", now) {
			t.Fatal("one press is two")
		}
		g.Changed(now.Add(time.Second), byKey, 700*ms)
		if g.Armed() != "" || g.Twice("another", now.Add(2*time.Second)) {
			t.Errorf("by a key %t: the press on the page before counts as the first", byKey)
		}
		if !g.Twice("another", now.Add(3*time.Second)) {
			t.Errorf("by a key %t: two presses on one page are none", byKey)
		}
	}
}

// A code with a gap behind what is left of its AIM identifier is not read whole: the
// identifier is no part of an amount.
func TestGapBehindAnIdentifier(t *testing.T) {
	for _, head := range []string{"d2", "C1", "]d2", "]2", "]d", "]", "d", " ", "0"} {
		k := newKeyboard(Amounts, "")
		k.text = "12.80"
		k.keys(head, 60*ms)
		k.key(rune(aCode[0]), 294*ms)
		k.keys(aCode[1:]+"\n", 4*ms)
		if k.pause(time.Second); k.scan == nil || k.scan.Kind != Cut || !k.scan.Took || k.text != "12.80" {
			t.Errorf("%q: %+v, entry %q", head, k.scan, k.text)
		}
	}
	k := newKeyboard(Amounts, "") // somebody's last digits, right before it
	k.keys("12", 200*ms)
	k.key(rune(aCode[0]), 294*ms)
	k.keys(aCode[1:]+"\n", 4*ms)
	if k.pause(time.Second); k.scan == nil || k.scan.Kind != Code || k.text != "12" {
		t.Errorf("%+v, entry %q", k.scan, k.text)
	}
}

// A payment code right behind what somebody types into a field is taken out of it, with
// the Enter behind it.
func TestCodeBehindATypedText(t *testing.T) {
	k := newKeyboard(Texts, "")
	k.keys("78S~"+aCode, 100*ms)
	k.key('\n', 85*ms)
	if k.pause(time.Second); k.scan == nil || k.scan.Kind != Code || k.text != "78S~" {
		t.Errorf("%+v, field %q", k.scan, k.text)
	}
}

// Two pluses, more than half a second behind a key that took back: no key is held down
// since before it.
func TestNothingIsHeldSinceAKeyThatErases(t *testing.T) {
	k := newKeyboard(Amounts, "")
	k.hears(k.s.Char('\x1b', k.now, k.now, Amounts, "the page before", false))
	k.s.Erase(k.now)
	k.key('+', 657*ms)
	k.key('+', 38*ms)
	if k.pause(time.Second); k.scan == nil || k.scan.Kind != Held || k.text != "" {
		t.Errorf("%+v, entry %q", k.scan, k.text)
	}
}

// A code that waited behind a stall is not charged before it is clear that no key of a
// person waited with it.
func TestCodeBehindAStallWaits(t *testing.T) {
	for _, person := range []bool{false, true} {
		k := newKeyboard(Amounts, "#")
		k.keys("1937", 200*ms)
		k.now = k.now.Add(time.Second)
		since := k.now.Add(-900 * ms)
		for _, r := range "#" + aCode {
			k.hears(k.s.Char(r, k.now, since, Amounts, k.text, false))
		}
		k.hears(k.s.End(false, k.now, since))
		if k.scan != nil {
			t.Fatalf("charged at once: %+v", k.scan)
		}
		want := Code
		if person {
			k.hears(k.s.Other(k.now, true))
			want = Mixed
		}
		if k.pause(time.Second); k.scan == nil || k.scan.Kind != want {
			t.Errorf("a person's key behind it %t: %+v", person, k.scan)
		}
	}
}

// Another character within 120 ms makes a press none, also one that comes after as long to
// the millisecond; and the second press stays alone for longer than a scanner's gaps.
func TestPressStaysAlone(t *testing.T) {
	for _, gap := range []time.Duration{0, 60 * ms, 120 * ms} {
		var g Guard
		now := time.Date(2026, 11, 28, 4, 30, 0, 0, time.UTC)
		g.Press("n", now)
		if key := g.Pressed(now.Add(gap)); key != "" {
			t.Errorf("%v behind it %q has stayed alone", gap, key)
		}
		if _, undone := g.Char(now.Add(gap), now.Add(gap)); undone != "n" {
			t.Errorf("a character %v behind it leaves it a press", gap)
		}
	}
	for _, gap := range []time.Duration{380 * ms, 460 * ms, 500 * ms} {
		var g Guard
		now := time.Date(2026, 11, 28, 4, 30, 0, 0, time.UTC)
		g.Twice("another", now.Add(-2*time.Second))
		g.Press("n", now)
		if key := g.Pressed(now.Add(gap)); key != "" {
			t.Errorf("%v behind it the second %q has stayed alone", gap, key)
		}
	}
}

// Keys that waited behind a stall for longer than the silence that ends a scan are not
// its rest, though the scan has not ended yet: nobody had time to see that. They are
// lost, and said at once.
func TestKeysBehindAStallAreHeard(t *testing.T) {
	k := newKeyboard(Amounts, "")
	k.hears(k.s.Stall(k.now, k.now, k.text))
	k.pause(400 * ms)
	if res := k.s.Char('5', k.now, k.now, k.mode, k.text, false); res.Do != Drop || res.After {
		t.Fatalf("in the silence behind what was said already: %+v", res)
	}
	k.pause(690 * ms)
	soonest := k.now
	k.now = k.now.Add(1500 * ms)
	if res := k.s.Char('5', k.now, soonest, k.mode, k.text, false); res.Do != Drop || !res.After {
		t.Errorf("behind the stall: %+v", res)
	}
	if res := k.s.Char('0', k.now, soonest, k.mode, k.text, false); res.Do != Drop || res.After {
		t.Errorf("together with it: %+v", res)
	}
}

// A digit is typed right before a label that lost one of its own, and with it has the
// form of a code. What follows shows that somebody types: nothing is charged.
func TestDigitBeforeALabelThatLostOne(t *testing.T) {
	for _, c := range []struct {
		name   string
		waited time.Duration // the digit, behind a stall
		first  time.Duration // the gap behind it
		gap    time.Duration // of the scanner
	}{
		{"behind a stall", 68 * ms, 52 * ms, 9 * ms},
		{"of a quick scanner", 0, 57 * ms, 0},
		{"of a quick scanner, nearer", 0, 25 * ms, 0},
	} {
		k := newKeyboard(Amounts, "")
		k.text = "5" // which is long ago
		k.pause(300 * ms)
		if res := k.s.Char('1', k.now, k.now.Add(-c.waited), k.mode, k.text, false); res.Do == Take {
			k.text += "1"
		}
		k.key('2', c.first)
		k.keys("6116749219283793", c.gap)
		k.key('\n', c.gap)
		if k.scan != nil && k.scan.Kind == Code {
			t.Errorf("%s: charged at its Enter", c.name)
			continue
		}
		k.key('.', 126*ms)
		if k.pause(time.Second); k.scan == nil || k.scan.Kind != Mixed {
			t.Errorf("%s: %+v, entry %q", c.name, k.scan, k.text)
		}
	}
}

// Most of a payment code, of which a person's Backspace took a digit away, is not left in
// a field of words; a short number that somebody types there is.
func TestMostOfACodeAmongWords(t *testing.T) {
	k := newKeyboard(Texts, "")
	k.key(rune(aCode[0]), 90*ms)
	k.text = "" // a Backspace, and Enter that goes to the next field
	k.s.Erase(k.now)
	k.keys(aCode[2:], 90*ms)
	if k.pause(time.Second); k.scan == nil || k.text != "" {
		t.Errorf("%+v, field %q", k.scan, k.text)
	}
	k = newKeyboard(Texts, "")
	k.keys("paid cash 4000000000017", 90*ms)
	if k.pause(time.Second); k.scan != nil || k.text != "paid cash 4000000000017" {
		t.Errorf("%+v, field %q", k.scan, k.text)
	}
}
