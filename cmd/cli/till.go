package cli

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/flow/till"
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
		return usage("the till needs a terminal on stdin and stdout").as(whyNoTerminal).
			hint("facetill pay AMOUNT -o json, for scripts").hint("facetill help")
	}
	if err := g.canShow(); err != nil {
		return err
	}
	ctx, _, stop := g.untilSignal(parent)
	defer stop()
	sh, err := g.open(ctx, wiring.Needs{Create: true, Gateway: true, Device: true, Aware: true})
	if err != nil {
		return err
	}
	defer sh.Close()
	return sh.showTill(ctx, g)
}

// showTill is the screen over a shop whose parts are open.
func (sh *shop) showTill(ctx context.Context, g *global) error {
	if err := sh.tellOpen(ctx, g); err != nil {
		return failed(err)
	}
	t := newTillOf(sh)
	defer sh.keep(ctx, t)()
	if sh.KeepDevice != nil {
		go sh.KeepDevice(ctx, t.cameraIs)
	}
	go sh.checkCertificate(ctx)
	go t.recheckOnAndOn(ctx)
	o := sh.screenOptions(g)
	if sh.Training != nil {
		o.Training = sh.Training(g.s.err, g.words(sh.Config.UI.Language).PowerIsCut)
	}
	if g.s.terminal { // without one there is no customer, either
		f, err := sh.feedDisplays(ctx, g.s.getenv)
		o.Display, o.DisplayTaken = f.show, err != nil
	}
	o.Till, o.Copy = t, sh.copyOf()
	o.FaceEnabled, o.Members = sh.Device != nil, sh.Device != nil && sh.Device.CanPayQuickly() == nil
	err := tui.Run(ctx, o)
	if ctx.Err() == nil {
		t.telling.Wait()
	}
	if err != nil && ctx.Err() == nil {
		return failed(err)
	}
	return t.left()
}

// copyOf is what the screen asks a person about, nil for a journal at home.
func (sh *shop) copyOf() *tui.Copy {
	err := sh.Journal.Copied()
	if err == nil {
		return nil
	}
	return &tui.Copy{Why: err.Error(), Adopt: func(ctx context.Context, by, reason string) error {
		_, err := sh.Journal.Adopt(ctx, by, reason)
		return err
	}}
}

// screenOptions are what the configuration has for a screen, the customer's display
// included.
func (sh *shop) screenOptions(g *global) tui.Options {
	c := sh.Config
	return tui.Options{
		In: g.s.in, Out: terminalOf(g.s.out), Width: g.s.width, Height: g.s.height, Getenv: g.s.getenv,
		Language: c.UI.Language, Theme: c.UI.Theme, IdleAfter: c.UI.IdleAfter.Duration, Bell: c.UI.Bell,
		FaceLimit: sh.Rules.FaceLimit, ScanTimeout: sh.Rules.ScanTimeout, ConfirmWindow: sh.Rules.ConfirmWindow,
		ManagerPIN: !c.Terminal.ManagerPINHash.IsZero(), Settings: settingsOf(c), ScanPrefix: c.Scanner.Prefix, ScanSuffix: c.Scanner.Suffix,
		Shop: sh.receiptShop(), StoreName: c.Store.Name, Lane: sh.ID.Lane, Cashier: c.Terminal.Cashier, Simulated: sh.ID.Simulated,
	}
}

// left is how the till ends: 8 while something is open, and when a charge could
// not be told of because the journal was gone.
func (t *screenTill) left() error {
	t.mu.Lock()
	gone := t.gone
	t.mu.Unlock()
	if gone != nil {
		return endingOf(fromOpen, gone).hint("facetill doctor")
	}
	open, err := t.sh.App.Open(context.Background())
	if err != nil {
		return endingOf(fromOpen, err)
	}
	open = append(open, t.untold(context.Background())...)
	if len(open) == 0 {
		return nil
	}
	e := &ending{code: exitOpen, text: "sales are open; somebody has to look after them"}
	for _, a := range open {
		e.text += "\n" + row(a)
	}
	return e.hint("facetill recover --watch, until the till is opened again")
}

// untold are charges of this process of which nothing says that they were shown:
// they are unclaimed in a moment, when it is gone (money rule 5.2).
func (t *screenTill) untold(ctx context.Context) (all []flow.Attempt) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for no := range t.paid {
		a, _, err := t.sh.Ports.Journal.Read(ctx, no)
		if a = a.AsRead(false); err == nil && a.Unclaimed {
			all = append(all, a)
		}
	}
	return all
}

// screenTill is what the screen needs from the flow.
type screenTill struct {
	*till.Till
	sh      *shop
	telling sync.WaitGroup

	mu    sync.Mutex
	paid  map[flow.OutTradeNo]flow.Attempt // shown, and not yet recorded as told
	tries map[flow.OutTradeNo]flow.Update  // what the background does
	// otherwise are words by hand that WeChat contradicts
	otherwise []flow.Attempt
	gone      error  // a charge could not be told of, because the journal was not in its place
	ails      string // the camera: a device's code, "" when it is ready
}

// Begin admits a sale.
func (t *screenTill) Begin(ctx context.Context, q flow.SaleRequest, watch flow.Observer) (tui.Sale, error) {
	if q.Cashier == "" {
		q.Cashier = t.sh.Config.Terminal.Cashier
	}
	l := &latest{next: watch}
	s, err := t.sh.Runner.Begin(ctx, q, l)
	if err != nil {
		return nil, err
	}
	return &tillSale{Sale: s, t: t, latest: l}, nil
}

// Pending gives what is open and what waits for a person.
func (t *screenTill) Pending(ctx context.Context) ([]flow.Attempt, error) {
	open, err := t.sh.App.Open(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	return append(open, t.otherwise...), err
}

// recheckOnAndOn holds what persons resolved against WeChat, for the page of
// unsettled sales (money rule 5.7).
func (t *screenTill) recheckOnAndOn(ctx context.Context) {
	for ctx.Err() == nil {
		all, _, err := t.sh.Runner.RecheckAll(ctx)
		if err != nil {
			t.sh.Log.Warn("recheck", "error", err)
		}
		t.heard(all)
		t.sh.Ports.Clock.Sleep(ctx, recheckEach, nil)
	}
}

// heard keeps what WeChat contradicts. What it did not answer stays as it was.
func (t *screenTill) heard(all []flow.Recheck) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range all {
		if c.Unanswered() {
			continue
		}
		t.otherwise = slices.DeleteFunc(t.otherwise, func(a flow.Attempt) bool { return a.OutTradeNo == c.Attempt.OutTradeNo })
		if c.Otherwise() {
			t.otherwise = append(t.otherwise, c.Attempt)
		}
	}
}

// Told records that PAID stood on the screen.
func (t *screenTill) Told(ctx context.Context, no flow.OutTradeNo) error {
	t.mu.Lock()
	a, known := t.paid[no]
	t.mu.Unlock()
	if !known {
		return flow.ErrUnknown
	}
	_, err := t.sh.Runner.Shown(ctx, a)
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case err == nil:
		delete(t.paid, no)
	case flow.Displaced(err):
		t.gone = err
	}
	return err
}

// Claim takes a person's word about an unclaimed charge.
func (t *screenTill) Claim(ctx context.Context, no flow.OutTradeNo, given bool, by string) error {
	_, err := t.sh.Runner.Settle(ctx, no, given, by, "at the till")
	return err
}

// tillSale is a sale in the cashier's hands.
type tillSale struct {
	*flow.Sale
	t      *screenTill
	latest *latest
}

// Attempt may be asked for while Run is at work.
func (s *tillSale) Attempt() flow.Attempt { return s.latest.attempt() }

// Run drives the sale until the cashier is free. The device is told behind the
// cashier's back: a terminal may block until the customer has seen the result.
func (s *tillSale) Run(ctx context.Context) (flow.Attempt, error) {
	a, err := s.Sale.Run(ctx)
	if a.State == flow.Paid && !a.Shown {
		lost := s.t.sh.Journal.InPlace()
		s.t.mu.Lock()
		if s.t.paid[a.OutTradeNo] = a; err == nil && flow.Displaced(lost) {
			s.t.gone, err = lost, lost // PAID is not even drawn: it could not be told (money rule 5.9)
		}
		s.t.mu.Unlock()
	}
	s.t.telling.Go(func() { tellDevice(ctx, s.Sale) })
	return a, err
}

// certificateAsks bounds the question at the till's start.
const certificateAsks = 15 * time.Second
