package flow_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/secret"
)

// reads is a journal whose sales are looked up through a test.
type reads struct {
	flow.Journal
	sale func() error
	open func() error
}

func (j *reads) Sale(ctx context.Context, key flow.SaleKey) ([]flow.Attempt, error) {
	if j.sale != nil {
		if err := j.sale(); err != nil {
			return nil, err
		}
	}
	return j.Journal.Sale(ctx, key)
}

func (j *reads) Open(ctx context.Context, first flow.OrderOpened) (flow.Attempt, error) {
	if j.open != nil {
		if err := j.open(); err != nil {
			return flow.Attempt{}, err
		}
	}
	return j.Journal.Open(ctx, first)
}

// endless counts the tries of what may be tried some times, and not for ever.
func endless(t *testing.T, err error) func() error {
	n := 0
	return func() error {
		if n++; n > 50 {
			t.Fatal("it goes round and round")
		}
		return err
	}
}

// abandoned is a reference whose owner dies at 1 s before its camera, and is
// cancelled by the background of another process then; p follows it.
func abandoned(t *testing.T) (*stage, *till) {
	s := newStage(t)
	dead, p := s.boot(), s.boot()
	dead.begin(byRef)
	s.at(1, dead.die)
	s.at(1.1, func() { s.boot().recover(100 * time.Millisecond) })
	return s, p
}

// Money rules 3.2 and 5.4: a person ends a sale that follows another one's, before
// it becomes the owner of the next attempt, or after. Either way the wish counts:
// no camera, or no charge.
func TestAWishOutlivesWhatIsFollowed(t *testing.T) {
	for _, before := range []bool{true, false} {
		s, p := abandoned(t)
		sale := p.begin(byRef)
		want := "camera@1"
		if before {
			s.at(0.6, func() { sale.Cancel("cashier") })
			want = ""
		}
		s.face = func() flow.Captured {
			sale.Cancel("cashier")
			return flow.Captured{Kind: flow.CaptureCode, FaceCode: secret.New("130000000000000000")}
		}
		a, err := sale.Run(context.Background())
		if err != nil || a.State != flow.Cancelled || a.EndedBy != "cashier" {
			t.Errorf("asked before %t: %s by %q, %v", before, a.State, a.EndedBy, err)
		}
		s.wasSent(want)
	}
}

// numbers notes the numbering of what an observer hears.
type numbers []int

func (n *numbers) Observe(u flow.Update) { *n = append(*n, u.Seq) }

// One call has one numbering, whatever sales it goes through.
func TestOneNumberingThroughAllThatIsFollowed(t *testing.T) {
	s := newStage(t)
	dead, p := s.boot(), s.boot()
	dead.begin(byRef)
	var heard numbers
	sale, err := p.Begin(context.Background(), byRef, &heard)
	if err != nil {
		t.Fatal(err)
	}
	dead.die()
	if _, err = sale.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	for i, n := range heard {
		if n != i+1 {
			t.Fatalf("numbered %v", heard)
		}
	}
}

// Money rule 2.5: a call follows an attempt that is refused, and then the next one
// of its reference. The number of the refusal is closed by this process all the same.
func TestARefusalThatWasFollowedIsClosed(t *testing.T) {
	s := newStage(t)
	owner, p := s.boot(), s.boot()
	var follows *flow.Sale
	s.pay = func() flow.Answer { follows = p.begin(byRef); return answer(flow.AnswerRefused, "NOTENOUGH") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerNotPay, "NOTPAY") }
	refused := owner.ring(byRef)
	s.is(refused, flow.Refused)
	s.pay = func() flow.Answer { return paid() }
	second := owner.ring(byRef)
	if _, err := owner.Shown(context.Background(), second); err != nil {
		t.Fatal(err)
	}
	a, err := follows.Run(context.Background())
	if err != nil || a.OutTradeNo != second.OutTradeNo {
		t.Fatalf("told of %s, %s, %v", a.OutTradeNo, a.State, err)
	}
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerClosed, "CLOSED") }
	p.recover(30 * time.Second)
	if p.read(refused.OutTradeNo).Closing {
		t.Errorf("it is not closed after %v; sent: %s", s.now, s.sent())
	}
}

// Money rule 1.3: a call brings a number, whose attempt a dead process had opened
// and another one cancelled. It is not sent again, and not looked up for ever.
func TestABroughtNumberIsAtItsEnd(t *testing.T) {
	s := newStage(t)
	q := byRef
	q.OutTradeNo = orphanNo
	dead, p := s.boot(), s.boot()
	dead.orphan("K", "")
	j := &reads{Journal: p.j, sale: endless(t, nil)}
	p.with(j, p)
	sale := p.begin(q)
	s.at(1, dead.die)
	s.at(1.1, func() { s.boot().recover(100 * time.Millisecond) })
	a, err := sale.Run(context.Background())
	if err != nil || a.State != flow.Cancelled || a.OutTradeNo != orphanNo {
		t.Errorf("%s, %v", a.State, err)
	}
	s.wasSent("")
}

// Money rule 5.4: a race for a reference that never ends, ends the call: others have
// it. It is so when the call begins and when it looks anew.
func TestARaceForAReferenceEnds(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	p.with(&reads{Journal: p.j, open: endless(t, flow.ErrBlocked)}, p)
	if _, err := p.Begin(context.Background(), byRef, nil); !errors.Is(err, flow.ErrBlocked) {
		t.Errorf("begun: %v", err)
	}
	s, p = abandoned(t)
	p.with(&reads{Journal: p.j, open: endless(t, flow.ErrBlocked)}, p)
	a, err := p.begin(byRef).Run(context.Background())
	if _, is := errors.AsType[*flow.UnreadError](err); !is || !errors.Is(err, flow.ErrBlocked) {
		t.Errorf("looked anew: %s, %v", a.State, err)
	}
	s.wasSent("")
}

// Money rule 5.4: a call that cannot look anew at its reference ends with that, and
// not with what it followed.
func TestWhatCannotBeLookedAtAnew(t *testing.T) {
	for _, what := range []string{"read", "opened"} {
		s, p := abandoned(t)
		j := &reads{Journal: p.j}
		p.with(j, p)
		sale := p.begin(byRef)
		if what == "read" {
			j.sale = func() error { return errDisk }
		} else {
			j.open = func() error { return errDisk }
		}
		a, err := sale.Run(context.Background())
		if _, is := errors.AsType[*flow.UnreadError](err); !is || !errors.Is(err, errDisk) {
			t.Errorf("cannot be %s: %s, %v", what, a.State, err)
		}
		s.wasSent("")
	}
}

// claims is a journal in which something happens before a number is claimed, once.
type claims struct {
	flow.Journal
	of     flow.OutTradeNo
	before func()
}

func (j *claims) Claim(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, error) {
	if no == j.of {
		once(&j.before)
	}
	return j.Journal.Claim(ctx, no)
}

// Money rules 5.2 and 5.4: a call goes on with the next attempt of its reference,
// whose process is suspended, is paid half an hour later, and is gone before it told
// anybody. That charge is nobody's, however often the attempt of before had changed
// hands.
func TestTheEpochOfWhatIsFollowedNext(t *testing.T) {
	ctx := context.Background()
	s := newStage(t)
	first, second, third, p := s.boot(), s.boot(), s.boot(), s.boot()
	a := first.orphan("K", "")
	first.die()
	a, err := second.j.Claim(ctx, a.OutTradeNo)
	if err != nil {
		t.Fatal(err)
	}
	j := &claims{Journal: p.j}
	p.with(j, p)
	sale := p.begin(byRef)
	s.at(1, func() {
		if a, err = second.j.Append(ctx, a, flow.SaleCancelled{By: flow.ByRestart}); err == nil {
			err = second.j.Release(ctx, a)
		}
		b, e := third.j.Append(ctx, third.begin(byRef).Attempt(), flow.PayerIdentified{}, intent())
		if e != nil {
			t.Fatal(e)
		}
		j.of, j.before = b.OutTradeNo, func() {
			s.pass(31 * time.Minute)
			if _, e := third.j.Append(ctx, b, flow.ChargeProven{TransactionID: "42", TimeEnd: began}); e != nil {
				err = e
			}
			third.die()
		}
	})
	b, runErr := sale.Run(ctx)
	if err != nil || runErr != nil || b.OutTradeNo != j.of || b.Outcome() != flow.OutcomeOpen || !b.Unclaimed {
		t.Errorf("%s of %s, unclaimed %t, %v, %v", b.Outcome(), b.OutTradeNo, b.Unclaimed, runErr, err)
	}
}
