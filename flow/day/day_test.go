package day_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/charge"
	"facetill/flow/clock"
	"facetill/flow/day"
	"facetill/flow/flowtest"
	"facetill/flow/ledger"
	"facetill/flow/refund"
)

// noon is in China.
var noon = time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)

// wall is a clock that a test sets.
type wall struct{ at time.Time }

func (w *wall) Now() clock.Instant                                    { return clock.Instant{Wall: w.at} }
func (w *wall) Sleep(context.Context, time.Duration, <-chan struct{}) {}

// shop is a journal with its books; n counts its sales.
type shop struct {
	*testing.T
	disk *flowtest.Memory
	j    flow.Journal
	day.Books
	now *wall
	n   int
}

func newShop(t *testing.T, starts time.Duration) *shop {
	s := &shop{T: t, disk: flowtest.NewMemory(), now: &wall{noon.AddDate(0, 0, 1)}}
	s.j = s.disk.Process("till")
	s.Books = day.Books{Journal: s.j, Ledger: s.disk, Clock: s.now, Calendar: day.Calendar{Starts: starts}, ID: flow.Identity{Merchant: flow.Merchant{MchID: "1900000109"}, StoreID: "S"}}
	return s
}

// leave makes an attempt of 10.00 of a moment, and leaves it behind facts.
func (s *shop) leave(at time.Time, facts ...flow.Fact) flow.Attempt {
	s.Helper()
	s.n++
	no := flow.OutTradeNo(fmt.Sprintf("%032d", s.n))
	a, err := s.j.Open(s.Context(), flow.OrderOpened{Order: flow.Order{OutTradeNo: no, Sale: flow.SaleKey{Ref: string(no)}, RefMinted: true, TotalFee: 1000,
		Method: flow.MethodFace, Cashier: "Li", Lane: "L", OpenedAt: at}})
	if err != nil {
		s.Fatal(err)
	}
	return s.goOn(a, facts...)
}

func (s *shop) goOn(a flow.Attempt, facts ...flow.Fact) flow.Attempt {
	s.Helper()
	for _, f := range facts {
		var err error
		if a, err = s.j.Append(s.Context(), a, f); err != nil {
			s.Fatal(err)
		}
	}
	return a
}

func submitted(at time.Time) []flow.Fact {
	return []flow.Fact{flow.PayerIdentified{}, flow.IntentWritten{At: at, SendBy: at.Add(8e9), TimeExpire: at.Add(120e9), ConfirmBy: at.Add(45e9), FenceAt: at.Add(1200e9)}}
}

func charged(at time.Time) []flow.Fact {
	return append(submitted(at), flow.ChargeProven{TransactionID: "42", TimeEnd: at, CashFee: 900, At: at})
}

func sold(at time.Time) []flow.Fact { return append(charged(at), flow.Shown{}) }

// part begins a part of a sale of 10.00, and WeChat takes it.
func part(a flow.Attempt, fee flow.Fen, at time.Time) []flow.Fact {
	no := string(a.OutTradeNo) + "M1"
	return []flow.Fact{flow.RefundBegun{OutRefundNo: no, Fee: fee, By: "Wu", At: at, Wall: at}, flow.RefundHeard{OutRefundNo: no, Status: refund.StatusProcessing, Fee: fee, At: at}}
}

// close closes a day by its name, "" the one that is due.
func (s *shop) close(name string, force ...bool) (day.Record, error) {
	s.Helper()
	r := day.Request{By: "Wang", Force: len(force) > 0}
	if name != "" {
		var err error
		if r.Day, err = s.Calendar.Parse(name); err != nil {
			s.Fatal(err)
		}
	}
	return s.Close(s.Context(), r)
}

// must closes a day, which has to work.
func (s *shop) must(name string, force ...bool) day.Record {
	s.Helper()
	r, err := s.close(name, force...)
	if err != nil {
		s.Fatal(err)
	}
	return r
}

// A business day begins at the shop's hour in China, wherever the machine believes to be.
func TestCalendar(t *testing.T) {
	for _, c := range []struct {
		starts   time.Duration
		at, want string
	}{
		{0, "2026-11-25T15:59:59Z", "2026-11-25"}, {0, "2026-11-25T16:00:00Z", "2026-11-26"}, {0, "2026-12-31T23:00:00Z", "2027-01-01"},
		{4 * time.Hour, "2026-11-25T19:59:59Z", "2026-11-25"}, {4 * time.Hour, "2026-11-25T20:00:00Z", "2026-11-26"}, {12 * time.Hour, "2026-11-25T03:59:59Z", "2026-11-24"},
	} {
		of := day.Calendar{Starts: c.starts}
		for _, zone := range []*time.Location{time.UTC, flow.Beijing, time.FixedZone("", -11*3600)} {
			at, _ := time.Parse(time.RFC3339, c.at)
			begin, err := of.Parse(c.want)
			if got := of.Begin(at.In(zone)); err != nil || !got.Equal(begin) || of.Name(at.In(zone)) != c.want || !of.Begin(of.End(begin).Add(-1)).Equal(begin) {
				t.Errorf("%s from %s on: %s, want %s, %v", c.at, c.starts, got, begin, err)
			}
		}
	}
	if _, err := (day.Calendar{}).Parse("25.11.2026"); err == nil {
		t.Error("25.11.2026 is a day")
	}
}

// Money rule 4b.11: what was closed never changes. A refund of a later day is a line of that
// day; a sale that was told late, and a refund that ends refused, are in the next close.
func TestAWeek(t *testing.T) {
	s := newShop(t, 0)
	mon := s.leave(noon, sold(noon)...)
	late := s.leave(noon.Add(time.Hour), charged(noon.Add(time.Hour))...)
	s.leave(noon, append(submitted(noon), flow.NothingSent{At: noon})...)
	s.leave(noon, flow.SaleCancelled{By: "cashier", At: noon})
	late = s.goOn(late, flow.LeftUnclaimed{})
	var open *day.OpenError
	if _, err := s.close(""); !errors.As(err, &open) || len(open.Open) != 1 || open.Open[0].OutTradeNo != late.OutTradeNo {
		t.Fatalf("beside an unclaimed charge: %v", err)
	}
	first := s.must("", true)
	if first.Number != 1 || first.Day != "2026-11-25" || !first.Forced || first.IsFinal() || first.By != "Wang" || first.Before != "" || first.MchID != "1900000109" ||
		first.All != (day.Sum{Sales: 1, Charged: 1000, Coupons: 100}) || first.Total != first.All || first.Counts != (day.Counts{NotSent: 1, Cancelled: 1}) ||
		len(first.Open) != 1 || first.Open[0] != (day.OpenItem{OutTradeNo: late.OutTradeNo, State: "paid", Fee: 1000, Since: 1}) {
		t.Errorf("the first is %+v", first)
	}
	frozen, _ := json.Marshal(first)

	tue := noon.AddDate(0, 0, 1)
	s.now.at = tue.AddDate(0, 0, 1)
	mon = s.goOn(mon, part(mon, 400, tue)...)
	s.leave(tue, sold(tue)...)
	s.goOn(late, flow.GoodsGiven{By: "Li", Reason: "seen"})
	second := s.must("2026-11-26")
	if second.Number != 2 || second.Before != first.Hash || second.Forced || !second.IsFinal() ||
		second.All != (day.Sum{Sales: 1, Charged: 1000, Refunded: 400, Coupons: 100}) || second.GivenBack != (day.Part{N: 1, Fee: 400}) || second.Lines != 3 ||
		second.Total != (day.Sum{Sales: 2, Charged: 2000, Refunded: 400, Coupons: 200}) {
		t.Errorf("the second is %+v", second)
	}
	if e := second.Earlier; len(e) != 1 || e[0].Day != "2026-11-25" || e[0].All != (day.Sum{Sales: 1, Charged: 1000, Coupons: 100}) || len(e[0].Sums) != 1 {
		t.Errorf("of earlier days: %+v", e)
	}
	if e := second.Ended; len(e) != 1 || e[0] != (day.EndedItem{OutTradeNo: late.OutTradeNo, State: "paid", Fee: 1000, PassedOver: 1}) {
		t.Errorf("ended: %+v", e)
	}
	if len(second.Sums) != 2 || second.Sums[0].Charged != 1000 || second.Sums[1] != (day.Sum{Method: flow.MethodFace, Cashier: "Wu", Refunded: 400}) || len(second.Hours) != 1 || second.Hours[0].Hour != 12 {
		t.Errorf("by cashier and hour: %+v, %+v", second.Sums, second.Hours)
	}

	wed := tue.AddDate(0, 0, 1)
	s.now.at = wed.AddDate(0, 0, 1)
	s.goOn(mon, flow.RefundHeard{OutRefundNo: string(mon.OutTradeNo) + "M1", Status: refund.StatusClosed, Fee: 400, At: wed})
	third := s.must("")
	if third.Day != "2026-11-27" || third.All != (day.Sum{Refunded: -400}) || third.RefusedAfterAll != (day.Part{N: 1, Fee: 400}) || len(third.Earlier)+len(third.Ended) != 0 {
		t.Errorf("the third is %+v", third)
	}
	again, err := s.Record(t.Context(), 1)
	if now, _ := json.Marshal(again); err != nil || string(now) != string(frozen) || again.Hash != first.Hash {
		t.Errorf("the first is by now\n%s, %v\nand was\n%s", now, err, frozen)
	}
	all, err := s.Closes(t.Context(), 0)
	if err != nil || len(all) != 3 || all[0].Number != 3 || all[2].Hash != first.Hash {
		t.Errorf("all: %+v, %v", all, err)
	}
	if r, is, err := s.RecordOf(t.Context(), "2026-11-26"); err != nil || !is || r.Number != 2 {
		t.Errorf("of a day: %+v, %t, %v", r, is, err)
	}
	if _, err := s.Record(t.Context(), 4); !errors.Is(err, ledger.ErrNoClose) {
		t.Errorf("number 4: %v", err)
	}
}

// Days are closed in order, once, and when they are over.
func TestOrder(t *testing.T) {
	s := newShop(t, 0)
	s.now.at = noon.AddDate(0, 0, 3) // the 28th
	for _, n := range []int{0, 2, 3} {
		s.leave(noon.AddDate(0, 0, n), sold(noon.AddDate(0, 0, n))...)
	}
	refuses := func(name string, want error) {
		t.Helper()
		_, err := s.close(name)
		if fmt.Sprintf("%T %v", err, err) != fmt.Sprintf("%T %v", want, want) {
			t.Errorf("%q: %v\nwant %v", name, err, want)
		}
	}
	end := func(name string) time.Time { at, _ := s.Calendar.Parse(name); return s.Calendar.End(at) }
	due, err := s.Due(t.Context())
	if err != nil || due.Name != "2026-11-25" || !slices.Equal(due.Missing, []string{"2026-11-25", "2026-11-27"}) {
		t.Errorf("due: %+v, %v", due, err)
	}
	refuses("2026-11-27", &day.OrderError{Day: "2026-11-27", Due: "2026-11-25"})
	refuses("2026-11-26", &day.OrderError{Day: "2026-11-26", Due: "2026-11-25"})
	refuses("2026-11-28", &day.NotOverError{Day: "2026-11-28", Ends: end("2026-11-28")})
	refuses("2026-12-24", &day.NotOverError{Day: "2026-12-24", Ends: end("2026-12-24"), Ahead: true})
	s.must("")
	refuses("2026-11-25", &day.ClosedError{Day: "2026-11-25", Number: 1})
	refuses("2026-11-24", &day.ClosedError{Day: "2026-11-24"})
	if due, err = s.Due(t.Context()); err != nil || !slices.Equal(due.Missing, []string{"2026-11-27"}) {
		t.Errorf("due: %+v, %v", due, err)
	}
	if r := s.must(""); r.Number != 2 || r.Day != "2026-11-27" { // the day without anything is left out
		t.Errorf("%+v", r)
	}
	refuses("2026-11-26", &day.ClosedError{Day: "2026-11-26"})
	refuses("", &day.NotOverError{Day: "2026-11-28", Ends: end("2026-11-28")})
	s.now.at = noon.AddDate(0, 0, 4)
	s.must("")
	refuses("", day.ErrNothingDue)
	if due, err = s.Due(t.Context()); err != nil || !due.Day.IsZero() || len(due.Missing) != 0 {
		t.Errorf("due: %+v, %v", due, err)
	}
	s.now.at = noon.AddDate(0, 0, 6)
	if r := s.must("2026-11-30"); r.Number != 4 || r.Lines != 0 { // an empty one may be closed
		t.Errorf("%+v", r)
	}
}

// beside is books at which something happens before a close is written.
type beside struct {
	*flowtest.Memory
	first func()
}

func (b *beside) MakeClose(ctx context.Context, to time.Time, do func(ledger.Standing) (ledger.Draft, error)) (ledger.Close, error) {
	if first := b.first; first != nil {
		b.first = nil
		first()
	}
	return b.Memory.MakeClose(ctx, to, do)
}

// Two are closed at once, and the later day's close has found the earlier one due: it has
// its own lines all the same.
func TestAnotherClosesTheDayBefore(t *testing.T) {
	s := newShop(t, 0)
	s.now.at = noon.AddDate(0, 0, 2)
	s.leave(noon, sold(noon)...)
	s.leave(noon.AddDate(0, 0, 1), sold(noon.AddDate(0, 0, 1))...)
	another := s.Books
	s.Ledger = &beside{s.disk, func() {
		if r, err := another.Close(t.Context(), day.Request{By: "Wu"}); err != nil || r.Day != "2026-11-25" || r.Lines != 1 {
			t.Errorf("the close beside it: %+v, %v", r, err)
		}
	}}
	if r := s.must("2026-11-26"); r.Number != 2 || r.Lines != 1 || r.All.Charged != 1000 || r.Total.Charged != 1000 {
		t.Errorf("close %d has %d lines, %s and %s", r.Number, r.Lines, r.All.Charged, r.Total.Charged)
	}
}

// A clock that is ahead does not make a day over, where by that of WeChat it is not.
func TestOverByBothClocks(t *testing.T) {
	s := newShop(t, 4*time.Hour)
	s.leave(noon, sold(noon)...)
	s.WeChat = clock.NewWeChat(s.now)
	s.now.at = noon.Add(16*time.Hour - time.Second) // 03:59:59 of the 26th
	var not *day.NotOverError
	if _, err := s.close("2026-11-25"); !errors.As(err, &not) || not.Ahead {
		t.Errorf("a second before its end: %v", err)
	}
	s.now.at = noon.Add(16 * time.Hour)
	s.WeChat.Observe(noon.Add(15*time.Hour), s.now.Now())
	if _, err := s.close("2026-11-25"); !errors.As(err, &not) {
		t.Errorf("by this machine's clock alone: %v", err)
	}
	s.WeChat = nil
	if r := s.must("2026-11-25"); r.From.Format(time.RFC3339) != "2026-11-25T04:00:00+08:00" || r.To.Format(time.RFC3339) != "2026-11-26T04:00:00+08:00" {
		t.Errorf("%+v", r)
	}
}

// What is open is told before what is wrong with the day, whatever its day; a day of which
// nothing is known but something open is due as well, until a close has passed over it.
func TestOpenFirst(t *testing.T) {
	s := newShop(t, 0)
	unclear := s.leave(noon, submitted(noon)...)
	tue := noon.AddDate(0, 0, 1)
	part := s.leave(tue, sold(tue)...)
	begun := flow.RefundBegun{OutRefundNo: string(part.OutTradeNo) + "M1", Fee: 300, By: "Wu", At: tue, Wall: tue}
	part = s.goOn(part, begun)
	s.now.at = tue.AddDate(0, 0, 1)
	var open *day.OpenError
	for _, name := range []string{"", "2026-11-25", "2026-11-26", "2026-11-27", "2026-12-24"} {
		if _, err := s.close(name); !errors.As(err, &open) || len(open.Open) != 2 || len(open.Refunds.Open) != 1 {
			t.Errorf("%q: %v", name, err)
		}
	}
	var order *day.OrderError
	if _, err := s.close("2026-11-26", true); !errors.As(err, &order) || order.Due != "2026-11-25" {
		t.Errorf("out of order: %v", err)
	}
	first := s.must("", true)
	if first.Day != "2026-11-25" || first.Lines != 0 || len(first.Open) != 2 || first.Open[1].OutRefundNo != begun.OutRefundNo || first.Open[1].Fee != 300 {
		t.Errorf("%+v", first)
	}
	s.goOn(unclear, flow.NothingSent{At: tue})
	second := s.must("", true)
	if second.Day != "2026-11-26" || len(second.Ended) != 1 || second.Ended[0].State != "not_sent" || len(second.Open) != 1 || second.Open[0].Since != 1 {
		t.Errorf("%+v", second)
	}
	wed := tue.AddDate(0, 0, 1)
	s.goOn(part, flow.RefundHeard{OutRefundNo: begun.OutRefundNo, Status: refund.StatusProcessing, Fee: 300, At: wed})
	s.now.at = wed.AddDate(0, 0, 1)
	third := s.must("")
	if third.Day != "2026-11-27" || third.All.Refunded != 300 || len(third.Ended) != 1 || third.Ended[0] != (day.EndedItem{OutTradeNo: part.OutTradeNo, OutRefundNo: begun.OutRefundNo, State: "accepted", Fee: 300, PassedOver: 1}) {
		t.Errorf("%+v", third)
	}
}

// A charge that is about to be shown is in the look, and no close goes over it: nobody can
// say yet whether it is a sale.
func TestAboutToBeShown(t *testing.T) {
	s := newShop(t, 0)
	a := s.leave(noon, charged(noon)...)
	d, err := s.Look(t.Context(), noon)
	if err != nil || d.All.Charged != 1000 || len(d.Open) != 0 {
		t.Errorf("the look: %+v, %v", d.All, err)
	}
	var open *day.OpenError
	if _, err := s.close("2026-11-25"); !errors.As(err, &open) || len(open.Open) != 1 {
		t.Errorf("closed: %v", err)
	}
	s.goOn(a, flow.Shown{})
	if r := s.must("2026-11-25"); r.All.Charged != 1000 {
		t.Errorf("%+v", r)
	}
}

// A copy closes nothing; errors are told with what helps.
func TestErrors(t *testing.T) {
	s := newShop(t, 0)
	s.leave(noon, sold(noon)...)
	s.disk.Copy = true
	if _, err := s.close(""); !errors.Is(err, flow.ErrCopy) {
		t.Errorf("of a copy: %v", err)
	}
	end := time.Date(2026, 11, 26, 0, 0, 0, 0, flow.Beijing)
	for want, err := range map[string]error{
		"2 open: the day has no sum yet": &day.OpenError{Open: make([]flow.Attempt, 2)}, "is not over: it ends at 2026-11-26 00:00": &day.NotOverError{Day: "2026-11-25", Ends: end},
		"lies ahead": &day.NotOverError{Ends: end, Ahead: true}, "2026-11-24 is to be closed before 2026-11-25": &day.OrderError{Day: "2026-11-25", Due: "2026-11-24"},
		"as close 7": &day.ClosedError{Number: 7}, "had nothing": &day.ClosedError{},
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %q", want, err)
		}
	}
}

// A day has what coupons paid, also of a sale of which they paid all.
func TestADayOfCoupons(t *testing.T) {
	var sum day.Sum
	for _, a := range []flow.Attempt{{Told: charge.Told{CouponFee: 1000}}, {CashFee: 700}, {CashFee: 700, Told: charge.Told{CashFeeType: "USD"}}} {
		a.TotalFee = 1000
		sum.AddSale(a)
	}
	if sum != (day.Sum{Sales: 3, Charged: 3000, Coupons: 1300}) {
		t.Errorf("%+v", sum)
	}
}
