package till_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
	"facetill/flow/till"
)

// Each sale is in the sums of one shift, and they add up: one that had no end when a shift
// ended, or whose charge nobody had seen then, is of the shift in which it has one; and one
// that was pressed before a change of cashier and opened behind it is of the shift that
// began.
func TestEachSaleIsOfOneShift(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newStaffed(t)
		sums := func(s till.Shift, err error, who string, sales int) {
			t.Helper()
			if err != nil || s.Cashier != who || s.All.Sales != sales || s.All.Charged != flow.Fen(1280*sales) {
				t.Errorf("%s: %+v, %v, want %d sales of %s", s.Cashier, s.All, err, sales, who)
			}
		}
		of := func(name string) flow.Order {
			return order(time.Now(), func(o *flow.Order) { o.Cashier = name })
		}
		if _, err := r.SignIn(t.Context(), "07", "0707"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		r.leave(of("Li"), charged(time.Now(), flow.Shown{})...)
		gone := r.leave(of("Li"), charged(time.Now(), flow.LeftUnclaimed{})...)
		confirming := r.leave(of("Li"), submitted(time.Now())...)
		back := r.leave(of("Li"), submitted(time.Now())...)
		alive := r.disk.Process("another")
		lives := func(no string, facts ...flow.Fact) flow.Attempt {
			o := of("Li")
			o.OutTradeNo, o.RefMinted, o.Sale.Ref = flow.OutTradeNo(no), true, no
			a, err := alive.Open(t.Context(), flow.OrderOpened{Order: o})
			if err == nil && len(facts) > 0 {
				a, err = alive.Append(t.Context(), a, facts...)
			}
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		camera, unshown := lives("26"), lives("27", charged(time.Now())...)
		time.Sleep(time.Minute)
		ended, err := r.Handover(t.Context(), "12", "1212", true)
		sums(ended, err, "Li", 1)
		if n := len(ended.Unended()); n != 5 {
			t.Errorf("%d without an end", n)
		}

		r.leave(of("Li"), charged(time.Now(), flow.Shown{})...) // pressed while Li stood there
		time.Sleep(time.Second)
		r.leave(of("Wang"), charged(time.Now(), flow.Shown{})...)
		if _, err := alive.Append(t.Context(), unshown, flow.Shown{}); err != nil {
			t.Fatal(err)
		}
		r.goes(confirming.OutTradeNo, flow.ChargeProven{TransactionID: "42", TimeEnd: time.Now(), At: time.Now()}, flow.Shown{})
		r.goes(back.OutTradeNo, flow.ReversalDecided{Reason: string(flow.ReverseWindow), At: time.Now()})
		r.goes(gone.OutTradeNo, flow.GoodsGiven{By: "Wang"})
		now, err := r.Shift(t.Context(), r.id.Lane)
		sums(now, err, "Wang", 5)
		time.Sleep(time.Minute)
		_, err = r.SignOut(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		if _, err := alive.Append(t.Context(), camera, charged(time.Now(), flow.Shown{})...); err != nil {
			t.Fatal(err)
		}
		now, err = r.SignIn(t.Context(), "07", "0707")
		sums(now, err, "Li", 1)
		if d, err := r.Day(context.Background(), time.Now()); err != nil || d.All.Sales != 7 {
			t.Errorf("of the day: %+v, %v", d.All, err)
		}
	})
}

// A sale that is opened while a handover looks at a PIN, behind the sums and before the
// event, is of the shift that begins. One that the sums have is in no other's.
func TestSaleBesideThePINIsOfOneShift(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, beside := newStaffed(t), func() {}
		sell := func() {
			r.leave(order(time.Now(), func(o *flow.Order) { o.Cashier = "Li" }), charged(time.Now(), flow.Shown{})...)
		}
		r.anew(func(p *till.Ports) {
			check := p.Cashiers[1].Check
			p.Cashiers[1].Check = func(pin string) bool { beside(); return check(pin) }
		})
		if _, err := r.SignIn(t.Context(), "07", "0707"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		sell()
		time.Sleep(time.Second)
		beside = func() { sell(); time.Sleep(time.Second) }
		ended, err := r.Handover(t.Context(), "12", "1212", false)
		if err != nil || ended.All.Sales != 1 {
			t.Errorf("Li: %+v, %v", ended.All, err)
		}
		time.Sleep(time.Hour)
		if now, err := r.Shift(t.Context(), r.id.Lane); err != nil || now.Cashier != "Wang" || now.All.Sales != 1 {
			t.Errorf("Wang: %+v, %v, want the sale beside the PIN", now.All, err)
		}
	})
}
