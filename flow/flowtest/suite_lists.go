package flowtest

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"facetill/flow"
)

func numbers(all []flow.Attempt) (nos []int) {
	for _, a := range all {
		n, _ := strconv.Atoi(string(a.OutTradeNo[12:]))
		nos = append(nos, n)
	}
	return nos
}

// expect is given what a list returned, and returns what holds it against numbers.
func (s suite) expect(all []flow.Attempt, err error) func(what string, want ...int) {
	return func(what string, want ...int) {
		s.Helper()
		if got := numbers(all); err != nil || !slices.Equal(got, want) {
			s.Errorf("%s: %v, %v; want %v", what, got, err, want)
		}
	}
}

// grow makes one attempt in each situation that lists tell apart.
func (s suite) grow() flow.Journal {
	j := s.Process("one")
	in := func(facts ...flow.Fact) []flow.Fact { return append(submitted(), facts...) }
	refusal := flow.PayAnswered{Answer: flow.AnswerRefused, Code: "NOTENOUGH", At: suiteTime}
	confirmed := flow.RefusalConfirmed{Code: "NOTENOUGH", Query: flow.AnswerNotPay}
	s.open(j, 1, "opened")
	s.open(j, 2, "", in()...)
	s.open(j, 3, "", in(flow.ReversalDecided{Reason: "window"})...)
	s.open(j, 4, "", in(paidFact())...)
	s.open(j, 5, "", in(paidFact(), flow.Shown{})...)
	s.open(j, 6, "", in(refusal, confirmed)...)
	s.open(j, 7, "", in(refusal, confirmed, flow.NumberClosed{})...)
	s.open(j, 8, "", flow.SaleCancelled{By: "cashier"})
	s.open(j, 9, "", in(paidFact(), flow.LeftUnclaimed{})...)
	return j
}

func (s suite) pending() {
	s.grow()
	two := s.Process("two")
	s.expect(two.Pending(s.ctx))("while the driver lives", 2, 3, 6, 9)
	s.Kill("one")
	s.expect(two.Pending(s.ctx))("after its death", 1, 2, 3, 4, 6, 9)
}

func (s suite) duplicates() {
	j := s.grow()
	now, err := j.Press(s.ctx, "L", 1280)
	must(s.T, err)
	if now.Seq != 9 || len(now.InFlight) != 5 {
		s.Errorf("a press at %+v", now)
	}
	stopping := func(what, lane string, fee flow.Fen, p flow.Press, want ...int) {
		s.Helper()
		found, err := s.Process("two").PossibleDuplicates(s.ctx, lane, fee, p)
		var all []flow.Attempt
		for _, d := range found {
			if !d.Driven {
				s.Errorf("%s: the driver of %s lives", what, d.OutTradeNo)
			}
			all = append(all, d.Attempt)
		}
		s.expect(all, err)(what, want...)
	}
	five := order(5, "").Order.OutTradeNo
	stopping("same amount and lane", "L", 1280, now, 9, 4, 3, 2, 1)
	stopping("what was shown since", "L", 1280, flow.Press{Seq: 4}, 9, 5, 4, 3, 2, 1)
	stopping("what was in flight, and is shown by now", "L", 1280, flow.Press{Seq: 9, InFlight: []flow.OutTradeNo{five}}, 9, 5, 4, 3, 2, 1)
	stopping("what was shown since, and was in flight", "L", 1280, flow.Press{Seq: 4, InFlight: []flow.OutTradeNo{five, five}}, 9, 5, 4, 3, 2, 1)
	stopping("another amount", "L", 1281, now)
	stopping("another lane", "M", 1280, now)
}

func (s suite) find() {
	j := s.grow()
	for text, want := range map[string][]int{
		"opened":                           {1},
		"26112512000000000000000000000007": {7},
		"4200001234567890":                 {9, 5, 4},
		"0007":                             {7},
		"567890":                           {9, 5, 4},
		"007":                              nil,
		"1234":                             nil,
		"%":                                nil,
		"":                                 nil,
	} {
		s.expect(j.Find(s.ctx, text))("find "+text, want...)
	}
	_, err := j.Open(s.ctx, order(10, "0007"))
	must(s.T, err)
	s.expect(j.Find(s.ctx, "0007"))("find a reference that is the end of another number", 10, 7)
	s.expect(j.Sale(s.ctx, order(1, "opened").Order.Sale))("a sale", 1)
}

// referenceAtMany: callers number their sales by device, or by store. The same reference
// elsewhere is another sale: it blocks none, and its charge is no answer there.
func (s suite) referenceAtMany() {
	j := s.Process("one")
	places := []func(*flow.Order){
		func(*flow.Order) {},
		func(o *flow.Order) { o.DeviceID = "E" },
		func(o *flow.Order) { o.StoreID = "T" },
		func(o *flow.Order) { o.Merchant.SubMchID = "20" },
		func(o *flow.Order) { o.Merchant.MchID = "1900000110" },
	}
	var keys []flow.SaleKey
	for i, change := range places {
		first := order(i+1, "0001")
		o := &first.Order
		change(o)
		o.Sale = flow.SaleKey{MchID: o.Merchant.MchID, SubMchID: o.Merchant.SubMchID, StoreID: o.StoreID, DeviceID: o.DeviceID, Ref: "0001"}
		_, err := j.Open(s.ctx, first)
		must(s.T, err)
		keys = append(keys, o.Sale)
	}
	for i, key := range keys {
		s.expect(j.Sale(s.ctx, key))(fmt.Sprintf("the sale %+v", key), i+1)
	}
}

func (s suite) list() {
	j := s.grow()
	s.expect(j.List(s.ctx, flow.Filter{State: flow.Paid, Lane: "L", Limit: 2}))("two paid ones", 9, 5)
	at := suiteTime.Add(3 * time.Minute)
	s.expect(j.List(s.ctx, flow.Filter{From: at, To: at.Add(time.Minute)}))("one minute", 3)
	s.expect(j.List(s.ctx, flow.Filter{Lane: "M"}))("another lane")
	s.expect(j.List(s.ctx, flow.Filter{Resolved: true}))("nobody had to say anything")
	a, err := j.Claim(s.ctx, order(9, "").Order.OutTradeNo)
	must(s.T, err)
	s.append(j, a, flow.GoodsGiven{By: "Li", Reason: "was here"})
	s.expect(j.List(s.ctx, flow.Filter{Resolved: true}))("a person's word", 9)
}

func (s suite) suspended() {
	one, two := s.Process("one"), s.Process("two")
	must(s.T, one.SuspendSales(s.ctx, flow.SuspendedByCertificate, "400"))
	must(s.T, one.SuspendSales(s.ctx, flow.SuspendedByCertificate, "EOF"))
	got, err := two.SalesSuspended(s.ctx)
	if err != nil || len(got) != 1 || got[flow.SuspendedByCertificate] != "EOF" {
		s.Errorf("suspended %v, %v", got, err)
	}
	must(s.T, two.SuspendSales(s.ctx, flow.SuspendedByCertificate, ""))
	if got, err = one.SalesSuspended(s.ctx); err != nil || len(got) != 0 {
		s.Errorf("lifted: %v, %v", got, err)
	}
	if at, err := one.LastBeat(s.ctx); err != nil || !at.IsZero() {
		s.Errorf("a beat before the first: %v, %v", at, err)
	}
	must(s.T, one.Beat(s.ctx, suiteTime))
	must(s.T, two.Beat(s.ctx, suiteTime.Add(time.Second)))
	if at, err := one.LastBeat(s.ctx); err != nil || !at.Equal(suiteTime.Add(time.Second)) {
		s.Errorf("the newest beat: %v, %v", at, err)
	}
}
