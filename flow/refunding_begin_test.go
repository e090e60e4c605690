package flow_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/refund"
)

// picky is a gateway that refuses what a test says.
type picky struct {
	*till
	check func(flow.Attempt, refund.Entry) error
}

func (g picky) CheckRefund(a flow.Attempt, e refund.Entry) error { return g.check(a, e) }

// What a person says of a refund is written down as they said it, and the adapter has
// judged it before that.
func TestWhatIsBegun(t *testing.T) {
	s, p, no := sold(t)
	var judged refund.Entry
	p.with(p.j, picky{p, func(a flow.Attempt, e refund.Entry) error {
		if judged = e; a.OutTradeNo != no {
			t.Errorf("judged for %s", a.OutTradeNo)
		}
		return nil
	}})
	s.skew = time.Minute
	p.wxAgrees()
	first := p.told(no, p.begun(p.wish(no, 500)))
	s.pass(time.Hour)
	q := named(p.wish(no, 300), first.Number)
	q.Note, q.ApprovedBy = "wrong size", "Zhao"
	e := p.begun(q)
	facts := p.facts(no)
	f, _ := facts[len(facts)-1].(flow.RefundBegun)
	want := flow.RefundBegun{OutRefundNo: e.Number, Fee: 300, Reason: "退货", By: "Li", Note: "wrong size", ApprovedBy: "Zhao", Lane: "L", Beside: []string{first.Number},
		At: f.At, Wall: f.Wall}
	if !reflect.DeepEqual(f, want) || s.Now().Wall.Sub(f.Wall).Abs() > time.Second || s.truth().Sub(f.At).Abs() > 2*time.Second {
		t.Errorf("%+v\nwant %+v", f, want)
	}
	if judged.Fee != 300 || judged.Reason != "退货" {
		t.Errorf("judged %+v", judged)
	}
}

// Whatever ends a press, the sale is let go of for other processes, and nothing was begun.
func TestAPressThatBeginsNothing(t *testing.T) {
	bad := field.NewError("reason", "is too long", "")
	for name, c := range map[string]struct {
		change func(s *stage, p *till)
		want   func(err error) bool
	}{
		"the adapter refuses it": {func(s *stage, p *till) {
			p.with(p.j, picky{p, func(flow.Attempt, refund.Entry) error { return bad }})
		}, func(err error) bool { return errors.Is(err, bad) }},
		"no certificate": {func(s *stage, p *till) { s.notYet = errors.New("no certificate") }, func(err error) bool {
			e, is := errors.AsType[*flow.SalesSuspendedError](err)
			return is && e.Kind == flow.SuspendedByCertificate && e.Why == "no certificate"
		}},
		"no network, and no time": {func(s *stage, p *till) { s.nap += time.Second * 10; s.sync = errors.New("no route to host") }, func(err error) bool {
			_, is := errors.AsType[*flow.RefundUnaskedError](err)
			return is
		}},
		"WeChat does not answer the look": {func(s *stage, p *till) { s.refunds = func() refund.Answer { return lostRefund(refund.Entry{}) } }, func(err error) bool {
			_, is := errors.AsType[*flow.RefundUnaskedError](err)
			return is
		}},
		"the journal cannot be read":    {func(s *stage, p *till) { p.with(failing{p.j, "read"}, p) }, func(err error) bool { return errors.Is(err, errDisk) }},
		"the journal cannot be claimed": {func(s *stage, p *till) { p.with(failing{p.j, "claim"}, p) }, func(err error) bool { return errors.Is(err, errDisk) }},
		"the journal cannot be written": {func(s *stage, p *till) {
			p.with(&tapped{Journal: p.j, writes: func([]flow.Fact) error { return errDisk }}, p)
		}, func(err error) bool { return errors.Is(err, errDisk) }},
		"always overtaken": {func(s *stage, p *till) {
			p.with(&tapped{Journal: p.j, writes: func([]flow.Fact) error { return flow.ErrFenced }}, p)
		}, func(err error) bool { return errors.Is(err, flow.ErrFenced) }},
		"another process has it": {func(s *stage, p *till) { _, _ = s.boot().j.Claim(context.Background(), p.only().OutTradeNo) }, func(err error) bool { return errors.Is(err, flow.ErrOwned) }},
		"it is a copy":           {func(s *stage, p *till) { s.disk.Copy = true }, func(err error) bool { return errors.Is(err, flow.ErrCopy) }},
	} {
		s, p, no := sold(t)
		q := p.wish(no, 300)
		c.change(s, p)
		q.Press.At = s.Now()
		if _, err := p.giveBack(q); !c.want(err) {
			t.Errorf("%s: %v", name, err)
		}
		s.disk.Copy = false
		if a := p.read(no); len(a.Refunds) != 0 {
			t.Errorf("%s: %+v", name, a.Refunds)
		}
		if _, err := s.boot().j.Claim(context.Background(), no); err != nil && name != "another process has it" {
			t.Errorf("%s: at another process: %v", name, err)
		}
	}
}

// What stops a press is told though another process drives it, and so is the entry of its
// reference: the sale need not be taken from anybody. Else a press waits for whoever just
// asks.
func TestAPressBesideADriver(t *testing.T) {
	s, p, no := sold(t)
	other := s.boot()
	q := p.wish(no, 300)
	q.Press.Ref = "R1"
	e := p.begun(q)
	if _, err := other.j.Claim(context.Background(), no); err != nil {
		t.Fatal(err)
	}
	start := s.now
	if again, err := p.giveBack(q); err != nil || again.Number != e.Number || s.now != start {
		t.Errorf("its reference: %+v, %v after %v", again, err, s.now-start)
	}
	if _, err := p.giveBack(p.wish(no, 300)); !slices.Equal(stoppedBy(err), []string{e.Number}) || s.now != start {
		t.Errorf("another press: %v after %v", err, s.now-start)
	}

	s, p, no = sold(t)
	other = s.boot()
	if _, err := other.j.Claim(context.Background(), no); err != nil {
		t.Fatal(err)
	}
	s.at(s.now.Seconds()+4, other.die)
	p.begun(p.wish(no, 300))
}

// Money rule 5.3: nothing of a charge goes back while this process is about to tell it.
func TestNothingGoesBackBeforeItIsTold(t *testing.T) {
	s := newStage(t)
	s.refunds = noRefund
	p := s.boot()
	a := p.ring(byRef)
	if _, err := p.giveBack(p.wish(a.OutTradeNo, 300)); !errors.Is(err, flow.ErrOwned) {
		t.Errorf("%v", err)
	}
	if _, err := p.Shown(context.Background(), a); err != nil {
		t.Errorf("told: %v", err)
	}
	p.begun(p.wish(a.OutTradeNo, 300))
}

// Money rule 1.9: no refund of a sale that was charged at another WeChat, and no word.
func TestNoRefundAtAnotherWeChat(t *testing.T) {
	s, p, _ := sold(t)
	other := s.bootAt("https://b")
	dead := s.bootAt("https://a")
	dead.orphan("K2", "https://a", flow.PayerIdentified{}, intent(), flow.ChargeProven{TransactionID: "42", TimeEnd: began}, flow.Shown{},
		flow.RefundFound{OutRefundNo: "platform", Status: refund.StatusChange, Fee: 1, At: began})
	dead.die()
	before := p.read(orphanNo)
	_, begun := other.giveBack(other.wish(orphanNo, 300))
	_, again := other.sendAgain(other.resend(orphanNo, "platform"))
	_, settled := other.settle(orphanNo, "platform", refund.SettledThere)
	_, told := other.RefundTold(context.Background(), orphanNo, before.Refunds[0])
	for name, err := range map[string]error{"begun": begun, "again": again, "settled": settled, "told": told} {
		if !elsewhere(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if after := p.read(orphanNo); after.Version != before.Version {
		t.Errorf("%+v", after.Refunds)
	}
}

// A word about a refund is written by whoever has the sale or finds it free, and the sale
// is let go of behind it.
func TestAWordAboutARefund(t *testing.T) {
	for name, c := range map[string]struct {
		lend func(*till) flow.Journal
		want error
	}{
		"read":    {func(p *till) flow.Journal { return failing{p.j, "read"} }, errDisk},
		"claimed": {func(p *till) flow.Journal { return failing{p.j, "claim"} }, errDisk},
		"written": {func(p *till) flow.Journal {
			return &tapped{Journal: p.j, writes: func([]flow.Fact) error { return errDisk }}
		}, errDisk},
		"overtaken": {func(p *till) flow.Journal {
			n := 0
			return &tapped{Journal: p.j, writes: func([]flow.Fact) error {
				if n++; n == 1 {
					return flow.ErrFenced
				}
				return nil
			}}
		}, nil},
	} {
		s, p, no := sold(t)
		e := p.begun(p.wish(no, 300))
		p.becomes(no, s.refused(e)...)
		e = p.entry(no, e.Number)
		p.with(c.lend(p), p)
		_, err := p.RefundTold(context.Background(), no, e)
		if !errors.Is(err, c.want) || (p.entry(no, e.Number).ToldN > 0) != (c.want == nil) {
			t.Errorf("%s: %v, %+v", name, err, p.entry(no, e.Number))
		}
		if _, err := s.boot().j.Claim(context.Background(), no); err != nil {
			t.Errorf("%s: at another process: %v", name, err)
		}
	}
	s, p, no := sold(t)
	s.sync = errors.New("no route to host") // its time is for people
	e := p.begun(p.wish(no, 300))
	p.becomes(no, s.refused(e)...)
	s.nap += time.Minute
	a, err := p.settle(no, e.Number, refund.SettledElse)
	if err != nil || a.Refunds[0].SettledReason != "saw it there" {
		t.Errorf("%+v, %v", a.Refunds, err)
	}
	for _, w := range []flow.RefundWord{{By: "", Reason: "r"}, {By: "Li"}, {By: "L\n", Reason: "r"}} {
		if _, err := p.SettleRefund(context.Background(), w); !isField(err) {
			t.Errorf("%+v: %v", w, err)
		}
	}
}

// "All that is left" is another wish than the part that was given back under its
// reference, and the same as what was all when it was begun.
func TestAReferenceOfAPart(t *testing.T) {
	s, p, no := sold(t)
	wish := func(fee flow.Fen, ref string) flow.RefundRequest {
		q := p.wish(no, fee)
		q.Press.Ref, q.Press.All = ref, fee == 0
		return q
	}
	first := p.told(no, p.begun(wish(300, "part")))
	if _, err := p.giveBack(wish(0, "part")); !isField(err) || !strings.Contains(err.Error(), "3.00 ("+first.Number+", accepted)") {
		t.Errorf("all of it, under the reference of a part: %v", err)
	}
	s.pass(2 * time.Minute)
	rest := p.told(no, p.begun(wish(980, "rest")))
	for _, part := range []string{"on its way", "closed", "moved after all"} {
		if e, err := p.giveBack(wish(0, "rest")); err != nil || e.Number != rest.Number {
			t.Errorf("the part is %s: %+v, %v", part, e, err)
		}
		switch part {
		case "on its way":
			p.becomes(no, s.heard(first, refund.StatusClosed))
		case "closed":
			p.becomes(no, s.heard(first, refund.StatusSuccess))
		}
	}
}

// What a look told and nobody wrote down is asked anew: it is not there to be given once
// more.
func TestALookThatWasOvertaken(t *testing.T) {
	s, p, no := sold(t)
	s.refunds = func() refund.Answer {
		return refund.Answer{Kind: refund.AnswerListed, Seen: []refund.Seen{{Number: "platform", Status: refund.StatusSuccess, Fee: 1000}}}
	}
	n := 0
	p.with(&tapped{Journal: p.j, writes: func([]flow.Fact) error {
		if n++; n == 1 {
			return flow.ErrFenced
		}
		return nil
	}}, p)
	if e, err := p.giveBack(p.wish(no, 200)); err != nil || len(p.read(no).Refunds) != 2 {
		t.Errorf("%+v, %v: %+v", e, err, p.read(no).Refunds)
	}
}

// Money rule 4b.10: what was told is what was read. A refund that has another word by now
// is yet to be told, also where it is refused behind "on its way"; one that came back since
// was told as well, and of one whose acceptance is unknown, or that is none, there is
// nothing to tell.
func TestAWordThatIsOldTellsNothing(t *testing.T) {
	for what, c := range map[string]struct {
		then func(*stage, refund.Entry) []flow.Fact
		told bool
	}{
		"on its way":          {func(*stage, refund.Entry) []flow.Fact { return nil }, true},
		"it came back":        {func(s *stage, e refund.Entry) []flow.Fact { return []flow.Fact{s.heard(e, refund.StatusSuccess)} }, true},
		"closed at WeChat":    {func(s *stage, e refund.Entry) []flow.Fact { return []flow.Fact{s.heard(e, refund.StatusClosed)} }, false},
		"it goes to a person": {func(s *stage, e refund.Entry) []flow.Fact { return []flow.Fact{s.heard(e, refund.StatusChange)} }, false},
	} {
		s, p, no := sold(t)
		e := p.begun(p.wish(no, 300))
		p.becomes(no, s.accepted(e)...)
		e = p.entry(no, e.Number)
		if then := c.then(s, e); then != nil {
			p.becomes(no, then...)
		}
		if _, err := p.RefundTold(context.Background(), no, e); err != nil || (p.entry(no, e.Number).ToldN > 0) != c.told {
			t.Errorf("%s: %v, %+v", what, err, p.entry(no, e.Number))
		}
	}
	_, p, no := sold(t)
	e := p.begun(p.wish(no, 300))
	before := len(p.facts(no))
	for _, told := range []refund.Entry{e, {Number: "none"}, {}} {
		if _, err := p.RefundTold(context.Background(), no, told); err != nil || len(p.facts(no)) != before {
			t.Errorf("%q: %v, %d facts, want %d", told.Number, err, len(p.facts(no)), before)
		}
	}
}
