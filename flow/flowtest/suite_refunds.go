package flowtest

import (
	"errors"
	"reflect"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// sold opens the n-th attempt and sells it.
func (s suite) sold(j flow.Journal, n int, facts ...flow.Fact) flow.Attempt {
	s.Helper()
	return s.open(j, n, "", append(append(submitted(), paidFact(), flow.Shown{}), facts...)...)
}

// partNo is the number of the n-th attempt's one refund.
func partNo(n int) string { return string(order(n, "").Order.OutTradeNo) + "M12345678901234567890" }

func begunPart(n int, fee flow.Fen) flow.RefundBegun {
	return flow.RefundBegun{OutRefundNo: partNo(n), Fee: fee, Reason: "return", By: "Li", Beside: []string{"1", "2"}, At: suiteTime, Wall: suiteTime}
}

func sentPart(n int) flow.RefundSent {
	return flow.RefundSent{OutRefundNo: partNo(n), N: 1, At: suiteTime, SendBy: suiteTime.Add(8e9), Trusted: true}
}

func acceptedPart(n int, at time.Time) flow.RefundAnswered {
	return flow.RefundAnswered{OutRefundNo: partNo(n), N: 1, Answer: refund.AnswerAccepted, RefundID: "5000", CashFee: 700, At: at}
}

func heardPart(n int, status string, fee flow.Fen) flow.RefundHeard {
	return flow.RefundHeard{OutRefundNo: partNo(n), Status: status, Fee: fee, RefundID: "5000", Received: "balance", At: suiteTime}
}

func (s suite) refundsReadBack() {
	j := s.Process("one")
	a := s.sold(j, 1, begunPart(1, 1000), sentPart(1), acceptedPart(1, suiteTime), flow.RefundTold{OutRefundNo: partNo(1)},
		flow.RefundFound{OutRefundNo: "platform", Status: refund.StatusSuccess, Fee: 80, At: suiteTime})
	back, _, err := s.Process("two").Read(s.ctx, a.OutTradeNo)
	must(s.T, err)
	if a.Live = (flow.Live{}); !reflect.DeepEqual(back, a) || len(back.Refunds) != 2 {
		s.Errorf("read back\n%+v\nwant\n%+v", back, a)
	}
	if back.State != flow.Paid || back.RefundedFee != 80 || back.Refunds.Rest(back.TotalFee) != 200 {
		s.Errorf("%s, %v is back, %v is left", back.State, back.RefundedFee, back.Refunds.Rest(back.TotalFee))
	}
	// What was read is nobody else's.
	back.Refunds[0].Fee = 1
	if again, _, err := j.Read(s.ctx, a.OutTradeNo); err != nil || again.Refunds[0].Fee != 1000 {
		s.Errorf("changed by who had read it: %+v, %v", again.Refunds, err)
	}
}

// Two processes begin a refund of one sale: the sum is checked under the version.
func (s suite) refundsHold() {
	one, two := s.Process("one"), s.Process("two")
	a := s.sold(one, 1)
	must(s.T, one.Release(s.ctx, a))
	mine, err := one.Claim(s.ctx, a.OutTradeNo)
	must(s.T, err)
	must(s.T, one.Release(s.ctx, mine))
	theirs, err := two.Claim(s.ctx, a.OutTradeNo)
	must(s.T, err)
	s.append(two, theirs, begunPart(1, 1280))
	if _, err := one.Append(s.ctx, mine, begunPart(1, 1280)); !errors.Is(err, flow.ErrFenced) {
		s.Errorf("a second refund by who was overtaken: %v", err)
	}
	if _, err := two.Append(s.ctx, theirs, begunPart(1, 1280)); !errors.Is(err, flow.ErrFenced) {
		s.Errorf("a second refund of an older version: %v", err)
	}
	back, _, err := one.Read(s.ctx, a.OutTradeNo)
	must(s.T, err)
	if len(back.Refunds) != 1 || back.Refunds.Rest(back.TotalFee) != 0 {
		s.Errorf("there are %+v", back.Refunds)
	}
	more := begunPart(1, 1)
	more.OutRefundNo += "1"
	if _, err := two.Append(s.ctx, back, more); err == nil {
		s.Error("more than was paid was given back")
	}
}

// What was begun before the journal was adopted may be on its way from where it was
// copied: a person sends it again (money rule 4b.12). Whatever a fact says, the journal
// knows how often it was adopted.
func (s suite) adoptedRefunds() {
	j := s.Process("one")
	begun := begunPart(1, 1000)
	begun.Adopted = 7
	a := s.sold(j, 1, begun)
	if e := a.Refunds[0]; a.Adoptions != 0 || e.Adopted != 0 || e.IsAdopted(a.Adoptions) {
		s.Errorf("before: %d adoptions, begun under %d", a.Adoptions, e.Adopted)
	}
	s.Kill("one")
	s.Adopt()
	j = s.Process("two")
	found, err := j.Refunding(s.ctx)
	must(s.T, err)
	if len(found) != 1 || found[0].Adoptions != 1 || !found[0].Refunds[0].IsAdopted(found[0].Adoptions) {
		s.Errorf("listed as %+v", found)
	}
	a, err = j.Claim(s.ctx, a.OutTradeNo)
	must(s.T, err)
	if a.Adoptions != 1 {
		s.Errorf("claimed under %d adoptions", a.Adoptions)
	}
	if _, err := j.Append(s.ctx, a, sentPart(1)); err == nil {
		s.Error("what an adopted journal had begun was sent")
	}
	a = s.append(j, a, flow.RefundResent{OutRefundNo: partNo(1), By: "Li", At: suiteTime, Wall: suiteTime, Trusted: true})
	a = s.append(j, a, sentPart(1))
	if e := a.Refunds[0]; e.Adopted != 1 || e.Sends != 1 || e.IsAdopted(a.Adoptions) {
		s.Errorf("sent again by a person: %+v under %d", e, a.Adoptions)
	}
	back, _, err := j.Read(s.ctx, a.OutTradeNo)
	must(s.T, err)
	if !reflect.DeepEqual(back, a) {
		s.Errorf("read back\n%+v\nwant\n%+v", back, a)
	}
}

// growRefunds makes a sale in each situation of a refund that lists tell apart.
func (s suite) growRefunds() flow.Journal {
	j := s.Process("one")
	at := func(n int) flow.RefundAnswered { return acceptedPart(n, suiteTime.Add(time.Duration(n)*time.Hour)) }
	s.sold(j, 1)
	s.sold(j, 2, begunPart(2, 100))
	s.sold(j, 3, begunPart(3, 1280), sentPart(3), at(3))
	s.sold(j, 4, begunPart(4, 100), sentPart(4), at(4), heardPart(4, refund.StatusSuccess, 100))
	s.sold(j, 5, begunPart(5, 100), sentPart(5), at(5), heardPart(5, refund.StatusChange, 100))
	s.sold(j, 6, begunPart(6, 100), sentPart(6), at(6), heardPart(6, refund.StatusClosed, 100))
	s.sold(j, 7, flow.RefundFound{OutRefundNo: "platform", Status: refund.StatusProcessing, Fee: 100, At: suiteTime.Add(7 * time.Hour)})
	s.open(j, 8, "", append(submitted(), paidFact(), flow.LeftUnclaimed{}, begunPart(8, 1280), sentPart(8), at(8))...)
	s.open(j, 9, "", append(submitted(), flow.ReversalDecided{Reason: "window", At: suiteTime}, flow.ReverseAnswered{Answer: flow.AnswerExpired, Code: "REVERSE_EXPIRE"},
		flow.RefundBegun{OutRefundNo: partNo(9), Fee: 1280, Purpose: refund.Reversal, At: suiteTime}, sentPart(9), at(9))...)
	return j
}

func (s suite) refunding() {
	j := s.growRefunds()
	s.expect(j.Refunding(s.ctx))("somebody has to look after, or to be told", 2, 3, 4, 5, 6, 7, 8, 9)
	s.expect(j.Pending(s.ctx))("nothing of it is open")
	s.Kill("one")
	two := s.Process("two")
	s.expect(two.Pending(s.ctx))("nothing of it is left")
	closed, err := two.Claim(s.ctx, order(6, "").Order.OutTradeNo)
	must(s.T, err)
	s.append(two, closed, flow.RefundTold{OutRefundNo: partNo(6)})
	s.expect(two.Refunding(s.ctx))("on their way, and nobody drives; of the closed one somebody was told", 2, 3, 4, 5, 7, 8, 9)
	press, err := two.Press(s.ctx, "L", 1280)
	must(s.T, err)
	stops, err := two.PossibleDuplicates(s.ctx, "L", 1280, press)
	var numbers []flow.Attempt
	for _, d := range stops {
		numbers = append(numbers, d.Attempt)
	}
	// What was never told stops a sale of its amount, but not once all of it goes back.
	s.expect(numbers, err)("sales of the amount")
	s.expect(two.Refunds(s.ctx, suiteTime.Add(4*time.Hour), suiteTime.Add(7*time.Hour)))("accepted in three hours", 4, 5, 6)
	s.expect(two.Refunds(s.ctx, suiteTime.Add(20*time.Hour), suiteTime.Add(30*time.Hour)))("accepted later")
	// The refund of 9 undoes what was never a sale.
	s.expect(two.Refunds(s.ctx, suiteTime.Add(8*time.Hour), suiteTime.Add(20*time.Hour)))("accepted of sales", 8)
	s.expect(two.List(s.ctx, flow.Filter{Refunded: true}))("with money on its way or back", 9, 8, 7, 5, 4, 3)
	s.expect(two.List(s.ctx, flow.Filter{Refunded: true, Cashier: "Wu"}))("by somebody else")
	s.expect(two.List(s.ctx, flow.Filter{Cashier: "Li", Limit: 2}))("by Li", 9, 8)
	stuck, err := two.Claim(s.ctx, order(5, "").Order.OutTradeNo)
	must(s.T, err)
	s.append(two, stuck, flow.RefundSettled{OutRefundNo: partNo(5), As: refund.SettledThere, By: "Li", Reason: "seen", At: suiteTime.Add(time.Hour)})
	s.expect(two.List(s.ctx, flow.Filter{RefundsFrom: suiteTime}))("with a refund that was begun or ended", 8, 6, 5, 4, 3, 2)
	s.expect(two.List(s.ctx, flow.Filter{RefundsFrom: suiteTime, Limit: 2}))("the newest of them", 8, 6)
	s.expect(two.List(s.ctx, flow.Filter{RefundsFrom: suiteTime.Add(time.Hour)}))("with one that ended an hour later", 5)
}

func (s suite) findRefund() {
	j := s.growRefunds()
	for text, want := range map[string][]int{
		partNo(2):  {2},
		"platform": {7},
		"5000":     {9, 8, 6, 5, 4, 3},
		string(order(1, "").Order.OutTradeNo) + "R": {1}, // of a journal that was restored from before it
		partNo(77):     nil,
		partNo(1)[:40]: nil,
		"":             nil,
	} {
		s.expect(j.Find(s.ctx, text))("find "+text, want...)
	}
}
