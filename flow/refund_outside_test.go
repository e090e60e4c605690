package flow_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

func revoked(flow.Attempt) flow.Answer { return answer(flow.AnswerRevoked, "") }

// noneLost is a send behind which WeChat says something that proves nothing: INVALID_REQUEST.
func noneLost(refund.Entry) refund.Answer {
	return refund.Answer{Kind: refund.AnswerLost, Code: "INVALID_REQUEST"}
}

// A sale that was reversed past this till has nothing to give back: WeChat says so before a
// refund begins, or one is sent again, and none of its own does. Where it says nothing, or
// that the sale is paid, the refund begins as ever.
func TestNoRefundOfWhatWasReversedOutside(t *testing.T) {
	s, p, no := sold(t)
	first := p.begun(p.wish(no, 300))
	p.becomes(no, s.refused(first)...)
	p.tell(no, first.Number)
	s.pass(time.Hour)
	p.date()
	s.query = revoked
	before := p.read(no).Version
	for name, begin := range map[string]func() (refund.Entry, error){
		"new":   func() (refund.Entry, error) { return p.giveBack(named(p.wish(no, 500), first.Number)) },
		"again": func() (refund.Entry, error) { return p.sendAgain(p.resend(no, first.Number)) },
	} {
		if _, err := begin(); !isField(err) || !strings.Contains(err.Error(), "reversed outside this till") || p.read(no).Version != before {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, kind := range []flow.AnswerKind{flow.AnswerLost, flow.AnswerPaid} {
		s, p, no := sold(t)
		s.query = func(flow.Attempt) flow.Answer { return answer(kind, "") }
		p.begun(p.wish(no, 500))
	}
	s, p, no = sold(t)
	q := p.wish(no, 500)
	q.Press.Ref = "R"
	e := p.begun(q)
	s.query = revoked
	if again, err := p.giveBack(q); err != nil || again.Number != e.Number {
		t.Errorf("the entry of its reference answers first: %+v, %v", again, err)
	}
}

// A refund that was begun of a sale that was reversed outside has no answer that ends it.
// A person may end it, where WeChat says of the order that it is revoked and has no such
// refund, and not on their word alone.
func TestABegunRefundOfWhatWasReversedOutside(t *testing.T) {
	begun := func(t *testing.T) (*stage, *till, flow.OutTradeNo, refund.Entry) {
		s, p, no := sold(t)
		s.refund, s.asked = noneLost, noneOf
		e := p.begun(p.wish(no, 1280))
		s.query = revoked
		p.drives(no, time.Hour)
		if e = p.entry(no, e.Number); e.State != refund.Entered || e.Sends < 10 {
			t.Fatalf("%+v", e)
		}
		return s, p, no, e
	}
	for name, c := range map[string]struct {
		query func(flow.Attempt) flow.Answer
		look  func(e refund.Entry) refund.Answer
		field bool // else nobody knows
	}{
		"paid":        {func(flow.Attempt) flow.Answer { return paid() }, noneOf, true},
		"closed":      {func(flow.Attempt) flow.Answer { return answer(flow.AnswerClosed, "") }, noneOf, true},
		"refund":      {func(flow.Attempt) flow.Answer { return answer(flow.AnswerRefund, "") }, noneOf, true},
		"no answer":   {func(flow.Attempt) flow.Answer { return answer(flow.AnswerLost, "NETWORK") }, noneOf, false},
		"it has it":   {revoked, isOnItsWay, true},
		"no look":     {revoked, noneLost, false},
		"our key":     {func(flow.Attempt) flow.Answer { return answer(flow.AnswerRejected, "SIGN") }, noneOf, false},
		"no such one": {func(flow.Attempt) flow.Answer { return answer(flow.AnswerNotExist, "ORDERNOTEXIST") }, noneOf, true},
	} {
		s, p, no, e := begun(t)
		s.query, s.refunds = c.query, func() refund.Answer { return c.look(e) }
		_, err := p.settle(no, e.Number, refund.SettledElse)
		_, unasked := errors.AsType[*flow.RefundUnaskedError](err)
		if isField(err) != c.field || unasked == c.field || p.entry(no, e.Number).State == refund.SettledOtherwise {
			t.Errorf("%s: %v, %+v", name, err, p.entry(no, e.Number))
		}
	}
	s, p, no, e := begun(t)
	if _, err := p.settle(no, e.Number, refund.SettledThere); !isField(err) {
		t.Errorf("settled there: %v", err)
	}
	a, err := p.settle(no, e.Number, refund.SettledElse)
	if e = p.entry(no, e.Number); err != nil || e.State != refund.SettledOtherwise || !e.Final || a.Unfinished() || a.RefundedFee != 0 || a.Outcome() != flow.OutcomeRefunded {
		t.Fatalf("%s, %+v, %v", a.Outcome(), e, err)
	}
	if a.Belied(revoked(a)) || !a.Belied(answer(flow.AnswerNotPay, "")) {
		t.Error("that the money is back is what WeChat says, too; that it was never paid is not")
	}
	s.log = nil
	if p.drives(no, time.Hour); s.sent() != "" {
		t.Errorf("it is over: %s", s.sent())
	}
	if a = p.becomes(no, s.heard(e, refund.StatusProcessing)); !p.entry(no, e.Number).Contradicted() {
		t.Errorf("it moved after all, and contradicts the word: %+v", a.Refunds)
	}
}

// Money rules 4b.6 and 4b.12: what was refused may have been sent again behind the copy
// that is the journal now. Nobody gives cash for it before WeChat was asked.
func TestCashForWhatACopyHasAsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		look    func(e refund.Entry) refund.Answer
		adopted bool
		field   bool // else nobody knows
		is      bool // settled
	}{
		"it has it":             {isOnItsWay, true, true, false},
		"no look":               {noneLost, true, false, false},
		"it has none":           {noneOf, true, false, true},
		"nobody adopted a copy": {noneLost, false, false, true},
	} {
		s, p, no := sold(t)
		e := p.begun(p.wish(no, 1280))
		p.becomes(no, s.refused(e)...)
		if c.adopted {
			s.disk.Adopt()
			p = s.boot()
		}
		s.refunds = func() refund.Answer { return c.look(e) }
		_, err := p.settle(no, e.Number, refund.SettledElse)
		_, unasked := errors.AsType[*flow.RefundUnaskedError](err)
		is := p.entry(no, e.Number).State == refund.SettledOtherwise
		if is != c.is || (err == nil) != c.is || isField(err) != c.field || unasked != (!c.is && !c.field) {
			t.Errorf("%s: %v, %+v", name, err, p.entry(no, e.Number))
		}
	}
}
