package flow_test

import (
	"context"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// Money rules 1.6 and 7.3: which answer to which call stops new sales, and in whose
// words, with nothing hidden in them. A certificate that is not taken does, wherever
// it shows; a key or form only where pay and query both say so. The attempt itself is
// driven on.
func TestWhatStopsNewSales(t *testing.T) {
	odd := func(k flow.AnswerKind) flow.Answer {
		return flow.Answer{Kind: k, Code: "HALT", Message: "says \x1b[2Jwhy\n"}
	}
	lost, closed, revoked := words(flow.AnswerLost), words(flow.AnswerClosed), words(flow.AnswerRevoked)
	back, halt := words(flow.AnswerRefund), refund.Answer{Kind: refund.AnswerCertificate, Code: "HALT", Message: "says \x1b[2Jwhy\n"}
	cert, key := odd(flow.AnswerCertificate), odd(flow.AnswerRejected)
	for name, c := range map[string]struct {
		pay, query, behind, reverse flow.Answer
		refunds                     refund.Answer
		want                        flow.Suspension
	}{
		"a certificate at the pay request": {pay: cert, query: closed, behind: revoked, want: flow.SuspendedByCertificate},
		"at a query":                       {pay: lost, query: cert, behind: revoked, want: flow.SuspendedByCertificate},
		"at the reverse":                   {pay: lost, query: closed, behind: revoked, reverse: cert, want: flow.SuspendedByCertificate},
		"at a refundquery":                 {pay: lost, query: closed, behind: back, refunds: halt, want: flow.SuspendedByCertificate},
		"a key at pay and query":           {pay: key, query: key, behind: revoked, want: flow.SuspendedByKey},
		"at the pay request alone":         {pay: key, query: closed, behind: revoked},
		"at the query alone":               {pay: lost, query: key, behind: revoked},
		"nothing of the kind":              {pay: lost, query: closed, behind: revoked},
	} {
		s := newStage(t)
		s.pay = func() flow.Answer { return c.pay }
		s.query = func(a flow.Attempt) flow.Answer {
			if a.State == flow.Reversing {
				return c.behind
			}
			return c.query
		}
		s.reverse = func(flow.Attempt) flow.Answer {
			if c.reverse.Kind == "" {
				return words(flow.AnswerReversed)
			}
			return c.reverse
		}
		s.refunds = func() refund.Answer { return c.refunds }
		p := s.boot()
		s.at(100, func() { c.refunds = seen(refund.StatusSuccess, 1280) })
		p.ring(byRef)
		p.recover(10 * time.Minute)
		all, err := p.j.SalesSuspended(context.Background())
		want := map[flow.Suspension]string{}
		if c.want != "" {
			want[c.want] = "HALT says [2Jwhy"
		}
		if err != nil || len(all) != len(want) || all[c.want] != want[c.want] {
			t.Errorf("%s: stopped by %q, %v; want %q", name, all, err, want)
		}
		s.is(p.only(), flow.Reversed)
	}
}

// One query is one answer to a wish to know now: the next ones keep to their times, as
// behind a refundquery.
func TestAWishToKnowIsAnsweredOnce(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.query = func(flow.Attempt) flow.Answer {
		switch {
		case s.now < 6*time.Second:
			return answer(flow.AnswerPaying, "USERPAYING")
		case s.now < 40*time.Second:
			return answer(flow.AnswerRefund, "REFUND")
		}
		return answer(flow.AnswerRevoked, "REVOKED")
	}
	n := 0
	s.refunds = func() refund.Answer {
		if n++; n < 4 {
			return refund.Answer{Kind: refund.AnswerLost, Code: "TIMEOUT2"}
		}
		return seen(refund.StatusSuccess, 1280)
	}
	p := s.boot()
	a := p.ring(byRef, func(sale *flow.Sale) {
		s.at(2, sale.AskNow)
		s.at(13, sale.AskNow)
	})
	s.is(a, flow.Refunded)
	s.wasSent("camera@0 pay@0 query@2 query@5 query@7 refundquery@7 refundquery@12 refundquery@13 refundquery@23")
}
