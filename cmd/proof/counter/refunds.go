package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"facetill/cmd/proof/hands"
	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/refund"
	"facetill/flow/till"
)

// Money back of the fake till: each press is judged; one in three is stopped by a refund
// that was there already, and of the others nothing comes.

// sold has a paid sale in the day's list.
func sold(w *world) { w.till.recent = []flow.Attempt{w.till.attempt(flow.Paid, nil)} }

// unsold has one that was refused.
func unsold(w *world) { w.till.recent = []flow.Attempt{w.till.attempt(flow.Refused, nil)} }

// gaveBack has a paid sale of which something was given back, as far as a state.
func gaveBack(state refund.State) func(w *world) {
	return func(w *world) {
		sold(w)
		w.till.recent[0].Refunds = refund.List{w.till.entry(1, state)}
	}
}

// stopsRefunds has so many refunds stop the first press.
func stopsRefunds(n int) func(w *world) {
	return func(w *world) {
		sold(w)
		for i := range n {
			w.till.beside = append(w.till.beside, w.till.entry(i+1, refund.Done))
		}
		w.till.stops = true
	}
}

func wantsPIN(w *world) { w.opt.ManagerPIN = true }

// entry is a refund of the sale, which somebody was told of.
func (t *fakeTill) entry(n int, state refund.State) refund.Entry {
	return refund.Entry{Number: fmt.Sprintf("26112512300000000000000000000001R%03d", n), Fee: 10, State: state, By: "Li", Reason: "returned",
		Code: "NOTENOUGH", Message: "交易未结算资金不足", BegunAt: opening, ToldN: 4}
}

func (t *fakeTill) Moment() clock.Instant { return clock.Instant{Wall: t.w.v.Now()} }

func (t *fakeTill) Find(_ context.Context, text string) ([]flow.Attempt, error) {
	return slices.DeleteFunc(slices.Clone(t.recent), func(a flow.Attempt) bool { return !strings.HasSuffix(string(a.OutTradeNo), text) }), nil
}

func (t *fakeTill) OpenRefunds(context.Context) (till.OpenRefunds, error) {
	return till.OpenRefunds{}, nil
}

func (t *fakeTill) Refund(_ context.Context, q flow.RefundRequest, pin string) (flow.Attempt, refund.Entry, error) {
	j := t.w.judge
	j.goesBeside(q)
	j.approved(pin)
	j.givesBack(q)
	if !t.stops && t.w.r.IntN(3) > 0 {
		t.beside = nil
		return flow.Attempt{}, refund.Entry{}, &flow.TooLateError{OutTradeNo: q.OutTradeNo}
	}
	if !t.stops { // one more, since this one was asked about
		state := hands.OneOf(t.w.r, refund.Accepted, refund.Done, refund.Refused, refund.Entered)
		t.beside = append(slices.Clone(t.beside), t.entry(len(t.beside)+1, state))
	}
	t.stops = false
	return t.recent[0], refund.Entry{}, &flow.RefundStoppedError{OutTradeNo: q.OutTradeNo, Entries: t.beside}
}

func (t *fakeTill) SendAgain(_ context.Context, q flow.RefundRequest, pin string) (flow.Attempt, refund.Entry, error) {
	key := map[bool]string{true: "l", false: "s"}[q.Account == refund.AccountBalance]
	t.w.judge.chosen("a refund sent again", key, q.Note)
	t.w.judge.approved(pin)
	return flow.Attempt{}, refund.Entry{}, &flow.TooLateError{OutTradeNo: q.OutTradeNo}
}

func (t *fakeTill) Reverse(_ context.Context, q flow.RefundRequest, pin string) (flow.Attempt, refund.Entry, error) {
	j := t.w.judge
	if j.approved(pin); q.Note == "at the till" {
		j.decided("the word give back", "b", 2)
	} else {
		j.resolved(flow.Resolution{As: flow.ResolvedGiveBack, By: q.By, Reason: q.Note})
	}
	return flow.Attempt{}, refund.Entry{}, t.claimed(q.OutTradeNo)
}

func (t *fakeTill) SettleRefund(_ context.Context, w flow.RefundWord, pin string) (flow.Attempt, error) {
	key := "w"
	if w.As == refund.SettledThere {
		key = "t"
	}
	t.w.judge.chosen("a refund settled", key, w.Reason)
	t.w.judge.approved(pin)
	t.w.judge.named(w.By)
	return flow.Attempt{}, nil
}

func (t *fakeTill) RefundTold(context.Context, flow.OutTradeNo, refund.Entry) (flow.Attempt, error) {
	return flow.Attempt{}, nil
}

func (t *fakeTill) TakeTender(_ context.Context, _ flow.OutTradeNo, w flow.TenderTaken) (flow.Attempt, error) {
	t.w.judge.chosen("a sale paid in another way", "t", w.Note)
	t.w.judge.named(w.By)
	return flow.Attempt{}, nil
}

// goesBeside judges by what a press for money back goes on: by two Enters, or where it was
// stopped by two presses of o, which name all that was shown (money rule 4b.2).
func (j *judge) goesBeside(q flow.RefundRequest) {
	if len(q.Press.Beside) == 0 {
		j.wanted("money back", q.Note)
		return
	}
	const what = "money back beside what is there already"
	switch {
	case !j.w.opt.ManagerPIN:
		j.decided(what, "o", 2)
	case !j.twice("o"):
		j.w.breaks("0.3", "%s: without two presses of o", what)
	default: // and the PIN that it takes
		j.decided(what, "enter", 2)
	}
	delete(j.presses, "o")
	named := func(e refund.Entry) bool { return slices.Contains(q.Press.Beside, e.Number) }
	if unnamed := func(e refund.Entry) bool { return !named(e) }; slices.ContainsFunc(j.w.till.beside, unnamed) {
		j.w.breaks("4b.2", "%s: %d refunds stopped it, named were %v", what, len(j.w.till.beside), q.Press.Beside)
	}
}

// givesBack judges the amount of a refund: all of it was pressed for twice, and a part is
// one that somebody typed, digit by digit, on what they saw there.
func (j *judge) givesBack(q flow.RefundRequest) {
	switch fee := q.Press.Fee; {
	case q.Press.All && !j.twice("a"):
		j.w.breaks("0.3", "all of a sale is given back without two presses of a")
	case !q.Press.All && !j.parts[hands.Fen(fee)]:
		j.w.breaks("0.1", "%s is given back: nobody typed that; typed was %s", fee, amounts(j.parts))
	}
}

// wanted judges what a person is said to want of a refund, and what they wrote with it.
func (j *judge) wanted(what, note string) {
	j.decided(what, "enter", 2)
	if !j.typedIn(note) {
		j.w.breaks("0.1", "%s with the note %q: nobody typed that", what, note)
	}
}

// chosen judges a word that a person chose by two presses of a key.
func (j *judge) chosen(what, key, note string) {
	if !j.twice(key) {
		j.w.breaks("0.3", "%s: without two presses of %s", what, key)
	}
	j.wanted(what, note)
}

// named judges who says something: who is there, or a name that somebody typed.
func (j *judge) named(by string) {
	if !j.typedIn(strings.TrimPrefix(by, j.w.opt.Cashier)) {
		j.w.breaks("0.1", "a word by %q: nobody typed that", by)
	}
}

// approved judges a manager's PIN: somebody typed it.
func (j *judge) approved(pin string) {
	if !j.typedIn(pin) || j.w.opt.ManagerPIN && pin == "" {
		j.w.breaks("0.1", "a PIN of %d characters: nobody typed that", len(pin))
	}
}
