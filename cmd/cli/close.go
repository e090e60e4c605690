package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/flow/day"
)

// closing is what close was asked for.
type closing struct {
	date  string // "" is the day that is due
	print int    // the record to print again; 0 makes one
	lines bool   // its numbers as well
	force bool
}

func newClose(g *global) *cobra.Command {
	o := &closing{}
	cmd := &cobra.Command{
		Use:   "close",
		Short: "Close a business day: a numbered record that never changes",
		Long: "close makes the record of the oldest business day that is over and is in none, and prints it: its\n" +
			"sums by method, cashier and hour, refunds, and what belongs to days that were closed before it\n" +
			"was known. Records have numbers without gaps, one a day, in order; none is ever changed or made\n" +
			"again, and --print N prints one as it was, whatever happened since, also of a backup with --journal;\n" +
			"--lines has the number of each sale and refund that it counts before it. day looks without closing.\n\n" +
			"While any attempt is open close says that first, whatever the day, and ends with 8: nothing is made.\n" +
			"--force passes over what is open, with the manager's PIN where one is set: the record has its\n" +
			"numbers, and the close in which they end reports them. A day that is not over, or not the next to be\n" +
			"closed, ends with 64. With 9 the record is made, and WeChat says otherwise of what a person\n" +
			"settled, or a refund stands before a person.",
		Args:        cobra.NoArgs,
		Annotations: map[string]string{readsAny: "yes"},
		PreRunE: func(cmd *cobra.Command, _ []string) error {
			if g.journal != "" && o.print == 0 {
				return onlyReads("close without --print")
			}
			if cmd.Flags().Changed("print") && (cmd.Flags().Changed("date") || o.force) {
				return usage("--print prints what is made: --date and --force belong to a new close")
			}
			if o.lines && o.print == 0 {
				return usage("--lines lists what a record counts: with --print")
			}
			if cmd.Flags().Changed("print") && o.print < 1 {
				return usage("--print %d is no number of a close: they begin with 1", o.print)
			}
			_, err := dayOf("--date", o.date)
			return err
		},
		RunE: action(func(ctx context.Context, args []string) error {
			if o.print > 0 {
				return g.withTill(wiring.Needs{}, o.again)(ctx, args)
			}
			return g.withTill(wiring.Needs{Money: true}, o.make)(ctx, args)
		}).run,
	}
	cmd.Flags().StringVar(&o.date, "date", "", "the `day`, such as 2026-01-31 (default the one that is to be closed next)")
	cmd.Flags().BoolVar(&o.force, "force", false, "although attempts are open")
	cmd.Flags().IntVar(&o.print, "print", 0, "print the record of this `number` again")
	cmd.Flags().BoolVar(&o.lines, "lines", false, "with what it counts: a line for each sale and refund")
	return cmd
}

// again prints a record from itself alone.
func (o *closing) again(ctx context.Context, g *global, t *wiring.Till, _ []string) error {
	r, err := t.App.Record(ctx, o.print)
	if err != nil {
		return endingOf(fromJournal, err)
	}
	if err := o.tellLines(ctx, g, t, r); err != nil {
		return err
	}
	tellClosed(g, t, &ending{told: true}, print.Closed{ClosedRecord: print.ClosedOf(r), Open: len(r.Open)})
	return nil
}

// tellLines lists what a record counts, where that was asked for.
func (o *closing) tellLines(ctx context.Context, g *global, t *wiring.Till, r day.Record) error {
	if !o.lines {
		return nil
	}
	lines, err := t.App.LinesOf(ctx, r)
	if err != nil {
		return endingOf(fromJournal, err)
	}
	for _, l := range lines {
		line := print.MoneyOf(l)
		g.say(line, "%s", line.Text(g.words(t.Config.UI.Language)))
	}
	return nil
}

// make makes a record, once what stands against it was told.
func (o *closing) make(ctx context.Context, g *global, t *wiring.Till, _ []string) error {
	line := print.Closed{Otherwise: recheckBeside(ctx, g, t)}
	r, err := o.record(ctx, g, t)
	if open, is := errors.AsType[*day.OpenError](err); is {
		return tellNotClosed(g, t, line, open.Open)
	}
	if err != nil {
		return tellNoDay(ctx, g, t, line, endingOf(fromOpen, err))
	}
	g.closed = r.Number
	e, made := &ending{told: true}, fmt.Sprintf("close %d is made", r.Number)
	refunds, unread := t.App.OpenRefunds(ctx)
	switch n := len(refunds.Persons()); {
	case line.Otherwise > 0:
		e.code, e.text = codes.ExitFinding, made+"; "+print.CountOtherwise(line.Otherwise)
	case unread != nil: // the record is made: what is unread is no part of it
		e.code, e.text = codes.ExitFinding, made+"; the journal does not say what stands before a person: "+unread.Error()
	case n > 0:
		e.code, e.text = codes.ExitFinding, made+"; "+print.CountPersons(n)
		e.hint("%s", print.WhatHelps(refunds.Persons()[0].Sale))
	}
	if due, unread := t.App.Due(ctx); unread == nil && len(due.Missing) > 0 {
		line.Due = due.Name
		fmt.Fprintf(g.s.err, "facetill: %s\n", print.CountMissing(due))
	}
	line.ClosedRecord, line.Open = print.ClosedOf(r), len(r.Open)
	tellClosed(g, t, e, line)
	return e.orNone()
}

// record makes it. What is open is passed over with a manager's PIN alone, and read again
// behind it: the till goes on while it is typed.
func (o *closing) record(ctx context.Context, g *global, t *wiring.Till) (r day.Record, err error) {
	var q day.Request
	if o.date != "" {
		q.Day, _ = t.App.Calendar().Parse(o.date) // PreRunE has read it
	}
	r, err = t.App.CloseDay(ctx, q, "")
	if _, open := errors.AsType[*day.OpenError](err); !open || !o.force {
		return r, err
	}
	pin := ""
	if t.App.HasPIN() {
		if pin, err = g.askManager(ctx, t, "close --force"); err != nil {
			return r, err
		}
	}
	q.Force = true
	return t.App.CloseDay(ctx, q, pin)
}

// tellClosed prints a record, and nothing beside it: what is printed again is the same.
func tellClosed(g *global, t *wiring.Till, e *ending, line print.Closed) {
	if g.json() {
		line.Ended, line.Count = g.ended(e), g.p.Count()
		g.p.End(line)
		return
	}
	line.Table(g.s.out, g.words(t.Config.UI.Language))
}

// tellNotClosed lists what keeps a day from being closed.
func tellNotClosed(g *global, t *wiring.Till, line print.Closed, open []flow.Attempt) error {
	e := &ending{code: codes.ExitOpen, told: true, text: fmt.Sprintf("%d open: nothing is closed", len(open))}
	e.hint("%s", print.WhatHelpsFirst(t.ID.WeChat, open)).hint("facetill close, when that is done").hint("--force, to pass over what is open")
	g.list(open)
	if line.Open = len(open); g.json() {
		line.Ended, line.Count = g.ended(e), g.p.Count()
		g.p.End(line)
	}
	return e
}

// tellNoDay tells why there is no record. What WeChat says otherwise is told first,
// whatever the day.
func tellNoDay(ctx context.Context, g *global, t *wiring.Till, line print.Closed, e *ending) error {
	if e.errCode != codes.WhyDay {
		return e
	}
	if line.Otherwise > 0 {
		e.code, e.errCode, e.text = codes.ExitFinding, "", print.CountOtherwise(line.Otherwise)+"; "+e.text
	}
	if open, err := t.App.Open(ctx); err == nil && g.json() {
		line.Open = len(open) // passed over, had the day been one to close
		line.Ended = g.ended(e)
		g.p.End(line)
	}
	return e
}

// ofDay is a day that cannot be closed.
func ofDay(_ origin, err error) *ending {
	e := usage("%s", err).as(codes.WhyDay)
	if order, is := errors.AsType[*day.OrderError](err); is {
		return e.hint("facetill close --date %s", order.Due)
	}
	if closed, is := errors.AsType[*day.ClosedError](err); is && closed.Number > 0 {
		return e.hint("facetill close --print %d", closed.Number)
	}
	return e.hint("facetill day, which looks and closes nothing")
}
