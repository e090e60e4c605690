package flow_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// S77: a journal is copied while a refund is begun, and the original sends it. The copy
// sends nothing; adopted, it asks about the refund and sends it only when a person says
// so, and it begins no other one before what the original began last has arrived.
func TestS77_CopiedWhileARefundIsBegun(t *testing.T) {
	s, p, no := sold(t)
	e := p.begun(p.wish(no, 300))
	s.refund = func(e refund.Entry) refund.Answer { t.Errorf("sent: %+v", e); return lostRefund(e) }
	s.asked = noneOf
	s.disk.Copy = true
	p.die()
	p = s.boot()
	p.recover(time.Hour)
	if _, err := p.giveBack(p.wish(no, 500)); !slices.Equal(stoppedBy(err), []string{e.Number}) {
		t.Errorf("of a copy: %v", err)
	}
	s.disk.Adopt()
	s.disk.AdoptedAt = refund.Adoption{Wall: s.Now().Wall}
	p = s.boot()
	s.log = nil
	p.recover(10 * time.Minute)
	if got := p.entry(no, e.Number); got.State != refund.Entered || got.Sends != 0 || !strings.HasPrefix(s.calls(), "refundquery@0 askrefund@300") {
		t.Errorf("adopted: %+v, %s", got, s.calls())
	}
	if _, err := p.giveBack(named(p.wish(no, 500), e.Number)); !slices.Equal(stoppedBy(err), []string{e.Number}) {
		t.Errorf("beside it: %v", err)
	}
	if _, err := p.sendAgain(p.resend(no, e.Number)); limitOf(err) != refund.LimitAdopted {
		t.Errorf("10 min after: %v", err)
	}
	s.pass(6 * time.Minute)
	var sent []string
	s.refund = func(e refund.Entry) refund.Answer {
		sent = append(sent, e.Number)
		return acceptedRefund(e)
	}
	if again, err := p.sendAgain(p.resend(no, e.Number)); err != nil || again.State != refund.Entered || again.IsAdopted(1) {
		t.Fatalf("a person sends it: %+v, %v", again, err)
	}
	p.recover(time.Minute)
	if got := p.entry(no, e.Number); got.State != refund.Accepted || !slices.Equal(sent, []string{e.Number}) {
		t.Errorf("%+v, sent %v", got, sent)
	}

	// What the original began behind the copy is in no list: nothing begins until it has arrived.
	// A wall clock that was set forward since ends no wait.
	for _, forward := range []time.Duration{0, 24 * time.Hour} {
		s, p, no = sold(t)
		s.disk.Adopt()
		s.disk.AdoptedAt = refund.Adoption{Wall: s.Now().Wall.Add(-forward), WeChat: p.wx.Read().Now}
		s.at(s.now.Seconds()+14*60, func() { s.refunds = func() refund.Answer { return seen(refund.StatusProcessing, 300) } })
		for i := range 3 {
			s.pass(5*time.Minute + time.Second)
			if _, err := p.giveBack(p.wish(no, 300)); limitOf(err) != refund.LimitAdopted {
				t.Errorf("%s forward, look %d: %v", forward, i, err)
			}
		}
		s.pass(6 * time.Second)
		if _, err := p.giveBack(p.wish(no, 300)); !slices.Equal(stoppedBy(err), []string{"platform"}) {
			t.Errorf("%s forward, after it: %v", forward, err)
		}
	}
}

// What the merchant platform gave back meanwhile is not there to be sent again.
func TestNothingIsSentAgainThatIsBackElsewhere(t *testing.T) {
	for fee, want := range map[flow.Fen]refund.Limit{1280: refund.LimitNone, 1000: refund.LimitRest, 980: ""} {
		s, p, no := sold(t)
		e := p.begun(p.wish(no, 300))
		s.asked = noneOf
		s.disk.Copy = true
		p.die()
		s.disk.Adopt()
		s.disk.AdoptedAt = refund.Adoption{Wall: s.Now().Wall}
		p = s.boot()
		s.pass(16 * time.Minute)
		s.refunds = func() refund.Answer { return seen(refund.StatusSuccess, fee) }
		if _, err := p.sendAgain(p.resend(no, e.Number)); limitOf(err) != want || (err == nil) != (want == "") {
			t.Errorf("%s back elsewhere: %v", fee, err)
		}
	}
}
