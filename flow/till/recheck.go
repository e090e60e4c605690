package till

import (
	"context"
	"slices"
	"sync"
	"time"

	"facetill/flow"
)

// RecheckEach is how often a process that stays holds what persons said against
// WeChat.
const RecheckEach = time.Hour

// RecheckOnAndOn holds what persons said against what WeChat says (money rule 5.7),
// each hour until ctx ends. hear is told of each round as [flow.Runner.RecheckAll]
// returned it; nil where Pending is enough.
func (t *Till) RecheckOnAndOn(ctx context.Context, hear func(all []flow.Recheck, rest int)) {
	for ctx.Err() == nil {
		all, rest, err := t.runner.RecheckAll(ctx)
		if err != nil && ctx.Err() == nil {
			t.ports.warn("recheck", err)
		}
		t.contradicted.hear(all)
		if hear != nil {
			hear(all, rest)
		}
		t.clock.Sleep(ctx, RecheckEach, nil)
	}
}

// saysWithin bounds the query by which Says learns of a sale.
const saysWithin = 3 * time.Second

// Says asks WeChat once more about an attempt whose request may have left. A refusal
// behind which there is money is opened again on the spot (money rule 2.5), but not
// with a copy; a person's word is held against the answer, and nothing else changes.
// Its error is that a refusal could not be opened again and is none any more.
func (t *Till) Says(ctx context.Context, a flow.Attempt) (c flow.Recheck, err error) {
	c.Attempt = a
	switch {
	case a.IntentAt.IsZero() || a.State == flow.NotSent || !a.At(t.id.WeChat):
	case a.ByWord():
		c = t.runner.Recheck(ctx, a)
	default:
		c.Says = t.ports.Gateway.Query(ctx, a, flow.Try{Limit: saysWithin})
	}
	if t.ports.isCopy() {
		return c, nil
	}
	if c.Attempt, err = t.runner.Reopen(ctx, a, c.Says); c.Attempt.State == flow.Refused {
		err = nil // a living till is just asking about it, and reopens it itself
	}
	return c, err
}

// contradicted are the words by hand that WeChat has otherwise.
type contradicted struct {
	mu  sync.Mutex
	all []flow.Attempt
}

// hear takes a round of questions in. What WeChat did not answer stays as it was.
func (c *contradicted) hear(round []flow.Recheck) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, r := range round {
		if r.Unanswered() {
			continue
		}
		c.all = slices.DeleteFunc(c.all, func(a flow.Attempt) bool { return a.OutTradeNo == r.Attempt.OutTradeNo })
		if r.Otherwise() {
			c.all = append(c.all, r.Attempt)
		}
	}
}

// Pending returns what is driven in the background, what waits for a person, and what
// a person resolved and WeChat has otherwise.
func (t *Till) Pending(ctx context.Context) ([]flow.Attempt, error) {
	open, err := t.Open(ctx)
	t.contradicted.mu.Lock()
	defer t.contradicted.mu.Unlock()
	return append(open, t.contradicted.all...), err
}
