package flow_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

const partNo = string(orphanNo) + "M00000000000000000001"

// takesRefunds is a WeChat's book of refunds: one of a number, however often it is sent.
type takesRefunds struct {
	s     *stage
	taken []refund.Seen
	lost  bool // no send is answered
}

// withRefunds is a till at a WeChat that takes each refund and has it on its way, and a
// sale of 12.80 that was told, as its facts say.
func withRefunds(t *testing.T, told ...flow.Fact) (*takesRefunds, *till) {
	s := newStage(t)
	b := &takesRefunds{s: s}
	s.refund = func(e refund.Entry) refund.Answer {
		if _, is := b.find(e); !is {
			b.taken = append(b.taken, refund.Seen{Number: e.Number, Status: refund.StatusProcessing, Fee: e.Fee})
		}
		if b.lost {
			return lostRefund(e)
		}
		return refund.Answer{Kind: refund.AnswerAccepted, Code: "SUCCESS"}
	}
	s.asked = func(e refund.Entry) refund.Answer {
		r, is := b.find(e)
		if !is {
			return noRefund()
		}
		kind := map[string]refund.Kind{refund.StatusProcessing: refund.AnswerProcessing, refund.StatusSuccess: refund.AnswerSuccess}[r.Status]
		if r.Fee != e.Fee {
			kind = refund.AnswerMismatch
		}
		return refund.Answer{Kind: kind, Code: r.Status, Seen: []refund.Seen{r}}
	}
	s.refunds = func() refund.Answer {
		if len(b.taken) == 0 {
			return noRefund()
		}
		return refund.Answer{Kind: refund.AnswerListed, Seen: b.taken}
	}
	p := s.boot()
	a := p.orphan("", "", append([]flow.Fact{flow.PayerIdentified{}, intent(), flow.ChargeProven{TransactionID: "42", TimeEnd: began, Source: "pay"}}, told...)...)
	if err := p.j.Release(context.Background(), a); err != nil {
		t.Fatal(err)
	}
	return b, p
}

func (b *takesRefunds) find(e refund.Entry) (refund.Seen, bool) {
	for _, r := range b.taken {
		if r.Number == e.Number {
			return r, true
		}
	}
	return refund.Seen{}, false
}

// arrive is the day on which all of it is with the customer.
func (b *takesRefunds) arrive() {
	for i := range b.taken {
		b.taken[i].Status = refund.StatusSuccess
	}
}

// enter begins a refund, as a person's word does.
func (p *till) enter(number string, fee flow.Fen) {
	p.s.t.Helper()
	ctx := context.Background()
	a, err := p.j.Claim(ctx, orphanNo)
	if err == nil {
		a, err = p.j.Append(ctx, a, flow.RefundBegun{OutRefundNo: number, Fee: fee, Reason: "return", By: "Li", At: p.s.truth(), Wall: p.s.Now().Wall})
	}
	if err == nil {
		err = p.j.Release(ctx, a)
	}
	if err != nil {
		p.s.t.Fatal(err)
	}
}

// refundIs holds the entry of a number against how it stands.
func (p *till) refundIs(number string, state refund.State, back flow.Fen) refund.Entry {
	p.s.t.Helper()
	a := p.read(orphanNo)
	e, _ := a.Refunds.Find(number)
	if e.State != state || a.RefundedFee != back {
		p.s.t.Errorf("the refund is %q (%s %s), and %s of %s back; want %q and %s; sent %s",
			e.State, e.Code, e.Status, a.RefundedFee, a.State, state, back, p.s.sent())
	}
	return e
}

// S63: a till is killed between begun and accepted, behind the send or before it. The
// next one looks at the order before anything leaves: what WeChat has is accepted, and
// else it is sent, under the same number.
func TestS63_KilledBetweenBegunAndAccepted(t *testing.T) {
	for name, c := range map[string]struct {
		arrives, lost bool
		calls, facts  string
	}{
		"it had arrived":                {true, false, "refundquery@0 askrefund@60", "begun sent heard"},
		"it had not":                    {false, false, "refundquery@0 refund@5 askrefund@65", "begun sent sent answered"},
		"nor is the next send answered": {false, true, "refundquery@0 refund@5 askrefund@5 askrefund@65", "begun sent sent heard"},
	} {
		b, p := withRefunds(t, flow.Shown{})
		takes := b.s.refund
		b.s.refund = func(e refund.Entry) refund.Answer {
			if c.arrives {
				takes(e)
			}
			panic(powerCut{})
		}
		p.enter(partNo, 640)
		p.cut(func() { p.recover(time.Minute) })
		b.s.refund, b.lost, b.s.log = takes, c.lost, nil
		p = b.s.boot()
		p.recover(5 * time.Minute)
		if got := b.s.calls(); !strings.HasPrefix(got, c.calls) {
			t.Errorf("%s: sent %q, want %q", name, got, c.calls)
		}
		if got := p.refundFacts(); got != c.facts {
			t.Errorf("%s: facts %q, want %q", name, got, c.facts)
		}
		p.refundIs(partNo, refund.Accepted, 0)
		b.arrive()
		p.recover(time.Hour)
		if p.refundIs(partNo, refund.Done, 640); len(b.taken) != 1 || b.taken[0].Number != partNo {
			t.Errorf("%s: WeChat has %+v", name, b.taken)
		}
		b.s.is(p.read(orphanNo), flow.Paid)
	}
}

// S64: the machine slept between the fact of a send and the send, or the wall clock
// says so: nothing leaves on its waking. What might have is asked about first.
func TestS64_SleptBeforeTheSend(t *testing.T) {
	for _, c := range []struct{ nap, mono time.Duration }{{nap: time.Hour}, {mono: 8 * time.Second}} {
		b, p := withRefunds(t, flow.Shown{})
		p.enter(partNo, 640)
		j := &at4b4{Journal: p.j, till: p}
		j.meanwhile = func() {
			b.s.nap += c.nap
			b.s.pass(c.mono)
			j.durable = append(j.durable, flow.RefundSent{})
		}
		p.with(j, p)
		p.recover(10 * time.Minute)
		if got := b.s.calls(); !strings.HasPrefix(got, "refundquery@0 askrefund@") || strings.Count(got, " refund@") != 1 {
			t.Errorf("%+v: sent %q", c, got)
		}
		p.refundIs(partNo, refund.Accepted, 0)
	}
}

// S65: a refund is PROCESSING for four days. Nobody waits for it, it is never called
// back, and it stops no sale of the same amount, also where it takes back all of a charge
// that nobody was told of.
func TestS65_FourDaysOnItsWay(t *testing.T) {
	for _, told := range []flow.Fact{flow.Shown{}, flow.LeftUnclaimed{}} {
		b, p := withRefunds(t, told)
		p.enter(partNo, 1280)
		p.recover(time.Minute)
		for range 4 {
			p.recover(24 * time.Hour)
			a := p.read(orphanNo)
			p.refundIs(partNo, refund.Accepted, 0)
			if a.Unfinished() || a.Outcome() != flow.OutcomeRefunding {
				t.Errorf("%s: outcome %s, unfinished %t", told.Kind(), a.Outcome(), a.Unfinished())
			}
		}
		if n := strings.Count(b.s.sent(), "askrefund"); n < 30 || n > 45 {
			t.Errorf("asked %d times in four days", n)
		}
		asked := 0
		_ = p.NewRecovery(nil).Run(context.Background(), func(open int) bool {
			asked = open
			return true
		})
		if asked != 0 {
			t.Errorf("%s: a recovery has %d open", told.Kind(), asked)
		}
		b.s.is(p.ring(flow.SaleRequest{}), flow.Paid)
		b.arrive()
		p.recover(25 * time.Hour)
		p.refundIs(partNo, refund.Done, 1280)
		b.s.is(p.read(orphanNo), flow.Refunded)
	}
}

// S66: WeChat has our number with another fee. It is a person's, holds the larger of
// both, and is asked about on; it is never called back by itself.
func TestS66_OurNumberWithAnotherFee(t *testing.T) {
	b, p := withRefunds(t, flow.Shown{})
	p.enter(partNo, 640)
	b.taken = []refund.Seen{{Number: partNo, Status: refund.StatusSuccess, Fee: 1000}}
	p.recover(2 * time.Hour)
	e := p.refundIs(partNo, refund.Stuck, 0)
	if a := p.read(orphanNo); !e.Mismatch || a.Refunds.Rest(a.TotalFee) != 280 || a.Unfinished() {
		t.Errorf("%+v, and %s may still be given back", e, a.Refunds.Rest(a.TotalFee))
	}
	if got := b.s.calls(); strings.Contains(got, " refund@") || !strings.Contains(got, "askrefund@") {
		t.Errorf("sent %q", got)
	}
}
