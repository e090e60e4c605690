package wx

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"facetill/wx/sim"
	"facetill/wx/sim/certificates"
	"facetill/wx/wire"
)

// What is said of an answer holds of it: an unsigned, a foreign and another order's
// answer verify nothing that they claim, and none is a success.
func TestSingleVerifies(t *testing.T) {
	own := wire.Message{f("out_trade_no", "20260131001"), f("total_fee", "1280"), f("body", "tea"), f("spbill_create_ip", "127.0.0.1"), f("auth_code", "134567890123456789")}
	ok := wire.Message{f("result_code", "SUCCESS"), f("out_trade_no", "20260131001"), f("total_fee", "1280")}
	with := func(more ...wire.Field) string {
		m := append(wire.Message{}, ok...)
		for _, one := range more {
			m.Set(one.Name, one.Value)
		}
		return string(signed(t, m...))
	}
	for name, c := range map[string]struct {
		body, code, verified, doubtful string
	}{
		"a success":        {with(), "", "sign merchant order amount", ""},
		"a refusal":        {string(signed(t, f("result_code", "FAIL"), f("err_code", "NOTENOUGH"))), "NOTENOUGH", "sign merchant", "order amount"},
		"unsigned":         {"<xml><return_code>SUCCESS</return_code><result_code>SUCCESS</result_code><out_trade_no>20260131001</out_trade_no><total_fee>1280</total_fee></xml>", "UNSIGNED", "", "sign merchant order amount"},
		"forged":           {strings.Replace(with(), "1280", "1281", 1), "BAD_SIGN", "", "sign merchant order amount"},
		"another merchant": {with(f("mch_id", "1900000009")), "WRONG_MERCHANT", "sign order amount", "merchant"},
		"another order":    {with(f("out_trade_no", "20260131002")), "WRONG_ORDER", "sign merchant amount", "order"},
		"no order":         {with(f("out_trade_no", "")), "WRONG_ORDER", "sign merchant amount", "order"},
		"another amount":   {with(f("total_fee", "1")), "WRONG_AMOUNT", "sign merchant order", "amount"},
		"no amount":        {with(f("total_fee", "")), "WRONG_AMOUNT", "sign merchant order", "amount"},
		"dollars":          {with(f("fee_type", "USD")), "WRONG_CURRENCY", "sign merchant order", "amount"},
		"another call's":   {with(f("recall", "N")), "WRONG_CALL", "sign merchant order amount", ""},
		"a FAIL unsigned":  {"<xml><return_code>FAIL</return_code><return_msg>签名错误</return_msg></xml>", "FAIL", "", "sign merchant order amount"},
		"a DTD":            {"<!DOCTYPE xml><xml></xml>", "DTD", "", ""},
		"no XML":           {"hello", "NOT_XML", "", ""},
	} {
		s := newServer(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, c.body) })
		got := testGateway(t, testConfig(t, s)).Single(t.Context(), &wire.Micropay, own)
		if got.Code != c.code || claimed(got.Verified) != c.verified || claimed(got.Doubtful) != c.doubtful || got.Unsent {
			t.Errorf("%s: %q verified %q not %q, want %+v", name, got.Code, claimed(got.Verified), claimed(got.Doubtful), c)
		}
	}
}

// Each call is held against what it is about: its own numbers and amounts, of a refund as
// of an order, and the sign that its request has.
func TestSingleOfEachCall(t *testing.T) {
	paid := func(more ...wire.Field) []wire.Field {
		return append([]wire.Field{f("result_code", "SUCCESS")}, more...)
	}
	no, refund := f("out_trade_no", "20260131001"), f("out_refund_no", "R1")
	back := wire.Message{no, refund, f("total_fee", "1280"), f("refund_fee", "100")}
	face := wire.Message{f("store_id", "S"), f("store_name", "S"), f("device_id", "D"), f("rawdata", "cmF3"), f("now", "1"), f("version", "1")}
	for name, c := range map[string]struct {
		api    *wire.API
		own    wire.Message
		fields []wire.Field
		code   string
	}{
		"a refund":                    {&wire.Refund, back, paid(back...), ""},
		"a refund of another fee":     {&wire.Refund, back, paid(no, refund, f("total_fee", "1280"), f("refund_fee", "101")), "WRONG_AMOUNT"},
		"another refund":              {&wire.Refund, back, paid(no, f("out_refund_no", "R2"), f("total_fee", "1280"), f("refund_fee", "100")), "WRONG_ORDER"},
		"another order's refund":      {&wire.Refund, back, paid(f("out_trade_no", "20260131002"), refund, f("total_fee", "1280"), f("refund_fee", "100")), "WRONG_ORDER"},
		"one of several refunds":      {&wire.Refundquery, wire.Message{refund}, paid(f("out_refund_no_0", "R0"), f("out_refund_no_1", "R1")), ""},
		"none of several refunds":     {&wire.Refundquery, wire.Message{refund}, paid(f("out_refund_no_0", "R0")), "WRONG_ORDER"},
		"a longer name is another":    {&wire.Refundquery, wire.Message{refund}, paid(f("out_refund_no_of", "R1")), "WRONG_ORDER"},
		"by WeChat's number":          {&wire.Orderquery, wire.Message{f("transaction_id", "42")}, paid(f("transaction_id", "42")), ""},
		"another of WeChat's numbers": {&wire.Orderquery, wire.Message{f("transaction_id", "42")}, paid(f("transaction_id", "43")), "WRONG_ORDER"},
		"a query that names no order": {&wire.Orderquery, wire.Message{no}, paid(), "WRONG_ORDER"},
		"another's reverse":           {&wire.Reverse, wire.Message{no}, paid(f("out_trade_no", "20260131002"), f("recall", "N")), "WRONG_ORDER"},
		"no result":                   {&wire.Orderquery, wire.Message{no}, []wire.Field{no}, "NO_RESULT_CODE"},
		"an authinfo":                 {&wire.Authinfo, face, []wire.Field{f("authinfo", "A")}, ""},
		"no authinfo":                 {&wire.Authinfo, face, nil, "NO_AUTHINFO"},
	} {
		api := *c.api
		api.Cert = false // which is not what is tested
		for _, weak := range []bool{false, true} {
			s := newServer(t, func(w http.ResponseWriter, r *http.Request) { w.Write(signedAs(t, weak, c.fields)) })
			cfg, want := testConfig(t, s), c.code
			cfg.SignType = wire.HMACSHA256
			if weak && !api.MD5Only {
				want = "WEAK_SIGN"
			}
			if got := testGateway(t, cfg).Single(t.Context(), &api, c.own); got.Code != want {
				t.Errorf("%s, weak %t: %q %v, want %q", name, weak, got.Code, got, want)
			}
		}
	}
	// What is no answer of the API is none, whatever stands in it.
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(502); w.Write(signed(t, paid(no)...)) })
	if got := testGateway(t, testConfig(t, s)).Single(t.Context(), &wire.Orderquery, wire.Message{no}); got.Code != "HTTP_502" || got.Fields != nil || got.Unsent {
		t.Errorf("%+v", got)
	}
	s = newServer(t, func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "<xml><return_code>SUCCESS</return_code><authinfo>A</authinfo></xml>")
	})
	if got := testGateway(t, testConfig(t, s)).Single(t.Context(), &wire.Authinfo, face); got.Code != "UNSIGNED" {
		t.Errorf("%+v", got)
	}
}

// signedAs is signed by the algorithm of HMAC, or by the weaker one.
func signedAs(t *testing.T, weak bool, fields []wire.Field) []byte {
	if !weak {
		return signed(t, fields...)
	}
	m, err := wire.Decode(signed(t, fields...))
	if err != nil {
		t.Fatal(err)
	}
	m.Set("sign", testKey(t).Sign(m, wire.MD5))
	return m.Append(nil)
}

func claimed(list []Claim) string {
	var words []string
	for _, c := range list {
		words = append(words, string(c))
	}
	return strings.Join(words, " ")
}

// A reverse that has to be called again has not worked.
func TestSingleRecall(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Write(signed(t, f("result_code", "SUCCESS"), f("recall", "Y")))
	})
	cfg := testConfig(t, s)
	if got := testGateway(t, cfg).Single(t.Context(), &wire.Orderquery, wire.Message{f("transaction_id", "42")}); got.Code != "WRONG_CALL" {
		t.Errorf("%+v", got)
	}
	api := wire.Reverse
	api.Cert = false // which is not what is tested
	if got := testGateway(t, cfg).Single(t.Context(), &api, wire.Message{f("out_trade_no", "20260131001")}); got.Code != "RECALL" || claimed(got.Doubtful) != "order" {
		t.Errorf("%+v", got)
	}
}

// Who trusts one authority alone takes no server that another one has signed, and
// nothing is written to it; the control takes it.
func TestOnlyCA(t *testing.T) {
	g, run := simGateway(t)
	for name, trusts := range map[string][]byte{"its own": run.Certificates.CAPEM, "another's": anotherCA(t)} {
		cfg := g.cfg
		cfg.CAPEM, cfg.OnlyCA, cfg.CAFile = trusts, true, ""
		got := testGateway(t, cfg).Single(t.Context(), &wire.Orderquery, wire.Message{f("out_trade_no", "20260131001")})
		if own := name == "its own"; own != (got.Code == "ORDERNOTEXIST") || own == got.Unsent {
			t.Errorf("%s: %+v", name, got)
		}
	}
	// A trust root that is configured beside it is none: what would be reached over it may
	// be anybody, and real.
	cfg := g.cfg
	cfg.CAFile = filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(cfg.CAFile, run.Certificates.CAPEM, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, only := range []bool{false, true} {
		cfg.CAPEM, cfg.OnlyCA = anotherCA(t), only
		if got := testGateway(t, cfg).Single(t.Context(), &wire.Orderquery, wire.Message{f("out_trade_no", "20260131001")}); got.Unsent != only {
			t.Errorf("only one authority %t: %+v", only, got)
		}
	}
	cfg = g.cfg
	cfg.CAPEM, cfg.OnlyCA = []byte("no certificate"), true
	if _, err := New(cfg); err == nil {
		t.Error("no authority at all is trusted alone")
	}
}

func anotherCA(t *testing.T) []byte {
	t.Helper()
	set, err := certificates.New(sim.DefaultMchID, someTime)
	if err != nil {
		t.Fatal(err)
	}
	return set.CAPEM
}

// The call's report is the one whose answer nobody signs.
func TestSingleUnsignedByNature(t *testing.T) {
	g, _ := simGateway(t)
	got := g.Single(t.Context(), &wire.Report, wire.Message{f("interface_url", g.Usual("interface_url")), f("user_ip", g.Usual("user_ip")), f("trades", "[]")})
	if got.Code != "" || claimed(got.Doubtful) != "sign merchant" || got.Verified != nil {
		t.Errorf("%+v", got)
	}
	if all := Claims(); len(all) != 5 || !reflect.DeepEqual(all[0], ClaimSign) {
		t.Error(all)
	}
}
