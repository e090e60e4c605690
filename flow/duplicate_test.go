package flow_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/secret"
)

// between is a journal in which something happens before a write, once.
type between struct {
	flow.Journal
	open, cancel func()
}

func (j *between) Open(ctx context.Context, f flow.OrderOpened) (flow.Attempt, error) {
	once(&j.open)
	return j.Journal.Open(ctx, f)
}

func (j *between) Append(ctx context.Context, a flow.Attempt, facts ...flow.Fact) (flow.Attempt, error) {
	if _, is := facts[0].(flow.SaleCancelled); is {
		once(&j.cancel)
	}
	return j.Journal.Append(ctx, a, facts...)
}

func once(do *func()) {
	if f := *do; f != nil {
		*do = nil
		f()
	}
}

// through lets a till write through a journal of the test's.
func (p *till) through(j *between) *till {
	j.Journal = p.j
	p.Runner = flow.NewRunner(flow.Ports{Gateway: p, Device: p, Journal: j, Clock: p.s, WeChat: p.wx},
		flow.Identity{Merchant: flow.Merchant{AppID: "wx1", MchID: "19"}, StoreID: "S", DeviceID: "D", Lane: "L"}, p.s.rules)
	return p
}

var byFace = flow.SaleRequest{TotalFee: 1280, Method: flow.MethodFace}

// stops holds an error against the sales that have to stop a press.
func stops(t *testing.T, err error, want ...flow.OutTradeNo) {
	t.Helper()
	stopped := &flow.PossibleDuplicateError{}
	if !errors.As(err, &stopped) || len(stopped.Others) != len(want) {
		t.Fatalf("not stopped by %v: %v", want, err)
	}
	for i, no := range want {
		if stopped.Others[i].OutTradeNo != no {
			t.Errorf("stopped by %s, want %s", stopped.Others[i].OutTradeNo, no)
		}
	}
}

// S41: the second press comes while the first customer stands before the camera.
func TestS41_WhileTheFirstStandsThere(t *testing.T) {
	s := newStage(t)
	one, two := s.boot(), s.boot()
	sale, err := one.Begin(context.Background(), byFace, nil)
	if err != nil {
		t.Fatal(err)
	}
	first := sale.Attempt().OutTradeNo
	s.face = func() flow.Captured {
		_, err := two.Begin(context.Background(), byFace, nil)
		stops(t, err, first)
		bare := byFace
		bare.NewAll = true // covers nothing that a living process drives
		_, err = two.Begin(context.Background(), bare, nil)
		stops(t, err, first)
		return flow.Captured{Kind: flow.CaptureCode, FaceCode: secret.New("130000000000000000")}
	}
	a, err := sale.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	s.is(a, flow.Paid)
	s.wasSent("camera@0 pay@0")
}

// S41: neither press sees the other when it begins. The one that was opened later
// gives way before its camera, whether the first is still there, paid or shown.
func TestS41_NeitherSeesTheOther(t *testing.T) {
	for _, goesOn := range []string{"opened", "paid", "told"} {
		s := newStage(t)
		one := s.boot()
		var sale *flow.Sale
		two := s.boot().through(&between{open: func() {
			var err error
			if sale, err = one.Begin(context.Background(), byFace, nil); err != nil {
				t.Fatal(err)
			}
			if goesOn == "opened" {
				return
			}
			a, err := sale.Run(context.Background())
			if err == nil && goesOn == "told" {
				_, err = one.Shown(context.Background(), a)
			}
			if err != nil {
				t.Fatal(err)
			}
		}})
		second, err := two.Begin(context.Background(), byFace, nil)
		if err != nil {
			t.Fatal(err)
		}
		a, err := second.Run(context.Background())
		stops(t, err, sale.Attempt().OutTradeNo)
		if s.is(a, flow.Cancelled); a.EndedBy != flow.ByDuplicate || a.Code != flow.CodePossibleDuplicate || a.Outcome() != flow.OutcomeCancelled {
			t.Errorf("ended by %s, %s", a.EndedBy, a.Code)
		}
		if goesOn == "opened" {
			first, err := sale.Run(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			s.is(first, flow.Paid)
		}
		s.wasSent("camera@0 pay@0")
	}
}

// S41: the second press was made before the first was shown, and reaches the till
// after it.
func TestS41_ToldSinceThePress(t *testing.T) {
	s := newStage(t)
	one, two := s.boot(), s.boot()
	sale, err := one.Begin(context.Background(), byFace, nil)
	if err != nil {
		t.Fatal(err)
	}
	press, err := two.j.Press(context.Background(), "L", 1280)
	if err != nil {
		t.Fatal(err)
	}
	a, err := sale.Run(context.Background())
	if err == nil {
		_, err = one.Shown(context.Background(), a)
	}
	if err != nil {
		t.Fatal(err)
	}
	q := byFace
	q.Press = &press
	_, err = two.Begin(context.Background(), q, nil)
	stops(t, err, a.OutTradeNo)
	q.NewAll = true // it was driven when the press was made
	_, err = two.Begin(context.Background(), q, nil)
	stops(t, err, a.OutTradeNo)
	q.NewAll, q.New = false, []flow.OutTradeNo{a.OutTradeNo}
	s.is(two.ring(q), flow.Paid)
	// A press after it was shown is the next customer's.
	s.pass(time.Second)
	s.is(s.boot().ring(flow.SaleRequest{TotalFee: 1281}), flow.Paid)
}

// A person names the sales that were shown; a younger one stops all the same.
func TestAnotherCustomerNamesWhatWasShown(t *testing.T) {
	s := newStage(t)
	var shown []flow.OutTradeNo
	q := byFace
	for range 3 {
		sale, err := s.boot().Begin(context.Background(), q, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.boot().Begin(context.Background(), q, nil)
		stops(t, err, sale.Attempt().OutTradeNo)
		shown = append(shown, sale.Attempt().OutTradeNo)
		q.New = shown
	}
}

// What a dead process had opened is cancelled by the guard, so that it cannot
// wake and charge the customer who is rung up anew.
func TestAnAbandonedOneIsCancelled(t *testing.T) {
	s := newStage(t)
	one := s.boot()
	sale, err := one.Begin(context.Background(), byFace, nil)
	if err != nil {
		t.Fatal(err)
	}
	one.die()
	p := s.boot()
	s.is(p.ring(flow.SaleRequest{}), flow.Paid)
	s.disk.Revive(one.name)
	if a, err := sale.Run(context.Background()); !errors.Is(err, flow.ErrFenced) {
		t.Errorf("it woke and ended %s, %v", a.State, err)
	}
	s.is(p.read(sale.Attempt().OutTradeNo), flow.Cancelled)
	s.wasSent("camera@0 pay@0 camera@0")
}

// S42: the driver of a reference dies at the camera, and two calls come at once.
// The one that loses the race to cancel what the dead one left follows the
// winner's attempt: it is never told "cancelled" of what is being charged.
func TestS42_LoserFollowsTheWinner(t *testing.T) {
	s := newStage(t)
	q := flow.SaleRequest{TotalFee: 1280, Method: flow.MethodFace, Ref: "K"}
	dead := s.boot()
	if _, err := dead.Begin(context.Background(), q, nil); err != nil {
		t.Fatal(err)
	}
	dead.die()
	loser := s.boot()
	var follows *flow.Sale
	winner := s.boot().through(&between{cancel: func() {
		var err error
		if follows, err = loser.Begin(context.Background(), q, nil); err != nil {
			t.Fatal(err)
		}
	}})
	sale, err := winner.Begin(context.Background(), q, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.at(1, func() {
		a, err := sale.Run(context.Background())
		if err == nil {
			_, err = winner.Shown(context.Background(), a)
		}
		if err != nil {
			t.Error(err)
		}
	})
	a, err := follows.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	s.is(a, flow.Paid)
	if a.OutTradeNo != sale.Attempt().OutTradeNo || !follows.Replayed() {
		t.Errorf("told of %s, and %s was charged", a.OutTradeNo, sale.Attempt().OutTradeNo)
	}
	s.wasSent("camera@1 pay@1")
}

// S42: whoever cancels what a dead process left, the background of a till too,
// the call goes on: the reference has no outcome yet.
func TestS42_CancelledBehindItsBack(t *testing.T) {
	s := newStage(t)
	q := flow.SaleRequest{TotalFee: 1280, Method: flow.MethodFace, Ref: "K"}
	dead, p := s.boot(), s.boot()
	if _, err := dead.Begin(context.Background(), q, nil); err != nil {
		t.Fatal(err)
	}
	sale, err := p.Begin(context.Background(), q, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.at(1, dead.die)
	s.at(1.1, func() { s.boot().recover(100 * time.Millisecond) })
	a, err := sale.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if s.is(a, flow.Paid); sale.Replayed() {
		t.Error("it is this call's own charge")
	}
}

// S43: a charge is unclaimed from the moment at which its process is gone, for
// every reader, and a person's word about it needs no look before.
func TestS43_UnclaimedWithoutALook(t *testing.T) {
	for _, given := range []bool{true, false} {
		s := newStage(t)
		p := s.boot()
		no := p.ring(flow.SaleRequest{}).OutTradeNo
		other := s.boot()
		if a := other.read(no); a.Unclaimed || a.Outcome() != flow.OutcomePaid {
			t.Errorf("while its process is about to tell: %+v", a)
		}
		if _, err := p.Settle(context.Background(), no, given, "Li", "early"); err == nil {
			t.Error("its own process took a word about what it is about to tell")
		}
		p.die()
		pending, err := other.j.Pending(context.Background())
		if err != nil || len(pending) != 1 || !pending[0].Open() {
			t.Errorf("pending: %+v, %v", pending, err)
		}
		if a := other.read(no); !a.Unclaimed || a.Outcome() != flow.OutcomeOpen || a.Shown {
			t.Errorf("when it is gone: unclaimed %t, %s", a.Unclaimed, a.Outcome())
		}
		a, err := other.Settle(context.Background(), no, given, "Li", "the camera shows it")
		if err != nil || given != (a.State == flow.Paid && a.Shown && !a.Unclaimed) || !given && a.State != flow.Reversing {
			t.Errorf("given %t: %s, %v", given, a.State, err)
		}
	}
}

// S41 on the screen: of two that stop a press one is shown, and the other is told
// while the cashier reads. The second press belongs to the same call, so it is
// stopped by the one that nobody was asked about.
func TestS41_ToldWhileTheCashierReads(t *testing.T) {
	ctx := context.Background()
	s := newStage(t)
	one, two, three := s.boot(), s.boot(), s.boot()
	first, err := two.Begin(ctx, byFace, nil)
	if err != nil {
		t.Fatal(err)
	}
	other, err := three.Begin(ctx, flow.SaleRequest{TotalFee: 1280, Ref: "B", Method: flow.MethodFace}, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = one.Begin(ctx, byFace, nil)
	stops(t, err, other.Attempt().OutTradeNo, first.Attempt().OutTradeNo)
	stop, _ := errors.AsType[*flow.PossibleDuplicateError](err)
	paid, err := first.Run(ctx)
	if err != nil || paid.State != flow.Paid {
		t.Fatal(paid.State, err)
	}
	if _, err := two.Shown(ctx, paid); err != nil {
		t.Fatal(err)
	}
	again := byFace
	again.Press, again.New = &stop.Press, []flow.OutTradeNo{other.Attempt().OutTradeNo}
	_, err = one.Begin(ctx, again, nil)
	stops(t, err, paid.OutTradeNo)
}
