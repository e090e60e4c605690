package flowtest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/charge"
)

// Disk is a journal's storage in a test: the journals of several processes, and
// a way to end one as a power cut would. Adopt puts a copy of it, which a person has
// adopted, in its place: whoever had it open has been killed before.
type Disk interface {
	Process(name string) flow.Journal
	Kill(name string)
	Adopt()
}

var suiteTime = time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)

// order returns the n-th order of a test.
func order(n int, ref string) flow.OrderOpened {
	no := flow.OutTradeNo(fmt.Sprintf("261125120000%020d", n))
	m := flow.Merchant{AppID: "wx1", MchID: "1900000109", SubMchID: "19"}
	o := flow.Order{OutTradeNo: no, Merchant: m, TotalFee: 1280, Method: flow.MethodFace, Family: flow.FamilyMicropay, StoreID: "S", DeviceID: "D",
		Lane: "L", Cashier: "Li", Body: "b", Attach: "a", GoodsTag: "g", Terms: flow.Terms{Detail: `{"goods_detail":[]}`, LimitPay: "no_credit", Receipt: "Y", ProfitSharing: "Y"}, OpenedAt: suiteTime.Add(time.Duration(n) * time.Minute),
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
	return flow.ChargeProven{TransactionID: "4200001234567890", TimeEnd: suiteTime.Add(time.Minute), CashFee: 1000, OpenIDTag: "tag", Source: "answer",
		Told: charge.Told{CouponFee: 280, Coupons: charge.ListOf([]charge.Coupon{{ID: "10000", Type: "CASH", Fee: 280}}), CashFeeType: "USD", Promotion: "{}", BankType: "CCB_DEBIT", TradeType: "MICROPAY", Odd: "coupon_count=2"}}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// JournalSuite is what every journal must do. make returns a new, empty disk.
func JournalSuite(t *testing.T, make func(t *testing.T) Disk) {
	for name, test := range map[string]func(suite){
		"facts read back":                 suite.readBack,
		"one blocking attempt a sale":     suite.oneBlocking,
		"one driver":                      suite.oneDriver,
		"an illegal fact changes nothing": suite.illegal,
		"pending":                         suite.pending,
		"possible duplicates":             suite.duplicates,
		"find":                            suite.find,
		"a reference at many devices":     suite.referenceAtMany,
		"list":                            suite.list,
		"suspended sales and heartbeat":   suite.suspended,
		"facts in any legal order":        suite.random,
		"refunds read back":               suite.refundsReadBack,
		"the sum of refunds holds":        suite.refundsHold,
		"refunds on their way":            suite.refunding,
		"refunds of an adopted journal":   suite.adoptedRefunds,
		"what people do":                  suite.people,
		"find by the number of a refund":  suite.findRefund,
		"lines of the ledger":             suite.lines,
		"what a bill has told of":         suite.imported,
		"closes":                          suite.closes,
		"a close that is refused":         suite.closeRefused,
		"what a close passes over":        suite.closePasses,
	} {
		t.Run(name, func(t *testing.T) { test(suite{t, t.Context(), make(t)}) })
	}
}

// suite is one test with its disk.
type suite struct {
	*testing.T
	ctx context.Context
	Disk
}

// open opens the n-th attempt and appends facts to it, one after the other.
func (s suite) open(j flow.Journal, n int, ref string, facts ...flow.Fact) flow.Attempt {
	s.Helper()
	a, err := j.Open(s.ctx, order(n, ref))
	must(s.T, err)
	for _, f := range facts {
		a = s.append(j, a, f)
	}
	return a
}

// append appends facts at once.
func (s suite) append(j flow.Journal, a flow.Attempt, facts ...flow.Fact) flow.Attempt {
	s.Helper()
	a, err := j.Append(s.ctx, a, facts...)
	must(s.T, err)
	return a
}

// imported is a charge that comes into the journal as such, by one fact: it is listed
// under the moment of the charge, and open until a person has claimed it.
func (s suite) imported() {
	j, other := s.Process("one"), s.Process("two")
	first := order(1, "")
	first.By, first.Reason = "Li", "in the bill"
	first.Charge = flow.ChargeProven{TransactionID: "4200001234567890", TimeEnd: suiteTime.AddDate(0, 0, -2), CashFee: 1000, Source: "query", Unclaimed: true}
	a, err := j.Open(s.ctx, first)
	must(s.T, err)
	must(s.T, j.Release(s.ctx, a))
	back, owned, err := other.Read(s.ctx, a.OutTradeNo)
	must(s.T, err)
	if owned || back.State != flow.Paid || !back.Unclaimed || back.Version != 1 || !back.TimeEnd.Equal(first.Charge.TimeEnd) || !back.IntentAt.Equal(back.TimeEnd) {
		s.Errorf("%v %+v", owned, back)
	}
	s.expect(other.Pending(s.ctx))("pending", 1)
	s.expect(other.List(s.ctx, flow.Filter{From: back.TimeEnd, To: back.TimeEnd.Add(time.Second)}))("of its day", 1)
	press, err := other.Press(s.ctx, "L", 1280)
	must(s.T, err)
	if stops, err := other.PossibleDuplicates(s.ctx, "L", 1280, press); err != nil || len(stops) != 1 || stops[0].OutTradeNo != a.OutTradeNo {
		s.Errorf("%d stop a sale of its amount, %v", len(stops), err)
	}
	if events, err := other.Timeline(s.ctx, a.OutTradeNo); err != nil || len(events) != 1 || events[0].Fact.Kind() != "imported" {
		s.Errorf("%+v, %v", events, err)
	}
	for _, again := range []flow.OrderOpened{first, order(1, "")} {
		if _, err := other.Open(s.ctx, again); !errors.Is(err, flow.ErrBlocked) {
			s.Errorf("its number once more: %v", err)
		}
	}
	a, err = other.Claim(s.ctx, a.OutTradeNo)
	must(s.T, err)
	s.append(other, a, flow.GoodsGiven{By: "Li", Reason: "seen"})
	s.expect(other.Pending(s.ctx))("pending once claimed")
}

func (s suite) readBack() {
	j := s.Process("one")
	a := s.open(j, 1, "R1")
	a.Live.HasCode = true
	a = s.append(j, a, submitted()...)
	if a.Version != 3 || !a.Live.HasCode {
		s.Errorf("version %d, live %+v: what the process knows must stay with it", a.Version, a.Live)
	}
	a = s.append(j, a, flow.RequestBegun{})
	a = s.append(j, a, paidFact())
	back, owned, err := s.Process("two").Read(s.ctx, a.OutTradeNo)
	must(s.T, err)
	if !owned {
		s.Error("the driver lives, and Read does not report it")
	}
	a.Live = flow.Live{}
	if a = a.AsRead(true); !reflect.DeepEqual(back, a) {
		s.Errorf("read back\n%+v\nwant\n%+v", back, a)
	}
	events, err := j.Timeline(s.ctx, a.OutTradeNo)
	must(s.T, err)
	var kinds string
	for i, e := range events {
		if e.N != i+1 {
			s.Errorf("event %d has number %d", i+1, e.N)
		}
		kinds += e.Fact.Kind() + ":" + string(e.State) + " "
	}
	if want := "opened:opened identified:identified intent:submitting paid:paid "; kinds != want {
		s.Errorf("timeline %q, want %q", kinds, want)
	}
	if _, _, err := j.Read(s.ctx, "nope"); !errors.Is(err, flow.ErrUnknown) {
		s.Errorf("an unknown number: %v", err)
	}
}

func (s suite) oneBlocking() {
	j := s.Process("one")
	a := s.open(j, 1, "R1")
	if _, err := s.Process("two").Open(s.ctx, order(2, "R1")); !errors.Is(err, flow.ErrBlocked) {
		s.Errorf("a second attempt of an open sale: %v", err)
	}
	s.open(j, 3, "R2") // another sale
	s.append(j, a, flow.SaleCancelled{By: "cashier"})
	s.open(j, 4, "R1")
}

func (s suite) oneDriver() {
	one, two := s.Process("one"), s.Process("two")
	a := s.open(one, 1, "R1")
	if _, err := two.Claim(s.ctx, a.OutTradeNo); !errors.Is(err, flow.ErrOwned) {
		s.Errorf("claimed from a living process: %v", err)
	}
	if given, err := two.Append(s.ctx, a, flow.PayerIdentified{}); !errors.Is(err, flow.ErrFenced) || !reflect.DeepEqual(given, a) {
		s.Errorf("appended without being the driver: %v, beside %+v", err, given)
	}
	s.Kill("one")
	stale, err := two.Claim(s.ctx, a.OutTradeNo)
	must(s.T, err)
	if stale.Epoch != a.Epoch+1 {
		s.Errorf("epoch %d after %d", stale.Epoch, a.Epoch)
	}
	b := s.append(two, stale, flow.SaleCancelled{By: "restart"})
	if _, err := two.Append(s.ctx, stale, flow.SaleCancelled{}); !errors.Is(err, flow.ErrFenced) {
		s.Errorf("appended to an old version: %v", err)
	}
	must(s.T, two.Release(s.ctx, b))
	if _, err := s.Process("three").Claim(s.ctx, a.OutTradeNo); err != nil {
		s.Errorf("claim after a release: %v", err)
	}
}

func (s suite) illegal() {
	j := s.Process("one")
	a := s.open(j, 1, "R1")
	given, err := j.Append(s.ctx, a, flow.PayerIdentified{}, flow.Shown{})
	if _, is := errors.AsType[*flow.IllegalError](err); !is || !reflect.DeepEqual(given, a) {
		s.Fatalf("shown before paid: %v, beside %+v", err, given)
	}
	if back, _, _ := j.Read(s.ctx, a.OutTradeNo); back.Version != 1 || back.State != flow.Opened {
		s.Errorf("half of it was stored: %s, version %d", back.State, back.Version)
	}
}
