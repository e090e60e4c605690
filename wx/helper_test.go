package wx

import (
	"context"
	"crypto/tls"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"facetill/flow"
	"facetill/wx/wire"
)

// Marked secrets: no error, log line or string may ever hold one of them.
const (
	markedKey      = "MARKED0123456789abcdef0123456789"
	markedPassword = "MARKEDpassword"
	markedCode     = "130000000000001234"
)

func testKey(t testing.TB) *wire.Key {
	t.Helper()
	k, err := wire.NewKey(markedKey)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// server is a TLS server that counts connections and requests.
type server struct {
	*httptest.Server
	mu       sync.Mutex
	opened   int
	requests []*http.Request
	bodies   []wire.Message
}

func newServer(t testing.TB, h http.HandlerFunc) *server { return newTLSServer(t, h, nil) }

func newTLSServer(t testing.TB, h http.HandlerFunc, secure *tls.Config) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		m, _ := wire.Decode(body)
		s.mu.Lock()
		s.requests = append(s.requests, r)
		s.bodies = append(s.bodies, m)
		s.mu.Unlock()
		h(w, r)
	}))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			s.mu.Lock()
			s.opened++
			s.mu.Unlock()
		}
	}
	s.Config.ErrorLog = quiet(t)
	s.TLS = secure
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func (s *server) counts() (opened, requests int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.opened, len(s.requests)
}

// last is the body of the last request.
func (s *server) last() wire.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bodies[len(s.bodies)-1]
}

func (s *server) ca() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
}

// testConfig leads all hosts to one server.
func testConfig(t testing.TB, s *server) Config {
	return Config{
		Merchant: testMerchant, Key: testKey(t), ClientIP: "127.0.0.1",
		MainURL: s.URL, FaceURL: s.URL, CAPEM: s.ca(), Cert: testCert(t), Body: "shop",
		Store: Store{ID: "S1", Name: "店", AreaCode: "440305", Address: "路1号"},
	}
}

var testMerchant = flow.Merchant{AppID: "wx1", MchID: "1900000109"}

func testClient(t testing.TB, cfg Config) *client {
	t.Helper()
	c, err := newClient(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.close)
	return c
}

// signed writes a well-signed answer of the test merchant.
func signed(t testing.TB, fields ...wire.Field) []byte {
	m := wire.Message{{Name: "return_code", Value: "SUCCESS"}, {Name: "appid", Value: "wx1"}, {Name: "mch_id", Value: "1900000109"}, {Name: "nonce_str", Value: "n"}}
	for _, f := range fields {
		m.Set(f.Name, f.Value)
	}
	m.Set("sign", testKey(t).Sign(m, wire.HMACSHA256))
	return m.Append(nil)
}

func f(name, value string) wire.Field { return wire.Field{Name: name, Value: value} }

// query is a small request that any server will do for.
func query(c *client, ctx context.Context, q request) answer {
	q.api, q.merchant, q.own = &wire.Orderquery, c.cfg.Merchant, []wire.Field{f("out_trade_no", "12345678")}
	return c.send(ctx, &q)
}

var someTime = time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)

func decode(t testing.TB, body []byte) wire.Message {
	m, err := wire.Decode(body)
	if err != nil {
		t.Error(err)
	}
	return m
}
