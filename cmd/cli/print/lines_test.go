package print

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/charge"
	"facetill/flow/refund"
	"facetill/tui/text"
)

// A program hears each fact of the journal by its number there, what is not kept
// without one, and nothing behind the result line.
func TestFactsAndTheEnd(t *testing.T) {
	var out bytes.Buffer
	p := NewPrinter(&out)
	a := flow.Attempt{Order: flow.Order{OutTradeNo: "1234567890"}, Version: 3, State: flow.Confirming}
	u := flow.Update{At: time.Now(), Attempt: a, Fact: flow.OrderAsked{}}
	Facts{p}.Observe(u)
	u.Kept = true
	Facts{p}.Observe(u)
	p.End(Ended{Type: Result})
	Facts{p}.Observe(u)
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 3 || strings.Contains(lines[0], `"seq"`) || !strings.Contains(lines[1], `"seq":3`) || !strings.Contains(lines[2], Result) {
		t.Errorf("%s", out.String())
	}
}

// A refund that somebody has to look after has words and a hint of its own, whatever the
// sale is: what is begun first.
func TestRefundThatStands(t *testing.T) {
	begun, stuck, closed := refund.Entry{Number: "1R", Fee: 300, State: refund.Entered}, refund.Entry{Number: "2R", Fee: 300, State: refund.Stuck},
		refund.Entry{Number: "3R", Fee: 300, State: refund.Refused, Final: true, Status: refund.StatusClosed, BegunAt: time.Now()}
	refused := closed
	refused.Number, refused.Final = "4R", false
	told := closed
	told.ToldN = 7
	for _, c := range []struct {
		list        refund.List
		says, helps string
	}{
		{refund.List{stuck, begun}, "refund 1R of 3.00 is not known yet", "facetill recover"},
		{refund.List{closed, stuck}, "refund 2R of 3.00 is stuck at WeChat", "--settled 2R --as there"},
		{refund.List{told, closed}, "refund 3R of 3.00 was closed by WeChat", "--new 3R"},
		{refund.List{refused}, "refund 4R of 3.00 was refused, and nobody was told", "--send-again 4R"},
		{refund.List{told}, "", "resolve"},
	} {
		for _, total := range []flow.Fen{300, 1280} { // all of it, and a part
			a := flow.Attempt{Order: flow.Order{OutTradeNo: "1234567890", TotalFee: total}, State: flow.Paid, Unclaimed: true, Refunds: c.list}
			if says, helps := RefundStands(a), WhatHelps(a); !strings.HasPrefix(says, c.says) || (c.says == "") != (says == "") || !strings.Contains(helps, c.helps) {
				t.Errorf("%+v: %q, %q; want %q, %q", c.list, says, helps, c.says, c.helps)
			}
		}
	}
	heard := flow.RefundHeard{OutRefundNo: "1R", Status: refund.StatusChange, Fee: 300}
	if text := FactText(flow.Paid, heard); !strings.Contains(text, "refund_heard  CHANGE  3.00") {
		t.Errorf("%q", text)
	}
}

// A result line is in one language, and a sale whose refund is stuck is not on its way back.
func TestResultOfAStuckRefund(t *testing.T) {
	a := flow.Attempt{Order: flow.Order{OutTradeNo: "1234567890", TotalFee: 300}, State: flow.Paid,
		Refunds: refund.List{{Number: "1R", Fee: 300, State: refund.Stuck}}}
	if o := a.Outcome(); o != flow.OutcomeOpen {
		t.Errorf("stuck: %s", o)
	}
	r := SaleResult{Record: RecordOf(a), Replayed: true}
	r.Simulated, r.RefundedFee, r.RefundingFee = true, 100, 100
	line := SayResult(&text.Chinese, r) + RefundStandsIn(&text.Chinese, a)
	for _, english := range []string{"stuck", "on its way", "refunded", "replayed", "simulated", " is "} {
		if strings.Contains(line, english) {
			t.Errorf("%q in %q", english, line)
		}
	}
	a.Refunds[0].State = refund.Accepted
	if o := a.Outcome(); o != flow.OutcomeRefunding {
		t.Errorf("on its way: %s", o)
	}
}

// An export adds up to what close has: each way in which money of a sale went back has a
// column of its own.
func TestExportHasEachWayBack(t *testing.T) {
	a := flow.Attempt{Order: flow.Order{OutTradeNo: "1234567890", TotalFee: 1280}, State: flow.Paid, Shown: true, RefundedFee: 100,
		Refunds: refund.List{{Number: "1R", Fee: 100, State: refund.Done}, {Number: "2R", Fee: 200, State: refund.Accepted}, {Number: "3R", Fee: 300, State: refund.Stuck},
			{Number: "4R", Fee: 400, State: refund.SettledOtherwise, SettledAs: refund.SettledElse, DoneAt: time.Unix(1, 0)}}}
	var b strings.Builder
	CSV(&b, []flow.Attempt{a})
	rows, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatal(rows, err)
	}
	for name, want := range map[string]string{"total_fee": "1280", "refunded_fee": "100", "refunding_fee": "200", "stuck_fee": "300", "otherwise_fee": "400"} {
		if i := slices.Index(rows[0], name); i < 0 || rows[1][i] != want {
			t.Errorf("%s: want %s in %v", name, want, rows)
		}
	}
}

// What the payer gave is in its own currency, and a coupon is told where it can be worked
// out: nothing is told of what nobody knows.
func TestRecordOfACharge(t *testing.T) {
	a := flow.Attempt{Order: flow.Order{OutTradeNo: "1234567890", TotalFee: 1000}, State: flow.Paid, CashFee: 700}
	if r := RecordOf(a); r.CashFee != 700 || r.CashFeeType != "CNY" || r.CouponFee != 300 {
		t.Errorf("%+v", r)
	}
	a.CashFee, a.Told = 0, charge.Told{CashFeeType: "USD", Odd: "cash_fee=200 cash_fee_type=USD"}
	if r := RecordOf(a); r.CashFee != 0 || r.CashFeeType != "USD" || r.CouponFee != 0 || r.Odd == "" {
		t.Errorf("%+v", r)
	}
	a.Told = charge.Told{}
	if r := RecordOf(a); r.CashFeeType != "" {
		t.Errorf("%+v", r)
	}
}
