package sdk

import (
	"context"
	"fmt"
	"testing"
	"time"

	"facetill/device"
	"facetill/device/sim"
	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/secret"
)

// machineClock is the real time.
type machineClock struct{ start time.Time }

func (c machineClock) Now() clock.Instant {
	return clock.Instant{Wall: time.Now(), Mono: time.Since(c.start)}
}

func (c machineClock) Sleep(ctx context.Context, d time.Duration, wake <-chan struct{}) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	case <-wake:
	}
}

type anAuthority struct{}

func (anAuthority) AuthInfo(context.Context, flow.AuthInfoRequest) (flow.AuthInfo, error) {
	return flow.AuthInfo{AuthInfo: secret.New("AUTHINFO"), Life: time.Hour}, nil
}

// inNoTime is a clock whose pauses are over at once.
type inNoTime struct{ machineClock }

func (inNoTime) Sleep(context.Context, time.Duration, <-chan struct{}) {}

// aCapture is one of 1.00 under a number.
func aCapture(no flow.OutTradeNo) flow.CaptureRequest {
	return flow.CaptureRequest{FaceCodeType: "1", Attempt: flow.Attempt{Order: flow.Order{
		OutTradeNo: no, TotalFee: 100, StoreID: "S1", Merchant: flow.Merchant{AppID: "wxapp", MchID: "1230000109"}}}}
}

// Whatever way leads to the terminal: a face service that restarts at idle, during a scan
// or behind the code is initialised again, and the sale goes on under its number.
func TestSalesGoOnAfterARestart(t *testing.T) {
	for _, w := range ways(t) {
		t.Run(w.Name, func(t *testing.T) {
			term := sim.New(sim.Options{Starting: 3})
			d, err := device.New(w.Dial(t, term), anAuthority{}, inNoTime{machineClock{time.Now()}}, device.Config{SDK: wire.SDK{Dialect: wire.Android}})
			if err != nil {
				t.Fatal(err)
			}
			for i, fault := range []sim.Behaviour{sim.Pays, sim.RestartsInScan, sim.Pays, sim.RestartsInSale, sim.Pays} {
				if err := term.SetCustomer(fault); err != nil {
					t.Fatal(err)
				}
				if i == 2 {
					term.Restart()
				}
				no := flow.OutTradeNo(fmt.Sprintf("200000000000000%d", i))
				if got := d.Capture(t.Context(), aCapture(no)); got.Kind != flow.CaptureCode || got.FaceCode.IsZero() {
					t.Fatalf("sale %d: %+v", i, got)
				}
				if err := d.Tell(t.Context(), no, true); err != nil {
					t.Errorf("sale %d: %v", i, err)
				}
				if s := term.State(time.Now()); s != sim.Ready {
					t.Errorf("sale %d left the terminal %s", i, s)
				}
			}
		})
	}
}

// TestSalesGoOnAfterACrash: the capture in which the library crashed has
// failed, and the next one brings up process and session by itself.
func TestSalesGoOnAfterACrash(t *testing.T) {
	d, err := device.New(host(t, sim.New(sim.Options{}), nil), anAuthority{}, machineClock{time.Now()}, device.Config{})
	if err != nil {
		t.Fatal(err)
	}
	for _, no := range []flow.OutTradeNo{"2000000000000001", crashNo, "2000000000000002", crashNo, "2000000000000003"} {
		got := d.Capture(t.Context(), aCapture(no))
		if no == crashNo {
			if got.Kind != flow.CaptureFailed || got.Code != device.CodeCrashed || !got.FaceCode.IsZero() {
				t.Errorf("the crash gave %+v", got)
			}
			continue
		}
		if got.Kind != flow.CaptureCode {
			t.Errorf("%s gave %+v", no, got)
		}
		if err := d.Tell(t.Context(), no, true); err != nil {
			t.Error(err)
		}
	}
}
