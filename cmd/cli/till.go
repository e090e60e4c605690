package cli

import (
	"context"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"facetill/flow"
	"facetill/tui"
)

func newTill(g *global) *cobra.Command {
	return &cobra.Command{
		Use:   "till",
		Short: "Open the checkout screen",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return runTill(cmd.Context(), g) },
	}
}

// runTill shows the screen until the cashier leaves. In the background the
// device is kept ready, and what is open is driven.
func runTill(parent context.Context, g *global) error {
	if !g.s.terminal {
		return usage("the till needs a terminal on stdin and stdout").
			hint("facetill pay AMOUNT -o json, for scripts").hint("facetill help")
	}
	ctx, _, stop := untilSignal(parent)
	defer stop()
	sh, err := g.open(ctx, needs{create: true, gateway: true, device: true})
	if err != nil {
		return err
	}
	defer sh.close()
	return sh.till(ctx, g)
}

// till is the screen over a shop whose parts are open.
func (sh *shop) till(ctx context.Context, g *global) error {
	if err := sh.tellOpen(ctx, g); err != nil {
		return failed(err)
	}
	t := newTillOf(sh)
	defer sh.keep(ctx, t)()
	if sh.keepDevice != nil {
		go sh.keepDevice(ctx, t.cameraIs)
	}
	go sh.checkCertificate(ctx)
	c := sh.cfg
	var training tui.Trainer
	if sh.training != nil {
		training = sh.training(g)
	}
	var show func(tui.Shown)
	if g.s.terminal { // without one there is no customer, either
		show = sh.feedDisplays(ctx).show
	}
	err := tui.Run(ctx, tui.Options{
		Till: t, Training: training, Display: show,
		In: g.s.in, Out: terminalOf(g.s.out), Width: g.s.width, Height: g.s.height,
		Language: c.UI.Language, Theme: c.UI.Theme, Getenv: g.s.getenv,
		FaceEnabled: sh.device != nil, Members: sh.device != nil && sh.device.CanPayQuickly() == nil,
		FaceLimit: sh.rules.FaceLimit, ScanTimeout: sh.rules.ScanTimeout,
		ConfirmWindow: sh.rules.ConfirmWindow, IdleAfter: c.UI.IdleAfter.Duration, Bell: c.UI.Bell, Simulated: sh.id.Simulated,
		ManagerPIN: !c.Terminal.ManagerPINHash.IsZero(), Settings: settingsOf(c),
		Shop: sh.receiptShop(), StoreName: c.Store.Name, Lane: sh.id.Lane, Cashier: c.Terminal.Cashier,
	})
	if ctx.Err() == nil {
		t.telling.Wait()
	}
	if err != nil && ctx.Err() == nil {
		return failed(err)
	}
	return t.left()
}

// left is how the till ends: 8 while something is open.
func (t *till) left() error {
	open, err := t.sh.pendingOpen(context.Background())
	if err != nil {
		return &ending{code: exitOpen, text: err.Error()}
	}
	if len(open) == 0 {
		return nil
	}
	e := &ending{code: exitOpen, text: "sales are open; somebody has to look after them"}
	for _, a := range open {
		e.text += "\n" + row(a)
	}
	return e.hint("facetill recover --watch, until the till is opened again")
}

// till is what the screen needs from the flow.
type till struct {
	sh      *shop
	telling sync.WaitGroup

	mu    sync.Mutex
	paid  map[flow.OutTradeNo]flow.Attempt // shown, and not yet recorded as told
	tries map[flow.OutTradeNo]flow.Update  // what the background does
	ails  string                           // the camera: a device's code, "" when it is ready
}

// Begin admits a sale.
func (t *till) Begin(ctx context.Context, q flow.SaleRequest, watch flow.Observer) (tui.Sale, error) {
	if q.Cashier == "" {
		q.Cashier = t.sh.cfg.Terminal.Cashier
	}
	l := &latest{next: watch}
	s, err := t.sh.runner.Begin(ctx, q, l)
	if err != nil {
		return nil, err
	}
	return &tillSale{Sale: s, t: t, latest: l}, nil
}

// Pending gives what is open and what waits for a person.
func (t *till) Pending(ctx context.Context) ([]flow.Attempt, error) { return t.sh.pendingOpen(ctx) }

// recentRows are what the screen can show of the past.
const recentRows = 20

// Recent gives this lane's last attempts.
func (t *till) Recent(ctx context.Context) ([]flow.Attempt, error) {
	return t.sh.ports.Journal.List(ctx, flow.Filter{Lane: t.sh.id.Lane, Limit: recentRows})
}

// Told records that PAID stood on the screen.
func (t *till) Told(ctx context.Context, no flow.OutTradeNo) error {
	t.mu.Lock()
	a, known := t.paid[no]
	t.mu.Unlock()
	if !known {
		return flow.ErrUnknown
	}
	_, err := t.sh.runner.Told(ctx, a)
	if err == nil {
		t.mu.Lock()
		delete(t.paid, no)
		t.mu.Unlock()
	}
	return err
}

// Claim takes a person's word about an unclaimed charge.
func (t *till) Claim(ctx context.Context, no flow.OutTradeNo, given bool, by string) error {
	_, err := t.sh.runner.Settle(ctx, no, given, by, "at the till")
	return err
}

// tillSale is a sale in the cashier's hands.
type tillSale struct {
	*flow.Sale
	t      *till
	latest *latest
}

// Attempt may be asked for while Run is at work.
func (s *tillSale) Attempt() flow.Attempt { return s.latest.attempt() }

// Run drives the sale until the cashier is free. The device is told behind the
// cashier's back: a terminal may block until the customer has seen the result.
func (s *tillSale) Run(ctx context.Context) (flow.Attempt, error) {
	a, err := s.Sale.Run(ctx)
	if a.State == flow.Paid && !a.Told {
		s.t.mu.Lock()
		s.t.paid[a.OutTradeNo] = a
		s.t.mu.Unlock()
	}
	s.t.telling.Go(func() { tellDevice(ctx, s.Sale) })
	return a, err
}

// certificateAsks bounds the question at the till's start.
const certificateAsks = 15 * time.Second
