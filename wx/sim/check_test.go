package sim

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"facetill/wx/wire"
)

// TestEveryAPIIsServed: what package wire describes, this server answers.
func TestEveryAPIIsServed(t *testing.T) {
	for _, api := range wire.APIs() {
		r := routes[api.Path]
		if r == nil || r.api.Name != api.Name {
			t.Errorf("%s is not served", api.Name)
		}
	}
	if len(routes) != len(wire.APIs()) {
		t.Errorf("%d routes, %d APIs", len(routes), len(wire.APIs()))
	}
}

// TestBadRequests pins the words for requests that never reach the book.
func TestBadRequests(t *testing.T) {
	c := newClient(t, Config{})
	good := sale(c.number(), Code(0, 1), 100)
	change := func(pairs ...string) []byte { return c.signed(c.message(append(good, pairs...)...)) }
	tampered := change()
	tampered = []byte(strings.Replace(string(tampered), "<total_fee>100<", "<total_fee>1<", 1))
	other, _ := wire.NewKey("another-key-of-thirty-two-digits")
	foreign := c.message(good...)
	foreign.Set("sign", other.Sign(foreign, c.sign))
	unsigned := c.message(good...)
	md5 := c.message(good...)
	md5.Set("sign", c.key.Sign(md5, wire.MD5))
	hmac := c.message(append(good, "sign_type", "MD5")...)
	hmac.Set("sign", c.key.Sign(hmac, wire.HMACSHA256))

	for name, tc := range map[string]struct {
		body []byte
		word string
	}{
		"empty":                      {nil, "post数据为空"},
		"no XML":                     {[]byte("{}"), "XML格式错误"},
		"a DTD":                      {append([]byte("<!DOCTYPE xml []>"), change()...), "XML格式错误"},
		"too large":                  {change("detail", strings.Repeat("x", wire.MaxBody)), "XML格式错误"},
		"not UTF-8":                  {[]byte("<xml><body>\xb3\xc9</body></xml>"), "编码格式错误"},
		"no body":                    {change("body", ""), "body参数长度有误"},
		"body too long":              {change("body", strings.Repeat("x", 128)), "body参数长度有误"},
		"no nonce_str":               {change("nonce_str", ""), "nonce_str参数长度有误"},
		"total_fee in yuan":          {change("total_fee", "1.00"), "total_fee参数格式错误"},
		"total_fee 0":                {change("total_fee", "0"), "total_fee参数格式错误"},
		"out_trade_no with a blank":  {change("out_trade_no", "2026 0000"), "out_trade_no参数格式错误"},
		"out_trade_no too short":     {change("out_trade_no", "2026"), "out_trade_no参数长度有误"},
		"unknown mch_id":             {change("mch_id", "1900000001"), "商户号mch_id或sub_mch_id不存在"},
		"another appid":              {change("appid", "wx0000000000000001"), "商户号mch_id与appid不匹配"},
		"tampered":                   {tampered, "签名错误，请检查后再试"},
		"another key":                {foreign.Append(nil), "签名错误，请检查后再试"},
		"no sign":                    {unsigned.Append(nil), "签名错误，请检查后再试"},
		"MD5 under HMAC's sign_type": {md5.Append(nil), "签名错误，请检查后再试"},
		"HMAC under MD5's sign_type": {hmac.Append(nil), "签名错误，请检查后再试"},
	} {
		m := c.read(c.server.Do(wire.Micropay.Path, tc.body, false))
		if m.Get("return_code") != "FAIL" || m.Get("return_msg") != tc.word || m.Has("sign") || m.Has("result_code") {
			t.Errorf("%s: %s", name, m.Append(nil))
		}
	}
	if all, _ := c.server.Orders(); len(all) != 0 {
		t.Errorf("a bad request made an order: %+v", all)
	}
	// sign_type left out is MD5.
	c.sign = wire.MD5
	want(t, c.micropay(c.number(), Code(0, 2), 100), "result_code", "SUCCESS")
	// The query needs one of two numbers.
	want(t, c.call(&wire.Orderquery), "return_code", "FAIL", "return_msg", "transaction_id参数长度有误")
}

func TestAuthinfo(t *testing.T) {
	c := newClient(t, Config{})
	fields := []string{"store_id", "S1", "store_name", "店", "device_id", "D1", "rawdata", "cmF3", "now", "1764043200", "version", "1"}
	m := c.call(&wire.Authinfo, fields...)
	want(t, m, "return_code", "SUCCESS", "expires_in", "7200", "result_code", "")
	if !m.Has("authinfo") || !m.Has("sign") {
		t.Errorf("answer lacks authinfo or sign")
	}
	// The device can tell whose rawdata it was: the start of it is the device's.
	mark := func(rawdata string) string {
		_, of, _ := strings.Cut(c.call(&wire.Authinfo, append(slices.Clone(fields), "rawdata", rawdata)...).Get("authinfo"), ".")
		return of
	}
	one := "SIMRAW0123456789abcdef"
	if of := mark(one + "00000001"); len(of) != 16 || of != mark(one+"00000002") || of == mark("SIMRAW1123456789abcdef00000001") || of == mark("") {
		t.Errorf("the mark is %q, and of others the same", of)
	}
	c.key, _ = wire.NewKey("another-key-of-thirty-two-digits")
	want(t, c.call(&wire.Authinfo, fields...), "return_code", "PARAM_ERROR", "return_msg", "签名错误", "sign", "")
	want(t, c.call(&wire.Authinfo, fields[2:]...), "return_code", "PARAM_ERROR", "return_msg", "请求消息格式错误")
	c.key, _ = wire.NewKey(DefaultAPIKey)
	if err := c.server.Next(wire.Authinfo.Name, 21, 1); err != nil {
		t.Fatal(err)
	}
	want(t, c.call(&wire.Authinfo, fields...), "return_code", "SYSTEMERROR", "result_code", "")
}

func TestAuthcodetoopenid(t *testing.T) {
	c := newClient(t, Config{})
	c.sign = wire.MD5
	m := c.call(&wire.Authcodetoopenid, "auth_code", Code(0, 1))
	if paid := c.micropay(c.number(), Code(0, 1), 100); paid.Get("openid") != m.Get("openid") || m.Get("openid") == "" {
		t.Errorf("openid %q before and %q after payment", m.Get("openid"), paid.Get("openid"))
	}
	want(t, c.call(&wire.Authcodetoopenid, "auth_code", Code(0, 1)), "err_code", "AUTH_CODE_INVALID")
	want(t, c.call(&wire.Authcodetoopenid, "auth_code", "12345"), "err_code", "AUTH_CODE_INVALID")
	c.sign = wire.HMACSHA256
	want(t, c.call(&wire.Authcodetoopenid, "auth_code", Code(0, 2)), "return_code", "FAIL", "return_msg", wordSign)
}

// No order of these products can be closed, and a report changes nothing; its answer has
// no sign.
func TestCloseorderAndReport(t *testing.T) {
	c := newClient(t, Config{})
	no := c.number()
	want(t, c.call(&wire.Closeorder, "out_trade_no", no), "err_code", "ORDERNOTEXIST")
	c.micropay(no, Code(0, 1), 100)
	want(t, c.call(&wire.Closeorder, "out_trade_no", no), "result_code", "FAIL", "err_code", "INVALID_REQUEST", "err_code_des", wordOnlyReverse)
	if c.held(no) != 100 {
		t.Error("a closeorder gave money back")
	}
	m, err := wire.Decode(c.raw(&wire.Report, "interface_url", "https://api.mch.weixin.qq.com/pay/batchreport/micropay/total", "user_ip", "127.0.0.1", "trades", "[]").Body)
	if err != nil {
		t.Fatal(err)
	}
	want(t, m, "return_code", "SUCCESS", "result_code", "SUCCESS", "sign", "")
}

func TestCertificateIsRequired(t *testing.T) {
	c := newClient(t, Config{})
	no := c.number()
	c.micropay(no, Code(0, 1), 100)
	c.cert = false
	for _, api := range wire.APIs() {
		r := c.raw(&api, "out_trade_no", no)
		if refused := r.Status == http.StatusBadRequest && strings.Contains(string(r.Body), "400 No required SSL certificate was sent"); refused != api.Cert {
			t.Errorf("%s without certificate: %d %s", api.Name, r.Status, r.Body)
		}
	}
	if c.held(no) != 100 {
		t.Error("a reverse without certificate did something")
	}
}

func TestConfigErrors(t *testing.T) {
	for want, cfg := range map[string]Config{
		"speed":                {Speed: -1},
		"merchant 1: api key":  {Merchants: []Merchant{{"wx", "1", ""}}},
		"rule 1: api \"pay\"":  {Rules: []Rule{{API: "pay"}}},
		"rule 1: scenario 5":   {Rules: []Rule{{Scenario: 5}}},
		"rule 1: scenario 70":  {Rules: []Rule{{Scenario: 70}}},
		"rule 1: total_fee":    {Rules: []Rule{{Nth: -1}}},
		"simulated book: open": {BookPath: "/nowhere/at/all"},
	} {
		if _, err := New(cfg); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q, want %q", err, want)
		}
	}
}
