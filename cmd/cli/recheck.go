package cli

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"facetill/cmd/cli/print"
	"facetill/flow"
	"facetill/flow/field"
)

// recheckWithin bounds the questions about persons' words for a command that does
// something else.
const recheckWithin = 15 * time.Second

// recheck holds what persons have said against what WeChat says now (money rule
// 5.7), tells what is otherwise, and returns how many are.
func (sh *shop) recheck(ctx context.Context, g *global) (otherwise int, err error) {
	all, rest, err := sh.Runner.RecheckAll(ctx)
	return sh.tellRechecks(g, all, rest), err
}

// tellRechecks says what WeChat contradicts, and returns how much that is. What it
// does not answer is said, and asked about again by the next run.
func (sh *shop) tellRechecks(g *global, all []flow.Recheck, rest int) (otherwise int) {
	for _, c := range all {
		switch {
		case c.Otherwise():
			otherwise++
			sh.shout(g, c)
		case c.Unanswered():
			sh.Log.Warn("resolved, not checked", "out_trade_no", string(c.Attempt.OutTradeNo), "as", c.Attempt.ResolvedAs, "code", c.Says.Code)
			fmt.Fprintf(g.s.err, "facetill: not checked now: %s, resolved as %s by %s; WeChat gives no answer (%s)\n",
				c.Attempt.OutTradeNo, c.Attempt.ResolvedAs, field.Quoted(c.Attempt.ResolvedBy), c.Says.Code)
		}
	}
	if rest > 0 {
		fmt.Fprintf(g.s.err, "facetill: not checked now: %d more that were resolved by hand\n", rest)
	}
	return otherwise
}

// recheckBeside is recheck for a command that needs no network for the rest of
// its work: bounded, and without a word where nobody has resolved anything.
func (sh *shop) recheckBeside(ctx context.Context, g *global) (otherwise int) {
	ctx, cancel := context.WithTimeout(ctx, recheckWithin)
	defer cancel()
	words, err := sh.Runner.Words(ctx)
	if err == nil && len(words) == 0 {
		return 0
	}
	if err == nil && sh.Ports.Gateway == nil {
		if err = sh.OpenGateway(ctx); err == nil {
			sh.Join()
		}
	}
	if err == nil {
		otherwise, err = sh.recheck(ctx, g)
	}
	if err != nil {
		fmt.Fprintf(g.s.err, "facetill: not checked now: %d that were resolved by hand: %s\n", len(words), err)
	}
	return otherwise
}

func (sh *shop) shout(g *global, c flow.Recheck) {
	a := c.Attempt
	sh.Log.Warn("resolved otherwise", "out_trade_no", string(a.OutTradeNo), "as", a.ResolvedAs, "wechat", string(c.Says.Kind), "code", c.Says.Code)
	fmt.Fprintf(g.s.err, "facetill: %s\n", print.Otherwise(c))
	if g.json() {
		g.p.Line(print.ContradictionOf(c))
	}
}

// recheckOnAndOn is recheck for a recover that watches, whose code tells in the end
// the most that a round has heard of: one in which WeChat was silent takes nothing of
// that back.
func (sh *shop) recheckOnAndOn(ctx context.Context, g *global, otherwise *atomic.Int64) {
	sh.App.RecheckOnAndOn(ctx, func(all []flow.Recheck, rest int) {
		otherwise.Store(max(otherwise.Load(), int64(sh.tellRechecks(g, all, rest))))
	})
}
