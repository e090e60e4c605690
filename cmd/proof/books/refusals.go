package books

import (
	"context"
	"errors"
	"slices"
	"time"

	"facetill/cmd/proof/world"
	"facetill/flow"
	"facetill/flow/day"
	"facetill/flow/flowtest"
	"facetill/flow/ledger"
	"facetill/flow/till"
)

// Asks is a close of the day that is due, or of one that somebody names, of before, now or
// ahead.
func (j *Judge) Asks(force bool) day.Request {
	r := day.Request{Force: force}
	if named := j.w.Rng.IntN(8); named < 4 {
		r.Day = j.w.Time().AddDate(0, 0, named-2)
	}
	return r
}

// Close is somebody who closes a day. A refusal has to be a known one, and what is open
// refuses only without force.
func (j *Judge) Close(app *till.Till, r day.Request) (made bool, err error) {
	_, err = app.Close(context.Background(), r)
	_, open := errors.AsType[*day.OpenError](err)
	_, notOver := errors.AsType[*day.NotOverError](err)
	_, order := errors.AsType[*day.OrderError](err)
	closed, isClosed := errors.AsType[*day.ClosedError](err)
	why := ""
	switch {
	case open:
		why = "open"
		j.rightly(!r.Force, err)
	case notOver:
		why = "not over"
	case order:
		why = "another day first"
	case isClosed && closed.Number > 0:
		why = "it was"
		j.rightly(j.made[closed.Number-1].Day == closed.Day, err)
	case isClosed:
		why = "it had nothing"
	case errors.Is(err, day.ErrNothingDue):
		why = "nothing is due"
	case errors.Is(err, flow.ErrCopy):
		why = "a copy"
	default:
		return err == nil, err
	}
	j.w.Stats.Mark("not closed: " + why)
	return false, nil
}

// refused judges, in that instant, why a day was not closed.
func (j *Judge) refused(in *flowtest.Memory, err error) {
	notOver, isNotOver := errors.AsType[*day.NotOverError](err)
	order, isOrder := errors.AsType[*day.OrderError](err)
	closed, isClosed := errors.AsType[*day.ClosedError](err)
	last := ""
	if all, _ := in.Closes(context.Background(), 1); len(all) > 0 {
		last = all[0].Day
	}
	waits := func(name string) bool { // a day has what is in no record
		return slices.ContainsFunc(j.moves(in), func(l ledger.Line) bool {
			return j.calendar().Name(l.At) == name && (in != j.in || j.counted[place{l.OutTradeNo, l.N, l.Place}] == 0)
		})
	}
	switch j.w.Stats.Checks++; {
	case isNotOver && j.agree():
		j.rightly(j.w.Time().Before(j.calendar().End(notOver.Day)), err)
	case isOrder:
		j.rightly(order.Due > last && order.Due < order.Day && (waits(order.Due) || len(j.open(in)) > 0), err)
	case isClosed:
		j.rightly(closed.Day <= last, err)
	case errors.Is(err, flow.ErrCopy):
		j.rightly(in.Copy || errors.Is(in.Lost, flow.ErrCopy), err)
	}
}

// rightly is what a refusal says.
func (j *Judge) rightly(so bool, err error) {
	if !so {
		j.w.Broken("4b.11", "a close is refused, and should not be: %v", err)
	}
}

// agree reports whether this machine's clock and WeChat's are right, and nothing lies or
// has.
func (j *Judge) agree() bool {
	return j.w.Fault.Healed && !world.Lied(j.w) && j.w.Now().Wall.Sub(j.w.Time()).Abs() < time.Second
}
