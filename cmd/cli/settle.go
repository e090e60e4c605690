package cli

import (
	"cmp"
	"context"
	"errors"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/flags"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/flow/field"
)

func newSettle(g *global) *cobra.Command {
	f := flow.TenderTaken{}
	cmd := &cobra.Command{
		Use:   "settle OUT_TRADE_NO --as cash|card|other [--by NAME] [--note TEXT]",
		Short: "Note that a sale which ended unpaid was paid in another way",
		Long: "settle keeps a note: the customer whom WeChat did not charge paid in cash, by card or in some\n" +
			"other way. Only a sale that ended unpaid takes one. No money moves and no sum has it: close\n" +
			"has these sales under a heading of their own. Given again, the last word counts. A reference\n" +
			"or the last digits of a number will do where they mean one sale.",
		Args:        cobra.ExactArgs(1),
		Annotations: map[string]string{resultLine: resultOfRecord},
		PreRunE: func(*cobra.Command, []string) error {
			if bad, is := errors.AsType[*field.Error](flow.CheckWord("-", cmp.Or(f.Note, f.As))); is {
				return usage("--note %s", bad.Problem).as(codes.WhyText)
			}
			return oneOf("--as", f.As, flow.Tenders()...)
		},
		RunE: g.withTill(wiring.Needs{Money: true}, func(ctx context.Context, g *global, t *wiring.Till, args []string) error {
			return runSettle(ctx, g, t, args, f)
		}).run,
	}
	cmd.Flags().StringVar(&f.As, "as", "", "`how`: cash, card or other")
	cmd.Flags().StringVar(&f.By, "by", "", "who took it (default who is signed in, else terminal.cashier)")
	cmd.Flags().StringVar(&f.Note, "note", "", "`text` for the journal")
	flags.MustHave(cmd.Flags(), "as")
	return cmd
}

func runSettle(ctx context.Context, g *global, t *wiring.Till, args []string, f flow.TenderTaken) error {
	a, err := find(ctx, g, t, args, t.App.FindAny)
	if err != nil {
		return err
	}
	if f.By, err = named(ctx, t, f.By); err != nil {
		return endingOf(fromWord(a), err)
	}
	if a, err = t.App.TakeTender(ctx, a.OutTradeNo, f); err != nil {
		return endingOf(fromWord(a), err)
	}
	// As resolve, it ends with 0 when it is done, whatever the sale is.
	g.saleEnd(t.Config.UI.Language, resultOf(&ending{code: codes.ExitDone, outcome: a.Outcome(), attempt: a, told: true}), "")
	return nil
}
