package flow

import (
	"context"
	"time"
)

// foundMoney reports whether a query's answer, about a number that was refused,
// is that money moved, or may still move (money rule 2.5).
func (k AnswerKind) foundMoney() bool {
	switch k {
	case AnswerPaid, AnswerPaying, AnswerPayError, AnswerRefund:
		return true
	}
	return false
}

// hidden is what a query's answer is worth where the attempt was refused or
// decided for reversal. A charge that fails rule 2.1 by its time alone is never
// ours to keep, and there to be undone.
func hidden(ans Answer) AnswerKind {
	if ans.Kind == AnswerLost && ans.Code == CodeWrongTime {
		return AnswerPaid
	}
	return ans.Kind
}

// Hides reports whether a query's answer is that money is behind a refusal.
func (a Attempt) Hides(ans Answer) bool { return a.State == Refused && hidden(ans).foundMoney() }

// Reopen turns a refusal into an open reversal, on the word of a query that heard
// of money behind it (money rule 2.5). It returns the attempt as it was where the
// answer is nothing of the kind. ErrOwned means that a living process is just
// asking about the number; it will hear the same.
func (r *Runner) Reopen(ctx context.Context, a Attempt, ans Answer) (Attempt, error) {
	if !a.Hides(ans) {
		return a, nil
	}
	first := func(seen Attempt) (bool, error) { return seen.State != Refused, nil } // somebody was quicker
	return withSale(ctx, r, a.OutTradeNo, first, func(a Attempt, _ []Fact) (Attempt, error) {
		if a.State != Refused {
			return a, nil
		}
		return note(ctx, r, a, RefusalReopened{Answer: hidden(ans), At: r.now()})
	})
}

// Closings returns how many refused numbers are still to be closed, by whichever
// process, and until when at the latest on WeChat's clock. A number whose fences
// have not begun may take until they would end if they began now.
func (r *Runner) Closings(ctx context.Context) (n int, until time.Time, err error) {
	pending, err := r.ports.Journal.Pending(ctx)
	for _, a := range pending {
		if a.State != Refused || !a.At(r.id.WeChat) {
			continue
		}
		end := a.FenceAt
		if end.IsZero() {
			end = r.rules.fence(r.ports.Clock.Now().Wall)
		}
		n, until = n+1, later(until, end)
	}
	return n, until, err
}

// Due reports whether a refused number, or a refund that is late, has a step within a
// time. Where WeChat does not answer none has: that is another call's.
func (v *Recovery) Due(within time.Duration) bool {
	for _, d := range v.drive {
		e, _ := d.a.Refunds.Begun()
		if v.down || d.a.State != Refused && !e.IsLate() {
			continue
		}
		s := d.situation()
		switch step := d.next(s).(type) {
		case Done:
		case Wait:
			if step.Until.Sub(s.Now) <= within {
				return true
			}
		default:
			return true
		}
	}
	return false
}
