package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
)

func newClose(g *global) *cobra.Command {
	var date string
	var from time.Time
	var force bool
	cmd := &cobra.Command{
		Use:   "close",
		Short: "Close a day: counts and sums by method and cashier, and what was decided by hand",
		Long: "close adds up a Beijing day. A sale belongs to the day on which it was paid, a refund to that on\n" +
			"which WeChat took it, under the name of who gave it back (platform: on WeChat's merchant platform,\n" +
			"by nobody of the till). While any attempt is open close refuses with 8: a day whose end is not known\n" +
			"has no sum. --force adds up all the same, with the manager's PIN where one is set; the code is then\n" +
			"0. A refund that is stuck, or that WeChat closed or refused and nobody was told, may take days: it is\n" +
			"listed as before a person, the sum is given, and the code is 9.",
		Args: cobra.NoArgs,
		PreRunE: func(*cobra.Command, []string) (err error) {
			from, err = day("--date", date)
			return err
		},
		RunE: g.withTill(wiring.Needs{Money: true}, func(ctx context.Context, g *global, t *wiring.Till, _ []string) error {
			return runClose(ctx, g, t, from, force)
		}).run,
	}
	cmd.Flags().StringVar(&date, "date", "", "the `day`, such as 2026-01-31 (default today)")
	cmd.Flags().BoolVar(&force, "force", false, "although attempts are open")
	return cmd
}

func runClose(ctx context.Context, g *global, t *wiring.Till, at time.Time, force bool) error {
	if at.IsZero() {
		at = t.Ports.Clock.Now().Wall
	}
	d, err := t.App.Day(ctx, at)
	if err != nil {
		return endingOf(fromOpen, err)
	}
	if force && len(d.Open) > 0 && t.App.HasPIN() {
		pin, err := g.askManager(ctx, t, "close --force")
		if err == nil {
			_, err = t.App.Approve(ctx, pin)
		}
		if err != nil {
			return endingOf(fromCommand, err)
		}
		if d, err = t.App.Day(ctx, at); err != nil { // the till went on while the PIN was typed
			return endingOf(fromOpen, err)
		}
	}
	e, line := standing(ctx, g, t, at, d)
	if len(d.Open) > 0 && !force {
		e = &ending{code: codes.ExitOpen, told: true, text: fmt.Sprintf("%d open: the day has no sum yet", len(d.Open))}
		e.hint("%s", print.WhatHelpsFirst(t.ID.WeChat, d.Open)).hint("facetill close, when that is done").hint("--force, to add up what is known")
	} else {
		line.Add(d)
	}
	tellDay(g, t, e, line, d)
	return e.orNone()
}
