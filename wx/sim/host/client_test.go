package host

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"testing"

	"facetill/wx/sim"
	"facetill/wx/wire"
)

// client is a small raw client of one merchant: it signs requests and reads answers.
type client struct {
	t      *testing.T
	key    *wire.Key
	serial int
}

func newClient(t *testing.T) *client {
	t.Helper()
	key, err := wire.NewKey(sim.DefaultAPIKey)
	if err != nil {
		t.Fatal(err)
	}
	return &client{t: t, key: key}
}

// number mints an out_trade_no.
func (c *client) number() string {
	c.serial++
	return fmt.Sprintf("20261125%08d", c.serial)
}

// post sends a signed request with the common fields and the pairs given.
func (c *client) post(h *http.Client, url string, api *wire.API, pairs ...string) (*http.Response, error) {
	m := wire.Message{{Name: "appid", Value: sim.DefaultAppID}, {Name: "mch_id", Value: sim.DefaultMchID},
		{Name: "nonce_str", Value: "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"}, {Name: "sign_type", Value: string(wire.HMACSHA256)}}
	for i := 0; i < len(pairs); i += 2 {
		m.Set(pairs[i], pairs[i+1])
	}
	m.Set("sign", c.key.Sign(m, wire.HMACSHA256))
	return h.Post(url+api.Path, "text/xml; charset=utf-8", bytes.NewReader(m.Append(nil)))
}

// answer wants an answer that arrives and is well signed.
func (c *client) answer(resp *http.Response, err error) wire.Message {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
	body := readAll(c.t, resp)
	m, err := wire.Decode([]byte(body))
	if err == nil {
		err = c.key.VerifyAs(m, wire.HMACSHA256)
	}
	if err != nil || resp.StatusCode != http.StatusOK {
		c.t.Fatalf("status %d, %v\n%s", resp.StatusCode, err, body)
	}
	return m
}

// sale are the fields of a micropay request.
func sale(no, code string, fee int64) []string {
	return []string{"body", "coffee", "out_trade_no", no, "total_fee", strconv.FormatInt(fee, 10), "spbill_create_ip", "127.0.0.1", "auth_code", code}
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

func readAll(t *testing.T, r *http.Response) string {
	t.Helper()
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
