package wx

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/secret"
	"facetill/wx/transport/pipetest"
	"facetill/wx/wire"
)

// An authinfo lives for up to seven days; it is asked of the face host for the
// merchant of the call, else ours, with the time of now.
func TestAuthInfoIsWhole(t *testing.T) {
	other := flow.Merchant{AppID: "wx2", MchID: "1900000110"}
	for _, r := range []struct {
		authinfo, expires string
		merchant          flow.Merchant
		life              time.Duration
	}{
		{"A", "1", testMerchant, time.Second},
		{"A", "604800", testMerchant, 7 * 24 * time.Hour},
		{"A", "3600", flow.Merchant{}, time.Hour},
		{"A", "3600", other, time.Hour},
		{"A", "604801", testMerchant, 0},
		{"A", "0", testMerchant, 0},
		{"A", "-1", testMerchant, 0},
		{"A", "1h", testMerchant, 0},
		{"A", "99999999999999999999", testMerchant, 0},
		{"", "3600", testMerchant, 0},
	} {
		of := r.merchant
		if of == (flow.Merchant{}) {
			of = testMerchant
		}
		g, requests := asked(t, func(DirectRequest) DirectAnswer {
			return DirectAnswer{Status: 200, Body: signed(t, f("appid", of.AppID), f("mch_id", of.MchID), f("authinfo", r.authinfo), f("expires_in", r.expires))}
		})
		g.cfg.Clock = &hands{clock.Instant{Wall: someTime}}
		got, err := g.AuthInfo(t.Context(), flow.AuthInfoRequest{Merchant: r.merchant, StoreID: "S1", StoreName: "shop", DeviceID: "D1", RawData: secret.New("RAW")})
		var want error
		if r.life == 0 {
			want = &CallError{API: "get_wxpayface_authinfo", Code: "NO_AUTHINFO", Message: "answer has no authinfo or no expires_in"}
		}
		if !reflect.DeepEqual(err, want) || got.Life != r.life || (got.AuthInfo.Reveal() == "A") != (want == nil) {
			t.Errorf("%q for %q: %v %v", r.authinfo, r.expires, got.Life, err)
		}
		m := decode(t, (*requests)[0].Body)
		if hosts(*requests) != "face" || m.Get("now") != strconv.FormatInt(someTime.Unix(), 10) || m.Get("mch_id") != of.MchID {
			t.Errorf("asked %s: %q", hosts(*requests), m)
		}
	}
}

// What a call that only looks says of a failure: which call, WeChat's code and
// words, and whether anything left.
func TestCallErrors(t *testing.T) {
	const order = "12345678"
	for _, r := range []struct {
		answer DirectAnswer
		api    *wire.API
		cert   bool
		want   CallError
		text   string
	}{
		{DirectAnswer{Unsent: true, Code: "DNS"}, &wire.Orderquery, true, CallError{"orderquery", "DNS", "no connection", true}, "orderquery: DNS: no connection"},
		{DirectAnswer{Status: 200, Body: []byte("<xml><return_code>SYSTEMERROR</return_code></xml>")}, &wire.Orderquery, true,
			CallError{"orderquery", "SYSTEMERROR", "", false}, "orderquery: SYSTEMERROR"},
		{DirectAnswer{Status: 200, Body: signed(t, f("result_code", "FAIL"), f("err_code", "ORDERNOTEXIST"), f("err_code_des", "no order of 13812345678"))}, &wire.Orderquery, true,
			CallError{"orderquery", "ORDERNOTEXIST", "no order of ***", false}, "orderquery: ORDERNOTEXIST: no order of ***"},
		{DirectAnswer{}, &wire.Reverse, false, CallError{"reverse", "CERT_MISSING", errNoCert.Error(), true}, "reverse: CERT_MISSING: " + errNoCert.Error()},
	} {
		g, _ := asked(t, func(DirectRequest) DirectAnswer { return r.answer })
		if !r.cert {
			g.cfg.Cert = nil
		}
		_, err := g.Call(t.Context(), r.api, f("out_trade_no", order))
		if ce, is := errors.AsType[*CallError](err); !is || *ce != r.want || err.Error() != r.text {
			t.Errorf("%#v, want %#v", err, r.want)
		}
	}
}

// Each address by itself keeps a Gateway from being made, and so does a trust root
// that is not there.
func TestNewRefusesAnAddress(t *testing.T) {
	good := Config{Merchant: testMerchant, Key: testKey(t), ClientIP: "127.0.0.1", MainURL: "http://main", BackupURL: "http://backup", FaceURL: "http://face",
		Dial: func(context.Context, string, string) (net.Conn, error) { return nil, net.ErrClosed }}
	if _, err := New(good); err != nil {
		t.Fatal(err)
	}
	for name, edit := range map[string]func(*Config){
		"main": func(c *Config) { c.MainURL = "main" }, "backup": func(c *Config) { c.BackupURL = "backup" }, "face": func(c *Config) { c.FaceURL = "face" },
		"ca_file": func(c *Config) { c.CAFile = "nowhere.pem" },
	} {
		cfg := good
		edit(&cfg)
		if g, err := New(cfg); err == nil || g != nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// ending counts connections, and which of them are closed.
type ending struct {
	net.Conn
	closed *atomic.Int64
}

func (e *ending) Close() error {
	e.closed.Add(1)
	return e.Conn.Close()
}

// Close resets every connection that there is.
func TestCloseResetsAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pipetest.Server{Answer: ok(t)}
		var closed atomic.Int64
		c := pipeClient(t, func(ctx context.Context, network, addr string) (net.Conn, error) {
			nc, err := p.Dial(ctx, network, addr)
			return &ending{nc, &closed}, err
		})
		for _, backup := range []bool{false, true} {
			for _, api := range []*wire.API{&wire.Orderquery, &wire.Reverse} {
				c.send(t.Context(), &request{api: api, merchant: testMerchant, own: []wire.Field{f("out_trade_no", "12345678")}, backup: backup})
			}
		}
		(&Gateway{c}).AuthInfo(t.Context(), flow.AuthInfoRequest{StoreID: "S1", StoreName: "shop", DeviceID: "D1", RawData: secret.New("RAW")})
		if p.Dials.Load() != 5 || closed.Load() != 0 {
			t.Fatalf("%d connections, %d closed", p.Dials.Load(), closed.Load())
		}
		c.close()
		synctest.Wait()
		if closed.Load() < 5 {
			t.Errorf("%d of 5 are closed", closed.Load())
		}
	})
}

// A host is avoided for what happened before a byte left, but not for what looks
// like a refused certificate where one was shown.
func TestWhatSpeaksAgainstAHost(t *testing.T) {
	for _, r := range []struct {
		api *wire.API
		err error
		bad bool
	}{
		{&wire.Orderquery, net.ErrClosed, true},
		{&wire.Orderquery, io.EOF, true},
		{&wire.Reverse, net.ErrClosed, true},
		{&wire.Reverse, io.EOF, false},
	} {
		c := pipeClient(t, func(context.Context, string, string) (net.Conn, error) { return nil, r.err })
		c.send(t.Context(), &request{api: r.api, merchant: testMerchant, own: []wire.Field{f("out_trade_no", "12345678")}})
		if got := c.health.Bad("main", c.cfg.Clock.Now().Mono); got != r.bad {
			t.Errorf("%s, %v: avoided %t", r.api.Name, r.err, got)
		}
	}
}

// An answer that was cut tells nothing, its Date neither.
func TestDateOfACutAnswer(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		nc, _, _ := http.NewResponseController(w).Hijack()
		fmt.Fprintf(nc, "HTTP/1.1 200 OK\r\nDate: %s\r\nContent-Length: 100\r\n\r\n<xml>", someTime.Format(http.TimeFormat))
		nc.Close()
	})
	cfg := testConfig(t, s)
	cfg.Clock = clock.NewMachine()
	cfg.WeChat = clock.NewWeChat(cfg.Clock)
	if a := query(testClient(t, cfg), t.Context(), request{}); a.code != "CUT_SHORT" {
		t.Errorf("%+v", a)
	}
	if now, _ := cfg.WeChat.Now(); !now.IsZero() {
		t.Errorf("WeChat's time is %v", now)
	}
}

// A machine that slept in the middle of a call reads an answer of before its sleep,
// whose Date is as old: the time would lie behind for as long as the wall clock bears
// it out, and a fence of money rule 2.3 would end that much early.
func TestDateOfBeforeASleep(t *testing.T) {
	for name, c := range map[string]struct {
		awake, asleep time.Duration
		noted         bool
	}{
		"at once":     {0, 0, true},
		"slow":        {9 * time.Second, 0, true},
		"slept":       {time.Second, 3 * time.Minute, false},
		"set back":    {time.Second, -3 * time.Minute, false},
		"set aright":  {time.Second, 2 * time.Second, true},
		"a bit more":  {time.Second, 2*time.Second + 1, false},
		"slept alone": {0, time.Hour, false},
	} {
		g, _ := asked(t, nil)
		machine := &hands{clock.Instant{Wall: someTime}}
		g.cfg.Clock, g.cfg.WeChat = machine, clock.NewWeChat(machine)
		g.cfg.Direct = func(context.Context, DirectRequest) DirectAnswer {
			date := machine.at.Wall
			machine.move(c.awake+c.asleep, c.awake)
			return DirectAnswer{Status: 200, Date: date, At: machine.at}
		}
		if err := g.Sync(t.Context()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if now, _ := g.cfg.WeChat.Now(); now.IsZero() == c.noted {
			t.Errorf("%s: WeChat's time is %v", name, now)
		}
	}
}

// A warm-up that failed is tried again after 3 s; without connections there is none.
func TestKeepWarmTriesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pipetest.Server{Answer: ok(t)}
		var dials atomic.Int32
		g := &Gateway{pipeClient(t, func(ctx context.Context, network, addr string) (net.Conn, error) {
			if dials.Add(1) == 1 {
				return nil, net.ErrClosed
			}
			return p.Dial(ctx, network, addr)
		})}
		defer g.Close()
		stop := g.KeepWarm(t.Context())
		time.Sleep(3*time.Second - 1)
		synctest.Wait()
		if n := dials.Load(); n != 1 {
			t.Errorf("%d connections tried before 3 s", n)
		}
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		if n := dials.Load(); n != 2 || p.Requests.Load() != 1 {
			t.Errorf("%d connections tried, %d requests after 3 s", n, p.Requests.Load())
		}
		stop()
		direct, requests := asked(t, func(DirectRequest) DirectAnswer { return DirectAnswer{} })
		stop = direct.KeepWarm(t.Context())
		synctest.Wait()
		if len(*requests) != 0 {
			t.Errorf("%d requests", len(*requests))
		}
		stop()
	})
}
