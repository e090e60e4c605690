package sim

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"facetill/flow/golden"
	"facetill/wx/sim/book"
	"facetill/wx/wire"
)

func fen(n int64) *int64 { return &n }

// part is how a refund stands by its number.
func (c *client) part(no string) string {
	c.t.Helper()
	m := c.call(&wire.Refundquery, "out_refund_no", no)
	return m.Get("refund_status_0") + m.Get("err_code")
}

// TestFunds: a refund is taken from what the merchant has; nothing moved when it
// is not enough, and the same number works after a top-up.
func TestFunds(t *testing.T) {
	c := newClient(t, Config{Funds: fen(1000)})
	first, second := c.paid(Code(0, 1), 800), c.paid(Code(0, 2), 800)
	want(t, c.refund(first, "R1", 800, 800), "result_code", "SUCCESS")
	want(t, c.refund(first, "R1", 800, 800), "result_code", "SUCCESS") // once is enough
	short := func(account, word string) {
		t.Helper()
		want(t, c.call(&wire.Refund, "out_trade_no", second, "out_refund_no", "R2", "total_fee", "800", "refund_fee", "201", "refund_account", account),
			"err_code", "NOTENOUGH", "err_code_des", word)
		if got := c.part("R2"); got != "REFUNDNOTEXIST" || c.held(second) != 800 {
			t.Errorf("%s, held %d", got, c.held(second))
		}
	}
	short("", "基本账户余额不足,请充值后重新发起")
	short("REFUND_SOURCE_RECHARGE_FUNDS", "基本账户余额不足,请充值后重新发起")
	if _, err := c.server.SetFunds("", fen(201), nil); err != nil {
		t.Fatal(err)
	}
	want(t, c.refund(second, "R2", 800, 201), "result_code", "SUCCESS")
	if a, err := c.server.SetFunds("", nil, nil); err != nil || a.Funds != nil {
		t.Errorf("%+v, %v", a, err)
	}
	c.clock.seconds(60)
	want(t, c.refund(second, "R3", 800, 599), "result_code", "SUCCESS")
	for _, bad := range [][2]*int64{{fen(-1), nil}, {nil, fen(-1)}} {
		if _, err := c.server.SetFunds("", bad[0], bad[1]); err == nil {
			t.Error("funds below zero are no error")
		}
	}
	if _, err := c.server.SetFunds("1900000001", nil, nil); err == nil {
		t.Error("an unknown merchant has funds")
	}
}

// TestOldMoneyFlow: the day's takings are one pot, the balance is another, and
// refund_account says which.
func TestOldMoneyFlow(t *testing.T) {
	c := newClient(t, Config{Funds: fen(500), Unsettled: fen(300)})
	no := c.paid(Code(0, 1), 900)
	refund := func(number string, fee int64, account string) wire.Message {
		t.Helper()
		c.clock.seconds(60)
		return c.call(&wire.Refund, "out_trade_no", no, "out_refund_no", number, "total_fee", "900", "refund_fee", itoa(fee), "refund_account", account)
	}
	const unsettled, recharge = "REFUND_SOURCE_UNSETTLED_FUNDS", "REFUND_SOURCE_RECHARGE_FUNDS"
	want(t, refund("R1", 400, ""), "err_code", "NOTENOUGH", "err_code_des", "交易未结算资金不足,请使用可用余额退款")
	want(t, refund("R1", 400, unsettled), "err_code", "NOTENOUGH", "err_code_des", "交易未结算资金不足,请使用可用余额退款")
	want(t, refund("R1", 400, recharge), "result_code", "SUCCESS")
	want(t, refund("R2", 300, ""), "result_code", "SUCCESS")
	want(t, refund("R3", 101, recharge), "err_code", "NOTENOUGH", "err_code_des", "基本账户余额不足,请充值后重新发起")
	want(t, c.call(&wire.Refundquery, "out_trade_no", no), "refund_account_0", recharge, "refund_account_1", unsettled)
}

// TestFundsOutliveTheProcess: what was given back by one process is gone for the
// other, and a reset brings back what the configuration says.
func TestFundsOutliveTheProcess(t *testing.T) {
	path, clk := filepath.Join(t.TempDir(), "sim.book"), newClock()
	c := bookClient(t, path, clk, Config{Funds: fen(1000)})
	other := bookClient(t, path, clk, Config{Funds: fen(1000)})
	other.serial = 100
	no := c.paid(Code(0, 1), 1000)
	want(t, c.refund(no, "R1", 1000, 600), "result_code", "SUCCESS")
	clk.after(time.Minute)
	want(t, other.refund(no, "R2", 1000, 400), "result_code", "SUCCESS")
	no = other.paid(Code(0, 2), 1000)
	want(t, c.refund(no, "R3", 1000, 1), "err_code", "NOTENOUGH")
	clk.after(401 * 24 * time.Hour) // the file is written anew
	c = bookClient(t, path, clk, Config{Funds: fen(1000)})
	no = c.paid(Code(0, 3), 1000)
	want(t, c.refund(no, "R4", 1000, 1), "err_code", "NOTENOUGH")
	if err := c.server.Reset(); err != nil {
		t.Fatal(err)
	}
	no = c.paid(Code(0, 4), 1000)
	want(t, c.refund(no, "R5", 1000, 1000), "result_code", "SUCCESS")
}

// TestRefundThere: what a person gives back on the merchant platform is seen by
// refundquery and in the bill.
func TestRefundThere(t *testing.T) {
	c := newClient(t, Config{EarlyBills: true})
	no := c.paid(Code(0, 1), 1000)
	there, err := c.server.RefundAt("", no, 300)
	if err != nil || there.RefundFee != 300 || !strings.HasPrefix(there.OutRefundNo, "platform-") {
		t.Fatalf("%+v, %v", there, err)
	}
	want(t, c.call(&wire.Refundquery, "out_trade_no", no), "refund_count", "1", "out_refund_no_0", there.OutRefundNo,
		"refund_id_0", there.RefundID, "refund_fee_0", "300", "refund_channel_0", "ORIGINAL", "refund_status_0", "SUCCESS")
	want(t, c.refund(no, "R1", 1000, 701), "err_code", "ERROR")
	want(t, c.refund(no, "R1", 1000, 700), "err_code", "INVALID_REQ_TOO_MUCH")
	if rest, err := c.server.RefundAt(DefaultMchID, no, 0); err != nil || rest.RefundFee != 700 || c.held(no) != 0 {
		t.Errorf("%+v, %v, held %d", rest, err, c.held(no))
	}
	unpaid := c.number()
	c.micropay(unpaid, Code(13, 2), 100)
	for number, fee := range map[string]int64{no: 1, unpaid: 100, "20261125999999": 1, c.paid(Code(0, 3), 100): -1} {
		if _, err := c.server.RefundAt("", number, fee); err == nil {
			t.Errorf("%d of %s is no error", fee, number)
		}
	}
	golden.File(t, "testdata/bill_platform.golden", strings.ReplaceAll(string(c.raw(&wire.Downloadbill, "bill_date", "20261125", "bill_type", "REFUND").Body), "\r\n", "\n"))
}

// TestEndRefund: a refund whose card is void waits for a person on the platform.
func TestEndRefund(t *testing.T) {
	c := newClient(t, Config{RefundAfter: time.Hour})
	no := c.paid(Code(58, 1), 100)
	c.refund(no, "R1", 100, 100)
	if got := c.part("R1"); got != "PROCESSING" {
		t.Error(got)
	}
	c.clock.after(time.Hour)
	before, _ := c.server.Order(DefaultMchID, no) // what somebody reads meanwhile does not change
	if got := c.part("R1"); got != "CHANGE" || c.held(no) != 100 {
		t.Errorf("%s, held %d", got, c.held(no))
	}
	c.clock.after(time.Hour)
	if r, err := c.server.EndRefund("", "R1", "SUCCESS"); err != nil || r.OutRefundNo != "R1" {
		t.Fatalf("%+v, %v", r, err)
	}
	if c.held(no) != 0 || before.Held(c.clock.now) != 100 {
		t.Errorf("held %d, before %d", c.held(no), before.Held(c.clock.now))
	}
	want(t, c.call(&wire.Refundquery, "out_refund_no", "R1"), "refund_status_0", "SUCCESS", "refund_success_time_0", "2026-11-25 14:00:00")

	no = c.paid(Code(0, 2), 100)
	c.refund(no, "R2", 100, 40)
	if _, err := c.server.EndRefund("", "R2", "REFUNDCLOSE"); err != nil || c.part("R2") != "REFUNDCLOSE" {
		t.Errorf("%v, %s", err, c.part("R2"))
	}
	for no, status := range map[string]string{"R1": "CHANGE", "R2": "SUCCESS", "R9": "SUCCESS"} {
		if _, err := c.server.EndRefund("", no, status); err == nil {
			t.Errorf("%s ends in %s", no, status)
		}
	}
	c.clock.seconds(60)
	want(t, c.refund(no, "R3", 100, 100), "result_code", "SUCCESS") // what was closed is free again
	want(t, c.refund(no, "R2", 100, 40), "result_code", "SUCCESS")  // and its number is used up
	if c.part("R2") != "REFUNDCLOSE" {
		t.Error(c.part("R2"))
	}
	for _, status := range []string{"", "PROCESSING", "success"} {
		if _, err := c.server.EndRefund("", "R3", status); err == nil {
			t.Errorf("%q is a status", status)
		}
	}
	if _, err := c.server.EndRefund("", "R3", "CHANGE"); err != nil || c.part("R3") != "CHANGE" {
		t.Errorf("%v, %s", err, c.part("R3"))
	}
}

// TestRefundWithoutFunds: seven days in PROCESSING, then REFUNDCLOSE; funds that
// come before let it go through.
func TestRefundWithoutFunds(t *testing.T) {
	c := newClient(t, Config{Funds: fen(0)})
	no, saved := c.paid(Code(64, 1), 100), c.paid(Code(64, 2), 100)
	want(t, c.refund(no, "R1", 100, 60), "result_code", "SUCCESS")
	want(t, c.refund(saved, "R2", 100, 100), "result_code", "SUCCESS")
	c.clock.after(7*24*time.Hour - time.Second)
	if c.part("R1") != "PROCESSING" || c.part("R2") != "PROCESSING" {
		t.Errorf("%s, %s", c.part("R1"), c.part("R2"))
	}
	want(t, c.refund(no, "R3", 100, 50), "err_code", "ERROR")
	a, err := c.server.SetFunds("", fen(110), nil) // for the older one, and not for both
	if err != nil || *a.Funds != 50 || c.part("R1") != "SUCCESS" || c.part("R2") != "PROCESSING" {
		t.Errorf("%+v, %v, %s, %s", a, err, c.part("R1"), c.part("R2"))
	}
	c.clock.seconds(1)
	if c.part("R1") != "SUCCESS" || c.part("R2") != "REFUNDCLOSE" || c.held(no) != 40 || c.held(saved) != 100 {
		t.Errorf("%s, %s, held %d, %d", c.part("R1"), c.part("R2"), c.held(no), c.held(saved))
	}
	want(t, c.call(&wire.Refundquery, "out_trade_no", saved), "refund_fee", "0", "refund_status_0", "REFUNDCLOSE")
	if _, err := c.server.SetFunds("", nil, nil); err != nil || c.part("R2") != "REFUNDCLOSE" {
		t.Errorf("%v, %s", err, c.part("R2"))
	}
	c.clock.after(time.Minute)
	want(t, c.refund(saved, "R2", 100, 100), "result_code", "SUCCESS")
	if o, _ := c.server.Order(DefaultMchID, saved); len(o.Refunds) != 1 || o.State(c.clock.now) != book.Refunded {
		t.Errorf("%+v", o)
	}
}
