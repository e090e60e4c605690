package flow_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// resend is a wish to send a refund again.
func (p *till) resend(no flow.OutTradeNo, number string) flow.RefundRequest {
	q := p.wish(no, 0)
	q.Press.Again = number
	return q
}

func (p *till) sendAgain(q flow.RefundRequest) (refund.Entry, error) {
	_, e, err := p.SendAgain(context.Background(), q)
	return e, err
}

func acceptedRefund(refund.Entry) refund.Answer {
	return refund.Answer{Kind: refund.AnswerAccepted, RefundID: "503"}
}

func noneOf(refund.Entry) refund.Answer { return noRefund() }

func isOnItsWay(e refund.Entry) refund.Answer {
	return became(refund.AnswerProcessing, refund.StatusProcessing, e)
}

func (p *till) entry(no flow.OutTradeNo, number string) refund.Entry {
	e, _ := p.read(no).Refunds.Find(number)
	return e
}

// S67: the merchant's money was too little. The refund is refused and the sale stays paid;
// topped up, a person sends the same one again, under its number, where there is still so
// much left.
func TestS67_ToppedUp(t *testing.T) {
	s, p, no := sold(t)
	s.refund, s.asked = refusedRefund, noneOf
	e := p.begun(p.wish(no, 300))
	p.drives(no, 5*time.Minute)
	e = p.tell(no, e.Number)
	if a := p.read(no); e.State != refund.Refused || e.Outcome() != refund.OutcomeDeclined || a.Outcome() != flow.OutcomePaid || a.Refunds.Rest(1280) != 1280 {
		t.Errorf("%+v of a sale that is %s", e, a.Outcome())
	}
	s.pass(time.Hour)
	if _, err := p.giveBack(p.wish(no, 300)); !slices.Equal(stoppedBy(err), []string{e.Number}) {
		t.Errorf("one more, and nobody named it: %v", err)
	}
	var numbers []string
	s.refund = func(e refund.Entry) refund.Answer {
		numbers = append(numbers, e.Number)
		return acceptedRefund(e)
	}
	q := p.resend(no, e.Number)
	q.Account = "REFUND_SOURCE_RECHARGE_FUNDS"
	var judged refund.Entry // before it is begun, as it will be sent
	p.with(p.j, picky{p, func(_ flow.Attempt, e refund.Entry) error { judged = e; return nil }})
	if again, err := p.sendAgain(q); err != nil || again.State != refund.Entered || again.Account != q.Account || again.Fee != 300 {
		t.Fatalf("%+v, %v", again, err)
	}
	if judged.Account != q.Account || judged.Fee != 300 {
		t.Errorf("judged %+v", judged)
	}
	p.drives(no, time.Second)
	if got := p.entry(no, e.Number); got.State != refund.Accepted || got.ToldN != 0 || !slices.Equal(numbers, []string{e.Number}) {
		t.Errorf("%+v, sent %v", got, numbers)
	}
	for _, number := range []string{e.Number, "1", ""} {
		if _, err := p.sendAgain(p.resend(no, number)); !isField(err) {
			t.Errorf("%q again: %v", number, err)
		}
	}

	s, p, no = sold(t)
	first := p.begun(p.wish(no, 300))
	p.becomes(no, s.refused(first)...)
	p.tell(no, first.Number)
	most := p.told(no, p.begun(p.wish(no, 1000)))
	s.pass(time.Hour)
	if _, err := p.sendAgain(p.resend(no, first.Number)); limitOf(err) != refund.LimitRest {
		t.Errorf("beyond the rest: %v", err)
	}
	p.becomes(no, s.heard(most, refund.StatusClosed))
	younger := p.told(no, p.begun(named(p.wish(no, 300), first.Number)))
	s.pass(time.Hour)
	if _, err := p.sendAgain(p.resend(no, first.Number)); !slices.Equal(stoppedBy(err), []string{younger.Number}) {
		t.Errorf("beside a younger one: %v", err)
	}
	q = p.resend(no, first.Number)
	q.Press.Beside = []string{younger.Number}
	s.pass(61 * time.Second)
	if _, err := p.sendAgain(q); !isTooLate(err) {
		t.Errorf("61 s old: %v", err)
	}
	q = p.resend(no, first.Number)
	q.Press.Beside = []string{younger.Number}
	if e, err := p.sendAgain(q); err != nil || e.Number != first.Number {
		t.Errorf("%+v, %v", e, err)
	}
}

// S68: a send has no answer, the next one is refused, and WeChat has none of it. The fee
// is not free before the first one can arrive no more; it does arrive, and is found.
func TestS68_ALostSendArrivesLate(t *testing.T) {
	for _, arrives := range []bool{true, false} {
		s, p, no := sold(t)
		sends := 0
		s.asked = noneOf
		s.refund = func(e refund.Entry) refund.Answer {
			if sends++; sends == 1 {
				return lostRefund(e)
			}
			return refusedRefund(e)
		}
		e := p.begun(p.wish(no, 300))
		p.drives(no, 14*time.Minute)
		if got := p.entry(no, e.Number); got.State != refund.Entered || sends != 2 {
			t.Fatalf("14 min after: %+v, sent %d times", got, sends)
		}
		if arrives {
			s.asked = isOnItsWay
		}
		p.drives(no, 2*time.Minute)
		want := map[bool]refund.State{true: refund.Accepted, false: refund.Refused}[arrives]
		if got := p.entry(no, e.Number); got.State != want {
			t.Errorf("16 min after, arrived %t: %+v", arrives, got)
		}
	}
	// A refusal alone is none: WeChat has it all the same.
	s, p, no := sold(t)
	s.refund, s.asked = refusedRefund, isOnItsWay
	e := p.begun(p.wish(no, 300))
	p.drives(no, time.Minute)
	if got := p.entry(no, e.Number); got.State != refund.Accepted {
		t.Errorf("%+v", got)
	}
}

// S69: a refund that was refused, and told so, has moved after all. The look before the
// next one shows it: it is opened again under its own number, it has yet to be told, and
// it stops the press.
func TestS69_ARefusedOneHasMoved(t *testing.T) {
	s, p, no := sold(t)
	e := p.begun(p.wish(no, 300))
	p.becomes(no, s.refused(e)...)
	p.tell(no, e.Number)
	s.pass(time.Hour)
	s.refunds = func() refund.Answer {
		return refund.Answer{Kind: refund.AnswerListed, Seen: []refund.Seen{{Number: e.Number, Status: refund.StatusProcessing, Fee: 300}}}
	}
	_, err := p.giveBack(named(p.wish(no, 1000), e.Number))
	got := p.entry(no, e.Number)
	if limitOf(err) != refund.LimitRest || got.State != refund.Accepted || got.ToldN != 0 || len(p.read(no).Refunds) != 1 {
		t.Errorf("%v, %+v", err, got)
	}
	if _, err := p.giveBack(p.wish(no, 300)); !slices.Equal(stoppedBy(err), []string{e.Number}) {
		t.Errorf("the same fee: %v", err)
	}
	if _, err := p.sendAgain(p.resend(no, e.Number)); !isField(err) {
		t.Errorf("sent again: %v", err)
	}

	// Beside another one that was begun in its place: what WeChat has is so.
	s, p, no = sold(t)
	e = p.begun(p.wish(no, 1280))
	p.becomes(no, s.refused(e)...)
	p.tell(no, e.Number)
	p.told(no, p.begun(named(p.wish(no, 1280), e.Number)))
	p.becomes(no, s.heard(e, refund.StatusProcessing))
	if a := p.read(no); a.Refunds.Over(1280) != 1280 || a.Refunds.Rest(1280) != 0 {
		t.Errorf("%+v", a.Refunds)
	}
}

// settle is a person's word about a refund.
func (p *till) settle(no flow.OutTradeNo, number, as string) (flow.Attempt, error) {
	return p.SettleRefund(context.Background(), flow.RefundWord{OutTradeNo: no, Number: number, As: as, By: "Wang", Reason: "saw it there", Version: p.read(no).Version})
}

// S70: WeChat cannot get the money to the customer. A person gives it back on the merchant
// platform and says so, and that counts as back; no other word fits, and no word of it
// that another state wants.
func TestS70_StuckAndSettledThere(t *testing.T) {
	s, p, no := sold(t)
	e := p.begun(p.wish(no, 1280))
	p.becomes(no, append(s.accepted(e), s.heard(e, refund.StatusChange))...)
	if a := p.read(no); a.RefundedFee != 0 || a.State != flow.Paid || a.Outcome() != flow.OutcomeOpen || p.entry(no, e.Number).Outcome() != refund.OutcomeOpen {
		t.Errorf("stuck: %s, %+v", a.State, a.Refunds)
	}
	for as, number := range map[string]string{refund.SettledElse: e.Number, refund.SettledThere: "1", "back": e.Number} {
		before := p.read(no)
		if _, err := p.settle(no, number, as); !isField(err) || p.read(no).Version != before.Version {
			t.Errorf("%s of %s: %v", as, number, err)
		}
	}
	a, err := p.settle(no, e.Number, refund.SettledThere)
	if err != nil || a.State != flow.Refunded || a.RefundedFee != 1280 || p.entry(no, e.Number).SettledBy != "Wang" {
		t.Errorf("settled: %s, %v, %+v", a.State, err, a.Refunds)
	}
	if _, err := p.settle(no, e.Number, refund.SettledThere); !isField(err) {
		t.Errorf("settled twice: %v", err)
	}

	s, p, no = sold(t)
	e = p.begun(p.wish(no, 300))
	for _, as := range []string{refund.SettledThere, refund.SettledElse} {
		if _, err := p.settle(no, e.Number, as); !isField(err) {
			t.Errorf("begun, and %s: %v", as, err)
		}
	}
	p.becomes(no, s.refused(e)...)
	if _, err := p.settle(no, e.Number, refund.SettledThere); !isField(err) {
		t.Errorf("refused, and there: %v", err)
	}
	if a, err := p.settle(no, e.Number, refund.SettledElse); err != nil || a.Refunds[0].State != refund.SettledOtherwise || a.Refunds.Rest(1280) != 1280 {
		t.Errorf("refused, and otherwise: %+v, %v", a.Refunds, err)
	}
	if _, err := p.sendAgain(p.resend(no, e.Number)); !isField(err) {
		t.Errorf("sent again: %v", err)
	}
}

// S71: WeChat closes a refund. Its number is never sent again, by nobody, and nothing
// gets a second one by itself; a person begins another one, with the list before them.
func TestS71_ClosedAtWeChat(t *testing.T) {
	s, p, no := sold(t)
	e := p.begun(p.wish(no, 300))
	p.told(no, e)
	p.becomes(no, s.heard(e, refund.StatusClosed))
	s.pass(time.Hour)
	s.log = nil
	p.drives(no, 24*time.Hour)
	if s.wasSent(""); len(p.read(no).Refunds) != 1 {
		t.Errorf("%+v", p.read(no).Refunds)
	}
	if _, err := p.sendAgain(p.resend(no, e.Number)); !isField(err) || p.entry(no, e.Number).State != refund.Refused {
		t.Errorf("sent again: %v", err)
	}
	if _, err := p.giveBack(p.wish(no, 300)); !slices.Equal(stoppedBy(err), []string{e.Number}) {
		t.Errorf("another one: %v", err)
	}
	if one := p.begun(named(p.wish(no, 300), e.Number)); one.Number == e.Number {
		t.Errorf("under the same number: %+v", one)
	}
}

// S72: what was to undo a sale too old to reverse is refused three times, and stands
// before a person. They begin one more, of all that is left, and by itself nothing does.
func TestS72_OneMoreForAReversal(t *testing.T) {
	s, p := tooLate(t)
	s.refund, s.asked = refusedRefund, noneOf
	p.recover(time.Hour)
	a := p.only()
	if s.is(a, flow.NeedsPerson); a.Unfinished() != true {
		t.Error("nobody waits for a person")
	}
	no, first := a.OutTradeNo, a.Refunds[0].Number
	if _, err := p.giveBack(p.wish(no, 1280)); !slices.Equal(stoppedBy(err), []string{first}) {
		t.Errorf("nobody named it: %v", err)
	}
	if _, err := p.giveBack(named(p.wish(no, 300), first)); !isField(err) || limitOf(err) != "" {
		t.Errorf("a part: %v", err)
	}
	s.refund, s.asked = acceptedRefund, func(e refund.Entry) refund.Answer { return became(refund.AnswerSuccess, refund.StatusSuccess, e) }
	one := p.begun(named(p.wish(no, 1280), first))
	if one.Number == first || !strings.HasPrefix(one.Number, string(no)+"M") || one.Purpose != refund.Reversal {
		t.Errorf("%+v", one)
	}
	p.recover(time.Hour)
	if a := p.only(); a.State != flow.Refunded || a.RefundedFee != 1280 || len(a.Refunds) != 2 {
		t.Errorf("%s, %+v", a.State, a.Refunds)
	}
	// A part is back already: what undoes the sale is the rest.
	s, p = tooLate(t)
	s.refunds = func() refund.Answer { return seen(refund.StatusSuccess, 300) }
	var fees []flow.Fen
	s.refund = func(e refund.Entry) refund.Answer {
		fees = append(fees, e.Fee)
		return acceptedRefund(e)
	}
	p.recover(time.Hour)
	if !slices.Equal(fees, []flow.Fen{980}) {
		t.Errorf("gives back %v, and 3.00 of 12.80 are back", fees)
	}
}

// S72, beside a till: the one more of it is begun at a command, which hears its word within
// its wait. The till that drives it keeps the sale for its steps alone.
func TestS72_TheOneMoreIsToldBesideATill(t *testing.T) {
	s, p := tooLate(t)
	s.refund = refusedRefund
	p.recover(3 * time.Hour)
	a, other := p.only(), s.boot()
	other.date()
	p.date()
	s.refund = acceptedRefund
	one := other.begun(named(other.wish(a.OutTradeNo, a.TotalFee), a.Refunds[0].Number))
	p.recover(2 * time.Minute)
	one = other.entry(a.OutTradeNo, one.Number)
	if _, err := other.RefundTold(context.Background(), a.OutTradeNo, one); err != nil || one.State != refund.Accepted {
		t.Errorf("%s: %v", one.State, err)
	}
	if _, err := other.giveBack(other.wish(a.OutTradeNo, a.TotalFee)); limitOf(err) == "" && !isField(err) {
		t.Errorf("beside it: %v", err)
	}
}
