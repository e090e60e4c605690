package flow_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// rounds lets a recovery do some rounds.
func rounds(v *flow.Recovery, n int) {
	_ = v.Run(context.Background(), func(int) bool { n--; return n < 0 })
}

// Money rules 1.7 and 4b.4: two processes drive what is in the journal, and no send of a
// refund is answered. One of them has it while it is soon to be sent again; it leaves by
// the gaps of both together, under one number.
func TestTwoProcessesDriveOneRefund(t *testing.T) {
	b, p := withRefunds(t, flow.Shown{})
	b.s.asked = func(refund.Entry) refund.Answer { return noRefund() }
	b.s.refunds, b.lost = noRefund, true
	p.enter(partNo, 640)
	one, other := p.NewRecovery(nil), b.s.boot().NewRecovery(nil)
	for b.s.now < time.Hour {
		rounds(one, 1)
		rounds(other, 1)
	}
	if n := strings.Count(b.s.calls(), " refund@"); n < 10 || n > 18 || len(b.taken) != 1 {
		t.Errorf("sent %d times; WeChat has %+v: %s", n, b.taken, b.s.calls())
	}
	if looks := strings.Count(b.s.calls(), "refundquery@"); looks > 25 {
		t.Errorf("looked %d times", looks)
	}
	if e := p.refundIs(partNo, refund.Entered, 0); e.Sends < 10 {
		t.Errorf("%+v", e)
	}
}

// Money rules 4b.5 and 5.2: a till that is alive drives a refund and holds the sale for
// its steps alone while nothing is due soon: another lane may give back the next part,
// and who an unclaimed charge belongs to may be said.
func TestARefundOnItsWayIsNobodysOwn(t *testing.T) {
	b, p := withRefunds(t, flow.LeftUnclaimed{})
	other := b.s.boot()
	p.enter(partNo, 640)
	claims := 0
	for _, at := range []float64{5, 30, 90, 200, 3600} {
		b.s.at(at, func() {
			if a, err := other.j.Claim(context.Background(), orphanNo); err == nil {
				claims++
				_ = other.j.Release(context.Background(), a)
			}
		})
	}
	p.recover(2 * time.Hour)
	if claims != 5 {
		t.Errorf("claimed %d times of 5", claims)
	}
	given, err := other.Settle(context.Background(), orphanNo, true, "Wang", "was here")
	if err != nil || given.Unclaimed {
		t.Errorf("%+v, %v", given, err)
	}
	b.arrive()
	p.recover(2 * time.Hour)
	p.refundIs(partNo, refund.Done, 640)
	b.s.is(p.read(orphanNo), flow.Paid)
}

// Money rule 4b.12: what a paid sale had begun when its journal was adopted is asked
// about, never sent, and a person may have it at any time.
func TestARefundOfAPaidSaleUnderAnAdoptedJournal(t *testing.T) {
	b, p := withRefunds(t, flow.Shown{})
	p.enter(partNo, 640)
	b.s.disk.Adopt()
	p.recover(time.Hour)
	if got := b.s.calls(); !strings.HasPrefix(got, "refundquery@0 askrefund@300 askrefund@600") || strings.Contains(got, " refund@") {
		t.Errorf("sent %q", got)
	}
	if a, err := b.s.boot().j.Claim(context.Background(), orphanNo); err != nil || !a.OpenRefund() {
		t.Errorf("%+v, %v", a.Refunds, err)
	}
}

// Money rules 4b.5 and 4b.6: a refused refund moved after all, beside the one that was
// begun in its place. The sale is refunded, and what is too much is asked about all the
// same, until somebody knows what became of it.
func TestWhatIsOnItsWayBeyondTheTotal(t *testing.T) {
	b, p := withRefunds(t, flow.Shown{})
	p.enter(partNo, 1280)
	b.s.refund, b.s.asked = refusedRefund, func(refund.Entry) refund.Answer { return noRefund() }
	p.recover(time.Minute)
	p.refundIs(partNo, refund.Refused, 0)
	const next = string(orphanNo) + "M00000000000000000002"
	p.enter(next, 1280)
	b.s.refunds = func() refund.Answer {
		return refund.Answer{Kind: refund.AnswerListed, Seen: []refund.Seen{{Number: partNo, Status: refund.StatusProcessing, Fee: 1280},
			{Number: next, Status: refund.StatusSuccess, Fee: 1280}}}
	}
	b.s.asked = func(e refund.Entry) refund.Answer {
		return became(refund.AnswerSuccess, refund.StatusSuccess, e)
	}
	p.recover(10 * time.Second)
	b.s.is(p.read(orphanNo), flow.Refunded)
	p.refundIs(partNo, refund.Accepted, 1280)
	p.recover(time.Hour)
	if a := p.read(orphanNo); a.RefundUnderWay() || a.Refunds.Back() != 2560 {
		t.Errorf("%+v; sent %s", a.Refunds, b.s.sent())
	}
}

// Money rules 4.1 and 4b.5: nine refunds are on their way, and WeChat does not
// answer about them. A reversal does not wait for all of them.
func TestReversalsGoBeforeWhatIsOnItsWay(t *testing.T) {
	b, p := withRefunds(t, flow.Shown{})
	b.s.asked = func(refund.Entry) refund.Answer { return refund.Answer{Kind: refund.AnswerLost, Code: "TIMEOUT"} }
	b.s.refunds = func() refund.Answer { return b.s.asked(refund.Entry{}) }
	for _, no := range []flow.OutTradeNo{"1", "2", "3", "4", "5", "6", "7", "8", "9"} {
		number := string(no) + "M"
		p.leave(no, 0, "", intent(), flow.ChargeProven{TransactionID: "42" + string(no), TimeEnd: began, Source: "pay"}, flow.Shown{},
			flow.RefundBegun{OutRefundNo: number, Fee: 640, Reason: "return", By: "Li", At: began, Wall: began},
			flow.RefundSent{OutRefundNo: number, N: 1, At: began, SendBy: began.Add(8 * time.Second)},
			flow.RefundAnswered{OutRefundNo: number, N: 1, Answer: refund.AnswerAccepted, At: began})
	}
	b.s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	p.leave("decided", 0, "", wasDecided...)
	b.s.pass(2 * time.Minute)
	b.s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	p.recover(100 * time.Second)
	if n := strings.Count(b.s.sent(), "reverse@"); n < 5 {
		t.Errorf("reversed %d times: %s", n, b.s.sent())
	}
}

// A recovery that was asked for a while ends behind a step. It keeps no sale that only
// has refunds: its process may live on, and another one give back the next part.
func TestARecoveryThatEndsLetsGo(t *testing.T) {
	b, p := withRefunds(t, flow.Shown{})
	p.enter(partNo, 640)
	_ = p.NewRecovery(nil).Run(context.Background(), func(int) bool { return strings.Contains(b.s.sent(), "askrefund") })
	p.refundIs(partNo, refund.Accepted, 0)
	if _, err := b.s.boot().j.Claim(context.Background(), orphanNo); err != nil {
		t.Error(err)
	}
}

// Money rule 4b.7: what WeChat has closed is nobody's to drive: a person has to hear of
// it, and whoever tells it finds the sale as it was.
func TestARefundThatWasClosedIsNobodysToDrive(t *testing.T) {
	b, p := withRefunds(t, flow.Shown{})
	p.enter(partNo, 640)
	p.recover(time.Second)
	other := b.s.boot()
	a, err := other.j.Claim(context.Background(), orphanNo)
	if err == nil {
		a, err = other.j.Append(context.Background(), a, flow.RefundHeard{OutRefundNo: partNo, Status: refund.StatusClosed, Fee: 640, At: b.s.truth()})
	}
	if err == nil {
		err = other.j.Release(context.Background(), a)
	}
	if err != nil || !a.Refunds[0].IsUnheard() {
		t.Fatalf("%+v, %v", a.Refunds, err)
	}
	calls := b.s.calls()
	p.recover(time.Minute)
	if now := p.read(orphanNo); now.Epoch != a.Epoch || now.Version != a.Version || b.s.calls() != calls {
		t.Errorf("epoch %d of %d, %s", now.Epoch, a.Epoch, b.s.calls())
	}
}

// Money rule 4b.4: after ten tries and half an hour without an end a refund stands before
// a person as well. Who recovers for a while tries it, and need not wait for its end.
func TestARefundThatIsLate(t *testing.T) {
	b, p := withRefunds(t, flow.Shown{})
	b.s.asked, b.s.refunds = func(refund.Entry) refund.Answer { return noRefund() }, noRefund
	b.s.refund = lostRefund // such as NOAUTH, a code of no table
	p.enter(partNo, 640)
	p.recover(25 * time.Minute)
	if e := p.refundIs(partNo, refund.Entered, 0); e.IsLate() || p.read(orphanNo).Notice(b.s.truth()) != flow.NoticeNone {
		t.Errorf("%d tries in 25 min", e.Sends)
	}
	p.recover(15 * time.Minute)
	was := p.refundIs(partNo, refund.Entered, 0)
	if !was.IsLate() || p.read(orphanNo).Notice(b.s.truth()) != flow.NoticeLate {
		t.Errorf("%d tries in 40 min", was.Sends)
	}
	b.s.pass(time.Hour)
	b.s.log = nil
	began := b.s.now
	v := b.s.boot().NewRecovery(nil)
	_ = v.Run(context.Background(), func(int) bool { return !v.Due(20 * time.Second) })
	if e := p.refundIs(partNo, refund.Entered, 0); e.Sends != was.Sends+1 || b.s.now-began > time.Minute {
		t.Errorf("%d tries more in %v: %s", e.Sends-was.Sends, b.s.now-began, b.s.calls())
	}
	b.s.refund = acceptedRefund
	p.recover(10 * time.Minute)
	p.refundIs(partNo, refund.Accepted, 0)
}
