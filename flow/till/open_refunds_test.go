package till_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
	"facetill/flow/till"
)

const part = "R1"

func begunRefund(at time.Time, fee flow.Fen) flow.RefundBegun {
	return flow.RefundBegun{OutRefundNo: part, Fee: fee, Reason: "return", By: "8", At: at, Wall: at}
}

func acceptedRefund(at time.Time, fee flow.Fen) []flow.Fact {
	return []flow.Fact{begunRefund(at, fee), flow.RefundSent{OutRefundNo: part, N: 1, At: at, SendBy: at.Add(8 * time.Second), Trusted: true},
		flow.RefundAnswered{OutRefundNo: part, N: 1, Answer: refund.AnswerAccepted, At: at}}
}

func heardRefund(status string, at time.Time, fee flow.Fen) flow.RefundHeard {
	return flow.RefundHeard{OutRefundNo: part, Status: status, Fee: fee, At: at}
}

// told is a sale that was told, with what came behind it.
func told(at time.Time, more ...flow.Fact) []flow.Fact {
	return append(charged(at, flow.Shown{}), more...)
}

// S76: a refund belongs to the day on which WeChat accepted it, whenever the sale was,
// and to who gave back. The sale's own day stays as it was.
func TestS76_AcceptedAfterMidnight(t *testing.T) {
	r := newRig(t)
	midnight := till.Midnight(noon).AddDate(0, 0, 1)
	r.leave(order(noon), told(noon, acceptedRefund(midnight.Add(-time.Second), 100)...)...)
	r.leave(order(noon), told(noon, append(acceptedRefund(midnight, 500), heardRefund(refund.StatusSuccess, midnight.AddDate(0, 0, 3), 500))...)...)
	r.leave(order(noon), told(noon, append(acceptedRefund(midnight, 1280), heardRefund(refund.StatusSuccess, midnight, 1280))...)...)
	// Given back on the merchant platform: nobody's of the till.
	r.leave(order(noon), told(noon, flow.RefundFound{OutRefundNo: "platform", Status: refund.StatusProcessing, Fee: 30, At: midnight})...)
	// None: begun, closed, of an unclaimed charge, and what undoes what was never a sale.
	r.leave(order(noon), told(noon, begunRefund(midnight, 1))...)
	r.leave(order(noon), told(noon, append(acceptedRefund(midnight, 2), heardRefund(refund.StatusClosed, midnight, 2))...)...)
	r.leave(order(noon), charged(noon, append([]flow.Fact{flow.LeftUnclaimed{}}, acceptedRefund(midnight, 4)...)...)...)
	reversal := begunRefund(midnight, 1280)
	reversal.Purpose = refund.Reversal
	r.leave(order(noon), append(submitted(noon), flow.ReversalDecided{Reason: "window", At: noon}, flow.ReverseAnswered{Answer: flow.AnswerExpired, Code: "REVERSE_EXPIRE"},
		reversal, heardRefund(refund.StatusProcessing, midnight, 1280))...)

	first, err := r.Day(t.Context(), noon)
	if all := (till.Sum{Sales: 6, Charged: 6 * 1280, Refunded: 100}); err != nil || first.All != all {
		t.Errorf("the sale's day: %+v, %v", first.All, err)
	}
	second, err := r.Day(t.Context(), midnight)
	if err != nil || second.All.Charged != 0 || second.All.Refunded != 500+1280+30 {
		t.Errorf("the day behind it: %+v, %v", second.All, err)
	}
	if hour := second.Hours[0]; hour != (till.Sum{Refunded: 500 + 1280 + 30}) {
		t.Errorf("its first hour: %+v", hour)
	}
	by := map[string]flow.Fen{}
	for _, s := range second.Sums {
		by[s.Cashier] = s.Refunded
	}
	if len(by) != 2 || by["8"] != 1780 || by[""] != 30 {
		t.Errorf("by who gave back: %+v", second.Sums)
	}
	if n := second.Refunds; len(n.Open) != 1 || len(n.Moving) != 4 || len(n.Stuck) != 0 {
		t.Errorf("without an end: %d open, %d on their way, %d stuck", len(n.Open), len(n.Moving), len(n.Stuck))
	}
}

// What a customer got in another way is of the day on which a person said so, and of no
// other; the word stands among those of the sale's day, too.
func TestS76_CashIsOfTheDayOfTheWord(t *testing.T) {
	r := newRig(t)
	midnight := till.Midnight(noon).AddDate(0, 0, 1)
	a := r.leave(order(noon), told(noon, begunRefund(noon, 500), flow.RefundSent{OutRefundNo: part, N: 1, At: noon, SendBy: noon.Add(8 * time.Second), Trusted: true},
		flow.RefundAnswered{OutRefundNo: part, N: 1, Answer: refund.AnswerRefused, Code: "NOTENOUGH", At: noon}, flow.RefundDenied{OutRefundNo: part, At: noon},
		flow.RefundSettled{OutRefundNo: part, As: refund.SettledElse, By: "8", Reason: "from the drawer", At: midnight})...)
	r.leave(order(midnight), told(midnight)...)
	for _, c := range []struct {
		at        time.Time
		otherwise flow.Fen
		words     int
	}{{noon, 0, 1}, {midnight, 500, 1}, {midnight.AddDate(0, 0, 1), 0, 0}} {
		d, err := r.Day(t.Context(), c.at)
		if err != nil || d.Otherwise != c.otherwise || len(d.ByHand) != c.words || c.words > 0 && d.ByHand[0].OutTradeNo != a.OutTradeNo || d.All.Refunded != 0 {
			t.Errorf("%s: %s in another way, %v by hand, %v", till.DayName(c.at), d.Otherwise, numbers(d.ByHand), err)
		}
	}
}

// Money rules 4b.4 and 4b.12: a refund of which nobody knows whether WeChat took it is
// open beside the sale that is at its end, a program's or a person's; what is on its way
// is neither.
func TestOpenRefunds(t *testing.T) {
	r := newRig(t)
	now := time.Now()
	r.leave(order(now), told(now, acceptedRefund(now, 500)...)...)
	stuck := r.leave(order(now), told(now, append(acceptedRefund(now, 500), heardRefund(refund.StatusChange, now, 500))...)...)
	if open, err := r.Open(t.Context()); err != nil || len(open) != 0 || !r.Ended(t.Context()) {
		t.Errorf("on its way, stuck: %v, %v", numbers(open), err)
	}
	old := begunRefund(now.Add(-time.Minute), 500)
	begun := r.leave(order(now), told(now.Add(-time.Hour), old)...)
	unclaimed := r.leave(order(now), charged(now, flow.LeftUnclaimed{}, begunRefund(now, 500))...)
	open, err := r.Open(t.Context())
	if err != nil || len(open) != 2 || open[0].OutTradeNo != unclaimed.OutTradeNo || open[1].OutTradeNo != begun.OutTradeNo {
		t.Fatalf("begun: %v, %v", numbers(open), err)
	}
	if till.PersonsTurn(open[0]) || till.PersonsTurn(open[1]) || r.Ended(t.Context()) {
		t.Error("what a program drives is a person's turn")
	}
	if alone, err := r.Unattended(t.Context(), open[1:]); err != nil || !alone {
		t.Errorf("begun a minute ago: unattended %t, %v", alone, err)
	}
	if alone, err := r.Unattended(t.Context(), open[:1]); err != nil || alone {
		t.Errorf("begun just now: unattended %t, %v", alone, err)
	}
	all, err := r.OpenRefunds(t.Context())
	if err != nil || len(all.Open) != 2 || len(all.Moving) != 1 || len(all.Stuck) != 1 || all.Stuck[0].Sale.OutTradeNo != stuck.OutTradeNo {
		t.Errorf("%+v, %v", all, err)
	}
	if all.Open[0].PersonsTurn() || all.Moving[0].PersonsTurn() || !all.Stuck[0].PersonsTurn() {
		t.Error("stuck alone is a person's")
	}
	// WeChat closed it behind an acceptance that was told: nobody has heard of that yet.
	closed := r.leave(order(now), told(now, append(acceptedRefund(now, 500), flow.RefundTold{OutRefundNo: part}, heardRefund(refund.StatusClosed, now, 500))...)...)
	all, err = r.OpenRefunds(t.Context())
	if before := all.Persons(); err != nil || len(all.Closed) != 1 || !all.Closed[0].PersonsTurn() || len(before) != 2 || before[1].Sale.OutTradeNo != closed.OutTradeNo {
		t.Errorf("closed: %+v, %v", all, err)
	}
	if _, err = r.RefundTold(t.Context(), closed.OutTradeNo, closed.Refunds[0]); err != nil {
		t.Error(err)
	}
	if all, err = r.OpenRefunds(t.Context()); err != nil || len(all.Closed) != 0 {
		t.Errorf("closed and told: %+v, %v", all, err)
	}
	r.disk.Adopt()
	if all, err = r.OpenRefunds(t.Context()); err != nil || !all.Open[0].PersonsTurn() || !r.Ended(t.Context()) {
		t.Errorf("adopted: a program's turn, %v", err)
	}
}

// Money rule 4b.4: a refund without an end after ten tries and half an hour stands before
// a person as well: recover ends with it. It is driven all the same, and nobody's where
// nobody does.
func TestALateRefund(t *testing.T) {
	now := time.Now()
	r := newRig(t)
	begin := now.Add(-time.Hour)
	facts := told(begin, begunRefund(begin, 500))
	for n := range 10 {
		at := begin.Add(time.Duration(n) * 4 * time.Minute)
		facts = append(facts, flow.RefundSent{OutRefundNo: part, N: n + 1, At: at, SendBy: at.Add(8 * time.Second), Trusted: true})
	}
	r.leave(order(begin), facts[:len(facts)-1]...)
	if r.Ended(t.Context()) {
		t.Error("after nine tries a person's")
	}
	r = newRig(t)
	r.leave(order(begin), facts...)
	open, err := r.Open(t.Context())
	all, failed := r.OpenRefunds(t.Context())
	if err != nil || failed != nil || len(open) != 1 || !till.PersonsTurn(open[0]) || !all.Open[0].PersonsTurn() || !r.Ended(t.Context()) {
		t.Errorf("no person's: %+v, %v, %v", all, err, failed)
	}
	if alone, err := r.Unattended(t.Context(), open); err != nil || !alone {
		t.Errorf("unattended %t, %v", alone, err)
	}
	if len(all.Persons()) != 0 {
		t.Error("what is open keeps the day open, and is counted once")
	}
}

// Money rule 4b.10: what was refused, taken or brought back while nobody stood beside it,
// as after a power cut, has yet to be told. Whoever has just begun one is about to hear.
func TestUntoldRefunds(t *testing.T) {
	r := newRig(t)
	now := time.Now()
	leave := func(began time.Time, more ...flow.Fact) flow.Attempt {
		facts := acceptedRefund(began, 500)
		facts[0] = flow.RefundBegun{OutRefundNo: part, Fee: 500, Reason: "return", By: "8", At: began, Wall: began}
		return r.leave(order(now), told(now, append(facts, more...)...)...)
	}
	early := now.Add(-2 * time.Minute)
	taken := leave(early)
	back := leave(early, heardRefund(refund.StatusSuccess, now, 500))
	leave(now, heardRefund(refund.StatusSuccess, now, 500))
	ahead := leave(now.Add(time.Hour)) // by a clock that was set back since
	leave(early, flow.RefundTold{OutRefundNo: part}, heardRefund(refund.StatusSuccess, now, 500))
	refused := r.leave(order(now), told(now, begunRefund(early, 500), flow.RefundSent{OutRefundNo: part, N: 1, At: early, SendBy: early.Add(8 * time.Second), Trusted: true},
		flow.RefundAnswered{OutRefundNo: part, N: 1, Answer: refund.AnswerRefused, Code: "NOTENOUGH", At: early}, flow.RefundDenied{OutRefundNo: part, At: early})...)
	all, err := r.OpenRefunds(t.Context())
	if err != nil || len(all.Untold) != 3 || all.Untold[0].Sale.OutTradeNo != taken.OutTradeNo || all.Untold[1].Sale.OutTradeNo != back.OutTradeNo || all.Untold[2].Sale.OutTradeNo != ahead.OutTradeNo {
		t.Errorf("%d untold, %v", len(all.Untold), err)
	}
	if before := all.Persons(); len(before) != 1 || before[0].Sale.OutTradeNo != refused.OutTradeNo || !before[0].PersonsTurn() {
		t.Errorf("before a person: %+v", before)
	}
	for _, a := range []flow.Attempt{taken, back, ahead, refused} {
		if _, err := r.RefundTold(t.Context(), a.OutTradeNo, a.Refunds[0]); err != nil {
			t.Error(err)
		}
	}
	if all, err = r.OpenRefunds(t.Context()); err != nil || len(all.Untold)+len(all.Persons()) != 0 {
		t.Errorf("told: %+v, %v", all, err)
	}
}

// takesIt is a WeChat that takes each refund and has it on its way.
type takesIt struct {
	*weChat
	lost bool
}

func (takesIt) LookRefunds(context.Context, flow.Attempt) refund.Answer {
	return refund.Answer{Kind: refund.AnswerNone}
}

func (g takesIt) SendRefund(context.Context, flow.Attempt, refund.Entry) refund.Answer {
	if g.lost {
		return refund.Answer{Kind: refund.AnswerLost}
	}
	return refund.Answer{Kind: refund.AnswerAccepted}
}

func (g takesIt) AskRefund(_ context.Context, _ flow.Attempt, e refund.Entry) refund.Answer {
	if g.lost {
		return refund.Answer{Kind: refund.AnswerNone}
	}
	return refund.Answer{Kind: refund.AnswerProcessing, Seen: []refund.Seen{{Number: e.Number, Status: refund.StatusProcessing, Fee: e.Fee}}}
}

// Money rules 4b.4 and 4b.5: a refund is driven until WeChat has it, and no longer; its
// sale is nobody's then. One that a person has to send is not waited for.
func TestDriveARefund(t *testing.T) {
	for name, c := range map[string]struct {
		lost, adopted bool
		state         refund.State
		takes         time.Duration
	}{
		"taken":       {state: refund.Accepted, takes: 0},
		"never taken": {lost: true, state: refund.Entered, takes: 30 * time.Second},
		"adopted":     {adopted: true, state: refund.Entered, takes: 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			now := time.Now()
			g := takesIt{&weChat{}, c.lost}
			r := newRig(t, func(p *flow.Ports) { withWeChat(g.weChat)(p); p.Gateway = g })
			a := r.leave(order(now), told(now.Add(-time.Hour), begunRefund(now, 500))...)
			if c.adopted {
				r.disk.Adopt()
			}
			a, err := r.Drive(t.Context(), a.OutTradeNo, 30*time.Second)
			if took := time.Since(now); err != nil || a.Refunds[0].State != c.state || took < c.takes || took > c.takes+5*time.Second {
				t.Errorf("%s: %s after %s, %v", name, a.Refunds[0].State, took, err)
			}
			if _, err := r.disk.Process("other").Claim(t.Context(), a.OutTradeNo); err != nil {
				t.Errorf("%s: its sale is kept: %v", name, err)
			}
		})
	}
}

// What this process asks about in the background is told with its last try, also when the
// sale is at its end.
func TestTriesOfARefund(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now()
		g := takesIt{&weChat{}, false}
		r := newRig(t, func(p *flow.Ports) { withWeChat(g.weChat)(p); p.Gateway = g })
		a := r.leave(order(now), told(now.Add(-time.Hour), begunRefund(now, 500))...)
		stop := r.Recover(t.Context())
		time.Sleep(10 * time.Second)
		u, is := r.Tries()[a.OutTradeNo]
		if w, waits := u.Step.(flow.Wait); !is || !waits || w.Until.Sub(now) < 30*time.Second {
			t.Errorf("%+v", u)
		}
		stop()
	})
}

// Money rule 4b.6: a refused refund of late is looked at with the words of persons, also
// one that a person ended. One that moved after all is open again; what is older, or on
// its way, is not asked about here.
func TestRecheckOfRefunds(t *testing.T) {
	now := time.Now()
	denied := func(at time.Time, more ...flow.Fact) []flow.Fact { return told(at, deniedRefund(at, more...)...) }
	for name, c := range map[string]struct {
		facts []flow.Fact
		state refund.State
	}{
		"refused":              {denied(now), refund.Done},
		"ended by a person":    {denied(now, flow.RefundSettled{OutRefundNo: part, As: refund.SettledElse, By: "Li", Reason: "cash", At: now}), refund.Done},
		"refused ten days ago": {denied(now.AddDate(0, 0, -10)), refund.Refused},
		"on its way":           {told(now, acceptedRefund(now, 500)...), refund.Accepted},
	} {
		g := &looking{says: refund.Answer{Kind: refund.AnswerListed, Seen: []refund.Seen{{Number: part, Status: refund.StatusSuccess, Fee: 500}}}}
		r := newRig(t, func(p *flow.Ports) { withWeChat(&g.weChat)(p); p.Gateway = g })
		if err := g.Sync(t.Context()); err != nil {
			t.Fatal(err)
		}
		a := r.leave(order(now), c.facts...)
		if _, rest, err := r.RecheckAll(t.Context()); err != nil || rest != 0 {
			t.Errorf("%s: %d left, %v", name, rest, err)
		}
		if found, err := r.Find(t.Context(), string(a.OutTradeNo)); err != nil || found[0].Refunds[0].State != c.state {
			t.Errorf("%s: %+v, %v", name, found[0].Refunds, err)
		}
	}
}
