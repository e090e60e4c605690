package book

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/wx/bill"
)

// TestHandling: fees are whole fen, rounded; the published bill has 0.03 at 39 %.
func TestHandling(t *testing.T) {
	for _, r := range [][3]int64{{1, 3900, 0}, {3, 3900, 1}, {600, 60, 4}, {1280, 60, 8}, {83, 60, 0}, {84, 60, 1}, {0, 60, 0}} {
		if got := handling(r[0], r[1]); got != r[2] {
			t.Errorf("%d at %d: %d, want %d", r[0], r[1], got, r[2])
		}
	}
	for fen, want := range map[int64][2]string{0: {"0.00000", "0.0"}, 1: {"0.01000", "0.01"}, -1: {"-0.01000", "-0.01"}, 47: {"0.47000", "0.47"}, 730: {"7.30000", "7.3"}, 4500: {"45.00000", "45.0"}} {
		if got := [2]string{filled(fen), short(fen)}; got != want {
			t.Errorf("%d: %v, want %v", fen, got, want)
		}
	}
}

// pieces are what a merchant's words are made of, the worst among them.
var pieces = []string{"tea", ",", "`", ",`", "\"", "茶，绿", "0.01", "0.60%", "\n", " ", "|", "SUCCESS", ",`0.01000,`0.60%,`1.00,`0.00,`", ",`0.01,`0.60%"}

func someWords(rnd *rand.Rand) string {
	var text strings.Builder
	for range rnd.IntN(4) {
		text.WriteString(pieces[rnd.IntN(len(pieces))])
	}
	return text.String()
}

// randomBook is a day and a half of a merchant's trade, and some of another's.
func randomBook(rnd *rand.Rand, day time.Time) *Book {
	b := New(0, 0)
	pick := func(list ...string) string { return list[rnd.IntN(len(list))] }
	for range rnd.IntN(12) {
		n := b.Next()
		at := day.Add(time.Duration(rnd.IntN(36)-6) * time.Hour)
		o := &Order{Serial: n, OutTradeNo: fmt.Sprintf("26%030d", n), TransactionID: fmt.Sprintf("42%026d", n), Family: pick(Micropay, Facepay),
			AppID: "wx1", MchID: pick("1900017460", "1900017460", "1900017460", "1900017461"), SubMchID: pick("", "", "1900000001"), DeviceInfo: pick("", "till-1", "till 2"),
			Body: someWords(rnd), Attach: someWords(rnd), OpenID: fmt.Sprintf("oPAYER%d", n), TotalFee: 1 + rnd.Int64N(100000), CreatedAt: at}
		if rnd.IntN(3) == 0 {
			o.CouponFee = rnd.Int64N(o.TotalFee)
		}
		switch rnd.IntN(6) {
		case 0:
			o.Plan = []Change{{at, NotPay}}
		case 1:
			o.Plan = []Change{{at, UserPaying}, {at.Add(time.Minute), Success}}
		case 2:
			o.End, o.EndAt = Revoked, at.Add(time.Duration(rnd.IntN(20))*time.Hour)
		case 3, 4:
			for i := range 1 + rnd.IntN(3) {
				from := at.Add(time.Duration(i*8) * time.Hour)
				o.Refunds = append(o.Refunds, Refund{OutRefundNo: fmt.Sprintf("R%d-%d", n, i), RefundID: fmt.Sprintf("50%020d%d", n, i), RefundFee: 1 + o.TotalFee/5, CouponFee: o.CouponFee / 5,
					AcceptedAt: from, DoneAt: from.Add(time.Duration(rnd.IntN(40)) * time.Hour), Final: pick(RefundSuccess, RefundChange, RefundClosed), Platform: rnd.IntN(3) == 0})
			}
		}
		b.Add(o)
	}
	return b
}

// wanted is what a bill should say, from the orders themselves.
func wanted(b *Book, day time.Time, mch string, form BillForm) (rows []bill.Row) {
	today := func(t time.Time) bool { return t.In(Beijing).Format(time.DateOnly) == day.Format(time.DateOnly) }
	for _, o := range b.age {
		if o.MchID != mch || o.ChargedAt().IsZero() {
			continue
		}
		base := bill.Row{AppID: o.AppID, MchID: mch, SubMchID: o.SubMchID, Device: o.DeviceInfo, TransactionID: o.TransactionID, OutTradeNo: o.OutTradeNo,
			TradeType: map[string]string{Micropay: "MICROPAY", Facepay: "FACEPAY"}[o.Family], Currency: "CNY", Rate: "0.60%"}
		if sale := base; today(o.ChargedAt()) && form.Kind != RefundBill {
			sale.At, sale.State, sale.Total, sale.Settled, sale.Coupon = o.ChargedAt(), bill.Success, o.TotalFee, o.TotalFee-o.CouponFee, o.CouponFee
			if form.Old {
				sale.Settled = o.TotalFee
			}
			rows = append(rows, sale)
		}
		back := func(at time.Time, state bill.State, id, no string, fee, coupon int64, way, final string, done time.Time) {
			r := base
			r.At, r.State, r.RefundID, r.OutRefundNo, r.Asked, r.Refunded, r.RefundWay, r.RefundState = at, state, id, no, fee, fee-coupon, way, final
			if form.Old {
				r.Refunded, r.RefundedCoupon = fee, coupon
			}
			if form.Kind == RefundBill {
				r.AskedAt = at
				if final == RefundSuccess {
					r.DoneAt = done
				}
			}
			if today(at) && form.Kind != SuccessBill {
				rows = append(rows, r)
			}
		}
		for _, p := range o.Refunds {
			final, way := p.Final, "ORIGINAL"
			if p.DoneAt.After(day.Add(33 * time.Hour)) {
				final = RefundProcessing
			}
			if p.Platform {
				way = "PLATFORM-ORIGINAL"
			}
			back(p.AcceptedAt, bill.Refund, p.RefundID, p.OutRefundNo, p.RefundFee, p.CouponFee, way, final, p.DoneAt)
		}
		if o.End == Revoked {
			back(o.EndAt, bill.Revoked, "", "", o.TotalFee, o.CouponFee, "ORIGINAL", RefundSuccess, o.EndAt)
		}
	}
	return rows
}

// TestBillReadsBack: whatever the book has, its bill reads back as that, row by row and
// in its sums, in each layout; where a merchant's words make a row ambiguous it is
// unreadable, and never another row.
func TestBillReadsBack(t *testing.T) {
	day := time.Date(2026, 11, 25, 0, 0, 0, 0, Beijing)
	doubts, total := 0, 0
	for seed := range uint64(2000) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		b := randomBook(rnd, day)
		form := BillForm{Kind: []string{AllBill, AllBill, SuccessBill, RefundBill}[rnd.IntN(4)], Old: rnd.IntN(3) == 0}
		rows := b.Bill(day, "1900017460", "", form.Kind, day.Add(48*time.Hour))
		want := wanted(b, day, "1900017460", form)
		r := bill.NewReader(strings.NewReader(string(form.Text(rows))))
		var got []bill.Row
		for {
			row, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			got = append(got, row)
		}
		if len(r.Summary().Findings) > 0 || len(got) != len(want) {
			t.Fatalf("seed %d: %d rows, want %d, %v", seed, len(got), len(want), r.Summary().Findings)
		}
		for i, row := range got {
			total++
			if row.Unreadable != "" {
				doubts++
				if !strings.Contains(rows[i].Body+rows[i].Attach, ",`") {
					t.Fatalf("seed %d: %q and %q make a row unreadable: %s", seed, rows[i].Body, rows[i].Attach, row.Unreadable)
				}
				continue
			}
			if row.State == bill.Success && row.Fee != (row.Total*60+5000)/10000*1000 || row.State != bill.Success && row.Fee != -(row.Asked*60+5000)/10000*1000 {
				t.Fatalf("seed %d: a fee of %d in %+v", seed, row.Fee, row)
			}
			row.Line, row.Fee, row.Body, row.Attach = 0, 0, "", ""
			row.At, row.AskedAt, row.DoneAt = row.At.In(time.UTC), row.AskedAt.In(time.UTC), row.DoneAt.In(time.UTC)
			if !slices.ContainsFunc(want, func(w bill.Row) bool {
				w.At, w.AskedAt, w.DoneAt = w.At.In(time.UTC), w.AskedAt.In(time.UTC), w.DoneAt.In(time.UTC)
				return w == row
			}) {
				t.Fatalf("seed %d, %+v: the bill has\n%+v,\nthe book\n%+v", seed, form, row, want)
			}
		}
	}
	if total < 5000 || doubts == 0 || doubts > total/5 {
		t.Errorf("%d of %d rows are unreadable", doubts, total)
	}
}

// TestBillIsNotSorted: rows come in no order of time, and in the same one each day.
func TestBillIsNotSorted(t *testing.T) {
	day := time.Date(2026, 11, 25, 0, 0, 0, 0, Beijing)
	b := New(0, 0)
	for n := range 24 {
		b.Add(&Order{OutTradeNo: fmt.Sprint(n), TransactionID: fmt.Sprintf("42%d", n), Family: Micropay, MchID: "1", TotalFee: 1, CreatedAt: day.Add(time.Duration(n) * time.Hour)})
	}
	byTime := func(a, b BillRow) int { return cmp.Compare(a.At.Unix(), b.At.Unix()) }
	rows := b.Bill(day, "1", "", AllBill, day.Add(48*time.Hour))
	again := b.Bill(day, "1", "", AllBill, day.Add(48*time.Hour))
	if len(rows) != 24 || slices.IsSortedFunc(rows, byTime) || !slices.Equal(rows, again) {
		t.Errorf("%d rows, sorted by time %t", len(rows), slices.IsSortedFunc(rows, byTime))
	}
	if part := b.Bill(day, "1", "7", AllBill, day.Add(48*time.Hour)); len(part) != 0 {
		t.Errorf("%d rows of a sub_mch_id without trade", len(part))
	}
}
