package till

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"facetill/flow"
	"facetill/flow/day"
	"facetill/flow/refund"
)

// RecheckEach is how often a process that stays holds what persons said against
// WeChat.
const RecheckEach = time.Hour

// RecheckOnAndOn holds what persons said against what WeChat says (money rule 5.7),
// each hour until ctx ends. hear is told of each round as [Till.RecheckAll]
// returned it; nil where Pending is enough.
func (t *Till) RecheckOnAndOn(ctx context.Context, hear func(all []Recheck, rest int)) {
	for ctx.Err() == nil {
		all, rest, err := t.RecheckAll(ctx)
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

// saysWithin bounds the query by which a sale is asked about once more.
const saysWithin = 3 * time.Second

// Says asks WeChat once more about an attempt whose request may have left. A refusal
// behind which there is money is opened again on the spot (money rule 2.5), but not
// with a copy; a person's word is held against the answer, and nothing else changes. The
// attempt is as it stands behind the answer: while WeChat is asked it may be given back.
// Its error is that a refusal could not be opened again and is none any more.
func (t *Till) Says(ctx context.Context, a flow.Attempt) (c Recheck, err error) {
	c.Attempt = a
	switch {
	case a.IntentAt.IsZero() || a.State == flow.NotSent || !a.At(t.id.WeChat):
	case a.ByWord():
		c = t.recheck(ctx, a)
	default:
		c.Says = t.ports.Gateway.Query(ctx, a, flow.Try{Limit: saysWithin})
	}
	if now, _, err := t.ports.Journal.Read(context.WithoutCancel(ctx), a.OutTradeNo); err == nil {
		a, c.Attempt = now, now
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
func (c *contradicted) hear(round []Recheck) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, r := range round {
		if r.Unanswered() || r.IsOfRefund() || r.Over > 0 { // what a refund has come to stands in its sale's row
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

// wordsSince is how far back a person's word may reach that is given, or held
// against WeChat, at a moment: no sale that was opened before is looked at.
func wordsSince(at time.Time) time.Time { return at.Add(-day.WordsWithin) }

// Recheck is a person's word beside what WeChat says now (money rule 5.7).
type Recheck struct {
	Attempt flow.Attempt
	Says    flow.Answer
	Refunds refund.Answer // of a look at the refunds, where Says is REFUND

	Refund refund.Entry // that the word is about; zero where it is about the sale
	Over   flow.Fen     // without a word: what is back, or on its way, beyond the charge
}

// IsOfRefund reports whether the word is about a refund.
func (c Recheck) IsOfRefund() bool { return c.Refund.SettledAs != "" }

// Word is what the person said.
func (c Recheck) Word() string { return cmp.Or(c.Refund.SettledAs, c.Attempt.ResolvedAs) }

// Otherwise reports whether WeChat contradicts the person, or gave back too much.
func (c Recheck) Otherwise() bool {
	switch {
	case c.Over > 0:
		return true
	case c.IsOfRefund():
		return c.Refund.Contradicted()
	}
	return c.Attempt.Contradicts(c.Says, c.Refunds)
}

// Unanswered reports whether nothing is known: it is neither right nor wrong.
func (c Recheck) Unanswered() bool {
	return !c.Otherwise() && (c.Says.Kind == flow.AnswerLost || c.Says.Kind == flow.AnswerRejected)
}

// Words returns the attempts that ended on a person's word of late.
func (l *Lists) Words(ctx context.Context) (all []flow.Attempt, err error) {
	resolved, err := l.journal.List(ctx, flow.Filter{From: wordsSince(l.clock.Now().Wall), Resolved: true})
	for _, a := range resolved {
		if a.ByWord() && a.At(l.id.WeChat) {
			all = append(all, a)
		}
	}
	return all, err
}

// recheck holds a person's word against what WeChat says. It changes nothing: the
// money is a person's business once a person has spoken.
func (t *Till) recheck(ctx context.Context, a flow.Attempt) Recheck {
	c := Recheck{Attempt: a, Says: t.ports.Gateway.Query(ctx, a, flow.Try{Limit: saysWithin})}
	if c.Says.Kind == flow.AnswerRefund {
		c.Refunds = t.ports.Gateway.LookRefunds(ctx, a)
	}
	return c
}

// RefundsAtTheirEnd returns the sales with a refund that was refused of late, or that a
// person ended: WeChat may show that it has moved, or is not coming. So are those of which
// more goes back than was charged. They are of any day.
func (l *Lists) RefundsAtTheirEnd(ctx context.Context) ([]flow.Attempt, error) {
	since := wordsSince(l.clock.Now().Wall)
	all, err := l.journal.List(ctx, flow.Filter{RefundsFrom: since})
	return slices.DeleteFunc(all, func(a flow.Attempt) bool {
		over := a.Refunds.Over(a.TotalFee) > 0
		return !a.At(l.id.WeChat) || !over && !slices.ContainsFunc(a.Refunds, func(e refund.Entry) bool {
			return (e.State == refund.Refused || e.SettledAs != "") && refund.List{e}.AnySince(since)
		})
	}), err
}

// recheckRefunds looks at the refunds of a sale, where it is to be asked about, and
// returns what persons said of them, and what is too much. One that was refused and moved
// after all is opened again (money rule 4b.6).
func (t *Till) recheckRefunds(ctx context.Context, a flow.Attempt, ask bool) (all []Recheck, heard bool, err error) {
	if ask {
		a, heard, err = lookRefunds(ctx, t, a)
	}
	if errors.Is(err, flow.ErrFenced) {
		err = nil // somebody else was quicker, and knows more
	}
	says := flow.Answer{}
	if !heard {
		says = flow.Answer{Kind: flow.AnswerLost, Code: "NETWORK"}
	}
	for _, e := range a.Refunds {
		c := Recheck{Attempt: a, Says: says, Refund: e}
		if c.IsOfRefund() && (ask || c.Otherwise()) {
			all = append(all, c)
		}
	}
	if over := a.Refunds.Over(a.TotalFee); over > 0 {
		all = append(all, Recheck{Attempt: a, Over: over})
	}
	return all, heard, err
}

// RecheckAll holds every word of late against WeChat, that about a refund too. Once two
// in a row got no answer the network is taken to be down, and the rest is not asked
// about; rest is of how many sales. A context that ends leaves a rest, too. What the
// journal has of a refund already is told all the same, and no error ends the round.
func (t *Till) RecheckAll(ctx context.Context) (all []Recheck, rest int, err error) {
	words, err := t.Words(ctx)
	refunds, failed := t.RefundsAtTheirEnd(ctx)
	err = errors.Join(err, failed)
	silent := 0
	asks := func() bool { return ctx.Err() == nil && silent < 2 }
	said := func(heard bool) {
		if silent++; heard {
			silent = 0
		}
	}
	for i, a := range words {
		if !asks() {
			rest = len(words) - i
			break
		}
		c := t.recheck(ctx, a)
		all = append(all, c)
		said(!c.Unanswered())
	}
	for _, a := range refunds {
		ask := asks()
		found, heard, failed := t.recheckRefunds(ctx, a, ask)
		all, err = append(all, found...), errors.Join(err, failed)
		if ask {
			said(heard)
		}
		if !heard && len(found) == 0 {
			rest++
		}
	}
	return all, rest, err
}
