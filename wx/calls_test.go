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
