package flow_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"facetill/flow"
)

// leave puts an attempt of that age and WeChat into the journal.
func (p *till) leave(no flow.OutTradeNo, age time.Duration, wechat string, facts ...flow.Fact) flow.OutTradeNo {
	p.s.t.Helper()
	ctx := context.Background()
	o := flow.Order{OutTradeNo: no, WeChat: wechat, RefMinted: true, Sale: flow.SaleKey{MchID: "19", Ref: string(no)}, TotalFee: 1280,
		Method: flow.MethodFace, Family: flow.FamilyMicropay, Lane: "L", OpenedAt: p.s.Now().Wall.Add(-age)}
	a, err := p.j.Open(ctx, flow.OrderOpened{Order: o})
	if err == nil {
		a, err = p.j.Append(ctx, a, append([]flow.Fact{flow.PayerIdentified{}}, facts...)...)
	}
	if err == nil {
		err = p.j.Release(ctx, a)
	}
	if err != nil {
		p.s.t.Fatal(err)
	}
	return no
}

// word is a person's word about an attempt that needs one.
func word(as string) []flow.Fact {
	return []flow.Fact{intent(), flow.PersonNeeded{Reason: "payerror"}, flow.PersonResolved{As: as, By: "Li", Reason: "bank"}}
}

// asking is a WeChat that notes which numbers are asked about, and how patiently.
type asking struct {
	*till
	says   func(no flow.OutTradeNo) flow.Answer
	asked  []flow.OutTradeNo
	limits []time.Duration
	stop   func()
}

func (g *asking) Query(_ context.Context, a flow.Attempt, try flow.Try) flow.Answer {
	g.asked, g.limits = append(g.asked, a.OutTradeNo), append(g.limits, try.Limit)
	if g.stop != nil {
		g.stop()
	}
	return g.says(a.OutTradeNo)
}

// words is a till of a WeChat, whose queries are noted.
func words(t *testing.T) (*till, *asking) {
	s := newStage(t)
	p := s.bootAt("https://a")
	g := &asking{till: p, says: func(flow.OutTradeNo) flow.Answer { return answer(flow.AnswerNotExist, "ORDERNOTEXIST") }}
	p.Runner = flow.NewRunner(flow.Ports{Gateway: g, Journal: p.j, Clock: s, WeChat: p.wx}, flow.Identity{Lane: "L", WeChat: "https://a"}, s.rules)
	return p, g
}

// Money rules 5.7 and 1.9: which words are held against WeChat: "paid" and
// "not-charged", for eight days, and of this WeChat alone.
func TestWhichWordsAreHeldAgainstWeChat(t *testing.T) {
	const day = 24 * time.Hour
	p, g := words(t)
	charge := flow.ChargeProven{TransactionID: "42", Unclaimed: true}
	want := []flow.OutTradeNo{
		p.leave("old", 8*day-time.Minute, "https://a", word(flow.ResolvedNotCharged)...),
		p.leave("no", time.Hour, "https://a", word(flow.ResolvedNotCharged)...),
		p.leave("yes", time.Hour, "", word(flow.ResolvedPaid)...), // of a journal that does not say
	}
	p.leave("too old", 8*day+time.Minute, "https://a", word(flow.ResolvedNotCharged)...)
	p.leave("elsewhere", time.Hour, "https://b", word(flow.ResolvedPaid)...)
	p.leave("given", time.Hour, "https://a", intent(), charge, flow.GoodsGiven{By: "Li", Reason: "here"})
	p.leave("back", time.Hour, "https://a", intent(), charge, flow.ReversalDecided{By: "Li", Reason: "left", At: began}, flow.ReversalProven{Proof: flow.AnswerRevoked})
	p.leave("nobody", time.Hour, "https://a", intent(), flow.ChargeProven{TransactionID: "43"}, flow.Shown{})
	all, rest, err := p.RecheckAll(context.Background())
	slices.Reverse(g.asked) // newest first
	if err != nil || rest != 0 || len(all) != len(want) || !slices.Equal(g.asked, want) {
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
	if !contradicted["yes"] || contradicted["no"] || contradicted["old"] {
		t.Errorf("WeChat knows none of them: %v", contradicted)
	}
}

// A network that is down is asked twice in a row and no more, and what is left is
// counted. An answer between begins the count anew; a context that ends leaves a
// rest, too.
func TestHowLongWordsAreAskedAbout(t *testing.T) {
	lost, rejected, known := answer(flow.AnswerLost, "TIMEOUT"), answer(flow.AnswerRejected, "SIGNERROR"), answer(flow.AnswerNotExist, "ORDERNOTEXIST")
	for name, c := range map[string]struct {
		says  []flow.Answer // newest first
		stop  bool          // with the first one
		asked int
	}{
		"all answered":         {says: []flow.Answer{known, known, known, known, known}, asked: 5},
		"down":                 {says: []flow.Answer{lost, lost, known, known, known}, asked: 2},
		"a key that is wrong":  {says: []flow.Answer{rejected, rejected, known, known, known}, asked: 2},
		"one now and then":     {says: []flow.Answer{lost, known, lost, known, lost}, asked: 5},
		"down behind a while":  {says: []flow.Answer{known, lost, known, lost, lost}, asked: 5},
		"down in the middle":   {says: []flow.Answer{lost, known, lost, lost, known}, asked: 4},
		"stopped by the first": {says: []flow.Answer{known, known, known, known, known}, stop: true, asked: 1},
	} {
		p, g := words(t)
		for i := range c.says {
			p.leave(flow.OutTradeNo(fmt.Sprint(4-i)), time.Hour, "https://a", word(flow.ResolvedNotCharged)...)
		}
		g.says = func(no flow.OutTradeNo) flow.Answer { return c.says[no[0]-'0'] }
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		if c.stop {
			g.stop = cancel
		}
		all, rest, err := p.RecheckAll(ctx)
		if err != nil || len(all) != c.asked || len(g.asked) != c.asked || rest != len(c.says)-c.asked {
			t.Errorf("%s: %d asked, %d left, %v; want %d asked", name, len(g.asked), rest, err, c.asked)
		}
	}
}

// Where WeChat says REFUND, how much is back decides; what contradicts a word is
// no silence, whatever its kind.
func TestAWordAndARefund(t *testing.T) {
	p, g := words(t)
	p.leave("no", time.Hour, "https://a", word(flow.ResolvedNotCharged)...)
	g.says = func(flow.OutTradeNo) flow.Answer { return answer(flow.AnswerRefund, "REFUND") }
	for kind, otherwise := range map[flow.AnswerKind]bool{flow.AnswerRefundPart: true, flow.AnswerRefundAll: false} {
		p.s.refunds = func() flow.Answer { return answer(kind, "") }
		all, _, err := p.RecheckAll(context.Background())
		if err != nil || all[0].Otherwise() != otherwise || all[0].Unanswered() {
			t.Errorf("%s: otherwise %t, unanswered %t, %v", kind, all[0].Otherwise(), all[0].Unanswered(), err)
		}
	}
}

// Money rule 2.5: what is still to be closed behind refusals, by whichever process,
// and until when. What is open is no closing, nor is what is closed or another
// WeChat's; fences that have not begun may take as long as if they began now.
func TestWhatIsStillToBeClosed(t *testing.T) {
	p, _ := words(t)
	refused := func(i flow.IntentWritten, more ...flow.Fact) []flow.Fact {
		return append([]flow.Fact{i, flow.PayAnswered{Answer: flow.AnswerRefused, Code: "NOTENOUGH", At: i.At},
			flow.RefusalConfirmed{Code: "NOTENOUGH", Query: flow.AnswerNotPay}}, more...)
	}
	is := func(n int, until time.Time) {
		t.Helper()
		got, end, err := p.Closings(context.Background())
		if err != nil || got != n || !end.Equal(until) {
			t.Errorf("%d until %v, %v; want %d until %v", got, end, err, n, until)
		}
	}
	is(0, time.Time{})
	later := intent()
	later.FenceAt = later.FenceAt.Add(time.Minute)
	p.leave("elsewhere", 0, "https://b", refused(later)...)
	p.leave("closed", 0, "https://a", refused(later, flow.NumberClosed{Proof: flow.AnswerClosed})...)
	p.leave("reopened", 0, "https://a", refused(later, flow.RefusalReopened{Answer: flow.AnswerPaid, At: began})...)
	p.leave("open", 0, "https://a", later)
	is(0, time.Time{})
	p.leave("later", 0, "https://a", refused(later)...)
	p.leave("first", 0, "https://a", refused(intent())...)
	is(2, later.FenceAt)
	unbegun := intent()
	unbegun.FenceAt, unbegun.Trusted = time.Time{}, false
	p.leave("not begun", 0, "https://a", refused(unbegun)...)
	p.s.pass(5 * time.Minute)
	is(3, began.Add(25*time.Minute))
}
