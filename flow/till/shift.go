package till

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// Shift is what a cashier did at a lane since signing in, and what has no end there.
type Shift struct {
	Lane    string
	Cashier string // "" where nobody is signed in: then there are no sums
	Manager bool
	Since   time.Time

	// Charged are the sales that the cashier opened, Refunded is what they gave back,
	// whoever sold it and when.
	All       Sum
	Sums      []Sum // by method
	GivenBack int   // how many refunds WeChat accepted

	// Of the lane, whoever's they are, oldest first.
	Open       []flow.Attempt // without an end, or with a refund that has none
	Unclaimed  []flow.Attempt
	Stuck      []SaleRefund // before a person
	Closed     []SaleRefund // refused or closed, and nobody was told
	OnTheirWay []SaleRefund // neither open nor unended: WeChat brings them

	uncounted []flow.OutTradeNo // sales of it that may yet come to an end: the next shift has them
	last      []flow.OutTradeNo // sales that were opened right before its sums
}

// UnendedSales returns the sales that somebody has to look after, oldest first: what is
// open, unclaimed, or has a refund that a person has to end or to hear of.
func (s Shift) UnendedSales() []flow.Attempt {
	all := slices.Concat(s.Open, s.Unclaimed)
	for _, r := range s.Persons() {
		all = append(all, r.Sale)
	}
	slices.SortStableFunc(all, func(a, b flow.Attempt) int {
		return cmp.Or(a.OpenedAt.Compare(b.OpenedAt), cmp.Compare(a.OutTradeNo, b.OutTradeNo))
	})
	return slices.CompactFunc(all, func(a, b flow.Attempt) bool { return a.OutTradeNo == b.OutTradeNo })
}

// Persons are the refunds of which a person has to know, as of [OpenRefunds.Persons].
func (s Shift) Persons() []SaleRefund { return slices.Concat(s.Stuck, s.Closed) }

// Unended returns the numbers of the [Shift.UnendedSales].
func (s Shift) Unended() (all []flow.OutTradeNo) {
	for _, a := range s.UnendedSales() {
		all = append(all, a.OutTradeNo)
	}
	return all
}

// Errors of who signs in and out.
var (
	// ErrNoCashiers: the till was given none.
	ErrNoCashiers = errors.New("the configuration has no [[cashiers]]: nobody signs in at this till")
	// ErrNobody: there is no shift to end.
	ErrNobody = errors.New("nobody is signed in")
)

// SignedInError is a till where somebody is signed in already.
type SignedInError struct {
	Cashier string
	Since   time.Time
}

func (e *SignedInError) Error() string {
	return fmt.Sprintf("%q is signed in, since %s", e.Cashier, e.Since.In(flow.Beijing).Format("2006-01-02 15:04"))
}

// UnseenError is a handover of what has no end, before anybody looked at it.
type UnseenError struct{ Shift Shift }

func (e *UnseenError) Error() string {
	return fmt.Sprintf("%d without an end: look at them first; nothing was done", len(e.Shift.Unended()))
}

// Shift returns how it stands with a lane.
func (f *Staff) Shift(ctx context.Context, lane string) (Shift, error) {
	s, err := f.standing(ctx, lane)
	if err != nil {
		return Shift{}, err
	}
	return f.shift(ctx, lane, s)
}

func (f *Staff) shift(ctx context.Context, lane string, s standing) (Shift, error) {
	out := Shift{Lane: lane, Cashier: s.who, Since: s.since, Manager: f.cashierOf(s.who).Manager}
	err := f.unended(ctx, &out)
	if err == nil && s.who != "" {
		err = f.addShift(ctx, &out, s)
	}
	return out, err
}

// addShift adds up what its cashier did. A sale is of the shift in which it was opened, or the
// first behind it that saw its end; a refund of that in which it was begun, or sent again last,
// at this lane. Both go by this machine's clock, as the shift does: WeChat's may be hours off.
func (f *Staff) addShift(ctx context.Context, out *Shift, s standing) error {
	sales, err := f.salesOf(ctx, out.Lane, s)
	if err != nil {
		return err
	}
	parts := map[flow.Method]*Sum{}
	of := func(m flow.Method) *Sum {
		parts[m] = cmp.Or(parts[m], &Sum{Method: m, Cashier: out.Cashier})
		return parts[m]
	}
	out.All.Cashier = out.Cashier
	out.last = []flow.OutTradeNo{}
	early := f.lists.clock.Now().Wall.Add(-2 * pressed) // a clock may be set back before the event
	for _, a := range sales {
		if a.OpenedAt.After(early) {
			out.last = append(out.last, a.OutTradeNo)
		}
		driven := a.Live.ToShow // paid, and nobody has seen it: it may go back
		if a.State == flow.Opened || a.State == flow.Identified {
			if a, driven, err = f.lists.journal.Read(ctx, a.OutTradeNo); err != nil {
				return err
			}
		}
		switch {
		case driven:
			out.Open = append(out.Open, a)
			fallthrough
		case a.Open():
			out.uncounted = append(out.uncounted, a.OutTradeNo)
		case sold(a):
			of(a.Method).AddSale(a)
			out.All.AddSale(a)
		}
	}
	back, unread := f.lists.journal.Refunds(ctx, out.Since.Add(-apart), f.lists.clock.Now().Wall.Add(apart))
	for _, a := range back {
		for _, e := range a.Refunds {
			if !sold(a) || e.By != out.Cashier || e.BegunWall.Before(out.Since) || !e.IsClaimed() {
				continue
			}
			if lane, err := f.laneOf(ctx, a, e); err != nil || lane != out.Lane {
				unread = errors.Join(unread, err)
				continue
			}
			out.GivenBack++
			of(a.Method).Refunded += e.Amount()
			out.All.Refunded += e.Amount()
		}
	}
	out.Sums = flatten(parts)
	return unread
}

// sold reports whether an attempt is a sale of its shift. An unclaimed charge is none
// yet: it is open.
func sold(a flow.Attempt) bool {
	refunded := a.State == flow.Refunding || a.State == flow.Refunded
	return a.State == flow.Paid && !a.Unclaimed || refunded && a.WasPaid()
}

// salesOf returns the sales that are in the sums of no shift that has ended.
func (f *Staff) salesOf(ctx context.Context, lane string, s standing) (all []flow.Attempt, err error) {
	list, err := f.lists.journal.List(ctx, flow.Filter{From: cmp.Or(s.ended, s.since).Add(-apart), Lane: lane})
	for _, a := range list {
		if s.sells(a) && !slices.Contains(s.uncounted, a.OutTradeNo) {
			all = append(all, a)
		}
	}
	for _, no := range s.uncounted {
		switch a, _, unread := f.lists.journal.Read(ctx, no); {
		case unread == nil:
			all = append(all, a)
		case !errors.Is(unread, flow.ErrUnknown): // it is archived
			err = errors.Join(err, unread)
		}
	}
	return all, err
}

// laneOf returns where a person sent a refund last, by the fact of it: that of its sale
// where the fact has none.
func (f *Staff) laneOf(ctx context.Context, a flow.Attempt, e refund.Entry) (string, error) {
	events, err := f.lists.journal.Timeline(ctx, a.OutTradeNo)
	for _, event := range slices.Backward(events) {
		switch by := event.Fact.(type) {
		case flow.RefundBegun:
			if by.OutRefundNo == e.Number {
				return cmp.Or(by.Lane, a.Lane), err
			}
		case flow.RefundResent:
			if by.OutRefundNo == e.Number {
				return cmp.Or(by.Lane, a.Lane), err
			}
		}
	}
	return a.Lane, err
}

// apart is how far WeChat's clock, by which a journal lists, may be from this machine's: a
// Date that is a day off is believed where nobody stands against it.
const apart = 48 * time.Hour

func flatten(parts map[flow.Method]*Sum) (all []Sum) {
	for _, s := range slices.SortedFunc(maps.Values(parts), func(x, y *Sum) int { return cmp.Compare(x.Method, y.Method) }) {
		all = append(all, *s)
	}
	return all
}

// unended finds what has no end on the lane of a shift.
func (f *Staff) unended(ctx context.Context, out *Shift) error {
	open, err := f.lists.Open(ctx)
	if err != nil {
		return err
	}
	for _, a := range open {
		switch {
		case a.Lane != out.Lane:
		case a.State == flow.Paid && a.Unclaimed:
			out.Unclaimed = append(out.Unclaimed, a)
		default:
			out.Open = append(out.Open, a)
		}
	}
	refunds, err := f.lists.OpenRefunds(ctx)
	here := func(all []SaleRefund) []SaleRefund {
		return slices.DeleteFunc(all, func(r SaleRefund) bool { return r.Sale.Lane != out.Lane })
	}
	out.Stuck, out.Closed, out.OnTheirWay = here(refunds.Stuck), here(refunds.Closed), here(refunds.Moving)
	return err
}

// comes returns the cashier who came with a number and a PIN to this till, and how it
// stands there. It returns a *NoCashierError, ErrCashierPIN or a *PauseError.
func (f *Staff) comes(ctx context.Context, number, pin string) (Cashier, standing, error) {
	if len(f.ports.Cashiers) == 0 {
		return Cashier{}, standing{}, ErrNoCashiers
	}
	c, is := f.cashier(func(c Cashier) bool { return c.Number == number })
	if !is {
		return c, standing{}, &NoCashierError{Number: number}
	}
	whose := c.Name
	if c.Manager {
		whose = anyManager
	}
	if err := f.tryPIN(ctx, whose, func() bool { return c.Check(pin) }, ErrCashierPIN); err != nil {
		return c, standing{}, err
	}
	s, err := f.standing(ctx, f.lists.id.Lane)
	return c, s, err
}

// SignIn begins a shift of the cashier with this number and PIN, and returns it. Where
// another one is signed in it returns a *SignedInError: that one hands over or signs out,
// or a manager ends the shift. Of who is signed in already the shift goes on.
func (f *Staff) SignIn(ctx context.Context, number, pin string) (Shift, error) {
	c, s, err := f.comes(ctx, number, pin)
	switch {
	case err != nil:
		return Shift{}, err
	case s.who == c.Name: // it goes on
	case s.who != "":
		return Shift{}, &SignedInError{s.who, s.since}
	default:
		if err = f.change(ctx, f.lists.id.Lane, s, SignedIn, c.Name, body{}); err == nil {
			return f.begun(ctx, c.Name)
		}
		if e, is := errors.AsType[*OvertakenError](err); is && e.Cashier == c.Name {
			err = nil // by another process of the same person
		}
	}
	if err != nil {
		return Shift{}, err
	}
	return f.Shift(ctx, f.lists.id.Lane)
}

// begun returns the shift that somebody has just begun, and notes what they are shown of
// what has no end. Where that cannot be noted they are signed in all the same.
func (f *Staff) begun(ctx context.Context, who string) (Shift, error) {
	s, err := f.Shift(ctx, f.lists.id.Lane)
	if open := s.Unended(); err == nil && len(open) > 0 {
		if _, err := f.note(ctx, f.lists.id.Lane, SeenOpen, who, body{Open: open}); err != nil {
			f.ports.warn("what was open at signing in", err)
		}
	}
	return s, err
}

// SignOut ends the shift of who is signed in, and returns it. What has no end stays in
// it: it is shown to who signs in next.
func (f *Staff) SignOut(ctx context.Context) (Shift, error) {
	return f.end(ctx, f.lists.id.Lane, func(ended Shift, s standing) error {
		return f.change(ctx, f.lists.id.Lane, s, SignedOut, s.who, kept(ended))
	})
}

// Handover ends the shift of who is signed in and begins one of the cashier with this
// number and PIN, in one event: at no moment is the till nobody's, or two people's. It
// returns the shift that ended. Who leaves gives no PIN: the till is theirs as it is for
// a sale. Where something has no end, and seen does not say that the next one looked at
// it, it returns an *UnseenError and nothing is done.
func (f *Staff) Handover(ctx context.Context, number, pin string, seen bool) (Shift, error) {
	if len(f.ports.Cashiers) == 0 {
		return Shift{}, ErrNoCashiers
	}
	return f.end(ctx, f.lists.id.Lane, func(ended Shift, s standing) error {
		c, now, err := f.comes(ctx, number, pin)
		switch {
		case err != nil:
			return err
		case now.place != s.place:
			return &OvertakenError{now.who}
		case s.who == c.Name:
			return &SignedInError{s.who, s.since}
		}
		b := kept(ended)
		if len(b.Open) > 0 {
			if !seen {
				return &UnseenError{ended}
			}
			if _, err := f.note(ctx, f.lists.id.Lane, SeenOpen, c.Name, body{Open: b.Open}); err != nil {
				return err
			}
		}
		b.To = c.Name
		return f.change(ctx, f.lists.id.Lane, s, HandedOver, s.who, b)
	})
}

// EndShift ends the shift that was left open at a lane, by a manager's word, and returns
// it with who that was. Managers end their own at this lane without a PIN, another's never.
// Beside those of [Staff.Approve] its errors are ErrNobody and an *OvertakenError.
func (f *Staff) EndShift(ctx context.Context, lane, pin string) (ended Shift, by Approver, err error) {
	approve := f.Approve
	if lane != f.lists.id.Lane {
		approve = f.askManager
	}
	ended, err = f.end(ctx, lane, func(ended Shift, s standing) (err error) {
		if by, err = approve(ctx, pin); err != nil {
			return err
		}
		b := kept(ended)
		b.From = s.who
		return f.change(ctx, lane, s, EndedByManager, by.Name, b)
	})
	return ended, by, err
}

// end reads the shift of a lane and ends it by do.
func (f *Staff) end(ctx context.Context, lane string, do func(Shift, standing) error) (Shift, error) {
	s, err := f.standing(ctx, lane)
	if err != nil {
		return Shift{}, err
	}
	if s.who == "" {
		return Shift{Lane: lane}, ErrNobody
	}
	ended, err := f.shift(ctx, lane, s)
	if err == nil {
		err = do(ended, s)
	}
	return ended, err
}

// kept is what an event keeps of the shift that it ends.
func kept(s Shift) body {
	return body{Since: s.Since, Sums: s.Sums, Open: s.Unended(), Uncounted: s.uncounted, Last: s.last}
}
