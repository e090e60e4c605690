package flow_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/refund"
)

// unclaimedCharge is a charge of a process that is gone, which nobody was told of.
func unclaimedCharge(t *testing.T, more ...flow.Fact) (*stage, *till) {
	s := newStage(t)
	s.refunds = noRefund
	dead, p := s.boot(), s.boot()
	dead.orphan("K", "", append([]flow.Fact{flow.PayerIdentified{}, intent(), flow.ChargeProven{TransactionID: "42", TimeEnd: began, At: began}}, more...)...)
	dead.die()
	s.pass(time.Hour)
	p.date()
	return s, p
}

// tries is the field error's advice, "" of any other error.
func tries(err error) string {
	if e, is := errors.AsType[*field.Error](err); is {
		return e.Try
	}
	return ""
}

// S74: a person says "not charged" of a sale whose transaction_id is known: refused, and
// its reversal goes on. The sale moves while the PIN is typed: nothing begins.
func TestS74_WordsThatTheRecordRefutes(t *testing.T) {
	_, p := unclaimedCharge(t, flow.LeftUnclaimed{}, flow.ReversalDecided{By: "Li", Reason: "left", At: began}, flow.PersonNeeded{Reason: flow.NeededReverseRefused})
	before := p.read(orphanNo)
	_, err := p.Resolve(context.Background(), flow.Resolution{OutTradeNo: orphanNo, As: flow.ResolvedNotCharged, By: "Li", Reason: "bank"})
	if after := p.read(orphanNo); !isField(err) || !strings.Contains(err.Error(), "was charged (42)") || after.Version != before.Version || after.State != flow.NeedsPerson {
		t.Errorf("not charged: %s, %v", after.State, err)
	}

	s, p, no := sold(t)
	q := p.wish(no, 300) // and now the PIN
	other := s.boot()
	e := other.told(no, other.begun(other.wish(no, 300)))
	q.Press.At = s.Now()
	if _, err := p.giveBack(q); !slices.Equal(stoppedBy(err), []string{e.Number}) || len(p.read(no).Refunds) != 1 {
		t.Errorf("it moved meanwhile: %v, %+v", err, p.read(no).Refunds)
	}
}

// Money rule 4b.8: what undoes an unclaimed charge is a reversal for seven days and while
// it has no refund, else a refund of what is left. What was claimed is refunded by name.
func TestReverseOfAnUnclaimedCharge(t *testing.T) {
	platform := flow.RefundFound{OutRefundNo: "platform", Status: refund.StatusSuccess, Fee: 300, At: began}
	closed := flow.RefundFound{OutRefundNo: "platform", Status: refund.StatusClosed, Fee: 300, At: began}
	for name, c := range map[string]struct {
		facts []flow.Fact
		after time.Duration
		state flow.State
		fee   flow.Fen
		try   string
	}{
		"nobody was told":                      {nil, 0, flow.Reversing, 0, ""},
		"it was left unclaimed":                {[]flow.Fact{flow.LeftUnclaimed{}}, 0, flow.Reversing, 0, ""},
		"nearly seven days ago":                {nil, 7*24*time.Hour - 2*time.Hour, flow.Reversing, 0, ""},
		"seven days ago":                       {nil, 7 * 24 * time.Hour, flow.Paid, 1280, ""},
		"a part is back":                       {[]flow.Fact{platform, flow.RefundTold{OutRefundNo: "platform"}}, 0, flow.Paid, 980, ""},
		"its only refund was closed elsewhere": {[]flow.Fact{closed, flow.RefundTold{OutRefundNo: "platform"}}, 0, flow.Paid, 1280, ""},
		"it was told":                          {[]flow.Fact{flow.Shown{}}, 0, flow.Paid, 0, "give it back with refund"},
		"the goods were given":                 {[]flow.Fact{flow.LeftUnclaimed{}, flow.GoodsGiven{By: "Li", Reason: "was here"}}, 0, flow.Paid, 0, "give it back with refund"},
		"it is being reversed":                 {[]flow.Fact{flow.LeftUnclaimed{}, flow.ReversalDecided{By: "Li", Reason: "left", At: began}}, 0, flow.Reversing, 0, "look at it with status"},
	} {
		s, p := unclaimedCharge(t, c.facts...)
		s.pass(c.after)
		p.date()
		q := p.wish(orphanNo, 0)
		q.Note = "nobody came"
		a, e, err := p.Runner.Reverse(context.Background(), q)
		if a.State != c.state || e.Fee != c.fee || tries(err) != c.try || c.try == "" && err != nil {
			t.Errorf("%s: %s, %+v, %v", name, a.State, e, err)
		}
		// How the cashier knew is ours; of a refund the customer reads the reason.
		if reversed := err == nil && c.fee == 0; reversed && a.Note != q.Note || c.fee > 0 && (e.Note != q.Note || e.Reason != q.Reason) {
			t.Errorf("%s: %q; %q, %q", name, a.Note, e.Note, e.Reason)
		}
	}
}

// Money rule 4b.8: the word give-back is no reversal of a sale that has a refund, if only one
// that is closed, or of one that is too old: refused by name, with what to do instead.
func TestNoGiveBackBesideARefund(t *testing.T) {
	for status, after := range map[string]time.Duration{refund.StatusSuccess: 0, refund.StatusClosed: 0, "": 7 * 24 * time.Hour} {
		var facts []flow.Fact
		if status != "" {
			facts = append(facts, flow.RefundFound{OutRefundNo: "platform", Status: status, Fee: 300, At: began})
		}
		s, p := unclaimedCharge(t, facts...)
		s.pass(after)
		p.date()
		before := p.read(orphanNo)
		if _, err := p.Settle(context.Background(), orphanNo, false, "Li", "left"); tries(err) != "give back the rest with reverse" || p.read(orphanNo).Version != before.Version {
			t.Errorf("%q: %v", status, err)
		}
		if _, err := p.Settle(context.Background(), orphanNo, true, "Li", "was here"); err != nil {
			t.Errorf("given: %v", err)
		}
	}
}

// S74: a give-back is decided where nobody knows the time, and turns out to come too late:
// the refund that 4.3 begins is Li's, and the manager's who approved it (4b.9).
func TestS74_AGiveBackThatComesTooLate(t *testing.T) {
	for _, approver := range []string{"Zhao", ""} {
		s, dead := unclaimedCharge(t)
		dead.die()
		s.pass(8 * 24 * time.Hour)
		s.sync = errors.New("no route to host")
		p := s.boot()
		q := p.wish(orphanNo, 0)
		q.ApprovedBy = approver
		if a, e, err := p.Runner.Reverse(context.Background(), q); err != nil || a.State != flow.Reversing || e.Number != "" {
			t.Fatalf("%s, %+v, %v", a.State, e, err)
		}
		s.sync = nil
		p.date()
		s.query = func(flow.Attempt) flow.Answer { return paid() }
		s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerExpired, "REVERSE_EXPIRE") }
		s.refund = acceptedRefund
		p.recover(time.Hour)
		a := p.read(orphanNo)
		if len(a.Refunds) != 1 || a.Refunds[0].By != "Li" || a.Refunds[0].ApprovedBy != approver || a.Refunds[0].Reason != "reverse_expired" {
			t.Errorf("approved by %q: %s, %+v", approver, a.State, a.Refunds)
		}
	}
	s, p := tooLate(t) // the till decided that by itself
	s.refund = acceptedRefund
	p.recover(time.Hour)
	if a := p.only(); len(a.Refunds) != 1 || a.Refunds[0].By != "" || a.Refunds[0].ApprovedBy != "" {
		t.Errorf("by nobody: %+v", a.Refunds)
	}
}

// Money rule 4b.8: what has nothing to give back is refused by its state, and nothing is
// asked.
func TestNothingToGiveBack(t *testing.T) {
	charged := flow.ChargeProven{TransactionID: "42", TimeEnd: began, Unclaimed: true}
	decided := flow.ReversalDecided{By: "Li", Reason: "left", At: began}
	for want, facts := range map[string][]flow.Fact{
		"is opened, and nothing was charged":                         nil,
		"is cancelled, and nothing was charged":                      {flow.SaleCancelled{By: flow.ByCustomer}},
		"is confirming, and nobody knows yet":                        {flow.PayerIdentified{}, intent(), flow.PayAnswered{Answer: flow.AnswerLost, At: began}},
		"is needs_person, and a person has to say":                   {flow.PayerIdentified{}, intent(), flow.PersonNeeded{Reason: flow.NeededRefundPart}},
		"is reversing, and its reversal was decided":                 {flow.PayerIdentified{}, intent(), charged, decided},
		"is reversed, and its reversal was decided: the money goes":  {flow.PayerIdentified{}, intent(), charged, decided, flow.ReversalProven{Proof: flow.AnswerRevoked, At: began}},
		"is refunding, and its reversal was decided: the money goes": {flow.PayerIdentified{}, intent(), flow.RefundFound{OutRefundNo: "platform", Status: refund.StatusProcessing, Fee: 1280, At: began}},
		"has nothing left: 12.80 of 12.80 is back":                   {flow.PayerIdentified{}, intent(), flow.RefundEnded{RefundedFee: 1280, At: began}},
	} {
		s := newStage(t)
		s.pass(time.Second)
		dead, p := s.boot(), s.boot()
		dead.orphan("K", "", facts...)
		dead.die()
		p.date()
		for _, all := range []bool{false, true} {
			q := p.wish(orphanNo, 300)
			q.Press.All = all
			_, err := p.giveBack(q)
			if !isField(err) || !strings.Contains(err.Error(), want) {
				t.Errorf("%v, want %q", err, want)
			}
		}
		s.wasSent("")
	}
	_, p, no := sold(t)
	for name, change := range map[string]func(*flow.RefundRequest){
		"nobody":                 func(q *flow.RefundRequest) { q.By = "" },
		"a name that hides":      func(q *flow.RefundRequest) { q.By = "L\n" },
		"an approver that hides": func(q *flow.RefundRequest) { q.ApprovedBy = "W\u202e" },
		"a long note":            func(q *flow.RefundRequest) { q.Note = strings.Repeat("x", 257) },
		"a reference of blanks":  func(q *flow.RefundRequest) { q.Press.Ref = " R" },
	} {
		q := p.wish(no, 300)
		change(&q)
		if _, err := p.giveBack(q); !isField(err) || len(p.read(no).Refunds) != 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := p.giveBack(flow.RefundRequest{OutTradeNo: "1", By: "Li", Press: refund.Press{Fee: 1}}); !errors.Is(err, flow.ErrUnknown) {
		t.Error(err)
	}
}

// S71: the refund of what came too late to be reversed is refused three times, and its
// customer gets the money in cash, by a person's word. That ends the sale, too: as reversed,
// by that word, with nothing left to ask about; and where the refund moves after all, the
// word is contradicted (money rule 5.7).
func TestS71_RefusedAndGivenBackInCash(t *testing.T) {
	ctx := context.Background()
	s, p := tooLate(t)
	s.refund = func(refund.Entry) refund.Answer { return refund.Answer{Kind: refund.AnswerRefused, Code: "NOTENOUGH"} }
	p.recover(3 * time.Hour)
	a := p.only()
	if a.State != flow.NeedsPerson || len(a.Refunds) != 1 {
		t.Fatalf("%s, %+v", a.State, a.Refunds)
	}
	e := a.Refunds[0]
	a, err := p.SettleRefund(ctx, flow.RefundWord{OutTradeNo: a.OutTradeNo, Number: e.Number, As: refund.SettledElse, By: "Li", Reason: "cash"})
	if err != nil || a.State != flow.Reversed || a.ResolvedAs != flow.ResolvedElse || a.ResolvedBy != "Li" || a.Note != "cash" || a.EndedAt.IsZero() {
		t.Fatalf("%s as %q by %q (%s), %v", a.State, a.ResolvedAs, a.ResolvedBy, a.ReasonText(), err)
	}
	if read := p.read(a.OutTradeNo); read.Open() || read.Unfinished() || read.Note != "cash" || !read.ByHand() {
		t.Errorf("read: %s, %+v", read.State, read)
	}
	asked := len(s.log)
	p.recover(48 * time.Hour)
	if len(s.log) != asked {
		t.Errorf("still asked about: %s", s.sent())
	}
	p.becomes(a.OutTradeNo, s.heard(e, refund.StatusSuccess))
	if read := p.read(a.OutTradeNo); read.State != flow.Reversed || !read.Refunds[0].Contradicted() || read.Unfinished() {
		t.Errorf("moved after all: %s, %+v", read.State, read.Refunds)
	}
}

// A part of it went back elsewhere, and only the rest in cash: the word ends it once that
// part is back, and leaves it to a person while it is on its way.
func TestTheRestIsGivenBackInCash(t *testing.T) {
	ctx := context.Background()
	s, p := tooLate(t)
	s.refunds = func() refund.Answer { return seen(refund.StatusProcessing, 300) }
	s.asked = func(e refund.Entry) refund.Answer {
		if e.State == refund.Elsewhere {
			return seen(refund.StatusProcessing, 300)
		}
		return noRefund()
	}
	s.refund = func(refund.Entry) refund.Answer { return refund.Answer{Kind: refund.AnswerRefused, Code: "NOTENOUGH"} }
	p.recover(3 * time.Hour)
	a := p.only()
	var ours, theirs refund.Entry
	for _, e := range a.Refunds {
		if e.Purpose == refund.Reversal {
			ours = e
		} else {
			theirs = e
		}
	}
	if a.State != flow.NeedsPerson || ours.Fee != 980 || theirs.Fee != 300 {
		t.Fatalf("%s, %+v", a.State, a.Refunds)
	}
	a, err := p.SettleRefund(ctx, flow.RefundWord{OutTradeNo: a.OutTradeNo, Number: ours.Number, As: refund.SettledElse, By: "Li", Reason: "cash"})
	if err != nil || a.State != flow.NeedsPerson {
		t.Fatalf("%s, %v", a.State, err)
	}
	if a = p.becomes(a.OutTradeNo, s.heard(theirs, refund.StatusSuccess)); a.State != flow.Reversed || a.ResolvedBy != "Li" {
		t.Errorf("%s by %q, %+v", a.State, a.ResolvedBy, a.Refunds)
	}
}

// Of what nobody knows to be charged nothing is given back in another way: its reversal came
// too late, a refund of it was refused, and WeChat has seen no payment (money rule 5.7).
func TestNoCashOfWhatWasNeverCharged(t *testing.T) {
	s, p := tooLate(t)
	s.refund = func(refund.Entry) refund.Answer {
		return refund.Answer{Kind: refund.AnswerRefused, Code: "ORDERNOTEXIST"}
	}
	p.recover(3 * time.Hour)
	a := p.only()
	e := a.Refunds[0]
	for name, c := range map[string]struct{ charged, fits bool }{"charged": {true, true}, "never": {false, false}} {
		err := refund.FitsWord(a.Refunds, string(a.OutTradeNo), a.TotalFee, c.charged, false, e.Number, refund.SettledElse)
		if (err == nil) != c.fits || err != nil && !strings.Contains(err.Error(), "resolve "+string(a.OutTradeNo)+" --as not-charged") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if !flow.Charged(a) || flow.Charged(flow.Attempt{Expired: true, State: flow.NeedsPerson}) {
		t.Errorf("charged by %q", a.TransactionID)
	}
}
