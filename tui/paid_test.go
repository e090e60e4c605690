package tui

import (
	"strings"
	"testing"
	"time"

	"facetill/flow"
)

// PAID counts as shown a second after the second whole write that began after it was drawn
// (money rule 5.3), although nothing on the screen changes meanwhile.
func TestToldWantsTwoWholeWrites(t *testing.T) {
	inProgram(t, &fakeTill{scripts: map[flow.Fen][]beat{1280: pays()}}, func(p *program) {
		p.keys("1", "2", ".", "8", "enter")
		for !strings.Contains(p.out.String(), English().Paid) {
			p.wait(time.Millisecond)
		}
		p.out.mu.Lock()
		first := len(p.out.writes)
		p.out.mu.Unlock()
		for len(p.till.seen().shown) == 0 {
			p.wait(time.Millisecond)
		}
		p.out.mu.Lock()
		defer p.out.mu.Unlock()
		if n := len(p.out.writes) - first; n < 1 {
			t.Fatalf("shown after %d writes more", n)
		}
		if took := time.Since(p.out.writes[first]); took < shownAfter || took > shownAfter+200*time.Millisecond {
			t.Errorf("shown %v after the second write", took)
		}
	})
}

// What did not reach the terminal was shown to nobody: nothing is written down. A terminal that
// comes back has the whole page drawn anew.
func TestHalfAWriteIsNotTold(t *testing.T) {
	inProgram(t, &fakeTill{scripts: map[flow.Fen][]beat{1280: pays()}}, func(p *program) {
		p.keys("1", "2", ".", "8", "enter")
		p.wait(3500 * time.Millisecond)
		p.out.breaks(true)
		p.wait(20 * time.Second)
		if n := len(p.till.seen().shown); n != 0 {
			t.Fatal("shown on a terminal that is gone")
		}
		p.out.breaks(false)
		p.wait(3 * time.Second)
		if n := len(p.till.seen().shown); n != 1 {
			t.Errorf("shown %d times on a terminal that is back", n)
		}
		if last := p.out.String(); !strings.Contains(last[strings.LastIndex(last, "\x1b[2J"):], English().Paid) {
			t.Error("PAID was not drawn anew")
		}
	})
}
