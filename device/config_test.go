package device

import (
	"context"
	"testing"

	"facetill/device/sim"
	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/secret"
)

// What the configuration has for the SDK reaches its command, and no result is told where
// the page was promised none.
func TestConfigurationReachesTheCommand(t *testing.T) {
	android := wire.SDK{Dialect: wire.Android}
	for _, tt := range []struct {
		name string
		cfg  Config
		want map[wire.Command]map[string]string
		told string // the commands of Tell
	}{
		{"nothing", Config{SDK: android}, map[wire.Command]map[string]string{
			wire.CmdCode:     {"face_authtype": "FACEPAY", "ignore_update_pay_result": ""},
			wire.CmdUserInfo: {"auth_mode": "", "face_authtype": "FACEID-ONCE"}}, "update"},
		{"all", Config{SDK: android, FaceAuthType: wire.AuthFacepayDelay, IgnoreUpdate: true, AuthMode: "1"}, map[wire.Command]map[string]string{
			wire.CmdCode:     {"face_authtype": "FACEPAY_DELAY", "ignore_update_pay_result": "1"},
			wire.CmdUserInfo: {"auth_mode": "1", "face_authtype": "FACEID-ONCE"}}, ""},
	} {
		b := newBench(t, sim.Options{}, tt.cfg)
		seen := seen{b.term, map[wire.Command]wire.Fields{}}
		b.calls.caller = seen
		r := request(100)
		r.Member = true
		if got := b.Capture(t.Context(), r); got.Kind != flow.CaptureCode {
			t.Fatalf("%s: %+v", tt.name, got)
		}
		for cmd, fields := range tt.want {
			for name, want := range fields {
				if got := seen.of[cmd][name]; got != want {
					t.Errorf("%s: %s was sent %s %q, want %q", tt.name, cmd, name, got, want)
				}
			}
		}
		b.calls.reset()
		if err := b.Tell(t.Context(), r.Attempt.OutTradeNo, true); err != nil {
			t.Error(err)
		}
		b.calls.want(t, tt.told)
		b.calls.reset()
		b.mustCapture(t)
		b.calls.want(t, "code")
	}
}

// seen keeps the fields of the last request of each command.
type seen struct {
	wire.Caller
	of map[wire.Command]wire.Fields
}

func (s seen) Call(ctx context.Context, req []byte) ([]byte, error) {
	if f, err := wire.ReadFields(req); err == nil {
		s.of[wire.Command(f["cmd"])] = f
	}
	return s.Caller.Call(ctx, req)
}

// What a script says of its face wins over the configuration, and both over the usual.
func TestWhichFaceIsTaken(t *testing.T) {
	for _, c := range []struct{ said, configured, want string }{
		{"", "", wire.AuthFacepay}, {"", wire.AuthFacepayDelay, wire.AuthFacepayDelay},
		{wire.AuthRealName, "", wire.AuthRealName}, {wire.AuthRealName, wire.AuthFacepayDelay, wire.AuthRealName},
	} {
		if got := (Config{FaceAuthType: c.configured}).code(wire.Code{FaceAuthType: c.said}, secret.New("A")).FaceAuthType; got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}
