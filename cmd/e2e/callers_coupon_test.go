package e2e

import (
	"context"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal/sqlite"
)

// Case 37: a coupon of 3.00 that the shop bears. What was sold, what the customer
// gave and what the shop gets are all told, with the difference named, wherever a
// sale is: on the receipt, in lists, in the export and at the close of the day.
func TestCouponOfTheShop(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	if s := m.run("pay", "5.00", "--sim", "--ref", "whole"); s.code != 0 {
		t.Fatalf("%d, %s", s.code, s.err)
	}
	m.charged("coupon", 1280, 980, 980)
	if r := m.run("status", "coupon", "--sim", "-o", "json").result(t); r["total_fee"] != 1280.0 || r["cash_fee"] != 980.0 || r["settlement_fee"] != 980.0 {
		t.Errorf("status: %v", r)
	}
	for _, args := range []string{"sales", "status coupon"} {
		s := m.run(append(strings.Fields(args), "--sim")...)
		if !strings.Contains(s.out, "12.80") || !strings.Contains(s.out, "coupon 3.00, paid 9.80, settled 9.80") || strings.Count(s.out, "coupon 3.00") != 1 {
			t.Errorf("%s: %s", args, s.out)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(m.run("sales", "export", "--sim").out)).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%v, %d rows", err, len(rows))
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	for name, want := range map[string]string{"total_fee": "1280", "cash_fee": "980", "settlement_fee": "980"} {
		if i, known := column[name]; !known || rows[1][i] != want {
			t.Errorf("export: %s is not %s: %v", name, want, rows)
		}
	}
	if r := m.run("day", "--sim", "-o", "json").result(t); r["total_fee"] != 1780.0 || r["cash_fee"] != 1480.0 || r["settlement_fee"] != 1480.0 {
		t.Errorf("day: %v", r)
	}
	for language, says := range map[string]string{"en": "coupons 3.00: customers paid 14.80, WeChat settles 14.80", "zh-CN": "优惠 3.00：顾客实付 14.80，微信结算 14.80"} {
		if s := m.run("day", "--sim", "--lang", language); !strings.Contains(s.out, says) || !strings.Contains(s.out, "17.80") {
			t.Errorf("day in %s: %s", language, s.out)
		}
	}
	for language, says := range map[string][]string{
		"en":    {"12.80", "Coupon of the shop", "-3.00", "Paid by the customer", "9.80", "Settled by WeChat"},
		"zh-CN": {"12.80", "商户承担的优惠", "-3.00", "顾客实付", "9.80", "微信结算"},
	} {
		s := m.run("receipt", "coupon", "--sim", "--lang", language)
		for _, part := range says {
			if !strings.Contains(s.out, part) {
				t.Errorf("the receipt in %s does not say %q:\n%s", language, part, s.out)
			}
		}
	}
	if s := m.run("receipt", "whole", "--sim"); strings.Contains(s.out, "Coupon") || strings.Contains(s.out, "Settled") {
		t.Errorf("a receipt without a coupon: %s", s.out)
	}
}

// The simulated WeChat has that coupon, too, so that a trainee can see it: the
// amount stands in its list, and what the till shows of it is the real thing's.
func TestCouponThatATraineeChooses(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	if s := m.run("sim", "--list"); !strings.Contains(s.out, "900.61") || !strings.Contains(s.out, "coupon") || !strings.Contains(s.out, "优惠") {
		t.Errorf("sim --list has no coupon: %s", s.out)
	}
	for _, args := range []string{"--ref face", "--ref code --auth-code 134567890123456701"} {
		s := m.run(strings.Fields("pay 900.61 --sim -o json " + args)...)
		if r := s.result(t); s.code != 0 || r["total_fee"] != 90061.0 || r["cash_fee"] != 89761.0 || r["settlement_fee"] != 89761.0 {
			t.Errorf("%s: exit %d, %v", args, s.code, r)
		}
	}
	for _, args := range []string{"status face", "sales", "receipt face"} {
		s := m.run(append(strings.Fields(args), "--sim")...)
		if says := "coupon 3.00, paid 897.61, settled 897.61"; s.code != 0 || !strings.Contains(s.out, says) && args != "receipt face" || !strings.Contains(s.out, "897.61") {
			t.Errorf("%s: exit %d, %s", args, s.code, s.out)
		}
	}
}

// charged writes a sale into the journal that was paid with a coupon.
func (m *till) charged(ref string, total, cash, settled flow.Fen) {
	m.t.Helper()
	ctx := context.Background()
	like := m.attempts()[0]
	j, err := sqlite.Open(ctx, m.journalPath(), sqlite.Options{})
	if err != nil {
		m.t.Fatal(err)
	}
	order := like.Order
	order.OutTradeNo, order.Sale.Ref, order.RefMinted, order.TotalFee, order.OpenedAt = "26112510300000000000000000000018", ref, false, total, time.Now()
	now := time.Now()
	a, err := j.Open(ctx, flow.OrderOpened{Order: order})
	for _, f := range []flow.Fact{flow.PayerIdentified{},
		flow.IntentWritten{At: now, SendBy: now.Add(8 * time.Second), TimeExpire: now.Add(2 * time.Minute), ConfirmBy: now.Add(45 * time.Second), FenceAt: now.Add(22 * time.Minute)},
		flow.ChargeProven{TransactionID: "4200009311202611280266602002", TimeEnd: now, CashFee: cash, SettlementFee: settled, Source: "answer", At: now}, flow.Shown{}} {
		if err == nil {
			a, err = j.Append(ctx, a, f)
		}
	}
	if err == nil {
		err = j.Release(ctx, a)
	}
	if err == nil {
		err = j.Close()
	}
	if err != nil {
		m.t.Fatal(err)
	}
}
