package vtime

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"facetill/device"
	devsim "facetill/device/sim"
	devwire "facetill/device/wire"
	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/flowtest"
	"facetill/flow/secret"
	"facetill/wx"
	"facetill/wx/sim"
	"facetill/wx/sim/certificates"
	"facetill/wx/sim/host"
	"facetill/wx/transport/pipetest"
	wxwire "facetill/wx/wire"
)

const url = "http://wechat.example"

// shop is the world of one synctest bubble.
type shop struct {
	t      *testing.T
	rng    *rand.Rand
	net    *network
	server *sim.Server
	http   *http.Server
	cert   *wx.Certificate
	disk   *disk
	lives  int
	liar   bool // the control: WeChat's lost answers come as refusals

	words      []word // what cashiers heard
	violations []string
	stats      stats
}

// word is an end that a cashier heard of.
type word struct {
	no      flow.OutTradeNo
	outcome flow.Outcome
}

// till is one life of the program.
type till struct {
	shop   *shop
	runner *flow.Runner
	stop   context.CancelFunc
	kill   func()
	gone   chan struct{} // its recovery has ended
	close  func() error
}

func newShop(t *testing.T, seed uint64) *shop {
	rng := rand.New(rand.NewPCG(seed, 0x5eed))
	s := &shop{t: t, rng: rng, disk: &disk{m: flowtest.NewMemory()},
		net: &network{Cable: pipetest.NewCable(), rng: rand.New(rand.NewPCG(seed, 0xfa017)), rates: newRates(rng)}}
	var err error
	if s.server, err = sim.New(sim.Config{SkipCert: true}); err != nil {
		t.Fatal(err)
	}
	credentials, err := certificates.New(sim.DefaultMchID, time.Now().Add(-time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if s.cert, err = wx.NewCertificate(credentials.Client()); err != nil {
		t.Fatal(err)
	}
	s.http = &http.Server{Handler: host.New(s.server)}
	go func() { _ = s.http.Serve(s.net) }()
	return s
}

// open starts a till, with its recovery, over what an earlier life left.
func (s *shop) open() *till {
	s.lives++
	machine := clock.NewMachine()
	merchant := flow.Merchant{AppID: sim.DefaultAppID, MchID: sim.DefaultMchID}
	key, err := wxwire.NewKey(sim.DefaultAPIKey)
	if err != nil {
		s.t.Fatal(err)
	}
	weChat := clock.NewWeChat(machine)
	gateway, err := wx.New(wx.Config{Merchant: merchant, Key: key, MainURL: url, FaceURL: url, Cert: s.cert, ClientIP: "127.0.0.1",
		Body: "goods", Store: wx.Store{ID: "S", Name: "Store"}, Clock: machine, WeChat: weChat, Dial: s.net.dial})
	if err != nil {
		s.t.Fatal(err)
	}
	camera, err := device.New(devsim.New(devsim.Realistic()), gateway, machine, device.Config{SDK: devwire.SDK{Dialect: devwire.Windows},
		StoreID: "S", StoreName: "Store", DeviceID: "D"})
	if err != nil {
		s.t.Fatal(err)
	}
	j, kill := s.disk.process(fmt.Sprint("life", s.lives))
	ports := flow.Ports{Gateway: gateway, Device: camera, Journal: j, Clock: machine, WeChat: weChat}
	if s.liar {
		ports.Gateway = lying{gateway}
	}
	ctx, stop := context.WithCancel(context.Background())
	p := &till{shop: s, stop: stop, kill: kill, gone: make(chan struct{}), close: gateway.Close}
	p.runner = flow.NewRunner(ports, flow.Identity{Merchant: merchant, StoreID: "S", DeviceID: "D", Lane: "L"}, flow.DefaultRules())
	go func() {
		defer close(p.gone)
		_ = p.runner.NewRecovery(nil).Run(ctx, nil)
	}()
	return p
}

// end lets go of a life. A dead one was killed before: what its goroutines still
// do reaches neither the disk nor a cashier.
func (p *till) end() {
	p.kill()
	p.stop()
	<-p.gone
	_ = p.close()
}

// fee of a sale, in fen. Not one of the amounts that mean a scenario.
const fee flow.Fen = 1280

// customers are the behaviours of the simulators that a shop meets.
var customers = []devsim.Behaviour{0, 0, 0, 0, 11, 11, 12, 13, 14, 15, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 32, 34, 35, 36, 45, 47, 49, 51, 52}

// sell is one sale from its beginning to what the cashier hears. It may be cut
// off by the till's death, which is the caller's.
func (s *shop) sell(p *till, n int) {
	digits, _ := devsim.Mint(customers[s.rng.IntN(len(customers))], s.rng.Uint64N(1e10))
	q := flow.SaleRequest{TotalFee: fee, Ref: fmt.Sprint("R", n), Method: flow.MethodCode, AuthCode: secret.New(digits)}
	if s.rng.IntN(3) == 0 {
		q.Method, q.AuthCode = flow.MethodFace, secret.Secret{}
	}
	for calls := 1; ; calls++ {
		again := s.call(p, q)
		if !again || calls == 3 {
			return
		}
		time.Sleep(time.Duration(s.rng.IntN(60)) * time.Second)
	}
}

// call is one call of the POS; true when it calls the reference once more.
func (s *shop) call(p *till, q flow.SaleRequest) (again bool) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	sale, err := p.runner.Begin(ctx, q, nil)
	if err != nil {
		return false
	}
	s.stats.sales++
	if s.rng.IntN(2) == 0 {
		sale.Patient()
	}
	if s.rng.IntN(5) == 0 {
		after := time.Duration(s.rng.IntN(50)) * time.Second
		cancel := time.AfterFunc(after, func() { sale.Cancel("cashier") })
		defer cancel.Stop()
	}
	a, err := sale.Run(ctx)
	if err != nil || errors.Is(err, errDead) {
		return true
	}
	if a.Outcome() == flow.OutcomePaid && !a.Unclaimed && !sale.Replayed() {
		if shown, err := p.runner.Shown(ctx, a); err == nil {
			a = shown
		}
	}
	s.words = append(s.words, word{a.OutTradeNo, a.Outcome()})
	return s.rng.IntN(4) == 0
}

// day is a shop's life: sales, deaths, and then the quiet in which everything
// has to come to rest.
func (s *shop) day(sales int) {
	p := s.open()
	for n := range sales {
		if s.net.chance(func(r rates) float64 { return r.die }) {
			p = s.dieWithin(p, n)
			continue
		}
		s.sell(p, n)
	}
	s.net.heal()
	time.Sleep(2 * time.Hour)
	synctest.Wait()
	s.check()
	p.end()
	_ = s.net.Close()
	_ = s.http.Close()
	_ = s.server.Close()
	time.Sleep(time.Minute) // timers and connections of the dead have ended
}

// dieWithin kills the till at some moment of a sale, and opens the next one.
func (s *shop) dieWithin(p *till, n int) *till {
	s.stats.deaths++
	left := time.AfterFunc(time.Duration(s.rng.IntN(60_000))*time.Millisecond, func() { p.kill(); p.stop() })
	s.sell(p, n)
	left.Stop()
	p.end()
	time.Sleep(time.Duration(s.rng.IntN(600)) * time.Second)
	return s.open()
}
