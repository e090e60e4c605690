package till_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
	"facetill/flow/till"
)

// deniedRefund is a refund that was refused, and what a person said of it.
func deniedRefund(at time.Time, more ...flow.Fact) []flow.Fact {
	return append([]flow.Fact{begunRefund(at, 500), flow.RefundSent{OutRefundNo: part, N: 1, At: at, SendBy: at.Add(8 * time.Second), Trusted: true},
		flow.RefundAnswered{OutRefundNo: part, N: 1, Answer: refund.AnswerRefused, Code: "NOTENOUGH", At: at}, flow.RefundDenied{OutRefundNo: part, At: at}}, more...)
}

// inCash is a person's word about it.
func inCash(at time.Time) flow.Fact {
	return flow.RefundSettled{OutRefundNo: part, As: refund.SettledElse, By: "Li", Reason: "cash", At: at}
}

// Money rule 5.7: a refund was refused, its customer got cash, and it moves after all:
// twice the money. Whoever holds the words against WeChat hears that, in each round, and
// of a sale of any day. What WeChat does not answer is neither right nor wrong.
func TestAWordAboutARefundIsHeldAgainstWeChat(t *testing.T) {
	now := time.Now()
	const day = 24 * time.Hour
	for name, c := range map[string]struct {
		sold, begun, settled time.Duration // ago
		says                 refund.Answer
		words                int
		otherwise            bool
	}{
		"moved":                      {0, 0, 0, moved(refund.StatusProcessing), 1, true},
		"is back":                    {0, 0, 0, moved(refund.StatusSuccess), 1, true},
		"as it was said":             {0, 0, 0, refund.Answer{Kind: refund.AnswerNone}, 1, false},
		"nobody knows":               {0, 0, 0, refund.Answer{Kind: refund.AnswerLost}, 1, false},
		"of a sale of last month":    {30 * day, day, day, moved(refund.StatusSuccess), 1, true},
		"settled a month later":      {30 * day, 30 * day, day, moved(refund.StatusSuccess), 1, true},
		"settled more than a while":  {30 * day, 30 * day, 9 * day, moved(refund.StatusSuccess), 0, false},
		"of last month, as was said": {30 * day, 30 * day, day, refund.Answer{Kind: refund.AnswerNone}, 1, false},
	} {
		g := &looking{says: c.says}
		r := newRig(t, func(p *flow.Ports) { withWeChat(&g.weChat)(p); p.Gateway = g })
		if err := g.Sync(t.Context()); err != nil {
			t.Fatal(err)
		}
		r.leave(order(now.Add(-c.sold)), told(now.Add(-c.sold), deniedRefund(now.Add(-c.begun), inCash(now.Add(-c.settled)))...)...)
		for range 2 { // the second round finds it in the journal
			all, rest, err := r.RecheckAll(t.Context())
			if err != nil || rest != 0 || len(all) != c.words {
				t.Errorf("%s: %d words, rest %d, %v", name, len(all), rest, err)
			}
			silent := c.says.Kind == refund.AnswerLost
			for _, w := range all {
				if w.Refund.Number != part || w.Otherwise() != c.otherwise || w.Unanswered() != silent {
					t.Errorf("%s: otherwise %t, unanswered %t: %+v", name, w.Otherwise(), w.Unanswered(), w.Refund)
				}
			}
		}
	}
}

// moved is a look at an order whose refund has moved.
func moved(status string) refund.Answer {
	return refund.Answer{Kind: refund.AnswerListed, Seen: []refund.Seen{{Number: part, Status: status, Fee: 500}}}
}

// Money rule 4b.6: a refund was refused, one more of all of it was begun in its place, and
// the refused one moves after all: more goes back than was charged, and nobody said a
// word. It is told in each round; what was charged is none of it.
func TestMoreGoesBackThanWasCharged(t *testing.T) {
	now := time.Now()
	const next = part + "0"
	g := &looking{says: refund.Answer{Kind: refund.AnswerListed, Seen: []refund.Seen{{Number: part, Status: refund.StatusProcessing, Fee: 500},
		{Number: next, Status: refund.StatusProcessing, Fee: 1280}}}}
	r := newRig(t, func(p *flow.Ports) { withWeChat(&g.weChat)(p); p.Gateway = g })
	if err := g.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	one := begunRefund(now, 1280)
	one.OutRefundNo = next
	r.leave(order(now), told(now, append(deniedRefund(now), one, flow.RefundSent{OutRefundNo: next, N: 1, At: now, SendBy: now.Add(8 * time.Second), Trusted: true},
		flow.RefundAnswered{OutRefundNo: next, N: 1, Answer: refund.AnswerAccepted, At: now})...)...)
	for range 2 {
		all, rest, err := r.RecheckAll(t.Context())
		if err != nil || rest != 0 || len(all) != 1 || all[0].Over != 500 || !all[0].Otherwise() || all[0].IsOfRefund() {
			t.Errorf("%+v, rest %d, %v", all, rest, err)
		}
		g.says = refund.Answer{Kind: refund.AnswerLost}
	}
}

// fullFor is a journal that cannot write down what is heard of one sale.
type fullFor struct {
	flow.Journal
	no flow.OutTradeNo
}

func (j fullFor) Append(ctx context.Context, a flow.Attempt, facts ...flow.Fact) (flow.Attempt, error) {
	if a.OutTradeNo == j.no {
		return a, errors.New("the disk is full")
	}
	return j.Journal.Append(ctx, a, facts...)
}

// One word about which WeChat is silent, or one look that cannot be written down, ends no
// round; where the network is down, what the journal knows is told all the same, and the
// rest is counted.
func TestWhatEndsNoRound(t *testing.T) {
	now := time.Now()
	g := &looking{says: moved(refund.StatusSuccess)}
	r := newRig(t, func(p *flow.Ports) { withWeChat(&g.weChat)(p); p.Gateway = g })
	if err := g.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	g.queries = answers(flow.AnswerLost, flow.AnswerLost)
	sale := func(ago time.Duration, said ...flow.Fact) flow.Attempt {
		return r.leave(order(now.Add(-ago)), told(now.Add(-ago), deniedRefund(now, said...)...)...)
	}
	r.leave(order(now), word(flow.ResolvedNotCharged)...)
	known, failing := sale(5*time.Minute, inCash(now)), sale(4*time.Minute, inCash(now))
	whole := r.ports.Journal
	r.ports.Journal = fullFor{whole, failing.OutTradeNo}
	all, rest, err := r.anew(func(*till.Ports) {}).RecheckAll(t.Context())
	if err == nil || rest != 0 || len(all) != 3 || !all[0].Unanswered() || all[1].Otherwise() || all[2].Attempt.OutTradeNo != known.OutTradeNo || !all[2].Otherwise() {
		t.Errorf("%+v, rest %d, %v", all, rest, err)
	}
	// The network is down.
	g.says = refund.Answer{Kind: refund.AnswerLost}
	sale(3*time.Minute, inCash(now))
	sale(2 * time.Minute)
	g.looks = 0
	all, rest, err = r.RecheckAll(t.Context())
	otherwise := slices.DeleteFunc(slices.Clone(all), func(c till.Recheck) bool { return !c.Otherwise() })
	if err != nil || rest != 3 || g.looks != 1 || len(all) != 2 || len(otherwise) != 1 {
		t.Errorf("%d words, %d otherwise, rest %d, %d looks, %v", len(all), len(otherwise), rest, g.looks, err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if all, rest, err = r.RecheckAll(stopped); err != nil || rest != 4 || len(all) != 1 || !all[0].Otherwise() {
		t.Errorf("stopped: %+v, rest %d, %v", all, rest, err)
	}
}
