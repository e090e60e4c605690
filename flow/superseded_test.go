package flow_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"facetill/flow"
)

// behind is a journal whose process is held up behind the write of a fact, once.
type behind struct {
	flow.Journal
	kind string
	then func()
}

func (j *behind) Append(ctx context.Context, a flow.Attempt, facts ...flow.Fact) (flow.Attempt, error) {
	a, err := j.Journal.Append(ctx, a, facts...)
	if facts[len(facts)-1].Kind() == j.kind {
		once(&j.then)
	}
	return a, err
}

// ends are the ends of a call's own attempt by which nothing was charged, each with the
// fact that brings it.
var ends = map[string]func(*stage){
	"cancelled": func(s *stage) { s.face = func() flow.Captured { return flow.Captured{Kind: flow.CaptureCancelled} } },
	"not_sent":  func(s *stage) { s.face = func() flow.Captured { return flow.Captured{Kind: flow.CaptureFailed} } },
	"refused": func(s *stage) {
		s.pay = func() flow.Answer { return answer(flow.AnswerRefused, "NOTENOUGH") }
		s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerNotPay, "NOTPAY") }
	},
	"reversed": func(s *stage) {
		s.pay = func() flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
		s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerClosed, "CLOSED") }
	},
}

// heldUp is a call of the reference K whose own attempt has an end by which nothing was
// charged, and whose process is held up behind that fact: then does what others do
// meanwhile, of whom the next customer's face is known and pays.
func heldUp(t *testing.T, end string, then func(s *stage)) (*stage, *flow.Sale) {
	s := newStage(t)
	p := s.boot()
	face, pay, query := s.face, s.pay, s.query
	ends[end](s)
	p.with(&behind{Journal: p.j, kind: end, then: func() {
		s.face, s.pay, s.query = face, pay, query
		then(s)
	}}, p)
	return s, p.begin(byRef)
}

// Money rule 5.4: a call is held up behind the end of its own attempt, and its reference
// is pressed again meanwhile. Nobody is told that nothing was charged of a reference that
// is: that charge is the held up call's, too, which tells it as it stands, or waits for it.
func TestOnesOwnEndIsLookedAtAnew(t *testing.T) {
	for end := range ends {
		var second flow.OutTradeNo
		_, sale := heldUp(t, end, func(s *stage) {
			other := s.boot()
			a := other.ring(byRef)
			second = must(other.Shown(context.Background(), a)).OutTradeNo
		})
		a, err := sale.Run(context.Background())
		if err != nil || a.OutTradeNo != second || a.Outcome() != flow.OutcomePaid || !sale.Replayed() {
			t.Errorf("%s, and then charged: %s of %s, %v", end, a.Outcome(), a.OutTradeNo, err)
		}
		s, sale := heldUp(t, end, func(s *stage) {
			other := s.boot()
			next := other.begin(byRef)
			second = next.Attempt().OutTradeNo
			s.at(s.now.Seconds()+3, func() {
				if a, err := next.Run(context.Background()); err == nil {
					must(other.Shown(context.Background(), a))
				}
			})
		})
		a, err = sale.Run(context.Background())
		if err != nil || a.OutTradeNo != second || a.Outcome() != flow.OutcomePaid {
			t.Errorf("%s, and then at a camera: %s of %s, %v; sent %s", end, a.Outcome(), a.OutTradeNo, err, s.sent())
		}
	}
}

// Money rules 1.3 and 5.4: whoever pressed again dies before its camera. The reference
// takes nothing, and the held up call, whose code had its one chance, opens no other.
func TestACallHasOneAttempt(t *testing.T) {
	for end := range ends {
		var before string
		s, sale := heldUp(t, end, func(s *stage) {
			other := s.boot()
			other.begin(byRef)
			other.die()
			before = s.sent()
		})
		a, err := sale.Run(context.Background())
		if err != nil || a.Blocking() || !a.Final() {
			t.Errorf("%s: %s, %v", end, a.State, err)
		}
		if got := strings.TrimPrefix(s.sent(), before); strings.Contains(got, "camera") || strings.Contains(got, "pay") {
			t.Errorf("%s: sent %s, behind %s", end, got, before)
		}
	}
}

// Money rules 5.4, 6.1: a face screen is closed before the call waits for another one's end.
func TestTheScreenIsClosedBeforeTheWait(t *testing.T) {
	s, sale := heldUp(t, "cancelled", func(s *stage) {
		other := s.boot()
		next := other.begin(byRef)
		s.at(3, func() { _, _ = next.Run(context.Background()) })
	})
	if _, err := sale.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	s.wasSent("camera@0 tell(false)@0 camera@3 pay@3")
}

// Money rules 5.4 and 5.8: where it cannot wait for that, or cannot look, it does not
// know what became of the reference.
func TestWhatStandsBesideOnesOwnEnd(t *testing.T) {
	for end := range ends {
		ctx, cancel := context.WithCancelCause(context.Background())
		_, sale := heldUp(t, end, func(s *stage) {
			s.boot().ring(byRef)
			cancel(errors.New("signal"))
		})
		a, err := sale.Run(ctx)
		if _, is := errors.AsType[*flow.UnreadError](err); !is || !errors.Is(err, flow.ErrBlocked) {
			t.Errorf("%s, and a signal: %s, %v", end, a.State, err)
		}
		s := newStage(t)
		p := s.boot()
		ends[end](s)
		j := &reads{Journal: p.j}
		p.with(j, p)
		sale = p.begin(byRef)
		j.sale = func() error { return errDisk }
		a, err = sale.Run(context.Background())
		if _, is := errors.AsType[*flow.UnreadError](err); !is || !errors.Is(err, errDisk) {
			t.Errorf("%s, and it cannot be read: %s, %v", end, a.State, err)
		}
	}
}

// Money rules 5.4 and 5.6: a till is suspended before its camera, past its lease, and
// another call of its reference is charged meanwhile. It has lost its attempt, and what
// it did not send says nothing about the reference. Where nobody came it stands as it was.
func TestALostLeaseIsNoWordAboutTheReference(t *testing.T) {
	for _, again := range []bool{true, false} {
		s := newStage(t)
		p := s.boot()
		sale := p.begin(byRef)
		s.face = func() flow.Captured {
			p.die()
			s.face = code
			if again {
				other := s.boot()
				must(other.Shown(context.Background(), other.ring(byRef)))
			} else {
				s.boot().recover(0)
			}
			s.disk.Revive(p.name)
			return code()
		}
		a, err := sale.Run(context.Background())
		if _, is := errors.AsType[*flow.UnreadError](err); is != again || !again && !errors.Is(err, flow.ErrFenced) {
			t.Errorf("again %t: %s, %v", again, a.State, err)
		}
	}
}
