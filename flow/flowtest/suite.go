package flowtest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"facetill/flow"
)

// Disk is a journal's storage in a test: the journals of several processes, and
// a way to end one as a power cut would.
type Disk interface {
	Process(name string) flow.Journal
	Kill(name string)
}

var suiteTime = time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)

// order returns the n-th order of a test.
func order(n int, ref string) flow.OrderOpened {
	no := flow.OutTradeNo(fmt.Sprintf("261125120000%020d", n))
	m := flow.Merchant{AppID: "wx1", MchID: "1900000109", SubMchID: "19"}
	o := flow.Order{OutTradeNo: no, Merchant: m, TotalFee: 1280, Method: flow.MethodFace, Family: flow.FamilyMicropay, StoreID: "S", DeviceID: "D",
		Lane: "L", Cashier: "Li", Body: "b", Attach: "a", GoodsTag: "g", OpenedAt: suiteTime.Add(time.Duration(n) * time.Minute),
		Sale: flow.SaleKey{MchID: m.MchID, SubMchID: m.SubMchID, StoreID: "S", DeviceID: "D", Ref: ref}}
	if ref == "" {
		o.Sale.Ref, o.RefMinted = string(no), true
	}
	return flow.OrderOpened{Order: o}
}

func intent() flow.IntentWritten {
	return flow.IntentWritten{At: suiteTime, SendBy: suiteTime.Add(8e9), TimeExpire: suiteTime.Add(2 * time.Minute),
		ConfirmBy: suiteTime.Add(45e9), FenceAt: suiteTime.Add(20 * time.Minute)}
}

func submitted() []flow.Fact { return []flow.Fact{flow.PayerIdentified{}, intent()} }

func paidFact() flow.Fact {
	return flow.ChargeProven{TransactionID: "4200001234567890", TimeEnd: suiteTime.Add(time.Minute), CashFee: 1000, OpenIDTag: "tag", Source: "answer"}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// JournalSuite is what every journal must do. make returns a new, empty disk.
func JournalSuite(t *testing.T, make func(t *testing.T) Disk) {
	ctx := context.Background()
	for name, test := range map[string]func(*testing.T, Disk){
		"facts read back":                 func(t *testing.T, d Disk) { readBack(ctx, t, d) },
		"one blocking attempt a sale":     func(t *testing.T, d Disk) { oneBlocking(ctx, t, d) },
		"one driver":                      func(t *testing.T, d Disk) { oneDriver(ctx, t, d) },
		"an illegal fact changes nothing": func(t *testing.T, d Disk) { illegal(ctx, t, d) },
		"pending":                         func(t *testing.T, d Disk) { pending(ctx, t, d) },
		"possible duplicates":             func(t *testing.T, d Disk) { duplicates(ctx, t, d) },
		"find":                            func(t *testing.T, d Disk) { find(ctx, t, d) },
		"list":                            func(t *testing.T, d Disk) { list(ctx, t, d) },
		"suspended sales and heartbeat":   func(t *testing.T, d Disk) { suspended(ctx, t, d) },
		"facts in any legal order":        func(t *testing.T, d Disk) { random(ctx, t, d) },
	} {
		t.Run(name, func(t *testing.T) { test(t, make(t)) })
	}
}

func readBack(ctx context.Context, t *testing.T, d Disk) {
	j := d.Process("one")
	a, err := j.Open(ctx, order(1, "R1"))
	must(t, err)
	a.Live.HasCode = true
	a, err = j.Append(ctx, a, submitted()...)
	must(t, err)
	if a.Version != 3 || !a.Live.HasCode {
		t.Errorf("version %d, live %+v: what the process knows must stay with it", a.Version, a.Live)
	}
	a, err = j.Append(ctx, a, flow.RequestBegun{})
	must(t, err)
	a, err = j.Append(ctx, a, paidFact())
	must(t, err)
	back, owned, err := d.Process("two").Read(ctx, a.OutTradeNo)
	must(t, err)
	if !owned {
		t.Error("the driver lives, and Read says that it does not")
	}
	a.Live = flow.Live{}
	if a = a.AsRead(true); back != a {
		t.Errorf("read back\n%+v\nwant\n%+v", back, a)
	}
	events, err := j.Timeline(ctx, a.OutTradeNo)
	must(t, err)
	var kinds string
	for i, e := range events {
		if e.N != i+1 {
			t.Errorf("event %d has number %d", i+1, e.N)
		}
		kinds += e.Fact.Kind() + ":" + string(e.State) + " "
	}
	if want := "opened:opened identified:identified intent:submitting paid:paid "; kinds != want {
		t.Errorf("timeline %q, want %q", kinds, want)
	}
	if _, _, err := j.Read(ctx, "nope"); !errors.Is(err, flow.ErrUnknown) {
		t.Errorf("an unknown number: %v", err)
	}
}

func oneBlocking(ctx context.Context, t *testing.T, d Disk) {
	j := d.Process("one")
	a, err := j.Open(ctx, order(1, "R1"))
	must(t, err)
	if _, err := d.Process("two").Open(ctx, order(2, "R1")); !errors.Is(err, flow.ErrBlocked) {
		t.Errorf("a second attempt of an open sale: %v", err)
	}
	if _, err := j.Open(ctx, order(3, "R2")); err != nil {
		t.Errorf("another sale: %v", err)
	}
	_, err = j.Append(ctx, a, flow.SaleCancelled{By: "cashier"})
	must(t, err)
	if _, err := j.Open(ctx, order(4, "R1")); err != nil {
		t.Errorf("after a cancelled attempt: %v", err)
	}
}

func oneDriver(ctx context.Context, t *testing.T, d Disk) {
	one, two := d.Process("one"), d.Process("two")
	a, err := one.Open(ctx, order(1, "R1"))
	must(t, err)
	if _, err := two.Claim(ctx, a.OutTradeNo); !errors.Is(err, flow.ErrOwned) {
		t.Errorf("claimed from a living process: %v", err)
	}
	if _, err := two.Append(ctx, a, flow.PayerIdentified{}); !errors.Is(err, flow.ErrFenced) {
		t.Errorf("appended without being the driver: %v", err)
	}
	d.Kill("one")
	b, err := two.Claim(ctx, a.OutTradeNo)
	must(t, err)
	if b.Epoch != a.Epoch+1 {
		t.Errorf("epoch %d after %d", b.Epoch, a.Epoch)
	}
	stale := b
	if b, err = two.Append(ctx, b, flow.SaleCancelled{By: "restart"}); err != nil {
		t.Error(err)
	}
	if _, err := two.Append(ctx, stale, flow.SaleCancelled{}); !errors.Is(err, flow.ErrFenced) {
		t.Errorf("appended to an old version: %v", err)
	}
	must(t, two.Release(ctx, b))
	if _, err := d.Process("three").Claim(ctx, a.OutTradeNo); err != nil {
		t.Errorf("claim after a release: %v", err)
	}
}

func illegal(ctx context.Context, t *testing.T, d Disk) {
	j := d.Process("one")
	a, err := j.Open(ctx, order(1, "R1"))
	must(t, err)
	var bad *flow.IllegalError
	if _, err := j.Append(ctx, a, flow.PayerIdentified{}, flow.Shown{}); !errors.As(err, &bad) {
		t.Fatalf("told before paid: %v", err)
	}
	if back, _, _ := j.Read(ctx, a.OutTradeNo); back.Version != 1 || back.State != flow.Opened {
		t.Errorf("half of it was stored: %s, version %d", back.State, back.Version)
	}
}
