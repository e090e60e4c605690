package sim

import (
	"strings"
	"testing"
	"time"

	"facetill/device/wire"
	"facetill/flow/secret"
)

func userInfo() wire.UserInfo {
	return wire.UserInfo{Merchant: shop, AuthInfo: secret.New(auth), FaceAuthType: wire.AuthFaceIDOnce, AskUnionID: "1"}
}

// A member is recognised, and the sale that follows is theirs.
func TestMember(t *testing.T) {
	term := ready(t, Options{Customer: time.Second})
	a, now := say(t, term, t0, userInfo())
	if a.ReturnCode != wire.Success || a.OpenID.IsZero() || a.Token.IsZero() || !strings.HasPrefix(a.Nickname, "模拟会员") || !a.FaceCode.IsZero() {
		t.Fatalf("%s %s, nickname %q", a.ReturnCode, a.ReturnMsg, a.Nickname)
	}
	if now.Sub(t0) != time.Second {
		t.Errorf("recognised after %v", now.Sub(t0))
	}
	wantState(t, term, now, Ready)
	sale := code(100, "20000001")
	sale.OpenID = a.OpenID
	paid, _ := say(t, term, now, sale)
	if paid.OpenID.Reveal() != a.OpenID.Reveal() || paid.FaceCode.IsZero() {
		t.Error("the sale is somebody else's")
	}
}

func TestMemberIsNotRecognised(t *testing.T) {
	for b, wanted := range map[Behaviour]string{NotRecognised: wire.FaceUnknown, Cancels: wire.UserCancel, WantsToScan: wire.ScanPayment} {
		term := ready(t, Options{Customer: time.Second})
		if err := term.SetCustomer(b); err != nil {
			t.Fatal(err)
		}
		want(t, term, t0, userInfo(), wanted)
	}
}

// A recognition can be stopped like a capture.
func TestRecognitionStops(t *testing.T) {
	term := ready(t, Options{Customer: time.Minute})
	req, err := wire.Encode(userInfo(), wire.SDK{}, t0)
	if err != nil {
		t.Fatal(err)
	}
	r := term.Handle(t0, req)
	stop, err := wire.StopFor(req)
	if err != nil || r.Wait == 0 {
		t.Fatal(r, err)
	}
	want(t, term, t0, stop, wire.Success)
	r = term.Resume(t0, r.Ticket)
	if a, err := wire.ReadAnswer(wire.CmdUserInfo, r.Resp); err != nil || a.ReturnCode != wire.UserCancel {
		t.Error(a.ReturnCode, err)
	}
}

// The commands beside a sale.
func TestAside(t *testing.T) {
	term := ready(t, Options{})
	real := code(100, "20000001")
	real.FaceAuthType = wire.AuthRealName
	a, now := say(t, term, t0, real)
	if a.FaceSID.IsZero() {
		t.Error("FACE_AUTH gave no face_sid")
	}
	query := `{"cmd":"getWxpayAuth","version":"1","authinfo":"` + auth + `","face_sid":"` + a.FaceSID.Reveal() + `"}`
	if r, err := wire.ReadAnswer(wire.CmdRealName, term.Handle(now, []byte(query)).Resp); err != nil || r.ReturnCode != wire.Success {
		t.Errorf("an identity query: %v, %v", r, err)
	}
	want(t, term, now, wire.ActivateMember{Merchant: real.Merchant, AuthInfo: real.AuthInfo, OpenID: a.OpenID}, wire.Success)
	scan, _ := say(t, term, now, wire.StartScanner{})
	if len(scan.CodeMsg.Reveal()) != 18 {
		t.Errorf("the scanner read %d characters", len(scan.CodeMsg.Reveal()))
	}
	want(t, term, now, wire.StopScanner{}, wire.Success)
}
