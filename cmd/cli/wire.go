package cli

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"facetill/cmd/config"
	"facetill/device"
	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui"
)

// shop is a wired till: every port behind the flow's interfaces. The concrete
// adapters are named in wire_journal.go, wire_gateway.go and wire_device.go,
// and nowhere else.
type shop struct {
	cfg     *config.Config
	id      flow.Identity
	rules   flow.Rules
	ports   flow.Ports
	runner  *flow.Runner
	till    *till.Till
	auth    flow.AuthInfoSource
	journal journalStore
	device  *device.Device // the same as ports.Device; nil without one
	log     *logFile
	press   *flow.Press // when the sale of this process was asked for; nil where it makes none or several
	// keepDevice prepares the face device until its context ends, and reports the
	// code of what ails it, "" when all is well; nil without one.
	keepDevice func(ctx context.Context, report func(code string))
	// training plays the customer; nil where the device or WeChat is real or elsewhere.
	training func(g *global) tui.Trainer

	closers []func() error
}

// needs says which parts a command uses: what it does not need is not opened.
type needs struct {
	create bool // till and pay make a journal where there is none
	// noJournal is for commands that sell nothing: the terminal is theirs as it is
	// a till's, whether there is a journal yet or not.
	noJournal bool
	gateway   bool
	device    bool
	// press is the amount of a sale that is asked for: the moment is noted as soon
	// as the journal is open, because the rest may take a while (money rule 5.3).
	press flow.Fen
	// pressed is what has to wait until then: reading stdin. Nil for nothing.
	pressed func() error
	// money is for what sells, reverses, claims or closes: a copy of a journal is
	// refused (money rule 5.9). The rest only reads it, and says that it is one.
	money bool
	// aware is for commands that have their own words about a copy.
	aware bool
}

// open wires what a command needs. Its errors are problems or endings.
func (g *global) open(ctx context.Context, n needs) (*shop, error) {
	cfg, err := g.load()
	if err != nil {
		return nil, err
	}
	sh := newShop(cfg)
	if err := sh.open(ctx, g, n); err != nil {
		sh.close()
		return nil, err
	}
	sh.ports = withCrashPoints(sh.ports)
	sh.join()
	return sh, nil
}

// join makes runner and till of the ports that are open: with the journal, and anew
// when more are.
func (sh *shop) join() {
	sh.runner = flow.NewRunner(sh.ports, sh.id, sh.rules)
	sh.till = till.New(sh.ports, sh.id, sh.runner)
}

// newShop is a till with nothing opened but its log and its clocks.
func newShop(cfg *config.Config) *shop {
	sh := &shop{cfg: cfg, id: identity(cfg), rules: rules(cfg), log: newLogFile(cfg.Log)}
	sh.closers = append(sh.closers, sh.log.Close)
	sh.ports.Clock = machineClock()
	sh.ports.WeChat = flow.NewWeChatClock(sh.ports.Clock)
	return sh
}

func (sh *shop) open(ctx context.Context, g *global, n needs) error {
	if n.device && sh.cfg.Device.Adapter != config.AdapterNone { // before a journal is made
		if _, err := checkedDevice(sh.cfg); err != nil {
			return err
		}
	}
	if n.noJournal { // its folder has the terminal's lock and the simulators' book
		_ = os.MkdirAll(filepath.Dir(sh.cfg.Journal.URL), 0o700)
	} else {
		if err := sh.openJournal(ctx, n.create); err != nil {
			return err
		}
		if err := sh.copied(g, n); err != nil {
			return err
		}
		if sh.journal.Created() {
			fmt.Fprintf(g.s.err, "facetill: new journal %s\n", sh.journal.Path())
		}
		if n.press > 0 {
			p, err := sh.journal.Press(ctx, sh.id.Lane, n.press)
			if err != nil {
				return journalFailed.of("%s", err)
			}
			sh.press = &p
		}
	}
	if n.pressed != nil {
		if err := n.pressed(); err != nil {
			return err
		}
	}
	if n.gateway {
		if err := sh.openGateway(ctx); err != nil {
			return err
		}
	}
	if n.device {
		return sh.openDevice()
	}
	return nil
}

// closeWithin bounds the tidying up at the end of a process: what was durable
// before is durable without it, and a stopped pay has 2 s in all (money rule 5.8).
const closeWithin = 400 * time.Millisecond

// close lets go of everything, the last opened first.
func (sh *shop) close() {
	closers := sh.closers
	sh.closers = nil
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := len(closers) - 1; i >= 0; i-- {
			if err := closers[i](); err != nil {
				sh.log.Warn("close", "error", err)
			}
		}
	}()
	select {
	case <-done:
	case <-time.After(closeWithin):
	}
}

func identity(c *config.Config) flow.Identity {
	m, t := c.Merchant, c.Terminal
	id := flow.Identity{
		WeChat:   placeOf(c),
		Merchant: flow.Merchant{AppID: m.AppID, MchID: m.MchID, SubAppID: m.SubAppID, SubMchID: m.SubMchID},
		StoreID:  c.Store.ID, DeviceID: t.DeviceID, Lane: t.Lane, Simulated: c.Simulated(), FaceFamily: flow.FamilyMicropay,
	}
	if c.Device.FaceCodeType == "0" {
		id.FaceFamily = flow.FamilyFacepay
	}
	// Fingerprints of payers must be the same in all tills of a merchant, and
	// nobody without the merchant's key must be able to try openids against them.
	key := sha256.Sum256([]byte("facetill openid tag\x00" + m.APIKey.Reveal()))
	id.TagKey = key[:]
	return id
}

func rules(c *config.Config) flow.Rules {
	f := c.Flow
	return flow.Rules{ConfirmWindow: f.ConfirmWindow.Duration, ReverseAfter: f.ReverseAfter.Duration,
		ScanTimeout: f.ScanTimeout.Duration, RefReplay: f.RefReplay.Duration, CredentialLife: f.CredentialLife.Duration,
		RefScopeStore: f.RefScope == "store", FaceLimit: flow.Fen(c.Device.FaceLimit)}
}

// heartQuiet is how old the newest heartbeat may be before nobody is taken to
// drive open attempts (money rule 4.5). A keeper beats at least every 5 s.
const heartQuiet = 30 * time.Second

// tellOpen lists on stderr what is open, before anything goes to the network.
func (sh *shop) tellOpen(ctx context.Context, g *global) error {
	open, err := sh.till.Open(ctx)
	if err != nil {
		return err
	}
	for _, a := range open {
		fmt.Fprintf(g.s.err, "open: %s\n", row(a))
	}
	if len(open) == 0 {
		return nil
	}
	if !slices.ContainsFunc(open, func(a flow.Attempt) bool { return !personsTurn(a) }) { // no heart helps there
		fmt.Fprintf(g.s.err, "facetill: what is open waits for a person's word\ntry: %s\n", whatHelps(open[0]))
		return nil
	}
	beat, err := sh.ports.Journal.LastBeat(ctx)
	if err != nil {
		return err
	}
	now := sh.ports.Clock.Now().Wall
	alone := slices.ContainsFunc(open, func(a flow.Attempt) bool { return !personsTurn(a) && !sh.justBegun(ctx, a, now) })
	if alone && (beat.IsZero() || now.Sub(beat) > heartQuiet) {
		fmt.Fprintf(g.s.err, "facetill: nobody looks after what is open\ntry: facetill recover, or leave the till open\n")
	}
	return nil
}

// justBegun reports whether a living process has an attempt in hand that is too
// young to tell anything by its heart.
func (sh *shop) justBegun(ctx context.Context, a flow.Attempt, now time.Time) bool {
	_, owned, err := sh.ports.Journal.Read(ctx, a.OutTradeNo)
	age := now.Sub(a.IntentAt)
	return err == nil && owned && age >= 0 && age < heartQuiet
}

// keep drives in the background what no sale of this process holds. stop ends
// it and waits a moment: what it was doing is in the journal or will be asked
// about again.
func (sh *shop) keep(ctx context.Context, watch flow.Observer) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := sh.runner.NewKeeper(watch).Run(ctx, nil); err != nil && ctx.Err() == nil {
			sh.log.Warn("keeper", "error", err)
		}
	}()
	return func() {
		cancel()
		select {
		case <-done:
		case <-time.After(keepGrace):
		}
	}
}

const keepGrace = 300 * time.Millisecond
