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

func newDay(g *global) *cobra.Command {
	var date string
	cmd := &cobra.Command{
		Use:   "day",
		Short: "Look at a day: counts and sums so far, by method and cashier; it changes nothing",
		Long: "day adds up a business day, which begins at [store] day_starts, as often as you like. A sale\n" +
			"belongs to the day on which it was paid, a refund to that on which WeChat took it, under the name of\n" +
			"who gave it back (platform: on WeChat's merchant platform, by nobody of the till). While any attempt\n" +
			"is open the sum is not final, and the code is 8. A refund that is stuck, or that WeChat closed or\n" +
			"refused and nobody was told, may take days: it is listed as before a person, and the code is 9.",
		Args:        cobra.NoArgs,
		Annotations: map[string]string{readsAny: "yes"},
		PreRunE: func(*cobra.Command, []string) error {
			_, err := dayOf("--date", date)
			return err
		},
		RunE: g.withTill(wiring.Needs{}, func(ctx context.Context, g *global, t *wiring.Till, _ []string) error {
			return runDay(ctx, g, t, date)
		}).run,
	}
	cmd.Flags().StringVar(&date, "date", "", "the `day`, such as 2026-01-31 (default the one that runs)")
	return cmd
}

func runDay(ctx context.Context, g *global, t *wiring.Till, date string) error {
	at := t.Ports.Clock.Now().Wall
	if date != "" {
		at, _ = t.App.Calendar().Parse(date) // PreRunE has read it
	}
	d, err := t.App.Day(ctx, at)
	if err != nil {
		return endingOf(fromOpen, err)
	}
	e, line := standing(ctx, g, t, at, d)
	if n := len(d.Open); n > 0 {
		e.code, e.text, line.NotFinal = codes.ExitOpen, fmt.Sprintf("%d open: the sum is not final", n), true
		e.hints = []string{print.WhatHelpsFirst(t.ID.WeChat, d.Open)}
	}
	record, _, err := t.App.RecordOf(ctx, line.Date)
	if err != nil {
		return endingOf(fromOpen, err)
	}
	line.SetClose(record, d.All)
	line.Add(d)
	tellDay(g, t, e, line, d)
	return e.orNone()
}

// standing is how it stands with a day but for its sums, and how a command ends that tells
// it: with what a person has to look at.
func standing(ctx context.Context, g *global, t *wiring.Till, at time.Time, d till.Day) (*ending, print.Day) {
	otherwise := recheckBeside(ctx, g, t)
	e := &ending{told: true}
	line := print.Day{Date: t.App.Calendar().Name(at), Open: len(d.Open), ByHand: len(d.ByHand), Reopened: d.Reopened, Otherwise: otherwise}
	line.RefundsOpen = print.RefundsOpenOf(d.Refunds)
	if n := line.Persons(); n > 0 {
		e.code, e.text = codes.ExitFinding, print.CountPersons(n)
		e.hint("%s", print.WhatHelps(d.Refunds.Persons()[0].Sale))
	}
	if otherwise > 0 {
		e.code, e.text = codes.ExitFinding, print.CountOtherwise(otherwise)
	}
	return e, line
}

// tellDay lists what is open, before a person, or decided by hand, and says the sums where
// the line has them.
func tellDay(g *global, t *wiring.Till, e *ending, line print.Day, d till.Day) {
	words := g.words(t.Config.UI.Language)
	g.list(d.Open)
	if before := personsSales(d.Refunds, d.Open); len(before) > 0 {
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
