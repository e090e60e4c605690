package till_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/day"
	"facetill/flow/ledger"
	"facetill/flow/refund"
	"facetill/flow/till"
)

// A day begins at midnight in China, wherever the machine believes to be.
func TestMidnight(t *testing.T) {
	for _, zone := range []*time.Location{time.UTC, flow.Beijing, time.FixedZone("", -11*3600)} {
		for at, want := range map[string]string{
			"2026-11-25T15:59:59Z": "2026-11-25", "2026-11-25T16:00:00Z": "2026-11-26", "2026-12-31T23:00:00Z": "2027-01-01",
		} {
			moment, _ := time.Parse(time.RFC3339, at)
			from := till.Midnight(moment.In(zone))
			if again, err := till.ParseDay(want); err != nil || !from.Equal(again) || till.DayName(moment.In(zone)) != want {
				t.Errorf("%s in %s: %s, %v", at, zone, from, err)
			}
		}
	}
	if _, err := till.ParseDay("25.11.2026"); err == nil {
		t.Error("25.11.2026 is a day")
	}
}

// What a sale of a day is, and what it adds to its sum.
func TestDay(t *testing.T) {
	r := newRig(t)
	midnight := till.Midnight(noon)
	face := func(o *flow.Order) { o.Method, o.Cashier = flow.MethodFace, "8" }
	dear := func(o *flow.Order) { o.TotalFee = 5000 }
	shown := flow.Shown{}

	r.leave(order(noon), charged(noon, shown)...)
	r.leave(order(noon, dear), append(submitted(noon), flow.ChargeProven{TransactionID: "1", TimeEnd: noon.Add(time.Hour), CashFee: 4600, SettlementFee: 5000}, shown)...)
	r.leave(order(noon, face), charged(noon, shown, flow.RefundBegun{OutRefundNo: "R", Fee: 1280, By: "8"}, flow.RefundEnded{RefundedFee: 1280, At: noon})...)
	// By the time of the charge, and not by that of the order.
	r.leave(order(midnight.Add(-time.Minute)), charged(midnight, shown)...)
	r.leave(order(noon), charged(midnight.AddDate(0, 0, 1), shown)...)
	r.leave(order(noon), charged(midnight.Add(-time.Second), shown)...)
	// No sales: nobody was told, nobody knows yet, the money never moved.
	r.leave(order(noon), charged(noon)...)
	r.leave(order(noon), needsPerson(noon)...)
	r.leave(order(noon), flow.SaleCancelled{By: "cashier"})
	r.leave(order(noon), append(submitted(noon), flow.ReversalDecided{Reason: "window", At: noon}, flow.ReversalProven{Proof: flow.AnswerRevoked})...)
	r.leave(order(noon), append(needsPerson(noon), flow.PersonResolved{As: flow.ResolvedNotCharged, By: "Li", At: noon})...)
	// A reversal that came too late and went on as a refund: begun, and at its end.
	late := append(submitted(noon), flow.ReversalDecided{Reason: "window", At: noon}, flow.RefundBegun{OutRefundNo: "R2", Fee: 1280})
	r.leave(order(noon), late...)
	r.leave(order(noon), append(slices.Clone(late), flow.RefundEnded{RefundedFee: 1280})...)
	// A charge that nobody was told of and that is given back, too late for a reversal.
	r.leave(order(noon), charged(noon, flow.LeftUnclaimed{}, flow.ReversalDecided{Reason: "person", By: "Li", At: noon}, flow.RefundBegun{OutRefundNo: "R3", Fee: 1280})...)
	// A word of this day about a sale of the day before is of this day, too.
	r.leave(order(noon.AddDate(0, 0, -1)), append(needsPerson(noon.AddDate(0, 0, -1)), flow.PersonResolved{As: flow.ResolvedNotCharged, By: "Li", At: noon})...)

	// A word of the day after about such a sale is of neither.
	r.leave(order(noon.AddDate(0, 0, -1)), append(needsPerson(noon.AddDate(0, 0, -1)), flow.PersonResolved{As: flow.ResolvedNotCharged, By: "Li", At: midnight.AddDate(0, 0, 1)})...)
	// Money behind a refusal is no sale, and is named all the same.
	r.leave(order(noon), append(refused(noon), flow.RefusalReopened{Answer: flow.AnswerPaid, At: noon})...)

	d, err := r.Day(t.Context(), noon.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	code := till.Sum{Method: flow.MethodCode, Cashier: "7", Sales: 3, Charged: 1280 + 5000 + 1280, Coupons: 400}
	byFace := till.Sum{Method: flow.MethodFace, Cashier: "8", Sales: 1, Charged: 1280, Refunded: 1280}
	if len(d.Sums) != 2 || d.Sums[0] != code || d.Sums[1] != byFace {
		t.Errorf("by method and cashier: %+v", d.Sums)
	}
	if all := (till.Sum{Sales: 4, Charged: 8840, Refunded: 1280, Coupons: 400}); d.All != all {
		t.Errorf("all: %+v", d.All)
	}
	if d.Hours[0].Sales != 1 || d.Hours[12].Charged != 2560 || d.Hours[13].Charged != 5000 {
		t.Errorf("by the hour: %+v", d.Hours)
	}
	if len(d.Open) != 5 || len(d.ByHand) != 3 || d.Reopened != 1 {
		t.Errorf("%d open, %d by hand, %d reopened", len(d.Open), len(d.ByHand), d.Reopened)
	}
}

// What was given back on the merchant platform is of nobody at the till, whoever sold it.
func TestDayOfThePlatform(t *testing.T) {
	r := newRig(t)
	r.leave(order(noon), charged(noon, flow.Shown{}, flow.RefundFound{OutRefundNo: "P", Status: refund.StatusSuccess, Fee: 300, At: noon})...)
	d, err := r.Day(t.Context(), noon)
	want := []till.Sum{{Method: flow.MethodCode, Refunded: 300}, {Method: flow.MethodCode, Cashier: "7", Sales: 1, Charged: 1280}}
	if err != nil || !slices.Equal(d.Sums, want) || d.All.Refunded != 300 {
		t.Errorf("%+v, %v", d.Sums, err)
	}
}

// wordless is a journal that lists sales, and not what persons decided.
type wordless struct{ flow.Journal }

func (j wordless) List(ctx context.Context, f flow.Filter) ([]flow.Attempt, error) {
	if f.From.Before(till.Midnight(noon)) {
		return nil, errUnread
	}
	return j.Journal.List(ctx, f)
}

// A day whose words could not be read is not one without words.
func TestDayNeedsTheWords(t *testing.T) {
	r := newRig(t, func(p *flow.Ports) { p.Journal = wordless{p.Journal} })
	if d, err := r.Day(t.Context(), noon); !errors.Is(err, errUnread) {
		t.Errorf("%d by hand, %v", len(d.ByHand), err)
	}
}

// moving is a journal in which a sale is paid while a day is added up: before a
// certain read.
type moving struct {
	flow.Journal
	before int // so many reads go before
	pay    func()
}

func (j *moving) read() {
	if j.before--; j.before == -1 {
		j.pay()
	}
}

func (j *moving) List(ctx context.Context, f flow.Filter) ([]flow.Attempt, error) {
	j.read()
	return j.Journal.List(ctx, f)
}

func (j *moving) Pending(ctx context.Context) ([]flow.Attempt, error) {
	j.read()
	return j.Journal.Pending(ctx)
}

// A sale that is paid while its day is added up is sold or open: in neither, the sum
// would be called final without it.
func TestDayWhileASaleIsPaid(t *testing.T) {
	for before := range 4 {
		j := &moving{before: before}
		r := newRig(t, func(p *flow.Ports) { j.Journal, p.Journal = p.Journal, j })
		a := r.leave(order(noon), submitted(noon)...)
		j.pay = func() {
			other := r.disk.Process("other")
			a, err := other.Claim(t.Context(), a.OutTradeNo)
			if err == nil {
				_, err = other.Append(t.Context(), a, flow.ChargeProven{TransactionID: "42", TimeEnd: noon, At: noon}, flow.Shown{})
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if d, err := r.Day(t.Context(), noon); err != nil || d.All.Sales == 0 && len(d.Open) == 0 {
			t.Errorf("paid before read %d: %d sales, %d open, %v", before, d.All.Sales, len(d.Open), err)
		}
	}
}

// A journal that something is wrapped around has no ledger of its own: a till on it says so,
// of a day, of what is due and of a close, and sells all the same.
func TestAJournalWithoutALedgerIsAPlainError(t *testing.T) {
	ctx, r := t.Context(), newRig(t)
	p := r.ports
	p.Ledger, p.Journal = nil, struct{ flow.Journal }{r.ports.Journal}
	bare := till.New(p, r.id, flow.NewRunner(p.Ports, r.id, flow.DefaultRules()))
	_, looked := bare.Day(ctx, noon)
	_, due := bare.Due(ctx)
	_, closed := bare.Close(ctx, day.Request{By: "Li"})
	_, all := bare.Closes(ctx, 1)
	_, one := bare.Record(ctx, 1)
	_, _, named := bare.RecordOf(ctx, "2026-11-25")
	for i, err := range []error{looked, due, closed, all, one, named} {
		if !errors.Is(err, ledger.ErrNone) {
			t.Errorf("%d: %v", i, err)
		}
	}
	if _, err := bare.Open(ctx); err != nil {
		t.Errorf("what is open: %v", err)
	}
}
