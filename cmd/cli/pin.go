package cli

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/wiring"
	"facetill/cmd/config/pin"
)

// envPIN is where a script passes the manager's PIN: arguments can be read by
// every user of the machine.
const envPIN = "FACETILL_PIN"

// askManager asks for a manager's PIN, for what is done with it. "" where none is wanted.
func (g *global) askManager(ctx context.Context, t *wiring.Till, what string) (string, error) {
	asks, err := t.App.AsksPIN(ctx)
	if err != nil {
		return "", endingOf(fromJournal, err)
	}
	if !asks {
		return "", nil
	}
	return g.askPIN("the manager's PIN", ", for "+what)
}

// askPIN takes somebody's PIN from the environment, or asks a person who sits there.
func (g *global) askPIN(whose, what string) (string, error) {
	if pin := g.s.getenv(envPIN); pin != "" {
		return pin, nil
	}
	in, is := g.s.in.(*os.File)
	if !is || !term.IsTerminal(in.Fd()) {
		return "", usage("%s is needed", whose).as(codes.WhyPIN).hint("%s=... in the environment, or a terminal to ask on", envPIN)
	}
	fmt.Fprintf(g.s.err, "%s%s: ", strings.TrimPrefix(whose, "the "), what)
	typed, err := term.ReadPassword(in.Fd())
	fmt.Fprintln(g.s.err)
	if err != nil {
		return "", usage("the PIN cannot be read: %s", err).as(codes.WhyPIN)
	}
	return strings.TrimRight(string(typed), "\r\n"), nil
}

// newPINHash makes the line for manager_pin_hash.
func newPINHash(g *global) *cobra.Command {
	return &cobra.Command{
		Use:   "pin",
		Short: "Print the manager_pin_hash of a PIN (from " + envPIN + ", or asked for)",
		Args:  cobra.NoArgs,
		RunE: action(func(context.Context, []string) error {
			typed, err := g.askPIN("a PIN", " for the manager")
			if err != nil {
				return err
			}
			hash, err := pin.Hash(typed)
			if err != nil {
				return usage("%s", err).as(codes.WhyPIN)
			}
			fmt.Fprintf(g.s.out, "manager_pin_hash = '%s'\n", hash)
			return nil
		}).run,
	}
}
