package flow_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/secret"
)

// S1: a reference whose sale was paid a day ago, shown or not: another customer
// stands there. The record is given, the camera stays off.
func TestS01_ReferenceOfYesterday(t *testing.T) {
	for _, shown := range []bool{true, false} {
		s := newStage(t)
		p := s.boot()
		a := p.ring(flow.SaleRequest{Ref: "0001"})
		if shown {
			if _, err := p.Shown(context.Background(), a); err != nil {
				t.Fatal(err)
			}
		}
		p.die()
		s.pass(24 * time.Hour)
		before := s.sent()
		_, err := s.boot().Begin(context.Background(), flow.SaleRequest{TotalFee: 1280, Ref: "0001", Method: flow.MethodFace}, nil)
		var finished *flow.FinishedError
		if !errors.As(err, &finished) || finished.Attempt.OutTradeNo != a.OutTradeNo {
			t.Errorf("shown %t: %v", shown, err)
		}
		s.wasSent(before)
	}
}

// S5: the till dies at 3 s, is back at 60 s, and the cashier rings the same
// customer anew.
func TestS05_SameCustomerAnew(t *testing.T) {
	s := diedPaying(t, flow.SaleRequest{})
	s.pass(time.Minute)
	s.query = func(flow.Attempt) flow.Answer { return paid() }
	p := s.boot()
	ring := func(fee flow.Fen, anew bool) error {
		_, err := p.Begin(context.Background(), flow.SaleRequest{TotalFee: fee, Method: flow.MethodFace, NewAll: anew}, nil)
		return err
	}
	var stopped *flow.PossibleDuplicateError
	if err := ring(1280, false); !errors.As(err, &stopped) || stopped.Others[0].State != flow.Submitting {
		t.Errorf("while it is open: %v", err)
	}
	p.recover(time.Second)
	if err := ring(1280, false); !errors.As(err, &stopped) || !stopped.Others[0].Unclaimed {
		t.Errorf("while it is unclaimed: %v", err)
	}
	if err := ring(1281, false); err != nil {
		t.Errorf("another amount: %v", err)
	}
	if err := ring(1280, true); err != nil {
		t.Errorf("another customer: %v", err)
	}
}

// S6: a charge found by recovery is unclaimed until a person decides.
func TestS06_ChargeFoundAtNight(t *testing.T) {
	s := diedPaying(t, flow.SaleRequest{})
	s.pass(8 * time.Hour)
	s.query = func(flow.Attempt) flow.Answer { return paid() }
	p := s.boot()
	p.recover(time.Minute)
	a := p.only()
	if s.is(a, flow.Paid); !a.Unclaimed || !a.Open() {
		t.Errorf("unclaimed %t, open %t", a.Unclaimed, a.Open())
	}
	if _, err := p.Settle(context.Background(), a.OutTradeNo, true, "", "here"); err == nil {
		t.Error("nobody decided it")
	}
	if a, err := p.Settle(context.Background(), a.OutTradeNo, true, "Li", "customer was here"); err != nil || a.Open() {
		t.Errorf("given: %v, open %t", err, a.Open())
	}
}

// S22: another amount on an open, a paid and a refused reference.
func TestS22_OtherAmount(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	a := p.ring(flow.SaleRequest{Ref: "1"})
	other := func(ref string) error {
		_, err := p.Begin(context.Background(), flow.SaleRequest{TotalFee: 1281, Ref: ref, Method: flow.MethodFace}, nil)
		return err
	}
	var finished *flow.FinishedError
	if err := other("1"); !errors.As(err, &finished) || finished.Attempt.OutTradeNo != a.OutTradeNo || finished.Attempt.Open() {
		t.Errorf("paid: %v", err)
	}
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
	p.ring(flow.SaleRequest{Ref: "2"})
	if err := other("2"); !errors.As(err, &finished) || !finished.Attempt.Open() {
		t.Errorf("open: %v", err)
	}
	s.pay = func() flow.Answer { return answer(flow.AnswerRefused, "NOTENOUGH") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerNotPay, "NOTPAY") }
	p.ring(flow.SaleRequest{Ref: "3"})
	if err := other("3"); err != nil {
		t.Errorf("refused: %v", err)
	}
}

// S26: killed between the result line and its exit. PAID was never shown.
func TestS26_NeverTold(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	a := p.ring(flow.SaleRequest{})
	p.die()
	p = s.boot()
	_, err := p.Begin(context.Background(), flow.SaleRequest{TotalFee: 1280, Method: flow.MethodFace}, nil)
	var stopped *flow.PossibleDuplicateError
	if !errors.As(err, &stopped) {
		t.Errorf("the next sale of that amount: %v", err)
	}
	p.recover(time.Second)
	if a = p.read(a.OutTradeNo); !a.Unclaimed {
		t.Error("nobody was told, and it is not unclaimed")
	}
}

// again calls a reference anew, by face unless q says otherwise, and returns what
// that call ends with.
func (p *till) again(q flow.SaleRequest) (flow.Attempt, error) {
	if q.TotalFee == 0 {
		q.TotalFee = 1280
	}
	if q.Method == "" {
		q.Method = flow.MethodFace
	}
	sale, err := p.Begin(context.Background(), q, nil)
	if err != nil {
		return flow.Attempt{}, err
	}
	sale.Patient()
	return sale.Run(context.Background())
}

// S19: the POS repeats the reference of a sale that was refunded, or given back
// by a person. Exit 6: the record, and the camera stays off.
func TestS19_FinishedByHand(t *testing.T) {
	for name, expired := range map[string]bool{"reversed by hand": false, "refunded": true} {
		s := diedPaying(t, flow.SaleRequest{Ref: "0001"})
		reversed := false
		s.query = func(flow.Attempt) flow.Answer {
			if reversed {
				return answer(flow.AnswerRevoked, "REVOKED")
			}
			return paid()
		}
		s.reverse = func(flow.Attempt) flow.Answer {
			if expired {
				return answer(flow.AnswerExpired, "REVERSE_EXPIRE")
			}
			reversed = true
			return answer(flow.AnswerReversed, "")
		}
		s.refunds = noRefund
		p := s.boot()
		p.recover(5 * time.Second)
		if _, err := p.Settle(context.Background(), p.only().OutTradeNo, false, "Li", "customer left"); err != nil {
			t.Fatal(err)
		}
		p.recover(time.Hour)
		before := s.sent()
		_, err := p.again(flow.SaleRequest{Ref: "0001"})
		var finished *flow.FinishedError
		if !errors.As(err, &finished) || finished.Attempt.Open() || finished.Attempt.State == flow.Paid {
			t.Errorf("%s: %v", name, err)
		}
		s.wasSent(before)
	}
}

// S20: a journal restored from an old copy does not know the numbers minted
// since. None of them comes again, even at the same moment of the same clock.
func TestS20_RestoredJournal(t *testing.T) {
	seen := map[flow.OutTradeNo]bool{}
	for range 200 {
		s := newStage(t) // the copy: empty, at the same moment
		p := s.boot()
		for range 20 {
			a := p.ring(flow.SaleRequest{})
			no := a.OutTradeNo
			if _, err := p.Shown(context.Background(), a); err != nil {
				t.Fatal(err)
			}
			if seen[no] {
				t.Fatalf("%s was minted twice", no)
			}
			seen[no] = true
		}
	}
}

// S23: the owner of a reference waits for WeChat's answer when the POS calls the
// reference again, with a payment code scanned anew. The second call waits for
// the owner, charges nothing, and its code never leaves the till.
func TestS23_TwoProcessesOneReference(t *testing.T) {
	s := newStage(t)
	first, second := s.boot(), s.boot()
	fresh := flow.SaleRequest{Ref: "0001", Method: flow.MethodCode, AuthCode: secret.New("134567890123456789")}
	var other flow.Attempt
	var err error
	pays := 0
	s.pay = func() flow.Answer {
		if pays++; pays == 1 {
			other, err = second.again(fresh) // and 120 s go by
		}
		return paid()
	}
	a := first.ring(flow.SaleRequest{Ref: "0001"})
	if s.is(a, flow.Paid); err != nil && !errors.Is(err, flow.ErrOwned) {
		t.Fatal(err)
	}
	if other.State == flow.Paid || s.now < 120*time.Second {
		t.Errorf("the second call ended as %s after %v", other.State, s.now)
	}
	s.wasSent("camera@0 pay@0")
}

// S23, with leases: the owner is paused past its lease in the middle of the
// request, the second call takes the sale over and finds the charge. The owner
// wakes: it is fenced, and says nothing about the money.
func TestS23_OwnerPausedPastItsLease(t *testing.T) {
	s := newStage(t)
	first, second := s.boot(), s.boot()
	s.query = func(flow.Attempt) flow.Answer { return paid() }
	var taken flow.Attempt
	s.pay = func() flow.Answer {
		first.die() // for the others: its lease is over, and it does not know
		var err error
		if taken, err = second.again(flow.SaleRequest{Ref: "0001", Method: flow.MethodCode, AuthCode: secret.New("134567890123456789")}); err != nil {
			t.Error(err)
		}
		return paid()
	}
	sale, err := first.Begin(context.Background(), flow.SaleRequest{TotalFee: 1280, Ref: "0001", Method: flow.MethodFace}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if a, err := sale.Run(context.Background()); !errors.Is(err, flow.ErrFenced) {
		t.Errorf("the owner that woke: %s, %v", a.State, err)
	}
	s.is(taken, flow.Paid)
	if taken.Unclaimed {
		t.Error("the charge is young and of this reference, and was not claimed")
	}
	s.wasSent("camera@0 pay@0 query@0")
}

// S32: clocks step by two hours between two calls of one reference, and the lanes
// of a shop are two hours apart. Its age, and that of a PAID that was not shown,
// are judged on WeChat's clock.
func TestS32_ClocksApart(t *testing.T) {
	for _, skew := range []time.Duration{2 * time.Hour, -2 * time.Hour, -26 * 365 * 24 * time.Hour} {
		for minutes, young := range map[time.Duration]bool{10: true, 29: true, 31: false} {
			s := newStage(t)
			a := s.boot().ring(flow.SaleRequest{Ref: "0001"})
			s.boot().die()
			s.disk.Kill("till1")
			s.pass(minutes * time.Minute)
			s.skew = skew
			b, err := s.boot().again(flow.SaleRequest{Ref: "0001"})
			if young && (err != nil || b.OutTradeNo != a.OutTradeNo || b.State != flow.Paid || b.Unclaimed) {
				t.Errorf("clock %v off, after %d min: %s, %v", skew, minutes, b.State, err)
			}
			if _, finished := errors.AsType[*flow.FinishedError](err); !young && !finished {
				t.Errorf("clock %v off, after %d min: %s, %v", skew, minutes, b.State, err)
			}
			s.wasSent("camera@0 pay@0")
		}
	}
	s := newStage(t)
	s.boot().ring(flow.SaleRequest{})
	s.skew = 2 * time.Hour // another lane's clock, a minute later
	s.pass(time.Minute)
	_, err := s.boot().Begin(context.Background(), flow.SaleRequest{TotalFee: 1280, Method: flow.MethodFace}, nil)
	if _, stopped := errors.AsType[*flow.PossibleDuplicateError](err); !stopped {
		t.Errorf("PAID was not shown a minute ago, and the same amount is charged again: %v", err)
	}
}

// S33: the till was killed in the request, the cashier gave up, and the next day
// another customer comes under the same reference. What is found is that
// reference's record: 8 or 6, never paid for the one who stands there.
func TestS33_GivenUpYesterday(t *testing.T) {
	for name, says := range map[string]flow.Answer{"it was charged": paid(), "it was refunded": answer(flow.AnswerRefund, "REFUND")} {
		s := diedPaying(t, flow.SaleRequest{Ref: "0001"})
		s.query = func(flow.Attempt) flow.Answer { return says }
		s.pass(24 * time.Hour)
		p := s.boot()
		a, err := p.again(flow.SaleRequest{Ref: "0001"})
		if err == nil && (a.State == flow.Paid && !a.Unclaimed || a.Outcome() == flow.OutcomePaid && !a.Open()) {
			t.Errorf("%s: the next customer has %s", name, a.State)
		}
		s.wasSent("camera@0 pay@0 query@86400" + map[bool]string{true: " refundquery@86400"}[says.Kind == flow.AnswerRefund])
		if _, err := p.again(flow.SaleRequest{Ref: "0001"}); err == nil {
			if b := p.only(); !b.Open() {
				t.Errorf("%s: called once more it is %s", name, b.State)
			}
		}
	}
}

// S34, on the journal with leases: the lane is suspended between PAID and Shown,
// a person finds the charge unclaimed and gives the money back, and the lane
// wakes. It may not say paid any more: 8.
func TestS34_WokenAfterGivenBack(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	a := p.ring(flow.SaleRequest{})
	s.is(a, flow.Paid)
	p.die() // its lease is over
	s.pass(11 * time.Minute)
	other := s.boot()
	other.recover(time.Second)
	if _, err := other.Settle(context.Background(), a.OutTradeNo, false, "Li", "nobody was here"); err != nil {
		t.Fatal(err)
	}
	if b, err := p.Shown(context.Background(), a); !errors.Is(err, flow.ErrFenced) {
		t.Errorf("the lane that woke showed PAID: %s, %v", b.State, err)
	}
}
