package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/flags"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/flow/refund"
)

func newReverse(g *global) *cobra.Command {
	var reason, by string
	cmd := &cobra.Command{
		Use:   "reverse OUT_TRADE_NO --reason TEXT",
		Short: "Give back a charge that nobody has claimed",
		Long: "reverse gives a charge back of which nobody knows whether the goods were given, with the\n" +
			"manager's PIN where one is set: as a reversal where it has no refund and is younger than\n" +
			"7 days, else as a refund of what is left. A sale that was told is given back with refund.",
		Args:        cobra.ExactArgs(1),
		Annotations: map[string]string{resultLine: resultOfRecord},
		PreRunE:     func(*cobra.Command, []string) error { return fits("--reason", reason, 80) },
		RunE: g.stoppable(g.withTill(wiring.Needs{Gateway: true, Money: true}, func(ctx context.Context, g *global, t *wiring.Till, args []string) error {
			a, err := find(ctx, g, t, args, t.App.FindAny)
			if err != nil {
				return err
			}
			return runReverse(ctx, g, t, a, flow.RefundRequest{OutTradeNo: a.OutTradeNo, Reason: reason, By: by, Press: refund.Press{Version: a.Version}})
		})).run,
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why; where it becomes a refund the customer reads it")
	cmd.Flags().StringVar(&by, "by", "", "who says so (default who is signed in, or terminal.cashier)")
	flags.MustHave(cmd.Flags(), "reason")
	return cmd
}

func runReverse(ctx context.Context, g *global, t *wiring.Till, a flow.Attempt, q flow.RefundRequest) error {
	switch {
	case a.DecidedBy != "" && a.State != flow.Paid, !a.Shown && !a.Unclaimed && a.AnyBack() && (a.State == flow.Paid || a.State == flow.Refunded):
		return wordEnd(ctx, g, t, a, true)
	case a.State == flow.Paid && !a.Unclaimed:
		return usage("%s is paid and claimed, and is not reversed any more", a.OutTradeNo).as(codes.WhyWord).hint("facetill refund %s --reason TEXT", a.OutTradeNo)
	}
	by, err := named(ctx, t, q.By)
	if q.By = by; err != nil {
		return endingOf(fromRefund(a), err)
	}
	return giveBack(ctx, g, t, a, "reverse", q)
}

// giveBack is what reverse does, and resolve --as give-back.
func giveBack(ctx context.Context, g *global, t *wiring.Till, a flow.Attempt, command string, q flow.RefundRequest) error {
	pin, err := g.askManager(ctx, t, command)
	if err != nil {
		return err
	}
	now, e, err := t.App.Reverse(ctx, q, pin)
	if stopped, is := errors.AsType[*flow.RefundStoppedError](err); is && !g.json() {
		print.RefundRows(g.s.out, stopped.Entries)
	}
	if err == nil && e.State == "" { // a reversal
		return wordEnd(ctx, g, t, now, false)
	}
	if err == nil {
		now, e, err = refundAnswer(ctx, t, now, e)
	}
	if err != nil {
		from := fromRefund(a)
		from.undoes = true
		return endingOf(from, err)
	}
	out := refundEnding(now, e)
	if out.outcome, out.told = now.Outcome(), true; out.code == codes.ExitDeclined {
		out.code = codes.ExitOpen // the charge is as unclaimed as it was
	}
	r := resultOf(out)
	r.ApprovedBy = e.ApprovedBy
	g.saleEnd(t.Config.UI.Language, r, "")
	return recordTold(ctx, g, t, out, e)
}
