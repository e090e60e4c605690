package flow

import (
	"testing"
	"time"

	"facetill/flow/clock"
)

// TestAdmit is money rule 5.4, a row each. The last attempt counts; the older
// ones count where they were not surely without a charge.
func TestAdmit(t *testing.T) {
	at := func(s State, change ...func(*Attempt)) Attempt {
		a := sample(t, s)
		for _, c := range change {
			c(&a)
		}
		return a
	}
	byHand := func(a *Attempt) { a.DecidedBy = "Li" }
	resolved := func(a *Attempt) { a.ResolvedAs, a.ResolvedBy = ResolvedNotCharged, "Li" }
	given := func(a *Attempt) { a.ResolvedAs, a.ResolvedBy, a.Shown = ResolvedGiven, "Li", true }
	unclaimed := func(a *Attempt) { a.Unclaimed = true }
	reopened := func(a *Attempt) { a.Reopened = true }
	const soon, late = 10 * time.Minute, 40 * time.Minute
	for _, c := range []struct {
		name  string
		all   []Attempt
		fee   Fen
		after time.Duration
		want  admission
	}{
		{"nothing yet", nil, 1280, soon, admitNew},
		{"open", []Attempt{at(Confirming)}, 1280, soon, admitFollow},
		{"open, other amount", []Attempt{at(Confirming)}, 1281, soon, admitOther},
		{"before submission", []Attempt{at(Opened)}, 1280, soon, admitFollow},
		{"reversal under way", []Attempt{at(Reversing)}, 1280, soon, admitFollow},
		{"a person must look", []Attempt{at(NeedsPerson)}, 1280, late, admitFollow},
		{"paid a moment ago", []Attempt{at(Paid)}, 1280, soon, admitReplay},
		{"paid a moment ago, unclaimed", []Attempt{at(Paid, unclaimed)}, 1280, soon, admitReplay},
		{"S1: paid yesterday", []Attempt{at(Paid)}, 1280, 24 * time.Hour, admitFinished},
		{"S33: paid yesterday, unclaimed", []Attempt{at(Paid, unclaimed)}, 1280, 24 * time.Hour, admitFinished},
		{"paid a moment ago, the goods given by hand", []Attempt{at(Paid, given)}, 1280, soon, admitFinished},
		{"S22: paid, other amount", []Attempt{at(Paid)}, 1281, soon, admitFinished},
		{"S19: refunded", []Attempt{at(Refunded)}, 1280, soon, admitFinished},
		{"S19: reversed by hand", []Attempt{at(Reversed, byHand)}, 1280, soon, admitFinished},
		{"resolved by hand", []Attempt{at(Reversed, resolved)}, 1280, soon, admitFinished},
		{"reversed by itself", []Attempt{at(Reversed)}, 1280, soon, admitNew},
		{"S22: refused, other amount", []Attempt{at(Refused)}, 1281, soon, admitNew},
		{"cancelled", []Attempt{at(Cancelled)}, 1280, soon, admitNew},
		{"not sent", []Attempt{at(NotSent)}, 1280, soon, admitNew},
		{"S12: a refusal that reopened", []Attempt{at(Reversing, reopened)}, 1280, soon, admitNew},
		{"reopened, then paid", []Attempt{at(Reversing, reopened), at(Paid)}, 1280, soon, admitReplay},
		{"refused, then paid yesterday", []Attempt{at(Refused), at(Paid)}, 1280, 24 * time.Hour, admitFinished},
		{"by hand, then refused", []Attempt{at(Reversed, byHand), at(Refused)}, 1280, soon, admitFinished},
		{"two that count: the last", []Attempt{at(Reversed, byHand), at(Confirming)}, 1280, soon, admitFollow},
	} {
		if got, _ := admit(c.all, c.fee, t0.Add(c.after), 30*time.Minute); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	if got, _ := admit([]Attempt{at(Paid)}, 1280, time.Time{}, 30*time.Minute); got != admitFinished {
		t.Errorf("paid, and nobody knows the time: %d; nothing is young enough then", got)
	}
}

// Money rule 5.4: a reference is the device's, or the store's where the till is set up
// so: then another device's repetition is the same sale.
func TestKey(t *testing.T) {
	for store, want := range map[bool]string{false: "D", true: ""} {
		rules := DefaultRules()
		rules.RefScopeStore = store
		r := NewRunner(Ports{}, Identity{Merchant: Merchant{MchID: "19", SubMchID: "20"}, StoreID: "S", DeviceID: "D"}, rules)
		if k := r.Key("R"); k != (SaleKey{MchID: "19", SubMchID: "20", StoreID: "S", DeviceID: want, Ref: "R"}) {
			t.Errorf("of the store %t: %+v", store, k)
		}
	}
}

// Money rule 4.5: what a sale leaves is the recovery's from its next reading on, and
// the recovery is woken for it.
func TestWhatASaleLeaves(t *testing.T) {
	h := newHands(clock.NewMachine())
	h.reading()
	leave := h.take("1")
	if h.reading(); !h.handled("1") {
		t.Error("in hand, and the recovery may have it")
	}
	if leave(); !h.handled("1") {
		t.Error("left since the recovery began to read, and it may have it")
	}
	select {
	case <-h.kick:
	default:
		t.Error("the recovery is not woken")
	}
	if h.reading(); h.handled("1") {
		t.Error("read anew, and the recovery may not have it")
	}
}
