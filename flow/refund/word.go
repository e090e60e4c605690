package refund

import (
	"fmt"
	"slices"

	"facetill/flow/field"
	"facetill/flow/money"
)

// FitsWord returns why a person's word is none for the entry of a number, as a
// *[field.Error], or nil (money rules 4b.6, 4b.7). sale is how the list's order is called,
// charged whether anybody knows that it was: of what was not nobody gives cash back. revoked
// is whether WeChat has said that it was reversed: of that it takes no refund any more, so
// one that is begun is a person's to end.
func FitsWord(l List, sale string, total money.Fen, charged, revoked bool, number, as string) error {
	if err := Have(l, sale, []string{number}); err != nil {
		return err
	}
	e, _ := l.Find(number)
	need := ""
	switch as {
	case SettledThere:
		if !e.IsUnsettled() {
			need = "one that is stuck at WeChat"
		}
	case SettledElse:
		if !charged {
			return field.NewError("refund", fmt.Sprintf("%s is of a sale that nobody knows to be charged: there is nothing to give back in another way", number),
				"look at the merchant platform, then facetill resolve "+sale+" --as not-charged")
		}
		if e.State != Refused && !(e.State == Entered && revoked) {
			need = "one that was refused, or whose sale WeChat says was reversed"
		} else if !l.FitsOtherwise(total, e) {
			rest := max(0, l.Rest(total)-l.Otherwise())
			return field.NewError("refund", fmt.Sprintf("%s is of %s, and only %s of %s is left: the rest was given back already", number, e.Amount(), rest, total), "look at it with status")
		}
	default:
		return field.NewError("word", fmt.Sprintf("%q is none that ends a refund", as), "say there or otherwise")
	}
	if need == "" {
		return nil
	}
	return field.NewError("refund", fmt.Sprintf("%s is %s, and %q is for %s", number, e.State, as, need), "look at it with status")
}

// Again returns the entry of a list that a person may send again in a journal of so many adoptions,
// or why not, as a *[field.Error] (money rules 4b.6, 4b.12).
func Again(l List, sale, number string, adoptions int) (Entry, error) {
	e, _ := l.Find(number)
	err := Have(l, sale, []string{number})
	switch {
	case err != nil:
	case e.State == Entered && e.IsAdopted(adoptions): // the journal that it came from may be driving it: a person has looked
	case e.State == Refused && e.Final:
		err = field.NewError("refund", fmt.Sprintf("%s was closed at WeChat, and its number is never sent again", number), "begin another one")
	case e.State != Refused:
		err = field.NewError("refund", fmt.Sprintf("%s is %s, and only one that was refused is sent again", number, e.State), "look at it with status")
	}
	return e, err
}

// Have refuses numbers that a person named and that are none of the list, as a
// *[field.Error].
func Have(l List, sale string, numbers []string) error {
	for _, number := range numbers {
		if _, is := l.Find(number); !is || number == "" {
			return field.NewError("refund", fmt.Sprintf("%q is none of %s", number, sale), "name what status lists")
		}
	}
	return nil
}

// ShowsCharge reports whether the refunds of an order tell that it was charged: WeChat took
// one, or one undoes it, which is begun where WeChat has said that it is paid (4.3).
func ShowsCharge(l List, sale string) bool {
	return slices.ContainsFunc(l, func(e Entry) bool {
		return !e.AcceptedAt.IsZero() || e.Number == NumberOfReversal(sale) || e.isOld()
	})
}
