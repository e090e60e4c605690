package till_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
	"facetill/flow/till"
)

// The sums of a shift are of the sales that its cashier opened at that lane and of what
// they gave back; what has no end is the lane's.
func TestShiftSums(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newStaffed(t)
		by := func(name string, change ...func(*flow.Order)) flow.Order {
			return order(time.Now(), append(change, func(o *flow.Order) { o.Cashier = name })...)
		}
		lane := func(o *flow.Order) { o.Lane = "M" }
		face := func(o *flow.Order) { o.Method = flow.MethodFace }
		given := func(fee flow.Fen, by string, more ...flow.Fact) []flow.Fact {
			begun := flow.RefundBegun{OutRefundNo: fmt.Sprint("R", r.n), Fee: fee, Reason: "r", By: by, At: time.Now(), Wall: time.Now()}
			return append(charged(time.Now(), flow.Shown{}, begun), more...)
		}
		accepted := func() []flow.Fact {
			no := fmt.Sprint("R", r.n)
			return []flow.Fact{flow.RefundSent{OutRefundNo: no, N: 1, At: time.Now(), SendBy: time.Now().Add(8 * time.Second)},
				flow.RefundAnswered{OutRefundNo: no, N: 1, Answer: refund.AnswerAccepted, RefundID: "5", At: time.Now()}}
		}
		heard := func(status string) flow.Fact {
			return flow.RefundHeard{OutRefundNo: fmt.Sprint("R", r.n), Status: status, Fee: 500, RefundID: "5", At: time.Now()}
		}
		r.leave(by("Li"), charged(time.Now(), flow.Shown{})...) // before the shift
		r.leave(by("Wang"), append(given(500, "Li", accepted()...), heard(refund.StatusSuccess))...)
		time.Sleep(time.Minute)
		if _, err := r.SignIn(t.Context(), "07", "0707"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		r.leave(by("Li"), charged(time.Now(), flow.Shown{})...)
		r.leave(by("Li", face), charged(time.Now(), flow.Shown{})...)
		r.leave(by("Wang"), charged(time.Now(), flow.Shown{})...)
		r.leave(by("Li", lane), charged(time.Now(), flow.Shown{})...)
		r.leave(by("Li"), refused(time.Now())...)
		back := r.leave(by("Wang"), append(given(500, "Li", accepted()...), heard(refund.StatusSuccess))...)
		r.leave(by("Wang"), append(given(500, "Li", accepted()...), heard(refund.StatusClosed), flow.RefundTold{OutRefundNo: fmt.Sprint("R", r.n)})...) // it is in no sum any more
		moving := r.leave(by("Li"), given(300, "Wang", accepted()...)...)
		stuck := r.leave(by("Li"), append(given(500, "Wang", accepted()...), heard(refund.StatusChange))...)
		begun := r.leave(by("Wang"), given(100, "Wang")...)
		open := r.leave(by("Wang"), needsPerson(time.Now())...)
		unclaimed := r.leave(by("Wang"), charged(time.Now(), flow.LeftUnclaimed{})...)
		r.leave(by("Wang", lane), charged(time.Now(), flow.LeftUnclaimed{})...)

		s, err := r.Shift(t.Context(), r.id.Lane)
		if err != nil {
			t.Fatal(err)
		}
		if s.All.Sales != 4 || s.All.Charged != 4*1280 || s.All.Refunded != 500 || s.GivenBack != 1 ||
			len(s.Sums) != 2 || s.Sums[0].Sales != 3 || s.Sums[0].Refunded != 500 || s.Sums[1].Method != flow.MethodFace || s.Sums[1].Charged != 1280 {
			t.Errorf("sums: %+v, %+v, %d given back", s.All, s.Sums, s.GivenBack)
		}
		if len(s.Open) != 2 || s.Open[0].OutTradeNo != open.OutTradeNo || s.Open[1].OutTradeNo != begun.OutTradeNo || len(s.Unclaimed) != 1 || s.Unclaimed[0].OutTradeNo != unclaimed.OutTradeNo ||
			len(s.Stuck) != 1 || s.Stuck[0].Sale.OutTradeNo != stuck.OutTradeNo || len(s.OnTheirWay) != 1 || s.OnTheirWay[0].Sale.OutTradeNo != moving.OutTradeNo {
			t.Errorf("without an end: %d open, %d unclaimed, %d stuck, %d on their way", len(s.Open), len(s.Unclaimed), len(s.Stuck), len(s.OnTheirWay))
		}
		if back.State != flow.Paid {
			t.Error(back.State)
		}

		// A handover of it is one that somebody has looked at.
		_, err = r.Handover(t.Context(), "12", "1212", false)
		if e, is := errors.AsType[*till.UnseenError](err); !is || len(e.Shift.Unended()) != 4 {
			t.Errorf("unseen: %v", err)
		}
		r.signedIn("Li")
		if ended, err := r.Handover(t.Context(), "12", "1212", true); err != nil || ended.Cashier != "Li" || ended.All != s.All {
			t.Errorf("seen: %+v, %v", ended, err)
		}
		r.signedIn("Wang")
		if got := strings.Join(r.withoutRightPINs(), ", "); got != "signed_in Li, seen_open Wang, handed_over Li" {
			t.Error(got)
		}
		events, _ := r.disk.PersonEvents(t.Context(), r.id.Lane, 1)
		for _, want := range []string{`"To":"Wang"`, `"sales":3`, string(unclaimed.OutTradeNo), string(stuck.OutTradeNo)} {
			if !strings.Contains(events[0].Body, want) {
				t.Errorf("%s is not in %s", want, events[0].Body)
			}
		}
	})
}

// The clock of a till that is hours off takes no sale and no refund out of its shift:
// WeChat's time is another one than that at which somebody signed in.
func TestShiftSumsOfAClockThatIsOff(t *testing.T) {
	for _, off := range []time.Duration{-3 * time.Hour, 3 * time.Hour} {
		synctest.Test(t, func(t *testing.T) {
			r := newStaffed(t)
			if _, err := r.SignIn(t.Context(), "07", "0707"); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Minute)
			now, theirs := time.Now(), time.Now().Add(-off)
			r.leave(order(now, func(o *flow.Order) { o.Cashier = "Li" }), charged(theirs, flow.Shown{},
				flow.RefundBegun{OutRefundNo: "R", Fee: 500, Reason: "r", By: "Li", At: theirs, Wall: now},
				flow.RefundSent{OutRefundNo: "R", N: 1, At: theirs, SendBy: theirs.Add(8 * time.Second)},
				flow.RefundAnswered{OutRefundNo: "R", N: 1, Answer: refund.AnswerAccepted, At: theirs})...)
			if s, err := r.Shift(t.Context(), r.id.Lane); err != nil || s.All.Sales != 1 || s.All.Charged != 1280 || s.All.Refunded != 500 || s.GivenBack != 1 {
				t.Errorf("%s ahead: %+v, %d given back, %v", off, s.All, s.GivenBack, err)
			}
		})
	}
}

// Who is signed in at two lanes has a refund in the shift of that where they began it,
// whoever's lane the sale was of; one whose fact has no lane is of its sale's.
func TestRefundIsOfTheLaneWhereItWasBegun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newStaffed(t)
		other := r.another()
		other.id.Lane = "M"
		other.anew(func(*till.Ports) {}).remembering()
		for _, at := range []*rig{r, other} {
			if _, err := at.SignIn(t.Context(), "07", "0707"); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(time.Minute)
		now := time.Now()
		for no, lane := range map[string]string{"R1": "M", "R2": ""} {
			r.leave(order(now), charged(now, flow.Shown{},
				flow.RefundBegun{OutRefundNo: no, Fee: 500, Reason: "r", By: "Li", Lane: lane, At: now, Wall: now},
				flow.RefundSent{OutRefundNo: no, N: 1, At: now, SendBy: now.Add(8 * time.Second)},
				flow.RefundAnswered{OutRefundNo: no, N: 1, Answer: refund.AnswerAccepted, At: now})...)
		}
		for _, at := range []*rig{r, other} {
			if s, err := at.Shift(t.Context(), at.id.Lane); err != nil || s.GivenBack != 1 || s.All.Refunded != 500 {
				t.Errorf("lane %s: %d given back, %+v, %v", at.id.Lane, s.GivenBack, s.All, err)
			}
		}
	})
}

// A refund that was refused and that somebody else sends again is of the shift, the lane
// and the day's sum of who sent it again: by that word the money moves.
func TestRefundSentAgainIsOfWhoSentIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRefunds(t) // Li is signed in
		other := r.another()
		other.id.Lane = "M"
		other.anew(func(*till.Ports) {}).remembering()
		time.Sleep(time.Minute)
		now := time.Now()
		sent := func(n int, answer refund.Kind) []flow.Fact {
			return []flow.Fact{flow.RefundSent{OutRefundNo: "R", N: n, At: time.Now(), SendBy: time.Now().Add(8 * time.Second)},
				flow.RefundAnswered{OutRefundNo: "R", N: n, Answer: answer, At: time.Now()}}
		}
		a := r.leave(order(now, func(o *flow.Order) { o.Cashier = "Li" }), append(append(charged(now, flow.Shown{},
			flow.RefundBegun{OutRefundNo: "R", Fee: 500, Reason: "r", By: "Li", Lane: "L", At: now, Wall: now}), sent(1, refund.AnswerRefused)...),
			flow.RefundDenied{OutRefundNo: "R", At: now}, flow.RefundTold{OutRefundNo: "R"})...)
		time.Sleep(time.Minute)
		if _, err := other.SignIn(t.Context(), "12", "1212"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		again := flow.RefundRequest{OutTradeNo: a.OutTradeNo, Press: refund.Press{Version: a.Version, Again: "R"}}
		if _, e, err := other.SendAgain(t.Context(), again, "9090"); err != nil || e.By != "Wang" {
			t.Fatalf("%+v, %v", e, err)
		}
		r.goes(a.OutTradeNo, sent(2, refund.AnswerAccepted)...)
		for at, want := range map[*rig]flow.Fen{r: 0, other: 500} {
			if s, err := at.Shift(t.Context(), at.id.Lane); err != nil || s.All.Refunded != want || s.GivenBack != int(want/500) {
				t.Errorf("lane %s: %d given back, %+v, %v", at.id.Lane, s.GivenBack, s.All, err)
			}
		}
		d, err := r.Day(t.Context(), now)
		if err != nil || len(d.Sums) != 2 || d.Sums[0].Refunded != 0 || d.Sums[1].Cashier != "Wang" || d.Sums[1].Refunded != 500 {
			t.Errorf("%+v, %v", d.Sums, err)
		}
	})
}
