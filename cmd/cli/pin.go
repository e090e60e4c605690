package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/streams"
	"facetill/cmd/cli/wiring"
	"facetill/cmd/config/pin"
	"facetill/flow"
)

// envPIN is where a script passes the manager's PIN: arguments can be read by
// every user of the machine.
const envPIN = "FACETILL_PIN"

// askManager asks for a manager's PIN, for what is done with it. "" where none is wanted.
func (g *global) askManager(ctx context.Context, t *wiring.Till, what string) (string, error) {
	return g.askManagerOf(ctx, t, t.ID.Lane, what)
}

// askManagerOf is askManager for what is done with a lane.
func (g *global) askManagerOf(ctx context.Context, t *wiring.Till, lane, what string) (string, error) {
	asks, err := t.App.AsksPIN(ctx, lane)
	if err != nil {
		return "", endingOf(fromJournal, err)
	}
	if !asks {
		return "", nil
	}
	return g.askPIN(ctx, "the manager's PIN", fmt.Sprintf("%s (%s)", g.words(t.Config.UI.Language).ResolvePIN, what))
}

// askPIN takes somebody's PIN from the environment, or asks a person who sits there.
func (g *global) askPIN(ctx context.Context, whose, prompt string) (string, error) {
	if pin := g.s.getenv(envPIN); pin != "" {
		return pin, nil
	}
	in, is := g.s.in.(*os.File)
	if !is || !term.IsTerminal(in.Fd()) {
		return "", usage("%s is needed", whose).as(codes.WhyPIN).hint("%s=... in the environment, or a terminal to ask on", envPIN)
	}
	ctx, _, stop := g.untilSignal(ctx) // also where a signal would kill: the terminal has to show keys again
	defer stop()
	typed, err := streams.Hidden(ctx, in, g.s.err, prompt+": ")
	switch {
	case errors.Is(err, streams.ErrLeft):
		return "", notBegun()
	case err != nil:
		return "", usage("the PIN cannot be read: %s", err).as(codes.WhyPIN)
	}
	return typed, nil
}

// notBegun is how a command ends that was stopped before it began anything.
func notBegun() *ending {
	return &ending{code: codes.ExitInterrupted, text: "interrupted; nothing was done", outcome: flow.OutcomeCancelled}
}

// newPINHash makes the line for manager_pin_hash.
func newPINHash(g *global) *cobra.Command {
	return &cobra.Command{
		Use:   "pin",
		Short: "Print the hash of a PIN, a manager's or a cashier's (from " + envPIN + ", or asked for)",
		Args:  cobra.NoArgs,
		RunE: action(func(ctx context.Context, _ []string) error {
			typed, err := g.askPIN(ctx, "a PIN", "PIN for the manager or a cashier")
			if err != nil {
				return err
			}
			hash, err := pin.Hash(typed)
			if err != nil {
				return usage("%s", err).as(codes.WhyPIN)
			}
			fmt.Fprintf(g.s.out, "manager_pin_hash = '%s'\n", hash)
			fmt.Fprintln(g.s.err, "facetill: that is for [terminal]; in a table of [[cashiers]] the key is pin_hash")
			return nil
		}).run,
	}
}
