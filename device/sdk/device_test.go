package sdk

import (
	"context"
	"testing"
	"time"

	"facetill/device"
	"facetill/device/sim"
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

// TestSalesGoOnAfterACrash: the capture in which the library crashed has
// failed, and the next one brings up process and session by itself.
func TestSalesGoOnAfterACrash(t *testing.T) {
	d, err := device.New(host(t, sim.New(sim.Options{}), nil), anAuthority{}, machineClock{time.Now()}, device.Config{})
	if err != nil {
		t.Fatal(err)
	}
	for _, no := range []flow.OutTradeNo{"2000000000000001", crashNo, "2000000000000002", crashNo, "2000000000000003"} {
		got := d.Capture(t.Context(), flow.CaptureRequest{FaceCodeType: "1", Attempt: flow.Attempt{Order: flow.Order{
			OutTradeNo: no, TotalFee: 100, StoreID: "S1", Merchant: flow.Merchant{AppID: "wxapp", MchID: "1230000109"}}}})
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
