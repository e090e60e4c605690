package device_test

import (
	"context"
	"fmt"
	"time"

	"facetill/device"
	"facetill/device/sim"
	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/secret"
)

// gateway stands for WeChat, which has an authinfo for the terminal's rawdata.
type gateway struct{}

func (gateway) AuthInfo(context.Context, flow.AuthInfoRequest) (flow.AuthInfo, error) {
	return flow.AuthInfo{AuthInfo: secret.New("AUTHINFO"), Life: time.Hour}, nil
}

// A device takes a face for a sale and shows how the payment ended. The simulated
// terminal stands for the library, the child process or the bridge.
func Example() {
	terminal := sim.New(sim.Options{})
	d, err := device.New(terminal, gateway{}, clock.NewMachine(), device.Config{StoreID: "S1", StoreName: "Tea"})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	sale := flow.Attempt{Order: flow.Order{OutTradeNo: "20000001", TotalFee: 1280, Merchant: flow.Merchant{AppID: "wxapp", MchID: "1230000109"}}}
	face := d.Capture(ctx, flow.CaptureRequest{Attempt: sale, FaceCodeType: wire.FaceCodeMicropay})
	fmt.Println(face.Kind, len(face.FaceCode.Reveal()), face.FaceCode)
	fmt.Println(d.Tell(ctx, sale.OutTradeNo, true), terminal.State(time.Now()))
	// Output:
	// code 18 ********
	// <nil> ready
}
