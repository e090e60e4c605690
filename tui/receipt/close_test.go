package receipt

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/flow/day"
	"facetill/tui/text"
)

// The record of a close fits both papers in each language, is the same whenever it is set,
// and nothing on it moves a cursor.
func TestCloseSlip(t *testing.T) {
	begin := time.Date(2026, 11, 25, 4, 0, 0, 0, flow.Beijing)
	sum := day.Sum{Method: flow.MethodCode, Cashier: "Li\x1b[2J", Sales: 3, Charged: 4200, Refunded: 700, Coupons: 300}
	all := day.Sum{Sales: 3, Charged: 4200, Refunded: 700, Coupons: 300}
	no := "26112512300000000000000000333444"
	s := CloseSlip{Shop: Shop{Name: "Corner\x1b[2J"}, Record: day.Record{Number: 17, Day: "2026-11-25", From: begin, To: begin.Add(24 * time.Hour), MadeAt: begin.Add(29 * time.Hour),
		By: "Zhao\x1b[2J", Forced: true, Simulated: true, MchID: "1900000109", StoreID: "SH-0001", All: all, Sums: []day.Sum{sum}, Total: day.Sum{Sales: 4, Charged: 4700, Refunded: 700},
		Hours: []day.Hour{{Hour: 9, Sum: sum}}, GivenBack: day.Part{N: 2, Fee: 1200}, Earlier: []day.Earlier{{Day: "2026-11-24", All: day.Sum{Sales: 1, Charged: 500}}},
		Counts: day.Counts{Refused: 3}, Tenders: []day.Tender{{As: "cash", Sales: 1, Fee: 800}}, Otherwise: 250, Before: strings.Repeat("a", 64), Hash: strings.Repeat("b", 64), LinesHash: "c",
		Open:  []day.OpenItem{{OutTradeNo: "26112512300000000000000000333444", State: "confirming", Fee: 1280, Since: 17}},
		Ended: []day.EndedItem{{OutTradeNo: "26112412300000000000000000333444", OutRefundNo: "26112412300000000000000000333444M45277253167908124657", State: "done", Fee: 300, PassedOver: 16}}}}
	for _, language := range text.Languages() {
		s.Words = text.Choose(language, nil)
		for _, s.Width = range []int{Narrow, Wide} {
			got := s.Text()
			for _, want := range []string{"17", "2026-11-25 04:00", "2026-11-26 04:00", "2026-11-26 09:00", s.Words.SlipTraining, "42.00", "-7.00", "35.00", "09:00", no, "12.80", "2.50", "8.00", "12.00",
				"2026-11-24", s.Words.CloseTotal, "47.00"} {
				if !strings.Contains(got, want) {
					t.Errorf("%s: no %q in\n%s", language, want, got)
				}
			}
			for line := range strings.Lines(got) {
				if w := ansi.StringWidth(strings.TrimSuffix(line, "\n")); w > s.Width || strings.Contains(line, "\x1b") {
					t.Errorf("%s: %d wide: %q", language, w, line)
				}
			}
			if s.Text() != got {
				t.Errorf("%s: another slip", language)
			}
		}
	}
	s.Record = day.Record{Number: 1, Day: "2026-11-25", From: begin, To: begin, MadeAt: begin}
	if got := s.Text(); strings.Contains(got, s.Words.CloseForced) || strings.Contains(got, s.Words.CloseOpen) || !strings.Contains(got, s.Words.CloseFirst) {
		t.Errorf("nothing was special about it:\n%s", got)
	}
}
