package text

import (
	"testing"

	"facetill/flow"
)

// Every outcome has a row of its own making: what is not open is said as ended, and
// a word that nobody knows is in doubt.
func TestSay(t *testing.T) {
	want := map[flow.Outcome]Said{
		flow.OutcomePaid: {MoneyPaid, 0}, flow.OutcomeDeclined: {MoneyNotCharged, 3}, flow.OutcomeCancelled: {MoneyNotCharged, 4},
		flow.OutcomeFailed: {MoneyNotCharged, 69}, flow.OutcomeReversed: {MoneyNotCharged, 5}, flow.OutcomeRefunded: {MoneyNotCharged, 5},
		flow.OutcomeRefunding: {MoneyChecking, 8}, flow.OutcomeOpen: {MoneyChecking, 8}, "a word of a newer version": {MoneyChecking, 8}, "": {MoneyChecking, 8},
	}
	for _, o := range flow.Outcomes() {
		if _, is := want[o]; !is {
			t.Errorf("%s is not tried", o)
		}
	}
	for o, said := range want {
		if got := Say(o); got != said {
			t.Errorf("%q: %v, want %v", o, got, said)
		}
	}
	for _, l := range languages {
		w := l.Words
		if w.Money(MoneyPaid) != w.Paid || w.Money(MoneyNotCharged) != w.NotCharged || w.Money(MoneyChecking) != w.Checking {
			t.Error("a word about money is another one")
		}
	}
}
