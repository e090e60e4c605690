package flow_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// tooLate is a till that comes back after eight days to a sale that was charged and
// can no longer be reversed: its refund is sent (money rule 4.3).
func tooLate(t *testing.T) (*stage, *till) {
	s := diedPaying(t, flow.SaleRequest{})
	s.pass(8 * 24 * time.Hour)
	s.query = func(a flow.Attempt) flow.Answer {
		if a.State == flow.Submitting {
			return answer(flow.AnswerPaying, "USERPAYING")
		}
		return paid()
	}
	s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerExpired, "REVERSE_EXPIRE") }
	s.refunds, s.asked = noRefund, func(refund.Entry) refund.Answer { return noRefund() }
	return s, s.boot()
}

// calls are the calls about refunds that left, with the seconds since the first.
func (s *stage) calls() string {
	var all []string
	first := -1
	for _, l := range s.log {
		what, at, _ := strings.Cut(l, "@")
		var seconds int
		_, _ = fmt.Sscan(at, &seconds)
		if !strings.Contains(what, "refund") {
			continue
		}
		if first < 0 {
			first = seconds
		}
		all = append(all, fmt.Sprintf("%s@%d", what, seconds-first))
	}
	return strings.Join(all, " ")
}

// lostRefund is an answer about a refund that proves nothing.
func lostRefund(refund.Entry) refund.Answer {
	return refund.Answer{Kind: refund.AnswerLost, Code: "SYSTEMERROR"}
}

func refusedRefund(refund.Entry) refund.Answer {
	return refund.Answer{Kind: refund.AnswerRefused, Code: "NOTENOUGH", Message: "too little"}
}

// refundFacts are the words of an attempt's facts about refunds.
func (p *till) refundFacts() string {
	var all []string
	for _, f := range p.facts(p.only().OutTradeNo) {
		if _, is := f.(refund.Fact); is || f.Kind() == "person_needed" {
			all = append(all, strings.TrimPrefix(f.Kind(), "refund_"))
		}
	}
	return strings.Join(all, " ")
}

// Money rules 4b.3 to 4b.7 for the refund of a sale that is too old to reverse: what
// is asked, what leaves and what is written down, answer by answer.
func TestTheRefundOfASale(t *testing.T) {
	accepted := func(refund.Entry) refund.Answer {
		return refund.Answer{Kind: refund.AnswerAccepted, Code: "SUCCESS", RefundID: "503"}
	}
	after := func(d time.Duration, status string) func(s *stage) func(refund.Entry) refund.Answer {
		return func(s *stage) func(refund.Entry) refund.Answer {
			return func(e refund.Entry) refund.Answer {
				if e.SentAt.IsZero() || s.truth().Sub(e.SentAt) < d {
					return became(refund.AnswerProcessing, refund.StatusProcessing, e)
				}
				return became(map[string]refund.Kind{refund.StatusSuccess: refund.AnswerSuccess, refund.StatusChange: refund.AnswerChange, refund.StatusClosed: refund.AnswerClosed}[status], status, e)
			}
		}
	}
	none := func(*stage) func(refund.Entry) refund.Answer {
		return func(refund.Entry) refund.Answer { return noRefund() }
	}
	for name, c := range map[string]struct {
		send         func(refund.Entry) refund.Answer
		asked        func(s *stage) func(refund.Entry) refund.Answer
		state        flow.State
		calls, facts string
	}{
		"back after a minute": {accepted, after(time.Minute, refund.StatusSuccess), flow.Refunded,
			"refundquery@0 refund@0 askrefund@60", "begun sent answered heard"},
		"back after four hours": {accepted, after(4*time.Hour, refund.StatusSuccess), flow.Refunded,
			"refundquery@0 refund@0 askrefund@60 askrefund@120 askrefund@180 askrefund@240 askrefund@300 askrefund@600 askrefund@1200 askrefund@2400 askrefund@4200", "begun sent answered heard"},
		"its answer was lost": {lostRefund, after(time.Minute, refund.StatusSuccess), flow.Refunded,
			"refundquery@0 refund@0 askrefund@0 askrefund@60", "begun sent heard heard"},
		"refused three times": {refusedRefund, none, flow.NeedsPerson,
			"refundquery@0 refund@0 askrefund@0 refund@60 askrefund@60 refund@120 askrefund@120", "begun sent answered refused sent answered refused sent answered refused person_needed"},
		"closed": {accepted, after(time.Minute, refund.StatusClosed), flow.NeedsPerson,
			"refundquery@0 refund@0 askrefund@60", "begun sent answered heard person_needed"},
		"stuck": {accepted, after(time.Minute, refund.StatusChange), flow.NeedsPerson,
			"refundquery@0 refund@0 askrefund@60", "begun sent answered heard person_needed"},
	} {
		s, p := tooLate(t)
		s.refund, s.asked = c.send, c.asked(s)
		p.recover(6 * time.Hour)
		s.is(p.only(), c.state)
		if got := s.calls(); !strings.HasPrefix(got, c.calls) || c.state == flow.NeedsPerson && got != c.calls {
			t.Errorf("%s: sent %q\nwant %q", name, got, c.calls)
		}
		if got := p.refundFacts(); got != c.facts {
			t.Errorf("%s: facts %q\nwant %q", name, got, c.facts)
		}
	}
}

// Money rule 4b.5: what WeChat has taken is on its way. Nobody need wait for it, and it
// is asked about over restarts until it is back.
func TestARefundOnItsWay(t *testing.T) {
	s, p := tooLate(t)
	s.asked = func(e refund.Entry) refund.Answer { return became(refund.AnswerProcessing, refund.StatusProcessing, e) }
	p.recover(time.Hour)
	if a := p.only(); a.State != flow.Refunding || a.Open() || !a.Blocking() {
		t.Errorf("%s, open %t, blocking %t", a.State, a.Open(), a.Blocking())
	}
	p.die()
	s.pass(3 * 24 * time.Hour)
	s.asked = func(e refund.Entry) refund.Answer { return became(refund.AnswerSuccess, refund.StatusSuccess, e) }
	p = s.boot()
	p.recover(time.Minute)
	s.is(p.only(), flow.Refunded)
}

// at4b4 is a journal that takes its time over a send, and a WeChat that notes what the
// journal has by then.
type at4b4 struct {
	flow.Journal
	*till
	meanwhile func()
	durable   []flow.RefundSent
}

func (j *at4b4) Append(ctx context.Context, a flow.Attempt, facts ...flow.Fact) (flow.Attempt, error) {
	next, err := j.Journal.Append(ctx, a, facts...)
	if _, is := facts[0].(flow.RefundSent); is && len(j.durable) == 0 {
		j.meanwhile()
	}
	return next, err
}

type sending struct{ *at4b4 }

func (g sending) SendRefund(ctx context.Context, a flow.Attempt, e refund.Entry) refund.Answer {
	last, _ := g.facts(a.OutTradeNo)[a.Version-1].(flow.RefundSent)
	if g.durable = append(g.durable, last); last.N != e.Sends || !last.SendBy.Truncate(time.Millisecond).Equal(e.SendBy) {
		g.s.t.Errorf("%+v leaves, and written down is %+v", e, last)
	}
	return g.till.SendRefund(ctx, a, e)
}

// Money rule 4b.4: a send is durable before it leaves, and leaves within eight seconds
// of that by both clocks of the machine. One that does not leave was sent as far as
// anybody knows: it is asked about first, and sent again under the same number.
func TestASendIsDurableAndLeavesInTime(t *testing.T) {
	for name, c := range map[string]struct {
		mono, nap, skew time.Duration
		leaves          bool
	}{
		"at once":                  {leaves: true},
		"after 7.9 s":              {mono: 7900 * time.Millisecond, leaves: true},
		"after 8 s":                {mono: 8 * time.Second},
		"the machine slept":        {nap: 8 * time.Second},
		"the wall clock went back": {skew: -time.Second},
	} {
		s, p := tooLate(t)
		j := &at4b4{Journal: p.j, till: p}
		slow := true
		j.meanwhile = func() {
			if slow {
				s.pass(c.mono)
				s.nap, s.skew, slow = s.nap+c.nap, s.skew+c.skew, false
			}
		}
		p.with(j, sending{j})
		p.recover(10 * time.Minute)
		want := "refundquery@0 askrefund@"
		if c.leaves {
			want = "refundquery@0 refund@"
		}
		if got := s.calls(); !strings.HasPrefix(got, want) {
			t.Errorf("%s: sent %q, want %s", name, got, want)
		}
		if !c.leaves && (len(j.durable) == 0 || j.durable[0].N != 2) {
			t.Errorf("%s: then left %+v, want the second send", name, j.durable)
		}
		if len(j.durable) > 0 && !j.durable[0].Trusted {
			t.Errorf("%s: %+v is on a clock without a second witness", name, j.durable[0])
		}
	}
}

// Money rules 4b.3 and 4b.4: killed behind a send, and back. The order is looked at and
// the refund asked about before it may be sent again.
func TestABegunRefundIsAskedAboutBeforeItIsSentAgain(t *testing.T) {
	s, p := tooLate(t)
	s.refund = func(refund.Entry) refund.Answer { panic(powerCut{}) }
	p.cut(func() { p.recover(time.Minute) })
	s.refund = lostRefund
	s.log = nil
	p = s.boot()
	p.recover(20 * time.Second)
	if got := s.calls(); !strings.HasPrefix(got, "refundquery@0 refund@") {
		t.Errorf("sent %q", got)
	}
	s.is(p.only(), flow.Refunding)
}

// Money rule 1.6: a certificate that WeChat does not take at a refund stops new sales.
func TestARefundsCertificateStopsSales(t *testing.T) {
	s, p := tooLate(t)
	s.refund = func(refund.Entry) refund.Answer { return refund.Answer{Kind: refund.AnswerCertificate, Code: "CERT"} }
	p.recover(time.Minute)
	why, err := p.j.SalesSuspended(context.Background())
	if err != nil || why[flow.SuspendedByCertificate] != "CERT" {
		t.Errorf("stopped by %q, %v", why, err)
	}
	s.is(p.only(), flow.Refunding)
}

// Money rules 2.3 and 4b.3: a query says REFUND while nobody knows whether the sale was
// charged. What was given back elsewhere is entered: all of it ends the sale, sooner or
// later; with a part of it a person has to say what that was.
func TestWhatWasSeenGivenBack(t *testing.T) {
	for name, c := range map[string]struct {
		status string
		fee    flow.Fen
		state  flow.State
		reason flow.PersonReason
	}{
		"all is back":          {refund.StatusSuccess, 1280, flow.Refunded, ""},
		"all is on its way":    {refund.StatusProcessing, 1280, flow.Refunding, ""},
		"all is stuck":         {refund.StatusChange, 1280, flow.NeedsPerson, "refund_stuck"},
		"it was closed":        {refund.StatusClosed, 1280, flow.NeedsPerson, "refund_stuck"},
		"a part is back":       {refund.StatusSuccess, 640, flow.NeedsPerson, flow.NeededRefundPart},
		"a part is on its way": {refund.StatusProcessing, 640, flow.NeedsPerson, flow.NeededRefundPart},
	} {
		s := newStage(t)
		s.pay = func() flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
		s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerRefund, "REFUND") }
		s.refunds = func() refund.Answer { return seen(c.status, c.fee) }
		s.asked = func(e refund.Entry) refund.Answer { return became(refund.AnswerProcessing, refund.StatusProcessing, e) }
		p := s.boot()
		p.ring(byRef)
		p.recover(time.Minute)
		a := p.only()
		if s.is(a, c.state); a.PersonReason != c.reason {
			t.Errorf("%s: a person is needed for %q, want %q", name, a.PersonReason, c.reason)
		}
		if e, is := a.Refunds.Find("platform"); !is || e.Fee != c.fee || e.Status != c.status {
			t.Errorf("%s: the entries are %+v", name, a.Refunds)
		}
	}
}

// Money rule 4b.12: with a copy no refund leaves, and one that was begun before the
// journal was adopted is asked about and never sent: the journal that it came from may
// be sending it.
func TestARefundOfACopy(t *testing.T) {
	s, p := tooLate(t)
	s.refund = func(refund.Entry) refund.Answer { panic(powerCut{}) }
	p.cut(func() { p.recover(time.Minute) })
	s.refund = func(e refund.Entry) refund.Answer { t.Errorf("sent: %+v", e); return lostRefund(e) }
	s.disk.Copy = true
	s.boot().recover(time.Hour)
	s.disk.Adopt()
	s.log = nil
	p = s.boot()
	p.recover(time.Hour)
	if got := s.calls(); !strings.HasPrefix(got, "refundquery@0 askrefund@300 askrefund@600") {
		t.Errorf("adopted: %q", got)
	}
	s.is(p.only(), flow.Refunding)
}

// S50: what is on its way back at another WeChat is asked about there alone, by a till
// in the background and by who calls its reference again.
func TestS50_RefundOfAnotherWeChat(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerRefund, "REFUND") }
	s.refunds = func() refund.Answer { return seen(refund.StatusProcessing, 1280) }
	first := s.bootAt("https://a")
	s.is(first.ring(byRef), flow.Refunding)
	first.die()
	before := s.sent()
	second := s.bootAt("https://b")
	second.recover(time.Hour)
	q := byRef
	q.TotalFee, q.Method = 1280, flow.MethodFace
	if _, err := second.Begin(context.Background(), q, nil); !elsewhere(err) {
		t.Errorf("its reference again: %v", err)
	}
	s.wasSent(before)
}

// Money rule 4.1: a refundquery got no answer, and then another sale's query has one. The
// network is back, and what waited for its gap is asked about at once: one time.
func TestARefundIsAskedAboutWhenTheNetworkIsBack(t *testing.T) {
	s, p := tooLate(t)
	charged := s.query
	s.query = func(a flow.Attempt) flow.Answer {
		if a.Sale.Ref == byRef.Ref {
			return answer(flow.AnswerPayError, "PAYERROR")
		}
		return charged(a)
	}
	s.asked = lostRefund
	p.recover(30 * time.Second)
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
	p.ring(byRef)
	s.log = nil
	p.recover(30 * time.Minute)
	found := false
	for i, l := range s.log[1:] {
		at, is := strings.CutPrefix(s.log[i], "query@")
		found = found || is && l == "askrefund@"+at
	}
	if n := strings.Count(s.sent(), "askrefund"); !found || n > 20 {
		t.Errorf("asked %d times: %s", n, s.sent())
	}
}
