package sim

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"facetill/wx/sim/book"
	"facetill/wx/wire"
)

// clock is a hand-driven clock. Its start is a winter noon in Beijing.
type clock struct{ now time.Time }

func newClock() *clock { return &clock{time.Date(2026, 11, 25, 12, 0, 0, 0, book.Beijing)} }

func (c *clock) Now() time.Time               { return c.now }
func (c *clock) after(d time.Duration)        { c.now = c.now.Add(d) }
func (c *clock) seconds(n int) *clock         { c.after(time.Duration(n) * time.Second); return c }
func (c *clock) stamp(d time.Duration) string { return stamp(c.now.Add(d)) }

// client is a small raw client: it signs requests and reads answers.
type client struct {
	t      *testing.T
	clock  *clock
	server *Server
	key    *wire.Key
	sign   wire.SignType
	cert   bool
	serial int
}

func newClient(t *testing.T, cfg Config) *client {
	t.Helper()
	c := &client{t: t, clock: newClock(), sign: wire.HMACSHA256, cert: true}
	if cfg.Now == nil {
		cfg.Now = c.clock.Now
	}
	var err error
	if c.server, err = New(cfg); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.server.Close() })
	if c.key, err = wire.NewKey(DefaultAPIKey); err != nil {
		t.Fatal(err)
	}
	return c
}

// number mints an out_trade_no.
func (c *client) number() string {
	c.serial++
	return fmt.Sprintf("20261125%08d", c.serial)
}

// message is a request with the common fields and the pairs given.
func (c *client) message(pairs ...string) wire.Message {
	m := wire.Message{{Name: "appid", Value: DefaultAppID}, {Name: "mch_id", Value: DefaultMchID}, {Name: "nonce_str", Value: "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"}}
	if c.sign == wire.HMACSHA256 {
		m.Set("sign_type", string(c.sign))
	}
	for i := 0; i < len(pairs); i += 2 {
		m.Set(pairs[i], pairs[i+1])
	}
	return m
}

func (c *client) signed(m wire.Message) []byte {
	m.Set("sign", c.key.Sign(m, c.sign))
	return m.Append(nil)
}

// raw posts without a network and returns what the network would be told.
func (c *client) raw(api *wire.API, pairs ...string) Reply {
	return c.server.Do(api.Path, c.signed(c.message(pairs...)), c.cert)
}

// call posts and wants an answer that arrives, well-signed where it is signed.
func (c *client) call(api *wire.API, pairs ...string) wire.Message {
	c.t.Helper()
	return c.read(c.raw(api, pairs...))
}

func (c *client) read(r Reply) wire.Message {
	c.t.Helper()
	if r.Fault != Deliver || r.Status != 200 {
		c.t.Fatalf("reply was not delivered: fault %d, status %d, %s", r.Fault, r.Status, r.Body)
	}
	m, err := wire.Decode(r.Body)
	if err != nil {
		c.t.Fatalf("answer does not decode: %v\n%s", err, r.Body)
	}
	if m.Get("return_code") == wire.Success {
		if err := c.key.VerifyAs(m, c.sign); err != nil {
			c.t.Fatalf("answer is not well-signed: %v\n%s", err, r.Body)
		}
	}
	return m
}

// sale are the fields of a micropay request.
func sale(no, code string, fee int64) []string {
	return []string{"body", "coffee", "out_trade_no", no, "total_fee", itoa(fee), "spbill_create_ip", "127.0.0.1", "auth_code", code}
}

// face are the fields of a facepay request.
func face(no, code string, fee int64) []string {
	return []string{"body", "coffee", "out_trade_no", no, "total_fee", itoa(fee), "spbill_create_ip", "127.0.0.1",
		"fee_type", "CNY", "openid", "oPayer", "face_code", code}
}

func (c *client) micropay(no, code string, fee int64) wire.Message {
	c.t.Helper()
	return c.call(&wire.Micropay, sale(no, code, fee)...)
}

func (c *client) state(no string) string {
	c.t.Helper()
	m := c.call(&wire.Orderquery, "out_trade_no", no)
	if m.Get("result_code") == wire.Success {
		return m.Get("trade_state")
	}
	return m.Get("err_code")
}

func (c *client) reverse(no string) wire.Message {
	c.t.Helper()
	return c.call(&wire.Reverse, "out_trade_no", no)
}

func (c *client) held(no string) int64 {
	o, _ := c.server.Order(DefaultMchID, no)
	return o.Held(c.clock.now)
}

// want compares fields of an answer: name, value, name, value...
func want(t *testing.T, m wire.Message, pairs ...string) {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if got := m.Get(pairs[i]); got != pairs[i+1] {
			t.Errorf("%s is %q, want %q in %s", pairs[i], got, pairs[i+1], bytes.TrimSpace(m.Append(nil)))
		}
	}
}
