package cli

import (
	"context"
	"fmt"
	"time"

	"facetill/flow"
)

const (
	// recheckFor is how long a person's word is held against WeChat: as long as
	// an order can be reversed, and a day.
	recheckFor = 8 * 24 * time.Hour
	// recheckEach is how often `recover --watch` does it.
	recheckEach = time.Hour
)

// contradiction is a person's word that WeChat does not bear out.
type contradiction struct {
	Type string `json:"type"`
	record
	Wechat     string `json:"wechat"`
	WechatCode string `json:"wechat_code,omitempty"`
}

// recheck holds what persons have said against what WeChat says now (money rule
// 5.7), and gives how many are otherwise. What WeChat does not answer is
// said, and asked about again by the next run. It changes nothing: the money is a
// person's business once a person has spoken.
func (sh *shop) recheck(ctx context.Context, g *global) (otherwise int, err error) {
	all, err := sh.ports.Journal.List(ctx, flow.Filter{From: sh.ports.Clock.Now().Wall.Add(-recheckFor), Resolved: true})
	if err != nil {
		return 0, err
	}
	for _, a := range all {
		if a.ResolvedAs != flow.ResolvedPaid && a.ResolvedAs != flow.ResolvedNotCharged || ctx.Err() != nil {
			continue // a charge that was given is proven
		}
		says := sh.ports.Gateway.Query(ctx, a, flow.Try{})
		refunds := flow.Answer{}
		if says.Kind == flow.AnswerRefund {
			refunds = sh.ports.Gateway.Refunds(ctx, a)
		}
		switch {
		case a.Contradicts(says, refunds):
			otherwise++
			sh.shout(g, a, says)
		case says.Kind == flow.AnswerLost || says.Kind == flow.AnswerRejected:
			sh.log.Warn("resolved, not checked", "out_trade_no", string(a.OutTradeNo), "as", a.ResolvedAs, "code", says.Code)
			fmt.Fprintf(g.s.err, "facetill: not checked now: %s, resolved as %s by %s; WeChat gives no answer (%s)\n",
				a.OutTradeNo, a.ResolvedAs, a.ResolvedBy, says.Code)
		}
	}
	return otherwise, nil
}

func (sh *shop) shout(g *global, a flow.Attempt, says flow.Answer) {
	sh.log.Warn("resolved otherwise", "out_trade_no", string(a.OutTradeNo), "as", a.ResolvedAs, "wechat", string(says.Kind), "code", says.Code)
	fmt.Fprintf(g.s.err, "facetill: WECHAT SAYS OTHERWISE: %s, %s, was resolved as %s by %s (%s), and WeChat says %s\n",
		a.OutTradeNo, a.TotalFee, a.ResolvedAs, a.ResolvedBy, a.Reason, join(string(says.Kind), says.Code))
	if g.json() {
		g.p.line(contradiction{"contradiction", recordOf(a), string(says.Kind), says.Code})
	}
}

// recheckOnAndOn is recheck for a recover that watches.
func (sh *shop) recheckOnAndOn(ctx context.Context, g *global) {
	for ctx.Err() == nil {
		if _, err := sh.recheck(ctx, g); err != nil && ctx.Err() == nil {
			sh.log.Warn("recheck", "error", err)
		}
		sh.ports.Clock.Sleep(ctx, recheckEach, nil)
	}
}
