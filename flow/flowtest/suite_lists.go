package flowtest

import (
	"context"
	"slices"
	"testing"
	"time"

	"facetill/flow"
)

func numbers(all []flow.Attempt) (nos []int) {
	for _, a := range all {
		n := 0
		for _, c := range a.OutTradeNo[12:] {
			n = n*10 + int(c-'0')
		}
		nos = append(nos, n)
	}
	return nos
}

func expect(t *testing.T, what string, all []flow.Attempt, err error, want ...int) {
	t.Helper()
	if got := numbers(all); err != nil || !slices.Equal(got, want) {
		t.Errorf("%s: %v, %v; want %v", what, got, err, want)
	}
}

// grow makes one attempt in each situation that lists tell apart.
func grow(ctx context.Context, t *testing.T, j flow.Journal) {
	add := func(n int, ref string, facts ...flow.Fact) {
		a, err := j.Open(ctx, order(n, ref))
		must(t, err)
		for _, f := range facts {
			a, err = j.Append(ctx, a, f)
			must(t, err)
		}
	}
	in := func(facts ...flow.Fact) []flow.Fact { return append(submitted(), facts...) }
	refusal := flow.PayAnswered{Answer: flow.AnswerRefused, Code: "NOTENOUGH", At: suiteTime}
	confirmed := flow.RefusalConfirmed{Code: "NOTENOUGH", Query: flow.AnswerNotPay}
	add(1, "opened")
	add(2, "", in()...)
	add(3, "", in(flow.ReversalDecided{Reason: "window"})...)
	add(4, "", in(paidFact())...)
	add(5, "", in(paidFact(), flow.Shown{})...)
	add(6, "", in(refusal, confirmed)...)
	add(7, "", in(refusal, confirmed, flow.NumberClosed{})...)
	add(8, "", flow.SaleCancelled{By: "cashier"})
	add(9, "", in(paidFact(), flow.LeftUnclaimed{})...)
}

func pending(ctx context.Context, t *testing.T, d Disk) {
	one, two := d.Process("one"), d.Process("two")
	grow(ctx, t, one)
	all, err := two.Pending(ctx)
	expect(t, "while the driver lives", all, err, 2, 3, 6, 9)
	d.Kill("one")
	all, err = two.Pending(ctx)
	expect(t, "after its death", all, err, 1, 2, 3, 4, 6, 9)
}

func duplicates(ctx context.Context, t *testing.T, d Disk) {
	j := d.Process("one")
	grow(ctx, t, j)
	now, err := j.Press(ctx, "L", 1280)
	must(t, err)
	if now.Seq != 9 || len(now.InFlight) != 5 {
		t.Errorf("a press at %+v", now)
	}
	stopping := func(what, lane string, fee flow.Fen, p flow.Press, want ...int) {
		t.Helper()
		found, err := d.Process("two").PossibleDuplicates(ctx, lane, fee, p)
		var all []flow.Attempt
		for _, s := range found {
			if !s.Driven {
				t.Errorf("%s: the driver of %s lives", what, s.OutTradeNo)
			}
			all = append(all, s.Attempt)
		}
		expect(t, what, all, err, want...)
	}
	stopping("same amount and lane", "L", 1280, now, 9, 4, 3, 2, 1)
	stopping("what was told since", "L", 1280, flow.Press{Seq: 4}, 9, 5, 4, 3, 2, 1)
	stopping("what was in flight, and is told by now", "L", 1280, flow.Press{Seq: 9, InFlight: []flow.OutTradeNo{order(5, "").Order.OutTradeNo}}, 9, 5, 4, 3, 2, 1)
	stopping("another amount", "L", 1281, now)
	stopping("another lane", "M", 1280, now)
	all, err := j.List(ctx, flow.Filter{Resolved: true})
	expect(t, "nobody had to say anything", all, err)
	a, err := j.Claim(ctx, order(9, "").Order.OutTradeNo)
	must(t, err)
	_, err = j.Append(ctx, a, flow.GoodsGiven{By: "Li", Reason: "was here"})
	must(t, err)
	all, err = j.List(ctx, flow.Filter{Resolved: true})
	expect(t, "a person's word", all, err, 9)
}

func find(ctx context.Context, t *testing.T, d Disk) {
	j := d.Process("one")
	grow(ctx, t, j)
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
		all, err := j.Find(ctx, text)
		expect(t, "find "+text, all, err, want...)
	}
	all, err := j.Sale(ctx, order(1, "opened").Order.Sale)
	expect(t, "a sale", all, err, 1)
}

func list(ctx context.Context, t *testing.T, d Disk) {
	j := d.Process("one")
	grow(ctx, t, j)
	all, err := j.List(ctx, flow.Filter{State: flow.Paid, Lane: "L", Limit: 2})
	if err != nil || len(all) != 2 || all[0].State != flow.Paid {
		t.Errorf("two paid ones: %v, %v", numbers(all), err)
	}
	at := suiteTime.Add(3 * time.Minute)
	all, err = j.List(ctx, flow.Filter{From: at, To: at.Add(time.Minute)})
	expect(t, "one minute", all, err, 3)
	all, err = j.List(ctx, flow.Filter{Lane: "M"})
	expect(t, "another lane", all, err)
	all, err = j.List(ctx, flow.Filter{Resolved: true})
	expect(t, "nobody had to say anything", all, err)
	a, err := j.Claim(ctx, order(9, "").Order.OutTradeNo)
	must(t, err)
	_, err = j.Append(ctx, a, flow.GoodsGiven{By: "Li", Reason: "was here"})
	must(t, err)
	all, err = j.List(ctx, flow.Filter{Resolved: true})
	expect(t, "a person's word", all, err, 9)
}

func suspended(ctx context.Context, t *testing.T, d Disk) {
	one, two := d.Process("one"), d.Process("two")
	must(t, one.SuspendSales(ctx, flow.SuspendedByCertificate, "400"))
	must(t, one.SuspendSales(ctx, flow.SuspendedByCertificate, "EOF"))
	got, err := two.SalesSuspended(ctx)
	if err != nil || len(got) != 1 || got[flow.SuspendedByCertificate] != "EOF" {
		t.Errorf("suspended %v, %v", got, err)
	}
	must(t, two.SuspendSales(ctx, flow.SuspendedByCertificate, ""))
	if got, err = one.SalesSuspended(ctx); err != nil || len(got) != 0 {
		t.Errorf("lifted: %v, %v", got, err)
	}
	if at, err := one.LastBeat(ctx); err != nil || !at.IsZero() {
		t.Errorf("a beat before the first: %v, %v", at, err)
	}
	must(t, one.Beat(ctx, suiteTime))
	must(t, two.Beat(ctx, suiteTime.Add(time.Second)))
	if at, err := one.LastBeat(ctx); err != nil || !at.Equal(suiteTime.Add(time.Second)) {
		t.Errorf("the newest beat: %v, %v", at, err)
	}
}
