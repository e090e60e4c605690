package print

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/day"
	"facetill/flow/reconcile"
	"facetill/flow/reconcile/desk"
	"facetill/flow/till"
	"facetill/tui/text"
)

// Each thing that a finding and a comparison say stands in its own place of the lines, in
// China's time, and nothing of a bill moves a cursor.
func TestBillLinesSayWhatIsFound(t *testing.T) {
	at := time.Date(2026, 11, 25, 1, 2, 3, 0, flow.Beijing)
	i := desk.Item{ID: "id", Finding: reconcile.Finding{Class: reconcile.Differs, At: at, Theirs: 999, Ours: 1000, OutTradeNo: "1", Why: "am\x1b[2Jount"}, Now: reconcile.Agrees}
	row := BillRowOf(i)
	if row.BillFee != 999 || row.JournalFee != 1000 || row.Class != "differs" || row.Now != "agrees" || strings.Contains(row.Detail, "\x1b") {
		t.Errorf("%+v", row)
	}
	if said := BillText(text.Choose("en", nil), i); !strings.Contains(said, "01:02:03") || strings.Contains(said, "\x1b") {
		t.Errorf("%q", said)
	}
	b := BillOf(desk.Report{Day: "2026-11-25", Rows: 9, Others: 1, Counts: map[reconcile.Class]int{reconcile.Agrees: 4, reconcile.Reversed: 3, reconcile.RefundAgrees: 2}, Unasked: 5})
	if b.Charges != 4 || b.Reversed != 3 || b.Refunds != 2 || b.Others != 1 || b.Unasked != 5 || !b.Unnoted || b.Verdict != "agrees" {
		t.Errorf("%+v", b)
	}
	if BillOf(desk.Report{Noted: true}).Unnoted {
		t.Error("what is noted is unnoted")
	}
	w := text.Choose("en", nil)
	if got := BillSays(w, desk.Line{Verdict: reconcile.NotKnown}); got == w.BillAgrees {
		t.Errorf("what is not known %s", got)
	}
}

// A record's line has each count and name in its own place.
func TestClosedLineSaysTheRecord(t *testing.T) {
	r := aRecord()
	r.Open = append(r.Open, day.OpenItem{OutTradeNo: "2", Fee: 5, Since: 16})
	r.Sums[0].Cashier = "Li\x1b[2J"
	l := ClosedOf(r)
	if l.Unclear != 2 || l.Unrefunded != 1 || l.UnrefFee != 500 || l.Undone != 1 || l.UndoneFee != 900 || l.GivenBack != 2 || l.GivenFee != 1200 || l.Elsewise != 250 {
		t.Errorf("%+v", l)
	}
	r.RefusedAfterAll.N = 7
	if got := ClosedOf(r); got.Unrefunded != 7 || got.Undone != 1 {
		t.Errorf("refused after all %d, undone %d", got.Unrefunded, got.Undone)
	}
	if l.PassedOver[0].Close != 17 || l.PassedOver[1].Close != 16 || l.EndedSince[0].Close != 16 {
		t.Errorf("%+v, %+v", l.PassedOver, l.EndedSince)
	}
	if strings.Contains(l.By+l.Totals[0].Cashier, "\x1b") {
		t.Errorf("%q, %q", l.By, l.Totals[0].Cashier)
	}
	if got := CountMissing(day.Due{Missing: []string{"2026-11-25", "2026-11-27"}}); !strings.Contains(got, "2026-11-25 first") {
		t.Error(got)
	}
}

// A day's line has what else was paid and given, and its table names who is at no till only
// where nobody sold.
func TestDayLineSaysTheDay(t *testing.T) {
	var l Day
	d := till.Day{Otherwise: 250, Tenders: []till.Tender{{As: "cash", Sales: 2, Fee: 800}},
		Sums: []till.Sum{{Method: flow.MethodCode, Sales: 1, Charged: 1000}, {Method: flow.MethodFace, Refunded: 300}}}
	d.All = till.Sum{Sales: 1, Charged: 1000, Refunded: 300}
	d.Hours[9] = till.Sum{Sales: 1, Charged: 1000}
	l.Add(d)
	if l.OtherwiseFee != 250 || len(l.Tenders) != 1 || l.Tenders[0] != (Tender{"cash", 2, 800}) {
		t.Errorf("%+v", l)
	}
	var out bytes.Buffer
	w := text.Choose("en", nil)
	l.Table(&out, w)
	if strings.Count(out.String(), w.DayElsewhere) != 1 || !strings.Contains(out.String(), "09:00  ########") {
		t.Error(out.String())
	}
}
