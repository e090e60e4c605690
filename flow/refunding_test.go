package flow_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/refund"
)

// sold is a sale of 12.80 that was told as paid a while ago, at a WeChat that has no
// refund of it.
func sold(t *testing.T) (*stage, *till, flow.OutTradeNo) {
	s := newStage(t)
	s.refunds = noRefund
	p := s.boot()
	a := p.ring(byRef)
	if _, err := p.Shown(context.Background(), a); err != nil {
		t.Fatal(err)
	}
	s.pass(time.Hour)
	p.date()
	s.log = nil
	return s, p, a.OutTradeNo
}

// wish is what a person who looks at the sale now wants back.
func (p *till) wish(no flow.OutTradeNo, fee flow.Fen) flow.RefundRequest {
	return flow.RefundRequest{OutTradeNo: no, Press: refund.Press{Version: p.read(no).Version, At: p.s.Now(), Fee: fee}, Reason: "退货", By: "Li"}
}

func (p *till) giveBack(q flow.RefundRequest) (refund.Entry, error) {
	_, e, err := p.BeginRefund(context.Background(), q)
	return e, err
}

// begun is a refund that nothing stops.
func (p *till) begun(q flow.RefundRequest) refund.Entry {
	p.s.t.Helper()
	e, err := p.giveBack(q)
	if err != nil || e.State != refund.Entered {
		p.s.t.Fatalf("%+v: %+v, %v", q, e, err)
	}
	return e
}

// becomes is what a driver wrote down.
func (p *till) becomes(no flow.OutTradeNo, facts ...flow.Fact) flow.Attempt {
	p.s.t.Helper()
	a, err := p.j.Claim(context.Background(), no)
	if err == nil {
		a, err = p.j.Append(context.Background(), a, facts...)
	}
	if err != nil {
		p.s.t.Fatal(err)
	}
	if err := p.j.Release(context.Background(), a); err != nil {
		p.s.t.Fatal(err)
	}
	return a
}

func (s *stage) sentRefund(e refund.Entry) flow.RefundSent {
	return flow.RefundSent{OutRefundNo: e.Number, N: e.Sends + 1, At: s.truth(), SendBy: s.truth().Add(8 * time.Second), Trusted: true}
}

func (s *stage) accepted(e refund.Entry) []flow.Fact {
	return []flow.Fact{s.sentRefund(e), flow.RefundAnswered{OutRefundNo: e.Number, N: e.Sends + 1, Answer: refund.AnswerAccepted, At: s.truth()}}
}

func (s *stage) refused(e refund.Entry) []flow.Fact {
	return []flow.Fact{s.sentRefund(e), flow.RefundAnswered{OutRefundNo: e.Number, N: e.Sends + 1, Answer: refund.AnswerRefused, Code: "NOTENOUGH", At: s.truth()},
		flow.RefundDenied{OutRefundNo: e.Number, At: s.truth()}}
}

func (s *stage) heard(e refund.Entry, status string) flow.RefundHeard {
	return flow.RefundHeard{OutRefundNo: e.Number, Status: status, Fee: e.Fee, At: s.truth()}
}

// told has a refund accepted and told.
func (p *till) told(no flow.OutTradeNo, e refund.Entry) refund.Entry {
	p.s.t.Helper()
	p.becomes(no, p.s.accepted(e)...)
	return p.tell(no, e.Number)
}

func (p *till) tell(no flow.OutTradeNo, number string) refund.Entry {
	p.s.t.Helper()
	e, _ := p.read(no).Refunds.Find(number)
	a, err := p.RefundTold(context.Background(), no, e)
	if err != nil {
		p.s.t.Fatal(err)
	}
	e, _ = a.Refunds.Find(number)
	return e
}

// stoppedBy are the numbers that an error names, nil where it is none of a stop.
func stoppedBy(err error) (numbers []string) {
	if stopped, is := errors.AsType[*flow.RefundStoppedError](err); is {
		for _, e := range stopped.Entries {
			numbers = append(numbers, e.Number)
		}
	}
	return numbers
}

func limitOf(err error) refund.Limit {
	if e, is := errors.AsType[*refund.LimitError](err); is {
		return e.Limit
	}
	return ""
}

func isField(err error) bool {
	_, is := errors.AsType[*field.Error](err)
	return is
}

// named is a press that names what it was shown.
func named(q flow.RefundRequest, numbers ...string) flow.RefundRequest {
	q.Press.Beside = numbers
	return q
}

// drives does what the refunds of a sale need, as one process does, for a time.
func (p *till) drives(no flow.OutTradeNo, d time.Duration) {
	s, ctx := p.s, context.Background()
	live := refund.Live{Since: s.truth()}
	for end := s.now + d; s.now < end; {
		p.wxAgrees()
		a, read := p.read(no), p.wx.Read()
		answered := func(step refund.Step, ans refund.Answer) {
			live = live.Heard(p.read(no).Refunds, step, ans, read.Now, read.Trusted)
			for _, f := range p.read(no).Refunds.Facts(ans, s.truth()) {
				p.becomes(no, f)
			}
		}
		switch step := flow.NextRefund(a, flow.Situation{Now: read.Now, Sure: read.Sure, Trusted: read.Trusted, Refunds: live}).(type) {
		case flow.SendRefund:
			e, _ := a.Refunds.Find(step.Number)
			sent := e.Send(refund.Situation{Now: read.Now, Trusted: read.Trusted})
			p.becomes(no, sent)
			e, _ = p.read(no).Refunds.Find(step.Number)
			ans := p.SendRefund(ctx, a, e)
			answered(refund.Send(step), refund.Answer{Kind: ans.Kind, Code: ans.Code})
			if f, is := sent.Answer(ans, s.truth()); is {
				p.becomes(no, f)
			}
		case flow.AskRefund:
			e, _ := a.Refunds.Find(step.Number)
			answered(refund.Ask(step), p.AskRefund(ctx, a, e))
		case flow.LookRefunds:
			answered(refund.Look{}, p.LookRefunds(ctx, a))
		case flow.Record:
			p.becomes(no, step.Facts...)
		case flow.Wait:
			s.pass(min(step.Until.Sub(read.Now)+time.Millisecond, end-s.now))
		default:
			return
		}
	}
}

// wxAgrees brings the time, which a test's own pass of it may have made unsure.
func (p *till) wxAgrees() {
	if _, sure := p.wx.Now(); !sure {
		p.date()
	}
}
