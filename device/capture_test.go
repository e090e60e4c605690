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

func TestRepairs(t *testing.T) {
	tests := []struct {
		b     sim.Behaviour
		code  string // return_code in the end
		cmds  string // after warming
		asked int    // WeChat, in all
	}{
		{sim.Pays, wire.Success, "code", 1},
		{sim.Cancels, wire.UserCancel, "code", 1},
		{sim.WantsToScan, wire.ScanPayment, "code", 1},
		{sim.WalksAway, wire.UserCancel, "code", 1},
		{sim.NotRecognised, wire.Error, "code", 1},
		{sim.BusyOnce, wire.Success, "code code", 1},
		{sim.NotInitialised, wire.Success, "code init code", 1},
		{sim.LicenseError, wire.Success, "code rawdata code", 2},
		{sim.NotPermitted, wire.FacepayNotAuth, "code", 1},
		{sim.Slow, wire.Success, "code", 1},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.b), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, sim.Options{}, Config{})
				b.mustWarm(t)
				b.calls.reset()
				f, err := b.take(t.Context(), aSale(90000+int64(tt.b)))
				if err != nil || f.answer.ReturnCode != tt.code || f.stopped {
					t.Errorf("got %v, %v", f, err)
				}
				b.calls.want(t, tt.cmds)
				if b.auth.asked != tt.asked || !distinct(b.auth.raws) {
					t.Errorf("WeChat was asked %d times, with new rawdata each time: %v", b.auth.asked, distinct(b.auth.raws))
				}
			})
		})
	}
}

// TestFaultsThatStay: each kind of repair once, a service that is coming up for ten
// seconds; no capture tries for ever.
func TestFaultsThatStay(t *testing.T) {
	tests := []struct {
		answer string
		cmds   string
		took   time.Duration
	}{
		{`{"return_code":"SYSTEMERROR"}`, "code code release init code", busyWait},
		{`{"return_code":"PARAM_ERROR","return_msg":"AuthInfo License Error"}`, "code rawdata code", 0},
		{`{"return_code":"FAIL","err_code":271378620}`, "code init code", 0},
		{`{"return_code":"FAIL","err_code":271378621}`, "code" + strings.Repeat(" init code", initialisingTries-1), initialisingTries * initialisingWait},
		{`{"return_code":"FAIL","err_code":1}`, "code", 0},
		{`{"return_code":"IGNORE"}`, "code", 0},
	}
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, sim.Options{}, Config{})
			b.mustWarm(t)
			b.calls.reset()
			b.calls.instead = func(cmd wire.Command, _ int) ([]byte, error) {
				if cmd == wire.CmdCode {
					return []byte(tt.answer), nil
				}
				return nil, nil
			}
			start := time.Now()
			f, err := b.take(t.Context(), aSale(100))
			if took := time.Since(start); err != nil || !f.answer.FaceCode.IsZero() || took != tt.took {
				t.Errorf("%s: got %v, %v after %v, want %v", tt.answer, f, err, took, tt.took)
			}
			b.calls.want(t, tt.cmds)
		})
	}
}

func TestRequestThatTheLibraryNeverSawIsRepeatedOnce(t *testing.T) {
	for _, times := range []int{1, 2} {
		b := newBench(t, sim.Options{}, Config{})
		b.mustWarm(t)
		b.calls.reset()
		b.calls.instead = func(cmd wire.Command, nth int) ([]byte, error) {
			if cmd == wire.CmdCode && nth <= times {
				return nil, &wire.CallError{Kind: wire.KindNotRunning}
			}
			return nil, nil
		}
		f, err := b.take(t.Context(), aSale(100))
		if (err == nil) != (times == 1) || (!f.answer.FaceCode.IsZero()) != (times == 1) {
			t.Errorf("%d times: got %v, %v", times, f, err)
		}
		b.calls.want(t, "code init code")
	}
}

func TestCrashOrGoneIsNotRepeated(t *testing.T) {
	for _, kind := range []wire.Kind{wire.KindCrashed, wire.KindReturned, wire.KindBusy, wire.KindTimeout} {
		b := newBench(t, sim.Options{}, Config{})
		b.mustWarm(t)
		b.calls.reset()
		b.calls.instead = func(cmd wire.Command, _ int) ([]byte, error) {
			if cmd == wire.CmdCode {
				return nil, &wire.CallError{Kind: kind}
			}
			return nil, nil
		}
		if _, err := b.take(t.Context(), aSale(100)); wire.KindOf(err) != kind {
			t.Errorf("got %v, want kind %s", err, kind)
		}
		b.calls.want(t, "code")
	}
}

// captureUntil runs a capture whose ctx ends after a while.
func (b *bench) captureUntil(t *testing.T, fen int64, after time.Duration) (face, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), after)
	defer cancel()
	return b.take(ctx, aSale(fen))
}

func TestStop(t *testing.T) {
	tests := []struct {
		name  string
		o     sim.Options
		after time.Duration
		took  time.Duration
		page  bool
	}{
		{"the terminal obeys", sim.Options{}, 5 * time.Second, 5 * time.Second, false},
		{"a code comes nevertheless", sim.Options{StopAnswer: wire.Success}, 5 * time.Second, 5 * time.Second, true},
		{"an old library does not know stop", sim.Options{OldLibrary: true}, 5 * time.Second, 8 * time.Second, true},
		{"stop before the screen opens", sim.Options{Latency: 30 * time.Millisecond}, time.Millisecond, 31 * time.Millisecond, false},
		{"stop before anything was sent", sim.Options{}, 0, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, tt.o, Config{})
				b.mustWarm(t)
				start := time.Now()
				f, err := b.captureUntil(t, 90003, tt.after)
				r := captured(t.Context(), wire.FaceCodeMicropay, f, err)
				if r.Kind != flow.CaptureCancelled || r.Code != CodeStopped || !r.FaceCode.IsZero() {
					t.Errorf("got %v; want cancelled and no code", r)
				}
				if took := time.Since(start); took != tt.took {
					t.Errorf("it took %v, want %v", took, tt.took)
				}
				if b.Device.term.page != tt.page {
					t.Errorf("a page may be open: %v, want %v", b.Device.term.page, tt.page)
				}
				// The next customer is served whatever happened.
				if f, err := b.take(t.Context(), aSale(100)); err != nil || f.answer.FaceCode.IsZero() {
					t.Errorf("next: %v, %v", f, err)
				}
			})
		})
	}
}

// TestStopIsRepeated: the first one can come before the screen is open.
func TestStopIsRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, sim.Options{}, Config{})
		b.mustWarm(t)
		b.calls.reset()
		b.calls.instead = func(cmd wire.Command, nth int) ([]byte, error) {
			if cmd == wire.CmdStop && nth <= 2 {
				return []byte(`{"return_code":"ERROR","return_msg":"nothing to stop"}`), nil
			}
			return nil, nil
		}
		start := time.Now()
		f, err := b.captureUntil(t, 90003, time.Second)
		if !f.stopped || err != nil || time.Since(start) != 1600*time.Millisecond {
			t.Errorf("got %v, %v after %v", f, err, time.Since(start))
		}
		b.calls.want(t, "code stop stop stop")
	})
}

func TestResults(t *testing.T) {
	tests := []struct {
		a    wire.Answer
		kind flow.CaptureKind
		code string
	}{
		{wire.Answer{ReturnCode: wire.Success, FaceCode: secret.New("130000000000010001"), OpenID: secret.New("o")}, flow.CaptureCode, ""},
		{wire.Answer{ReturnCode: wire.Success}, flow.CaptureFailed, CodeAnswer},
		{wire.Answer{ReturnCode: wire.Success, FaceCode: secret.New("b713b5d2-666c-48")}, flow.CaptureFailed, CodeAnswer},
		{wire.Answer{ReturnCode: wire.UserCancel}, flow.CaptureCancelled, "USER_CANCEL"},
		{wire.Answer{ReturnCode: wire.UserCancel, FaceCode: secret.New("130000000000010001")}, flow.CaptureCancelled, "USER_CANCEL"},
		{wire.Answer{ReturnCode: wire.UserQueryCancel}, flow.CaptureCancelled, "USER_QUERY_CANCEL"},
		{wire.Answer{ReturnCode: wire.ScanPayment}, flow.CaptureScan, "SCAN_PAYMENT"},
		{wire.Answer{ReturnCode: wire.FacepayNotAuth}, flow.CaptureFailed, "FACEPAY_NOT_AUTH"},
		{wire.Answer{ReturnCode: wire.Error}, flow.CaptureFailed, "ERROR"},
		{wire.Answer{ReturnCode: wire.Ignore}, flow.CaptureFailed, "IGNORE"},
		{wire.Answer{ReturnCode: wire.Fail, ErrCode: wire.ErrNotInitialised}, flow.CaptureFailed, "FAIL 271378620"},
		{wire.Answer{ReturnCode: "success"}, flow.CaptureFailed, "ODD_CODE"},
		{wire.Answer{ReturnCode: "BRAND_NEW", FaceCode: secret.New("130000000000010001")}, flow.CaptureFailed, "BRAND_NEW"},
	}
	for _, tt := range tests {
		r := captured(t.Context(), wire.FaceCodeMicropay, face{answer: tt.a}, nil)
		if r.Kind != tt.kind || r.Code != tt.code || r.FaceCode.IsZero() != (r.Kind != flow.CaptureCode) {
			t.Errorf("%v: got %v", tt.a, r)
		}
	}
}
