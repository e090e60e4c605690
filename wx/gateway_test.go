package wx

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/secret"
)

func testGateway(t testing.TB, cfg Config) *Gateway {
	t.Helper()
	g, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { g.Close() })
	return g
}

func payRequest() flow.PayRequest {
	return flow.PayRequest{Attempt: testAttempt(flow.FamilyMicropay), Credential: secret.New(markedCode)}
}

// paying answers every request with a good payment.
func paying(t testing.TB) http.HandlerFunc {
	body := signed(t, success()...)
	return func(w http.ResponseWriter, r *http.Request) { w.Write(body) }
}

func TestPayOnTheWire(t *testing.T) {
	s := newServer(t, paying(t))
	cfg := testConfig(t, s)
	cfg.Merchant.SubMchID, cfg.Merchant.SubAppID = "1900000111", "wx9"
	g := testGateway(t, cfg)
	p := payRequest()
	p.Attempt.Merchant, p.Attempt.Attach, p.Attempt.GoodsTag = cfg.Merchant, "a", "g"
	g.Pay(t.Context(), p)
	want := message("appid", "wx1", "mch_id", "1900000109", "sub_appid", "wx9", "sub_mch_id", "1900000111", "device_info", "lane-3",
		"body", "shop", "attach", "a", "out_trade_no", string(testNo), "total_fee", "1500", "fee_type", "CNY", "spbill_create_ip", "127.0.0.1",
		"goods_tag", "g", "time_start", "20261125120000", "time_expire", "20261125120200", "auth_code", markedCode,
		"scene_info", `{"store_info":{"id":"S1","name":"店","area_code":"440305","address":"路1号"}}`, "sign_type", "HMAC-SHA256")
	got := s.last()
	got.Set("nonce_str", "")
	got.Set("sign", "")
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v\nwant\n%v", got, want)
	}
	if path := s.requests[0].URL.Path; path != "/pay/micropay" {
		t.Errorf("path %s", path)
	}

	p.Attempt.Family, p.Attempt.Body = flow.FamilyFacepay, "coffee"
	p.Credential, p.OpenID = secret.New("f1300-0000000001-1234"), secret.New("oPayer")
	g.Pay(t.Context(), p)
	m := s.last()
	if s.requests[1].URL.Path != "/pay/facepay" || m.Get("face_code") != "f1300-0000000001-1234" || m.Get("openid") != "oPayer" ||
		m.Get("body") != "coffee" || m.Has("auth_code") || m.Has("scene_info") {
		t.Errorf("%s %v", s.requests[1].URL.Path, m)
	}
	p.OpenID = secret.Secret{}
	if a := g.Pay(t.Context(), p); a.Kind != flow.AnswerNotSent || a.Code != "FIELD" {
		t.Errorf("without openid: %+v", a)
	}
	for _, query := range []func() flow.Answer{
		func() flow.Answer { return g.Query(t.Context(), p.Attempt, flow.Try{}) },
		func() flow.Answer { return g.Reverse(t.Context(), p.Attempt) },
	} {
		query()
		if path := s.requests[len(s.requests)-1].URL.Path; !strings.Contains(path, "facepay") {
			t.Errorf("family left: %s", path)
		}
	}
}

func TestPayAnswersPaid(t *testing.T) {
	s := newServer(t, paying(t))
	a := testGateway(t, testConfig(t, s)).Pay(t.Context(), payRequest())
	if a.Kind != flow.AnswerPaid || a.Charge.TransactionID != "4200001" || a.SentAt.IsZero() {
		t.Errorf("%+v", a)
	}
}

// TestPayNotSent: everything that keeps a pay request from leaving, and that
// nothing left.
func TestPayNotSent(t *testing.T) {
	s := newServer(t, paying(t))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	late, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	rows := []struct {
		code string
		ctx  context.Context
		edit func(*Config, *flow.PayRequest)
	}{
		{"CERT_MISSING", nil, func(c *Config, p *flow.PayRequest) { c.Cert = nil }},
		{"CERT_PASSWORD", nil, func(c *Config, p *flow.PayRequest) {
			c.Cert, c.CertProblem = nil, &CertError{"CERT_PASSWORD", "x.p12", "does not open", "try"}
		}},
		{"CERT_EXPIRED", nil, func(c *Config, p *flow.PayRequest) {
			c.Cert = certFor(t, someTime.AddDate(-2, 0, 0), someTime.AddDate(-1, 0, 0))
		}},
		{"CERT_NOT_YET", nil, func(c *Config, p *flow.PayRequest) {
			c.Cert = certFor(t, time.Now().AddDate(1, 0, 0), time.Now().AddDate(2, 0, 0))
		}},
		{"FIELD", nil, func(c *Config, p *flow.PayRequest) { p.Credential = secret.New("1300-" + markedCode) }},
		{"FIELD", nil, func(c *Config, p *flow.PayRequest) { p.Credential = secret.New("160000000000001234") }},
		{"FIELD", nil, func(c *Config, p *flow.PayRequest) { p.Attempt.Attach = "😀" }},
		{"FIELD", nil, func(c *Config, p *flow.PayRequest) { p.Attempt.TotalFee = 0 }},
		{"FIELD", nil, func(c *Config, p *flow.PayRequest) { p.Attempt.Family = "" }},
		{"SEND_BY", ended, func(c *Config, p *flow.PayRequest) {
			c.Dial = func(context.Context, string, string) (net.Conn, error) {
				return net.Dial("tcp", s.Listener.Addr().String())
			}
		}},
		{"SEND_BY", late, func(c *Config, p *flow.PayRequest) {
			c.Dial = func(context.Context, string, string) (net.Conn, error) {
				return net.Dial("tcp", s.Listener.Addr().String())
			}
		}},
		{"SEND_BY", nil, func(c *Config, p *flow.PayRequest) { // the machine sleeps while it connects
			leapOnDial(c, 3*time.Second)
		}},
		{"SEND_BY", nil, func(c *Config, p *flow.PayRequest) { // the wall clock is set back
			leapOnDial(c, -2*time.Hour)
		}},
		{"SEND_BY", nil, func(c *Config, p *flow.PayRequest) { // WeChat's clock is past send_by
			c.Clock = clock.NewMachine()
			c.WeChat = clock.NewWeChat(c.Clock)
			c.WeChat.Observe(someTime.Add(time.Minute), c.Clock.Now())
			c.Cert = certFor(t, someTime.AddDate(-1, 0, 0), someTime.AddDate(1, 0, 0))
			p.Attempt.SendBy = someTime.Add(8 * time.Second)
		}},
	}
	for i, r := range rows {
		cfg, p := testConfig(t, s), payRequest()
		r.edit(&cfg, &p)
		if r.ctx == nil {
			r.ctx = t.Context()
		}
		g := testGateway(t, cfg)
		if err := g.Ready(); (err != nil) != strings.HasPrefix(r.code, "CERT_") {
			t.Errorf("row %d: ready: %v", i, err)
		}
		a := g.Pay(r.ctx, p)
		// A context that has ended may also show as a handshake that did not happen.
		ended := r.ctx.Err() != nil && a.Code == "TLS"
		if a.Kind != flow.AnswerNotSent || a.Code != r.code && !ended || a.Message == "" || !a.SentAt.IsZero() {
			t.Errorf("row %d: %+v, want %s", i, a, r.code)
		}
		if strings.Contains(fmt.Sprintf("%+v", a), markedCode) {
			t.Errorf("row %d holds the code: %+v", i, a)
		}
	}
	if _, n := s.counts(); n != 0 {
		t.Errorf("%d requests reached the server", n)
	}
}

// leap is a clock whose wall time can be moved.
type leap struct{ by atomic.Int64 }

func (l *leap) Now() clock.Instant {
	return clock.Instant{Wall: time.Now().Round(0).Add(time.Duration(l.by.Load()))}
}

func (l *leap) Sleep(context.Context, time.Duration, <-chan struct{}) {}

// leapOnDial moves the wall clock while the connection is being opened.
func leapOnDial(c *Config, by time.Duration) {
	clock := &leap{}
	c.Clock = clock
	c.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
		clock.by.Store(int64(by))
		return new(net.Dialer).DialContext(ctx, network, addr)
	}
}

// TestNothingPrintsASecret prints what a careless line could print.
func TestNothingPrintsASecret(t *testing.T) {
	s := newServer(t, paying(t))
	cfg := testConfig(t, s)
	cfg.ProxyPassword = secret.New(markedPassword)
	g := testGateway(t, cfg)
	p := payRequest()
	text := fmt.Sprintf("%v %+v %#v %v %+v %#v %+v %+v", cfg, cfg, cfg, g, g, p, p, g.Pay(t.Context(), p))
	for _, secret := range []string{markedKey, markedPassword, markedCode, "oPayer"} {
		if strings.Contains(text, secret) {
			t.Errorf("%s was printed", secret)
		}
	}
}

func TestNewReportsAllProblems(t *testing.T) {
	_, err := New(Config{SignType: "SHA1", MainURL: "http://x", ClientIP: "till-3", Store: Store{ID: "1", Address: strings.Repeat("路", 99)}})
	for _, want := range []string{"app_id", "mch_id", "api key", "sign_type", "https", "client_ip", "scene_info"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no word of %s in: %v", want, err)
		}
	}
}

// What a cashier reads of a field before a face is taken names no API; what the
// answer of a payment says of it does.
func TestTheSameFieldForACashierAndForTheJournal(t *testing.T) {
	g, _ := simGateway(t)
	for _, family := range []flow.Family{flow.FamilyMicropay, flow.FamilyFacepay} {
		p := simSale(family, 0)
		p.Attempt.Body = strings.Repeat("中", 43)
		const text = "body has 129 bytes, 127 are allowed; shorten it"
		if err := g.CheckPay(p); err == nil || err.Error() != text {
			t.Errorf("%s: a cashier reads %v", family, err)
		}
		api := map[flow.Family]string{flow.FamilyMicropay: "micropay", flow.FamilyFacepay: "facepay"}[family]
		if got := g.Pay(t.Context(), p); got.Kind != flow.AnswerNotSent || got.Message != api+": "+text {
			t.Errorf("%s: %s %s", family, got.Kind, got.Message)
		}
	}
}
