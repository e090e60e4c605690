package till

import (
	"context"
	"slices"
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
			t.warn("recheck", err)
		}
		t.contradicted(all)
		if hear != nil {
			hear(all, rest)
		}
		t.ports.Clock.Sleep(ctx, RecheckEach, nil)
	}
}

// contradicted keeps what WeChat contradicts. What it did not answer stays as it was.
func (t *Till) contradicted(all []flow.Recheck) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range all {
		if c.Unanswered() {
			continue
		}
		t.otherwise = slices.DeleteFunc(t.otherwise, func(a flow.Attempt) bool { return a.OutTradeNo == c.Attempt.OutTradeNo })
		if c.Otherwise() {
			t.otherwise = append(t.otherwise, c.Attempt)
		}
	}
}

// Pending returns what is driven in the background, what waits for a person, and what
// a person resolved and WeChat has otherwise.
func (t *Till) Pending(ctx context.Context) ([]flow.Attempt, error) {
	open, err := t.Open(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	return append(open, t.otherwise...), err
}
