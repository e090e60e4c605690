package till_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
	"facetill/flow/till"
)

// looking is a WeChat that has some refunds of every order.
type looking struct {
	weChat
	says  refund.Answer
	looks int
}

func (g *looking) LookRefunds(context.Context, flow.Attempt) refund.Answer {
	g.looks++
	return g.says
}

// Money rules 4b.3 and 4b.6: who looks at a sale hears what was given back elsewhere, what
// has arrived, and what was refused and moved after all; each is written down once. What a
// copy is, or WeChat does not tell, changes nothing.
func TestLookRefunds(t *testing.T) {
	now := time.Now()
	seen := func(number, status string) refund.Answer {
		return refund.Answer{Kind: refund.AnswerListed, Seen: []refund.Seen{{Number: number, Status: status, Fee: 500}}}
	}
	denied := []flow.Fact{begunRefund(now, 500), flow.RefundSent{OutRefundNo: part, N: 1, At: now, SendBy: now.Add(8 * time.Second), Trusted: true},
		flow.RefundAnswered{OutRefundNo: part, N: 1, Answer: refund.AnswerRefused, Code: "NOTENOUGH", At: now}, flow.RefundDenied{OutRefundNo: part, At: now}}
	for name, c := range map[string]struct {
		facts []flow.Fact
		says  refund.Answer
		copy  bool
		want  []refund.State
		back  flow.Fen
	}{
		"of the platform":           {nil, seen("platform", refund.StatusSuccess), false, []refund.State{refund.Elsewhere}, 500},
		"has arrived":               {acceptedRefund(now, 500), seen(part, refund.StatusSuccess), false, []refund.State{refund.Done}, 500},
		"is on its way":             {acceptedRefund(now, 500), seen(part, refund.StatusProcessing), false, []refund.State{refund.Accepted}, 0},
		"was refused and moved":     {denied, seen(part, refund.StatusProcessing), false, []refund.State{refund.Accepted}, 0},
		"no answer":                 {acceptedRefund(now, 500), refund.Answer{Kind: refund.AnswerLost}, false, []refund.State{refund.Accepted}, 0},
		"none at all":               {nil, refund.Answer{Kind: refund.AnswerNone}, false, nil, 0},
		"of the platform, a copy":   {nil, seen("platform", refund.StatusSuccess), true, nil, 0},
		"of a sale that was closed": {nil, seen("platform", refund.StatusClosed), false, []refund.State{refund.Elsewhere}, 0},
	} {
		g := &looking{says: c.says}
		r := newRig(t, func(p *flow.Ports) { withWeChat(&g.weChat)(p); p.Gateway = g })
		if err := g.Sync(t.Context()); err != nil {
			t.Fatal(err)
		}
		a := r.leave(order(now), told(now, c.facts...)...)
		if c.copy {
			r.anew(func(p *till.Ports) { p.Copied = func() error { return flow.ErrCopy } })
		}
		for range 2 {
			next, err := r.LookRefunds(t.Context(), a)
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			a = next
		}
		var states []refund.State
		for _, e := range a.Refunds {
			states = append(states, e.State)
		}
		if on, _, err := r.disk.Process("other").Read(t.Context(), a.OutTradeNo); err != nil || !slices.Equal(states, c.want) || a.RefundedFee != c.back || on.Version != a.Version {
			t.Errorf("%s: %v, %s is back; the journal has %d facts, it has %d; %v", name, states, a.RefundedFee, on.Version, a.Version, err)
		}
		if _, err := r.disk.Process("other").Claim(t.Context(), a.OutTradeNo); err != nil {
			t.Errorf("%s: it is not let go of: %v", name, err)
		}
	}
}

// A sale that another process has in hand stays as it is here, and that is no failure: who
// drives it asks, too.
func TestLookAtWhatAnotherDrives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &looking{says: refund.Answer{Kind: refund.AnswerListed, Seen: []refund.Seen{{Number: "platform", Status: refund.StatusSuccess, Fee: 500}}}}
		r := newRig(t, func(p *flow.Ports) { withWeChat(&g.weChat)(p); p.Gateway = g })
		a := r.leave(order(time.Now()), told(time.Now())...)
		_, err := r.disk.Process("other").Claim(t.Context(), a.OutTradeNo)
		if err = errors.Join(err, g.Sync(t.Context())); err != nil {
			t.Fatal(err)
		}
		if now, err := r.LookRefunds(t.Context(), a); err != nil || now.Version != a.Version || g.looks != 1 {
			t.Errorf("%d looks, version %d of %d, %v", g.looks, now.Version, a.Version, err)
		}
	})
}

// Money rule 4b.5: what is on its way is asked about, a sale each, before anybody is
// told that nothing is left to do; where WeChat is silent the rest is not asked.
func TestLookOnTheirWay(t *testing.T) {
	now := time.Now()
	g := &looking{says: refund.Answer{Kind: refund.AnswerListed, Seen: []refund.Seen{{Number: part, Status: refund.StatusChange, Fee: 500}}}}
	r := newRig(t, func(p *flow.Ports) { withWeChat(&g.weChat)(p); p.Gateway = g })
	if err := g.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		r.leave(order(now), told(now, acceptedRefund(now, 500)...)...)
	}
	r.leave(order(now), told(now, begunRefund(now, 500))...)
	if rest, err := r.LookOnTheirWay(t.Context()); err != nil || rest != 0 {
		t.Errorf("%d are left, %v", rest, err)
	}
	if all, err := r.OpenRefunds(t.Context()); err != nil || len(all.Stuck) != 3 || len(all.Open) != 1 || len(all.Moving) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
	g.says, g.looks = refund.Answer{Kind: refund.AnswerLost}, 0
	if rest, err := r.LookOnTheirWay(t.Context()); err != nil || rest != 3 || g.looks != 2 {
		t.Errorf("%d are left behind %d looks, %v", rest, g.looks, err)
	}
}

// Money rule 4b.12: what was begun before the journal was adopted is a person's to send,
// and asked about before anybody is told so: the journal of before may have sent it.
func TestLookAtWhatWasBegunBeforeTheAdoption(t *testing.T) {
	now := time.Now()
	g := &looking{says: refund.Answer{Kind: refund.AnswerListed, Seen: []refund.Seen{{Number: part, Status: refund.StatusSuccess, Fee: 1280}}}}
	r := newRig(t, func(p *flow.Ports) { withWeChat(&g.weChat)(p); p.Gateway = g })
	if err := g.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	reversal := begunRefund(now, 1280)
	reversal.Purpose = refund.Reversal
	r.leave(order(now), told(now, begunRefund(now, 1280))...)
	r.leave(order(now), append(submitted(now), flow.ReversalDecided{Reason: "window", At: now},
		flow.ReverseAnswered{Answer: flow.AnswerExpired, Code: "REVERSE_EXPIRE"}, reversal)...)
	open := func() int {
		all, err := r.OpenRefunds(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return len(all.Open)
	}
	// The control: of this journal, they are their driver's.
	if rest, err := r.LookOnTheirWay(t.Context()); err != nil || rest != 0 || g.looks != 0 || open() != 2 {
		t.Errorf("%d are left behind %d looks, %v; %d are open", rest, g.looks, err, open())
	}
	r.disk.Adopt()
	if rest, err := r.LookOnTheirWay(t.Context()); err != nil || rest != 0 || g.looks != 2 || open() != 0 {
		t.Errorf("adopted: %d are left behind %d looks, %v; %d are open", rest, g.looks, err, open())
	}
}

// full is a journal on a full disk.
type full struct{ flow.Journal }

func (full) Append(_ context.Context, a flow.Attempt, _ ...flow.Fact) (flow.Attempt, error) {
	return a, errors.New("the disk is full")
}

// A disk that is full keeps nobody at work on the sale.
func TestALookThatCannotBeWritten(t *testing.T) {
	now := time.Now()
	g := &looking{says: refund.Answer{Kind: refund.AnswerListed, Seen: []refund.Seen{{Number: part, Status: refund.StatusSuccess, Fee: 500}}}}
	r := newRig(t, func(p *flow.Ports) { withWeChat(&g.weChat)(p); p.Gateway = g })
	if err := g.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	a := r.leave(order(now), told(now, acceptedRefund(now, 500)...)...)
	r.ports.Journal = full{r.ports.Journal}
	r.anew(func(*till.Ports) {})
	_, err := r.LookRefunds(t.Context(), a)
	if _, other := r.disk.Process("other").Claim(t.Context(), a.OutTradeNo); other != nil {
		t.Errorf("%v; it is not let go of: %v", err, other)
	}
}
