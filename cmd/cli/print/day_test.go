package print

import (
	"bytes"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/flow/till"
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

// A coupon is named whoever bears it: the shop gets less than it sold for, or the
// customer gave less.
func TestDayNamesEachCoupon(t *testing.T) {
	w := text.Choose("en", nil)
	for name, c := range map[string]struct {
		sum           till.Sum
		cash, settled int64
		says          string
	}{
		"WeChat's": {till.Sum{Sales: 1, Charged: 5000, Coupons: 400}, 4600, 5000, "4.00"},
		"other":    {till.Sum{Sales: 1, Charged: 5000, Unsettled: 300}, 5000, 4700, "3.00"},
		"none":     {till.Sum{Sales: 1, Charged: 5000}, 0, 0, ""},
		// Of a day before: what is none any more takes its coupon with it.
		"undone, WeChat's": {till.Sum{Sales: -1, Charged: -5000, Coupons: -400}, -4600, -5000, "-4.00"},
		"undone, other":    {till.Sum{Sales: -1, Charged: -5000, Coupons: -400, Unsettled: -600}, -4600, -4400, "-6.00"},
	} {
		var line Day
		var out bytes.Buffer
		line.Add(till.Day{All: c.sum})
		line.Table(&out, w)
		if line.CashFee != c.cash || line.SettlementFee != c.settled || !strings.Contains(out.String(), c.says) {
			t.Errorf("%s: %d given, %d settled\n%s", name, line.CashFee, line.SettlementFee, out.String())
		}
	}
}

// An hour in which money of a day before was taken out of the books again has its line: the
// hours add up to the day.
func TestDayHasEachHourOfItsSum(t *testing.T) {
	var d till.Day
	d.Hours[9] = till.Sum{Sales: 2, Charged: 5000}
	d.Hours[10] = till.Sum{Sales: -1, Charged: -1280}
	d.Hours[11] = till.Sum{Refunded: -300}
	d.All = till.Sum{Sales: 1, Charged: 3720, Refunded: -300}
	var line Day
	line.Add(d)
	var charged, refunded int64
	for _, h := range line.Hours {
		charged, refunded = charged+h.TotalFee, refunded+h.RefundedFee
	}
	if len(line.Hours) != 3 || charged != line.TotalFee || refunded != line.RefundedFee {
		t.Errorf("%+v of %+v", line.Hours, *line.Total)
	}
}
