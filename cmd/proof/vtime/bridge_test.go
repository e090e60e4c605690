package vtime

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"facetill/device"
	"facetill/device/bridge"
	devsim "facetill/device/sim"
	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/flowtest"
	"facetill/wx"
	"facetill/wx/sim"
	"facetill/wx/sim/certificates"
	"facetill/wx/transport/pipetest"
	messages "facetill/wx/wire"
)

// farTill is a till whose camera is on another machine: the real flow, gateway
// and device, with simulators at their ends.
type farTill struct {
	dir    string
	cable  *pipetest.Cable
	term   *devsim.Terminal
	gate   *sim.Server
	runner *flow.Runner
}

func newFarTill(t *testing.T, o devsim.Options) *farTill {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	f := &farTill{dir: t.TempDir(), cable: pipetest.NewCable(), term: devsim.New(o)}
	f.serve(t)
	pem, err := os.ReadFile(filepath.Join(f.dir, "cert.pem"))
	must(err)
	client, err := bridge.NewRemote(bridge.Remote{URL: "https://10.0.0.7:17891", Token: "TESTTOKEN", Pinned: pem, Dial: f.cable.Dial, Simulated: true})
	must(err)

	const appID, mchID, secret = "wxd930ea5d5a258f4f", "1900000109", "bridge-bridge-bridge-bridge-0000"
	f.gate, err = sim.New(sim.Config{Merchants: []sim.Merchant{{AppID: appID, MchID: mchID, APIKey: secret}}})
	must(err)
	key, err := messages.NewKey(secret)
	must(err)
	creds, err := certificates.New(mchID, time.Now().Add(-time.Hour))
	must(err)
	cert, err := wx.NewCertificate(creds.Client())
	must(err)
	merchant := flow.Merchant{AppID: appID, MchID: mchID}
	machine := clock.NewMachine()
	ports := flow.Ports{Journal: flowtest.NewMemory().Process("till"), Clock: machine, WeChat: clock.NewWeChat(machine)}
	gateway, err := wx.New(wx.Config{Merchant: merchant, Key: key, Cert: cert, ClientIP: "10.0.0.1", Body: "shop",
		Store: wx.Store{ID: "S1", Name: "shop"}, Clock: machine, WeChat: ports.WeChat, Direct: f.weChat(machine)})
	must(err)
	dev, err := device.New(client, gateway, machine, device.Config{StoreID: "S1", StoreName: "shop", DeviceID: "D1"})
	must(err)
	ports.Gateway, ports.Device = gateway, dev
	f.runner = flow.NewRunner(ports, flow.Identity{Merchant: merchant, StoreID: "S1", DeviceID: "D1", Lane: "L1",
		FaceFamily: flow.FamilyMicropay, Simulated: true, TagKey: []byte("far")}, flow.DefaultRules())
	return f
}

// serve is the machine with the camera.
func (f *farTill) serve(t *testing.T) {
	t.Helper()
	cert, err := bridge.Certificate(filepath.Join(f.dir, "cert.pem"), filepath.Join(f.dir, "key.pem"), []string{"10.0.0.7"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() {
		served <- bridge.Serve(ctx, f.cable, cert, bridge.Handler(f.term, "TESTTOKEN", bridge.Options{Addresses: true, Simulated: true}), io.Discard)
	}()
	t.Cleanup(func() {
		f.cable.Cut()
		cancel()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
}

// weChat carries a request to the simulator without a network.
func (f *farTill) weChat(machine clock.Clock) wx.Direct {
	var mu sync.Mutex
	return func(_ context.Context, r wx.DirectRequest) wx.DirectAnswer {
		mu.Lock()
		defer mu.Unlock()
		if r.Method == "HEAD" {
			return wx.DirectAnswer{Status: 200, Date: time.Now().Truncate(time.Second), At: machine.Now()}
		}
		reply := f.gate.Do(r.Path, r.Body, r.Cert)
		return wx.DirectAnswer{Status: reply.Status, Date: reply.Date, Body: reply.Body, At: machine.Now()}
	}
}

// charges counts what WeChat was asked to charge and did.
func (f *farTill) charges(t *testing.T) (asked, charged int) {
	t.Helper()
	orders, err := f.gate.Orders()
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range orders {
		asked += o.Deliveries
		if o.Charged(time.Now()) {
			charged++
		}
	}
	return asked, charged
}

// TestSaleWithTheNetworkCut: the cable to the camera is cut in the middle of the
// scan. It comes back: the till asks for the answer and the sale is paid once. It
// stays away, or comes back too late, or the cashier had enough meanwhile: the
// sale ends, surely not charged, and the camera is closed.
func TestSaleWithTheNetworkCut(t *testing.T) {
	for _, tt := range []struct {
		name       string
		customer   time.Duration // needs so long; the cable is cut after 2 s
		back       time.Duration // after the break; 0 never
		esc        time.Duration // after the break; 0 never
		stopAnswer string
		want       flow.State
		code       string
	}{
		{name: "back during the scan", customer: 8 * time.Second, back: 3 * time.Second, want: flow.Paid},
		{name: "back after the code", customer: 4 * time.Second, back: 15 * time.Second, want: flow.Paid},
		{name: "never back", customer: 50 * time.Second, want: flow.NotSent, code: device.CodeCrashed},
		{name: "never back, with a code in the dark", customer: 4 * time.Second, want: flow.NotSent, code: device.CodeCrashed},
		{name: "back too late", customer: 50 * time.Second, back: 30 * time.Second, want: flow.NotSent, code: device.CodeCrashed},
		{name: "back too late, and the stop gave a code", customer: 50 * time.Second, back: 30 * time.Second, stopAnswer: "SUCCESS", want: flow.NotSent, code: device.CodeCrashed},
		{name: "the cashier has enough", customer: 50 * time.Second, esc: 5 * time.Second, want: flow.Cancelled},
		{name: "the code comes after Esc", customer: 3 * time.Second, back: 6 * time.Second, esc: 5 * time.Second, want: flow.Cancelled},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFarTill(t, devsim.Options{Customer: tt.customer, StopAnswer: tt.stopAnswer})
				sale, err := f.runner.Begin(t.Context(), flow.SaleRequest{TotalFee: 1280, Method: flow.MethodFace}, nil)
				if err != nil {
					t.Fatal(err)
				}
				time.AfterFunc(2*time.Second, func() {
					if s := f.term.State(time.Now()); s != devsim.Capturing {
						t.Errorf("the cable is cut while the terminal is %s", s)
					}
					f.cable.Cut()
				})
				if tt.back > 0 {
					time.AfterFunc(2*time.Second+tt.back, f.cable.Back)
				}
				if tt.esc > 0 {
					time.AfterFunc(2*time.Second+tt.esc, func() { sale.Cancel("cashier") })
				}
				a, err := sale.Run(t.Context())
				if err != nil || a.State != tt.want || a.Code != tt.code {
					t.Errorf("the sale ended %s, %s %s, %v", a.State, a.Code, a.Message, err)
				}
				want := 0
				if tt.want == flow.Paid {
					want = 1
				}
				if asked, charged := f.charges(t); asked != want || charged != want {
					t.Errorf("WeChat was asked %d times and charged %d times, want %d", asked, charged, want)
				}
				f.wantFree(t, tt.want == flow.Paid)
			})
		})
	}
}

// wantFree: the camera is closed when a sale ended, at the latest after the
// bridge's grace; a paid one's page hears of it.
func (f *farTill) wantFree(t *testing.T, paid bool) {
	t.Helper()
	if !paid {
		time.Sleep(bridge.ClientGrace)
	}
	if s := f.term.State(time.Now()); s == devsim.Capturing {
		t.Error("the camera is still open")
	}
}
