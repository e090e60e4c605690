package wire

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"facetill/flow/golden"
	"facetill/flow/secret"
)

// full are all commands with every field that is typed.
func full() []Request {
	provider := Merchant{AppID: "wxprovider", MchID: "1230000109", SubAppID: "wxsub", SubMchID: "1900000109", StoreID: "上海一号店"}
	return []Request{
		Init{ProxyIP: "10.1.2.3", ProxyPort: "8356", ProxyUser: "till", ProxyPassword: secret.New("PASSWORD"), ProxyType: 2, ProxyTCPPort: "8357",
			CameraRotation: 3, PerformMode: PerformNormal},
		Rawdata{},
		Code{Merchant: provider, AuthInfo: secret.New("AUTHINFO"), OutTradeNo: "20000001", TotalFee: 1280, FaceCodeType: FaceCodeMicropay,
			FaceAuthType: AuthFacepay, Telephone: secret.New("13800000000"), OpenID: secret.New("OPENID"), AskFacePermit: "1", AskRetPage: "1",
			IgnoreUpdatePayResult: "0", ScreenIndex: "2", DisableKeyboard: "1", UseWindowNoFocus: "1"},
		Code{Merchant: provider, AuthInfo: secret.New("AUTHINFO"), OutTradeNo: "20000002", TotalFee: 1280, FaceCodeType: FaceCodeFacepay, FaceAuthType: AuthFacepayDelay},
		Code{Merchant: provider, AuthInfo: secret.New("AUTHINFO"), FaceCodeType: FaceCodeMicropay, FaceAuthType: AuthRealName},
		Update{Merchant: provider, AuthInfo: secret.New("AUTHINFO"), Result: PayError},
		Stop{AppID: provider.AppID, MchID: provider.MchID, AuthInfo: secret.New("AUTHINFO")},
		Release{},
		UserInfo{Merchant: provider, AuthInfo: secret.New("AUTHINFO"), FaceAuthType: AuthFaceIDOnce, AskUnionID: "1", AuthMode: "1", ScreenIndex: "2"},
		ActivateMember{Merchant: provider, AuthInfo: secret.New("AUTHINFO"), OpenID: secret.New("OPENID")},
		Consent{AuthInfo: secret.New("AUTHINFO"), FaceSID: secret.New("FACESID")},
		StartScanner{}, StopScanner{},
	}
}

// The JSON of each command with every field, in each dialect, and what the
// dialect does not know, each refused by its name and not left out.
func TestGoldenRequests(t *testing.T) {
	for _, dialect := range []Dialect{Windows, Android} {
		var b strings.Builder
		for _, r := range full() {
			out, refused := encodeKnown(t, r, SDK{Dialect: dialect})
			for _, e := range refused {
				fmt.Fprintf(&b, "# %s\n", e)
			}
			if out != nil {
				fmt.Fprintf(&b, "%s\n", out)
			}
		}
		golden.File(t, "testdata/"+string(dialect)+".golden", b.String())
	}
}

// without is a request less some fields.
type without struct {
	Request
	names map[string]bool
}

func (w without) request() (cmd Command, kept []parameter) {
	cmd, all := w.Request.request()
	for _, f := range all {
		if !w.names[f.name] {
			kept = append(kept, f)
		}
	}
	return cmd, kept
}

// encodeKnown leaves out one refused field after another, until the rest is
// taken or the command itself is refused.
func encodeKnown(t *testing.T, r Request, sdk SDK) (out []byte, refused []error) {
	w := without{r, map[string]bool{}}
	for {
		out, err := Encode(w, sdk, time.Unix(1_800_000_000, 0))
		if err == nil {
			return out, refused
		}
		gate, is := errors.AsType[*GateError](err)
		if !is || w.names[gate.Field] {
			t.Fatalf("%s: %v", CommandFor(r), err)
		}
		refused = append(refused, err)
		if gate.Field == "" {
			return nil, refused
		}
		w.names[gate.Field] = true
	}
}
