//go:build tmux

package tui

import (
	"testing"
	"time"

	"facetill/tui/draw"
	"facetill/tui/text"
)

// From PAID to money on its way, at the real till; a till that died meanwhile shows on its
// next start what was begun, and the same press once more is stopped.
func TestTmuxRefund(t *testing.T) {
	s, w := newScreenTest(t), &text.English
	s.open("en", 80, 24)
	s.sees(w.SimulatedShort)
	s.pay("12.80")
	s.sees(draw.Spaced(w.Paid))
	refund := func() {
		t.Helper()
		s.keys("p")
		s.sees(w.RefundAmount)
		time.Sleep(shownAfter + 1100*time.Millisecond) // what follows a letter at once is not for its page
		s.types("2.50")
		s.keys("Enter")
		s.sees(w.RefundWhy)
		s.keys("1", "Enter")
		s.sees(w.ResolveBy)
		s.types("Li")
		s.keys("Enter", "Enter", "Enter")
	}
	s.keys("F7")
	s.sees(w.RefundNone)
	refund()
	s.sees("2.50 ? " + w.RefundOnWay + " Li")
	s.kill()
	s.open("en", 80, 24)
	s.sees(w.SimulatedShort)
	s.keys("F3", "F7")
	s.sees("2.50 ? " + w.RefundOnWay + " Li")
	refund()
	s.sees(w.BesideTitle)
	s.keys("Escape")
	s.sees("on its way 2.50")
}
