package flow_test

import (
	"context"
	"testing"
	"time"

	"facetill/flow"
)

// orphanNo is the number of an attempt that an earlier life of the till left.
const orphanNo = flow.OutTradeNo("26112512000012345678901234567890")

// orphan leaves an attempt with these facts in the journal. A ref of "" is a
// minted one, wechat where it was charged.
func (p *till) orphan(ref, wechat string, facts ...flow.Fact) flow.Attempt {
	p.s.t.Helper()
	ctx := context.Background()
	o := flow.Order{OutTradeNo: orphanNo, WeChat: wechat, Sale: flow.SaleKey{MchID: "19", StoreID: "S", DeviceID: "D", Ref: ref},
		Merchant: flow.Merchant{AppID: "wx1", MchID: "19"}, TotalFee: 1280, Method: flow.MethodFace, Family: flow.FamilyMicropay,
		StoreID: "S", DeviceID: "D", Lane: "L"}
	if ref == "" {
		o.RefMinted, o.Sale.Ref = true, string(orphanNo)
	}
	a, err := p.j.Open(ctx, flow.OrderOpened{Order: o})
	if err == nil && len(facts) > 0 {
		a, err = p.j.Append(ctx, a, facts...)
	}
	if err != nil {
		p.s.t.Fatal(err)
	}
	return a
}

// intent is the one of a sale that began when the stage did.
func intent() flow.IntentWritten {
	return flow.IntentWritten{At: began, SendBy: began.Add(8 * time.Second), TimeExpire: began.Add(2 * time.Minute),
		ConfirmBy: began.Add(45 * time.Second), FenceAt: began.Add(20 * time.Minute), Trusted: true}
}

// looks is a journal in which something happens right behind the guard's look.
type looks struct {
	flow.Journal
	n      int
	behind func(n int) // the n-th look
}

func (j *looks) PossibleDuplicates(ctx context.Context, lane string, fee flow.Fen, p flow.Press) ([]flow.PossibleDuplicate, error) {
	all, err := j.Journal.PossibleDuplicates(ctx, lane, fee, p)
	j.n++
	j.behind(j.n)
	return all, err
}

// Money rule 5.3: the guard sees an attempt that its process left before the
// request, and would cancel it. That process was only slow: between the look and
// the claim it writes its intent, and its request may have left. What was taken
// for abandoned is looked at anew, and stops the sale.
func TestAbandonedByTheLookSubmittedAtTheClaim(t *testing.T) {
	s := newStage(t)
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	ctx := context.Background()
	one := s.boot()
	a := one.orphan("", "")
	one.die()
	two := s.boot()
	two.with(&looks{Journal: two.j, behind: func(n int) {
		if n != 1 {
			return
		}
		s.disk.Revive(one.name)
		if _, err := one.j.Append(ctx, a, flow.PayerIdentified{}, intent()); err != nil {
			t.Fatal(err)
		}
		one.die()
	}}, two)
	_, err := two.Begin(ctx, byFace, nil)
	stops(t, err, a.OutTradeNo)
}

// Money rules 1.4 and 5.3: the guard looks once more before the intent, on a disk
// that takes nine seconds for it. By then send_by has passed: nothing is sent, and
// the sale ends as not sent.
func TestTheLastLookOutlastsSendBy(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	p.with(&looks{Journal: p.j, behind: func(n int) {
		if n == 3 { // after those of the press and of the camera
			s.pass(9 * time.Second)
		}
	}}, p)
	s.is(p.ring(flow.SaleRequest{}), flow.NotSent)
	s.wasSent("camera@0")
}
