package book

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, Beijing)

// TestBookIsRewritten: many changes of few orders do not pile up for ever.
func TestBookIsRewritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sim.book")
	b, err := Open(path, 0, 0, noon)
	if err != nil {
		t.Fatal(err)
	}
	change := func(act func()) {
		t.Helper()
		if err := b.Begin(); err != nil {
			t.Fatal(err)
		}
		act()
		if err := b.End(); err != nil {
			t.Fatal(err)
		}
	}
	o := &Order{Serial: b.Next(), OutTradeNo: "N1", MchID: "M1", Family: Micropay, TotalFee: 100, CreatedAt: noon}
	change(func() { b.Add(o) })
	for range rewriteFrom {
		change(func() { o.Deliveries++; b.Changed(o) })
	}
	before := size(t, path)
	b.Close()
	if b, err = Open(path, 0, 0, noon); err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if after := size(t, path); after > before/100 {
		t.Errorf("%d bytes, then %d", before, after)
	}
	if o := b.Find("M1", "", "N1"); o == nil || o.Deliveries != rewriteFrom {
		t.Errorf("%+v", o)
	}
}

func size(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// TestStates: what an order is and what the merchant holds of it are functions
// of the time at which somebody asks.
func TestStates(t *testing.T) {
	at := func(seconds int) time.Time { return noon.Add(time.Duration(seconds) * time.Second) }
	late := Order{Family: Micropay, TotalFee: 100, CreatedAt: noon, Plan: []Change{{at(0), UserPaying}, {at(8), Success}}}
	reversed, refunded, expired := late, late, late
	reversed.End, reversed.EndAt = Revoked, at(20)
	refunded.Refunds = []Refund{{RefundFee: 30, AcceptedAt: at(20), DoneAt: at(25), Final: RefundSuccess}}
	expired.Plan = []Change{{at(0), UserPaying}, {at(8), Success}}
	expired.Expire(at(5))
	for i, r := range []struct {
		order *Order
		at    int
		state TradeState
		held  int64
	}{
		{&late, -1, Absent, 0}, {&late, 0, UserPaying, 0}, {&late, 8, Success, 100},
		{&reversed, 30, Revoked, 0},
		{&refunded, 21, Refunded, 100}, {&refunded, 25, Refunded, 70},
		{&expired, 6, NotPay, 0}, {&expired, 9, NotPay, 0},
	} {
		if state, held := r.order.State(at(r.at)), r.order.Held(at(r.at)); state != r.state || held != r.held {
			t.Errorf("row %d: %q %d, want %q %d", i, state, held, r.state, r.held)
		}
	}
}

// TestBookRemembersAYear: an order can be given back for a year, and is asked
// about some time longer.
func TestBookRemembersAYear(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sim.book")
	b, err := Open(path, 0, 0, noon)
	if err != nil {
		t.Fatal(err)
	}
	for days, no := range map[int]string{390: "N1", 401: "N2"} {
		if err := b.Begin(); err != nil {
			t.Fatal(err)
		}
		b.Add(&Order{Serial: b.Next(), OutTradeNo: no, MchID: "M1", Family: Micropay, TotalFee: 100, CreatedAt: noon.AddDate(0, 0, -days)})
		if err := b.End(); err != nil {
			t.Fatal(err)
		}
	}
	b.Close()
	if b, err = Open(path, 0, 0, noon); err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if b.Find("M1", "", "N1") == nil || b.Find("M1", "", "N2") != nil {
		t.Error("it keeps orders for another time than 400 days")
	}
}

// What is settled later needs no timer: it is computed when somebody asks.
func Example() {
	b := New(0, 0)
	o := &Order{Serial: b.Next(), OutTradeNo: "20261125000001", MchID: "1900017460", Family: Micropay, TotalFee: 1280, CreatedAt: noon}
	o.Plan = []Change{{noon, UserPaying}, {noon.Add(8 * time.Second), Success}}
	b.Add(o)
	found := b.Find("1900017460", "", "20261125000001")
	fmt.Println(found.State(noon), found.Held(noon))
	later := noon.Add(10 * time.Second)
	fmt.Println(found.State(later), found.Held(later))
	// Output:
	// USERPAYING 0
	// SUCCESS 1280
}
