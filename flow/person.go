package flow

import (
	"context"
	"fmt"
)

// Settle records a person's word about an unclaimed charge (money rule 5.2):
// given, the goods were handed over; else the money goes back, which Keep then
// drives. by is who says so.
func (r *Runner) Settle(ctx context.Context, no OutTradeNo, given bool, by, reason string) (Attempt, error) {
	if by == "" || by == ByReplay {
		return Attempt{}, &FieldError{"name", fmt.Sprintf("%q is nobody's", by), "say who decides it"}
	}
	a, err := r.ports.Journal.Claim(ctx, no)
	if err != nil {
		return a, err
	}
	if a.State != Paid || !a.Unclaimed {
		_ = r.ports.Journal.Release(ctx, a)
		return a, &FieldError{"attempt", fmt.Sprintf("%s is %s and not an unclaimed charge", no, a.State), "look at it with status"}
	}
	var word Fact = GoodsGiven{By: by, Reason: reason}
	if !given {
		_ = r.sync(ctx) // the decision's time is for people; a reversal needs none
		word = ReversalDecided{Reason: reason, By: by, At: r.now()}
	}
	next, err := r.ports.Journal.Append(ctx, a, word)
	if err != nil {
		_ = r.ports.Journal.Release(ctx, a)
		return a, err
	}
	if given {
		return next, r.ports.Journal.Release(ctx, next)
	}
	r.nudge()
	return next, nil
}
