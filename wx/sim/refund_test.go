package sim

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"
	"time"

	"facetill/flow/golden"
	"facetill/wx/wire"
)

// paid makes a paid order.
func (c *client) paid(code string, fee int64) string {
	c.t.Helper()
	no := c.number()
	want(c.t, c.micropay(no, code, fee), "result_code", "SUCCESS")
	return no
}

func (c *client) refund(no, refundNo string, total, fee int64) wire.Message {
	c.t.Helper()
	return c.call(&wire.Refund, "out_trade_no", no, "out_refund_no", refundNo, "total_fee", itoa(total), "refund_fee", itoa(fee))
}

func TestRefund(t *testing.T) {
	c := newClient(t, Config{})
	no := c.paid(Code(0, 1), 1000)
	first := c.refund(no, "R1", 1000, 300)
	want(t, first, "result_code", "SUCCESS", "refund_fee", "300", "total_fee", "1000")
	// The same number again changes nothing, with other amounts it is refused.
	again := c.refund(no, "R1", 1000, 300)
	want(t, again, "result_code", "SUCCESS", "refund_id", first.Get("refund_id"))
	want(t, c.refund(no, "R1", 1000, 301), "err_code", "REFUND_FEE_MISMATCH")
	want(t, c.refund(c.paid(Code(0, 2), 1000), "R1", 1000, 300), "err_code", "REFUND_FEE_MISMATCH")
	if c.held(no) != 700 || c.state(no) != "REFUND" {
		t.Errorf("held %d, state %s", c.held(no), c.state(no))
	}
	want(t, c.refund(no, "R2", 1000, 701), "err_code", "ERROR", "err_code_des", wordTooMuch)
	want(t, c.refund(no, "R3", 999, 100), "err_code", "REFUND_FEE_MISMATCH")
	c.clock.seconds(60)
	want(t, c.refund(no, "R4", 1000, 700), "result_code", "SUCCESS")
	want(t, c.refund(no, "R5", 1000, 1), "err_code", "ERROR", "err_code_des", wordAllBack)
	want(t, c.refund("20261125999999", "R6", 1, 1), "err_code", "ORDERNOTEXIST")
	want(t, c.reverse(no), "result_code", "FAIL", "err_code", "TRADE_ERROR", "recall", "N")
	if o, _ := c.server.Order(DefaultMchID, no); c.held(no) != 0 || len(o.Notes) != 0 {
		t.Errorf("held %d, notes %q", c.held(no), o.Notes)
	}
	q := c.call(&wire.Refundquery, "out_trade_no", no)
	want(t, q, "refund_count", "2", "total_refund_count", "2", "out_refund_no_0", "R1", "refund_fee_1", "700",
		"refund_status_0", "SUCCESS", "refund_success_time_0", "2026-11-25 12:00:00")
	want(t, c.call(&wire.Refundquery, "out_refund_no", "R4"), "refund_count", "1", "out_refund_no_0", "R4")
	want(t, c.call(&wire.Refundquery, "refund_id", first.Get("refund_id")), "refund_count", "1", "out_refund_no_0", "R1")
	want(t, c.call(&wire.Refundquery, "out_trade_no", no, "offset", "1"), "refund_count", "1", "out_refund_no_0", "R4")
	want(t, c.call(&wire.Refundquery, "out_trade_no", no, "offset", "2"), "err_code", "REFUNDNOTEXIST")
	want(t, c.call(&wire.Refundquery, "out_refund_no", "R9"), "err_code", "REFUNDNOTEXIST")
}

// TestMinuteBetweenParts: two parts of one order are a minute apart, one number
// may be sent as often as one likes.
func TestMinuteBetweenParts(t *testing.T) {
	c := newClient(t, Config{})
	no, other := c.paid(Code(0, 1), 1000), c.paid(Code(0, 2), 1000)
	want(t, c.refund(no, "R1", 1000, 300), "result_code", "SUCCESS")
	want(t, c.refund(no, "R1", 1000, 300), "result_code", "SUCCESS")
	want(t, c.refund(no, "R2", 1000, 300), "err_code", "INVALID_REQ_TOO_MUCH", "err_code_des", "无效请求过多")
	want(t, c.refund(other, "R3", 1000, 300), "result_code", "SUCCESS")
	c.clock.seconds(59)
	want(t, c.refund(no, "R2", 1000, 300), "err_code", "INVALID_REQ_TOO_MUCH")
	want(t, c.call(&wire.Refundquery, "out_refund_no", "R2"), "err_code", "REFUNDNOTEXIST")
	want(t, c.refund(no, "R1", 1000, 300), "result_code", "SUCCESS")
	c.clock.seconds(1)
	want(t, c.refund(no, "R2", 1000, 300), "result_code", "SUCCESS")

	c = newClient(t, Config{LooseGap: true})
	no = c.paid(Code(0, 1), 1000)
	c.refund(no, "R1", 1000, 300)
	want(t, c.refund(no, "R2", 1000, 300), "result_code", "SUCCESS")
	if o, _ := c.server.Order(DefaultMchID, no); len(o.Notes) != 1 {
		t.Errorf("notes %q", o.Notes)
	}
}

// TestFiftyParts: the order is read in pages, and there is no part 51.
func TestFiftyParts(t *testing.T) {
	c := newClient(t, Config{})
	no := c.paid(Code(0, 1), 1000)
	for i := range 50 {
		want(t, c.refund(no, "R"+itoa(int64(i)), 1000, 1), "result_code", "SUCCESS")
		c.clock.seconds(60)
	}
	want(t, c.refund(no, "R50", 1000, 1), "err_code", "ERROR", "err_code_des", wordTooMany)
	want(t, c.refund(no, "R49", 1000, 1), "result_code", "SUCCESS")
	for offset, count := range map[string]string{"0": "20", "20": "20", "40": "10"} {
		want(t, c.call(&wire.Refundquery, "out_trade_no", no, "offset", offset), "refund_count", count,
			"total_refund_count", "50", "out_refund_no_0", "R"+offset)
	}
}

// TestRefundForAYear: 365 days from the payment on; a number that was accepted
// is answered for ever.
func TestRefundForAYear(t *testing.T) {
	c := newClient(t, Config{})
	no := c.paid(Code(0, 1), 1000)
	c.clock.after(365 * 24 * time.Hour)
	want(t, c.refund(no, "R1", 1000, 300), "result_code", "SUCCESS")
	c.clock.seconds(61)
	want(t, c.refund(no, "R2", 1000, 300), "err_code", "TRADE_OVERDUE", "err_code_des", "订单已经超过退款期限")
	want(t, c.refund(no, "R1", 1000, 300), "result_code", "SUCCESS")
}

// TestRefundOfACoupon: refund_fee is a part of total_fee; the payer gets what they
// paid in cash, in proportion, and with the last part what is left of it.
func TestRefundOfACoupon(t *testing.T) {
	c := newClient(t, Config{EarlyBills: true})
	whole, parts := c.paid(Code(61, 1), 1000), c.paid(Code(61, 2), 1000)
	want(t, c.refund(whole, "R1", 1000, 1000), "refund_fee", "1000", "cash_fee", "700", "cash_refund_fee", "700",
		"coupon_refund_fee", "300", "settlement_refund_fee", "700")
	want(t, c.refund(parts, "R2", 1000, 900), "refund_fee", "900", "cash_refund_fee", "630", "coupon_refund_fee", "270")
	c.clock.seconds(60)
	want(t, c.refund(parts, "R3", 1000, 100), "cash_refund_fee", "70", "coupon_refund_fee", "30", "total_fee", "1000")
	want(t, c.call(&wire.Refundquery, "out_trade_no", parts), "refund_fee", "1000", "cash_fee", "700",
		"refund_fee_0", "900", "settlement_refund_fee_0", "630", "coupon_refund_fee_0", "270")
	golden.File(t, "testdata/bill_coupon.golden", strings.ReplaceAll(string(c.raw(&wire.Downloadbill, "bill_date", "20261125").Body), "\r\n", "\n"))

	// Odd fen: never more cash than was paid, never a part that is negative.
	for serial, fees := range [][]int64{{1, 1, 1, 1, 1, 1, 1, 1, 1, 991}, {333, 333, 334}, {5, 5, 5, 985}, {999, 1}} {
		no, cash := c.paid(Code(61, uint64(10+serial)), 1000), int64(0)
		for i, fee := range fees {
			part := c.refund(no, itoa(int64(serial))+"P"+itoa(int64(i)), 1000, fee)
			back := int64(number(part.Get("cash_refund_fee")))
			if back < 0 || back > fee || back+int64(number(part.Get("coupon_refund_fee"))) != fee {
				t.Errorf("%d: part %d of %d gives %d in cash", serial, i, fee, back)
			}
			cash += back
			c.clock.seconds(60)
		}
		if cash != 700 {
			t.Errorf("%d: %d in cash", serial, cash)
		}
	}
}

func TestUnpaidIsNotRefunded(t *testing.T) {
	c := newClient(t, Config{})
	no := c.number()
	c.micropay(no, Code(13, 1), 100)
	want(t, c.refund(no, "R1", 100, 100), "err_code", "ORDERNOTEXIST")
	c.reverse(no)
	want(t, c.refund(no, "R1", 100, 100), "err_code", "INVALID_REQUEST")
}

func TestRefundThatTakesItsTime(t *testing.T) {
	c := newClient(t, Config{})
	no := c.paid(Code(57, 1), 100)
	want(t, c.refund(no, "R1", 100, 100), "result_code", "SUCCESS")
	want(t, c.call(&wire.Refundquery, "out_refund_no", "R1"), "refund_status_0", "PROCESSING", "refund_success_time_0", "")
	if c.held(no) != 100 {
		t.Error("gone before it arrived")
	}
	c.clock.seconds(60)
	want(t, c.call(&wire.Refundquery, "out_refund_no", "R1"), "refund_status_0", "SUCCESS", "refund_success_time_0", "2026-11-25 12:01:00")
	if c.held(no) != 0 {
		t.Error("still held")
	}
	no = c.paid(Code(58, 2), 100)
	c.refund(no, "R2", 100, 100)
	want(t, c.call(&wire.Refundquery, "out_refund_no", "R2"), "refund_status_0", "CHANGE")
	if c.held(no) != 100 {
		t.Error("an abnormal refund arrived")
	}
	c = newClient(t, Config{RefundAfter: 5 * time.Second})
	c.refund(c.paid(Code(0, 1), 100), "R1", 100, 100)
	want(t, c.call(&wire.Refundquery, "out_refund_no", "R1"), "refund_status_0", "PROCESSING")
}

func TestBill(t *testing.T) {
	c := newClient(t, Config{})
	refunded, reversed := c.paid(Code(0, 1), 1234), c.paid(Code(0, 2), 500)
	c.call(&wire.Facepay, append(face(c.number(), FaceCode(0, 3), 99), "attach", "a,b`c")...)
	c.micropay(c.number(), Code(15, 4), 777)
	c.clock.after(time.Hour)
	c.refund(refunded, "R1", 1234, 234)
	c.reverse(reversed)

	bill := func(pairs ...string) Reply {
		return c.raw(&wire.Downloadbill, append(pairs, "bill_date", "20261125")...)
	}
	want(t, c.read(bill()), "return_code", "FAIL", "return_msg", "Bill Creating", "error_code", "20002", "sign", "")
	c.clock.after(22 * time.Hour) // 11:00 of the next day
	golden.File(t, "testdata/bill.golden", strings.ReplaceAll(string(bill().Body), "\r\n", "\n"))
	golden.File(t, "testdata/bill_success.golden", strings.ReplaceAll(string(bill("bill_type", "SUCCESS").Body), "\r\n", "\n"))
	golden.File(t, "testdata/bill_refund.golden", strings.ReplaceAll(string(bill("bill_type", "REFUND").Body), "\r\n", "\n"))
	z, err := gzip.NewReader(bytes.NewReader(bill("tar_type", "GZIP").Body))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(z); err != nil || !bytes.Equal(text, bill().Body) {
		t.Errorf("the packed bill is another one: %v", err)
	}
	want(t, c.read(c.raw(&wire.Downloadbill, "bill_date", "20261124")), "return_msg", "No Bill Exist", "error_code", "20002")
	c.server.cfg.EarlyBills = true
	c.paid(Code(0, 9), 100)
	if text := string(c.raw(&wire.Downloadbill, "bill_date", "20261126").Body); !strings.HasPrefix(text, "\ufeff交易时间") {
		t.Errorf("with EarlyBills: %s", text)
	}
}
