package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/flags"
	"facetill/cmd/cli/wiring"
	"facetill/cmd/cli/wxcall"
)

// newWX is WeChat's API by hand. What its commands do is in a room of its own.
func newWX(g *global) *cobra.Command {
	cmd := flags.Group("wx", "One call of WeChat's API each, for scripts that walk step by step (help steps)")
	cmd.AddCommand(wxcall.New(func(ctx context.Context, c *wxcall.Call) error {
		return g.stoppable(g.withTill(wiring.Needs{NoJournal: true}, func(ctx context.Context, g *global, t *wiring.Till, _ []string) error {
			line, err := c.Do(ctx, t, g.s.in)
			g.asked = line != nil && c.Counts()
			if line != nil {
				g.say(line, "%s", line)
			}
			if line != nil && c.Moves() {
				fmt.Fprintln(g.s.err, "facetill: nothing of this call is in the journal: status, recover and close know nothing of it")
			}
			if err != nil {
				return endingOf(fromCommand, err)
			}
			return nil
		}))(ctx, nil)
	})...)
	return cmd
}

// ofCall is a call by hand that did not do what it was asked for.
func ofCall(_ origin, err error) *ending {
	e, _ := errors.AsType[*wxcall.Error](err)
	return &ending{code: e.Code, errCode: e.Why, text: e.Text, hints: e.Hints}
}
