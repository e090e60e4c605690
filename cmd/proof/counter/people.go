package main

import (
	"context"

	"facetill/cmd/proof/counter/paper"
	"facetill/flow"
	"facetill/flow/reconcile/desk"
	"facetill/flow/till"
	"facetill/tui"
)

// people sign in at this till, with any PIN that somebody typed.
func people(w *world) {
	w.opt.Cashiers = []tui.Cashier{{Name: "Li", Number: "07"}, {Name: "Wang", Number: "12"}}
	w.opt.ManagerPIN = true
}

// signedIn has Li's shift going on.
func signedIn(w *world) {
	people(w)
	w.till.shift.Cashier = "Li"
}

// leaves has Li leave something without an end.
func leaves(w *world) {
	signedIn(w)
	w.till.shift.Open = []flow.Attempt{w.till.attempt(flow.Reversing, nil)}
}

func (t *fakeTill) Seller(context.Context) (string, error)            { return t.shift.Cashier, nil }
func (t *fakeTill) Shift(context.Context, string) (till.Shift, error) { return t.shift, nil }

func (t *fakeTill) SignIn(_ context.Context, number, pin string) (till.Shift, error) {
	t.w.judge.signs(number, pin, 1)
	who := map[string]string{"07": "Li", "12": "Wang"}[number]
	if t.shift.Cashier != "" && t.shift.Cashier != who {
		return till.Shift{}, &till.SignedInError{Cashier: t.shift.Cashier}
	}
	t.shift.Cashier = who
	return t.shift, nil
}

func (t *fakeTill) Handover(_ context.Context, number, _ string, seen bool) (till.Shift, error) {
	ended := t.shift
	if len(ended.Open) > 0 && !seen {
		return ended, &till.UnseenError{Shift: ended}
	}
	t.shift.Cashier = map[string]string{"07": "Li", "12": "Wang"}[number]
	return ended, nil
}

func (t *fakeTill) EndShift(_ context.Context, _, pin string) (till.Shift, till.Approver, error) {
	t.w.judge.signs("", pin, 2)
	if len(t.w.judge.presses["m"]) < 1 {
		t.w.breaks("0.3", "a shift was ended without a press of m")
	}
	ended := t.shift
	t.shift = till.Shift{}
	return ended, till.Approver{}, nil
}

// withBills has a bill with a row to look at (money rule 4b.11).
func withBills(w *world) {
	w.opt.Bills = paper.Bills{PIN: w.opt.ManagerPIN, Asked: func() { w.judge.asks++ }, Said: func(key string, s desk.Say) {
		w.judge.chosen("a row of a bill", key, s.Reason)
		w.judge.approved(s.PIN)
		w.judge.named(s.By)
	}}
}

// signs judges a PIN: somebody typed it, and pressed Enter.
func (j *judge) signs(number, pin string, times int) {
	j.decided("a PIN, of number "+number, "enter", times)
	if !j.typedIn(pin) {
		j.w.breaks("0.1", "a PIN of %d characters: nobody typed that", len(pin))
	}
}
