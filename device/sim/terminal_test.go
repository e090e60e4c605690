package sim

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"facetill/device/wire"
	"facetill/flow/secret"
)

var (
	t0   = time.Unix(1_800_000_000, 0)
	shop = wire.Merchant{AppID: "wxapp", MchID: "1230000109", StoreID: "S1"}
)

const auth = "AUTHINFO"

func encode(t testing.TB, r wire.Request) []byte {
	t.Helper()
	req, err := wire.Encode(r, wire.SDK{}, t0)
	if _, gated := errors.AsType[*wire.GateError](err); gated { // of Android alone
		req, err = wire.Encode(r, wire.SDK{Dialect: wire.Android}, t0)
	}
	if err != nil {
		t.Fatal(err)
	}
	return req
}

func code(fen int64, no string) wire.Code {
	return wire.Code{Merchant: shop, AuthInfo: secret.New(auth), OutTradeNo: no, TotalFee: fen,
		FaceCodeType: wire.FaceCodeMicropay, FaceAuthType: wire.AuthFacepay}
}

func update(result string) wire.Update {
	return wire.Update{Merchant: shop, AuthInfo: secret.New(auth), Result: result}
}

var stop = wire.Stop{AppID: shop.AppID, MchID: shop.MchID, AuthInfo: secret.New(auth)}

// say sends a request and waits, in the pure way, for its end.
func say(t testing.TB, term *Terminal, now time.Time, r wire.Request) (wire.Answer, time.Time) {
	t.Helper()
	reply := term.Handle(now, encode(t, r))
	for reply.Wait > 0 {
		now = now.Add(reply.Wait)
		reply = term.Resume(now, reply.Ticket)
	}
	if reply.RC != 0 {
		return wire.Answer{ReturnCode: fmt.Sprint("rc ", reply.RC)}, now
	}
	a, err := wire.ReadAnswer(wire.CommandFor(r), reply.Resp)
	if err != nil {
		t.Fatal(err)
	}
	return a, now
}

func want(t testing.TB, term *Terminal, now time.Time, r wire.Request, code string) time.Time {
	t.Helper()
	a, end := say(t, term, now, r)
	if a.ReturnCode != code {
		t.Fatalf("%s: got %s %s, want %s", wire.CommandFor(r), a.ReturnCode, a.ReturnMsg, code)
	}
	return end
}

func wantState(t testing.TB, term *Terminal, now time.Time, s State) {
	t.Helper()
	if got := term.State(now); got != s {
		t.Fatalf("state is %s, want %s", got, s)
	}
}

func ready(t testing.TB, o Options) *Terminal {
	t.Helper()
	term := New(o)
	want(t, term, t0, wire.Init{}, wire.Success)
	return term
}

func TestASale(t *testing.T) {
	term := New(Options{Customer: time.Second})
	wantState(t, term, t0, Idle)
	want(t, term, t0, wire.Init{}, wire.Success)
	raw, _ := say(t, term, t0, wire.Rawdata{})
	if err := wire.CheckRawdata(raw.Rawdata); err != nil {
		t.Fatal(err)
	}
	a, now := say(t, term, t0, code(100, "20000001"))
	if a.ReturnCode != wire.Success || now.Sub(t0) != time.Second {
		t.Fatalf("got %v after %v", a, now.Sub(t0))
	}
	if err := wire.CheckFaceCode(wire.FaceCodeMicropay, a.FaceCode); err != nil {
		t.Fatal(err)
	}
	if a.OpenID.IsZero() || !a.SubOpenID.IsZero() {
		t.Error("openid must be there and sub_openid must not")
	}
	wantState(t, term, now, Waiting)
	want(t, term, now, update(wire.PaySuccess), wire.Success)
	wantState(t, term, now, Ready)
	want(t, term, now, wire.Release{}, wire.Success)
	wantState(t, term, now, Idle)
}

func TestEachBehaviour(t *testing.T) {
	tests := []struct {
		b      Behaviour
		first  string
		after  time.Duration
		state  State
		repeat string // the same sale again, on a page that was released
	}{
		{Cancels, wire.UserCancel, time.Second, Ready, wire.UserCancel},
		{WantsToScan, wire.ScanPayment, time.Second, Ready, wire.ScanPayment},
		{WalksAway, wire.UserCancel, 60 * time.Second, Ready, wire.UserCancel},
		{NotRecognised, wire.Error, time.Second, Ready, wire.Error},
		{BusyOnce, wire.SystemError, 0, Ready, wire.Success},
		{NotInitialised, wire.Fail, 0, Idle, wire.Success},
		{Gone, "rc -2", 0, Idle, "rc -2"},
		{LicenseError, wire.ParamError, 0, Ready, wire.Success},
		{NotPermitted, wire.FacepayNotAuth, 0, Ready, wire.FacepayNotAuth},
		{Slow, wire.Success, 20 * time.Second, Waiting, wire.Success},
		{15, wire.Success, time.Second, Waiting, wire.Success},
		{RestartsInScan, wire.Fail, time.Second, Idle, wire.Success},
		{RestartsInSale, wire.Success, time.Second, Idle, wire.Success},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.b), func(t *testing.T) {
			term := ready(t, Options{Customer: time.Second})
			r := code(scenarioFen+int64(tt.b), "20000001")
			end := want(t, term, t0, r, tt.first)
			if end.Sub(t0) != tt.after {
				t.Errorf("it took %v, want %v", end.Sub(t0), tt.after)
			}
			wantState(t, term, end, tt.state)
			want(t, term, end, wire.Release{}, wire.Success)
			want(t, term, end, wire.Init{}, wire.Success)
			want(t, term, end, wire.Rawdata{}, wire.Success)
			want(t, term, end, r, tt.repeat)
		})
	}
}

func TestSetCustomerCountsOnce(t *testing.T) {
	term := ready(t, Options{})
	if err := term.SetCustomer(Cancels); err != nil {
		t.Fatal(err)
	}
	want(t, term, t0, code(100, "20000001"), wire.UserCancel)
	want(t, term, t0, code(100, "20000002"), wire.Success)
	if err := term.SetCustomer(lastBehaviour + 1); err == nil {
		t.Error("a behaviour that is none was accepted")
	}
}

func TestSetCustomerTravelsInTheCode(t *testing.T) {
	for b, digits := range map[Behaviour]string{15: "1315", 69: "1369", Slow: "1300", Pays: "1300"} {
		term := ready(t, Options{SlowCustomer: time.Millisecond})
		if err := term.SetCustomer(b); err != nil {
			t.Fatal(err)
		}
		a, _ := say(t, term, t0, code(100, "20000001"))
		if got := a.FaceCode.Reveal(); !strings.HasPrefix(got, digits) {
			t.Errorf("behaviour %d gives a code beginning with %.4s, want %s", b, got, digits)
		}
	}
}

func TestLicenseErrorLastsUntilFreshRawdata(t *testing.T) {
	term := ready(t, Options{})
	term.Reboot()
	want(t, term, t0, wire.Init{}, wire.Success)
	want(t, term, t0, code(100, "20000001"), wire.ParamError)
	want(t, term, t0, code(100, "20000001"), wire.ParamError)
	want(t, term, t0, wire.Rawdata{}, wire.Success)
	want(t, term, t0, code(100, "20000001"), wire.Success)
}

// An authinfo belongs to the device whose rawdata it was made from: that of another one, or
// of before a reboot, is refused whatever it is given to. What has no device in it is taken.
func TestAuthInfoOfAnotherDevice(t *testing.T) {
	term, other := ready(t, Options{DeviceID: "D-1"}), ready(t, Options{DeviceID: "D-2"})
	madeFrom := func(term *Terminal) secret.Secret {
		a, _ := say(t, term, t0, wire.Rawdata{})
		return secret.New("SIMmade." + deviceMark(a.Rawdata.Reveal()))
	}
	with := func(auth secret.Secret) wire.Code {
		r := code(100, "20000001")
		r.AuthInfo = auth
		return r
	}
	own, foreign := madeFrom(term), madeFrom(other)
	if again := madeFrom(ready(t, Options{DeviceID: "D-1"})); again.Reveal() != own.Reveal() {
		t.Error("another process of the same device is taken for another device")
	}
	want(t, term, t0, with(foreign), wire.ParamError)
	if a, _ := say(t, term, t0, with(foreign)); a.ReturnMsg != "AuthInfo License Error" {
		t.Errorf("return_msg is %q", a.ReturnMsg)
	}
	want(t, term, t0, wire.Consent{AuthInfo: foreign, FaceSID: secret.New("SIMSID")}, wire.ParamError)
	want(t, term, t0, with(own), wire.Success)
	want(t, term, t0, wire.Update{Merchant: shop, AuthInfo: foreign, Result: wire.PaySuccess}, wire.ParamError)
	want(t, term, t0, wire.Update{Merchant: shop, AuthInfo: own, Result: wire.PaySuccess}, wire.Success)
	want(t, term, t0, with(secret.New("SIMof a release before this one")), wire.Success)
	term.Reboot()
	want(t, term, t0, wire.Init{}, wire.Success)
	fresh := madeFrom(term)
	want(t, term, t0, with(own), wire.ParamError)
	want(t, term, t0, with(fresh), wire.Success)
}

func TestWaitingPageIgnoresErrorLikeWindows(t *testing.T) {
	term := ready(t, Options{})
	want(t, term, t0, code(100, "20000001"), wire.Success)
	want(t, term, t0, update(wire.PayError), wire.Success)
	wantState(t, term, t0, Waiting)
	want(t, term, t0, code(100, "20000002"), wire.SystemError)
	wantState(t, term, t0.Add(90*time.Second-1), Waiting)
	wantState(t, term, t0.Add(90*time.Second), Ready)

	// Release and init get rid of the page before its time.
	now := want(t, term, t0.Add(90*time.Second), code(100, "20000003"), wire.Success)
	want(t, term, now, wire.Release{}, wire.Success)
	want(t, term, now, wire.Init{}, wire.Success)
	want(t, term, now, code(100, "20000004"), wire.Success)
}

func TestStop(t *testing.T) {
	term := ready(t, Options{Customer: time.Second})
	want(t, term, t0, stop, wire.Error) // before: nothing to stop

	pending := term.Handle(t0, encode(t, code(90003, "20000001")))
	if pending.Wait != 60*time.Second {
		t.Fatalf("the customer who walks away is waited for %v", pending.Wait)
	}
	want(t, term, t0, code(100, "20000002"), wire.SystemError) // one at a time
	other := stop
	other.AuthInfo = secret.New("OTHER")
	want(t, term, t0, other, wire.ParamError)
	want(t, term, t0, stop, wire.Success)
	r := term.Resume(t0, pending.Ticket)
	if a, err := wire.ReadAnswer(wire.CmdCode, r.Resp); err != nil || a.ReturnCode != wire.UserCancel {
		t.Fatalf("a stopped capture answers %v, %v", a, err)
	}
	wantState(t, term, t0, Ready)

	now := want(t, term, t0, code(100, "20000003"), wire.Success)
	want(t, term, now, stop, wire.Error) // after face_code: too late
	wantState(t, term, now, Waiting)
}

func TestStopVariants(t *testing.T) {
	old := ready(t, Options{OldLibrary: true})
	want(t, old, t0, stop, wire.ParamError)

	race := ready(t, Options{Customer: time.Second, StopAnswer: wire.Success})
	pending := race.Handle(t0, encode(t, code(100, "20000001")))
	want(t, race, t0, stop, wire.Success)
	a, err := wire.ReadAnswer(wire.CmdCode, race.Resume(t0, pending.Ticket).Resp)
	if err != nil || a.FaceCode.IsZero() {
		t.Fatalf("the race gave %v, %v; want a code", a, err)
	}
}

func TestRefusals(t *testing.T) {
	term := New(Options{})
	for _, r := range []wire.Request{wire.Rawdata{}, code(100, "20000001"), update(wire.PayError)} {
		a, _ := say(t, term, t0, r)
		if a.ReturnCode != wire.Fail || a.ErrCode != wire.ErrNotInitialised {
			t.Errorf("%s before init: %v", wire.CommandFor(r), a)
		}
	}
	want(t, term, t0, wire.Init{}, wire.Success)
	long := `"` + strings.Repeat("x", wire.MaxAuthInfo+1) + `"`
	for name, req := range map[string]string{
		"not JSON":        `{"cmd"`,
		"no version":      `{"cmd":"initWxpayface"}`,
		"no such command": `{"cmd":"makeCoffee","version":"1"}`,
		"empty authinfo":  `{"cmd":"getWxpayfaceCode","version":"1","appid":"a","mch_id":"m","store_id":"s","face_authtype":"FACEPAY","authinfo":"","face_code_type":"1"}`,
		"long authinfo":   `{"cmd":"getWxpayfaceCode","version":"1","appid":"a","mch_id":"m","store_id":"s","face_authtype":"FACEPAY","authinfo":` + long + `,"face_code_type":"1"}`,
		"empty telephone": `{"cmd":"getWxpayfaceCode","version":"1","appid":"a","mch_id":"m","store_id":"s","face_authtype":"FACEPAY","authinfo":"x","face_code_type":"1","telephone":""}`,
		"type 0, no fee":  `{"cmd":"getWxpayfaceCode","version":"1","appid":"a","mch_id":"m","store_id":"s","face_authtype":"FACEPAY","authinfo":"x","out_trade_no":"20000001"}`,
		"fee in yuan":     `{"cmd":"getWxpayfaceCode","version":"1","appid":"a","mch_id":"m","store_id":"s","face_authtype":"FACEPAY","authinfo":"x","face_code_type":"1","total_fee":"1.00"}`,
	} {
		a, err := wire.ReadAnswer("", term.Handle(t0, []byte(req)).Resp)
		if err != nil || a.ReturnCode != wire.ParamError {
			t.Errorf("%s: %v, %v", name, a, err)
		}
	}
	term.Shutdown()
	want(t, term, t0, wire.Init{}, "rc -2")
	term.Start()
	wantState(t, term, t0, Idle)
}

func TestMint(t *testing.T) {
	digits, hyphenated := Mint(15, 42)
	if digits != "131500000000423066" {
		t.Errorf("got %s", digits)
	}
	if strings.ReplaceAll(hyphenated[1:], "-", "") != digits || hyphenated[0] != 'f' {
		t.Errorf("the two forms differ: %s, %s", digits, hyphenated)
	}
	head, _ := strconv.ParseUint(digits[:14], 10, 64)
	check, _ := strconv.ParseUint(digits[14:], 10, 64)
	if check != head%9973 {
		t.Errorf("check digits %04d, want %04d", check, head%9973)
	}
	for _, s := range []uint64{0, 1, serials - 1, serials, 1<<64 - 1} {
		d, h := Mint(60, s)
		if err := wire.CheckFaceCode("1", secret.New(d)); err != nil {
			t.Error(err)
		}
		if err := wire.CheckFaceCode("0", secret.New(h)); err != nil {
			t.Error(err)
		}
	}
}

// A face belongs to the number and the amount that it was taken for; without both it belongs
// to none. The literal is held by wx/sim, too.
func TestFaceIsOfItsSale(t *testing.T) {
	digits, hyphenated := mintFor(15, 42, "20000001", "100")
	if digits != "131500042821251746" || strings.ReplaceAll(hyphenated[1:], "-", "") != digits {
		t.Errorf("got %s, %s", digits, hyphenated)
	}
	face := func(no string, fen int64) string {
		a, _ := say(t, ready(t, Options{Serial: 41}), t0, code(fen, no))
		return a.FaceCode.Reveal()
	}
	if want, _ := mintFor(Pays, 42, "20000001", "100"); face("20000001", 100) != want || face("20000002", 100) == want || face("20000001", 101) == want {
		t.Errorf("a face of another sale has the code of this one, or this one has not %s", want)
	}
	if want, _ := Mint(Pays, 42); face("", 100) != want {
		t.Error("a face of no number belongs to one")
	}
}

func TestCodesDiffer(t *testing.T) {
	term := ready(t, Options{})
	seen := map[string]bool{}
	for range 100 {
		a, _ := say(t, term, t0, code(100, "20000001"))
		want(t, term, t0, update(wire.PaySuccess), wire.Success)
		seen[a.FaceCode.Reveal()] = true
	}
	if len(seen) != 100 {
		t.Errorf("%d different codes in 100 captures", len(seen))
	}
}

func BenchmarkCapture(b *testing.B) {
	term := ready(b, Options{})
	req, done := encode(b, code(100, "20000001")), encode(b, update(wire.PaySuccess))
	for b.Loop() {
		term.Handle(t0, req)
		term.Handle(t0, done)
	}
}
