package cli

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/flags"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/flow/refund"
	"facetill/tui/text"
)

const giveBackStays = 2 * time.Minute // with money that goes back: a reverse waits 15 s, and is asked about after

func newResolve(g *global) *cobra.Command {
	w := &flow.Resolution{}
	cmd := &cobra.Command{
		Use:   "resolve OUT_TRADE_NO --as WORD --reason TEXT --by NAME",
		Short: "Take a person's word about a sale that no rule can end",
		Long: "resolve ends what is state needs_person (--as paid or not-charged) or an unclaimed charge\n" +
			"(--as given or give-back; give-back does what reverse does). All but given want the manager's\n" +
			"PIN where one is set. The word is kept with name and reason, listed by close, and held\n" +
			"against WeChat by each later recover.",
		Args:        cobra.ExactArgs(1),
		Annotations: map[string]string{resultLine: resultOfRecord},
		PreRunE: func(_ *cobra.Command, args []string) error {
			w.OutTradeNo = flow.OutTradeNo(args[0])
			return oneOf("--as", w.As, flow.ResolvedWords()...)
		},
		RunE: g.stoppable(g.withTill(wiring.Needs{Gateway: true, Money: true}, func(ctx context.Context, g *global, t *wiring.Till, _ []string) error {
			return runResolve(ctx, g, t, *w)
		})).run,
	}
	f := cmd.Flags()
	f.StringVar(&w.As, "as", "", "paid, not-charged, given or give-back")
	f.StringVar(&w.Reason, "reason", "", "how you know")
	f.StringVar(&w.By, "by", "", "who says so")
	flags.MustHave(f, "as", "reason", "by")
	return cmd
}

func runResolve(ctx context.Context, g *global, t *wiring.Till, w flow.Resolution) error {
	seen, _, err := t.Ports.Journal.Read(ctx, w.OutTradeNo)
	if errors.Is(err, flow.ErrUnknown) {
		return usage("%q is no out_trade_no of this journal", w.OutTradeNo).as(codes.WhyNotFound).hint("facetill status, with what you have of it")
	}
	if w.By != "" { // here nobody is meant who is not named
		if w.By, err = named(ctx, t, w.By); err != nil {
			return endingOf(fromJournal, err)
		}
	}
	if w.As == flow.ResolvedGiveBack && flow.CheckWord(w.By, w.Reason) == nil {
		read := text.Wanted(t.Config.UI.Language, g.s.getenv).Words.RefundReasons["cancelled"] // by the customer, where it becomes a refund
		return giveBack(ctx, g, t, seen, "resolve --as "+w.As, flow.RefundRequest{OutTradeNo: w.OutTradeNo, Reason: read, Note: w.Reason, By: w.By, Press: refund.Press{Version: seen.Version}})
	}
	pin := ""
	if t.App.WantsPIN(w.As) {
		if pin, err = g.askManager(ctx, t, "resolve --as "+w.As); err != nil {
			return err
		}
	}
	a, err := t.App.Resolve(ctx, w, pin)
	if err != nil {
		return endingOf(fromWord(a), err)
	}
	return wordEnd(ctx, g, t, a, false)
}

// wordEnd stays with money that goes back by a person's word, and tells what the sale is then.
// It ends with 0 when that is finished, whatever it is; a call that asks again ends as it is.
func wordEnd(ctx context.Context, g *global, t *wiring.Till, a flow.Attempt, again bool) (err error) {
	if a.State == flow.Reversing {
		if a, err = driveFor(ctx, t, a.OutTradeNo, giveBackStays); err != nil {
			return endingOf(fromOpen, err)
		}
	}
	e := &ending{code: codes.ExitOf(a), outcome: a.Outcome(), attempt: a, told: true}
	if e.code != codes.ExitOpen && !again || e.outcome == flow.OutcomeRefunding { // a refund that WeChat has taken
		e.code = codes.ExitDone
	}
	r := resultOf(e)
	r.ApprovedBy = lastApproved(ctx, t, a)
	g.saleEnd(t.Config.UI.Language, r, "")
	if e.code == codes.ExitOpen {
		e.hint("%s", print.WhatHelps(a))
	}
	return e.orNone()
}

// lastApproved is who approved the last word about a sale, "" where that cannot be read.
func lastApproved(ctx context.Context, t *wiring.Till, a flow.Attempt) string {
	events, _ := t.App.Timeline(context.WithoutCancel(ctx), a.OutTradeNo)
	return print.LastApproved(events)
}
