package cli

import (
	"context"
	"fmt"
	"slices"

	"facetill/cmd/cli/print"
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
		fmt.Fprintf(g.s.err, "open: %s\n", print.Row(a))
	}
	if len(open) == 0 {
		return nil
	}
	if !slices.ContainsFunc(open, func(a flow.Attempt) bool { return !till.PersonsTurn(a) }) { // no heart helps there
		fmt.Fprintf(g.s.err, "facetill: what is open waits for a person's word\ntry: %s\n", print.WhatHelps(open[0]))
		return nil
	}
	alone, err := sh.App.Unattended(ctx, open)
	if alone {
		fmt.Fprintf(g.s.err, "facetill: nobody looks after what is open\ntry: facetill recover, or leave the till open\n")
	}
	return err
}
