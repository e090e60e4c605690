package sim

import (
	"strings"
	"testing"
	"time"

	"facetill/wx/sim/book"
	"facetill/wx/wire"
)

func TestPlainSale(t *testing.T) {
	for _, sign := range []wire.SignType{wire.MD5, wire.HMACSHA256} {
		c := newClient(t, Config{})
		c.sign = sign
		no := c.number()
		m := c.micropay(no, Code(0, 1), 1500)
		want(t, m, "result_code", "SUCCESS", "total_fee", "1500", "out_trade_no", no, "trade_type", "MICROPAY",
			"appid", DefaultAppID, "mch_id", DefaultMchID, "time_end", "20261125120000", "err_code", "")
		q := c.call(&wire.Orderquery, "transaction_id", m.Get("transaction_id"))
		want(t, q, "trade_state", "SUCCESS", "total_fee", "1500", "openid", m.Get("openid"), "out_trade_no", no)
		if c.held(no) != 1500 {
			t.Errorf("merchant holds %d", c.held(no))
		}
	}
}

// TestProviderMode: the sub-merchant's fields come back, with its own openid.
func TestProviderMode(t *testing.T) {
	c := newClient(t, Config{})
	no := c.number()
	sub := []string{"sub_mch_id", "1900000109", "sub_appid", "wx8888888888888888"}
	m := c.call(&wire.Micropay, append(sale(no, Code(0, 1), 100), sub...)...)
	want(t, m, "result_code", "SUCCESS", "sub_mch_id", "1900000109", "sub_appid", "wx8888888888888888")
	q := c.call(&wire.Orderquery, append(sub, "out_trade_no", no)...)
	if q.Get("sub_openid") == "" || q.Get("sub_openid") == q.Get("openid") || q.Get("sub_openid") != m.Get("sub_openid") {
		t.Errorf("sub_openid %q, then %q", m.Get("sub_openid"), q.Get("sub_openid"))
	}
}

func TestFaceFamily(t *testing.T) {
	c := newClient(t, Config{})
	no := c.number()
	m := c.call(&wire.Facepay, face(no, FaceCode(0, 7), 200)...)
	want(t, m, "result_code", "SUCCESS", "trade_type", "FACEPAY", "openid", "oPayer")
	want(t, c.call(&wire.Facepayquery, "out_trade_no", no), "trade_state", "SUCCESS")
	// Each family has its own query, reverse and form of code.
	if st := c.state(no); st != "ORDERNOTEXIST" {
		t.Errorf("the other family's query says %s", st)
	}
	want(t, c.reverse(no), "result_code", "FAIL", "err_code", "INVALID_REQUEST", "recall", "N")
	if c.held(no) != 200 {
		t.Error("the other family's reverse touched the order")
	}
	want(t, c.micropay(c.number(), FaceCode(0, 8), 200), "err_code", "AUTH_CODE_INVALID")
	want(t, c.call(&wire.Facepay, face(c.number(), Code(0, 9), 200)...), "err_code", "PARAM_ERROR")
	want(t, c.call(&wire.Facepayreverse, "out_trade_no", no), "result_code", "SUCCESS", "recall", "N")
	if c.held(no) != 0 {
		t.Error("a reversed order is still held")
	}
}

// TestDefaultKey: 32 characters, as the merchant platform's.
func TestDefaultKey(t *testing.T) {
	if len(DefaultAPIKey) != 32 || !strings.Contains(DefaultAPIKey, "SIMULATOR") {
		t.Errorf("key of %d characters", len(DefaultAPIKey))
	}
}

func TestOneCodeOneOrder(t *testing.T) {
	c := newClient(t, Config{})
	paid, again := c.number(), c.number()
	c.micropay(paid, Code(0, 1), 100)
	want(t, c.micropay(again, Code(0, 1), 100), "err_code", "AUTH_CODE_INVALID", "err_code_des", wordCodeUsed)
	if st := c.state(again); st != "ORDERNOTEXIST" {
		t.Errorf("a used code made an order: %s", st)
	}
	// A code is burnt by a refusal too, with an order (15) and without (17).
	c.micropay(c.number(), Code(15, 2), 100)
	want(t, c.micropay(c.number(), Code(15, 2), 100), "err_code", "AUTH_CODE_INVALID")
	c.micropay(c.number(), Code(17, 3), 100)
	want(t, c.micropay(c.number(), Code(17, 3), 100), "err_code", "AUTH_CODE_INVALID")
	// One that never arrived is not.
	c.raw(&wire.Micropay, sale(c.number(), Code(25, 4), 100)...)
	if c.server.book.Used(book.FingerprintOf(Code(25, 4))) {
		t.Error("a lost request burnt its code")
	}
	c.call(&wire.Facepay, face(c.number(), FaceCode(0, 5), 100)...)
	want(t, c.call(&wire.Facepay, face(c.number(), FaceCode(0, 5), 100)...), "err_code", "PARAM_ERROR", "err_code_des", wordFaceUsed)
}

func TestSecondDelivery(t *testing.T) {
	c := newClient(t, Config{})
	no := c.number()
	c.micropay(no, Code(0, 1), 100)
	want(t, c.micropay(no, Code(0, 1), 100), "err_code", "ORDERPAID")
	want(t, c.micropay(no, Code(0, 1), 101), "err_code", "OUT_TRADE_NO_USED")
	want(t, c.micropay(no, Code(0, 2), 100), "err_code", "OUT_TRADE_NO_USED")
	if o, _ := c.server.Order(DefaultMchID, no); o.Held(c.clock.now) != 100 || o.Deliveries != 4 {
		t.Errorf("held %d after %d deliveries", o.Held(c.clock.now), o.Deliveries)
	}
	no = c.number()
	c.micropay(no, Code(13, 3), 100)
	want(t, c.micropay(no, Code(13, 3), 100), "err_code", "USERPAYING")
}

// TestReversedNumberIsDead is the late arrival: whatever comes after a reverse
// is refused, for a number that was known and for one that was not.
func TestReversedNumberIsDead(t *testing.T) {
	c := newClient(t, Config{})
	no := c.number()
	c.micropay(no, Code(0, 1), 100)
	c.clock.seconds(15)
	want(t, c.reverse(no), "result_code", "SUCCESS", "recall", "N")
	want(t, c.reverse(no), "result_code", "SUCCESS", "recall", "N")
	if st := c.state(no); st != "REVOKED" || c.held(no) != 0 {
		t.Errorf("state %s, held %d", st, c.held(no))
	}
	want(t, c.micropay(no, Code(0, 1), 100), "err_code", "ORDERREVERSED")
	want(t, c.micropay(no, Code(0, 2), 100), "err_code", "ORDERREVERSED")

	for mode, after := range map[UnknownReverse][3]string{
		ReverseBlocks:  {"SUCCESS", "ORDERNOTEXIST", "ORDERREVERSED"},
		ReverseCloses:  {"SUCCESS", "REVOKED", "ORDERREVERSED"},
		ReverseForgets: {"SUCCESS", "ORDERNOTEXIST", ""},
		ReverseRecalls: {"FAIL", "ORDERNOTEXIST", ""},
	} {
		c := newClient(t, Config{UnknownReverse: mode})
		no := c.number()
		want(t, c.reverse(no), "result_code", after[0])
		want(t, c.reverse(no), "result_code", after[0])
		if st := c.state(no); st != after[1] {
			t.Errorf("mode %d: query says %s, want %s", mode, st, after[1])
		}
		want(t, c.micropay(no, Code(0, 1), 100), "err_code", after[2])
	}
}

func TestReverseStopsALateSettlement(t *testing.T) {
	c := newClient(t, Config{})
	no := c.number()
	c.micropay(no, Code(33, 1), 100) // settles after 60 s
	c.clock.seconds(20)
	want(t, c.reverse(no), "result_code", "SUCCESS")
	c.clock.seconds(60)
	if st := c.state(no); st != "REVOKED" || c.held(no) != 0 {
		t.Errorf("state %s, held %d", st, c.held(no))
	}
}

func TestReverseRules(t *testing.T) {
	c := newClient(t, Config{})
	no := c.number()
	c.micropay(no, Code(0, 1), 100)
	c.clock.seconds(3)
	c.reverse(no)
	if o, _ := c.server.Order(DefaultMchID, no); len(o.Notes) != 1 || !strings.Contains(o.Notes[0], "reversed 3s after") {
		t.Errorf("notes: %q", o.Notes)
	}
	old := c.number()
	c.micropay(old, Code(0, 2), 100)
	c.clock.after(reverseFor + time.Second)
	want(t, c.reverse(old), "err_code", "REVERSE_EXPIRE", "recall", "N")
	want(t, c.call(&wire.Reverse, "transaction_id", "4200000000"), "err_code", "INVALID_TRANSACTIONID")
}

func TestChargesAreReversedForSoLong(t *testing.T) {
	c := newClient(t, Config{ReverseFor: 30 * time.Second})
	for code, last := range map[int][]string{0: {"err_code", "REVERSE_EXPIRE"}, 13: {"recall", "N", "result_code", "SUCCESS"}} {
		no, young := c.number(), c.number()
		c.micropay(no, Code(code, 1), 100)
		c.micropay(young, Code(code, 2), 100)
		c.clock.seconds(30)
		want(t, c.reverse(young), "result_code", "SUCCESS")
		c.clock.after(1)
		want(t, c.reverse(no), last...)
	}
}

func TestUserPayingSettlesByTheClock(t *testing.T) {
	c := newClient(t, Config{})
	no := c.number()
	want(t, c.micropay(no, Code(11, 1), 100), "result_code", "FAIL", "err_code", "USERPAYING")
	c.clock.after(8*time.Second - 1)
	if st := c.state(no); st != "USERPAYING" {
		t.Errorf("a moment before: %s", st)
	}
	c.clock.after(1)
	if st := c.state(no); st != "SUCCESS" {
		t.Errorf("at 8 s: %s", st)
	}
	want(t, c.call(&wire.Orderquery, "out_trade_no", no), "time_end", "20261125120008")

	c = newClient(t, Config{Speed: 4})
	no = c.number()
	c.micropay(no, Code(11, 1), 100)
	if c.clock.seconds(2); c.state(no) != "SUCCESS" {
		t.Error("four times faster, 8 s are not 2 s")
	}
}

func TestTimeExpire(t *testing.T) {
	c := newClient(t, Config{})
	pay := func(code string, left time.Duration) (string, wire.Message) {
		no := c.number()
		return no, c.call(&wire.Micropay, append(sale(no, code, 100), "time_expire", c.clock.stamp(left))...)
	}
	// A request that arrives with less than a minute left is refused.
	no, m := pay(Code(0, 1), 59*time.Second)
	want(t, m, "err_code", "PARAM_ERROR", "err_code_des", wordExpireShort)
	if st := c.state(no); st != "ORDERNOTEXIST" {
		t.Errorf("refused, and yet %s", st)
	}
	// The refusal burnt no code.
	_, m = pay(Code(0, 1), 60*time.Second)
	want(t, m, "result_code", "SUCCESS")
	// A page that is open when the order expires cannot pay any more.
	no, _ = pay(Code(13, 2), 2*time.Minute)
	if c.clock.seconds(119); c.state(no) != "USERPAYING" {
		t.Error("not open until it expires")
	}
	if c.clock.seconds(1); c.state(no) != "NOTPAY" {
		t.Errorf("expired: %s", c.state(no))
	}
	// Nor does a bank's late yes.
	no, _ = pay(Code(33, 3), 60*time.Second)
	if c.clock.seconds(61); c.state(no) != "SUCCESS" {
		t.Error("settled at the second of its expiry is in time")
	}
	c.server.cfg.Speed = 0.5
	no, _ = pay(Code(33, 4), 60*time.Second)
	if c.clock.seconds(3600); c.state(no) != "NOTPAY" {
		t.Errorf("settled after its expiry: %s", c.state(no))
	}
}
