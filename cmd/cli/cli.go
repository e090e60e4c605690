package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"facetill/flow"
	// Before Bubble Tea's own init: see its comment.
	_ "facetill/tui/theme/background"
)

// Main runs the command of this process and gives its exit code.
func Main() int {
	// A caught SIGPIPE is an error of the write instead of this process's end.
	// It is caught and not ignored, because a child would inherit the latter.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	return int(run(context.Background(), osStreams(), os.Args[1:]))
}

// run is Main with everything from outside as arguments.
func run(ctx context.Context, s *streams, args []string) exitCode {
	g := &global{s: s, p: newPrinter(s.out)}
	root := newRoot(g)
	root.SetArgs(args)
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		return exitDone
	}
	e := endingOf(err)
	report(s, e)
	if cmd != nil && !e.told {
		lastLine(g, cmd.Annotations[resultLine], wantsJSON(args), e)
	}
	return e.code
}

// lastLine is the result line of a command that ended before it had one.
func lastLine(g *global, kind string, asked bool, e *ending) {
	if kind == resultOfPay && e.outcome == "" {
		e.outcome = flow.OutcomeFailed // nothing was submitted
	}
	switch json := asked || g.json(); {
	case kind != "" && json:
		g.p.result(resultOf(e))
	case kind == resultOfPay:
		fmt.Fprintln(g.s.out, sayResult(g.words(""), resultOf(e)))
	}
}

// report says on stderr what went wrong, and what to try.
func report(s *streams, e *ending) {
	for line := range strings.Lines(e.text) {
		fmt.Fprintf(s.err, "facetill: %s\n", strings.TrimRight(line, "\n"))
	}
	for _, hint := range e.hints {
		fmt.Fprintf(s.err, "try: %s\n", hint)
	}
}

// wantsJSON looks for -o json where the flags did not parse, so that a caller
// gets its result line all the same.
func wantsJSON(args []string) bool {
	for i, a := range args {
		switch {
		case a == "-ojson", a == "-o=json", a == "--output=json":
			return true
		case (a == "-o" || a == "--output") && i+1 < len(args) && args[i+1] == formatJSON:
			return true
		}
	}
	return false
}

// stopSignals are the wishes to end that a till knows (money rule 5.8).
var stopSignals = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}

// errSignal is the cause of a context that a signal ended.
var errSignal = errors.New("interrupted")

// untilSignal gives a context that the first signal ends. The second one closes
// again, for those who do not want to wait.
func untilSignal(parent context.Context) (ctx context.Context, again <-chan struct{}, stop func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, stopSignals...)
	second := make(chan struct{})
	go func() {
		select {
		case <-signals:
			cancel(errSignal)
		case <-ctx.Done():
			return
		}
		<-signals
		close(second)
	}()
	return ctx, second, func() { signal.Stop(signals); cancel(context.Canceled) }
}

func interrupted(ctx context.Context) bool { return errors.Is(context.Cause(ctx), errSignal) }

// oneOf refuses a flag's value by name.
func oneOf(flag, value string, allowed ...string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	return usage("%s %q is unknown; give %s", flag, value, strings.Join(allowed, " or "))
}
