package device

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"facetill/device/sim"
	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/secret"
)

func aSale(fen int64) wire.Code {
	return wire.Code{Merchant: shop, OutTradeNo: "2000000000000000", TotalFee: fen, FaceCodeType: wire.FaceCodeMicropay}
}

func (b *bench) mustWarm(t *testing.T) {
	t.Helper()
	if err := b.Prepare(t.Context(), seller); err != nil {
		t.Fatal(err)
	}
}

func TestWarmTerminalNeedsOneCallAndNoNetwork(t *testing.T) {
	b := newBench(t, sim.Options{}, Config{})
	b.mustWarm(t)
	b.calls.want(t, "release init rawdata")
	for range 3 {
		b.calls.reset()
		f, err := b.take(t.Context(), aSale(100))
		if err != nil || f.answer.FaceCode.IsZero() {
			t.Fatal(f, err)
		}
		b.calls.want(t, "code")
		if err := b.Tell(t.Context(), flow.OutTradeNo(aSale(100).OutTradeNo), true); err != nil {
			t.Fatal(err)
		}
	}
	if b.auth.asked != 1 {
		t.Errorf("WeChat was asked %d times, want once", b.auth.asked)
	}
}

func TestColdTerminalDoesItAllFirst(t *testing.T) {
	b := newBench(t, sim.Options{}, Config{})
	if _, err := b.take(t.Context(), aSale(100)); err != nil {
		t.Fatal(err)
	}
	b.calls.want(t, "release init rawdata code")
}

func TestAnotherMerchantNeedsAnotherAuthInfo(t *testing.T) {
	b := newBench(t, sim.Options{}, Config{})
	b.mustWarm(t)
	o := aSale(100)
	o.Merchant.SubMchID = "1900000109"
	if _, err := b.take(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if b.auth.asked != 2 {
		t.Errorf("WeChat was asked %d times, want once for each", b.auth.asked)
	}
}

func TestAuthInfoIsNotUsedToItsLastSecond(t *testing.T) {
	from := clock.Instant{Wall: time.Unix(1_800_000_000, 0), Mono: time.Hour}
	at := func(wall, mono time.Duration) clock.Instant {
		return clock.Instant{Wall: from.Wall.Add(wall), Mono: from.Mono + mono}
	}
	for _, tt := range []struct {
		life, wall, mono time.Duration
		usable, young    bool
	}{
		{time.Hour, 0, 0, true, true},
		{time.Hour, 30*time.Minute - 1, 30*time.Minute - 1, true, true},
		{time.Hour, 30 * time.Minute, 30 * time.Minute, true, false},
		{time.Hour, 59*time.Minute - 1, 59*time.Minute - 1, true, false},
		{time.Hour, 59 * time.Minute, 59 * time.Minute, false, false},
		{time.Hour, 59 * time.Minute, 0, false, false},              // the terminal slept
		{time.Hour, -2 * time.Hour, 59 * time.Minute, false, false}, // the clock was set back
		{10 * time.Second, 9*time.Second - 1, 0, true, false},
		{10 * time.Second, 9 * time.Second, 0, false, false},
	} {
		c := credential{merchant: shop, auth: secret.New("x"), from: from, life: tt.life}
		now := at(tt.wall, tt.mono)
		if c.usable(shop, now) != tt.usable || (c.young(now) > 0) != tt.young {
			t.Errorf("%+v: usable %v, young for %v", tt, c.usable(shop, now), c.young(now))
		}
	}
}

// initialising answers init with 271378621 so many times.
func initialising(times int) func(wire.Command, int) ([]byte, error) {
	return func(cmd wire.Command, nth int) ([]byte, error) {
		if cmd == wire.CmdInit && nth <= times {
			return []byte(`{"return_code":"FAIL","return_msg":"x","err_code":"271378621"}`), nil
		}
		return nil, nil
	}
}

func TestServiceThatIsStillComingUp(t *testing.T) {
	for _, tt := range []struct {
		times int
		ok    bool
		took  time.Duration
	}{{0, true, 0}, {3, true, 1500 * time.Millisecond}, {1000, false, 9500 * time.Millisecond}} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, sim.Options{}, Config{})
			b.calls.instead = initialising(tt.times)
			start := time.Now()
			err := b.Prepare(t.Context(), seller)
			if (err == nil) != tt.ok || time.Since(start) != tt.took {
				t.Errorf("%d times: %v after %v", tt.times, err, time.Since(start))
			}
			if !tt.ok && !strings.Contains(err.Error(), "271378621") {
				t.Errorf("the error does not hold the code: %v", err)
			}
		})
	}
}

func TestWaitingForTheServiceCanBeStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, sim.Options{}, Config{})
		b.calls.instead = initialising(1000)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := b.Prepare(ctx, seller); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

func TestNoAuthInfoNoCamera(t *testing.T) {
	b := newBench(t, sim.Options{}, Config{})
	b.auth.err = errNetwork
	if _, err := b.take(t.Context(), aSale(100)); !errors.Is(err, errNetwork) {
		t.Errorf("got %v", err)
	}
	b.calls.want(t, "release init rawdata")
	b.auth.err, b.auth.life = nil, 0
	if _, err := b.take(t.Context(), aSale(100)); err == nil || strings.Contains(err.Error(), "SECRET") {
		t.Errorf("an authinfo without a life gave %v", err)
	}
}

func TestBadAnswersAreErrorsWithTheCommand(t *testing.T) {
	const none = ""
	tests := []struct {
		name   string
		cmd    wire.Command
		answer string
		part   string
	}{
		{"empty", wire.CmdInit, " ", "empty"},
		{"not JSON", wire.CmdInit, "<html>", "not a JSON object"},
		{"no return_code", wire.CmdRawdata, `{"rawdata":"SECRET-RAW"}`, "return_code"},
		{"too big", wire.CmdRawdata, strings.Repeat(" ", wire.MaxAnswer) + "{}", "more than"},
		{"refused", wire.CmdRawdata, `{"return_code":"ERROR","return_msg":"camera SECRET-SECRET-SECRET is off"}`, "ERROR (camera *** is off)"},
		{"no such command", wire.CmdInit, `{"return_code":"PARAM_ERROR","return_msg":"unknown cmd"}`, "PARAM_ERROR"},
		{"rawdata too long", wire.CmdRawdata, `{"return_code":"SUCCESS","rawdata":"` + strings.Repeat("x", 2049) + `"}`, "2049"},
		{"rawdata missing", wire.CmdRawdata, `{"return_code":"SUCCESS"}`, "rawdata"},
		{"code: not JSON", wire.CmdCode, `{"return_code":"SUCCESS","face_code":"SECRET`, "not a JSON object"},
	}
	for _, tt := range tests {
		b := newBench(t, sim.Options{}, Config{})
		b.calls.instead = func(cmd wire.Command, _ int) ([]byte, error) {
			if cmd == tt.cmd && tt.answer != none {
				return []byte(tt.answer), nil
			}
			return nil, nil
		}
		_, err := b.take(t.Context(), aSale(100))
		if err == nil || !strings.Contains(err.Error(), string(tt.cmd)) || !strings.Contains(err.Error(), tt.part) {
			t.Errorf("%s: got %v, want %q and the command", tt.name, err, tt.part)
		} else if strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%s: the error shows a secret: %v", tt.name, err)
		}
	}
}

func TestLostSessionIsStartedAnew(t *testing.T) {
	b := newBench(t, sim.Options{}, Config{})
	b.mustWarm(t)
	b.term.Start() // WxpayFaceService was restarted behind our back
	b.calls.reset()
	f, err := b.take(t.Context(), aSale(100))
	if err != nil || f.answer.FaceCode.IsZero() {
		t.Fatal(f, err)
	}
	b.calls.want(t, "code init code")

	b.term.Shutdown() // and now it is gone: the error comes at once, the next sale heals
	b.calls.reset()
	_, err = b.take(t.Context(), aSale(100))
	if wire.KindOf(err) != wire.KindReturned || !strings.Contains(err.Error(), "-2") {
		t.Fatalf("got %v", err)
	}
	b.term.Start()
	if _, err := b.take(t.Context(), aSale(100)); err != nil {
		t.Fatal(err)
	}
}

func TestGatesAreCheckedAtStart(t *testing.T) {
	old, err := wire.ParseVersion("1.15")
	if err != nil {
		t.Fatal(err)
	}
	for name, cfg := range map[string]Config{
		"android's consent on windows": {AskFacePermit: true},
		"windows' keyboard on android": {SDK: wire.SDK{Dialect: wire.Android}, DisableKeyboard: true},
		"screens on an old SDK":        {SDK: wire.SDK{Version: old}, ScreenIndex: 2},
		"a charge of later on windows": {FaceAuthType: wire.AuthFacepayDelay},
		"no result on windows":         {IgnoreUpdate: true},
		"a consent on windows":         {AuthMode: "1"},
		"a consent that is none":       {SDK: wire.SDK{Dialect: wire.Android}, AuthMode: "2"},
		"a face that is none":          {FaceAuthType: "FACELESS"},
		"a proxy that is none":         {Init: wire.Init{ProxyType: 7}},
	} {
		if _, err := New(sim.New(sim.Options{}), &authority{}, realClock{}, cfg); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	if _, err := New(sim.New(sim.Options{}), &authority{}, realClock{}, Config{SDK: wire.SDK{Version: old}}); err != nil {
		t.Errorf("an old SDK without extras: %v", err)
	}
}

// A page that a killed process left is in the way of this one's next sale until it
// is released, however warm this one is; a release that was not done is done by
// the sale after.
func TestPageOfAProcessThatIsGone(t *testing.T) {
	for _, refused := range []int{0, 1} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, sim.Options{}, Config{})
			b.mustWarm(t)
			killed, err := New(&recorder{caller: b.term}, b.auth, realClock{}, Config{})
			if err != nil {
				t.Fatal(err)
			}
			if got := killed.Capture(t.Context(), request(100)); got.Kind != flow.CaptureCode {
				t.Fatalf("got %+v", got)
			}
			b.calls.reset()
			left := refused
			b.calls.instead = func(cmd wire.Command, _ int) ([]byte, error) {
				if cmd == wire.CmdRelease && left > 0 {
					left--
					return []byte(`{"return_code":"SYSTEMERROR"}`), nil
				}
				return nil, nil
			}
			want := "code code release init code"
			for range refused {
				if got := b.Capture(t.Context(), request(100)); got.Kind != flow.CaptureFailed {
					t.Errorf("got %+v", got)
				}
				b.calls.want(t, want)
				b.calls.reset()
				want = "release init code" // it has not forgotten the page
			}
			b.mustCapture(t)
			b.calls.want(t, want)
		})
	}
}

// Rawdata has the same repairs as a face screen.
func TestRawdataWhileTheServiceComesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, sim.Options{}, Config{})
		b.calls.instead = func(cmd wire.Command, nth int) ([]byte, error) {
			if cmd == wire.CmdRawdata && nth <= 3 {
				return []byte(`{"return_code":"FAIL","err_code":271378621}`), nil
			}
			return nil, nil
		}
		start := time.Now()
		b.mustWarm(t)
		if took := time.Since(start); took != 3*initialisingWait {
			t.Errorf("ready after %v", took)
		}
	})
}

// Getting ready never ends another process's screen and never drops the authinfo
// that sales go on with.
func TestRawdataThatFailsChangesNothing(t *testing.T) {
	for _, answer := range []string{`{"return_code":"SYSTEMERROR"}`, `{"return_code":"PARAM_ERROR"}`} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, sim.Options{}, Config{})
			b.mustWarm(t)
			time.Sleep(b.auth.life/2 + time.Second) // a renewal is due
			b.calls.reset()
			b.calls.instead = func(cmd wire.Command, _ int) ([]byte, error) {
				if cmd == wire.CmdRawdata {
					return []byte(answer), nil
				}
				return nil, nil
			}
			if err := b.Prepare(t.Context(), seller); err == nil {
				t.Errorf("%s: no error", answer)
			}
			b.mustCapture(t)
			for _, cmd := range b.calls.cmds {
				if cmd == wire.CmdRelease || cmd == wire.CmdInit {
					t.Errorf("%s was answered with %s", answer, cmd)
				}
			}
		})
	}
}

// A scan whose time runs out while the service comes up was stopped, and has not
// failed.
func TestStoppedWhileTheServiceComesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, sim.Options{}, Config{})
		b.mustWarm(t)
		b.calls.instead = func(cmd wire.Command, _ int) ([]byte, error) {
			if cmd == wire.CmdCode {
				return []byte(`{"return_code":"FAIL","err_code":271378621}`), nil
			}
			return nil, nil
		}
		ctx, cancel := context.WithTimeout(t.Context(), 1200*time.Millisecond)
		defer cancel()
		if got := b.Capture(ctx, request(100)); got.Kind != flow.CaptureCancelled {
			t.Errorf("got %+v", got)
		}
	})
}
