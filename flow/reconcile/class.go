package reconcile

// Class is what a row, or the want of one, is. The words are those of the journal and
// of the JSON output.
type Class string

// The classes. Of the first three nothing is to be done, and they are counted alone.
const (
	Agrees       Class = "agrees"        // a charge that both have
	Reversed     Class = "reversed"      // a charge that both have reversed
	RefundAgrees Class = "refund_agrees" // both have it, on its way or back

	Open           Class = "open"            // here it has no end yet
	TheirsOnly     Class = "theirs_only"     // charged on one of our lanes, and the journal does not know the number
	Hidden         Class = "hidden"          // charged there, and not a sale here
	OursOnly       Class = "ours_only"       // charged here, and in no bill of the day or beside it
	Differs        Class = "differs"         // another amount or transaction, or a day that cannot be
	ReversedTheirs Class = "reversed_theirs" // reversed there, and a sale here
	RefundTheirs   Class = "refund_theirs"   // a refund that the journal has not, or has as refused
	RefundOurs     Class = "refund_ours"     // a refund that WeChat took, and that is in no bill of the day or beside it
	Unreadable     Class = "unreadable"      // a row that does not read
	Twice          Class = "twice"           // a row that was there before
	Summary        Class = "summary"         // the bill's own sums are not those of its rows, or it has no end
)

// Classes lists those that are told one by one, as people look at them: what is wrong with
// the bill itself first, because the rest may follow from it.
func Classes() []Class {
	return []Class{Summary, Unreadable, Open, TheirsOnly, Hidden, OursOnly, Differs, ReversedTheirs, RefundTheirs, RefundOurs, Twice}
}

// Verdict is what a comparison comes to, the worst last but for what is open.
type Verdict string

// The verdicts. What cannot be known yet goes before what a person has to look at.
const (
	Agreed   Verdict = "agrees"   // exit 0
	Findings Verdict = "findings" // exit 9
	NotKnown Verdict = "open"     // exit 8
)

// Verdict returns what one finding of the class comes to.
func (c Class) Verdict() Verdict {
	switch c {
	case Agrees, Reversed, RefundAgrees:
		return Agreed
	case Open:
		return NotKnown
	}
	return Findings
}

// Worse returns the one of two that is told.
func (v Verdict) Worse(other Verdict) Verdict {
	for _, worst := range []Verdict{NotKnown, Findings} {
		if v == worst || other == worst {
			return worst
		}
	}
	return Agreed
}
