package day_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/day"
	"facetill/flow/flowtest"
	"facetill/flow/ledger"
	"facetill/flow/refund"
)

func refused(at time.Time) []flow.Fact {
	return append(submitted(at), flow.PayAnswered{Answer: flow.AnswerRefused, At: at}, flow.RefusalConfirmed{Query: flow.AnswerNotPay, At: at})
}

func tender(as string) flow.TenderTaken { return flow.TenderTaken{As: as, By: "Li", At: noon} }

// begun and heard are a refund of a sale of 10.00, by its number.
func begun(number string, fee flow.Fen, at time.Time) flow.RefundBegun {
	return flow.RefundBegun{OutRefundNo: number, Fee: fee, By: "Wu", At: at, Wall: at}
}

func heard(number, status string, fee flow.Fen, at time.Time) flow.RefundHeard {
	return flow.RefundHeard{OutRefundNo: number, Status: status, Fee: fee, At: at}
}

// A record says all there is to say of its day: whose shop it is, each sum and count, and
// over what they are; what belongs to other days is in none of them.
func TestRecordSaysAllOfItsDay(t *testing.T) {
	s := newShop(t, 0)
	s.ID.Merchant.SubMchID, s.ID.Simulated = "77", true
	at := func(h int) time.Time { return noon.Add(time.Duration(h) * time.Hour) }
	a := s.leave(at(0), sold(at(0))...)
	s.goOn(a, begun("r1", 300, at(2)), heard("r1", refund.StatusProcessing, 300, at(2)), begun("r2", 200, at(3)), heard("r2", refund.StatusSuccess, 200, at(3)))
	for _, as := range []string{"cash", "card", "cash"} {
		s.leave(at(0), append(refused(at(0)), tender(as))...)
	}
	s.leave(at(1), append(refused(at(1)), flow.RefusalReopened{At: at(1)}, flow.ReversalProven{At: at(1)})...)
	// A word about money is by hand; one that ends a refund is, too, and is money in another way.
	s.leave(at(1), append(submitted(at(1)), flow.PersonNeeded{Reason: "x"}, flow.PersonResolved{As: flow.ResolvedNotCharged, By: "Li", At: at(1)})...)
	other := s.leave(at(1), sold(at(1))...)
	s.goOn(other, begun("o1", 250, at(1)), heard("o1", refund.StatusClosed, 250, at(1)), flow.RefundSettled{OutRefundNo: "o1", As: refund.SettledElse, By: "Wu", Reason: "x", At: at(1)},
		begun("o2", 50, at(1)), heard("o2", refund.StatusClosed, 50, at(1)), flow.RefundSettled{OutRefundNo: "o2", As: refund.SettledElse, By: "Wu", Reason: "x", At: noon.AddDate(0, 0, 1)},
		begun("o3", 400, at(1)), heard("o3", refund.StatusChange, 400, at(1)), flow.RefundSettled{OutRefundNo: "o3", As: refund.SettledThere, By: "Wu", Reason: "x", At: at(1)})
	// An older journal's sale that ends as none.
	s.leave(at(5), append(sold(at(5)), flow.RefundBegun{OutRefundNo: "old", Fee: 1000, By: "Li"}, flow.PersonNeeded{Reason: "x"},
		flow.PersonResolved{As: flow.ResolvedNotCharged, By: "Li", At: at(6)})...)
	r := s.must("2026-11-25", true)
	lines, err := s.disk.LinesOf(t.Context(), 1)
	if err != nil || r.Lines != len(lines) || len(lines) == 0 || r.LinesHash != ledger.Digest(lines) || r.Facts.N == 0 {
		t.Errorf("over %d lines, %q, %d facts, %v", r.Lines, r.LinesHash, r.Facts.N, err)
	}
	if r.SubMchID != "77" || !r.Simulated || r.StoreID != "S" || r.Forced {
		t.Errorf("of the shop: %+v", r)
	}
	if r.All != (day.Sum{Sales: 2, Charged: 2000, Refunded: 900, Coupons: 200}) {
		t.Errorf("all: %+v", r.All)
	}
	if r.GivenBack != (day.Part{N: 3, Fee: 900}) || r.Undone != (day.Part{N: 1, Fee: 1000}) || r.RefusedAfterAll != (day.Part{}) {
		t.Errorf("back: %+v, undone %+v, %+v", r.GivenBack, r.Undone, r.RefusedAfterAll)
	}
	if want := []day.Tender{{As: "cash", Sales: 2, Fee: 2000}, {As: "card", Sales: 1, Fee: 1000}}; !slices.Equal(r.Tenders, want) {
		t.Errorf("tenders: %+v", r.Tenders)
	}
	if r.Counts != (day.Counts{Refused: 3, Reversed: 3}) || r.Reopened != 1 || r.ByHand != 3 || r.Otherwise != 250 {
		t.Errorf("counts: %+v, reopened %d, by hand %d, otherwise %v", r.Counts, r.Reopened, r.ByHand, r.Otherwise)
	}
	var hours []int
	var sum day.Sum
	for _, h := range r.Hours {
		hours = append(hours, h.Hour)
		sum.Sales, sum.Charged, sum.Refunded = sum.Sales+h.Sales, sum.Charged+h.Charged, sum.Refunded+h.Refunded
	}
	if !slices.Equal(hours, []int{12, 13, 14, 15}) || sum.Sales != 2 || sum.Charged != 2000 || sum.Refunded != 900 {
		t.Errorf("hours: %+v", r.Hours)
	}
	d, err := s.Look(t.Context(), noon)
	if err != nil || d.All != r.All || d.Otherwise != r.Otherwise || !slices.Equal(d.Tenders, r.Tenders) || d.Counts != r.Counts || len(d.ByHand) != r.ByHand || d.Reopened != r.Reopened {
		t.Errorf("the look says otherwise: %+v, %v", d, err)
	}
}

// What comes late for days that are closed is under their names, oldest first, and in no sum
// or count of the day's own.
func TestLateLinesAreUnderTheirDays(t *testing.T) {
	s := newShop(t, 0)
	mon, tue, wed := noon, noon.AddDate(0, 0, 1), noon.AddDate(0, 0, 2)
	s.now.at = wed.AddDate(0, 0, 1)
	a, b := s.leave(mon, sold(mon)...), s.leave(tue, sold(tue)...)
	s.must("")
	s.must("")
	s.goOn(b, begun("t", 200, tue), heard("t", refund.StatusProcessing, 200, tue))
	s.goOn(a, begun("m", 100, mon), heard("m", refund.StatusProcessing, 100, mon))
	s.leave(wed, sold(wed)...)
	r := s.must("")
	if len(r.Earlier) != 2 || r.Earlier[0].Day != "2026-11-25" || r.Earlier[0].All.Refunded != 100 || r.Earlier[1].Day != "2026-11-26" || r.Earlier[1].All.Refunded != 200 {
		t.Errorf("earlier: %+v", r.Earlier)
	}
	if r.GivenBack != (day.Part{}) || r.All != (day.Sum{Sales: 1, Charged: 1000, Coupons: 100}) || r.Total != (day.Sum{Sales: 1, Charged: 1000, Refunded: 300, Coupons: 100}) || r.Lines != 3 {
		t.Errorf("%+v of %+v, %+v", r.GivenBack, r.All, r.Total)
	}
	// An older journal's sale of a day that is closed, which is none after all on that day.
	old := append(sold(tue), flow.RefundBegun{OutRefundNo: "old", Fee: 1000, By: "Li"}, flow.PersonNeeded{Reason: "x"}, flow.PersonResolved{As: flow.ResolvedNotCharged, By: "Li", At: tue})
	s.leave(tue, old...)
	s.now.at = wed.AddDate(0, 0, 2)
	thu := wed.AddDate(0, 0, 1)
	s.leave(thu, sold(thu)...)
	if r := s.must(""); r.Undone != (day.Part{}) || r.All.Sales != 1 || r.Total.Charged != 1000 || len(r.Earlier) != 1 {
		t.Errorf("%+v, %+v", r.Undone, r)
	}
}

// A close counts its own day alone, also where a later one that is due has lines already.
func TestAnEmptyDayHasNothingOfTheNext(t *testing.T) {
	s := newShop(t, 0)
	s.leave(noon, sold(noon)...)
	thu := noon.AddDate(0, 0, 2)
	s.leave(thu, sold(thu)...)
	s.now.at = thu.AddDate(0, 0, 1)
	s.must("")
	if r := s.must("2026-11-26"); r.Lines != 0 || r.Total != (day.Sum{}) {
		t.Errorf("the empty one: %+v", r)
	}
	if r := s.must(""); r.Day != "2026-11-27" || r.Lines != 1 || len(r.Earlier) != 0 {
		t.Errorf("the next: %+v", r)
	}
}

// To pass over what is open is all that force does: no day is closed twice, before its end or
// out of order by it, and where nothing is open the record is an ordinary one.
func TestForceIsAboutWhatIsOpenAlone(t *testing.T) {
	s := newShop(t, 0)
	s.leave(noon, sold(noon)...)
	if r := s.must("2026-11-25", true); r.Forced || !r.IsFinal() {
		t.Errorf("%+v", r)
	}
	tue := noon.AddDate(0, 0, 1)
	s.leave(tue, submitted(tue)...)
	var closed *day.ClosedError
	if _, err := s.close("2026-11-25", true); !errors.As(err, &closed) || closed.Number != 1 {
		t.Errorf("again: %v", err)
	}
	for _, name := range []string{"2026-11-26", ""} { // what is open today is no reason to say that nothing is due
		var not *day.NotOverError
		if _, err := s.close(name, true); !errors.As(err, &not) || not.Day != "2026-11-26" {
			t.Errorf("%q, of today: %v", name, err)
		}
	}
	if due, err := s.Due(t.Context()); err != nil || len(due.Missing) != 0 {
		t.Errorf("due: %+v, %v", due, err)
	}
}

// A charge that is about to be shown today keeps no day before from being closed.
func TestAboutToBeShownTodayKeepsNoDayBefore(t *testing.T) {
	s := newShop(t, 0)
	s.leave(noon, sold(noon)...)
	tue := noon.AddDate(0, 0, 1)
	s.now.at = tue.Add(time.Minute)
	s.leave(tue, charged(tue)...)
	if r := s.must(""); r.Day != "2026-11-25" || r.Lines != 1 || !r.IsFinal() {
		t.Errorf("%+v", r)
	}
}

// A refund that is open is of the day on which it was begun, whatever day its sale is of; a
// day of which there are lines and something open is missing once; what was passed over
// once makes no day due any more, not its own either.
func TestDueByWhatIsOpen(t *testing.T) {
	s := newShop(t, 0)
	mon := s.leave(noon, sold(noon)...)
	s.leave(noon, submitted(noon)...)
	tue, wed := noon.AddDate(0, 0, 1), noon.AddDate(0, 0, 2)
	s.now.at = wed
	is := func(want ...string) {
		t.Helper()
		if due, err := s.Due(t.Context()); err != nil || !slices.Equal(due.Missing, want) {
			t.Errorf("due: %v, %v, want %v", due.Missing, err, want)
		}
	}
	is("2026-11-25")
	s.must("", true)
	is()
	s.leave(noon.Add(time.Hour), submitted(noon.Add(time.Hour))...)
	is() // nobody can close that day any more
	s.goOn(mon, begun("r", 300, tue))
	is("2026-11-26")
	s.leave(wed, submitted(wed)...)
	if r := s.must("", true); r.Day != "2026-11-26" || len(r.Open) != 4 {
		t.Errorf("%+v", r)
	}
	s.now.at = wed.AddDate(0, 0, 1)
	is() // that of Wednesday is passed over already
}

// Who has not closed for long is told of 31 days at most.
func TestDueIsBounded(t *testing.T) {
	s := newShop(t, 0)
	for n := range 40 {
		at := noon.AddDate(0, 0, n)
		s.leave(at, sold(at)...)
	}
	s.now.at = noon.AddDate(0, 0, 50)
	if due, err := s.Due(t.Context()); err != nil || len(due.Missing) != 31 || due.Name != "2026-11-25" {
		t.Errorf("%d days, %v", len(due.Missing), err)
	}
}

// A refund of a sale that was passed over is another thing than the sale: the one has ended,
// and the other is open since.
func TestRefundOfWhatWasPassedOver(t *testing.T) {
	s := newShop(t, 0)
	a := s.goOn(s.leave(noon, charged(noon)...), flow.LeftUnclaimed{})
	s.must("", true)
	tue := noon.AddDate(0, 0, 1)
	s.now.at = tue.AddDate(0, 0, 1)
	s.goOn(a, flow.GoodsGiven{By: "Li", Reason: "seen"}, begun("r", 300, tue))
	r := s.must("", true)
	if len(r.Open) != 1 || r.Open[0] != (day.OpenItem{OutTradeNo: a.OutTradeNo, OutRefundNo: "r", State: "begun", Fee: 300, Since: 2}) {
		t.Errorf("open: %+v", r.Open)
	}
	if len(r.Ended) != 1 || r.Ended[0] != (day.EndedItem{OutTradeNo: a.OutTradeNo, State: "paid", Fee: 1000, PassedOver: 1}) {
		t.Errorf("ended: %+v", r.Ended)
	}
}

// older is a ledger whose lines are counted from a moment on.
type older struct {
	*flowtest.Memory
	since time.Time
}

func (o older) CountedSince(context.Context) (time.Time, error) { return o.since, nil }

func (o older) MakeClose(ctx context.Context, to time.Time, do func(ledger.Standing) (ledger.Draft, error)) (ledger.Close, error) {
	return o.Memory.MakeClose(ctx, to, func(s ledger.Standing) (ledger.Draft, error) {
		s.CountedSince = o.since
		return do(s)
	})
}

// The days before those that records count were closed without a number; the first of the
// others was not.
func TestDaysOfBeforeThereWereRecords(t *testing.T) {
	s := newShop(t, 0)
	since, _ := s.Calendar.Parse("2026-11-25")
	s.Ledger = older{s.disk, since}
	var closed *day.ClosedError
	if _, err := s.close("2026-11-24"); !errors.As(err, &closed) || closed.Number != 0 {
		t.Errorf("the day before: %v", err)
	}
	if r := s.must("2026-11-25"); r.Number != 1 {
		t.Errorf("%+v", r)
	}
}

// quick is a ledger beside which a sale is shown before its lines are read.
type quick struct {
	*flowtest.Memory
	before func()
}

func (q quick) Lines(ctx context.Context, from, to time.Time) ([]ledger.Line, error) {
	q.before()
	return q.Memory.Lines(ctx, from, to)
}

// A sale that is shown while a day is looked at is in its sum once.
func TestShownInTheMiddleIsCountedOnce(t *testing.T) {
	s := newShop(t, 0)
	a := s.leave(noon, charged(noon)...)
	s.Ledger = quick{s.disk, func() { s.goOn(a, flow.Shown{}) }}
	if d, err := s.Look(t.Context(), noon); err != nil || d.All.Sales != 1 || d.All.Charged != 1000 {
		t.Errorf("%+v, %v", d.All, err)
	}
}

// How a customer paid otherwise is told of what ended unpaid: what was opened again may yet
// be a charge, and is open.
func TestTenderOfWhatIsOpenIsNone(t *testing.T) {
	s := newShop(t, 0)
	s.leave(noon, append(refused(noon), tender("cash"), flow.RefusalReopened{At: noon})...)
	if d, err := s.Look(t.Context(), noon); err != nil || len(d.Tenders) != 0 || len(d.Open) != 1 || d.Reopened != 1 {
		t.Errorf("%+v, %v", d, err)
	}
}

// What persons decided about sales is of the sale's day and of the decision's, up to eight
// days later; what ends a refund is, too.
func TestByHandIsOfBothDays(t *testing.T) {
	s := newShop(t, 0)
	decided := noon.AddDate(0, 0, 8)
	s.leave(noon, append(submitted(noon), flow.PersonNeeded{Reason: "x"}, flow.PersonResolved{As: flow.ResolvedNotCharged, By: "Li", At: decided})...)
	a := s.leave(noon, sold(noon)...)
	s.goOn(a, begun("o", 250, noon), heard("o", refund.StatusClosed, 250, noon), flow.RefundSettled{OutRefundNo: "o", As: refund.SettledElse, By: "Wu", Reason: "x", At: decided})
	for n := range 10 {
		want, other := 0, flow.Fen(0)
		if n == 0 || n == 8 {
			want = 2
		}
		if n == 8 {
			other = 250
		}
		if d, err := s.Look(t.Context(), noon.AddDate(0, 0, n)); err != nil || len(d.ByHand) != want || d.Otherwise != other {
			t.Errorf("day %d: %d by hand, %v otherwise, %v", n, len(d.ByHand), d.Otherwise, err)
		}
	}
}

// Who began a refund has a minute to hear of it; behind that, and where the clock went back,
// nobody was told.
func TestUntold(t *testing.T) {
	s := newShop(t, 0)
	a := s.leave(noon, sold(noon)...)
	s.goOn(a, part(a, 300, noon)...)
	for after, want := range map[time.Duration]int{0: 0, time.Minute: 0, time.Minute + 1: 1, -1: 1} {
		all, err := s.j.Refunding(t.Context())
		if r := day.RefundsOf(all, noon.Add(after)); err != nil || len(r.Untold) != want || len(r.Moving) != 1 {
			t.Errorf("after %v: %d untold, %v", after, len(r.Untold), err)
		}
	}
}

// What a sale adds to a sum is what its line does.
func TestAddSaleIsItsLine(t *testing.T) {
	s := newShop(t, 0)
	a := s.leave(noon, append(submitted(noon), flow.ChargeProven{TransactionID: "42", TimeEnd: noon, CashFee: 900, SettlementFee: 950, At: noon}, flow.Shown{})...)
	var sum day.Sum
	sum.AddSale(a)
	if r := s.must(""); r.All != sum || sum.Unsettled != 50 || sum.Coupons != 100 {
		t.Errorf("%+v, its line %+v", sum, r.All)
	}
}
