package wire

import (
	"errors"
	"strings"
	"testing"
	"time"

	"facetill/flow/secret"
)

func mustVersion(t *testing.T, s string) Version {
	t.Helper()
	v, err := ParseVersion(s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestGates(t *testing.T) {
	code := func(f func(*Code)) Request { r := aCode(); f(&r); return r }
	tests := []struct {
		name    string
		req     Request
		dialect Dialect
		version string
		field   string // of the GateError; "-" means it is known
	}{
		{"type 1, old windows", aCode(), Windows, "1.15", "face_code_type"},
		{"type 1, windows", aCode(), Windows, "1.16", "-"},
		{"type 1, old android", aCode(), Android, "1.29.9", "face_code_type"},
		{"type 1, android", aCode(), Android, "1.30", "-"},
		{"nothing stated", aCode(), "", "", "-"},
		{"telephone, windows", code(func(r *Code) { r.Telephone = secret.New("13800000000") }), Windows, "", "telephone"},
		{"telephone, android", code(func(r *Code) { r.Telephone = secret.New("13800000000") }), Android, "", "-"},
		{"openid, windows 1.23", code(func(r *Code) { r.OpenID = secret.New("o") }), Windows, "1.23", "openid"},
		{"openid, windows 1.24", code(func(r *Code) { r.OpenID = secret.New("o") }), Windows, "1.24", "-"},
		{"keyboard, android", code(func(r *Code) { r.DisableKeyboard = "1" }), Android, "2.13", "disable_keyboard"},
		{"focus, windows 1.25", code(func(r *Code) { r.UseWindowNoFocus = "1" }), Windows, "1.25", "use_window_nofocus"},
		{"focus, windows 1.100", code(func(r *Code) { r.UseWindowNoFocus = "1" }), Windows, "1.100", "-"},
		{"perform, windows", Init{PerformMode: PerformLow}, Windows, "", "perform_mode"},
		{"rotation, android", Init{CameraRotation: 1}, Android, "", "camera_rotation"},
		{"stop, windows 1.22", Stop{AppID: "a", MchID: "m", AuthInfo: secret.New("x")}, Windows, "1.22", ""},
		{"stop, android 2.13", Stop{AppID: "a", MchID: "m", AuthInfo: secret.New("x")}, Android, "2.13.0.1", ""},
		{"update, android 2.12", Update{Merchant: shop, AuthInfo: secret.New("x"), Result: PayError}, Android, "2.12.9", "-"},
		{"update, android 2.13", Update{Merchant: shop, AuthInfo: secret.New("x"), Result: PayError}, Android, "2.13", ""},
		{"update, windows 1.11", Update{Merchant: shop, AuthInfo: secret.New("x"), Result: PayError}, Windows, "1.11", ""},
		{"stop, windows 1.23", Stop{AppID: "a", MchID: "m", AuthInfo: secret.New("x")}, Windows, "1.23", "-"},
		{"stop, android 2.12", Stop{AppID: "a", MchID: "m", AuthInfo: secret.New("x")}, Android, "2.12.9", "-"},
		{"init, windows 1.11", Init{}, Windows, "1.11.9", ""},
		{"init, windows 1.12", Init{}, Windows, "1.12", "-"},
		{"rawdata, windows 1.11", Rawdata{}, Windows, "1.11", ""},
		{"code, windows 1.11", aCode(), Windows, "1.11", ""},
		{"release, windows 1.11", Release{}, Windows, "1.11", ""},
		{"release, windows 1.12", Release{}, Windows, "1.12", "-"},
		{"proxy, windows 1.17", Init{ProxyType: 1, ProxyIP: "10.0.0.1", ProxyPort: "1"}, Windows, "1.17", "proxy_type"},
		{"rotation, windows 1.17", Init{CameraRotation: 1}, Windows, "1.17", "camera_rotation"},
		{"rotation, windows 1.18", Init{CameraRotation: 1}, Windows, "1.18", "-"},
		{"perform, android 2.12", Init{PerformMode: PerformLow}, Android, "2.12", "perform_mode"},
		{"perform, android 2.13", Init{PerformMode: PerformLow}, Android, "2.13", "-"},
		{"screen, windows 1.17", code(func(r *Code) { r.ScreenIndex = "1" }), Windows, "1.17", "screen_index"},
		{"screen, windows 1.18", code(func(r *Code) { r.ScreenIndex = "1" }), Windows, "1.18", "-"},
		{"keyboard, windows 1.22", code(func(r *Code) { r.DisableKeyboard = "1" }), Windows, "1.22", "disable_keyboard"},
		{"permit, windows", code(func(r *Code) { r.AskFacePermit = "1" }), Windows, "", "ask_face_permit"},
		{"result page, windows", code(func(r *Code) { r.AskRetPage = "1" }), Windows, "", "ask_ret_page"},
		{"ignored result, windows", code(func(r *Code) { r.IgnoreUpdatePayResult = "1" }), Windows, "", "ignore_update_pay_result"},
		{"charged later, windows", code(func(r *Code) { r.FaceAuthType = AuthFacepayDelay }), Windows, "", "face_authtype"},
		{"charged later, android", code(func(r *Code) { r.FaceAuthType = AuthFacepayDelay }), Android, "", "-"},
		{"real name, windows", code(func(r *Code) { r.FaceAuthType = AuthRealName }), Windows, "", "-"},
		{"consent, windows", UserInfo{Merchant: shop, AuthInfo: secret.New("x"), FaceAuthType: AuthFaceIDOnce, AuthMode: "1"}, Windows, "", "auth_mode"},
		{"consent, android", UserInfo{Merchant: shop, AuthInfo: secret.New("x"), FaceAuthType: AuthFaceIDOnce, AuthMode: "1"}, Android, "", "-"},
		{"scanner, windows", StartScanner{}, Windows, "", ""},
		{"scanner, android 2.11", StartScanner{}, Android, "2.11", ""},
		{"scanner, android 2.12", StartScanner{}, Android, "2.12", "-"},
		{"scanner's stop, android 2.11", StopScanner{}, Android, "2.11", ""},
		{"member, windows 1.23", UserInfo{Merchant: shop, AuthInfo: secret.New("x"), FaceAuthType: AuthFaceIDOnce}, Windows, "1.23", ""},
		{"card, windows", ActivateMember{Merchant: shop, AuthInfo: secret.New("x"), OpenID: secret.New("o")}, Windows, "", ""},
		{"card, android 2.22", ActivateMember{Merchant: shop, AuthInfo: secret.New("x"), OpenID: secret.New("o")}, Android, "2.22", ""},
		{"card, android 2.23", ActivateMember{Merchant: shop, AuthInfo: secret.New("x"), OpenID: secret.New("o")}, Android, "2.23", "-"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Encode(tt.req, SDK{tt.dialect, mustVersion(t, tt.version)}, time.Unix(1, 0))
			ge, gated := errors.AsType[*GateError](err)
			switch {
			case tt.field == "-" && err != nil:
				t.Errorf("refused: %v", err)
			case tt.field != "-" && !gated:
				t.Errorf("got %v, want a GateError", err)
			case tt.field != "-" && ge.Field != tt.field:
				t.Errorf("refused %q, want %q", ge.Field, tt.field)
			}
		})
	}
}

// A script's own JSON goes through the same gates, also for commands that are not
// typed here.
func TestRawGates(t *testing.T) {
	for _, tt := range []struct {
		cmd     string
		dialect Dialect
		version string
		known   bool
	}{
		{"enableFirewall", Windows, "", false},
		{"enableFirewall", Android, "2.19.9", false},
		{"enableFirewall", Android, "2.20", true},
		{"quitWxpayface", Android, "2.21", false},
		{"ttsSpeak", Android, "2.11.288", true},
		{"setProxy", Android, "2.12", false},
		{"ofTomorrow", Windows, "1.26", true},
	} {
		cmd, out, err := EncodeRaw([]byte(`{"cmd":"`+tt.cmd+`"}`), SDK{tt.dialect, mustVersion(t, tt.version)}, time.Unix(1, 0))
		_, gated := errors.AsType[*GateError](err)
		if gated == tt.known || tt.known && (string(cmd) != tt.cmd || len(out) == 0) {
			t.Errorf("%s on %s %s: %v", tt.cmd, tt.dialect, tt.version, err)
		}
	}
}

// TestGatesNameRealFields keeps the table from naming a field that no request
// has, which would gate nothing.
func TestGatesNameRealFields(t *testing.T) {
	known := map[gateKey]bool{}
	for _, r := range []Request{Init{}, Rawdata{}, Code{}, Update{}, Stop{}, Release{}, UserInfo{}, ActivateMember{}, Consent{}, StartScanner{}, StopScanner{}} {
		cmd, parameters := r.request()
		known[gateKey{cmd, ""}] = true
		for _, f := range parameters {
			known[gateKey{cmd, f.name}] = true
			for _, value := range f.oneOf {
				known[gateKey{cmd, f.name + " " + value}] = true
			}
		}
	}
	for k := range gates {
		if !known[k] && k.field != "" {
			t.Errorf("the gate table names %s.%s, which no request has", k.cmd, k.field)
		}
	}
}

func TestParseVersion(t *testing.T) {
	for in, want := range map[string]string{"": "not stated", "1.23": "1.23", "2.13.0.0": "2.13", "2.11.288": "2.11.288", "2": "2.0"} {
		if got := mustVersion(t, in).String(); got != want {
			t.Errorf("%q prints as %q, want %q", in, got, want)
		}
	}
	for _, bad := range []string{"v1.2", "1.", "1.2.3.4.5", "-1", "1.+2", "999999"} {
		if _, err := ParseVersion(bad); err == nil || !strings.Contains(err.Error(), "1.23") {
			t.Errorf("%q: got %v, want an error that shows the form", bad, err)
		}
	}
}
