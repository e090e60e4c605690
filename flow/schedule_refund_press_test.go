package flow_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// S53: a part of a sale is back. The sale is paid, and no more than what is left can be
// given back of it; with that it is refunded.
func TestS53_APartIsBack(t *testing.T) {
	s, p, no := sold(t)
	part := p.begun(p.wish(no, 1220))
	p.becomes(no, append(s.accepted(part), s.heard(part, refund.StatusSuccess))...)
	p.tell(no, part.Number)
	s.pass(time.Hour)
	a := p.read(no)
	if a.Outcome() != flow.OutcomePaid || a.RefundedFee != 1220 || a.Refunds.Rest(a.TotalFee) != 60 {
		t.Errorf("%s, %s back, %+v", a.State, a.RefundedFee, a.Refunds)
	}
	if _, err := p.giveBack(p.wish(no, 61)); limitOf(err) != refund.LimitRest || p.read(no).Version != a.Version {
		t.Errorf("0.61 of 0.60: %v", err)
	}
	rest := p.begun(p.wish(no, 60))
	p.becomes(no, append(s.accepted(rest), s.heard(rest, refund.StatusSuccess))...)
	if a := p.read(no); a.State != flow.Refunded || a.Outcome() != flow.OutcomeRefunded || a.RefundedFee != 1280 {
		t.Errorf("%s, %s back", a.State, a.RefundedFee)
	}
}

// S54: all of a charge that nobody was told of is given back. It is unclaimed until WeChat
// has taken the refund, and again when that is closed.
func TestS54_UnclaimedUntilAccepted(t *testing.T) {
	s := newStage(t)
	s.refunds = noRefund
	dead, p := s.boot(), s.boot()
	dead.orphan("K", "", flow.PayerIdentified{}, intent(), flow.ChargeProven{TransactionID: "42", TimeEnd: began, At: began})
	dead.die()
	s.pass(time.Hour)
	e := p.begun(p.wish(orphanNo, 1280))
	if a := p.read(orphanNo); !a.Unclaimed || a.Outcome() != flow.OutcomeOpen || !a.Open() {
		t.Errorf("begun: %s, unclaimed %t", a.Outcome(), a.Unclaimed)
	}
	p.becomes(orphanNo, s.accepted(e)...)
	if a := p.read(orphanNo); a.Unclaimed || a.Outcome() != flow.OutcomeRefunding || a.Unfinished() {
		t.Errorf("accepted: %s, unclaimed %t", a.Outcome(), a.Unclaimed)
	}
	p.becomes(orphanNo, s.heard(e, refund.StatusClosed))
	if a := p.read(orphanNo); !a.Unclaimed || a.Outcome() != flow.OutcomeOpen {
		t.Errorf("closed: %s, unclaimed %t", a.Outcome(), a.Unclaimed)
	}
}

// S55: two tills begin a refund of one sale at once. Whatever each of them saw, no more
// than what was paid is ever held, and one that was overtaken looks at all of it anew.
func TestS55_TwoTillsBeginAtOnce(t *testing.T) {
	for name, other := range map[string]flow.Fen{"the same fee": 1000, "another fee": 700} {
		s, p, no := sold(t)
		second := s.boot()
		asked := 0
		s.refunds = func() refund.Answer {
			if asked++; asked == 1 { // the first is suspended, and its lease ends
				p.die()
				second.told(no, second.begun(second.wish(no, other)))
				s.disk.Revive(p.name)
			}
			return noRefund()
		}
		s.pass(2 * time.Minute)
		_, err := p.giveBack(p.wish(no, 1000))
		if a := p.read(no); a.Refunds.Held() != other || len(a.Refunds) != 1 {
			t.Errorf("%s: %+v", name, a.Refunds)
		}
		if other == 1000 && len(stoppedBy(err)) != 1 || other == 700 && limitOf(err) != refund.LimitRest {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, p, no := sold(t)
	e := p.begun(p.wish(no, 1000))
	if _, err := p.giveBack(named(p.wish(no, 1000), e.Number)); !slices.Equal(stoppedBy(err), []string{e.Number}) {
		t.Errorf("beside one that is begun, and named: %v", err)
	}
}

// S56: one reference three times, killed in between. It is one refund with one word, also
// when nothing is left; with another fee it is refused.
func TestS56_OneReferenceOneRefund(t *testing.T) {
	s, p, no := sold(t)
	byRef := func(p *till, fee flow.Fen) (refund.Entry, error) {
		q := p.wish(no, fee)
		q.Press.Ref = "R1"
		return p.giveBack(q)
	}
	s.refunds = func() refund.Answer { panic(powerCut{}) }
	p.cut(func() { _, _ = byRef(p, 1280) })
	s.refunds = noRefund
	p = s.boot()
	first, err := byRef(p, 1280)
	if err != nil || first.Number != refund.NumberOf(string(no), "R1") {
		t.Fatalf("%+v, %v", first, err)
	}
	p.die()
	p = s.boot()
	again, err := byRef(p, 1280)
	if err != nil || again.Number != first.Number || again.State != refund.Entered {
		t.Errorf("begun: %+v, %v", again, err)
	}
	p.told(no, first)
	rest := p.wish(no, 0)
	rest.Press.Ref, rest.Press.All = "R1", true
	for _, ask := range []func() (refund.Entry, error){func() (refund.Entry, error) { return byRef(p, 1280) }, func() (refund.Entry, error) { return p.giveBack(rest) }} {
		if e, err := ask(); err != nil || e.Number != first.Number || e.Outcome() != refund.OutcomeRefunding {
			t.Errorf("on its way, nothing is left: %+v, %v", e, err)
		}
	}
	if _, err := byRef(p, 500); !isField(err) || limitOf(err) != "" {
		t.Errorf("another fee: %v", err)
	}
	if a := p.read(no); len(a.Refunds) != 1 {
		t.Errorf("%+v", a.Refunds)
	}
}

// S57: a press comes twice. The second one is stopped and told what it may be, however the
// first one went on; so it is of the rest, where nothing is left by then.
func TestS57_PressedTwice(t *testing.T) {
	for name, c := range map[string]struct {
		later time.Duration
		goes  func(s *stage, p *till, no flow.OutTradeNo, e refund.Entry)
	}{
		"begun":                     {0, func(*stage, *till, flow.OutTradeNo, refund.Entry) {}},
		"accepted and told":         {9*time.Minute + 59*time.Second, func(_ *stage, p *till, no flow.OutTradeNo, e refund.Entry) { p.told(no, e) }},
		"accepted, and told nobody": {72 * time.Hour, func(s *stage, p *till, no flow.OutTradeNo, e refund.Entry) { p.becomes(no, s.accepted(e)...) }},
		"refused and told": {72 * time.Hour, func(s *stage, p *till, no flow.OutTradeNo, e refund.Entry) {
			p.becomes(no, s.refused(e)...)
			p.tell(no, e.Number)
		}},
		"stuck and told": {72 * time.Hour, func(s *stage, p *till, no flow.OutTradeNo, e refund.Entry) {
			p.told(no, e)
			p.becomes(no, s.heard(e, refund.StatusChange))
		}},
		"back, and the clock is back": {-time.Hour, func(s *stage, p *till, no flow.OutTradeNo, e refund.Entry) {
			p.told(no, e)
			p.becomes(no, s.heard(e, refund.StatusSuccess))
		}},
	} {
		for _, all := range []bool{false, true} {
			s, p, no := sold(t)
			fee := flow.Fen(300)
			if all {
				fee = 1280
			}
			q := p.wish(no, fee)
			q.Press.All = all
			e := p.begun(q)
			c.goes(s, p, no, e)
			if s.pass(max(0, c.later)); c.later < 0 {
				s.skew = c.later
			}
			again := p.wish(no, fee)
			if again.Press.All = all; all {
				again.Press.Fee = p.read(no).Refunds.Rest(1280)
			}
			before := p.read(no)
			if _, err := p.giveBack(again); !slices.Equal(stoppedBy(err), []string{e.Number}) || p.read(no).Version != before.Version {
				t.Errorf("%s, all %t: %v", name, all, err)
			}
		}
	}
	s, p, no := sold(t)
	p.told(no, p.begun(p.wish(no, 300)))
	s.pass(10 * time.Minute)
	p.begun(p.wish(no, 300)) // ten minutes later, and told: another one
}

// S58: equal parts on purpose. Whoever names what they were shown gives back one more.
func TestS58_EqualPartsOnPurpose(t *testing.T) {
	s, p, no := sold(t)
	var all []string
	for range 3 {
		s.pass(2 * time.Minute)
		all = append(all, p.told(no, p.begun(named(p.wish(no, 300), all...))).Number)
	}
	if a := p.read(no); a.Refunds.Claimed() != 900 || len(a.Refunds) != 3 {
		t.Errorf("%+v", a.Refunds)
	}
	for _, number := range []string{"1", ""} {
		if _, err := p.giveBack(named(p.wish(no, 300), number)); !isField(err) {
			t.Errorf("names %q: %v", number, err)
		}
	}
}

// S59: a younger refund of that fee stands beside the one that was named. It stops the
// press, whatever its age.
func TestS59_AYoungerOneBesideTheNamed(t *testing.T) {
	s, p, no := sold(t)
	first := p.told(no, p.begun(p.wish(no, 300)))
	s.pass(2 * time.Minute)
	second := p.told(no, p.begun(named(p.wish(no, 300), first.Number)))
	s.pass(time.Hour)
	if _, err := p.giveBack(named(p.wish(no, 300), first.Number)); !slices.Equal(stoppedBy(err), []string{second.Number}) {
		t.Errorf("%v", err)
	}
	p.begun(named(p.wish(no, 300), first.Number, second.Number))
}

// S60: the machine is suspended between the press and the begin, on either clock, before
// the call or within it. Nothing begins.
func TestS60_AnOldPressBeginsNothing(t *testing.T) {
	nap := func(s *stage) { s.nap += 61 * time.Second }
	for name, c := range map[string]struct{ before, within func(s *stage) }{
		"suspended before":         {before: nap},
		"suspended at the look":    {within: nap},
		"a look of 61 s":           {within: func(s *stage) { s.pass(61 * time.Second) }},
		"the wall clock went back": {before: func(s *stage) { s.skew -= time.Minute }},
	} {
		s, p, no := sold(t)
		q := p.wish(no, 300)
		if c.before != nil {
			c.before(s)
		}
		s.refunds = func() refund.Answer {
			if c.within != nil {
				c.within(s)
			}
			return noRefund()
		}
		if _, err := p.giveBack(q); !isTooLate(err) || len(p.read(no).Refunds) != 0 {
			t.Errorf("%s: %v, %+v", name, err, p.read(no).Refunds)
		}
		s.refunds = noRefund
		p.begun(p.wish(no, 300))
	}
}

func isTooLate(err error) bool {
	_, is := errors.AsType[*flow.TooLateError](err)
	return is
}

// S61: a refund is accepted, or its word is told, between a press and its begin: somebody
// was being told of it while this one was pressed. It stops the press.
func TestS61_ToldBetweenPressAndBegin(t *testing.T) {
	for name, between := range map[string]func(s *stage, p *till, no flow.OutTradeNo, e refund.Entry){
		"accepted and told": func(_ *stage, p *till, no flow.OutTradeNo, e refund.Entry) { p.told(no, e) },
		"told":              func(_ *stage, p *till, no flow.OutTradeNo, e refund.Entry) { p.tell(no, e.Number) },
	} {
		s, p, no := sold(t)
		e := p.begun(p.wish(no, 300))
		if name == "told" {
			p.becomes(no, s.accepted(e)...)
		}
		s.pass(time.Hour)
		p.date()
		q := p.wish(no, 300)
		s.pass(30 * time.Second)
		between(s, p, no, e)
		if _, err := p.giveBack(q); !slices.Equal(stoppedBy(err), []string{e.Number}) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// S62: a part was given back on the merchant platform, which nobody here knew: the look
// before a refund enters it, and it stops the same fee and takes from the rest. What a
// restored journal has forgotten and is ours is found by its reference.
func TestS62_GivenBackOnThePlatform(t *testing.T) {
	s, p, no := sold(t)
	s.refunds = func() refund.Answer { return seen(refund.StatusProcessing, 300) }
	if _, err := p.giveBack(p.wish(no, 300)); !slices.Equal(stoppedBy(err), []string{"platform"}) {
		t.Errorf("the same fee: %v", err)
	}
	if _, err := p.giveBack(p.wish(no, 1000)); limitOf(err) != refund.LimitRest {
		t.Errorf("above the rest: %v", err)
	}
	p.tell(no, "platform")
	e := p.begun(p.wish(no, 980))
	if a := p.read(no); a.Refunds.Rest(a.TotalFee) != 0 || a.RefundedFee != 0 || e.Fee != 980 {
		t.Errorf("%s back of %+v", a.RefundedFee, a.Refunds)
	}

	s, p, no = sold(t)
	s.refunds = func() refund.Answer {
		return refund.Answer{Kind: refund.AnswerListed, Seen: []refund.Seen{{Number: refund.NumberOf(string(no), "R1"), Status: refund.StatusSuccess, Fee: 300}}}
	}
	q := p.wish(no, 300)
	q.Press.Ref = "R1"
	if e, err := p.giveBack(q); err != nil || e.State != refund.Elsewhere || e.Outcome() != refund.OutcomeRefunded {
		t.Errorf("of a reference that was forgotten: %+v, %v", e, err)
	}

	s, p, no = sold(t)
	s.refunds = func() refund.Answer { return refund.Answer{Kind: refund.AnswerLost, Code: "TIMEOUT"} }
	_, err := p.giveBack(p.wish(no, 300))
	if _, is := errors.AsType[*flow.RefundUnaskedError](err); !is || len(p.read(no).Refunds) != 0 {
		t.Errorf("without an answer: %v", err)
	}
}

// S73: what WeChat would not take is known before the call: the seconds that are left of
// a minute, the fiftieth part, a year. What was never charged, or is being undone, has
// nothing to give back.
func TestS73_LimitsBeforeTheCall(t *testing.T) {
	s, p, no := sold(t)
	p.told(no, p.begun(p.wish(no, 300)))
	s.pass(29 * time.Second)
	s.log = nil
	_, err := p.giveBack(p.wish(no, 301))
	limit, _ := errors.AsType[*refund.LimitError](err)
	if limitOf(err) != refund.LimitMinute || limit.Left != 31*time.Second {
		t.Errorf("29 s after: %v", err)
	}
	s.wasSent("")
	for fee, want := range map[flow.Fen]refund.Limit{0: refund.LimitZero, -1: refund.LimitZero, 981: refund.LimitRest} {
		if _, err := p.giveBack(p.wish(no, fee)); limitOf(err) != want {
			t.Errorf("%s: %v", fee, err)
		}
	}
	s.pass(31 * time.Second)
	p.begun(p.wish(no, 301))

	s, p, no = sold(t)
	many := refund.Answer{Kind: refund.AnswerListed}
	for i := range 50 {
		many.Seen = append(many.Seen, refund.Seen{Number: "p" + time.Duration(i).String(), Status: refund.StatusSuccess, Fee: 1})
	}
	s.refunds = func() refund.Answer { return many }
	if _, err := p.giveBack(p.wish(no, 300)); limitOf(err) != refund.LimitParts {
		t.Errorf("the 51st: %v", err)
	}
	for days, want := range map[time.Duration]refund.Limit{364: "", 366: refund.LimitYear} {
		s, p, no = sold(t)
		s.pass(days * 24 * time.Hour)
		if s.skew = 0; want != "" {
			s.skew = -30 * 24 * time.Hour // by this machine's clock it is not
			p = s.boot()
		}
		if _, err := p.giveBack(p.wish(no, 300)); limitOf(err) != want || (err == nil) != (want == "") {
			t.Errorf("after %d days: %v", days, err)
		}
	}
	// The time of a charge that a person vouched for is not known: it counts from its intent.
	s = newStage(t)
	s.refunds = noRefund
	p = s.boot()
	a := p.orphan("K", "", flow.PayerIdentified{}, intent(), flow.PersonNeeded{Reason: flow.NeededRefundPart}, flow.PersonResolved{As: flow.ResolvedPaid, By: "Li", Reason: "bank", At: began})
	_ = p.j.Release(context.Background(), a)
	p.begun(p.wish(orphanNo, 300))
}

// S75: the word of a refund could not be said, or nobody knows whether it was: it is not
// told, and the next press is stopped by it, after days.
func TestS75_TheWordWasNotSaid(t *testing.T) {
	s, p, no := sold(t)
	e := p.begun(p.wish(no, 300))
	p.becomes(no, s.accepted(e)...)
	p.die() // at its line
	s.pass(72 * time.Hour)
	p = s.boot()
	if _, err := p.giveBack(p.wish(no, 300)); !slices.Equal(stoppedBy(err), []string{e.Number}) {
		t.Errorf("%v", err)
	}
	// Told is the word that was read right before, and none that came meanwhile.
	refused := p.begun(p.wish(no, 500))
	p.becomes(no, s.refused(refused)...)
	said, _ := p.read(no).Refunds.Find(refused.Number)
	p.becomes(no, s.heard(refused, refund.StatusProcessing))
	a, err := p.RefundTold(context.Background(), no, said)
	if now, _ := a.Refunds.Find(refused.Number); err != nil || now.ToldN != 0 || now.State != refund.Accepted {
		t.Errorf("it was told as refused, and is %+v, %v", now, err)
	}
	if e := p.tell(no, refused.Number); e.ToldN == 0 {
		t.Errorf("it was told: %+v", e)
	}
}
