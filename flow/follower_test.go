package flow_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"facetill/flow"
)

var errDisk = errors.New("disk I/O error")

// tapped is a journal in which a test stands behind each claim and before each
// write. What writes returns is the write's error.
type tapped struct {
	flow.Journal
	claimed func(flow.Attempt, error)
	writes  func(facts []flow.Fact) error
}

func (j *tapped) Claim(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, error) {
	a, err := j.Journal.Claim(ctx, no)
	if j.claimed != nil {
		j.claimed(a, err)
	}
	return a, err
}

func (j *tapped) Append(ctx context.Context, a flow.Attempt, facts ...flow.Fact) (flow.Attempt, error) {
	if j.writes != nil {
		if err := j.writes(facts); err != nil {
			return a, err
		}
	}
	return j.Journal.Append(ctx, a, facts...)
}

// byRef is one call of the reference K.
var byRef = flow.SaleRequest{TotalFee: 1280, Method: flow.MethodFace, Ref: "K"}

// begin admits a sale that is to be admitted.
func (p *till) begin(q flow.SaleRequest) *flow.Sale {
	p.s.t.Helper()
	sale, err := p.Begin(context.Background(), q, nil)
	if err != nil {
		p.s.t.Fatal(err)
	}
	sale.Patient()
	return sale
}

// kinds are the durable facts of an attempt.
func (p *till) kinds(no flow.OutTradeNo) (all []string) {
	for _, f := range p.facts(no) {
		all = append(all, f.Kind())
	}
	return all
}

// Money rule 5.2: a call follows a charge whose owner dies before it told anybody.
// That it is unclaimed is written down before it is claimed for this call; where the
// disk does not take that, or the claim, nobody is told "paid", and a person at
// another process can have it.
func TestAClaimThatFailsHalfWay(t *testing.T) {
	for _, broken := range []string{"", "unclaimed", "given"} {
		s := newStage(t)
		owner, p := s.boot(), s.boot()
		a := owner.ring(byRef)
		p.with(&tapped{Journal: p.j, writes: func(facts []flow.Fact) error {
			if facts[0].Kind() == broken {
				return errDisk
			}
			return nil
		}}, p)
		sale := p.begin(byRef)
		owner.die()
		got, err := sale.Run(context.Background())
		if broken == "" {
			if want := []string{"unclaimed", "given"}; err != nil || got.Outcome() != flow.OutcomePaid || !slices.Equal(p.kinds(a.OutTradeNo)[4:], want) {
				t.Errorf("%s, %v; facts %v", got.Outcome(), err, p.kinds(a.OutTradeNo))
			}
			continue
		}
		if !errors.Is(err, errDisk) || got.Outcome() != flow.OutcomeOpen {
			t.Errorf("%q was not written: %s, %v", broken, got.Outcome(), err)
		}
		office := s.boot()
		if b := office.read(a.OutTradeNo); !b.Unclaimed {
			t.Errorf("%q was not written: for others it is %s", broken, b.Outcome())
		}
		if _, err := office.j.Claim(context.Background(), a.OutTradeNo); err != nil {
			t.Errorf("%q was not written: at another process: %v", broken, err)
		}
	}
}

// Money rule 5.3: two calls of one reference are in one process, and the second
// follows the first. That one is paid and about to tell it: its charge is not left
// unclaimed by the other, or Shown would be refused.
func TestFollowedInOneProcess(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	first := p.begin(byRef)
	var second *flow.Sale
	s.pay = func() flow.Answer { second = p.begin(byRef); return paid() }
	a, err := first.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	b, err := second.Run(context.Background())
	if err != nil || b.Outcome() != flow.OutcomePaid {
		t.Errorf("the second call: %s, %v", b.Outcome(), err)
	}
	if _, err := p.Shown(context.Background(), a); err != nil {
		t.Errorf("shown: %v; facts %v", err, p.kinds(a.OutTradeNo))
	}
}

// Money rules 5.4 and 5.8, S42: two calls follow what a dead process had opened,
// and a signal comes to one that has just claimed it. What it cancels is not its
// own: the other call goes on and is paid, and the interrupted one does not know
// what became of the reference.
func TestSignalOfAFollower(t *testing.T) {
	s := newStage(t)
	dead, p, third := s.boot(), s.boot(), s.boot()
	opened := dead.begin(byRef).Attempt().OutTradeNo
	ctx, cancel := context.WithCancelCause(context.Background())
	p.with(&tapped{Journal: p.j, claimed: func(_ flow.Attempt, err error) {
		if err == nil {
			cancel(errors.New("signal"))
		}
	}}, p)
	interrupted, goesOn := p.begin(byRef), third.begin(byRef)
	dead.die()
	if a, err := interrupted.Run(ctx); !errors.Is(err, flow.ErrBlocked) {
		t.Errorf("the interrupted call: %s, %v", a.Outcome(), err)
	}
	if a := third.read(opened); a.State != flow.Cancelled || a.EndedBy != "restart" {
		t.Errorf("what the dead one had opened: %s by %q", a.State, a.EndedBy)
	}
	a, err := goesOn.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	s.is(a, flow.Paid)
	s.wasSent("camera@0 pay@0")
}

// A signal cancels a call's own attempt by its own name.
func TestSignalOfAnOwner(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	ctx, cancel := context.WithCancelCause(context.Background())
	sale := p.begin(byRef)
	cancel(errors.New("signal"))
	if a, err := sale.Run(ctx); err != nil || a.State != flow.Cancelled || a.EndedBy != "signal" {
		t.Errorf("%s by %q, %v", a.State, a.EndedBy, err)
	}
	s.wasSent("")
}
