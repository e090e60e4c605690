package cli

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/display"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/streams"
	"facetill/cmd/cli/wiring"
	"facetill/flow/field"
	"facetill/flow/till"
	"facetill/flow/trace"
	"facetill/tui"
)

func newTill(g *global) *cobra.Command {
	return &cobra.Command{
		Use:   "till",
		Short: "Open the checkout screen",
		Args:  cobra.NoArgs,
		RunE:  action(g.till).run,
	}
}

// till shows the screen until the cashier leaves.
func (g *global) till(ctx context.Context, _ []string) error {
	if err := g.canShow("till", "facetill pay AMOUNT -o json, for scripts", "facetill help"); err != nil {
		return err
	}
	walk := &trace.Recent{}
	n := wiring.Needs{Create: true, Gateway: true, Device: true, Aware: true, Screen: true, Hear: []trace.Hearer{walk}}
	return g.stoppable(g.withTill(n, func(ctx context.Context, g *global, t *wiring.Till, _ []string) error {
		walk.Switch(g.trace || t.ID.Simulated)
		return showTill(ctx, g, t, walk)
	}))(ctx, nil)
}

// showTill is the screen over a till whose parts are open. In the background the
// device is kept ready, and what is open is driven.
func showTill(ctx context.Context, g *global, t *wiring.Till, walk tui.Walk) error {
	if err := t.Archived(); err != nil {
		return err
	}
	if err := tellOpen(ctx, g, t); err != nil {
		return failed(err)
	}
	app := t.App
	defer app.Recover(ctx)()
	go t.KeepDevice(ctx)
	go app.ProbeCertificate(ctx)
	go app.RecheckOnAndOn(ctx, nil)
	o := screenOptions(g, t)
	o.Calendar = t.App.Calendar()
	o.Training = t.Trainer(g.s.err, g.words(t.Config.UI.Language).PowerIsCut)
	bills := t.WatchBills(ctx)
	o.Bill, o.Bills = func() (day string, look int) { line := bills.Line(); return line.Day, line.Look }, bills
	if g.s.terminal { // without one there is no customer, either
		f, err := display.Serve(ctx, displayPlace(t, g.s.getenv), t.ID.Simulated, func(err error) { t.Log.Warn("display", "error", err) })
		o.Display, o.DisplayTaken = f.Show, err != nil
	}
	o.Walk = walk
	o.Till, o.Copy, o.ManagerPIN = app, copyOf(t), app.HasPIN()
	var err error
	if o.Cashier, err = app.Seller(ctx); err != nil {
		return failed(err)
	}
	o.FaceEnabled, o.Members = t.Device != nil, t.Device != nil && t.Device.CanPayQuickly() == nil
	err = tui.Run(ctx, o)
	if crash, is := errors.AsType[*tui.Crash](err); is {
		t.Log.Error("screen", "panic", crash.What, "stack", string(crash.Stack))
	} else if ctx.Err() != nil {
		return left(app, nil)
	}
	app.Wait()
	return left(app, err)
}

// copyOf is what the screen asks a person about, nil for a journal at home.
func copyOf(t *wiring.Till) *tui.Copy {
	err := t.Journal.Copied()
	if err == nil {
		return nil
	}
	return &tui.Copy{Why: err.Error(), Adopt: func(ctx context.Context, by, reason string) error {
		_, err := t.Adopt(ctx, by, reason)
		return err
	}}
}

// screenOptions are what the configuration has for a screen, the customer's display
// included.
func screenOptions(g *global, t *wiring.Till) tui.Options {
	o := tui.Options{
		In: g.s.in, Out: terminalOf(g.s.out), Width: g.s.width, Height: g.s.height, Getenv: g.s.getenv,
		Settings: []tui.Setting{{Name: "file", Value: t.Config.File}}, Shop: receiptShop(t), Simulated: t.ID.Simulated,
	}
	t.Config.Fill(&o)
	for _, c := range t.Config.Cashiers {
		o.Cashiers = append(o.Cashiers, tui.Cashier{Name: field.Plain(c.Name), Number: c.Number})
	}
	for name, value := range t.Config.Set() {
		o.Settings = append(o.Settings, tui.Setting{Name: name, Value: value})
	}
	return o
}

// left is how the till ends: 8 while something is open, or nobody can know, and when a
// charge could not be told of because the journal was gone. Else a fault of it is 69.
func left(t *till.Till, fault error) error {
	if lost := t.Lost(); lost != nil {
		return endingOf(fromOpen, errors.Join(fault, lost)).hint("facetill doctor")
	}
	open, err := t.Left(context.Background())
	switch {
	case err != nil:
	case len(open) > 0:
		err = errors.New("sales are open; somebody has to look after them")
	case fault != nil:
		return failed(fault)
	default:
		return nil
	}
	e := &ending{code: codes.ExitOpen, text: errors.Join(fault, err).Error()}
	for _, a := range open {
		e.text += "\n" + print.Row(a)
	}
	return e.hint("facetill recover --watch, until the till is opened again")
}

// terminalOf hands Bubble Tea the file itself: it asks it for its size.
func terminalOf(w io.Writer) io.Writer {
	if a, is := w.(*streams.Aside); is {
		w = a.To
	}
	return streams.File(w)
}
