package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
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
			"with 8 when --for is over, when it is interrupted, or when what is left waits for a person,\n" +
			"and with 9 when WeChat says otherwise of a sale than a person did (resolve). It asks about\n" +
			"the numbers of refused sales as well, in case money hides behind one, waits for what is due\n" +
			"within 20 seconds, and says how many are still to be closed and until when.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case watch && cmd.Flags().Changed("for"):
				return usage("--watch and --for exclude each other")
			case limit < 0:
				return usage("--for %s is negative; give a time such as 2m", limit)
			}
			return runRecover(cmd.Context(), g, watch, limit)
		},
	}
	cmd.Flags().BoolVar(&watch, "watch", false, "go on until interrupted, and wait for a journal that is not there yet")
	cmd.Flags().DurationVar(&limit, "for", 0, "give up after a `time` such as 2m")
	return cmd
}

// openCount is the result line of recover.
type openCount struct {
	print.Ended
	Open         int         `json:"open" doc:"how many attempts are open"`
	Otherwise    int         `json:"otherwise,omitempty" doc:"how many were resolved by hand and not as WeChat has them"`
	Closing      int         `json:"closing,omitempty" doc:"how many numbers of refused sales are still to be closed"`
	ClosingUntil print.Stamp `json:"closing_until,omitzero" doc:"until when at the latest"`
	Count        int         `json:"count" doc:"how many attempts have a line before this one; where one has several (--watch), the last one holds"`
}

func runRecover(parent context.Context, g *global, watch bool, limit time.Duration) error {
	ctx, _, stop := g.untilSignal(parent)
	defer stop()
	sh, err := g.openWhenThere(ctx, watch)
	if err != nil {
		return err
	}
	if sh == nil {
		return g.tellRecovered(nil, openCount{}, nil)
	}
	defer sh.Close()
	if err := sh.tellOpen(ctx, g); err != nil {
		return endingOf(fromJournal, err)
	}
	drive := ctx
	if limit > 0 {
		var cancel context.CancelFunc
		drive, cancel = context.WithTimeout(ctx, limit)
		defer cancel()
	}
	recovery := sh.Runner.NewRecovery(&print.Notices{To: g.s.err, Next: g.endings(watch)})
	done := func(int) bool { return sh.App.Ended(drive) && !recovery.ClosingDue(closingWaits) }
	var contradicted atomic.Int64
	var watching sync.WaitGroup
	if watch {
		done = nil // and a journal that is busy for a moment ends nothing
		watching.Go(func() { sh.recheckOnAndOn(drive, g, &contradicted) })
	}
	err = recovery.Run(drive, done)
	if err != nil && drive.Err() == nil {
		return endingOf(fromOpen, err)
	}
	watching.Wait() // what it has just said counts
	line := openCount{Otherwise: int(contradicted.Load())}
	if !watch && ctx.Err() == nil {
		// What persons said is asked about also where driving took all of --for.
		asks, cancel := ctx, context.CancelFunc(func() {})
		if limit > 0 {
			asks, cancel = context.WithTimeout(ctx, recheckWithin)
		}
		defer cancel()
		if line.Otherwise, err = sh.recheck(asks, g); err != nil && asks.Err() == nil {
			return endingOf(fromOpen, err)
		}
	}
	open, err := sh.App.Open(context.Background()) // the time may be over or the process interrupted
	if err != nil {
		return endingOf(fromOpen, err)
	}
	until := time.Time{}
	if line.Closing, until, err = sh.Runner.Closings(context.Background()); err != nil {
		return endingOf(fromOpen, err)
	}
	line.ClosingUntil = print.Stamp(until)
	return g.tellRecovered(sh, line, open)
}

// openWhenThere opens the shop, with --watch as soon as a journal is there; nil
// where it was interrupted before.
func (g *global) openWhenThere(ctx context.Context, watch bool) (*shop, error) {
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
			sh, err := g.open(ctx, wiring.Needs{Gateway: true, Money: true})
			if e, is := errors.AsType[*wiring.Problem](err); !is || e.Kind != wiring.NoJournal {
				return sh, err
			}
		}
		if !said {
			fmt.Fprintf(g.s.err, "facetill: waiting for the journal %s\n", cfg.Journal.URL)
		}
		flow.NewMachine().Sleep(ctx, watchEach, nil)
		if ctx.Err() != nil {
			return nil, nil
		}
	}
	return g.open(ctx, wiring.Needs{Gateway: true, Money: true})
}

func (g *global) tellRecovered(sh *shop, line openCount, open []flow.Attempt) error {
	e := &ending{code: codes.ExitDone, told: true}
	switch {
	case len(open) > 0:
		e.code, e.text = codes.ExitOpen, fmt.Sprintf("%d open", len(open))
		e.hint("%s", whatHelpsHere(sh, open))
	case line.Otherwise > 0:
		e.code, e.text = codes.ExitFinding, saidOtherwise(line.Otherwise)
	}
	if len(open) > 0 {
		g.listOpen(sh, open)
	}
	if line.Open = len(open); g.json() {
		line.Ended, line.Count = g.ended(e), g.p.Count()
		g.p.End(line)
	} else {
		g.sayRecovered(sh, line, open)
	}
	if e.code == codes.ExitDone {
		return nil
	}
	return e
}

// whatHelpsHere is what to try about the first that this configuration can ask about.
func whatHelpsHere(sh *shop, open []flow.Attempt) string {
	for _, a := range open {
		if a.At(sh.ID.WeChat) {
			return print.WhatHelps(a)
		}
	}
	return "facetill recover, with api_url as it was when they were charged"
}

// sayRecovered is the result line for people. A refusal whose number is still to be
// closed is neither open nor in the way.
func (g *global) sayRecovered(sh *shop, line openCount, open []flow.Attempt) {
	persons, away := 0, 0
	for _, a := range open {
		switch {
		case !a.At(sh.ID.WeChat):
			away++
		case till.PersonsTurn(a):
			persons++
		}
	}
	var kept []string
	for _, k := range []struct {
		n         int
		one, many string
	}{{persons, "1 waits for a person", "%d wait for a person"},
		{away, "1 is of another WeChat and was left alone", "%d are of another WeChat and were left alone"}} {
		if k.n == 1 {
			kept = append(kept, k.one)
		} else if k.n > 1 {
			kept = append(kept, fmt.Sprintf(k.many, k.n))
		}
	}
	switch {
	case line.Open == 0:
		fmt.Fprintln(g.s.out, "nothing is open")
	case len(kept) == 0:
		fmt.Fprintf(g.s.out, "%d open: recover goes on with it\n", line.Open)
	default:
		fmt.Fprintf(g.s.out, "%d open, of which %s\n", line.Open, strings.Join(kept, " and "))
	}
	if line.Closing == 0 {
		return
	}
	what := "1 refused number is"
	if line.Closing > 1 {
		what = fmt.Sprintf("%d refused numbers are", line.Closing)
	}
	fmt.Fprintf(g.s.out, "%s still to be closed, until %s\n", what, time.Time(line.ClosingUntil).In(flow.Beijing).Format("15:04:05"))
}

// saidOtherwise counts the words by hand that WeChat contradicts.
func saidOtherwise(n int) string {
	return fmt.Sprintf("%d resolved by hand, and WeChat says otherwise", n)
}

// endings is who listens to a recovery: a person on stderr, and a program that
// gets each attempt as it ends.
func (g *global) endings(watch bool) flow.Observer {
	return &endings{Plain: print.NewPlain(g.s.err), g: g, watch: watch}
}

type endings struct {
	*print.Plain
	g     *global
	watch bool
}

// Observe tells the end of an attempt: of the machines' part in it, where the
// rest is a person's. What stays open has its line at the end of a recovery, and
// only one that watches tells it at once, too.
func (e *endings) Observe(u flow.Update) {
	e.Plain.Observe(u)
	if !e.g.json() || u.Attempt.Open() && !e.watch {
		return
	}
	switch u.Fact.(type) {
	case flow.NothingSent, flow.SaleCancelled, flow.ChargeProven, flow.LeftUnclaimed, flow.RefusalConfirmed,
		flow.ReversalProven, flow.RefundEnded, flow.PersonNeeded:
		e.g.list(e.g.p, []flow.Attempt{u.Attempt})
	}
}

// listOpen prints what a recovery left open, with the notice that each has.
func (g *global) listOpen(sh *shop, open []flow.Attempt) {
	now, sure := sh.Ports.WeChat.Now()
	if !sure { // no network: the wall clock is good enough for a notice
		now = sh.Ports.Clock.Now().Wall
	}
	for _, a := range open {
		notice := a.Notice(now)
		if g.json() {
			g.p.Line(print.AttemptOf(a, notice))
			continue
		}
		line := print.Row(a)
		if notice != flow.NoticeNone {
			line += "  " + print.NoticeText(notice)
		}
		fmt.Fprintln(g.s.out, line)
	}
}
