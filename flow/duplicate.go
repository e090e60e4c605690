package flow

import (
	"context"
	"errors"
	"slices"
)

// CodePossibleDuplicate is the code of what the guard of money rule 5.3 stops.
const CodePossibleDuplicate = "POSSIBLE_DUPLICATE"

// Press is the moment at which a sale was asked for, in the journal's sequence:
// clocks of several machines do not agree on one. What is shown of a sale of the
// same amount after it may be shown for this very customer.
type Press struct {
	Seq      int64        // of the last attempt that was opened before
	InFlight []OutTradeNo // of the lane and amount, as MayDuplicate has it, at that moment
}

// Or is the press of a sale that was asked for at p and at q: what was shown after
// either stops it.
func (p Press) Or(q Press) Press {
	all := slices.Concat(p.InFlight, q.InFlight)
	slices.Sort(all)
	return Press{Seq: min(p.Seq, q.Seq), InFlight: slices.Compact(all)}
}

// PossibleDuplicate is an attempt that may be the same customer's.
type PossibleDuplicate struct {
	Attempt
	Driven bool // by a living process
}

// MayDuplicate reports whether an attempt may take, or may have taken, the money
// of a customer who is rung up for an amount on a lane. What goes back as a whole has
// not.
func (a Attempt) MayDuplicate(lane string, fee Fen) bool {
	return a.Lane == lane && a.TotalFee == fee && (a.in(Opened, Identified) || a.State == Paid && !a.wholeClaimed() || a.Open())
}

// guard is money rule 5.3 for a sale without a reference. It returns what stops
// it, newest first: what is open, unclaimed or not shown; what another living
// process has before its camera; what was paid or shown since the press. own is
// the attempt that was opened for it, zero while there is none: of two that meet
// before their intents the one that was opened later stands back. Who opens later
// sees the earlier one, so a reading right before the intent is enough; what a
// dead process had opened is cancelled first, so that it cannot wake and charge.
func (r *Runner) guard(ctx context.Context, fee Fen, p Press, beside []OutTradeNo, own Order) (stops []PossibleDuplicate, err error) {
	for range lookAgain {
		found, err := r.ports.Journal.PossibleDuplicates(ctx, r.id.Lane, fee, p)
		if err != nil {
			return nil, err
		}
		stops = stops[:0]
		moved := false
		for _, s := range found {
			mine := s.OutTradeNo == own.OutTradeNo || own.OutTradeNo != "" && s.Seq > own.Seq
			if mine || slices.Contains(beside, s.OutTradeNo) {
				continue
			}
			if s.in(Opened, Identified) {
				if r.hands.taken(s.OutTradeNo) {
					continue // this process's own, which has one customer at a time
				}
				if !s.Driven {
					switch err := r.cancelAbandoned(ctx, s.Attempt); {
					case errors.Is(err, ErrOwned), errors.Is(err, ErrBlocked):
						moved = true
					case err != nil:
						return nil, err
					}
					continue
				}
			}
			stops = append(stops, s)
		}
		if !moved {
			return stops, nil
		}
	}
	return nil, ErrBlocked
}

// lookAgain is how often something is looked at anew that others move meanwhile.
const lookAgain = 8

// press notes when a sale without a reference is asked for, before anything else:
// a process may be suspended anywhere.
func (r *Runner) press(ctx context.Context, q *SaleRequest) error {
	if q.Ref != "" || q.Press != nil {
		return nil
	}
	p, err := r.ports.Journal.Press(ctx, r.id.Lane, q.TotalFee)
	q.Press = &p
	return err
}

// admitMinted asks the guard before anything is opened. Then it knows what the
// attempt may stand beside: what a person was shown and named, and for a bare
// "another customer" what no living process drives now.
func (r *Runner) admitMinted(ctx context.Context, q *SaleRequest) error {
	stops, err := r.guard(ctx, q.TotalFee, *q.Press, q.New, Order{})
	if err != nil {
		return err
	}
	e := &PossibleDuplicateError{Press: *q.Press}
	for _, s := range stops {
		// What was shown after the press was driven when it was made.
		if q.NewAll && !s.Driven && !(s.State == Paid && s.Shown) {
			q.New = append(slices.Clip(q.New), s.OutTradeNo)
			continue
		}
		e.Others = append(e.Others, s.Attempt)
	}
	if len(e.Others) > 0 {
		return e
	}
	return nil
}

// duplicated asks the guard once more, before the camera and right before the
// intent, and ends the attempt where it is stopped. A signal that comes meanwhile
// ends the sale by the next step, and not the question.
func (d *drive) duplicated(ctx context.Context) (bool, error) {
	if d.press == nil {
		return false, nil
	}
	stops, err := d.r.guard(context.WithoutCancel(ctx), d.a.TotalFee, *d.press, d.beside, d.a.Order)
	if err != nil || len(stops) == 0 {
		return false, err
	}
	for _, s := range stops {
		d.stopped = append(d.stopped, s.Attempt)
	}
	return true, d.record(ctx, SaleCancelled{By: ByDuplicate, Code: CodePossibleDuplicate, At: d.wall()})
}

// cancelAbandoned cancels an attempt that its dead driver had not submitted. Its
// error is ErrOwned while somebody has it, and ErrBlocked when it has moved on:
// then whoever wanted it gone looks anew.
func (r *Runner) cancelAbandoned(ctx context.Context, a Attempt) error {
	if r.hands.taken(a.OutTradeNo) {
		return ErrOwned
	}
	a, err := r.ports.Journal.Claim(ctx, a.OutTradeNo)
	if err != nil {
		return err
	}
	if !a.in(Opened, Identified) { // it was submitted or cancelled between the look and the claim
		_ = r.ports.Journal.Release(ctx, a)
		return ErrBlocked
	}
	gone, err := r.ports.Journal.Append(ctx, a, SaleCancelled{By: ByRestart, At: r.ports.Clock.Now().Wall})
	if err != nil {
		_ = r.ports.Journal.Release(ctx, a) // whoever comes next may try
		if errors.Is(err, ErrFenced) {
			return ErrBlocked
		}
		return err
	}
	return r.ports.Journal.Release(ctx, gone)
}
