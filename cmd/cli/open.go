package cli

import (
	"context"
	"fmt"
	"slices"
	"time"

	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
	"facetill/flow"
	"facetill/flow/till"
)

// shop is a wired till, and what the commands do with it.
type shop struct{ *wiring.Till }

func newShop(cfg *config.Config) *shop { return &shop{wiring.New(cfg)} }

// open wires what a command needs.
func (g *global) open(ctx context.Context, n wiring.Needs) (*shop, error) {
	cfg, err := g.load()
	if err != nil {
		return nil, err
	}
	n.Talk = g.s.err
	t, err := wiring.Open(ctx, cfg, n)
	if err != nil {
		return nil, err
	}
	return &shop{t}, nil
}

// tellOpen lists on stderr what is open, before anything goes to the network.
func (sh *shop) tellOpen(ctx context.Context, g *global) error {
	open, err := sh.App.Open(ctx)
	if err != nil {
		return err
	}
	for _, a := range open {
		fmt.Fprintf(g.s.err, "open: %s\n", row(a))
	}
	if len(open) == 0 {
		return nil
	}
	if !slices.ContainsFunc(open, func(a flow.Attempt) bool { return !till.PersonsTurn(a) }) { // no heart helps there
		fmt.Fprintf(g.s.err, "facetill: what is open waits for a person's word\ntry: %s\n", whatHelps(open[0]))
		return nil
	}
	alone, err := sh.App.Unattended(ctx, open)
	if alone {
		fmt.Fprintf(g.s.err, "facetill: nobody looks after what is open\ntry: facetill recover, or leave the till open\n")
	}
	return err
}

// keep drives in the background what no sale of this process holds. stop ends
// it and waits a moment: what it was doing is in the journal or will be asked
// about again.
func (sh *shop) keep(ctx context.Context, watch flow.Observer) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := sh.Runner.NewRecovery(watch).Run(ctx, nil); err != nil && ctx.Err() == nil {
			sh.Log.Warn("keeper", "error", err)
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
