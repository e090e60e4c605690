package flow_test

import (
	"slices"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// What was refused was given in cash. More of the sale than both together leave goes back
// only by a person who names it, with a reference as without one (money rule 4b.2).
func TestCashStopsAPress(t *testing.T) {
	s, p, no := sold(t)
	e := p.begun(p.wish(no, 1000))
	p.becomes(no, s.refused(e)...)
	if _, err := p.settle(no, e.Number, refund.SettledElse); err != nil {
		t.Fatal(err)
	}
	s.pass(time.Hour)
	byRef, again := p.wish(no, 999), p.wish(no, 281)
	byRef.Press.Ref = "bon 7"
	for name, q := range map[string]flow.RefundRequest{"a fen less": p.wish(no, 999), "with a reference": byRef, "the fen too many": again} {
		q.Press.At = p.s.Now()
		if _, err := p.giveBack(q); !slices.Equal(stoppedBy(err), []string{e.Number}) {
			t.Errorf("%s: %v", name, err)
		}
	}
	part := p.begun(p.wish(no, 280))
	p.told(no, part)
	s.pass(time.Hour)
	p.begun(named(p.wish(no, 1000), e.Number))
}

// What was refused is given in cash only while no more than the sale leaves in both ways.
func TestCashBesideARefund(t *testing.T) {
	s, p, no := sold(t)
	first := p.begun(p.wish(no, 1000))
	p.becomes(no, s.refused(first)...)
	s.pass(time.Hour)
	p.told(no, p.begun(named(p.wish(no, 281), first.Number)))
	before := p.read(no)
	if _, err := p.settle(no, first.Number, refund.SettledElse); !isField(err) || p.read(no).Version != before.Version {
		t.Errorf("10.00 in cash where 9.99 is left: %v", err)
	}
	s, p, no = sold(t)
	first = p.begun(p.wish(no, 1000))
	p.becomes(no, s.refused(first)...)
	s.pass(time.Hour)
	second := p.begun(named(p.wish(no, 281), first.Number))
	p.becomes(no, s.refused(second)...)
	if _, err := p.settle(no, second.Number, refund.SettledElse); err != nil {
		t.Error(err)
	}
	s.pass(time.Hour)
	if _, err := p.sendAgain(p.resend(no, first.Number)); !slices.Equal(stoppedBy(err), []string{second.Number}) {
		t.Errorf("10.00 sent again beside 2.81 of 12.80: %v", err)
	}
	if _, err := p.settle(no, first.Number, refund.SettledElse); !isField(err) {
		t.Errorf("10.00 in cash beside 2.81 of 12.80: %v", err)
	}
}

// word is a person's, who looks at the sale now, that the customer got a refund in another
// way; with the numbers of what they say that it is one more beside.
func (p *till) word(no flow.OutTradeNo, number string, beside ...string) flow.RefundWord {
	return flow.RefundWord{OutTradeNo: no, Number: number, As: refund.SettledElse, By: "Li", Reason: "cash", Version: p.read(no).Version, Beside: beside}
}

// A refund was refused, and another one of its fee was begun in its place. That the
// customer got the first one in cash is stopped by the second, whatever that has come to,
// until a person names it (money rules 4b.2, 4b.6): it is money for one return twice.
func TestCashInPlaceOfWhatWentBack(t *testing.T) {
	for name, c := range map[string]struct {
		after time.Duration // between the second refund and the word
		does  func(s *stage, p *till, no flow.OutTradeNo, second refund.Entry)
		open  bool // it cannot be named away
		free  bool // it stops nothing
	}{
		"begun":              {time.Minute, func(*stage, *till, flow.OutTradeNo, refund.Entry) {}, true, false},
		"accepted":           {time.Minute, func(s *stage, p *till, no flow.OutTradeNo, e refund.Entry) { p.told(no, e) }, false, false},
		"accepted, long ago": {time.Hour, func(s *stage, p *till, no flow.OutTradeNo, e refund.Entry) { p.told(no, e) }, false, false},
		"back, long ago": {time.Hour, func(s *stage, p *till, no flow.OutTradeNo, e refund.Entry) {
			p.told(no, e)
			p.becomes(no, s.heard(e, refund.StatusSuccess))
		}, false, false},
		"stuck": {time.Hour, func(s *stage, p *till, no flow.OutTradeNo, e refund.Entry) {
			p.told(no, e)
			p.becomes(no, s.heard(e, refund.StatusChange))
		}, false, false},
		"refused, and cash": {time.Hour, func(s *stage, p *till, no flow.OutTradeNo, e refund.Entry) {
			p.becomes(no, s.refused(e)...)
			if _, err := p.SettleRefund(t.Context(), p.word(no, e.Number)); err != nil {
				t.Error(err)
			}
		}, false, false},
		"refused": {time.Hour, func(s *stage, p *till, no flow.OutTradeNo, e refund.Entry) { p.becomes(no, s.refused(e)...) }, false, true},
		"closed": {time.Hour, func(s *stage, p *till, no flow.OutTradeNo, e refund.Entry) {
			p.told(no, e)
			p.becomes(no, s.heard(e, refund.StatusClosed))
		}, false, true},
	} {
		for _, ref := range []string{"", "bon 8"} {
			s, p, no := sold(t)
			first := p.begun(p.wish(no, 300))
			p.becomes(no, s.refused(first)...)
			p.tell(no, first.Number)
			s.pass(time.Hour)
			q := named(p.wish(no, 300), first.Number)
			q.Press.Ref = ref
			second := p.begun(q)
			c.does(s, p, no, second)
			s.pass(c.after)
			before := p.read(no)
			_, err := p.SettleRefund(t.Context(), p.word(no, first.Number))
			if c.free {
				if err != nil {
					t.Errorf("%s: %v", name, err)
				}
				continue
			}
			if !slices.Equal(stoppedBy(err), []string{second.Number}) || p.read(no).Version != before.Version {
				t.Errorf("%s: %v", name, err)
			}
			a, err := p.SettleRefund(t.Context(), p.word(no, first.Number, second.Number))
			switch e, _ := a.Refunds.Find(first.Number); {
			case c.open && (!slices.Equal(stoppedBy(err), []string{second.Number}) || p.read(no).Version != before.Version):
				t.Errorf("%s, and named: %v", name, err)
			case !c.open && (err != nil || e.State != refund.SettledOtherwise):
				t.Errorf("%s, and named: %v, %+v", name, err, e)
			}
		}
	}
}

// The same where the one that was begun in its place came to something while a person was
// at the word: what they named is what they saw.
func TestCashWhileAnotherMoves(t *testing.T) {
	s, p, no := sold(t)
	first := p.begun(p.wish(no, 300))
	p.becomes(no, s.refused(first)...)
	p.tell(no, first.Number)
	s.pass(time.Hour)
	second := p.begun(named(p.wish(no, 300), first.Number))
	p.becomes(no, s.refused(second)...)
	s.pass(time.Hour)
	w := p.word(no, first.Number, second.Number)
	if _, err := p.sendAgain(p.resend(no, second.Number)); err == nil {
		t.Fatal("sent again beside what was refused before it, unnamed")
	}
	q := p.resend(no, second.Number)
	q.Press.Beside = []string{first.Number}
	if _, err := p.sendAgain(q); err != nil {
		t.Fatal(err)
	}
	p.told(no, p.entry(no, second.Number))
	if _, err := p.SettleRefund(t.Context(), w); !slices.Equal(stoppedBy(err), []string{second.Number}) {
		t.Errorf("accepted since it was named: %v", err)
	}
	w = p.word(no, first.Number, "1")
	if _, err := p.SettleRefund(t.Context(), w); !isField(err) {
		t.Errorf("what is none of the sale is named: %v", err)
	}
}

// The other way round: cash was given for the first, and what was begun in its place is
// sent again; or the same is wanted once more right behind the word, which is the younger
// one then, however old the refund is.
func TestCashStopsWhatWasBegunInItsPlace(t *testing.T) {
	s, p, no := sold(t)
	first := p.begun(p.wish(no, 300))
	p.becomes(no, s.refused(first)...)
	p.tell(no, first.Number)
	s.pass(time.Hour)
	second := p.begun(named(p.wish(no, 300), first.Number))
	p.becomes(no, s.refused(second)...)
	p.tell(no, second.Number)
	s.pass(time.Hour)
	if _, err := p.SettleRefund(t.Context(), p.word(no, first.Number)); err != nil {
		t.Fatal(err)
	}
	s.pass(9 * time.Minute)
	for name, err := range map[string]error{
		"a new one":       func() error { _, err := p.giveBack(named(p.wish(no, 300), second.Number)); return err }(),
		"of another name": func() error { _, err := p.giveBack(p.wish(no, 300)); return err }(),
	} {
		if !slices.Contains(stoppedBy(err), first.Number) {
			t.Errorf("%s, 9 min behind the cash: %v", name, err)
		}
	}
	s.pass(time.Hour)
	if _, err := p.sendAgain(p.resend(no, second.Number)); !slices.Equal(stoppedBy(err), []string{first.Number}) {
		t.Errorf("sent again: %v", err)
	}
	if _, err := p.SettleRefund(t.Context(), p.word(no, second.Number)); !slices.Equal(stoppedBy(err), []string{first.Number}) {
		t.Errorf("cash for the second, too: %v", err)
	}
	q := p.resend(no, second.Number)
	q.Press.Beside = []string{first.Number}
	if _, err := p.sendAgain(q); err != nil {
		t.Errorf("sent again, and the cash is named: %v", err)
	}
}
