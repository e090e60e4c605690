package flowtest

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"facetill/flow"
	"facetill/flow/ledger"
	"facetill/flow/refund"
)

// forever is a span that all lines lie in.
func (s suite) forever(j flow.Journal) []ledger.Line {
	s.Helper()
	all, err := j.(ledger.Reader).Lines(s.ctx, suiteTime.AddDate(-5, 0, 0), suiteTime.AddDate(5, 0, 0))
	must(s.T, err)
	return all
}

// linesAddUp reports lines of an attempt that do not come to what stands.
func (s suite) linesAddUp(j flow.Journal, a flow.Attempt) {
	s.Helper()
	var have, want flow.Fen
	for _, l := range s.forever(j) {
		if l.OutTradeNo == a.OutTradeNo {
			have += l.Fee
		}
	}
	if ledger.Counts(a) {
		want = a.TotalFee
		for _, e := range a.Refunds {
			if a.WasPaid() && e.Purpose == refund.ByHand && e.IsClaimed() {
				want -= e.Amount()
			}
		}
	}
	if have != want {
		s.Errorf("the lines of %s, %s, come to %v, and %v stands", a.OutTradeNo, a.State, have, want)
	}
}

// said is lines as a test writes them: which attempt, what, how much, in which record.
func said(all []ledger.Line) string {
	var texts []string
	for _, l := range all {
		n := strings.TrimLeft(string(l.OutTradeNo[12:]), "0")
		texts = append(texts, fmt.Sprintf("%s %s %d in %d", n, l.Kind, int64(l.Fee), l.Close))
	}
	return strings.Join(texts, ", ")
}

// lines: each fact leaves what it did to the money, once, under its own day, whichever
// process wrote it and reads it.
func (s suite) lines() {
	j := s.Process("one")
	s.open(j, 1, "", append(submitted(), paidFact())...) // nobody was shown it
	s.sold(j, 2, begunPart(2, 100), sentPart(2), acceptedPart(2, suiteTime.AddDate(0, 0, 1)))
	a := s.sold(j, 3, begunPart(3, 80), sentPart(3), acceptedPart(3, suiteTime.Add(time.Hour)))
	closed := heardPart(3, refund.StatusClosed, 80)
	closed.At = suiteTime.AddDate(0, 0, 2)
	s.append(j, a, closed)
	s.open(j, 4, "", append(submitted(), flow.ReversalDecided{Reason: "window", At: suiteTime})...)

	two := s.Process("two").(ledger.Reader)
	const all = "2 sold 1280 in 0, 3 sold 1280 in 0, 3 refunded -80 in 0, 2 refunded -100 in 0, 3 refused_after_all 80 in 0"
	if got := said(s.forever(s.Process("two"))); got != all {
		s.Errorf("there are %s\nwant      %s", got, all)
	}
	for _, c := range []struct {
		from, to time.Duration
		want     string
	}{
		{-time.Hour, 0, ""}, {0, time.Minute, ""}, {time.Minute, time.Minute + 1e6, "2 sold 1280 in 0, 3 sold 1280 in 0"},
		{2 * time.Minute, 24 * time.Hour, "3 refunded -80 in 0"}, {24 * time.Hour, 24*time.Hour + 1e6, "2 refunded -100 in 0"},
		{24*time.Hour + 1e6, 240 * time.Hour, "3 refused_after_all 80 in 0"}, {time.Hour, time.Hour, ""}, {time.Hour, 0, ""},
	} {
		got, err := two.Lines(s.ctx, suiteTime.Add(c.from), suiteTime.Add(c.to))
		if err != nil || said(got) != c.want {
			s.Errorf("from %s to %s: %s, %v; want %s", c.from, c.to, said(got), err, c.want)
		}
	}
	want := ledger.Line{OutTradeNo: a.OutTradeNo, N: 8, OutRefundNo: partNo(3), Kind: ledger.Refunded, At: suiteTime.Add(time.Hour), Fee: -80,
		Method: flow.MethodFace, Who: "Li", Lane: "L"}
	if got, err := two.Lines(s.ctx, want.At, want.At.Add(1e6)); err != nil || len(got) != 1 || !reflect.DeepEqual(got[0], want) {
		s.Errorf("a refund is %+v, %v\nwant %+v", got, err, want)
	}
	for after, want := range map[time.Duration]time.Duration{-1: time.Minute, time.Minute: time.Minute, time.Minute + 1e6: time.Hour, 25 * time.Hour: 48 * time.Hour, 480 * time.Hour: -1} {
		at, is, err := two.FirstUncounted(s.ctx, suiteTime.Add(after))
		if err != nil || is != (want >= 0) || is && !at.Equal(suiteTime.Add(want)) {
			s.Errorf("first behind %s: %s, %t, %v", after, at, is, err)
		}
	}
	// Told late, it is a sale of its own day.
	must(s.T, j.Release(s.ctx, a))
	s.Kill("one")
	late, err := s.Process("two").Claim(s.ctx, order(1, "").Order.OutTradeNo)
	must(s.T, err)
	s.append(s.Process("two"), late, flow.LeftUnclaimed{}, flow.GoodsGiven{By: "Li"})
	if got := said(s.forever(s.Process("two"))); got != "1 sold 1280 in 0, "+all {
		s.Errorf("told late: %s", got)
	}
}
