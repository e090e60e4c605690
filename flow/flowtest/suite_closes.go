package flowtest

import (
	"errors"
	"fmt"
	"reflect"
	"time"

	"facetill/flow"
	"facetill/flow/ledger"
	"facetill/flow/refund"
)

// day is the end of the n-th day of a test, which lasts from noon to noon.
func day(n int) time.Time { return suiteTime.AddDate(0, 0, n) }

// drafted makes a record whose text is what stands, and returns both.
func (s suite) drafted(j flow.Journal, to time.Time, change func(ledger.Standing, *ledger.Draft)) (c ledger.Close, seen ledger.Standing) {
	s.Helper()
	c, err := j.(ledger.Book).MakeClose(s.ctx, to, func(is ledger.Standing) (ledger.Draft, error) {
		seen = is
		d := ledger.Draft{Day: fmt.Sprint("day ", is.Last.N+1), Body: fmt.Sprintf(`{"lines":%d}`, len(is.Lines))}
		if change != nil {
			change(is, &d)
		}
		return d, nil
	})
	must(s.T, err)
	return c, seen
}

// closes: a record counts each line once, in order, and stays as it is; what comes late for
// a day that has one is in the next.
func (s suite) closes() {
	one, two := s.Process("one"), s.Process("two")
	book := two.(ledger.Book)
	if all, err := book.Closes(s.ctx, 0); err != nil || len(all) != 0 {
		s.Errorf("before the first: %+v, %v", all, err)
	}
	if since, err := book.CountedSince(s.ctx); err != nil || !since.IsZero() {
		s.Errorf("counted since %s, %v", since, err)
	}
	late := s.open(one, 1, "", append(submitted(), paidFact())...)
	s.sold(one, 2, begunPart(2, 100), sentPart(2), acceptedPart(2, day(1).Add(time.Hour)))
	first, seen := s.drafted(two, day(1), nil)
	if first.N != 1 || first.Day != "day 1" || first.Lines != 1 || first.Before != "" || first.Hash == "" || first != first.Hashed() {
		s.Errorf("the first is %+v", first)
	}
	if said(seen.Lines) != "2 sold 1280 in 0" || seen.Last != (ledger.Close{}) || seen.Facts.N != 12 || first.Digest != ledger.Digest(seen.Lines) {
		s.Errorf("it saw %s, %+v, %+v", said(seen.Lines), seen.Last, seen.Facts)
	}
	s.append(one, late, flow.Shown{})
	second, seen := s.drafted(one, day(2), nil)
	if second.N != 2 || second.Before != first.Hash || seen.Last != first || said(seen.Lines) != "1 sold 1280 in 0, 2 refunded -100 in 0" {
		s.Errorf("the second is %+v of %s behind %+v", second, said(seen.Lines), seen.Last)
	}
	third, seen := s.drafted(two, day(3), nil)
	if third.Lines != 0 || len(seen.Lines) != 0 {
		s.Errorf("of nothing: %+v", third)
	}
	for _, c := range []struct {
		limit int
		want  []ledger.Close
	}{{0, []ledger.Close{third, second, first}}, {2, []ledger.Close{third, second}}, {9, []ledger.Close{third, second, first}}} {
		if all, err := book.Closes(s.ctx, c.limit); err != nil || !reflect.DeepEqual(all, c.want) {
			s.Errorf("the last %d: %+v, %v", c.limit, all, err)
		}
	}
	for n, want := range []ledger.Close{{}, first, second, third, {}} {
		got, err := book.Record(s.ctx, n)
		if got != want || errors.Is(err, ledger.ErrNoClose) != (want.N == 0) || err != nil && want.N != 0 {
			s.Errorf("number %d: %+v, %v", n, got, err)
		}
	}
	if _, err := book.Record(s.ctx, -1); !errors.Is(err, ledger.ErrNoClose) {
		s.Errorf("number -1: %v", err)
	}
	for n, want := range []string{"", "2 sold 1280 in 1", "1 sold 1280 in 2, 2 refunded -100 in 2", "", ""} {
		if got, err := book.LinesOf(s.ctx, n); err != nil || said(got) != want {
			s.Errorf("lines of %d: %s, %v", n, said(got), err)
		}
	}
	if got := said(s.forever(one)); got != "1 sold 1280 in 2, 2 sold 1280 in 1, 2 refunded -100 in 2" {
		s.Errorf("all lines: %s", got)
	}
	if at, is, err := book.FirstUncounted(s.ctx, suiteTime.AddDate(-1, 0, 0)); is || err != nil {
		s.Errorf("left: %s, %v", at, err)
	}
}

// closeRefused: what is refused in the transaction leaves nothing, and the error is the
// caller's own.
func (s suite) closeRefused() {
	j := s.Process("one")
	s.sold(j, 1)
	own := errors.New("not today")
	for range 2 {
		c, err := j.(ledger.Book).MakeClose(s.ctx, day(1), func(ledger.Standing) (ledger.Draft, error) { return ledger.Draft{Day: "x"}, own })
		if err != own || c != (ledger.Close{}) {
			s.Errorf("%+v, %v", c, err)
		}
	}
	if all, err := j.(ledger.Book).Closes(s.ctx, 0); err != nil || len(all) != 0 {
		s.Errorf("there are %+v, %v", all, err)
	}
	if c, seen := s.drafted(j, day(1), nil); c.N != 1 || len(seen.Lines) != 1 {
		s.Errorf("then %+v of %s", c, said(seen.Lines))
	}
}

// closePasses: what is open at a close is handed over, also what is about to be shown; what
// was passed over comes back to each later one, until one reports its end.
func (s suite) closePasses() {
	j := s.Process("one")
	open := s.open(j, 1, "", submitted()...)
	shown := s.open(j, 2, "", append(submitted(), paidFact())...)
	stuck := s.sold(j, 3, begunPart(3, 100))
	numbers := func(all []flow.Attempt) (n []flow.OutTradeNo) {
		for _, a := range all {
			n = append(n, a.OutTradeNo)
		}
		return n
	}
	_, seen := s.drafted(j, day(1), func(_ ledger.Standing, d *ledger.Draft) {
		d.Open = []ledger.Passed{{OutTradeNo: open.OutTradeNo}, {OutTradeNo: stuck.OutTradeNo, OutRefundNo: partNo(3)}}
	})
	if got := numbers(seen.Pending); !reflect.DeepEqual(got, []flow.OutTradeNo{open.OutTradeNo, shown.OutTradeNo}) || !seen.Pending[1].Live.ToShow {
		s.Errorf("pending: %q", got)
	}
	if got := numbers(seen.Refunding); !reflect.DeepEqual(got, []flow.OutTradeNo{stuck.OutTradeNo}) || len(seen.Passed) != 0 {
		s.Errorf("refunding: %q, passed %+v", got, seen.Passed)
	}
	s.append(j, open, flow.NothingSent{At: suiteTime})
	if left, err := j.(ledger.Book).Passed(s.ctx); err != nil || len(left) != 2 || left[0].Sale.State != flow.NotSent || left[0].Close != 1 {
		s.Errorf("left: %+v, %v", left, err)
	}
	_, seen = s.drafted(j, day(2), func(is ledger.Standing, d *ledger.Draft) { d.Ended = is.Passed[:1] })
	if len(seen.Passed) != 2 || seen.Passed[0].Sale.State != flow.NotSent || seen.Passed[1].OutRefundNo != partNo(3) || seen.Passed[1].Sale.Refunds[0].State != refund.Entered {
		s.Errorf("passed over: %+v", seen.Passed)
	}
	if left, err := j.(ledger.Book).Passed(s.ctx); err != nil || len(left) != 1 || left[0].OutTradeNo != stuck.OutTradeNo {
		s.Errorf("then left: %+v, %v", left, err)
	}
}
