package flow_test

import (
	"context"
	"testing"

	"facetill/flow"
)

// keepLooks is a journal in which something happens once while Keep looks: right
// behind its reading, or right before its claim.
type keepLooks struct {
	flow.Journal
	behindRead, beforeClaim func()
}

func (j *keepLooks) once(what *func()) {
	if do := *what; do != nil {
		*what = nil
		do()
	}
}

func (j *keepLooks) Pending(ctx context.Context) ([]flow.Attempt, error) {
	all, err := j.Journal.Pending(ctx)
	j.once(&j.behindRead)
	return all, err
}

func (j *keepLooks) Claim(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, error) {
	j.once(&j.beforeClaim)
	return j.Journal.Claim(ctx, no)
}

// Money rule 5.3: the background reads what is pending while a sale waits for
// WeChat's answer. The sale is paid and leaves before that list is gone through;
// its charge stays this process's until it is shown.
func TestPaidWhileTheBackgroundReads(t *testing.T) {
	s := newStage(t)
	submitted, answers, ended := make(chan bool), make(chan bool), make(chan flow.Attempt)
	s.pay = func() flow.Answer {
		close(submitted)
		<-answers
		return paid()
	}
	p := s.boot()
	var a flow.Attempt
	look := &keepLooks{Journal: p.j, behindRead: func() {
		close(answers)
		a = <-ended
	}}
	p.with(look, p)
	go func() { ended <- p.ring(flow.SaleRequest{}) }()
	<-submitted
	p.keepOnce()
	s.is(a, flow.Paid)
	if _, err := p.Shown(context.Background(), a); err != nil {
		t.Errorf("shown: %v", err)
	}
}

// The same where the sale is a reference that a dead process left open, and the
// background was about to take it over.
func TestFollowedAndPaidWhileTheBackgroundLooks(t *testing.T) {
	for _, at := range []string{"behind the reading", "before the claim"} {
		q := flow.SaleRequest{Ref: "0001"}
		s := diedPaying(t, q)
		s.query = func(flow.Attempt) flow.Answer { return paid() }
		p := s.boot()
		var a flow.Attempt
		rings := func() { a = p.ring(q) }
		look := &keepLooks{Journal: p.j}
		if at == "behind the reading" {
			look.behindRead = rings
		} else {
			look.beforeClaim = rings
		}
		p.with(look, p)
		p.keepOnce()
		if s.is(a, flow.Paid); a.Unclaimed {
			t.Errorf("%s: nobody claimed it", at)
		}
		if _, err := p.Shown(context.Background(), a); err != nil {
			t.Errorf("%s: shown: %v", at, err)
		}
	}
}

// keepOnce lets the background look once.
func (p *till) keepOnce() {
	_ = p.NewRecovery(nil).Run(context.Background(), func(int) bool { return true })
}

// Money rules 5.2 and 5.3: the background had an attempt, and a repeated reference took it
// up in the same process. While its charge is claimed for that call the background looks:
// it lets go of nothing that a sale has.
func TestTheBackgroundLooksWhileAChargeIsClaimed(t *testing.T) {
	s := diedPaying(t, byRef)
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	p := s.boot()
	var v *flow.Recovery
	looks := func(rounds int) {
		_ = v.Run(context.Background(), func(int) bool { rounds--; return rounds == 0 })
	}
	p.with(&tapped{Journal: p.j, writes: func(facts []flow.Fact) error {
		if facts[0].Kind() == "given" {
			looks(1)
		}
		return nil
	}}, p)
	v = p.NewRecovery(nil)
	looks(2)
	s.query = func(flow.Attempt) flow.Answer { return paid() }
	a := p.ring(byRef)
	if s.is(a, flow.Paid); a.Unclaimed {
		t.Error("nobody claimed it")
	}
	if _, err := p.Shown(context.Background(), a); err != nil {
		t.Errorf("shown: %v", err)
	}
}
