package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/flow/till"
)

// open wires what a command needs.
func (g *global) open(ctx context.Context, n wiring.Needs) (*wiring.Till, error) {
	cfg, err := g.load()
	if err != nil {
		return nil, err
	}
	if !n.Screen {
		n.Hear = walk(g, cfg.UI.Language)
	}
	if n.Talk = g.s.err; g.journal != "" {
		if n.Read, err = filepath.Abs(g.journal); err != nil {
			return nil, failed(err)
		}
	}
	return wiring.Open(ctx, cfg, n)
}

// tellOpen lists on stderr what is open, before anything goes to the network.
func tellOpen(ctx context.Context, g *global, t *wiring.Till) error {
	open, err := t.App.Open(ctx)
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
	alone, err := t.App.Unattended(ctx, open)
	if alone {
		fmt.Fprintf(g.s.err, "facetill: nobody looks after what is open\ntry: facetill recover, or leave the till open\n")
	}
	return err
}
