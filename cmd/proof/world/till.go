package world

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"facetill/cmd/proof/seeds"
	"facetill/device"
	devsim "facetill/device/sim"
	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/refund"
	"facetill/flow/secret"
	"facetill/wx"
)

// Till is one life of a till: adapters, clock and runner. A power cut ends it.
type Till struct {
	Name     string
	Runner   *flow.Runner
	Recovery *flow.Recovery
	Journal  flow.Journal
	Ports    flow.Ports
	Identity flow.Identity
	w        *World
}

// Boot starts a till on the world's disk.
func (w *World) Boot() *Till {
	w.Lives++
	w.calls, w.disk, w.Heard = 0, w.Disk, Heard{}
	w.lieAnew()
	p := &Till{w: w, Name: w.lifeName()}
	p.Journal = &crashJournal{Journal: w.Disk.Process(p.Name), w: w}
	wechat := clock.NewWeChat(w)
	gateway := must(wx.New(wx.Config{Merchant: w.Merchant, Key: key, Cert: certificate, Timeout: 10 * time.Second,
		ClientIP: "10.0.0.1", Body: "sweep", Store: wx.Store{ID: "S1", Name: "sweep"}, Clock: w, WeChat: wechat, Direct: w.network.wire}))
	camera := must(device.New(&terminal{w: w, t: devsim.New(devsim.Options{Serial: w.Rng.Uint64N(1e9), Customer: time.Second, StopAnswer: stopAnswers[w.Rng.IntN(len(stopAnswers))]})}, gateway, w,
		device.Config{StoreID: "S1", StoreName: "sweep", DeviceID: "D1"}))
	ports := w.Course.Ports(flow.Ports{Gateway: gateway, Device: stopless{camera}, Journal: p.Journal, Clock: w, WeChat: wechat, Random: rand.NewChaCha8(seed32(w.Rng))})
	p.Ports, p.Identity = ports, flow.Identity{Merchant: w.Merchant, StoreID: "S1", DeviceID: "D1", Lane: "L1",
		FaceFamily: w.Fault.Family, Simulated: w.Refusal.Kind != flow.SuspendedByCertificate, TagKey: []byte("sweep")}
	p.Runner = flow.NewRunner(ports, p.Identity, flow.DefaultRules())
	p.Recovery = p.Runner.NewRecovery(storyteller{w})
	return p
}

// Opened is the journal that the process at work has open.
func (w *World) Opened() Disk {
	if w.disk == nil {
		return w.Disk
	}
	return w.disk
}

func (w *World) lifeName() string { return fmt.Sprintf("life%d", w.Lives) }

func seed32(r *rand.Rand) (s [32]byte) {
	for i := range s {
		s[i] = byte(r.Uint32())
	}
	return s
}

// Die is a power cut's end of a life: everybody may claim what it drove.
func (w *World) Die() {
	w.Opened().Kill(w.lifeName())
	w.CrashAt, w.stopAsked = 0, false
}

// Up is the machine coming up again, some time later.
func (w *World) Up(down time.Duration) *Till {
	w.Note("down for %v", down)
	w.Pass(down)
	w.Slept, w.Skew = w.now, w.Fault.Skew(w.Rng) // monotonic time begins anew, the RTC may be dead
	return w.Boot()
}

// Play takes the sale of one till from the first call to the last rest, and
// judges it on the way. It returns the rule that was broken.
func (w *World) Play() *seeds.Violation { return w.Run(w.play) }

func (w *World) play() {
	if w.Rng.Float64() < w.Fault.Crash {
		w.CrashAt = 1 + w.Rng.IntN(45)
	}
	w.Platform()
	p := w.Boot()
	for range 3 {
		again, alive := w.Life(func() bool { return p.Call(w.Request()) })
		if !alive {
			p = w.restart()
			again = w.Chance(w.Fault.Again)
		}
		if !again {
			break
		}
	}
	w.Rest(p, w.restart)
}

// restart is the machine after a power cut. The first recovery may be cut, too.
func (w *World) restart() *Till {
	w.Die()
	if w.Lives == 1 && w.Rng.IntN(3) == 0 {
		w.CrashAt = 1 + w.Rng.IntN(12)
	}
	return w.Up(time.Second << w.Rng.IntN(14)) // to two hours and a quarter
}

// Request is what the cashier rings up: a face, or now and then a scanned code.
func (w *World) Request() flow.SaleRequest {
	q := flow.SaleRequest{TotalFee: Fee, Ref: "R1", Method: flow.MethodFace}
	if w.Rng.IntN(4) == 0 {
		q.Method, q.AuthCode = flow.MethodCode, secret.New(w.PhoneCode())
	}
	return q
}

// PhoneCode is a payment code from the phone of whoever stands there.
func (w *World) PhoneCode() string {
	code, _ := devsim.Mint(devsim.Behaviour(w.Fault.customer(w.Rng, false)), w.Rng.Uint64N(1e9))
	return code
}

// Call is one call of the POS or press of Enter. true: it will call again.
func (p *Till) Call(q flow.SaleRequest) bool {
	w := p.w
	s, err := p.Begin(q)
	if err != nil {
		w.Refused(err)
		return false
	}
	a, err := p.Sell(s)
	if err != nil {
		w.Broken("run", "%s ended with %v", a.OutTradeNo, err)
	}
	w.Note("the cashier hears %s", a.Outcome())
	w.Judge.said(p, s, a)
	return w.Chance(w.Fault.Again)
}

// Begin begins a sale.
func (p *Till) Begin(q flow.SaleRequest) (*flow.Sale, error) {
	return p.Runner.Begin(context.Background(), q, storyteller{p.w})
}

// Sell takes a sale to its end, whatever the cashier does meanwhile.
func (p *Till) Sell(s *flow.Sale) (flow.Attempt, error) {
	w := p.w
	w.Stats.Sales++
	w.keys(s)
	if w.Rng.IntN(2) == 0 {
		s.Patient()
	}
	a, err := s.Run(context.Background())
	w.CameraOver()
	return a, err
}

// StopCamera is a cancelled sale's word to the terminal, which stops in turn.
func (w *World) StopCamera() {
	w.stopAsked = true
	select {
	case w.escaped <- struct{}{}:
	default:
	}
}

// CameraOver is the end of a sale: nobody wants a capture stopped any more.
func (w *World) CameraOver() { w.stopAsked = false }

// Refused sees that a sale was refused for one of the known reasons.
func (w *World) Refused(err error) {
	_, finished := errors.AsType[*flow.FinishedError](err)
	_, stopped := errors.AsType[*flow.PossibleDuplicateError](err)
	_, suspended := errors.AsType[*flow.SalesSuspendedError](err)
	switch {
	case finished:
		w.Stats.Mark("finished earlier")
	case stopped:
		w.Stats.Mark("stopped by 5.3")
	case suspended:
		w.Stats.Mark("sales suspended")
	default:
		w.Broken("begin", "%v", err)
	}
	w.Note("refused: %v", err)
}

// keys is what the cashier will press during the sale.
func (w *World) keys(s *flow.Sale) {
	life := w.Lives
	press := func(rate float64, what string, do func()) {
		if !w.Chance(rate) {
			return
		}
		w.Later(time.Duration(w.Rng.IntN(60_000))*time.Millisecond, func() {
			if w.Lives == life {
				w.Note("the cashier presses %s", what)
				do()
			}
		})
	}
	press(w.Fault.cancel, "Esc", func() {
		s.Cancel("cashier")
		w.StopCamera()
	})
	press(w.Fault.ask, "check now", s.AskNow)
}

const (
	// HealAfter is how long faults go on after the last call.
	HealAfter = 30 * time.Minute
	restAfter = 6 * time.Hour // everything has come to rest that long after
)

// Rest lets recovery run until nothing is open but what a person must decide,
// over further power cuts, and once more when what WeChat had on its way has arrived.
// Persons decide unclaimed charges on the way.
func (w *World) Rest(p *Till, restart func() *Till) {
	w.Later(HealAfter, w.Fault.Heal)
	begun := w.now
	late := func() bool { return w.now > begun+HealAfter+w.Rests() }
	busy := func() []string { busy, _ := w.Judge.Left(); return busy }
	resting := func() bool { return w.Fault.Healed && len(busy()) == 0 }
	for {
		_, alive := w.Life(func() bool {
			_ = p.Recovery.Run(context.Background(), func(int) bool { return resting() || late() })
			p.Persons()
			return true
		})
		switch {
		case !alive:
			p = restart()
		case resting():
			w.Pass(3 * time.Minute) // whatever is still on its way has arrived
			if _, alive := w.Life(func() bool { w.Course.Rechecks(p); return true }); !alive {
				p = restart()
				continue
			}
			if !resting() {
				continue
			}
			if w.Judge.AtRest(); !w.Arrives() {
				w.CrashAt = 0 // whoever sells on does it with the light on
				return
			}
			p, begun = restart(), w.now
		case late():
			w.Broken("4.5", "still at work %v after the last fault: %v", w.Rests(), busy())
		}
	}
}

// Persons decide about unclaimed charges: the goods were given, or the money
// goes back.
func (p *Till) Persons() {
	w, ctx := p.w, context.Background()
	pending, _ := p.Journal.Pending(ctx)
	for _, a := range pending {
		if a.State != flow.Paid || !a.Unclaimed {
			continue
		}
		given := w.Course.Given(a)
		w.Stats.Mark("unclaimed")
		switch err := p.settle(ctx, a, given); {
		case w.Course.CameSecond(err):
			w.Stats.Mark("a person came second")
		case err != nil:
			w.Broken("5.2", "%s cannot be settled: %v", a.OutTradeNo, err)
		case !given:
			w.Stats.Mark("a person gives back")
		}
	}
}

// settle says a person's word, and gives back by the door that is open: a refund of the rest
// where the sale has one already (money rule 4b.8).
func (p *Till) settle(ctx context.Context, a flow.Attempt, given bool) (err error) {
	word := flow.Resolution{OutTradeNo: a.OutTradeNo, As: flow.ResolvedGiveBack, By: "Li", Reason: "found"}
	if given {
		word.As = flow.ResolvedGiven
	} else if len(a.Refunds) > 0 {
		p.w.Course.GivesBack(a.OutTradeNo, a.Refunds.Rest(a.TotalFee))
		press := refund.Press{Version: a.Version, At: p.w.Now()}
		for _, e := range a.Refunds {
			press.Beside = append(press.Beside, e.Number)
		}
		p.w.Stats.Mark("a person gives the rest back")
		_, _, err = p.Runner.Reverse(ctx, flow.RefundRequest{OutTradeNo: a.OutTradeNo, By: "Li", Reason: "found", Press: press})
		return err
	}
	_, err = p.Runner.Resolve(ctx, word)
	return err
}
