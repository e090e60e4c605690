package till_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// asking is a WeChat that notes which numbers are asked about, and how patiently.
type asking struct {
	flow.Gateway
	says    func(no flow.OutTradeNo) flow.Answer
	refunds refund.Answer
	asked   []flow.OutTradeNo
	limits  []time.Duration
}

func (g *asking) Query(_ context.Context, a flow.Attempt, try flow.Try) flow.Answer {
	g.asked, g.limits = append(g.asked, a.OutTradeNo), append(g.limits, try.Limit)
	return g.says(a.OutTradeNo)
}

func (g *asking) LookRefunds(context.Context, flow.Attempt) refund.Answer { return g.refunds }

// givenBack is a look at an order of which so much is back.
func givenBack(fee flow.Fen) refund.Answer {
	return refund.Answer{Kind: refund.AnswerListed, Seen: []refund.Seen{{Number: "platform", Status: refund.StatusSuccess, Fee: fee}}}
}

// notExist is a WeChat that knows no number, and a till of it.
func notExist(t *testing.T) (*rig, *asking) {
	g := &asking{says: func(flow.OutTradeNo) flow.Answer { return flow.Answer{Kind: flow.AnswerNotExist} }}
	return newRig(t, func(p *flow.Ports) { p.Gateway = g }), g
}

// aged leaves an attempt of an age and a WeChat.
func (r *rig) aged(age time.Duration, wechat string, facts []flow.Fact) flow.OutTradeNo {
	o := order(r.ports.Clock.Now().Wall.Add(-age), func(o *flow.Order) { o.WeChat = wechat })
	return r.leave(o, facts...).OutTradeNo
}

// word is a person's word about an attempt that needs one.
func word(as string) []flow.Fact {
	return append(needsPerson(noon), flow.PersonResolved{As: as, By: "Li", Reason: "bank"})
}

// Money rules 5.7 and 1.9: which words are held against WeChat: "paid" and
// "not-charged", for eight days, and of this WeChat alone.
func TestWhichWordsAreHeldAgainstWeChat(t *testing.T) {
	const day = 24 * time.Hour
	r, g := notExist(t)
	old := r.aged(8*day-time.Minute, "wechat", word(flow.ResolvedNotCharged))
	no := r.aged(2*time.Hour, "wechat", word(flow.ResolvedNotCharged))
	yes := r.aged(time.Hour, "", word(flow.ResolvedPaid)) // of a journal that does not say
	r.aged(8*day+time.Minute, "wechat", word(flow.ResolvedNotCharged))
	r.aged(time.Hour, "https://b", word(flow.ResolvedPaid))
	now := r.ports.Clock.Now().Wall
	unclaimed := append(submitted(now), flow.ChargeProven{TransactionID: "42", TimeEnd: now, Unclaimed: true})
	r.aged(time.Hour, "wechat", append(slices.Clone(unclaimed), flow.GoodsGiven{By: "Li", Reason: "here"}))
	r.aged(time.Hour, "wechat", append(slices.Clone(unclaimed), flow.ReversalDecided{By: "Li", Reason: "left", At: now},
		flow.ReversalProven{Proof: flow.AnswerRevoked}))
	r.aged(time.Hour, "wechat", charged(now, flow.Shown{}))
	all, rest, err := r.RecheckAll(t.Context())
	if want := []flow.OutTradeNo{yes, no, old}; err != nil || rest != 0 || len(all) != len(want) || !slices.Equal(g.asked, want) {
		t.Errorf("asked about %v, want %v; rest %d, %v", g.asked, want, rest, err)
	}
	for _, limit := range g.limits {
		if limit <= 0 || limit > 3*time.Second {
			t.Errorf("one query may take %v", limit)
		}
	}
	contradicted := map[flow.OutTradeNo]bool{}
	for _, c := range all {
		contradicted[c.Attempt.OutTradeNo] = c.Otherwise()
	}
	if !contradicted[yes] || contradicted[no] || contradicted[old] {
		t.Errorf("WeChat knows none of them: %v", contradicted)
	}
}

// A network that is down is asked twice in a row and no more, and what is left is
// counted. An answer between begins the count anew; a context that ends leaves a
// rest, too.
func TestHowLongWordsAreAskedAbout(t *testing.T) {
	const lost, rejected, known = flow.AnswerLost, flow.AnswerRejected, flow.AnswerNotExist
	for name, c := range map[string]struct {
		says  []flow.AnswerKind // newest first
		stop  bool              // with the first one
		asked int
	}{
		"all answered":         {says: []flow.AnswerKind{known, known, known, known, known}, asked: 5},
		"down":                 {says: []flow.AnswerKind{lost, lost, known, known, known}, asked: 2},
		"a key that is wrong":  {says: []flow.AnswerKind{rejected, rejected, known, known, known}, asked: 2},
		"one now and then":     {says: []flow.AnswerKind{lost, known, lost, known, lost}, asked: 5},
		"down behind a while":  {says: []flow.AnswerKind{known, lost, known, lost, lost}, asked: 5},
		"down in the middle":   {says: []flow.AnswerKind{lost, known, lost, lost, known}, asked: 4},
		"stopped by the first": {says: []flow.AnswerKind{known, known, known, known, known}, stop: true, asked: 1},
	} {
		r, g := notExist(t)
		for i := range c.says {
			r.aged(time.Hour-time.Duration(i)*time.Minute, "wechat", word(flow.ResolvedNotCharged))
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		g.says = func(flow.OutTradeNo) flow.Answer {
			if c.stop {
				cancel()
			}
			return flow.Answer{Kind: c.says[len(g.asked)-1]}
		}
		all, rest, err := r.RecheckAll(ctx)
		if err != nil || len(all) != c.asked || len(g.asked) != c.asked || rest != len(c.says)-c.asked {
			t.Errorf("%s: %d asked, %d left, %v; want %d asked", name, len(g.asked), rest, err, c.asked)
		}
	}
}

// Where WeChat says REFUND, how much is back decides; what contradicts a word is
// no silence, whatever its kind.
func TestAWordAndARefund(t *testing.T) {
	r, g := notExist(t)
	r.aged(time.Hour, "wechat", word(flow.ResolvedNotCharged))
	g.says = func(flow.OutTradeNo) flow.Answer { return flow.Answer{Kind: flow.AnswerRefund} }
	for back, otherwise := range map[flow.Fen]bool{1: true, 1280: false} {
		g.refunds = givenBack(back)
		all, _, err := r.RecheckAll(t.Context())
		if err != nil || all[0].Otherwise() != otherwise || all[0].Unanswered() {
			t.Errorf("%s: otherwise %t, unanswered %t, %v", back, all[0].Otherwise(), all[0].Unanswered(), err)
		}
	}
}
