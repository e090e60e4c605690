package wx

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/secret"
)

func TestAuthInfo(t *testing.T) {
	answers := map[string]string{
		"":            string(signed(t, f("authinfo", "MARKEDauthinfo"), f("expires_in", "7200"))),
		"NO_AUTHINFO": string(signed(t, f("authinfo", "MARKEDauthinfo"))),
		"PARAM_ERROR": "<xml><return_code>PARAM_ERROR</return_code><return_msg>签名错误</return_msg></xml>",
		"ERROR":       "<xml><return_code>ERROR</return_code><return_msg>invalid RawData</return_msg></xml>",
		"SYSTEMERROR": "<xml><return_code>SYSTEMERROR</return_code></xml>",
		"UNSIGNED":    "<xml><return_code>SUCCESS</return_code><authinfo>x</authinfo><expires_in>7200</expires_in></xml>",
	}
	for code, body := range answers {
		s := newServer(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, body) })
		g := testGateway(t, testConfig(t, s))
		got, err := g.AuthInfo(t.Context(), flow.AuthInfoRequest{Merchant: testMerchant, StoreID: "S1", StoreName: "店", DeviceID: "d1", RawData: secret.New("MARKEDrawdata")})
		var ce *CallError
		errors.As(err, &ce)
		switch {
		case code == "" && (err != nil || got.AuthInfo.Reveal() != "MARKEDauthinfo" || got.Life != 2*time.Hour):
			t.Errorf("%+v %v", got, err)
		case code != "" && (ce == nil || ce.Code != code):
			t.Errorf("%v, want %s", err, code)
		}
		if err != nil && strings.Contains(err.Error(), "MARKED") {
			t.Errorf("error holds a secret: %v", err)
		}
		m := s.last()
		if s.requests[0].URL.Path != "/face/get_wxpayface_authinfo" || m.Get("rawdata") != "MARKEDrawdata" || m.Get("version") != "1" || len(m.Get("now")) != 10 {
			t.Errorf("request %v", m)
		}
	}
}

func TestBill(t *testing.T) {
	table := "\ufeff交易时间,公众账号ID\n`2026-11-24 12:00:00,`wx1\n" + strings.Repeat("`x,`y\n", 20000)
	answers := map[string]string{"": table, "FAIL": "<xml><return_code>FAIL</return_code><return_msg>No Bill Exist</return_msg></xml>", "NOT_XML": "<xml>"}
	for code, body := range answers {
		s := newServer(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, body) })
		got, err := testGateway(t, testConfig(t, s)).Bill(t.Context(), time.Date(2026, 11, 24, 17, 0, 0, 0, time.UTC))
		var ce *CallError
		errors.As(err, &ce)
		if code == "" && (err != nil || string(got) != table) || code != "" && (ce == nil || ce.Code != code) {
			t.Errorf("%q: %d bytes, %v", code, len(got), err)
		}
		if m := s.last(); m.Get("bill_date") != "20261125" || m.Get("bill_type") != "ALL" {
			t.Errorf("request %v", m)
		}
	}
}
