package wx

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"facetill/flow"
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
	return flow.PayRequest{Attempt: testAttempt(flow.FamilyMicropay), Credential: flow.NewSecret(canaryCode)}
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
		"goods_tag", "g", "time_start", "20261125120000", "time_expire", "20261125120200", "auth_code", canaryCode,
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
	p.Credential, p.OpenID = flow.NewSecret("f1300-0000000001-1234"), flow.NewSecret("oPayer")
	g.Pay(t.Context(), p)
	m := s.last()
	if s.requests[1].URL.Path != "/pay/facepay" || m.Get("face_code") != "f1300-0000000001-1234" || m.Get("openid") != "oPayer" ||
		m.Get("body") != "coffee" || m.Has("auth_code") || m.Has("scene_info") {
		t.Errorf("%s %v", s.requests[1].URL.Path, m)
	}
	p.OpenID = flow.Secret{}
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
		{"CERT_EXPIRED", nil, func(c *Config, p *flow.PayRequest) {
			c.Cert = certFor(t, someTime.AddDate(-2, 0, 0), someTime.AddDate(-1, 0, 0))
		}},
		{"CERT_NOT_YET", nil, func(c *Config, p *flow.PayRequest) {
			c.Cert = certFor(t, time.Now().AddDate(1, 0, 0), time.Now().AddDate(2, 0, 0))
		}},
		{"FIELD", nil, func(c *Config, p *flow.PayRequest) { p.Credential = flow.NewSecret("1300-" + canaryCode) }},
		{"FIELD", nil, func(c *Config, p *flow.PayRequest) { p.Credential = flow.NewSecret("160000000000001234") }},
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
			c.Clock = flow.NewMachine()
			c.WeChat = flow.NewWeChatClock(c.Clock)
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
		a := testGateway(t, cfg).Pay(r.ctx, p)
		// A context that has ended may also show as a handshake that did not happen.
		ended := r.ctx.Err() != nil && a.Code == "TLS"
		if a.Kind != flow.AnswerNotSent || a.Code != r.code && !ended || a.Message == "" || !a.SentAt.IsZero() {
			t.Errorf("row %d: %+v, want %s", i, a, r.code)
		}
		if strings.Contains(fmt.Sprintf("%+v", a), canaryCode) {
			t.Errorf("row %d holds the code: %+v", i, a)
		}
	}
	if _, n := s.counts(); n != 0 {
		t.Errorf("%d requests reached the server", n)
	}
}

// leap is a clock whose wall time can be moved.
type leap struct{ by atomic.Int64 }

func (l *leap) Now() flow.Instant {
	return flow.Instant{Wall: time.Now().Round(0).Add(time.Duration(l.by.Load()))}
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

// TestPayIsWaitedFor: once a byte is out, the end of the caller's context
// changes nothing.
func TestPayIsWaitedFor(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	answer := paying(t)
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		cancel()
		answer(w, r)
	})
	if a := testGateway(t, testConfig(t, s)).Pay(ctx, payRequest()); a.Kind != flow.AnswerPaid {
		t.Errorf("%+v", a)
	}
}

// TestBackupHost: the pay request goes to the backup host only while not one
// byte of it was written.
func TestBackupHost(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	hangup := func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) }
	broken := func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(502) }
	for _, r := range []struct {
		name         string
		main         http.HandlerFunc // nil: refuses connections
		kind         flow.AnswerKind
		atMain, then int
	}{
		{"main works", paying(t), flow.AnswerPaid, 1, 0},
		{"main refuses the connection", nil, flow.AnswerPaid, 0, 1},
		{"main closes after the request", hangup, flow.AnswerLost, 1, 0},
		{"main answers 502", broken, flow.AnswerLost, 1, 0},
	} {
		main, backup := newServer(t, r.main), newServer(t, paying(t))
		cfg := testConfig(t, main)
		cfg.BackupURL = backup.URL
		cfg.CAPEM = append(cfg.CAPEM, backup.ca()...)
		if r.main == nil {
			cfg.MainURL = "https://" + closed.Addr().String()
		}
		g := testGateway(t, cfg)
		a := g.Pay(t.Context(), payRequest())
		_, atMain := main.counts()
		_, then := backup.counts()
		if a.Kind != r.kind || atMain != r.atMain || then != r.then {
			t.Errorf("%s: %s %s, %d and %d requests", r.name, a.Kind, a.Code, atMain, then)
		}
		if r.main != nil {
			continue
		}
		// Later calls go to the host that can be reached, once each.
		g.Reverse(t.Context(), payRequest().Attempt)
		if _, n := backup.counts(); n != 2 {
			t.Errorf("%s: the reverse did not go to the backup host", r.name)
		}
	}
}

func TestQueryBackup(t *testing.T) {
	system := signed(t, f("result_code", "FAIL"), f("err_code", "SYSTEMERROR"))
	for _, r := range []struct {
		name string
		main http.HandlerFunc
		try  flow.Try
		kind flow.AnswerKind
		then int
	}{
		{"no answer, backup allowed", func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) }, flow.Try{Backup: true}, flow.AnswerPaid, 1},
		{"no answer, backup not allowed", func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) }, flow.Try{}, flow.AnswerLost, 0},
		{"502, backup allowed", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(502) }, flow.Try{Backup: true}, flow.AnswerPaid, 1},
		{"an answer, whatever it says", func(w http.ResponseWriter, r *http.Request) { w.Write(system) }, flow.Try{Backup: true}, flow.AnswerLost, 0},
	} {
		main, backup := newServer(t, r.main), newServer(t, paying(t))
		cfg := testConfig(t, main)
		cfg.BackupURL = backup.URL
		cfg.CAPEM = append(cfg.CAPEM, backup.ca()...)
		a := testGateway(t, cfg).Query(t.Context(), payRequest().Attempt, r.try)
		_, atMain := main.counts()
		_, then := backup.counts()
		if a.Kind != r.kind || atMain != 1 || then != r.then {
			t.Errorf("%s: %s %s, %d and %d requests", r.name, a.Kind, a.Code, atMain, then)
		}
	}
}

// TestReverseKnowsARefusedCertificate in each of its shapes; what only looks
// like it is no certificate failure.
func TestReverseKnowsARefusedCertificate(t *testing.T) {
	reversed := signed(t, f("result_code", "SUCCESS"), f("recall", "N"))
	plain := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(status); io.WriteString(w, body) }
	}
	refusing := func(version uint16) *tls.Config {
		return &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: x509.NewCertPool(), MaxVersion: version}
	}
	rows := []struct {
		name   string
		handle http.HandlerFunc
		tls    *tls.Config
		edit   func(*Config)
		kind   flow.AnswerKind
	}{
		{"taken", plain(200, string(reversed)), &tls.Config{ClientAuth: tls.RequireAnyClientCert}, nil, flow.AnswerReversed},
		{"alert, TLS 1.2", plain(200, ""), refusing(tls.VersionTLS12), nil, flow.AnswerCertificate},
		{"alert, TLS 1.3", plain(200, ""), refusing(tls.VersionTLS13), nil, flow.AnswerCertificate},
		{"closed without a word", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, nil, nil, flow.AnswerCertificate},
		{"400 page", plain(400, "400 No required SSL certificate was sent"), nil, nil, flow.AnswerCertificate},
		{"text", plain(200, "<xml><return_code>FAIL</return_code><return_msg>证书已过期</return_msg></xml>"), nil, nil, flow.AnswerCertificate},
		{"no certificate", plain(200, string(reversed)), nil, func(c *Config) { c.Cert = nil }, flow.AnswerCertificate},
		{"out of date", plain(200, string(reversed)), nil, func(c *Config) { c.Cert = certFor(t, someTime.AddDate(-2, 0, 0), someTime.AddDate(-1, 0, 0)) }, flow.AnswerCertificate},
		{"502", plain(502, "bad gateway"), nil, nil, flow.AnswerLost},
		{"server not trusted", plain(200, string(reversed)), nil, func(c *Config) { c.CAPEM = nil }, flow.AnswerLost},
		{"cut short", plain(200, "<xml>"), nil, nil, flow.AnswerLost},
		{"rejected", plain(200, "<xml><return_code>FAIL</return_code><return_msg>签名错误</return_msg></xml>"), nil, nil, flow.AnswerRejected},
	}
	for _, r := range rows {
		s := newTLSServer(t, r.handle, r.tls)
		cfg := testConfig(t, s)
		if r.edit != nil {
			r.edit(&cfg)
		}
		if a := testGateway(t, cfg).Reverse(t.Context(), payRequest().Attempt); a.Kind != r.kind {
			t.Errorf("%s: %s %s %s, want %s", r.name, a.Kind, a.Code, a.Message, r.kind)
		}
	}
}

// TestNothingPrintsASecret prints what a careless line could print.
func TestNothingPrintsASecret(t *testing.T) {
	s := newServer(t, paying(t))
	cfg := testConfig(t, s)
	cfg.ProxyPassword = flow.NewSecret(canaryPassword)
	g := testGateway(t, cfg)
	p := payRequest()
	text := fmt.Sprintf("%v %+v %#v %v %+v %#v %+v %+v", cfg, cfg, cfg, g, g, p, p, g.Pay(t.Context(), p))
	for _, secret := range []string{canaryKey, canaryPassword, canaryCode, "oPayer"} {
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
