package cli

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/refund"
	"facetill/flow/till"
)

// closingWaits is how long recover waits for the closing of a refused number
// (money rule 2.5).
const closingWaits = 20 * time.Second

// watchEach is how often `recover --watch` looks whether there is a journal.
const watchEach = 2 * time.Second

func newRecover(g *global) *cobra.Command {
	var watch bool
	var limit time.Duration
	cmd := &cobra.Command{
		Use:   "recover",
		Short: "Drive every open attempt to its end",
		Long: "recover asks, reverses and asks again until no attempt is open, then exits with 0. It ends\n" +
			"with 8 when --for is over, when it is interrupted, or when what is left waits for a person, a\n" +
			"refund that is late, stuck or ended untold among it, and with 9 when WeChat says otherwise of a sale\n" +
			"than a person did (resolve), or of a refund (refund --settled). It asks about the numbers of\n" +
			"refused sales as well, in case money hides behind one, and once about each refund that is on\n" +
			"its way, waits for what is due within 20 seconds, and says how many are still to be closed\n" +
			"and until when.",
		Args: cobra.NoArgs,
		PreRunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case watch && cmd.Flags().Changed("for"):
				return usage("--watch and --for exclude each other")
			case limit < 0:
				return usage("--for %s is negative; give a time such as 2m", limit)
			}
			return nil
		},
		RunE: g.stoppable(func(ctx context.Context, _ []string) error { return g.recover(ctx, watch, limit) }).run,
	}
	cmd.Flags().BoolVar(&watch, "watch", false, "go on until interrupted, and wait for a journal that is not there yet")
	cmd.Flags().DurationVar(&limit, "for", 0, "give up after a `time` such as 2m")
	return cmd
}

func (g *global) recover(ctx context.Context, watch bool, limit time.Duration) error {
	t, err := g.openWhenThere(ctx, watch)
	if err != nil {
		return err
	}
	if t == nil {
		return g.tellRecovered(nil, print.RecoveryEnded{}, nil, nil)
	}
	defer t.Close()
	if err := tellOpen(ctx, g, t); err != nil {
		return endingOf(fromJournal, err)
	}
	drive := ctx
	if limit > 0 {
		var cancel context.CancelFunc
		drive, cancel = context.WithTimeout(ctx, limit)
		defer cancel()
	}
	recovery := t.Runner.NewRecovery(&print.Notices{To: g.s.err, Next: &endings{print.NewTextFacts(g.s.err), g, watch}})
	done := func(int) bool { return t.App.Ended(drive) && !recovery.Due(closingWaits) }
	var contradicted atomic.Int64
	var watching sync.WaitGroup
	if watch {
		done = nil // and a journal that is busy for a moment ends nothing
		watching.Go(func() { recheckOnAndOn(drive, g, t, &contradicted) })
	}
	run := func() error {
		if err := recovery.Run(drive, done); drive.Err() == nil {
			return err
		}
		return nil // the time that it was given is over
	}
	err = unlessStopped(ctx, run)
	if err != nil && drive.Err() == nil {
		return endingOf(fromOpen, err)
	}
	watching.Wait() // what it has just said counts
	line := print.RecoveryEnded{Otherwise: int(contradicted.Load())}
	if !watch && ctx.Err() == nil {
		// What persons said is asked about also where driving took all of --for.
		asks, cancel := ctx, context.CancelFunc(func() {})
		if limit > 0 {
			asks, cancel = context.WithTimeout(ctx, recheckWithin)
		}
		defer cancel()
		err = lookOnTheirWay(asks, g, t, run)
		if err == nil {
			line.Otherwise, err = recheck(asks, g, t)
		}
		if err != nil && asks.Err() == nil {
			return endingOf(fromOpen, err)
		}
	}
	open, err := t.App.Open(context.Background()) // the time may be over or the process interrupted
	if err != nil {
		return endingOf(fromOpen, err)
	}
	refunds, err := t.App.OpenRefunds(context.Background())
	if err != nil {
		return endingOf(fromOpen, err)
	}
	line.RefundsOpen = print.RefundsOpenOf(refunds)
	g.list(personsSales(refunds, open))
	until := time.Time{}
	if line.Closing, until, err = t.Runner.Closings(context.Background()); err != nil {
		return endingOf(fromOpen, err)
	}
	line.ClosingUntil = print.Stamp(until)
	return g.tellRecovered(t, line, open, refunds.Persons())
}

// lookOnTheirWay asks once about each refund that WeChat has, before it is said that
// nothing is open, and drives what that has opened.
func lookOnTheirWay(ctx context.Context, g *global, t *wiring.Till, drive func() error) error {
	rest, err := t.App.LookOnTheirWay(ctx)
	if rest > 0 {
		fmt.Fprintf(g.s.err, "facetill: not asked now: %d sales with a refund on its way; WeChat gives no answer\n", rest)
	}
	if err == nil && !t.App.Ended(ctx) {
		err = unlessStopped(ctx, drive)
	}
	return err
}

// openWhenThere opens the till, with --watch as soon as a journal is there; nil
// where it was interrupted before.
func (g *global) openWhenThere(ctx context.Context, watch bool) (*wiring.Till, error) {
	for said := false; watch; said = true {
		cfg, err := g.load()
		if err != nil {
			return nil, err
		}
		if cfg.Journal.Postgres() {
			break
		}
		if wiring.IsThere(cfg) {
			// Who was making it may have been killed before it was there.
			t, err := g.open(ctx, wiring.Needs{Gateway: true, Money: true})
			if e, is := errors.AsType[*wiring.Problem](err); !is || e.Kind != wiring.NoJournal {
				return t, err
			}
		}
		if !said {
			fmt.Fprintf(g.s.err, "facetill: waiting for the journal %s\n", cfg.Journal.URL)
		}
		clock.NewMachine().Sleep(ctx, watchEach, nil)
		if ctx.Err() != nil {
			return nil, nil
		}
	}
	return g.open(ctx, wiring.Needs{Gateway: true, Money: true})
}

func (g *global) tellRecovered(t *wiring.Till, line print.RecoveryEnded, open []flow.Attempt, persons []till.SaleRefund) error {
	here := ""
	if t != nil { // else there was no journal yet
		here = t.ID.WeChat
	}
	e := &ending{told: true}
	switch {
	case len(open) > 0:
		e.code, e.text = codes.ExitOpen, fmt.Sprintf("%d open", len(open))
		e.hint("%s", print.WhatHelpsFirst(here, open))
	case len(persons) > 0:
		e.code, e.text = codes.ExitOpen, print.CountPersons(len(persons))
		e.hint("%s", print.WhatHelps(persons[0].Sale))
	case line.Otherwise > 0:
		e.code, e.text = codes.ExitFinding, print.CountOtherwise(line.Otherwise)
	}
	listOpen(g, t, open)
	if line.Open = len(open); g.json() {
		line.Ended, line.Count = g.ended(e), g.p.Count()
		g.p.End(line)
	} else {
		language := ""
		if t != nil {
			language = t.Config.UI.Language
		}
		line.Say(g.s.out, g.words(language), here, open)
	}
	return e.orNone()
}

// endings are for who listens to a recovery: a person on stderr, and a program that
// gets each attempt as it ends.
type endings struct {
	*print.TextFacts
	g     *global
	watch bool
}

// Observe tells the end of an attempt: of the machines' part in it, where the
// rest is a person's. What stays open has its line at the end of a recovery, and
// only one that watches tells it at once, too.
func (e *endings) Observe(u flow.Update) {
	e.TextFacts.Observe(u)
	if !e.g.json() || u.Attempt.Open() && !e.watch {
		return
	}
	switch f := u.Fact.(type) {
	case flow.RefundAnswered:
		if f.Answer != refund.AnswerAccepted { // a refusal is one when it is confirmed
			return
		}
	case flow.RefundHeard, flow.RefundDenied, flow.NothingSent, flow.SaleCancelled, flow.ChargeProven, flow.LeftUnclaimed, flow.RefusalConfirmed,
		flow.ReversalProven, flow.RefundEnded, flow.PersonNeeded:
	default:
		return
	}
	e.g.list([]flow.Attempt{u.Attempt})
}

// listOpen prints what a recovery left open, with the notice that each has.
func listOpen(g *global, t *wiring.Till, open []flow.Attempt) {
	if len(open) == 0 {
		return
	}
	now, sure := t.Ports.WeChat.Now()
	if !sure { // no network: the wall clock is good enough for a notice
		now = t.Ports.Clock.Now().Wall
	}
	for _, a := range open {
		notice := a.Notice(now)
		row := print.Row(a)
		if notice != flow.NoticeNone {
			row += "  " + print.NoticeText(a, notice)
		}
		g.say(print.AttemptOf(a, notice), "%s", row)
	}
}
