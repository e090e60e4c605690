package flow

import (
	"context"
	"time"
)

// recheckFor is how long a person's word is held against WeChat: as long as an
// order can be reversed, and a day.
const recheckFor = 8 * 24 * time.Hour

// WordsSince is how far back a person's word may reach that is given, or held
// against WeChat, at a moment: no sale that was opened before is looked at.
func WordsSince(at time.Time) time.Time { return at.Add(-recheckFor) }

// recheckTry is how patiently WeChat is asked about one.
const recheckTry = 3 * time.Second

// Recheck is a person's word beside what WeChat says now (money rule 5.7).
type Recheck struct {
	Attempt Attempt
	Says    Answer
	Refunds Answer // of a refundquery, where Says is REFUND
}

// Otherwise reports whether WeChat contradicts the person.
func (c Recheck) Otherwise() bool { return c.Attempt.Contradicts(c.Says, c.Refunds) }

// Unanswered reports whether nothing is known: it is neither right nor wrong.
func (c Recheck) Unanswered() bool {
	return !c.Otherwise() && (c.Says.Kind == AnswerLost || c.Says.Kind == AnswerRejected)
}

// ByWord reports whether the attempt ended on a person's word alone, which WeChat
// may contradict. A charge that was given or goes back is proven.
func (a Attempt) ByWord() bool {
	return a.ResolvedAs == ResolvedPaid || a.ResolvedAs == ResolvedNotCharged
}

// Words returns the attempts that ended on a person's word of late.
func (r *Runner) Words(ctx context.Context) (all []Attempt, err error) {
	resolved, err := r.ports.Journal.List(ctx, Filter{From: WordsSince(r.ports.Clock.Now().Wall), Resolved: true})
	for _, a := range resolved {
		if a.ByWord() && a.At(r.id.WeChat) {
			all = append(all, a)
		}
	}
	return all, err
}

// Recheck holds a person's word against what WeChat says. It changes nothing: the
// money is a person's business once a person has spoken.
func (r *Runner) Recheck(ctx context.Context, a Attempt) Recheck {
	c := Recheck{Attempt: a, Says: r.ports.Gateway.Query(ctx, a, Try{Limit: recheckTry})}
	if c.Says.Kind == AnswerRefund {
		c.Refunds = r.ports.Gateway.Refunds(ctx, a)
	}
	return c
}

// RecheckAll holds every word of late against WeChat. Once two in a row got no
// answer the network is taken to be down, and the rest is not asked about; rest
// says how many. A context that ends leaves a rest, too.
func (r *Runner) RecheckAll(ctx context.Context) (all []Recheck, rest int, err error) {
	words, err := r.Words(ctx)
	silent := 0
	for i, a := range words {
		if ctx.Err() != nil || silent == 2 {
			return all, len(words) - i, err
		}
		c := r.Recheck(ctx, a)
		if all = append(all, c); c.Unanswered() {
			silent++
		} else {
			silent = 0
		}
	}
	return all, 0, err
}
