package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/flags"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/streams"
	_ "facetill/tui/theme/background" // before Bubble Tea's own init: see its comment
)

// stdio is what a command reads and writes.
type stdio struct {
	in     io.Reader
	out    io.Writer // results: what a program reads
	err    io.Writer // talk: what a person reads
	getenv func(string) string
	// terminal marks a person at both ends, so that the till can be shown.
	terminal      bool
	ascii         bool // stdout is a terminal without UTF-8
	width, height int  // of a screen that cannot be asked for them; 0 asks
}

// Main runs the command of this process and returns its exit code.
func Main() int {
	// A caught SIGPIPE is an error of the write instead of this process's end.
	// It is caught and not ignored, because a child would inherit the latter.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	out, ascii := streams.Stdout(os.Getenv)
	s := &stdio{in: os.Stdin, out: out, err: streams.Stderr(os.Getenv), getenv: os.Getenv, ascii: ascii, terminal: streams.Terminal()}
	return int(run(context.Background(), s, os.Args[1:]))
}

// run is Main with everything from outside as arguments.
func run(ctx context.Context, s *stdio, args []string) codes.Exit {
	std := *s
	out := streams.NewHeard(s.out)
	talk := streams.NewHeard(s.err)
	std.err = talk
	g := &global{s: &std, p: print.NewPrinter(out), out: out, talk: talk}
	out.Limit, talk.Limit = g.hears, g.patience
	g.text = &streams.Aside{To: out, Keeps: g.json}
	std.out = g.text
	root := newRoot(g)
	g.root = root
	std.err = flags.Tries{To: talk, Carry: func(hint string) string { return carry(g, hint) }}
	root.SetArgs(args)
	root.SetIn(std.in)
	root.SetOut(std.out)
	root.SetErr(std.err)
	addHelp(g, root, args)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		err = g.refused
	}
	e := &ending{code: codes.ExitDone, told: true}
	if err != nil {
		from := fromCommand
		from.records = slices.Contains([]string{"status", "recover", "resolve", "refund", "reverse"}, g.command)
		e = endingOf(from, err)
	}
	report(g.s, e)
	kind := ""
	if cmd != nil {
		g.command, kind = flags.Name(cmd), cmd.Annotations[resultLine]
	}
	g.lastLine(kind, args, e)
	return g.unheard(e)
}

// report says on stderr what went wrong, and what to try.
func report(s *stdio, e *ending) {
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

// untilSignal returns a context that the first signal ends. The second one closes
// again, for those who do not want to wait.
func (g *global) untilSignal(parent context.Context) (ctx context.Context, again <-chan struct{}, stop func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, stopSignals...)
	second := make(chan struct{})
	go func() {
		select {
		case <-signals:
			g.stopped.Store(true)
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
