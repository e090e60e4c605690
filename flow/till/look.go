package till

import (
	"context"
	"errors"

	"facetill/flow"
)

// LookRefunds asks WeChat for all refunds of a paid sale, and writes down what is new:
// what has arrived, what somebody gave back on the merchant platform, and what was refused
// and moved after all (money rules 4b.3, 4b.6). Where WeChat does not answer, or another
// process is at work on the sale, it stays as it is: who drives it asks, too. A copy writes
// nothing (money rule 5.9).
func (t *Till) LookRefunds(ctx context.Context, a flow.Attempt) (flow.Attempt, error) {
	if t.ports.isCopy() || a.State != flow.Paid && a.State != flow.Refunded || !a.At(t.id.WeChat) {
		return a, nil
	}
	says := t.ports.Gateway.LookRefunds(ctx, a)
	read := t.ports.WeChat.Read()
	if !says.Kind.IsHeard() || !read.Sure || len(a.Refunds.Facts(says, read.Now)) == 0 {
		return a, nil
	}
	whole := context.WithoutCancel(ctx)
	now, err := t.journal.Claim(whole, a.OutTradeNo)
	if errors.Is(err, flow.ErrOwned) {
		return a, nil
	}
	if err != nil {
		return a, err
	}
	var facts []flow.Fact
	for _, f := range now.Refunds.Facts(says, read.Now) {
		facts = append(facts, flow.PlainFact(f))
	}
	if len(facts) > 0 {
		if now, err = t.journal.Append(whole, now, facts...); err != nil {
			return a, err
		}
	}
	return now, t.journal.Release(whole, now)
}
