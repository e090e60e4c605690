package cli

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
)

// action is what a command does with its arguments.
type action func(ctx context.Context, args []string) error

// run is what cobra calls.
func (do action) run(cmd *cobra.Command, args []string) error { return do(cmd.Context(), args) }

// withTill is an action that needs a till: it is opened before and closed behind it.
func (g *global) withTill(n wiring.Needs, do func(context.Context, *global, *wiring.Till, []string) error) action {
	return func(ctx context.Context, args []string) error {
		t, err := g.open(ctx, n)
		if err != nil {
			return err
		}
		defer t.Close()
		err = do(ctx, g, t, args)
		if g.journal == "" {
			return err
		}
		return cmp.Or(t.Unchanged(), err)
	}
}

// stoppable is an action whose context a signal ends. The others a signal kills.
func (g *global) stoppable(do action) action {
	return func(ctx context.Context, args []string) error {
		ctx, _, stop := g.untilSignal(ctx)
		defer stop()
		return do(ctx, args)
	}
}

// say prints one thing: a line to a program, text to a person.
func (g *global) say(line any, format string, args ...any) {
	if g.json() {
		g.p.Line(line)
		return
	}
	fmt.Fprintf(g.s.out, format+"\n", args...)
}

// end is say for the result line of a command, and how the command ends.
func (g *global) end(e *ending, line any, format string, args ...any) error {
	if e.told = true; g.json() {
		g.p.End(line)
	} else {
		fmt.Fprintf(g.s.out, format+"\n", args...)
	}
	return e.orNone()
}

// saleEnd prints the result line of a sale, in words with more behind them. language
// is the configured one.
func (g *global) saleEnd(language string, r print.SaleResult, more string) {
	if r.Type, r.Command = print.Result, g.command; g.json() {
		r.Hint = carry(g, r.Hint)
		g.p.End(r)
	} else {
		fmt.Fprintln(g.s.out, print.SayResult(g.words(language), r)+more)
	}
}

// ended is the part that every result line has.
func (g *global) ended(e *ending) print.Ended {
	return print.Ended{Type: print.Result, Command: g.command, ExitCode: int(e.code), ErrCode: string(e.why()), Message: e.text, Hint: carry(g, e.tries())}
}

// stopWithin is how long a stopped command waits for what is under way, so that it is
// gone within 2 s (money rule 5.8).
const stopWithin = 1200 * time.Millisecond

// unlessStopped does what drives money, and leaves it behind soon after ctx has ended: a
// request that has left is waited for, whoever asked for it, and its answer is written
// down or asked for by the next who drives it.
func unlessStopped(ctx context.Context, do func() error) error {
	ended := make(chan error, 1)
	go func() { ended <- do() }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	limit := time.NewTimer(stopWithin)
	defer limit.Stop()
	select {
	case err := <-ended:
		return err
	case <-limit.C:
		return context.Cause(ctx)
	}
}

// driveFor goes on with what is open for a limited time, or until it is stopped, and reads
// an attempt anew.
func driveFor(ctx context.Context, t *wiring.Till, no flow.OutTradeNo, limit time.Duration) (flow.Attempt, error) {
	t.Trace.Of(string(no))
	_ = unlessStopped(ctx, func() error { // what the journal cannot do is told by the read behind it
		_, err := t.App.Drive(ctx, no, limit)
		return err
	})
	a, _, err := t.Ports.Journal.Read(context.WithoutCancel(ctx), no)
	return a, err
}
