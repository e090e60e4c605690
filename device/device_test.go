package device

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"facetill/device/sim"
	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/secret"
)

var seller = flow.Merchant{AppID: shop.AppID, MchID: shop.MchID}

func request(fen int64) flow.CaptureRequest {
	return flow.CaptureRequest{FaceCodeType: wire.FaceCodeMicropay, Attempt: flow.Attempt{Order: flow.Order{
		OutTradeNo: "2000000000000000", Merchant: seller, StoreID: shop.StoreID, TotalFee: flow.Fen(fen)}}}
}

func TestASaleThroughThePort(t *testing.T) {
	b := newBench(t, sim.Options{}, Config{StoreID: shop.StoreID, StoreName: "一号店", DeviceID: "D1"})
	if err := b.Prepare(t.Context(), seller); err != nil {
		t.Fatal(err)
	}
	if r := b.auth.last; r.StoreID != "S1" || r.StoreName != "一号店" || r.DeviceID != "D1" || r.Merchant != seller || r.RawData.IsZero() {
		t.Errorf("WeChat was asked with %+v", r)
	}
	b.calls.reset()
	got := b.Capture(t.Context(), request(100))
	if got.Kind != flow.CaptureCode || got.FaceCode.IsZero() || got.OpenID.IsZero() || got.Code != "" {
		t.Fatalf("got %+v", got)
	}
	if err := b.Tell(t.Context(), "2000000000000000", true); err != nil {
		t.Fatal(err)
	}
	b.calls.want(t, "code update")
	if b.auth.asked != 1 {
		t.Errorf("WeChat was asked %d times, want once", b.auth.asked)
	}
}

func TestBothFamilies(t *testing.T) {
	b := newBench(t, sim.Options{}, Config{})
	for kind, digits := range map[string]bool{wire.FaceCodeMicropay: true, wire.FaceCodeFacepay: false} {
		var seen wire.Fields
		b.calls.caller = spy{b.term, &seen}
		r := request(100)
		r.FaceCodeType = kind
		got := b.Capture(t.Context(), r)
		if got.Kind != flow.CaptureCode || strings.Contains(got.FaceCode.Reveal(), "-") == digits {
			t.Errorf("type %s: got %+v", kind, got)
		}
		for name, want := range map[string]string{"out_trade_no": "2000000000000000", "total_fee": "100", "face_code_type": kind, "appid": "wxapp", "store_id": "S1"} {
			if seen[name] != want {
				t.Errorf("type %s: %s was %q, want %q", kind, name, seen[name], want)
			}
		}
		if _, sent := seen["telephone"]; sent {
			t.Error("an unknown telephone was sent")
		}
		if err := b.Tell(t.Context(), "2000000000000000", true); err != nil {
			t.Fatal(err)
		}
	}
}

// spy keeps the fields of the last capture.
type spy struct {
	wire.Caller
	seen *wire.Fields
}

func (s spy) Call(ctx context.Context, req []byte) ([]byte, error) {
	if f, err := wire.ReadFields(req); err == nil && f["cmd"] == string(wire.CmdCode) {
		*s.seen = f
	}
	return s.Caller.Call(ctx, req)
}

func TestCapturedSaysWhy(t *testing.T) {
	answer := func(s string) func(wire.Command, int) ([]byte, error) {
		return func(cmd wire.Command, _ int) ([]byte, error) {
			if cmd == wire.CmdCode {
				return []byte(s), nil
			}
			return nil, nil
		}
	}
	fails := func(kind wire.Kind) func(wire.Command, int) ([]byte, error) {
		return func(cmd wire.Command, _ int) ([]byte, error) {
			if cmd == wire.CmdCode {
				return nil, &wire.CallError{Kind: kind, Cmd: cmd, RC: -2}
			}
			return nil, nil
		}
	}
	tests := []struct {
		name    string
		instead func(wire.Command, int) ([]byte, error)
		kind    flow.CaptureKind
		code    string
	}{
		{"customer leaves", answer(`{"return_code":"USER_CANCEL"}`), flow.CaptureCancelled, "USER_CANCEL"},
		{"customer scans", answer(`{"return_code":"SCAN_PAYMENT"}`), flow.CaptureScan, "SCAN_PAYMENT"},
		{"no permission", answer(`{"return_code":"FACEPAY_NOT_AUTH"}`), flow.CaptureFailed, "FACEPAY_NOT_AUTH"},
		{"screen did not open", answer(`{"return_code":"IGNORE"}`), flow.CaptureFailed, "IGNORE"},
		{"second level", answer(`{"return_code":"FAIL","err_code":271378620}`), flow.CaptureFailed, "FAIL 271378620"},
		{"unknown", answer(`{"return_code":"BRAND_NEW","face_code":"130000000000010001"}`), flow.CaptureFailed, "ODD_CODE"},
		{"no code", answer(`{"return_code":"SUCCESS"}`), flow.CaptureFailed, CodeAnswer},
		{"a code of the other type", answer(`{"return_code":"SUCCESS","face_code":"b713b5d2-666c-48"}`), flow.CaptureFailed, CodeAnswer},
		{"no JSON", answer(`hello`), flow.CaptureFailed, CodeAnswer},
		{"non-zero", fails(wire.KindReturned), flow.CaptureFailed, CodeGone},
		{"crash", fails(wire.KindCrashed), flow.CaptureFailed, CodeCrashed},
		{"busy", fails(wire.KindBusy), flow.CaptureFailed, CodeBusy},
		{"hang", fails(wire.KindTimeout), flow.CaptureFailed, CodeTimeout},
		{"bridge", fails(wire.KindRefused), flow.CaptureFailed, CodeAccess},
	}
	for _, tt := range tests {
		b := newBench(t, sim.Options{}, Config{})
		b.calls.instead = tt.instead
		got := b.Capture(t.Context(), request(100))
		if got.Kind != tt.kind || got.Code != tt.code || !got.FaceCode.IsZero() {
			t.Errorf("%s: got %+v, want %s %s and no code", tt.name, got, tt.kind, tt.code)
		}
	}
}

func TestCaptureWithoutAuthInfoOrTerminal(t *testing.T) {
	b := newBench(t, sim.Options{}, Config{})
	b.auth.err = errNetwork
	if got := b.Capture(t.Context(), request(100)); got.Kind != flow.CaptureFailed || got.Code != CodeAuth || !strings.Contains(got.Message, errNetwork.Error()) {
		t.Errorf("got %+v", got)
	}
	b.term.Shutdown()
	if got := b.Capture(t.Context(), request(100)); got.Kind != flow.CaptureFailed || got.Code != CodeGone || !strings.Contains(got.Message, "-2") {
		t.Errorf("got %+v", got)
	}
	r := request(100)
	r.Telephone = secret.New("13800138000") // Windows cannot be asked for it
	b = newBench(t, sim.Options{}, Config{})
	got := b.Capture(t.Context(), r)
	if got.Kind != flow.CaptureFailed || got.Code != CodeRequest || !strings.Contains(got.Message, "telephone") || strings.Contains(got.Message, "1380013") {
		t.Errorf("got %+v", got)
	}
}

func TestCaptureStoppedAnywhereIsCancelled(t *testing.T) {
	for name, cmd := range map[string]wire.Command{"during init": wire.CmdInit, "during rawdata": wire.CmdRawdata, "during the capture": wire.CmdCode} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, sim.Options{Customer: time.Second}, Config{})
			ctx, cancel := context.WithCancel(t.Context())
			b.calls.instead = func(c wire.Command, _ int) ([]byte, error) {
				if c == cmd {
					cancel()
					synctest.Wait()
				}
				return nil, nil
			}
			got := b.Capture(ctx, request(100))
			if got.Kind != flow.CaptureCancelled || got.Code != CodeStopped || !got.FaceCode.IsZero() {
				t.Errorf("%s: got %+v", name, got)
			}
		})
	}
}

func TestCaptureWaitsForAnotherCommandAsLongAsItMay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, sim.Options{}, Config{})
		leave, err := b.enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if got := b.Capture(ctx, request(100)); got.Kind != flow.CaptureCancelled {
			t.Errorf("got %+v", got)
		}
		b.calls.want(t, "")
		leave()
		if got := b.Capture(t.Context(), request(100)); got.Kind != flow.CaptureCode {
			t.Errorf("got %+v", got)
		}
	})
}

// TestTellThatBlocksHoldsUpTheNextCustomerBriefly: the terminal keeps the
// result's call until its customer has confirmed it.
func TestTellThatBlocksHoldsUpTheNextCustomerBriefly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, sim.Options{}, Config{})
		b.calls.caller = blocking{b.term, wire.CmdUpdate}
		b.mustCapture(t)
		told := make(chan error)
		go func() { told <- b.Tell(t.Context(), "2000000000000000", true) }()
		synctest.Wait()
		begin := time.Now()
		b.mustCapture(t)
		if took := time.Since(begin); took != tellGrace {
			t.Errorf("the next customer waited %v, want %v", took, tellGrace)
		}
		if err := <-told; err == nil {
			t.Error("a result that was cut short counts as told")
		}
		b.calls.want(t, "release init rawdata code update release init code")
	})
}

// blocking never answers one command.
type blocking struct {
	wire.Caller
	cmd wire.Command
}

func (b blocking) Call(ctx context.Context, req []byte) ([]byte, error) {
	if cmd, err := wire.CommandOf(req); err == nil && cmd == b.cmd {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return b.Caller.Call(ctx, req)
}

func TestCodeAfterAStopIsDroppedAndItsPageRemoved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, sim.Options{Customer: time.Minute, StopAnswer: wire.Success}, Config{StoreID: shop.StoreID})
		if err := b.Prepare(t.Context(), seller); err != nil {
			t.Fatal(err)
		}
		b.calls.reset()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if got := b.Capture(ctx, request(100)); got.Kind != flow.CaptureCancelled || !got.FaceCode.IsZero() {
			t.Errorf("got %+v", got)
		}
		if err := b.Tell(t.Context(), "2000000000000000", true); err != nil { // nothing to tell any more
			t.Error(err)
		}
		b.calls.caller = sim.New(sim.Options{})
		b.mustCapture(t)
		b.calls.want(t, "code stop update release init code")
	})
}

func TestAggregatedTerminalIsFreeAfterEveryEnding(t *testing.T) {
	for fen, cmds := range map[int64]string{90001: "init code release", 90004: "init code release", 90007: "init code release"} {
		b := newBench(t, sim.Options{}, Config{Aggregated: true, StoreID: shop.StoreID})
		if err := b.Prepare(t.Context(), seller); err != nil {
			t.Fatal(err)
		}
		b.calls.reset()
		b.Capture(t.Context(), request(fen))
		b.calls.want(t, cmds)
	}
}

// TestNothingPrintsASecret: whatever of a capture is printed shows no credential.
func TestNothingPrintsASecret(t *testing.T) {
	b := newBench(t, sim.Options{}, Config{})
	got := b.Capture(t.Context(), request(100))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		s := fmt.Sprintf(verb, got)
		if strings.Contains(s, got.FaceCode.Reveal()) || strings.Contains(s, got.OpenID.Reveal()) {
			t.Errorf("%s shows a secret", verb)
		}
	}
}

// BenchmarkWarmSale is the device's share of a sale on a warm terminal.
func BenchmarkWarmSale(b *testing.B) {
	d, err := New(sim.New(sim.Options{}), &authority{life: time.Hour}, realClock{}, Config{})
	if err != nil {
		b.Fatal(err)
	}
	r := request(100)
	for b.Loop() {
		if got := d.Capture(b.Context(), r); got.Kind != flow.CaptureCode {
			b.Fatal(got)
		}
		if err := d.Tell(b.Context(), r.Attempt.OutTradeNo, true); err != nil {
			b.Fatal(err)
		}
	}
}

// What a cashier reads of a field names no command; what a capture says of it
// does, and so does a single command.
func TestTheSameFieldForACashierAndForAScript(t *testing.T) {
	b := newBench(t, sim.Options{}, Config{})
	r := request(100)
	r.Attempt.OutTradeNo = "1234"
	const text = `out_trade_no "1234" is shorter than 6`
	if err := b.CheckCapture(r); err == nil || !strings.HasPrefix(err.Error(), text) {
		t.Errorf("a cashier reads %v", err)
	}
	if got := b.Capture(t.Context(), r); got.Kind != flow.CaptureFailed || !strings.HasPrefix(got.Message, "getWxpayfaceCode: "+text) {
		t.Errorf("%s %s", got.Kind, got.Message)
	}
	if _, err := b.Script(seller).Send(t.Context(), wire.Stop{}); err == nil || !strings.HasPrefix(err.Error(), "stopWxpayface: appid is missing") {
		t.Errorf("a script reads %v", err)
	}
	r = request(100)
	r.Telephone = secret.New("13800138000")
	if err := b.CheckCapture(r); fmt.Sprint(err) != "telephone is not known to the windows SDK; leave it out, or update the SDK and device.sdk_version" {
		t.Errorf("a cashier reads %v", err)
	}
}

// What the terminal says beside the code goes with it, numbers as texts too, and what is no
// age is none. The ticket is a secret.
func TestWhatTheTerminalSaysOfAFace(t *testing.T) {
	for _, tt := range []struct {
		said string
		want flow.FaceTold
	}{
		{`"underage_state":2,"telephone_used":1`, flow.FaceTold{UnderageState: flow.Minor, TelephoneUsed: "1"}},
		{`"underage_state":"1","telephone_used":"0"`, flow.FaceTold{UnderageState: flow.Adult, TelephoneUsed: "0"}},
		{`"underage_state":3,"telephone_used":true`, flow.FaceTold{}},
		{`"underage_state":null`, flow.FaceTold{}},
	} {
		b := newBench(t, sim.Options{}, Config{})
		b.calls.instead = func(cmd wire.Command, _ int) ([]byte, error) {
			if cmd == wire.CmdCode {
				return []byte(`{"return_code":"SUCCESS","face_code":"130000000000010001","openid":"o","face_sid":"THE-SID",` + tt.said + `}`), nil
			}
			return nil, nil
		}
		got := b.Capture(t.Context(), request(100))
		if got.Face != tt.want || got.FaceSID.Reveal() != "THE-SID" || strings.Contains(fmt.Sprintf("%+v", got), "THE-SID") {
			t.Errorf("%s: %+v", tt.said, got)
		}
	}
}

// A member who pays brings the word about the unionid along; the ticket stays here.
func TestUnionIDOfAMemberWhoPays(t *testing.T) {
	b := newBench(t, sim.Options{TellsAge: true}, Config{})
	r := request(100)
	r.Member, r.Telephone = true, secret.Secret{}
	got := b.Capture(t.Context(), r)
	want := flow.FaceTold{UnderageState: flow.Adult, UnionIDCode: "SUCCESS", UnionIDMsg: "ok"}
	if got.Kind != flow.CaptureCode || got.Face != want {
		t.Errorf("got %+v", got)
	}
}
