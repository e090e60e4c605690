package flow_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/secret"
)

// Money rule 5.4: WeChat says PAYERROR, a person has seen the money and resolves
// the sale as paid. The cash register repeats its reference: the sale is finished,
// and goods went on that person's word. It is no "paid" to be told again.
func TestPaidByHandIsNotReplayed(t *testing.T) {
	s := newStage(t)
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerPayError, "PAYERROR") }
	one := s.boot()
	one.orphan("R", "", flow.PayerIdentified{}, intent(), flow.PayAnswered{Answer: flow.AnswerPaying, Code: "USERPAYING", At: began},
		flow.PersonNeeded{Reason: "payerror"}, flow.PersonResolved{As: flow.ResolvedPaid, By: "Li", Reason: "seen", At: began})
	one.die()
	_, err := s.boot().Begin(context.Background(), flow.SaleRequest{Ref: "R", TotalFee: 1280, Method: flow.MethodFace}, nil)
	if _, is := errors.AsType[*flow.FinishedError](err); !is {
		t.Errorf("resolved by hand, and the reference is repeated: %v", err)
	}
}

// given is a journal at whose claims a person at another process is quicker.
type given struct {
	flow.Journal
	by *till
}

func (j *given) Claim(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, error) {
	if j.by != nil {
		if _, err := j.by.Settle(ctx, no, true, "Li", "came back for them"); err != nil {
			return flow.Attempt{}, err
		}
		j.by = nil
	}
	return j.Journal.Claim(ctx, no)
}

// Money rule 5.4: a charge was found, and a person gave the goods for it. The cash
// register repeats its reference, before that word or behind it, or has waited for the
// charge meanwhile. The goods went: it is no "paid" to be told again.
func TestGivenByHandIsNotReplayed(t *testing.T) {
	ctx := context.Background()
	charge := flow.ChargeProven{TransactionID: "42", TimeEnd: began, Unclaimed: true}
	for name, play := range map[string]func(s *stage, office, p *till) error{
		"given, then asked for": func(s *stage, office, p *till) error {
			office.orphan("K", "", flow.PayerIdentified{}, intent(), charge)
			office.die()
			if _, err := s.boot().Settle(ctx, orphanNo, true, "Li", "came back for them"); err != nil {
				t.Fatal(err)
			}
			_, err := p.Begin(ctx, byRef, nil)
			return err
		},
		"given while it is asked for": func(s *stage, office, p *till) error {
			office.orphan("K", "", flow.PayerIdentified{}, intent(), charge)
			office.die()
			p.with(&given{p.j, s.boot()}, p)
			_, err := p.begin(byRef).Run(ctx)
			return err
		},
		"given while it is waited for": func(s *stage, office, p *till) error {
			a := office.orphan("K", "", flow.PayerIdentified{}, intent())
			sale := p.begin(byRef)
			s.at(5, func() {
				var err error
				if a, err = office.j.Append(ctx, a, charge, flow.GoodsGiven{By: "Li", Reason: "came back for them"}); err == nil {
					err = office.j.Release(ctx, a)
				}
				if err != nil {
					t.Fatal(err)
				}
			})
			_, err := sale.Run(ctx)
			return err
		},
	} {
		s := newStage(t)
		office, p := s.boot(), s.boot()
		err := play(s, office, p)
		if e, is := errors.AsType[*flow.FinishedError](err); !is || e.Attempt.Outcome() != flow.OutcomePaid {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := s.boot().j.Claim(ctx, orphanNo); err != nil {
			t.Errorf("%s: at another process: %v", name, err)
		}
		s.wasSent("")
	}
}

// Money rule 5.4: a number that was tried and refused is brought again with
// another amount. A number has one request in its life, so it is finished whatever
// the amount says.
func TestANumberAgainWithAnotherAmount(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer {
		s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerNotPay, "NOTPAY") }
		return answer(flow.AnswerRefused, "NOTENOUGH")
	}
	q := flow.SaleRequest{OutTradeNo: orphanNo, FaceCode: secret.New("130000000000000000")}
	s.is(s.boot().ring(q), flow.Refused)
	q.TotalFee, q.Method = 1300, flow.MethodFace
	_, err := s.boot().Begin(context.Background(), q, nil)
	if _, is := errors.AsType[*flow.FinishedError](err); !is {
		t.Errorf("another amount of a number that was charged: %v", err)
	}
}

// Money rules 1.3 and 5.4: a number that one reference was charged under is brought by
// another one. It is that sale's alone: its outcome is no answer about this one.
func TestANumberOfAnotherReference(t *testing.T) {
	s := newStage(t)
	q := flow.SaleRequest{Ref: "A", OutTradeNo: orphanNo, FaceCode: secret.New("130000000000000000")}
	s.is(s.boot().ring(q), flow.Paid)
	q.Ref, q.TotalFee, q.Method = "B", 1280, flow.MethodFace
	_, err := s.boot().Begin(context.Background(), q, nil)
	if _, is := errors.AsType[*field.Error](err); !is {
		t.Errorf("the number of another reference: %v", err)
	}
}

// Money rule 1.9: a sale was charged at WeChat itself, and the till now runs with
// another WeChat, which does not know the number. Two hours of a recovery and a
// repeated reference send nothing there and end nothing on its word, whether the
// sale is to be reversed or waits for a person.
func TestAnotherWeChatEndsNothing(t *testing.T) {
	for state, last := range map[flow.State]flow.Fact{
		flow.Reversing:   flow.ReversalDecided{Reason: "window", At: began},
		flow.NeedsPerson: flow.PersonNeeded{Reason: "payerror"},
	} {
		s := newStage(t)
		one := s.boot()
		one.orphan("R", flow.WeChatItself, flow.PayerIdentified{}, intent(),
			flow.PayAnswered{Answer: flow.AnswerPaying, Code: "USERPAYING", At: began}, last)
		one.die()
		two := s.boot()
		two.Runner = flow.NewRunner(flow.Ports{Gateway: two, Device: two, Journal: two.j, Clock: s, WeChat: two.wx},
			flow.Identity{Merchant: flow.Merchant{AppID: "wx1", MchID: "19"}, StoreID: "S", DeviceID: "D", Lane: "L", WeChat: "https://proxy.example:443"}, flow.DefaultRules())
		two.recover(2 * time.Hour)
		_, err := two.Begin(context.Background(), flow.SaleRequest{Ref: "R", TotalFee: 1280, Method: flow.MethodFace}, nil)
		if _, is := errors.AsType[*field.Error](err); !is {
			t.Errorf("%s: the reference is followed elsewhere: %v", state, err)
		}
		s.is(two.read(orphanNo), state)
		s.wasSent("")
	}
}

// Money rule 5.4: a till that lives on repeats the outcome of a reference that was told.
// It then holds the sale no longer: another lane may give it back.
func TestAReplayedSaleIsLetGoOf(t *testing.T) {
	ctx := context.Background()
	s := newStage(t)
	p := s.boot()
	must(p.Shown(ctx, p.ring(byRef)))
	a := p.ring(byRef)
	if a = must(p.Shown(ctx, a)); !a.Shown {
		t.Errorf("%+v", a)
	}
	if _, err := s.boot().j.Claim(ctx, a.OutTradeNo); err != nil {
		t.Error(err)
	}
}
