package print

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/flow/day"
	"facetill/flow/golden"
	"facetill/flow/ledger"
	"facetill/tui/text"
)

// aRecord is one with something of everything.
func aRecord() day.Record {
	begin := time.Date(2026, 11, 25, 4, 0, 0, 0, flow.Beijing)
	code := day.Sum{Method: flow.MethodCode, Cashier: "Li", Sales: 3, Charged: 4200, Refunded: 700, Coupons: 300, Unsettled: 300}
	face := day.Sum{Method: flow.MethodFace, Cashier: "小明", Sales: 9, Charged: 98765}
	all := day.Sum{Sales: 12, Charged: 102965, Refunded: 700, Coupons: 300, Unsettled: 300}
	late := day.Sum{Method: flow.MethodCode, Cashier: "Wu", Sales: 1, Charged: 500}
	total := all
	total.Sales, total.Charged = 13, 103465
	return day.Record{
		Number: 17, Day: "2026-11-25", From: begin, To: begin.Add(24 * time.Hour), MadeAt: begin.Add(29 * time.Hour), By: "Zhao\x1b[2J", Forced: true,
		MchID: "1900000109", StoreID: "SH-0001", All: all, Sums: []day.Sum{code, face}, Total: total,
		Hours:     []day.Hour{{Hour: 9, Sum: face}, {Hour: 23, Sum: code}},
		GivenBack: day.Part{N: 2, Fee: 1200}, RefusedAfterAll: day.Part{N: 1, Fee: 500}, Undone: day.Part{N: 1, Fee: 900},
		Earlier: []day.Earlier{{Day: "2026-11-24", All: day.Sum{Sales: 1, Charged: 500}, Sums: []day.Sum{late}}},
		Counts:  day.Counts{Refused: 3, Cancelled: 1, NotSent: 2, Reversed: 1}, Reopened: 1, ByHand: 2,
		Tenders: []day.Tender{{As: "cash", Sales: 1, Fee: 800}}, Otherwise: 250,
		Open:  []day.OpenItem{{OutTradeNo: "26112512300000000000000000333444", State: "confirming", Fee: 1280, Since: 17}},
		Ended: []day.EndedItem{{OutTradeNo: "26112412300000000000000000333444", OutRefundNo: "R2", State: "done", Fee: 300, PassedOver: 16}},
		Words: []day.Word{{OutTradeNo: "26112512300000000000000000333445", As: "given", By: "Wu\x1b[2J", Reason: "camera", State: flow.Paid, Fee: 600}, {OutTradeNo: "26112512300000000000000000333446", By: "Wu", Reason: "left", State: flow.Reversed, Fee: 700}},
		Late:  []day.Late{{Day: "2026-11-23", OutTradeNo: "26112312300000000000000000333447", State: flow.Reversed, Fee: 900}},
		Lines: 14, LinesHash: "5f1d", Facts: ledger.Facts{N: 120, Mix: 9}, Before: "aa01", Hash: "bb02",
	}
}

// A record reads the same whenever it is printed, in either language, and nothing that
// came from outside moves a cursor.
func TestRecordOfAClose(t *testing.T) {
	var both strings.Builder
	for _, tag := range text.Languages() {
		var out, again bytes.Buffer
		l := ClosedOf(aRecord())
		l.Table(&out, text.Choose(tag, nil))
		ClosedOf(aRecord()).Table(&again, text.Choose(tag, nil))
		if !bytes.Equal(out.Bytes(), again.Bytes()) || strings.Contains(out.String(), "\x1b") {
			t.Errorf("%s:\n%s\n%s", tag, out.String(), again.String())
		}
		for line := range strings.Lines(out.String()) {
			if w := ansi.StringWidth(strings.TrimSuffix(line, "\n")); w > 100 {
				t.Errorf("%s: %d wide: %q", tag, w, line)
			}
		}
		both.WriteString(out.String())
	}
	golden.File(t, "testdata/closed.golden", both.String())
}

// A record of nothing special has no line about it.
func TestRecordLeavesOutWhatThereIsNot(t *testing.T) {
	w := text.Choose("en", nil)
	r := aRecord()
	r = day.Record{Number: 1, Day: r.Day, From: r.From, To: r.To, MadeAt: r.MadeAt, All: r.All, Sums: r.Sums, Total: r.All, Lines: 12, LinesHash: "5f1d", Hash: "bb02"}
	var out bytes.Buffer
	ClosedOf(r).Table(&out, w)
	for _, not := range []string{w.CloseForced, w.CloseOpen, w.CloseEnded, w.CloseTotal + ":", "refused after all", w.DayTenders, "by \"\""} {
		if strings.Contains(out.String(), not) {
			t.Errorf("%q in\n%s", not, out.String())
		}
	}
	if !strings.Contains(out.String(), w.CloseFirst) {
		t.Errorf("nothing was before it:\n%s", out.String())
	}
}
