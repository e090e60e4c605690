package receipt

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/flow/charge"
	"facetill/flow/golden"
	"facetill/tui/text"
)

var at = time.Date(2026, 11, 25, 4, 30, 5, 0, time.UTC)

func attempt(s flow.State, change func(*flow.Attempt)) flow.Attempt {
	a := flow.Attempt{State: s, Order: flow.Order{OutTradeNo: "26112512300000000000000000000042", TotalFee: 1280, Method: flow.MethodFace,
		Cashier: "小李", OpenedAt: at, Sale: flow.SaleKey{Ref: "POS-0815"}}}
	if change != nil {
		change(&a)
	}
	return a
}

var slips = []struct {
	name    string
	a       flow.Attempt
	reprint bool
}{
	{"paid", attempt(flow.Paid, func(a *flow.Attempt) { a.TransactionID, a.TimeEnd = "4200002511260000000000000042", at }), false},
	{"reprint with a coupon", attempt(flow.Paid, func(a *flow.Attempt) {
		a.TransactionID, a.CashFee, a.Method, a.RefMinted, a.Simulated = "4200002511260000000000000042", 1180, flow.MethodCode, true, true
	}), true},
	{"a coupon of the shop", attempt(flow.Paid, func(a *flow.Attempt) { a.CashFee, a.SettlementFee = 980, 980 }), false},
	{"a coupon of somebody else", attempt(flow.Paid, func(a *flow.Attempt) { a.CashFee, a.SettlementFee = 980, 1280 }), false},
	{"coupons that WeChat named", attempt(flow.Paid, func(a *flow.Attempt) {
		a.CashFee, a.CouponFee = 980, 300
		a.Coupons = charge.ListOf([]charge.Coupon{{ID: "10000", Type: "CASH", Fee: 100}, {ID: "10001", Type: "NO_CASH", Fee: 200}})
	}), false},
	{"coupons by their names", attempt(flow.Paid, func(a *flow.Attempt) {
		a.CashFee, a.CouponFee = 980, 300
		a.Promotion = `{"promotion_detail":[{"name":"满减","amount":100},{"name":"a very long name of a coupon for members\u001b[2J alone","amount":200}]}`
		a.Coupons = charge.ListOf([]charge.Coupon{{ID: "10000", Type: "CASH", Fee: 100}, {ID: "10001", Type: "NO_CASH", Fee: 200}})
	}), false},
	{"names that do not come to the sum", attempt(flow.Paid, func(a *flow.Attempt) {
		a.CashFee, a.CouponFee, a.Promotion = 980, 300, `{"promotion_detail":[{"name":"满减","amount":100}]}`
		a.Coupons = charge.ListOf([]charge.Coupon{{ID: "10000", Type: "CASH", Fee: 300}})
	}), false},
	{"all by a coupon", attempt(flow.Paid, func(a *flow.Attempt) { a.CouponFee = 1280 }), false},
	{"two coupons", attempt(flow.Paid, func(a *flow.Attempt) { a.CashFee, a.SettlementFee = 980, 1100 }), false},
	{"partly refunded", attempt(flow.Paid, func(a *flow.Attempt) { a.RefundedFee = 500 }), true},
	{"unclaimed", attempt(flow.Paid, func(a *flow.Attempt) { a.Unclaimed = true }), false},
	{"reversing", attempt(flow.Reversing, nil), false},
	{"reversed", attempt(flow.Reversed, nil), false},
	{"refused", attempt(flow.Refused, nil), false},
	{"confirming", attempt(flow.Confirming, nil), false},
}

// The receipts of every end, on both papers and in both languages; none is wider
// than its paper.
func TestReceipts(t *testing.T) {
	shop := Shop{Name: "街角小店 Corner Store", Address: "上海市黄浦区人民大道200号一楼", Lane: "L1"}
	for _, language := range text.Languages() {
		for _, width := range []int{Narrow, Wide} {
			var b strings.Builder
			for _, s := range slips {
				got := Slip{Shop: shop, Attempt: s.a, Width: width, Reprint: s.reprint, Words: text.Choose(language, os.Getenv)}.Text()
				fmt.Fprintf(&b, "=== %s\n%s", s.name, got)
				for line := range strings.Lines(got) {
					if n := ansi.StringWidth(strings.TrimSuffix(line, "\n")); n > width {
						t.Errorf("%s at %d: %d columns: %q", s.name, width, n, line)
					}
				}
			}
			golden.File(t, fmt.Sprintf("testdata/%s-%d.golden", language, width), b.String())
		}
	}
}

// The shop's copy tells of a minor; the slip that the customer takes does not.
func TestCopyTellsOfAMinor(t *testing.T) {
	for _, language := range text.Languages() {
		w := text.Choose(language, os.Getenv)
		for _, age := range []flow.FaceTold{{UnderageState: flow.Minor}, {UnderageState: flow.Adult}, {}} {
			for _, reprint := range []bool{true, false} {
				a := attempt(flow.Paid, func(a *flow.Attempt) { a.Face = age })
				got := Slip{Attempt: a, Width: Narrow, Reprint: reprint, Words: w}.Text()
				if told := strings.Contains(got, w.MinorSay); told != (reprint && age.UnderageState == flow.Minor) {
					t.Errorf("%s, age %q, a copy %t: %s", language, age.UnderageState, reprint, got)
				}
			}
		}
	}
}

// Only a claimed charge has a receipt; nothing of the payer is on any slip.
func TestWhatASlipSays(t *testing.T) {
	for _, state := range flow.States() {
		a := attempt(state, func(a *flow.Attempt) { a.OpenIDTag, a.ResolvedBy = "TAG", "NAME" })
		got := Slip{Attempt: a, Width: Narrow, Words: &text.English}.Text()
		if paid := strings.Contains(got, text.English.SlipTitle) && !strings.Contains(got, text.English.SlipNoTitle); paid != (state == flow.Paid) {
			t.Errorf("%s: %s", state, got)
		}
		if strings.Contains(got, "TAG") || strings.Contains(got, "NAME") {
			t.Errorf("%s has what is nobody's business", state)
		}
	}
}
