package ledger_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/charge"
	"facetill/flow/ledger"
	"facetill/flow/refund"
)

var noon = time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)

func opened(no flow.OutTradeNo, total flow.Fen) flow.OrderOpened {
	return flow.OrderOpened{Order: flow.Order{OutTradeNo: no, TotalFee: total, Method: flow.MethodCode, Cashier: "Li", Lane: "L", OpenedAt: noon.Add(-time.Minute)}}
}

func submitted() []flow.Fact {
	return []flow.Fact{flow.PayerIdentified{}, flow.IntentWritten{At: noon, SendBy: noon.Add(8e9), TimeExpire: noon.Add(120e9), ConfirmBy: noon.Add(45e9), FenceAt: noon.Add(1200e9)}}
}

// told are the facts of a sale that was paid and shown.
func told() []flow.Fact {
	return append(submitted(), flow.ChargeProven{TransactionID: "42", TimeEnd: noon, CashFee: 900, SettlementFee: 950, At: noon}, flow.Shown{})
}

// folded returns the lines that facts make, written an hour apart from noon on.
func folded(t *testing.T, facts ...flow.Fact) []ledger.Line {
	t.Helper()
	var events []flow.Event
	for i, f := range append([]flow.Fact{opened("1", 1000)}, facts...) {
		events = append(events, flow.Event{N: i + 1, At: noon.Add(time.Duration(i) * time.Hour), Fact: f})
	}
	all, err := ledger.Of(events)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func part(fee flow.Fen) flow.RefundBegun {
	return flow.RefundBegun{OutRefundNo: "1M1", Fee: fee, By: "Wu", At: noon, Wall: noon}
}

func taken(day int) flow.RefundHeard {
	return flow.RefundHeard{OutRefundNo: "1M1", Status: refund.StatusProcessing, Fee: 300, At: noon.AddDate(0, 0, day)}
}

// Money rule 4b.11: to which day each thing belongs, whose it is, and what becomes of it.
func TestLines(t *testing.T) {
	closed := flow.RefundHeard{OutRefundNo: "1M1", Status: refund.StatusClosed, Fee: 300, At: noon.AddDate(0, 0, 7)}
	platform := flow.RefundFound{OutRefundNo: "theirs", Status: refund.StatusSuccess, Fee: 200, At: noon.AddDate(0, 0, 3)}
	for name, c := range map[string]struct {
		facts []flow.Fact
		want  []string
	}{
		"nothing was charged":    {submitted(), nil},
		"nobody was shown it":    {told()[:3], nil},
		"left unclaimed":         {append(told()[:3], flow.LeftUnclaimed{}), nil},
		"paid and shown":         {told(), []string{"5 sold 1000 day 0 Li 100 50"}},
		"given back, a day on":   {append(told(), part(300), taken(1)), []string{"5 sold 1000 day 0 Li 100 50", "7 refunded -300 day 1 Wu 0 0"}},
		"begun and not accepted": {append(told(), part(300)), []string{"5 sold 1000 day 0 Li 100 50"}},
		"closed in a week": {append(told(), part(300), taken(1), closed),
			[]string{"5 sold 1000 day 0 Li 100 50", "7 refunded -300 day 1 Wu 0 0", "8 refused_after_all 300 day 7 Wu 0 0"}},
		"closed in a week, and yet it came": {append(told(), part(300), taken(1), closed, flow.RefundHeard{OutRefundNo: "1M1", Status: refund.StatusSuccess, Fee: 300, At: noon.AddDate(0, 0, 9)}),
			[]string{"5 sold 1000 day 0 Li 100 50", "7 refunded -300 day 1 Wu 0 0", "8 refused_after_all 300 day 7 Wu 0 0", "9 refunded -300 day 9 Wu 0 0"}},
		"an older journal's, which has no time": {append(told(), flow.RefundBegun{OutRefundNo: "1M1", Fee: 1000}, flow.RefundEnded{RefundedFee: 1000}),
			[]string{"5 sold 1000 day 0 Li 100 50", "7 refunded -1000 day 0 Li 0 0"}},
		"on the merchant platform": {append(told(), platform), []string{"5 sold 1000 day 0 Li 100 50", "6 refunded -200 day 3  0 0"}},
		"with another fee": {append(told(), part(300), taken(1), flow.RefundHeard{OutRefundNo: "1M1", Status: refund.StatusProcessing, Fee: 500, At: noon.AddDate(0, 0, 2)}),
			[]string{"5 sold 1000 day 0 Li 100 50", "7 refunded -300 day 1 Wu 0 0", "8 refunded -200 day 1 Wu 0 0"}},
		"a part of what nobody was shown, and the goods": {append(told()[:3], flow.LeftUnclaimed{}, part(300), taken(1), flow.GoodsGiven{By: "Wu"}),
			[]string{"8 sold 1000 day 0 Li 100 50", "8 refunded -300 day 1 Wu 0 0"}},
		"a person's word": {append(submitted(), flow.PersonNeeded{Reason: "no rule"}, flow.PersonResolved{As: flow.ResolvedPaid, By: "Wu", At: noon.AddDate(0, 0, 5)}),
			[]string{"5 sold 1000 day 0 Li 0 0"}},
	} {
		var got []string
		for _, l := range folded(t, c.facts...) {
			got = append(got, fmt.Sprintf("%d %s %d day %d %s %d %d", l.N, l.Kind, int64(l.Fee), int(l.At.Sub(noon.Add(-time.Hour)).Hours()/24), l.Who, int64(l.Coupons), int64(l.Unsettled)))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%q\nwant\n%q", name, got, c.want)
		}
	}
}

// What an older journal has no time of is of the moment at which its fact was written; a
// sale that is none any more is undone then, with what was given back of it.
func TestUndone(t *testing.T) {
	var sale flow.Attempt
	for _, f := range append([]flow.Fact{opened("1", 1000)}, append(told(), part(300), taken(1))...) {
		var err error
		if sale, err = flow.Apply(sale, f); err != nil {
			t.Fatal(err)
		}
	}
	none := sale
	none.State = flow.NeedsPerson
	none.Version++
	var sum, coupons, unsettled flow.Fen
	for _, l := range ledger.Lines(sale, none, noon.AddDate(0, 0, 9)) {
		sum, coupons, unsettled = sum+l.Fee, coupons+l.Coupons, unsettled+l.Unsettled
		if !l.At.Equal(noon.AddDate(0, 0, 9)) {
			t.Errorf("%+v", l)
		}
	}
	if sum != -700 || coupons != -100 || unsettled != -50 {
		t.Errorf("undone by %v, coupons %v, unsettled %v", sum, coupons, unsettled)
	}
	if at := ledger.Moment(flow.PersonNeeded{}, noon); !at.Equal(noon) {
		t.Errorf("a word without a time is of %s", at)
	}
}

// For facts in any legal order the lines of an attempt add up to what stands at each
// moment, and no line that was written changes.
func TestLinesAddUp(t *testing.T) {
	kinds := map[ledger.Kind]int{}
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 14))
		var a flow.Attempt
		var lines []ledger.Line
		var events []flow.Event
		play := func(f flow.Fact) {
			next, err := flow.Apply(a, f)
			if err != nil {
				return
			}
			at := noon.Add(time.Duration(len(events)) * time.Hour)
			lines = append(lines, ledger.Lines(a, next, ledger.Moment(f, at))...)
			if flow.Durable(a, f) {
				events = append(events, flow.Event{N: len(events) + 1, At: at, Fact: f})
			}
			a = next
			if again, err := ledger.Of(events); err != nil || !slices.Equal(again, lines) {
				t.Fatalf("seed %d: %v\n%+v\nbefore\n%+v", seed, err, again, lines)
			}
			if have, want := sum(lines), stands(a); have != want {
				t.Fatalf("seed %d, %s in %s: the lines come to %v, and %v stands", seed, f.Kind(), a.State, have, want)
			}
		}
		play(opened("1", 1000))
		for _, f := range told()[:r.IntN(6)%5] {
			play(f)
		}
		for range 60 {
			all := anyFacts(r, a)
			play(all[r.IntN(len(all))])
		}
		for _, l := range lines {
			kinds[l.Kind]++
		}
	}
	for _, k := range []ledger.Kind{ledger.Sold, ledger.Refunded, ledger.RefusedAfterAll, ledger.Undone} {
		if kinds[k] < 20 {
			t.Errorf("%d lines are %s: this test sees too little", kinds[k], k)
		}
	}
}

func sum(lines []ledger.Line) (all flow.Fen) {
	for _, l := range lines {
		all += l.Fee
	}
	return all
}

// stands is what of an attempt is the shop's, by the words of the rules.
func stands(a flow.Attempt) flow.Fen {
	paid := a.State == flow.Paid && !a.AsRead(false).Unclaimed
	if !paid && !((a.State == flow.Refunding || a.State == flow.Refunded) && a.WasPaid()) {
		return 0
	}
	left := a.TotalFee
	for _, e := range a.Refunds {
		if a.WasPaid() && e.Purpose == refund.ByHand && e.IsClaimed() {
			left -= e.Amount()
		}
	}
	return left
}

// anyFacts are facts of which some can happen to an attempt.
func anyFacts(r *rand.Rand, a flow.Attempt) []flow.Fact {
	at := noon.Add(time.Duration(r.IntN(1_000_000)) * time.Second)
	number, fee := "1M0", flow.Fen(1+r.IntN(600))
	if n := len(a.Refunds); n > 0 {
		e := a.Refunds[r.IntN(n)]
		if number = e.Number; r.IntN(4) > 0 {
			fee = e.Fee
		}
	}
	status := []string{refund.StatusProcessing, refund.StatusSuccess, refund.StatusChange, refund.StatusClosed}[r.IntN(4)]
	next := flow.RefundBegun{OutRefundNo: fmt.Sprint("1M", len(a.Refunds)), Fee: fee, By: "Wu", At: at, Wall: at}
	return []flow.Fact{
		flow.ChargeProven{TransactionID: "42", TimeEnd: at, CashFee: 900, At: at}, flow.Shown{}, flow.LeftUnclaimed{}, flow.GoodsGiven{By: "Li"}, flow.GoodsGiven{By: flow.ByReplay},
		flow.PersonNeeded{Reason: "no rule"}, flow.PersonResolved{As: flow.ResolvedPaid, By: "Li", At: at}, flow.PersonResolved{As: flow.ResolvedNotCharged, By: "Li", At: at},
		flow.ReversalDecided{By: "Li", At: at}, flow.ReversalProven{At: at},
		flow.RefundBegun{OutRefundNo: "old", Fee: fee, By: "Li"}, flow.RefundEnded{RefundedFee: fee, At: at}, next, next,
		flow.RefundSent{OutRefundNo: number, N: 1, At: at, SendBy: at.Add(8e9)},
		flow.RefundAnswered{OutRefundNo: number, N: 1, Answer: refund.AnswerAccepted, At: at}, flow.RefundAnswered{OutRefundNo: number, N: 1, Answer: refund.AnswerRefused, At: at},
		flow.RefundHeard{OutRefundNo: number, Status: status, Fee: fee, At: at}, flow.RefundFound{OutRefundNo: "theirs", Status: status, Fee: fee, At: at},
		flow.RefundDenied{OutRefundNo: number, At: at}, flow.RefundResent{OutRefundNo: number, By: "Wu", At: at, Wall: at},
		flow.RefundSettled{OutRefundNo: number, As: refund.SettledElse, By: "Wu", Reason: "x", At: at}, flow.RefundTold{OutRefundNo: number},
	}
}

// Money rule 4b.11: what has a time of its own is known then, whenever it is written.
func TestMomentIsTheFactsOwn(t *testing.T) {
	own := noon.AddDate(0, 0, -1)
	for _, f := range []flow.Fact{flow.ChargeProven{At: own}, flow.ReversalDecided{At: own}, flow.ReversalProven{At: own}, flow.PersonResolved{At: own},
		flow.RefundAnswered{At: own}, flow.RefundFenced{At: own}, flow.RefundHeard{At: own}, flow.RefundFound{At: own}, flow.RefundDenied{At: own},
		flow.RefundResent{At: own}, flow.RefundSettled{At: own}, flow.RefundEnded{At: own}} {
		if at := ledger.Moment(f, noon); !at.Equal(own) {
			t.Errorf("%s is of %s, want %s", f.Kind(), at, own)
		}
	}
}

// A record's digest is over all that a line says, save which record that is.
func TestDigestIsOverAllOfALine(t *testing.T) {
	l := ledger.Line{OutTradeNo: "1", N: 5, Kind: ledger.Sold, At: noon, Fee: 1000, Method: flow.MethodCode, Who: "Li", Lane: "L", Coupons: 1, Unsettled: 1}
	seen := map[string]int{ledger.Digest([]ledger.Line{l}): -1}
	for i, change := range []func(*ledger.Line){
		func(l *ledger.Line) { l.OutTradeNo = "2" }, func(l *ledger.Line) { l.N++ }, func(l *ledger.Line) { l.Place++ }, func(l *ledger.Line) { l.OutRefundNo = "r" },
		func(l *ledger.Line) { l.Kind = ledger.Undone }, func(l *ledger.Line) { l.At = l.At.Add(time.Millisecond) }, func(l *ledger.Line) { l.Fee++ },
		func(l *ledger.Line) { l.Method = flow.MethodFace }, func(l *ledger.Line) { l.Who = "Wu" }, func(l *ledger.Line) { l.Lane = "M" },
		func(l *ledger.Line) { l.Coupons++ }, func(l *ledger.Line) { l.Unsettled++ },
	} {
		other := l
		change(&other)
		d := ledger.Digest([]ledger.Line{other})
		if as, is := seen[d]; is {
			t.Errorf("change %d has the digest of %d", i, as)
		}
		seen[d] = i
	}
	counted := l
	counted.Close = 3
	if ledger.Digest([]ledger.Line{counted}) != ledger.Digest([]ledger.Line{l}) {
		t.Error("its record is in the digest")
	}
}

// The lines of one moment lie in the order of their facts, and those of one fact as made.
func TestSort(t *testing.T) {
	all := []ledger.Line{{At: noon, N: 2, Place: 1}, {At: noon, N: 3}, {At: noon, N: 2}, {At: noon.Add(-1), N: 9}}
	ledger.Sort(all)
	if all[0].N != 9 || all[1].N != 2 || all[1].Place != 0 || all[2].Place != 1 || all[3].N != 3 {
		t.Errorf("%+v", all)
	}
}

// A refund that names nobody, of an older journal, is the cashier's who sold it.
func TestARefundOfNobodyIsItsCashiers(t *testing.T) {
	nobody := part(300)
	nobody.By = ""
	all := folded(t, append(told(), nobody, taken(1))...)
	if last := all[len(all)-1]; last.Kind != ledger.Refunded || last.Who != "Li" {
		t.Errorf("%+v", last)
	}
}

// What WeChat did not say lacks nothing, and neither does what it says is more than the whole:
// no coupon is below zero.
func TestMissing(t *testing.T) {
	for part, want := range map[flow.Fen]flow.Fen{0: 0, -1: 0, 1: 999, 999: 1, 1000: 0, 1001: 0} {
		if got := ledger.Missing(1000, part); got != want {
			t.Errorf("of 1000 %d lacks %d, want %d", part, got, want)
		}
	}
}

// A record's hash is over all of it and over the record before it, and no part of it can be
// moved into the next one.
func TestHashIsOverAllOfAClose(t *testing.T) {
	c := ledger.Close{N: 12, Day: "2026-11-25", Body: "3{}", Lines: 41, Digest: "d", Before: "b"}
	seen := map[string]int{c.Hashed().Hash: -1}
	for i, change := range []func(*ledger.Close){
		func(c *ledger.Close) { c.N++ }, func(c *ledger.Close) { c.Day = "2026-11-26" }, func(c *ledger.Close) { c.Body = "" }, func(c *ledger.Close) { c.Lines++ },
		func(c *ledger.Close) { c.Digest = "e" }, func(c *ledger.Close) { c.Before = "a" },
		func(c *ledger.Close) { c.Day, c.Body = c.Day+"3", "{}" }, func(c *ledger.Close) { c.Before, c.N = "b1", 2 }, func(c *ledger.Close) { c.Lines, c.Digest = 4, "1d" },
	} {
		other := c
		change(&other)
		h := other.Hashed().Hash
		if as, is := seen[h]; is {
			t.Errorf("change %d has the hash of %d", i, as)
		}
		seen[h] = i
	}
	again := c.Hashed()
	if again.Hash = "forged"; again.Hashed() != c.Hashed() {
		t.Error("what stands as its hash is in it")
	}
}

// Moments are kept to the millisecond, as a journal writes them, and in UTC.
func TestALinesMomentIsToTheMillisecond(t *testing.T) {
	facts := told()
	facts[2] = flow.ChargeProven{TransactionID: "42", TimeEnd: noon.Add(1_234_567).In(flow.Beijing), At: noon}
	if all := folded(t, facts...); len(all) != 1 || all[0].At != noon.Add(1_000_000) {
		t.Errorf("%+v", all)
	}
}

// Coupons are what WeChat says of them: also where they paid all, and the payer nothing,
// and where the payer gave another currency.
func TestCouponsThatPaidAll(t *testing.T) {
	for want, c := range map[flow.Fen]flow.ChargeProven{
		1000: {Told: charge.Told{CouponFee: 1000}},
		300:  {CashFee: 700, Told: charge.Told{CouponFee: 300}},
		0:    {CashFee: 700, Told: charge.Told{CashFeeType: "USD"}},
	} {
		c.TransactionID, c.TimeEnd, c.At = "42", noon, noon
		if all := folded(t, append(submitted(), c, flow.Shown{})...); len(all) != 1 || all[0].Coupons != want {
			t.Errorf("%d: %+v", want, all)
		}
	}
}
