package reconcile

import (
	"slices"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// MostFindings is how many findings are told one by one; the rest is counted.
const MostFindings = 1000

const (
	// Near is how far the time of a row may lie from WeChat's own of the same charge
	// across midnight: they are one time, told twice.
	Near = 5 * time.Minute
	// nearOurs is the same where only this machine's clock has it: a person's word that
	// it was paid. The customer may take some minutes, and a clock that is further off
	// than five is not trusted.
	nearOurs = 15 * time.Minute
)

// Shop is whose bill it is, and which of its rows are ours.
type Shop struct {
	MchID, SubMchID string
	Lanes           []string // device_info of the tills of this journal
	// Mints reports whether a number could be one of the journal's, by how it looks; nil: any
	// could. A row of another lane is looked up only then: of a merchant's bill nearly all
	// rows may be other channels', and each look is a question to the journal.
	Mints func(flow.OutTradeNo) bool
}

// Known looks a number up in the journal; false where it is not there.
type Known func(flow.OutTradeNo) (flow.Attempt, bool, error)

// Comparison is a bill's rows against the journal, while they come.
type Comparison struct {
	from, to time.Time
	shop     Shop
	lanes    map[string]bool
	known    Known
	r        Result

	seen    map[Key]bool
	charges map[flow.OutTradeNo]flow.Attempt // the bill has to have them, and has not yet
	refunds map[Key]owed
	waits   map[flow.OutTradeNo]*waiting
	listed  map[flow.OutTradeNo]bool // what the journal has of the day, or gave back in it
}

// owed is a refund that the bill has to have.
type owed struct {
	sale  flow.Attempt
	entry refund.Entry
}

// waiting is a charge of which nothing is left here, or of which the journal knows
// nothing, until the row that takes it back has come.
type waiting struct {
	charge   *Finding // nil while its row has not come
	total    flow.Fen
	ours     bool // the journal knows the number
	revoked  bool
	later    bool // it went back, by WeChat's word, on a day whose bill is not read
	back     flow.Fen
	unknowns []Finding // refunds of a number that the journal does not know
}

// New begins the comparison of the day that begins at from. sales are those that the
// journal has of it, and refunds the sales of which one was accepted in it.
func New(from time.Time, shop Shop, sales, refunds []flow.Attempt, known Known) *Comparison {
	c := &Comparison{from: from, to: from.AddDate(0, 0, 1), shop: shop, known: known, lanes: map[string]bool{},
		seen: map[Key]bool{}, charges: map[flow.OutTradeNo]flow.Attempt{}, refunds: map[Key]owed{}, waits: map[flow.OutTradeNo]*waiting{}, listed: map[flow.OutTradeNo]bool{}}
	c.r = Result{Day: from, Counts: map[Class]int{}}
	for _, lane := range shop.Lanes {
		if lane != "" {
			c.lanes[lane] = true
		}
	}
	for _, a := range slices.Concat(sales, refunds) {
		c.listed[a.OutTradeNo] = true
	}
	for _, a := range sales {
		if isCharged(a) && c.in(a.ListedAt()) {
			c.charges[a.OutTradeNo] = a
		}
		c.owe(a)
	}
	for _, a := range refunds {
		c.owe(a)
	}
	return c
}

// isCharged reports whether the journal has a charge that the bill has to have.
func isCharged(a flow.Attempt) bool {
	return a.TransactionID != "" || a.ResolvedAs == flow.ResolvedPaid && a.DecidedAt.IsZero()
}

// owe notes the refunds of a sale that were accepted in the day. One of somebody else's is
// none of them: its moment here is that of finding it.
func (c *Comparison) owe(a flow.Attempt) {
	for _, e := range a.Refunds {
		if e.IsClaimed() && e.State != refund.Elsewhere && e.Number != "" && c.in(e.AcceptedAt) {
			c.refunds[Key{a.OutTradeNo, RowRefund, e.Number}] = owed{a, e}
		}
	}
}

func (c *Comparison) in(at time.Time) bool { return !at.Before(c.from) && at.Before(c.to) }

// Add compares a row. Its error ends the comparison, and nothing may be made of what
// was seen before: a *ForeignError, or what the journal said.
func (c *Comparison) Add(r Row) error {
	if r.MchID != c.shop.MchID {
		return &ForeignError{r.Line, "merchant", r.MchID, c.shop.MchID}
	}
	if !c.in(r.At) {
		return &ForeignError{r.Line, "day", dayOf(r.At), dayOf(c.from)}
	}
	c.r.Rows++
	var a flow.Attempt
	var known bool
	var err error
	if c.couldBeOurs(r) {
		a, known, err = c.known(r.OutTradeNo)
	}
	switch {
	case err != nil:
		return err
	case !known && (c.isAnothers(r.SubMchID) || !c.lanes[r.Lane]):
		c.r.Others++
		return nil
	}
	c.r.Ours++
	if c.seen[r.Key()] {
		c.find(of(Twice, r, ""))
		return nil
	}
	if len(c.seen) < MostFindings || known { // of what is not ours a bill may have any number
		c.seen[r.Key()] = true
	}
	if known {
		c.addKnown(r, a)
		return nil
	}
	c.addUnknown(r)
	return nil
}

// couldBeOurs reports whether the journal may have the number of a row.
func (c *Comparison) couldBeOurs(r Row) bool {
	return c.listed[r.OutTradeNo] || c.lanes[r.Lane] || c.shop.Mints == nil || c.shop.Mints(r.OutTradeNo)
}

// isAnothers reports whether a sub-merchant is not ours. A merchant of its own has 0 there.
func (c *Comparison) isAnothers(sub string) bool {
	return sub != "" && sub != "0" && sub != c.shop.SubMchID
}

func (c *Comparison) addUnknown(r Row) {
	w := c.wait(r.OutTradeNo)
	if w == nil {
		c.find(of(TheirsOnly, r, ""))
		return
	}
	switch r.State {
	case RowSuccess:
		f := of(TheirsOnly, r, "")
		w.charge, w.total = &f, r.TotalFee
	case RowRevoked:
		w.revoked = true
	default:
		w.back += r.RefundFee
		w.unknowns = append(w.unknowns, of(RefundTheirs, r, ""))
	}
}

// wait returns what waits under a number; nil where too much does.
func (c *Comparison) wait(no flow.OutTradeNo) *waiting {
	w := c.waits[no]
	if w == nil && len(c.waits) < MostFindings {
		w = &waiting{}
		c.waits[no] = w
	}
	return w
}

func (c *Comparison) addKnown(r Row, a flow.Attempt) {
	switch r.State {
	case RowSuccess:
		c.charge(r, a)
	case RowRevoked:
		c.revoked(r, a)
	default:
		c.refund(r, a)
	}
}

// charge compares a charge with its attempt.
func (c *Comparison) charge(r Row, a flow.Attempt) {
	delete(c.charges, a.OutTradeNo)
	switch {
	case r.TotalFee != a.TotalFee:
		c.find(of(Differs, r, "amount").with(a))
	case a.TransactionID != "" && r.TransactionID != a.TransactionID:
		c.find(of(Differs, r, "transaction "+a.TransactionID).with(a))
	case (isSale(a) || !a.TimeEnd.IsZero()) && !isOfDay(r.At, a):
		c.find(of(Differs, r, "day "+dayOf(a.ListedAt())).with(a))
	case isSale(a):
		c.r.Counts[Agrees]++
	case a.Open():
		c.find(of(Open, r, "").with(a))
	default: // refused, cancelled, never sent, reversed: unless it went back
		f := of(Hidden, r, "").with(a)
		w := c.wait(a.OutTradeNo)
		if w == nil {
			c.find(f)
			return
		}
		w.charge, w.total, w.ours, w.later = &f, a.TotalFee, true, WentBackLater(a, c.to)
	}
}

// WentBackLater reports whether WeChat said of a charge of the day that ends at end, which
// was proven here, that it is reversed, and so late that neither that day's bill nor one
// beside it need have the row of that. What was never proven may have been charged behind
// an answer that there is no such order.
func WentBackLater(a flow.Attempt, end time.Time) bool {
	proven := a.TransactionID != "" && !a.TimeEnd.IsZero()
	return proven && a.State == flow.Reversed && a.ResolvedAs == "" && !a.EndedAt.Before(end.AddDate(0, 0, 1).Add(-Near))
}

// isOfDay reports whether a charge can stand in a bill at a moment: on the day of WeChat's
// own time of it, or just across midnight.
func isOfDay(at time.Time, a flow.Attempt) bool {
	within := func(ours time.Time, near time.Duration) bool {
		return !ours.IsZero() && (dayOf(at) == dayOf(ours) || at.Sub(ours).Abs() <= near)
	}
	if !a.TimeEnd.IsZero() {
		return within(a.TimeEnd, Near)
	}
	return within(a.OpenedAt, nearOurs) || within(a.IntentAt, nearOurs)
}

// dayOf names the day of a moment.
func dayOf(at time.Time) string { return at.In(flow.Beijing).Format(time.DateOnly) }

// isSale reports whether the journal has a charge that came and is no doubt, whatever
// went back of it since.
func isSale(a flow.Attempt) bool {
	switch a.State {
	case flow.Paid, flow.Refunded:
		return true
	case flow.Refunding:
		return a.WasPaid() || !a.Open()
	}
	return false
}

// revoked compares a reversal with its attempt.
func (c *Comparison) revoked(r Row, a flow.Attempt) {
	switch {
	case isSale(a):
		c.find(of(ReversedTheirs, r, "").with(a))
	case a.Open():
		c.find(of(Open, r, "").with(a))
	default:
		if w := c.wait(a.OutTradeNo); w != nil {
			w.revoked, w.ours = true, true
		}
	}
}

// refund compares a refund with its entry, or asks for one.
func (c *Comparison) refund(r Row, a flow.Attempt) {
	e, is := a.Refunds.Find(r.OutRefundNo)
	if is && r.OutRefundNo != "" {
		delete(c.refunds, r.Key())
		f := of(Differs, r, "amount").with(a)
		f.Ours, f.Refund = e.Amount(), string(e.State)
		if r.RefundFee == e.Amount() && e.IsClaimed() && !isSale(a) { // its charge went back by it, on whichever day
			if w := c.wait(a.OutTradeNo); w != nil {
				w.back += r.RefundFee
			}
		}
		switch {
		case r.RefundFee != e.Amount():
		case e.IsClaimed() && !isTakenAt(r.At, a, e):
			f.Why = "day " + dayOf(e.AcceptedAt)
		case e.IsClaimed():
			c.r.Counts[RefundAgrees]++
			return
		case e.State == refund.Entered:
			f.Class, f.Why = Open, ""
		default:
			f.Class, f.Why = RefundTheirs, ""
		}
		c.find(f)
		return
	}
	if w := c.waits[a.OutTradeNo]; !isSale(a) && !a.Open() && (w != nil || len(c.waits) < MostFindings) {
		w = c.wait(a.OutTradeNo)
		w.ours, w.back = true, w.back+r.RefundFee
		return
	}
	f := of(RefundTheirs, r, "").with(a)
	f.Ours = 0 // the sale's total is not what the journal has of this refund
	c.find(f)
}

// Unreadable is told of a row that does not read. print stands for what is in it.
func (c *Comparison) Unreadable(line int, why, print string) {
	c.r.Rows++
	c.find(Finding{Class: Unreadable, Line: line, Why: why, Print: print})
}

// Untrue is told of a bill whose sums are not those of its rows, or that has no end.
func (c *Comparison) Untrue(line int, why string) {
	c.find(Finding{Class: Summary, Line: line, Why: why})
}

// find notes a finding, as long as those of its class could all be told.
func (c *Comparison) find(f Finding) {
	if c.r.Counts[f.Class]++; c.r.Counts[f.Class] <= MostFindings {
		c.r.Findings = append(c.r.Findings, f)
	}
}
