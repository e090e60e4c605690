package input_test

import (
	"testing"
	"time"

	"facetill/tui/input"
)

// noon is when these tests begin.
var noon = time.Date(2026, 11, 28, 4, 0, 0, 0, time.UTC)

// Money rule 0.3: a key that decides needs a second press, its own, on the page of
// the first one, and not long after it.
func TestGuardOfAPress(t *testing.T) {
	ms := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Millisecond) }
	for name, c := range map[string]struct {
		between func(g *input.Guard)
		second  int
		want    bool
	}{
		"pressed again":               {func(*input.Guard) {}, 900, true},
		"held down":                   {func(*input.Guard) {}, 500, false},
		"another page, and back":      {func(g *input.Guard) { g.Changed(ms(300), true, 0) }, 900, false},
		"another key that decides":    {func(g *input.Guard) { g.Twice("other", ms(300)) }, 900, false},
		"a long time after":           {func(g *input.Guard) { g.Expire(ms(8000)) }, 8500, false},
		"soon enough to be confirmed": {func(g *input.Guard) { g.Expire(ms(5000)) }, 5500, true},
	} {
		var g input.Guard
		if g.Twice("n", ms(0)) {
			t.Errorf("%s: the first press is enough", name)
		}
		c.between(&g)
		if got := g.Twice("n", ms(c.second)); got != c.want {
			t.Errorf("%s: confirmed %t, want %t", name, got, c.want)
		}
	}
	var g input.Guard
	g.Twice("n", ms(0))
	for at := 33; at < 2000; at += 33 {
		if g.Twice("n", ms(at)) {
			t.Fatalf("a key that is held down confirms itself after %d ms", at)
		}
	}
}

// Money rule 0.4: keys that come too early are lost, all of them until a pause, and
// each is said.
func TestGuardSaysWhatIsLost(t *testing.T) {
	var g input.Guard
	g.Changed(noon, false, 700*time.Millisecond)
	at := noon.Add(600 * time.Millisecond)
	for _, key := range []string{"1", "2", ".", "8", "0"} {
		if lost, say := g.Key(key, at, at, false, false); !lost || !say {
			t.Errorf("%q, %v behind the result: lost %t, said %t", key, at.Sub(noon), lost, say)
		}
		at = at.Add(200 * time.Millisecond)
	}
	at = at.Add(900 * time.Millisecond)
	if lost, _ := g.Key("1", at, at, false, false); lost {
		t.Error("a key behind a pause is lost")
	}
}

// Money rule 0.3: Ctrl+C that is held down and has woken a page asks nothing there.
func TestHeldKeyThatLedToAPage(t *testing.T) {
	var g input.Guard
	at := noon
	g.Wake("ctrl+c", at)
	g.Changed(at, true, 0)
	for _, gap := range []time.Duration{500, 33, 33, 33} {
		at = at.Add(gap * time.Millisecond)
		if lost, say := g.Key("ctrl+c", at, at, false, false); !lost || say {
			t.Errorf("%v behind it: lost %t, said %t", at.Sub(noon), lost, say)
		}
	}
	at = at.Add(time.Second)
	if lost, _ := g.Key("ctrl+c", at, at, false, false); lost {
		t.Error("a press of its own is lost")
	}
}

// Money rules 0.1, 0.4: of 900.02, typed by somebody who looks for each key and began
// too early, nothing is taken as an amount of its own.
func TestGuardTakesNoEndOfAnAmount(t *testing.T) {
	for _, pace := range []time.Duration{450 * time.Millisecond, 600 * time.Millisecond, 900 * time.Millisecond} {
		var g input.Guard
		g.Changed(noon, false, 700*time.Millisecond)
		at := noon.Add(650 * time.Millisecond)
		for _, key := range []string{"9", "0", "0", ".", "0", "2"} {
			if lost, say := g.Key(key, at, at, false, true); !lost || !say {
				t.Errorf("%q at %v a key: lost %t, said %t", key, pace, lost, say)
			}
			at = at.Add(pace)
		}
		at = at.Add(time.Second)
		if lost, _ := g.Key("9", at, at, false, true); lost {
			t.Errorf("at %v a key: lost for ever", pace)
		}
	}
}

// A label that was half read when the page changed by itself is known by what was read
// before the change: its last digit, behind a gap, is no amount.
func TestPageChangesUnderALabel(t *testing.T) {
	s := input.NewScanner[string]("", "")
	at := noon
	for i, r := range "339330622983440" {
		if i == 4 {
			s.Lose("the new page")
		}
		res := s.Char(r, at, at, input.Amounts, "the old page", false)
		if res.Do == input.Undo && (i != 10 || res.Before != "the new page") {
			t.Errorf("character %d takes back to %q", i+1, res.Before)
		}
		at = at.Add(95 * time.Millisecond)
	}
	at = at.Add(390 * time.Millisecond)
	if res := s.Char('2', at, at, input.Amounts, "the new page", false); res.Do != input.Drop {
		t.Errorf("the last digit, 485 ms behind the others: %+v; want it dropped", res)
	}
}

// A digit that no entry took, and Enter half a second behind it, may be a label with a gap.
func TestEnterBehindAGap(t *testing.T) {
	var g input.Guard
	g.Char(noon, noon)
	for gap, want := range map[time.Duration]bool{497 * time.Millisecond: false, 530 * time.Millisecond: true} {
		if got := g.Meant(noon.Add(gap)); got != want {
			t.Errorf("Enter %v behind a digit is meant: %t", gap, got)
		}
	}
}
