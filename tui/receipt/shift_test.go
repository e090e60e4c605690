package receipt

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/text"
)

// The slip of a handover has the sums of who leaves and the numbers of what has no end, on
// both papers and in each language; a name moves no cursor.
func TestShiftSlip(t *testing.T) {
	sum := till.Sum{Method: flow.MethodCode, Cashier: "Li\x1b[2J", Sales: 2, Charged: 2560, Refunded: 500}
	all := sum
	all.Method = ""
	no := flow.OutTradeNo("26112512300000000000000000333444")
	s := ShiftSlip{Shop: Shop{Name: "Corner", Lane: "L1"}, To: "Wang", EndedBy: "Zhao", At: time.Date(2026, 11, 29, 6, 0, 0, 0, time.UTC),
		Shift: till.Shift{Cashier: sum.Cashier, Since: time.Date(2026, 11, 29, 1, 30, 0, 0, time.UTC), Sums: []till.Sum{sum}, All: all,
			Open: []flow.Attempt{{Order: flow.Order{OutTradeNo: no}}}}}
	for _, language := range text.Languages() {
		s.Words = text.Choose(language, nil)
		for _, s.Width = range []int{Narrow, Wide} {
			got := s.Text()
			for _, want := range []string{s.Words.SlipShift, "Wang", "L1", "2026-11-29 09:30", "2026-11-29 14:00", "25.60", "-5.00", "20.60", string(no), "Wang   ", "Zhao   ", "______\n"} {
				if !strings.Contains(got, want) {
					t.Errorf("%s: no %q in\n%s", language, want, got)
				}
			}
			for line := range strings.Lines(got) {
				if w := ansi.StringWidth(strings.TrimSuffix(line, "\n")); w > s.Width || strings.Contains(line, "\x1b") {
					t.Errorf("%s: %d wide: %q", language, w, line)
				}
			}
		}
	}
	s.To, s.EndedBy, s.Shift.Lane = "", "", "L2"
	if got := s.Text(); strings.Contains(got, s.Words.SlipTo) || strings.Count(got, "_\n") != 1 || !strings.Contains(got, "L2") {
		t.Errorf("nobody takes over:\n%s", got)
	}
}
