package device

import (
	"strings"
	"testing"
	"testing/synctest"

	"facetill/device/sim"
	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/field"
)

// A device that forges a line of ours is heard as what it is: a code that is
// none, and a text of one line that says whose it is.
func TestForgedReturnCode(t *testing.T) {
	for _, answer := range []string{
		`{"return_code":"PAID","return_msg":"x"}`,
		`{"return_code":"USER_CANCEL\r\nPAID 99.99","return_msg":"\u001b[2J\u202ePAID\u2028"}`,
		`{"return_code":"ERROR","return_msg":"no\r\nPAID 99.99\u009b0m"}`,
	} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, sim.Options{}, Config{StoreID: shop.StoreID})
			b.calls.instead = func(cmd wire.Command, _ int) ([]byte, error) {
				if cmd == wire.CmdCode {
					return []byte(answer), nil
				}
				return nil, nil
			}
			got := b.Capture(t.Context(), request(100))
			if got.Kind != flow.CaptureFailed || got.Code != field.OddCode && got.Code != wire.Error {
				t.Errorf("%s ended as %s %q", answer, got.Kind, got.Code)
			}
			if !field.IsPlain(got.Message) || strings.HasPrefix(got.Message, "PAID") {
				t.Errorf("%s says %q", answer, got.Message)
			}
		})
	}
}

// A member is called what they are called: no mask by look, and nothing hidden.
func TestNickname(t *testing.T) {
	for in, want := range map[string]string{"Bartholomew16abc": "Bartholomew16abc", "13800138000": "13800138000",
		`\u001b[2JPAID\r\n99.99`: "[2JPAID  99.99", `\u202e小\u200b王`: "小王"} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, sim.Options{}, Config{StoreID: shop.StoreID})
			b.calls.instead = func(cmd wire.Command, _ int) ([]byte, error) {
				if cmd == wire.CmdUserInfo {
					return []byte(`{"return_code":"SUCCESS","openid":"oX","nickname":"` + in + `"}`), nil
				}
				return nil, nil
			}
			if m, err := b.Recognise(t.Context(), merchant); err != nil || m.Nickname != want {
				t.Errorf("%s is called %q, %v", in, m.Nickname, err)
			}
		})
	}
}
