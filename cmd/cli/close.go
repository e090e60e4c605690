package cli

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/flow/till"
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
	open := d.Open
	if force && len(open) > 0 && t.App.HasPIN() {
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
		open = d.Open
	}
	otherwise := recheckBeside(ctx, g, t)
	words := g.words(t.Config.UI.Language)
	e := &ending{told: true}
	line := print.Day{Date: till.DayName(at), Open: len(open), ByHand: len(d.ByHand), Reopened: d.Reopened, Otherwise: otherwise}
	line.RefundsOpen = print.RefundsOpenOf(d.Refunds)
	if n := line.Persons(); n > 0 {
		e.code, e.text = codes.ExitFinding, print.CountPersons(n)
		e.hint("%s", print.WhatHelps(d.Refunds.Persons()[0].Sale))
	}
	if otherwise > 0 {
		e.code, e.text = codes.ExitFinding, print.CountOtherwise(otherwise)
	}
	if len(open) > 0 && !force {
		e = &ending{code: codes.ExitOpen, told: true, text: fmt.Sprintf("%d open: the day has no sum yet", len(open))}
		e.hint("%s", print.WhatHelpsFirst(t.ID.WeChat, open)).hint("facetill close, when that is done").hint("--force, to add up what is known")
	} else {
		line.Add(d)
	}
	g.list(open)
	if before := personsSales(d.Refunds, open); len(before) > 0 {
		if !g.json() {
			fmt.Fprintln(g.s.out, words.DayPersons)
		}
		g.list(before)
	}
	kept := slices.DeleteFunc(slices.Clone(d.ByHand), flow.Attempt.Open) // the open ones stand above
	if len(kept) > 0 && !g.json() {
		fmt.Fprintf(g.s.out, words.DayByHand+":\n", len(kept))
	}
	g.list(kept)
	if g.json() {
		line.Ended, line.Count = g.ended(e), g.p.Count()
		g.p.End(line)
	} else if line.Total != nil {
		line.Table(g.s.out, words)
	}
	return e.orNone()
}

// personsSales are those with a refund of which a person has to know, but for those that
// are listed already.
func personsSales(r till.OpenRefunds, listed []flow.Attempt) (sales []flow.Attempt) {
	for _, e := range r.Persons() {
		if same := func(a flow.Attempt) bool { return a.OutTradeNo == e.Sale.OutTradeNo }; !slices.ContainsFunc(slices.Concat(listed, sales), same) {
			sales = append(sales, e.Sale)
		}
	}
	return sales
}
