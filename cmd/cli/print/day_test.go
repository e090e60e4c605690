package print

import (
	"bytes"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/tui/text"
)

// The table of a day stands in columns, in either language.
func TestDayTableStandsInColumns(t *testing.T) {
	for _, tag := range text.Languages() {
		w := text.Choose(tag, nil)
		var out bytes.Buffer
		all := Total{Sales: 12, TotalFee: 102965, RefundedFee: 100}
		line := Day{Date: "2026-11-25", Total: &all, Totals: []Total{
			{Method: string(flow.MethodCode), Cashier: "7", Sales: 3, TotalFee: 4200, RefundedFee: 100},
			{Method: string(flow.MethodFace), Cashier: "小明", Sales: 9, TotalFee: 98765}}}
		line.Table(&out, w)
		rows := strings.Split(strings.TrimSpace(out.String()), "\n")[1:]
		if len(rows) != 4 {
			t.Fatalf("%q", rows)
		}
		for _, row := range rows {
			if ansi.StringWidth(row) != ansi.StringWidth(rows[0]) {
				t.Errorf("%d columns, the head has %d:\n%s", ansi.StringWidth(row), ansi.StringWidth(rows[0]), out.String())
			}
		}
		for _, want := range []string{w.ColMethod, w.ColCashier, w.ColSales, w.ColCharged, w.ColRefunded, w.ColSum, w.MethodFace, w.DayAll} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("no %q:\n%s", want, out.String())
			}
		}
	}
}
