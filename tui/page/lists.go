package page

import (
	"slices"
	"strings"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
	"facetill/tui/draw"
	"facetill/tui/text"
)

// Lists is what the till has said.
type Lists struct {
	Pending, Recent []flow.Attempt
	Tries           map[flow.OutTradeNo]flow.Update // what this process does about them
	Camera          string                          // what ails it
}

// Correct takes a list that knows more than the till has said.
func (c *Context) Correct(pending []flow.Attempt) { c.s.Pending = pending }

// OpenAttempts are those whose end is not known, charges that nobody claimed, sales with
// a refund that stands, and words by hand that WeChat contradicts, oldest first, without a
// sale that runs on the page.
func (c *Context) OpenAttempts() (list []flow.Attempt) {
	for _, a := range c.s.Pending {
		if (waits(a) || Contradicted(a)) && !(c.s.InHand(a.OutTradeNo) && !c.s.Sale.Over) {
			list = append(list, a)
		}
	}
	return list
}

// Counts are how many of what is listed wait for what.
type Counts struct {
	Sales, Refunds  int // whose end is not known: sales, and refunds of sales that are at theirs
	Persons, Untold int // refunds that stand before a person, and those of which nobody was told
}

// Open is how many have no end that is known.
func (n Counts) Open() int { return n.Sales + n.Refunds }

// Counts counts what is not settled, as the commands do (recover, close).
func (c *Context) Counts() (n Counts) {
	for _, a := range c.OpenAttempts() {
		switch {
		case a.State != flow.Paid && a.Open():
			n.Sales++
		case a.OpenRefund():
			n.Refunds++
		}
		for _, e := range a.Refunds {
			switch {
			case e.IsUnsettled() || e.IsUnheard():
				n.Persons++
			case e.IsUntold():
				n.Untold++
			}
		}
	}
	return n
}

// Unclaimed returns the charges that nobody claimed, oldest first.
func (l Lists) Unclaimed() (list []flow.Attempt) {
	for _, a := range l.Pending {
		if a.State == flow.Paid && a.Unclaimed {
			list = append(list, a)
		}
	}
	return list
}

// InHand reports whether that is the number of the sale in hand.
func (s *State) InHand(no flow.OutTradeNo) bool {
	return s.Sale != nil && s.Sale.Attempt.OutTradeNo == no
}

// RefreshEvery is how often the lists are read anew while something is open.
const RefreshEvery = 3 * time.Second

// OfDevice begins the codes of a camera that does not do its part at all. Other
// ails, a credential that could not be renewed for one, leave it able to sell
// with what it has.
const OfDevice = "DEVICE_"

// CameraGone: a face sale is not tried, it goes to the scanner. The till tries
// the camera by itself, and faces are offered again as soon as it is back.
func (l Lists) CameraGone() bool { return strings.HasPrefix(l.Camera, OfDevice) }

// WaitsForWord: WeChat has said all about a charge that nobody claimed, and the
// till asks nothing more.
func WaitsForWord(a flow.Attempt) bool { return a.State == flow.Paid && a.Unclaimed }

// Contradicted reports whether a pending attempt stands there because WeChat says
// otherwise than the person who resolved it (money rule 5.7): it is not open.
func Contradicted(a flow.Attempt) bool { return !waits(a) && a.ByWord() }

// waits reports whether a sale has no end, or a refund of it that stands.
func waits(a flow.Attempt) bool {
	_, stands := RefundStands(a)
	return a.Open() || stands
}

// RefundStands returns the refund of a sale that somebody is to see: nobody knows whether
// WeChat took it, or a person has to end it, or nobody was told how it ended.
func RefundStands(a flow.Attempt) (refund.Entry, bool) {
	begun := func(e refund.Entry) bool { return e.State == refund.Entered }
	for _, is := range []func(refund.Entry) bool{begun, refund.Entry.IsUnsettled, refund.Entry.IsUnheard, refund.Entry.IsUntold} {
		if i := slices.IndexFunc(a.Refunds, is); i >= 0 {
			return a.Refunds[i], true
		}
	}
	return refund.Entry{}, false
}

// Number is a number of yuan in large digits.
func Number(yuan string) draw.Number { return draw.Number{Digits: yuan, Line: text.Large(yuan)} }

// NumberOf is an amount in large digits.
func NumberOf(fee flow.Fen) draw.Number { return Number(fee.String()) }
