package device

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"facetill/device/sim"
	"facetill/device/wire"
	"facetill/flow"
)

// onAndroid is a terminal whose library answers by an err_code when its service restarts.
func onAndroid(t *testing.T, v string) Config {
	t.Helper()
	version, err := wire.ParseVersion(v)
	if err != nil {
		t.Fatal(err)
	}
	return Config{SDK: wire.SDK{Dialect: wire.Android, Version: version}}
}

// restartedNo is the sale in which the service restarts.
const restartedNo = "2000000000000009"

// comesUp is init after a restart: refused twice while the service starts.
const comesUp = " init init init "

// A face service that restarts is initialised again and the sale goes on, under its own
// number; the next sale is one call again.
func TestServiceRestartsInASale(t *testing.T) {
	starting := sim.Options{Starting: 2}
	for _, tt := range []struct {
		name string
		o    sim.Options
		at   sim.Behaviour // 0: at idle
		cfg  string        // SDK version
		sale string
		took time.Duration
	}{
		{"at idle", starting, 0, "2.12", "code init init code update", 1000 * time.Millisecond},
		{"at idle, up at once", sim.Options{}, 0, "2.12", "code init code update", 0},
		{"during the scan", starting, sim.RestartsInScan, "2.12", "code" + comesUp + "code update", 1000 * time.Millisecond},
		{"behind the code", starting, sim.RestartsInSale, "2.12", "code update init init update", 1000 * time.Millisecond},
		{"behind the code, no update", starting, sim.RestartsInSale, "2.13", "code", 0},
		{"behind the code, on Windows", starting, sim.RestartsInSale, "", "code update init init update", 1000 * time.Millisecond},
	} {
		synctest.Test(t, func(t *testing.T) {
			cfg := Config{}
			if tt.cfg != "" {
				cfg = onAndroid(t, tt.cfg)
			}
			b := newBench(t, tt.o, cfg)
			b.mustWarm(t)
			b.calls.reset()
			if tt.at == 0 {
				b.term.Restart()
			} else if err := b.term.SetCustomer(tt.at); err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			r := request(100)
			r.Attempt.OutTradeNo = restartedNo
			if got := b.Capture(t.Context(), r); got.Kind != flow.CaptureCode || got.FaceCode.IsZero() {
				t.Fatalf("%s: %+v", tt.name, got)
			}
			if err := b.Tell(t.Context(), restartedNo, true); err != nil {
				t.Errorf("%s: the result: %v", tt.name, err)
			}
			b.calls.want(t, tt.sale)
			if took := time.Since(start); took != tt.took {
				t.Errorf("%s: %v, want %v", tt.name, took, tt.took)
			}
			if b.auth.asked != 1 {
				t.Errorf("%s: WeChat was asked for %d authinfos", tt.name, b.auth.asked)
			}
			b.mustCapture(t)
		})
	}
}

// The repair is done once: a service that restarts again and again ends the capture, with
// its own word and no code, and the next sale begins anew.
func TestServiceThatDoesNotStayUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, sim.Options{}, onAndroid(t, "2.12"))
		b.mustWarm(t)
		b.calls.reset()
		b.calls.instead = func(cmd wire.Command, _ int) ([]byte, error) {
			if cmd == wire.CmdCode {
				b.term.Restart()
			}
			return nil, nil
		}
		got := b.Capture(t.Context(), request(100))
		if got.Kind != flow.CaptureFailed || got.Code != "FAIL 271378620" || !got.FaceCode.IsZero() {
			t.Errorf("got %+v", got)
		}
		b.calls.want(t, "code init code")
		b.calls.instead = nil
		b.mustCapture(t)
	})
}

// What is told again to a service that has restarted is the result, not another one.
func TestTheResultIsToldAgain(t *testing.T) {
	for paid, want := range map[bool]string{true: wire.PaySuccess, false: wire.PayError} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, sim.Options{}, onAndroid(t, "2.12"))
			b.mustCapture(t)
			var told []string
			next := b.calls.caller
			b.calls.caller = callerFunc(func(ctx context.Context, req []byte) ([]byte, error) {
				fields, err := wire.ReadFields(req)
				if err == nil && fields["cmd"] == string(wire.CmdUpdate) {
					told = append(told, fields["payresult"])
				}
				return next.Call(ctx, req)
			})
			b.term.Restart()
			if err := b.Tell(t.Context(), flow.OutTradeNo(aSale(100).OutTradeNo), paid); err != nil {
				t.Error(err)
			}
			if len(told) != 2 || told[0] != want || told[1] != want {
				t.Errorf("paid %t: %q", paid, told)
			}
		})
	}
}

// After the request nothing that the service does is more than a page that nobody closes:
// the result is tried again once, within the caller's time, and no longer.
func TestResultForAServiceThatStaysDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, sim.Options{}, onAndroid(t, "2.12"))
		b.mustCapture(t)
		b.calls.instead = func(wire.Command, int) ([]byte, error) {
			return []byte(`{"return_code":"FAIL","err_code":271378621}`), nil
		}
		ctx, cancel := context.WithTimeout(t.Context(), tellGrace)
		defer cancel()
		start := time.Now()
		if err := b.Tell(ctx, flow.OutTradeNo(aSale(100).OutTradeNo), true); err == nil {
			t.Error("a result that nobody took was taken as told")
		}
		if took := time.Since(start); took > tellGrace {
			t.Errorf("it held up the next customer for %v", took)
		}
		b.calls.instead = nil
		b.mustCapture(t)
	})
}

// A camera that is to be given back to its other owners is free when the service that had
// it is gone: what was done before stands.
func TestReleaseOfAServiceThatHasRestarted(t *testing.T) {
	lostOn := func(b *bench, release int) {
		b.calls.instead = func(cmd wire.Command, nth int) ([]byte, error) {
			if cmd == wire.CmdRelease && nth == release {
				b.term.Restart()
				return []byte(`{"return_code":"FAIL","err_code":271378620}`), nil
			}
			return nil, nil
		}
	}
	cfg := onAndroid(t, "2.12")
	cfg.Aggregated = true

	b := newBench(t, sim.Options{}, cfg)
	lostOn(b, 2)
	b.mustWarm(t)
	if b.auth.asked != 1 {
		t.Error("rawdata was read, and no authinfo was asked for")
	}
	b = newBench(t, sim.Options{}, cfg)
	lostOn(b, 2)
	if m, err := b.Recognise(t.Context(), seller); err != nil || m.OpenID.IsZero() {
		t.Errorf("the member was forgotten: %v", err)
	}
	b = newBench(t, sim.Options{}, cfg)
	b.mustCapture(t)
	lostOn(b, 2)
	if err := b.Tell(t.Context(), flow.OutTradeNo(aSale(100).OutTradeNo), true); err != nil {
		t.Error(err)
	}
}

// On Android the session is looked after while nobody pays: the library takes some ten
// seconds to find out that its service is gone, and they are not the next customer's.
func TestKeepFindsARestartAtIdle(t *testing.T) {
	for _, tt := range []struct {
		dialect wire.Dialect
		shared  bool
		next    string // of the next capture
	}{
		{wire.Android, false, "code"},
		{wire.Windows, false, "code init code"}, // no document lets it be initialised twice
		{wire.Android, true, "init code"},
	} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, sim.Options{Starting: 2}, Config{SDK: wire.SDK{Dialect: tt.dialect}, Aggregated: tt.shared})
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan bool)
			go func() {
				b.Keep(ctx, seller, func(err error) {
					if err != nil {
						t.Error(err)
					}
				})
				close(done)
			}()
			synctest.Wait()
			if tt.dialect == wire.Windows || tt.shared {
				b.term.Start()
			} else {
				b.term.Restart()
			}
			time.Sleep(lookAfter + 2*time.Second)
			synctest.Wait()
			cancel()
			<-done
			b.calls.reset()
			b.mustCapture(t)
			b.calls.want(t, tt.next)
		})
	}
}
