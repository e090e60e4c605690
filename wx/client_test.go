package wx

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"facetill/flow/clock"
	"facetill/flow/secret"
	"facetill/wx/wire"
)

func good(t testing.TB) http.HandlerFunc {
	body := signed(t, f("result_code", "SUCCESS"), f("out_trade_no", "12345678"), f("trade_state", "NOTPAY"))
	return func(w http.ResponseWriter, r *http.Request) { w.Write(body) }
}

func TestRequestOnTheWire(t *testing.T) {
	s := newServer(t, good(t))
	c := testClient(t, testConfig(t, s))
	for range 3 {
		if a := query(c, t.Context(), request{}); a.fields == nil {
			t.Fatalf("%+v", a)
		}
	}
	opened, requests := s.counts()
	if opened != 1 || requests != 3 {
		t.Errorf("%d connections for %d requests, want 1 for 3", opened, requests)
	}
	r, m := s.requests[0], s.last()
	if r.Method != "POST" || r.URL.Path != "/pay/orderquery" || r.Header.Get("Content-Type") != "text/xml; charset=utf-8" || r.ProtoMinor != 1 {
		t.Errorf("request %s %s %v", r.Method, r.URL, r.Header)
	}
	if r.Host != strings.TrimPrefix(s.URL, "https://") || len(r.TLS.PeerCertificates) != 0 {
		t.Errorf("host %q, %d client certificates", r.Host, len(r.TLS.PeerCertificates))
	}
	if err := testKey(t).VerifyAs(m, wire.HMACSHA256); err != nil || m.Get("sign_type") != "HMAC-SHA256" {
		t.Errorf("sign %v in %v", err, m)
	}
	if s.bodies[0].Get("nonce_str") == s.bodies[1].Get("nonce_str") {
		t.Error("nonce used twice")
	}
}

// TestAnswersThatProveNothing goes through everything that an answer can be
// instead of a message of WeChat to us. Each is sent once and never repeated.
func TestAnswersThatProveNothing(t *testing.T) {
	ok := []wire.Field{f("result_code", "SUCCESS"), f("out_trade_no", "12345678"), f("trade_state", "NOTPAY")}
	text := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(status); io.WriteString(w, body) }
	}
	with := func(fields ...wire.Field) http.HandlerFunc {
		return text(200, string(signed(t, append(ok, fields...)...)))
	}
	hijack := func(act func(net.Conn)) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			nc, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			act(nc)
			nc.Close()
		}
	}
	whole := string(signed(t, ok...))
	other, _ := wire.NewKey("another-key")
	forged, _ := wire.Decode([]byte(whole))
	forged.Set("sign", other.Sign(forged, wire.HMACSHA256))
	weak, _ := wire.Decode([]byte(whole))
	weak.Set("sign", testKey(t).Sign(weak, wire.MD5))
	rows := []struct {
		code   string
		handle http.HandlerFunc
	}{
		{"BAD_SIGN", text(200, string(forged.Append(nil)))},
		{"WEAK_SIGN", text(200, string(weak.Append(nil)))},
		{"UNSIGNED", text(200, "<xml><return_code>SUCCESS</return_code><result_code>SUCCESS</result_code></xml>")},
		{"WRONG_MERCHANT", with(f("appid", "wx2"))},
		{"WRONG_MERCHANT", with(f("mch_id", "1900000110"))},
		{"WRONG_MERCHANT", with(f("mch_id", ""))},
		{"WRONG_MERCHANT", with(f("sub_mch_id", "1900000111"))},
		{"WRONG_MERCHANT", with(f("sub_mch_id", "00"))},
		{"NO_RETURN_CODE", text(200, "<xml><a>1</a></xml>")},
		{"FAIL", text(200, "<xml><return_code>FAIL</return_code><return_msg>签名错误</return_msg></xml>")},
		{"SYSTEMERROR", text(200, "<xml><return_code>SYSTEMERROR</return_code></xml>")},
		{"ODD_CODE", text(200, "<xml><return_code>x\ny</return_code></xml>")},
		{"DTD", text(200, `<!DOCTYPE xml [<!ENTITY e "e">]>`+whole)},
		{"NOT_UTF8", text(200, strings.Replace(whole, "NOTPAY", "\xb3\xc9", 1))},
		{"NOT_XML", text(200, "<html><body>OK</body></html>")},
		{"NOT_XML", text(200, "OK")},
		{"EMPTY", text(200, "")},
		{"CUT_SHORT", text(200, whole[:len(whole)-7])},
		{"HTTP_502", text(502, "<html>502 Bad Gateway</html>")},
		{"HTTP_400", text(400, "400 No required SSL certificate was sent")},
		{"HTTP_204", text(204, "")},
		{"REDIRECT", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) }},
		{"REDIRECT", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}},
		{"TOO_LARGE", func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, "<xml><a>")
			for {
				if _, err := io.WriteString(w, strings.Repeat("x", 4096)); err != nil {
					return
				}
			}
		}},
		{"TOO_LARGE", hijack(func(nc net.Conn) {
			io.WriteString(nc, "HTTP/1.1 200 OK\r\n")
			for {
				if _, err := io.WriteString(nc, "X-Filler: "+strings.Repeat("x", 4000)+"\r\n"); err != nil {
					return
				}
			}
		})},
		{"CLOSED", hijack(func(net.Conn) {})},
		{"CUT_SHORT", hijack(func(nc net.Conn) {
			fmt.Fprintf(nc, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(whole), whole[:len(whole)/2])
		})},
		{"NOT_HTTP", hijack(func(nc net.Conn) { io.WriteString(nc, markedKey+" is not http\r\n\r\n") })},
	}
	for i, r := range rows {
		s := newServer(t, r.handle)
		c := testClient(t, testConfig(t, s))
		a := query(c, t.Context(), request{})
		if a.fields != nil || a.unsent || a.code != r.code || a.text == "" && r.code != "SYSTEMERROR" && r.code != "ODD_CODE" {
			t.Errorf("row %d: %+v, want %s", i, a, r.code)
		}
		if strings.Contains(a.text, "MARKED") {
			t.Errorf("row %d: text holds what the server sent: %s", i, a.text)
		}
		if _, n := s.counts(); n != 1 {
			t.Errorf("row %d (%s): %d requests, want 1", i, r.code, n)
		}
	}
}

// TestUnsent: whatever fails before a byte of the request is written is known
// as such.
func TestUnsent(t *testing.T) {
	s := newServer(t, good(t))
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	rows := []struct {
		code string
		edit func(*Config)
		o    request
	}{
		{"CONNECT", func(c *Config) { c.MainURL = "https://" + closed.Addr().String() }, request{}},
		{"DNS", func(c *Config) {
			c.Dial = func(context.Context, string, string) (net.Conn, error) {
				return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "x", IsNotFound: true}}
			}
		}, request{}},
		{"TLS", func(c *Config) { c.CAPEM = nil }, request{}},
		{"PROXY", func(c *Config) {
			c.Proxy = &url.URL{Scheme: "http", Host: strings.TrimPrefix(s.URL, "https://"), User: url.User("u")}
			c.ProxyPassword = secret.New(markedPassword)
		}, request{}},
		{"SEND_BY", func(*Config) {}, request{gate: func() error { return errSendBy("too late", context.DeadlineExceeded) }}},
		{"FIELD", func(c *Config) { c.Merchant.AppID = strings.Repeat("x", 33) }, request{}},
	}
	for _, r := range rows {
		cfg := testConfig(t, s)
		r.edit(&cfg)
		a := query(testClient(t, cfg), t.Context(), r.o)
		if !a.unsent || a.code != r.code || a.fields != nil || a.text == "" {
			t.Errorf("%+v, want unsent %s", a, r.code)
		}
		if strings.Contains(a.text, markedPassword) {
			t.Errorf("%s: text holds the proxy's password: %s", r.code, a.text)
		}
	}
	if _, n := s.counts(); n != 0 {
		t.Errorf("%d requests reached the server", n)
	}
}

func TestDateIsTold(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", someTime.Format(http.TimeFormat))
	})
	cfg := testConfig(t, s)
	cfg.Clock = clock.NewMachine()
	cfg.WeChat = clock.NewWeChat(cfg.Clock)
	c := testClient(t, cfg)
	if err := c.head(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	now, sure := cfg.WeChat.Now()
	if age := now.Sub(someTime); !sure || age < 0 || age > time.Hour {
		t.Errorf("WeChat's time is %v, %v", now, sure)
	}
	query(c, t.Context(), request{})
	if opened, _ := s.counts(); opened != 1 {
		t.Errorf("%d connections, want the warm one used again", opened)
	}
	if r := s.requests[0]; r.Method != "HEAD" {
		t.Errorf("%s", r.Method)
	}
}

// TestProxyAuthorization is asked at each connection, so that the password is
// nowhere else.
func TestProxyAuthorization(t *testing.T) {
	cfg := Config{Proxy: &url.URL{Scheme: "http", Host: "proxy:1", User: url.User("u")}, ProxyPassword: secret.New("p")}
	plain, withCert, err := cfg.dialers()
	if err != nil || plain.Proxy != "proxy:1" || plain.ProxyAuthorization() != "Basic dTpw" || withCert.ProxyAuthorization() != "Basic dTpw" {
		t.Errorf("%v %v", plain, err)
	}
}
