package flow_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"reflect"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/secret"
)

// heard is what an observer was told.
type heard []flow.Update

func (h *heard) Observe(u flow.Update) { *h = append(*h, u) }

// of returns the facts of some kinds, in their sequence.
func (h heard) of(kinds ...string) (all []flow.Fact) {
	for _, u := range h {
		for _, k := range kinds {
			if u.Fact != nil && u.Fact.Kind() == k {
				all = append(all, u.Fact)
			}
		}
	}
	return all
}

// expects holds what was heard against what had to be.
func (h heard) expects(t *testing.T, what string, kinds []string, want ...flow.Fact) {
	t.Helper()
	if got := h.of(kinds...); !reflect.DeepEqual(got, want) {
		t.Errorf("%s: heard %+v\nwant %+v", what, got, want)
	}
}

// answering is a stage 7 s into its life, whose wall clock is a minute fast and whose
// pay request takes 2 s.
func answering(t *testing.T, ans flow.Answer) *stage {
	s := newStage(t)
	s.pass(7 * time.Second)
	s.skew = time.Minute
	s.pay = func() flow.Answer { s.pass(2 * time.Second); return ans }
	return s
}

// words is an answer with all its fields.
func words(k flow.AnswerKind) flow.Answer {
	return flow.Answer{Kind: k, Code: strings.ToUpper(string(k)), Message: "words of " + string(k)}
}

// charged is a proof with all its fields.
func charged() flow.Answer {
	return flow.Answer{Kind: flow.AnswerPaid, Code: "SUCCESS", Charge: flow.Charge{TransactionID: "42", TimeEnd: began.Add(8 * time.Second), CashFee: 1200,
		SettlementFee: 1270, Payer: flow.Payer{OpenID: secret.New("o1"), SubOpenID: secret.New("s1")}}}
}

// proof is the fact of charged at 9 s.
func proof(source string, unclaimed bool) flow.ChargeProven {
	h := hmac.New(sha256.New, nil)
	h.Write([]byte("o1"))
	return flow.ChargeProven{TransactionID: "42", TimeEnd: began.Add(8 * time.Second), CashFee: 1200, SettlementFee: 1270,
		OpenIDTag: hex.EncodeToString(h.Sum(nil)[:8]), Source: source, Unclaimed: unclaimed, At: began.Add(time.Minute + 9*time.Second)}
}

// Money rules 1.5 and 2.1 to 2.3: what an answer to the pay request becomes. Times are
// WeChat's where waits count from them, and this machine's where people read them.
func TestWhatAPayRequestsAnswerBecomes(t *testing.T) {
	at, wall := began.Add(9*time.Second), began.Add(time.Minute+9*time.Second)
	answered := func(k flow.AnswerKind) flow.Fact {
		return flow.PayAnswered{Answer: k, Code: strings.ToUpper(string(k)), Message: "words of " + string(k), At: at, SentAt: began.Add(7 * time.Second)}
	}
	ends := []string{"paid", "not_sent", "answered"}
	for _, c := range []struct {
		ans  flow.Answer
		want flow.Fact
	}{
		{charged(), proof("answer", false)},
		{words(flow.AnswerNotSent), flow.NothingSent{Code: "NOT_SENT", Message: "words of not_sent", At: wall}},
		{words(flow.AnswerLost), answered(flow.AnswerLost)},
		{words(flow.AnswerPaying), answered(flow.AnswerPaying)},
		{words(flow.AnswerDoubt), answered(flow.AnswerDoubt)},
		{words(flow.AnswerRefused), answered(flow.AnswerRefused)},
		{words(flow.AnswerRejected), answered(flow.AnswerRejected)},
	} {
		s := answering(t, c.ans)
		p := s.boot()
		var h heard
		sale, err := p.Begin(context.Background(), byRef, &h)
		if err != nil {
			t.Fatal(err)
		}
		a, err := sale.Run(context.Background())
		if err != nil {
			t.Errorf("%s: %v", c.ans.Kind, err)
		}
		h.expects(t, string(c.ans.Kind), append(ends, "request_begun"), flow.RequestBegun{}, c.want)
		if kept := p.facts(a.OutTradeNo); len(kept) < 4 || kept[3] != c.want {
			t.Errorf("%s: the journal has %+v", c.ans.Kind, kept)
		}
		if paid := c.ans.Kind == flow.AnswerPaid; paid != (sale.Payer().OpenID.Reveal() == "o1") {
			t.Errorf("%s: the payer is %v", c.ans.Kind, sale.Payer())
		}
	}
}

// unstamped is an adapter that does not know when the first byte left.
type unstamped struct{ *till }

func (g unstamped) Pay(ctx context.Context, r flow.PayRequest) flow.Answer {
	a := g.till.Pay(ctx, r)
	a.SentAt = clock.Instant{}
	return a
}

// Money rule 4.1: 15 s count from when the pay request left, and from its answer
// where nobody knows when that was: it may have left then.
func TestAReverseCountsFromTheRequest(t *testing.T) {
	for stamped, want := range map[bool]string{true: "reverse@22 query@22", false: "reverse@26 query@26"} {
		s := answering(t, flow.Answer{})
		s.pay = func() flow.Answer { s.pass(4 * time.Second); return answer(flow.AnswerLost, "SYSTEMERROR") }
		s.query = func(a flow.Attempt) flow.Answer {
			if a.State == flow.Reversing {
				return answer(flow.AnswerRevoked, "REVOKED")
			}
			return answer(flow.AnswerClosed, "CLOSED")
		}
		p := s.boot()
		var h heard
		if !stamped {
			p.with(p.j, unstamped{p})
		}
		sale, err := p.Begin(context.Background(), byRef, &h)
		if err != nil {
			t.Fatal(err)
		}
		sale.Patient()
		a, err := sale.Run(context.Background())
		if s.is(a, flow.Reversed); err != nil || stamped == a.SentAt.IsZero() {
			t.Errorf("stamped %t: sent at %v, %v", stamped, a.SentAt, err)
		}
		s.wasSent("camera@7 pay@7 query@11 query@11 tell(false)@11 " + want)
	}
}

// Money rules 2.1 and 2.3: what a query's answer becomes inside the window. Nothing
// that is no answer to a query is one, and a charge whose time is wrong is not paid.
func TestWhatAQuerysAnswerBecomes(t *testing.T) {
	wrong := flow.Answer{Kind: flow.AnswerLost, Code: flow.CodeWrongTime, Message: "words"}
	states := []flow.AnswerKind{flow.AnswerPaying, flow.AnswerNotPay, flow.AnswerClosed, flow.AnswerRevoked, flow.AnswerNotExist, flow.AnswerPayError, flow.AnswerRefund}
	others := []flow.AnswerKind{flow.AnswerLost, flow.AnswerRejected, flow.AnswerRefused, flow.AnswerNotSent, flow.AnswerDoubt, flow.AnswerReversed,
		flow.AnswerAgain, flow.AnswerStopped, flow.AnswerExpired, flow.AnswerCertificate, flow.AnswerRefundAll, ""}
	asked := func(k flow.AnswerKind, w flow.Answer) flow.Fact {
		return flow.OrderAsked{Answer: k, Code: w.Code, Message: w.Message, At: began.Add(9 * time.Second), Trusted: true}
	}
	first := func(ans flow.Answer, want flow.Fact) {
		t.Helper()
		s := answering(t, words(flow.AnswerLost))
		s.query = func(flow.Attempt) flow.Answer { return ans }
		var h heard
		sale, err := s.boot().Begin(context.Background(), byRef, &h)
		if err == nil {
			_, err = sale.Run(context.Background())
		}
		if got := h.of("paid", "asked"); err != nil || len(got) == 0 || got[0] != want {
			t.Errorf("%s %s: heard %+v, %v\nwant %+v", ans.Kind, ans.Code, got[:min(len(got), 1)], err, want)
		}
		if ans.Kind == flow.AnswerPaid && sale.Payer().SubOpenID.Reveal() != "s1" {
			t.Errorf("the payer is %v", sale.Payer())
		}
	}
	first(charged(), proof("query", false))
	first(wrong, asked(flow.AnswerLost, wrong))
	for _, k := range states {
		first(words(k), asked(k, words(k)))
	}
	for _, k := range others {
		first(words(k), asked(flow.AnswerLost, words(k)))
	}
}

// Money rules 2.5 and 3.3: after the decision a charge is what is to be undone, also
// one whose time is wrong; the decision's own query is marked as such.
func TestWhatAQuerysAnswerBecomesBehindTheDecision(t *testing.T) {
	for _, found := range []flow.Answer{charged(), {Kind: flow.AnswerLost, Code: flow.CodeWrongTime}, words(flow.AnswerLost), words(flow.AnswerReversed)} {
		s := answering(t, words(flow.AnswerLost))
		s.query = func(a flow.Attempt) flow.Answer {
			if a.State == flow.Reversing {
				return found
			}
			return words(flow.AnswerClosed)
		}
		var h heard
		sale, err := s.boot().Begin(context.Background(), byRef, &h)
		if err != nil {
			t.Fatal(err)
		}
		sale.Patient()
		s.at(23, func() { s.query = func(flow.Attempt) flow.Answer { return words(flow.AnswerRevoked) } })
		s.is(must(sale.Run(context.Background())), flow.Reversed)
		kind := flow.AnswerLost
		if found.Kind == flow.AnswerPaid || found.Code == flow.CodeWrongTime {
			kind = flow.AnswerPaid
		}
		at := began.Add(9 * time.Second)
		got := h.of("asked")
		want := []flow.Fact{
			flow.OrderAsked{Answer: flow.AnswerClosed, Code: "CLOSED", Message: "words of closed", At: at, Trusted: true},
			flow.OrderAsked{Answer: flow.AnswerClosed, Code: "CLOSED", Message: "words of closed", At: at, Trusted: true, Fresh: true},
			flow.OrderAsked{Answer: kind, Code: found.Code, Message: found.Message, At: began.Add(22 * time.Second), Trusted: true},
		}
		if len(got) < 3 || !reflect.DeepEqual(got[:3], want) {
			t.Errorf("%s %s: heard %+v\nwant %+v", found.Kind, found.Code, got, want)
		}
	}
}

func must(a flow.Attempt, err error) flow.Attempt {
	if err != nil {
		panic(err)
	}
	return a
}

// Money rules 2.3 and 4.1: what a reverse's and a refundquery's answer become.
func TestWhatAReversesAnswerBecomes(t *testing.T) {
	for _, k := range []flow.AnswerKind{flow.AnswerReversed, flow.AnswerAgain, flow.AnswerStopped, flow.AnswerExpired, flow.AnswerPaying, flow.AnswerLost, flow.AnswerCertificate} {
		s := answering(t, words(flow.AnswerLost))
		s.query = func(a flow.Attempt) flow.Answer {
			if a.State == flow.Reversing {
				return words(flow.AnswerRefund)
			}
			return words(flow.AnswerClosed)
		}
		s.reverse = func(flow.Attempt) flow.Answer { return words(k) }
		var h heard
		sale, err := s.boot().Begin(context.Background(), byRef, &h)
		if err != nil {
			t.Fatal(err)
		}
		sale.Patient()
		s.is(must(sale.Run(context.Background())), flow.Reversed)
		at := began.Add(22 * time.Second)
		h.expects(t, string(k), []string{"reverse_answered", "refund_asked", "reversed"},
			flow.ReverseAnswered{Answer: k, Code: words(k).Code, Message: words(k).Message, At: at},
			flow.RefundAsked{Answer: flow.AnswerRefundAll, RefundedFee: 1280, At: at},
			flow.ReversalProven{Proof: flow.AnswerRefundAll, At: at.Add(time.Minute)})
	}
}

// Money rule 2.1: a charge whose time is wrong is not paid, nor anything found, for who
// takes over a request that may have left.
func TestAChargeOfAWrongTimeBehindATakeover(t *testing.T) {
	s := diedPaying(t, byRef)
	s.query = func(flow.Attempt) flow.Answer { return flow.Answer{Kind: flow.AnswerLost, Code: flow.CodeWrongTime} }
	p := s.boot()
	var h heard
	if err := p.NewRecovery(&h).Run(context.Background(), func(int) bool { return s.now > 0 }); err != nil {
		t.Fatal(err)
	}
	if got := h.of("asked"); len(got) == 0 || got[0].(flow.OrderAsked).Answer != flow.AnswerLost {
		t.Errorf("heard %+v", got)
	}
}
