package till_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
	"facetill/flow/till"
)

// Which attempts a day has sold: what was charged, unless nobody claims it or it was
// taken back, and also while a refund of it is on its way. Coupons and what WeChat does
// not settle are told apart.
func TestWhatADayHasSold(t *testing.T) {
	proof := flow.ChargeProven{TransactionID: "42", TimeEnd: noon, At: noon, CashFee: 1200, SettlementFee: 1270}
	unclaimed := proof
	unclaimed.Unclaimed = true
	paid := func(more ...flow.Fact) []flow.Fact {
		return append(append(submitted(noon), proof, flow.Shown{}), more...)
	}
	seen := flow.RefundBegun{Fee: 1280, Reason: "seen"}
	for name, c := range map[string]struct {
		facts []flow.Fact
		sales int
	}{
		"paid":                     {paid(), 1},
		"not claimed":              {append(submitted(noon), unclaimed), 0},
		"declined":                 {refused(noon), 0},
		"seen as refunded, unpaid": {append(submitted(noon), seen), 0},
		"and back":                 {append(submitted(noon), seen, flow.RefundEnded{RefundedFee: 1280, At: noon}), 0},
		"on its way back, decided": {append(submitted(noon), unclaimed, flow.ReversalDecided{Reason: "r", By: "Li", At: noon}, flow.RefundBegun{Fee: 1280, OutRefundNo: "1R"}), 0},
	} {
		r := newRig(t)
		r.leave(order(noon), c.facts...)
		d, err := r.Day(t.Context(), till.Midnight(noon))
		want := till.Sum{}
		if c.sales == 1 {
			want = till.Sum{Sales: 1, Charged: 1280, Coupons: 80, Unsettled: 10}
		}
		if err != nil || d.All != want {
			t.Errorf("%s: %+v, %v", name, d.All, err)
		}
	}
}

// What was decided by hand is of the day of its sale, and of the day on which it was
// decided.
func TestWhichDayHasWhatWasDoneByHand(t *testing.T) {
	day := till.Midnight(noon)
	for name, c := range map[string]struct {
		opened, decided time.Time
		want            bool
	}{
		"of today, today":          {noon, noon, true},
		"of today, tomorrow":       {noon, noon.AddDate(0, 0, 1), true},
		"of yesterday, today":      {noon.AddDate(0, 0, -1), noon, true},
		"of yesterday, at its end": {noon.AddDate(0, 0, -1), day, true},
		"of yesterday, yesterday":  {noon.AddDate(0, 0, -1), day.Add(-1), false},
		"of yesterday, tomorrow":   {noon.AddDate(0, 0, -1), day.AddDate(0, 0, 1), false},
	} {
		r := newRig(t)
		r.leave(order(c.opened), append(needsPerson(c.opened), flow.PersonResolved{As: flow.ResolvedNotCharged, By: "Li", Reason: "r", At: c.decided})...)
		if d, err := r.Day(t.Context(), day); err != nil || (len(d.ByHand) == 1) != c.want {
			t.Errorf("%s: %d, %v", name, len(d.ByHand), err)
		}
	}
}

// Money rule 4.5: a heart that was heard half a minute ago beats, and a sale that a
// living process began less than that ago is attended to.
func TestHowLongSilenceIsNoDeath(t *testing.T) {
	for age, want := range map[time.Duration]bool{-time.Second: false, 0: true, 29 * time.Second: true, 30 * time.Second: false} {
		synctest.Test(t, func(t *testing.T) {
			r := newRig(t)
			now := time.Now()
			a := r.leave(order(now), submitted(now.Add(-age))...)
			if _, err := r.disk.Process("living").Claim(t.Context(), a.OutTradeNo); err != nil {
				t.Fatal(err)
			}
			if unattended, err := r.Unattended(t.Context(), []flow.Attempt{a}); err != nil || unattended == want {
				t.Errorf("begun %v ago: unattended %t, %v", age, unattended, err)
			}
		})
	}
	for ago, want := range map[time.Duration]bool{0: true, 30 * time.Second: true, 30*time.Second + 1: false} {
		synctest.Test(t, func(t *testing.T) {
			r := newRig(t)
			if driven, err := r.Driven(t.Context()); err != nil || driven {
				t.Errorf("never heard: %t, %v", driven, err)
			}
			if err := r.ports.Journal.Beat(t.Context(), time.Now()); err != nil {
				t.Fatal(err)
			}
			time.Sleep(ago)
			if driven, err := r.Driven(t.Context()); err != nil || driven != want {
				t.Errorf("heard %v ago: %t, %v", ago, driven, err)
			}
		})
	}
}

// Money rule 4.5: driving ends with the attempt, and with a journal that cannot be read.
func TestDrivingEndsWithItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now()
		g := &weChat{reverses: answers(flow.AnswerReversed), queries: answers(flow.AnswerRevoked)}
		r, j, _ := breaking(t, g)
		a := r.leave(order(now), append(submitted(now), flow.ReversalDecided{Reason: "window", At: now})...)
		other := r.leave(order(now), submitted(now)...)
		if a, err := r.Drive(t.Context(), a.OutTradeNo, time.Hour); err != nil || a.State != flow.Reversed || time.Since(now) > time.Minute {
			t.Errorf("%s after %v, %v", a.State, time.Since(now), err)
		}
		j.of = "read"
		start := time.Now()
		if _, err := r.Drive(t.Context(), other.OutTradeNo, time.Hour); err == nil || time.Since(start) != 0 {
			t.Errorf("unread: after %v, %v", time.Since(start), err)
		}
	})
}

// asks is a WeChat that notes how it is asked.
type asks struct {
	*weChat
	tries   []flow.Try
	refunds int
}

func (g *asks) Query(ctx context.Context, a flow.Attempt, try flow.Try) flow.Answer {
	g.tries = append(g.tries, try)
	return g.weChat.Query(ctx, a, try)
}

func (g *asks) LookRefunds(context.Context, flow.Attempt) refund.Answer {
	g.refunds++
	return givenBack(1280)
}

// Money rule 5.7: one more question takes three seconds, and a person's word is held
// against the refunds, too; a sale that needed none is not.
func TestHowASaleIsAskedAboutOnceMore(t *testing.T) {
	word := append(needsPerson(noon), flow.PersonResolved{As: flow.ResolvedPaid, By: "Li", Reason: "r", At: noon})
	for name, c := range map[string]struct {
		facts []flow.Fact
		word  bool
	}{"a word": {word, true}, "none": {charged(noon, flow.Shown{}), false}} {
		g := &asks{weChat: &weChat{queries: answers(flow.AnswerRefund)}}
		r := newRig(t, withWeChat(g.weChat), func(p *flow.Ports) { p.Gateway = g })
		says, err := r.Says(t.Context(), r.leave(order(noon), c.facts...))
		if err != nil || says.Otherwise() != c.word || (g.refunds == 1) != c.word || !slices.Equal(g.tries, []flow.Try{{Limit: 3 * time.Second}}) {
			t.Errorf("%s: otherwise %t, refundqueries %d, asked %+v, %v", name, says.Otherwise(), g.refunds, g.tries, err)
		}
	}
}

// A list that is cut to one row is called cut.
func TestAListOfOne(t *testing.T) {
	r := newRig(t)
	r.leave(order(noon))
	r.leave(order(noon))
	if all, more, err := r.List(t.Context(), flow.Filter{Limit: 1}); err != nil || !more || len(all) != 1 {
		t.Errorf("%d rows, more %t, %v", len(all), more, err)
	}
}

// Money rule 5.10: what another device's reference means is its attempt that blocks,
// whatever was tried before and behind it; digits that a reference ends with mean none.
func TestFindAnotherDevicesReference(t *testing.T) {
	other := func(ref string) func(*flow.Order) {
		return func(o *flow.Order) { o.Sale = flow.SaleKey{MchID: "19", StoreID: "S", DeviceID: "E", Ref: ref} }
	}
	r := newRig(t)
	gone := flow.SaleCancelled{By: "cashier"}
	r.leave(order(noon, other("R-1234")), gone)
	theirs := r.leave(order(noon, other("R-1234")), charged(noon)...)
	minted := r.leave(order(noon), gone)
	own := r.leave(order(noon, func(o *flow.Order) { o.Sale = flow.SaleKey{MchID: "19", StoreID: "S", DeviceID: "D", Ref: "R-9"} }), gone)
	if !r.IsAnothers(theirs, "R-1234") || r.IsAnothers(theirs, string(theirs.OutTradeNo)) || r.IsAnothers(own, "R-9") {
		t.Error("a reference means another's sale where it has one of that device alone")
	}
	for text, want := range map[string][]string{"R-1234": {"02"}, string(minted.OutTradeNo): {"03"}} {
		if got, err := r.Find(t.Context(), text); err != nil || !slices.Equal(numbers(got), want) {
			t.Errorf("%s: %v, %v; want %v", text, numbers(got), err, want)
		}
	}
}
