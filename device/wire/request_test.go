package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"facetill/flow/field"
	"facetill/flow/secret"
)

var shop = Merchant{AppID: "wx97debaxyzabcca2", MchID: "1281087510", StoreID: "IMG001"}

const hidden = "SECRET0authinfo1"

func aCode() Code {
	return Code{Merchant: shop, AuthInfo: secret.New(hidden), OutTradeNo: "10302159564hzhw2", TotalFee: 100,
		FaceCodeType: FaceCodeMicropay, FaceAuthType: AuthFacepay}
}

func TestEncodeWritesTheManualsExamples(t *testing.T) {
	at := time.Unix(1540907996, 0)
	tests := []struct {
		req  Request
		want string
	}{
		{Init{}, `{"cmd":"initWxpayface","version":"1","now":1540907996}`},
		{Init{ProxyIP: "10.123.10.11", ProxyPort: "8356", ProxyUser: "username", ProxyPassword: secret.New("password"), ProxyType: 2, CameraRotation: 3},
			`{"cmd":"initWxpayface","version":"1","now":1540907996,"ip":"10.123.10.11","port":"8356","user":"username","passwd":"password","proxy_type":2,"camera_rotation":3}`},
		{Rawdata{}, `{"cmd":"getWxpayfaceRawdata","version":"1","now":1540907996}`},
		{aCode(), `{"cmd":"getWxpayfaceCode","version":"1","now":1540907996,"appid":"wx97debaxyzabcca2","mch_id":"1281087510","store_id":"IMG001","out_trade_no":"10302159564hzhw2","total_fee":"100","face_authtype":"FACEPAY","authinfo":"SECRET0authinfo1","face_code_type":"1"}`},
		{Update{Merchant: shop, Result: PaySuccess, AuthInfo: secret.New(hidden)},
			`{"cmd":"updateWxpayfacePayResult","version":"1","now":1540907996,"appid":"wx97debaxyzabcca2","mch_id":"1281087510","store_id":"IMG001","payresult":"SUCCESS","authinfo":"SECRET0authinfo1"}`},
		{Stop{AppID: shop.AppID, MchID: shop.MchID, AuthInfo: secret.New(hidden)},
			`{"cmd":"stopWxpayface","version":"1","now":1540907996,"appid":"wx97debaxyzabcca2","mch_id":"1281087510","authinfo":"SECRET0authinfo1"}`},
		{Release{}, `{"cmd":"releaseWxpayface","version":"1","now":1540907996}`},
		{UserInfo{Merchant: shop, AuthInfo: secret.New(hidden), FaceAuthType: AuthFaceIDOnce, AskUnionID: "1"},
			`{"cmd":"getWxpayfaceUserInfo","version":"1","now":1540907996,"appid":"wx97debaxyzabcca2","mch_id":"1281087510","store_id":"IMG001","face_authtype":"FACEID-ONCE","authinfo":"SECRET0authinfo1","ask_unionid":"1"}`},
	}
	for _, tt := range tests {
		got, err := Encode(tt.req, SDK{}, at)
		if err != nil || string(got) != tt.want {
			t.Errorf("%s:\n got %s, %v\nwant %s", CommandFor(tt.req), got, err, tt.want)
		}
	}
}

func TestEncodeLeavesEmptyFieldsOut(t *testing.T) {
	// An empty telephone keeps the face screen from opening.
	got, err := Encode(aCode(), SDK{Dialect: Android}, time.Unix(1, 0))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"telephone", "openid", "sub_appid", "sub_mch_id", "screen_index"} {
		if strings.Contains(string(got), name) {
			t.Errorf("the empty field %s was sent", name)
		}
	}
}

func TestEncodeQuotesEveryText(t *testing.T) {
	r := aCode()
	r.StoreID = "门店\"1\"\\\n"
	got, err := Encode(r, SDK{}, time.Unix(1, 0))
	if err != nil {
		t.Fatal(err)
	}
	var back map[string]any
	if err := json.Unmarshal(got, &back); err != nil {
		t.Fatal(err)
	}
	if back["store_id"] != r.StoreID {
		t.Errorf("store_id came back as %q", back["store_id"])
	}
}

func TestEncodeNamesTheBadField(t *testing.T) {
	edit := func(f func(*Code)) Request { r := aCode(); f(&r); return r }
	tests := []struct {
		field string
		req   Request
	}{
		{"appid", edit(func(r *Code) { r.AppID = "" })},
		{"mch_id", edit(func(r *Code) { r.MchID = strings.Repeat("1", 33) })},
		{"store_id", edit(func(r *Code) { r.StoreID = "\xff" })},
		{"out_trade_no", edit(func(r *Code) { r.OutTradeNo = "a b c d" })},
		{"out_trade_no", edit(func(r *Code) { r.OutTradeNo = "12345" })},
		{"out_trade_no", edit(func(r *Code) { r.OutTradeNo, r.FaceCodeType = "", FaceCodeFacepay })},
		{"total_fee", edit(func(r *Code) { r.TotalFee = -1 })},
		{"total_fee", edit(func(r *Code) { r.TotalFee, r.FaceCodeType = 0, FaceCodeFacepay })},
		{"face_authtype", edit(func(r *Code) { r.FaceAuthType = "FACEID-LOOP" })},
		{"authinfo", edit(func(r *Code) { r.AuthInfo = secret.Secret{} })},
		{"authinfo", edit(func(r *Code) { r.AuthInfo = secret.New(strings.Repeat(hidden, 300)) })},
		{"face_code_type", edit(func(r *Code) { r.FaceCodeType = "2" })},
		{"telephone", edit(func(r *Code) { r.Telephone = secret.New(hidden) })},
		{"payresult", Update{Merchant: shop, AuthInfo: secret.New(hidden), Result: "FAIL"}},
		{"authinfo", Stop{AppID: "a", MchID: "b"}},
		{"port", Init{ProxyPort: "80a"}},
		{"proxy_type", Init{ProxyType: 4}},
		{"perform_mode", Init{PerformMode: "NORMAL_PERFORM"}},
	}
	for _, tt := range tests {
		out, err := Encode(tt.req, SDK{Dialect: Android}, time.Unix(1, 0))
		fe, ok := errors.AsType[*field.Error](err)
		if !ok || fe.Field != tt.field || out != nil {
			t.Errorf("%s: got %v, want an Error of it", tt.field, err)
			continue
		}
		if strings.Contains(err.Error(), hidden) {
			t.Errorf("%s: the error shows a secret: %v", tt.field, err)
		}
	}
}

func TestSecretsPrintAsStars(t *testing.T) {
	r := aCode()
	j, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	ans := Answer{FaceCode: secret.New(hidden)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		for _, v := range []any{r, ans, secret.New(hidden), Fields{"face_code": hidden}} {
			s := fmt.Sprintf(verb, v)
			if strings.Contains(s, hidden) || strings.Contains(s, fmt.Sprintf("%x", hidden)) {
				t.Errorf("%s of %T shows the secret", verb, v)
			}
		}
	}
	if strings.Contains(string(j), hidden) || secret.New(hidden).LogValue().String() != secret.Stars {
		t.Error("JSON or slog shows the secret")
	}
	if got := secret.New(hidden).Reveal(); got != hidden {
		t.Errorf("Reveal lost the text: %q", got)
	}
}

func TestStopForRepeatsTheCapturesCredential(t *testing.T) {
	req, err := Encode(aCode(), SDK{}, time.Unix(1, 0))
	if err != nil {
		t.Fatal(err)
	}
	r, err := StopFor(req)
	stop, is := r.(Stop)
	if err != nil || !is || stop.AppID != shop.AppID || stop.MchID != shop.MchID || stop.AuthInfo.Reveal() != hidden {
		t.Errorf("got %v, %v", r, err)
	}
}

func BenchmarkEncodeCode(b *testing.B) {
	r, at := aCode(), time.Unix(1540907996, 0)
	for b.Loop() {
		if _, err := Encode(r, SDK{}, at); err != nil {
			b.Fatal(err)
		}
	}
}
