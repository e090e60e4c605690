package cli

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/flow/till"
)

// recheckWithin bounds the questions about persons' words for a command that does
// something else.
const recheckWithin = 15 * time.Second

// recheck holds what persons have said against what WeChat says now (money rule
// 5.7), tells what is otherwise, and returns how many are.
func recheck(ctx context.Context, g *global, t *wiring.Till) (otherwise int, err error) {
	all, rest, err := t.App.RecheckAll(ctx)
	return tellRechecks(g, t, all, rest), err
}

// tellRechecks says what WeChat contradicts, and returns how much that is. What it
// does not answer is said, and asked about again by the next run.
func tellRechecks(g *global, t *wiring.Till, all []till.Recheck, rest int) (otherwise int) {
	for _, c := range all {
		switch {
		case c.Otherwise():
			otherwise++
			shout(g, t, c)
		case c.Unanswered():
			t.Log.Warn("resolved, not checked", "out_trade_no", string(c.Attempt.OutTradeNo), "out_refund_no", c.Refund.Number, "as", c.Word(), "code", c.Says.Code)
			fmt.Fprintf(g.s.err, "facetill: not checked now: %s\n", print.Unchecked(c))
		}
	}
	if rest > 0 {
		fmt.Fprintf(g.s.err, "facetill: not checked now: %d more that were resolved by hand, or whose refund was refused\n", rest)
	}
	return otherwise
}

// recheckBeside is recheck for a command that needs no network for the rest of
// its work: bounded, and without a word where nobody has resolved anything and no
// refund was refused. Of another journal that is only read nobody is asked.
func recheckBeside(ctx context.Context, g *global, t *wiring.Till) (otherwise int) {
	if g.journal != "" {
		return 0
	}
	ctx, cancel := context.WithTimeout(ctx, recheckWithin)
	defer cancel()
	words, err := t.App.Words(ctx)
	refunds, failed := t.App.RefundsAtTheirEnd(ctx)
	if err = errors.Join(err, failed); err == nil && len(words)+len(refunds) == 0 {
		return 0
	}
	if err == nil && t.Ports.Gateway == nil {
		err = t.OpenGateway(ctx)
	}
	if err == nil {
		otherwise, err = recheck(ctx, g, t)
	}
	if err != nil {
		fmt.Fprintf(g.s.err, "facetill: not checked now: %d that were resolved by hand, or whose refund was refused: %s\n", len(words)+len(refunds), err)
	}
	return otherwise
}

// against holds how a sale stands against what WeChat says of it now: status, and pay of a
// reference that is paid already, end in one way.
func (e *ending) against(g *global, t *wiring.Till, says till.Recheck) {
	switch a, now := says.Attempt, says.Says; {
	case says.Otherwise():
		e.code, e.text = codes.ExitFinding, print.CountOtherwise(1)
		shout(g, t, says)
	case a.Belied(now):
		e.code, e.outcome, e.text = codes.ExitFinding, flow.OutcomeOpen, print.Belied(a, now)
		e.hint("%s", print.BeliedHelps(a, now))
	case a.State == flow.Refused && a.Hides(now): // a living till is just asking about it, or this is a copy
		e.code, e.outcome, e.text = codes.ExitOpen, flow.OutcomeOpen, "WeChat knows of money behind this refusal"
	}
}

func shout(g *global, t *wiring.Till, c till.Recheck) {
	a := c.Attempt
	t.Log.Warn("resolved otherwise", "out_trade_no", string(a.OutTradeNo), "out_refund_no", c.Refund.Number, "as", c.Word(), "wechat", string(c.Says.Kind), "code", c.Says.Code)
	fmt.Fprintf(g.s.err, "facetill: %s\n", print.Otherwise(c))
	if g.json() {
		g.p.Line(print.ContradictionOf(c))
	}
}

// recheckOnAndOn is recheck for a recover that watches, whose code tells in the end
// the most that a round has heard of: one in which WeChat was silent takes nothing of
// that back.
func recheckOnAndOn(ctx context.Context, g *global, t *wiring.Till, otherwise *atomic.Int64) {
	t.App.RecheckOnAndOn(ctx, func(all []till.Recheck, rest int) {
		otherwise.Store(max(otherwise.Load(), int64(tellRechecks(g, t, all, rest))))
	})
}
