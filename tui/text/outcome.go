package text

import (
	"cmp"

	"facetill/flow"
	"facetill/flow/till"
)

// Money is one of the three words about money (money rule 7.2). A result has its
// colour, and a display its page, by the same three.
type Money string

// The words, as a customer's display is told them.
const (
	MoneyPaid       Money = till.DisplayPaid
	MoneyNotCharged Money = till.DisplayNotCharged
	MoneyChecking   Money = till.DisplayChecking
)

// Said is what an outcome comes to for whoever is told of it: the word, which has
// one colour, and the exit code of a process that has nothing else to tell.
type Said struct {
	Money Money
	Exit  int
}

// Say is the one table of outcomes. What is in no row is in doubt.
func Say(o flow.Outcome) Said {
	switch o {
	case flow.OutcomePaid:
		return Said{MoneyPaid, 0}
	case flow.OutcomeDeclined:
		return Said{MoneyNotCharged, 3}
	case flow.OutcomeCancelled:
		return Said{MoneyNotCharged, 4}
	case flow.OutcomeReversed, flow.OutcomeRefunded:
		return Said{MoneyNotCharged, 5}
	case flow.OutcomeFailed:
		return Said{MoneyNotCharged, 69}
	}
	return Said{MoneyChecking, 8}
}

// Money is the word in this language.
func (w *Words) Money(m Money) string {
	return cmp.Or(map[Money]string{MoneyPaid: w.Paid, MoneyNotCharged: w.NotCharged}[m], w.Checking)
}
