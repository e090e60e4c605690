package receipt

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/flow/golden"
	"facetill/flow/refund"
	"facetill/tui/text"
)

const refundNo = "26112512300000000000000000000042R7"

// given is a sale of 12.80 of which 5.00 was given back.
func given(change func(*refund.Entry)) flow.Attempt {
	e := refund.Entry{Number: refundNo, Fee: 500, State: refund.Accepted, Reason: "退货", Note: "NOTE", By: "小李", ApprovedBy: "BOSS", BegunAt: at.Add(time.Hour), AcceptedAt: at.Add(time.Hour + time.Second)}
	if change != nil {
		change(&e)
	}
	return attempt(flow.Paid, func(a *flow.Attempt) {
		a.TransactionID, a.TimeEnd, a.Refunds = "4200002511260000000000000042", at, refund.List{e}
		a.RefundedFee = a.Refunds.Back()
	})
}

var refundSlips = []struct {
	name string
	a    flow.Attempt
}{
	{"begun", given(func(e *refund.Entry) { e.State, e.AcceptedAt = refund.Entered, time.Time{} })},
	{"accepted", given(nil)},
	{"accepted, less in cash", given(func(e *refund.Entry) { e.CashFee = 350 })},
	{"done", given(func(e *refund.Entry) { e.State, e.DoneAt = refund.Done, at.Add(2*time.Hour) })},
	{"refused", given(func(e *refund.Entry) { e.State, e.Code = refund.Refused, "NOTENOUGH" })},
	{"settled otherwise", given(func(e *refund.Entry) {
		e.State, e.AcceptedAt, e.SettledAs, e.DoneAt = refund.SettledOtherwise, time.Time{}, refund.SettledElse, at.Add(2*time.Hour)
	})},
	{"stuck", given(func(e *refund.Entry) { e.State, e.Status = refund.Stuck, refund.StatusChange })},
}

// The slips of every end of a refund, and of the sale beside each.
func TestRefundSlips(t *testing.T) {
	shop := Shop{Name: "街角小店 Corner Store", Address: "上海市黄浦区人民大道200号一楼", Lane: "L1"}
	for _, language := range text.Languages() {
		for _, width := range []int{Narrow, Wide} {
			var b strings.Builder
			for _, s := range refundSlips {
				words := text.Choose(language, os.Getenv)
				got := RefundSlip{Shop: shop, Attempt: s.a, Number: refundNo, Width: width, Words: words}.Text()
				of := Slip{Shop: shop, Attempt: s.a, Width: width, Reprint: true, Words: words}.Text()
				fmt.Fprintf(&b, "=== %s\n%s--- its sale\n%s", s.name, got, of)
				for line := range strings.Lines(got + of) {
					if n := ansi.StringWidth(strings.TrimSuffix(line, "\n")); n > width {
						t.Errorf("%s at %d: %d columns: %q", s.name, width, n, line)
					}
				}
			}
			golden.File(t, fmt.Sprintf("testdata/refund-%s-%d.golden", language, width), b.String())
		}
	}
}

// Only what is done is back, and nothing of the shop's own is on a slip.
func TestWhatARefundSlipSays(t *testing.T) {
	for _, s := range refundSlips {
		got := RefundSlip{Attempt: s.a, Number: refundNo, Width: Wide, Words: &text.English}.Text()
		if back := strings.Contains(got, text.English.SlipIsBack) || strings.Contains(got, " back\n"); back != (s.name == "done" || s.name == "refused") {
			t.Errorf("%s:\n%s", s.name, got)
		}
		if strings.Contains(got, "NOTE\n") || strings.Contains(got, "BOSS") {
			t.Errorf("%s has what is the shop's own:\n%s", s.name, got)
		}
	}
	if got := (RefundSlip{Attempt: given(nil), Number: "another", Width: Wide, Words: &text.English}).Text(); got != "" {
		t.Errorf("a slip of no refund:\n%s", got)
	}
}
