package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
	"facetill/flow/till"
	"facetill/tui/receipt"
)

func newShift(g *global) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "shift",
		Short: "Say whose shift it is at this till, sign in and out, hand over",
		Long: "shift tells who is signed in at this lane, since when, what that comes to, and what has no\n" +
			"end there. Where the configuration has [[cashiers]] people sign in: see help people.",
		Args: cobra.NoArgs,
		RunE: g.atShift(wiring.Needs{}, func(ctx context.Context, g *global, t *wiring.Till, _ []string) error {
			s, err := t.App.Shift(ctx, t.ID.Lane)
			return g.shiftEnd(t, s, err)
		}).run,
	}
	cmd.AddCommand(newShiftIn(g), newShiftOut(g), newHandover(g), newShiftEnd(g))
	return cmd
}

func newShiftIn(g *global) *cobra.Command {
	return &cobra.Command{
		Use:   "in NUMBER",
		Short: "Sign in, with the PIN of this number",
		Long: "in begins the shift of the cashier with this number. Where somebody else is signed in it\n" +
			"ends with 64: who leaves hands over or signs out, or a manager ends the shift. The PIN\n" +
			"comes from " + envPIN + ", or is asked for. Behind five wrong ones in a row it has to wait.",
		Args: cobra.ExactArgs(1),
		RunE: g.atShift(wiring.Needs{Create: true, Money: true}, func(ctx context.Context, g *global, t *wiring.Till, args []string) error {
			_, pin, err := g.askCashier(ctx, t, args[0])
			if err != nil {
				return err
			}
			s, err := t.App.SignIn(ctx, args[0], pin)
			return g.shiftEnd(t, s, err)
		}).run,
	}
}

func newShiftOut(g *global) *cobra.Command {
	var seen bool
	cmd := &cobra.Command{
		Use:   "out",
		Short: "Sign out who is signed in",
		Long: "out ends the shift and prints its slip. While something is open or unclaimed, or a refund is before\n" +
			"a person, it lists that and ends with 8: --seen leaves it to who signs in next, who is shown it again.",
		Args: cobra.NoArgs,
		RunE: g.atShift(wiring.Needs{Money: true}, func(ctx context.Context, g *global, t *wiring.Till, _ []string) error {
			s, err := t.App.Shift(ctx, t.ID.Lane)
			switch {
			case err == nil && s.Cashier != "" && len(s.Unended()) > 0 && !seen:
				err = &till.UnseenError{Shift: s}
			case err == nil:
				s, err = t.App.SignOut(ctx)
			}
			return g.shiftEnd(t, s, err, isOver)
		}).run,
	}
	cmd.Flags().BoolVar(&seen, "seen", false, "who leaves has looked at what has no end")
	return cmd
}

func newHandover(g *global) *cobra.Command {
	var seen bool
	cmd := &cobra.Command{
		Use:   "handover NUMBER",
		Short: "Hand the till over to the cashier with this number, by their PIN",
		Long: "handover ends the shift of who is signed in, prints its slip for both to sign, and begins one of\n" +
			"who comes, with the PIN of who comes. While something is open or unclaimed, or a refund is before a\n" +
			"person, it lists that and ends with 8: who comes looks at it first, and --seen says that they have.",
		Args: cobra.ExactArgs(1),
		RunE: g.atShift(wiring.Needs{Money: true}, func(ctx context.Context, g *global, t *wiring.Till, args []string) error {
			to, pin, err := g.askCashier(ctx, t, args[0])
			if err != nil {
				return err
			}
			s, err := t.App.Handover(ctx, args[0], pin, seen)
			return g.shiftEnd(t, s, err, isOver, func(l *print.Shift) { l.To = to })
		}).run,
	}
	cmd.Flags().BoolVar(&seen, "seen", false, "who comes has looked at what has no end")
	return cmd
}

func newShiftEnd(g *global) *cobra.Command {
	var lane string
	cmd := &cobra.Command{
		Use:   "end",
		Short: "End a shift that was left open, with a manager's PIN",
		Long: "end ends a shift by the word of a manager, whose PIN is asked for. A manager who is signed in at\n" +
			"this till ends their own without.",
		Args: cobra.NoArgs,
		RunE: g.atShift(wiring.Needs{Money: true}, func(ctx context.Context, g *global, t *wiring.Till, _ []string) error {
			if lane == "" {
				lane = t.ID.Lane
			}
			pin, err := g.askManagerOf(ctx, t, lane, "shift end")
			if err != nil {
				return err
			}
			s, by, err := t.App.EndShift(ctx, lane, pin)
			return g.shiftEnd(t, s, err, isOver, func(l *print.Shift) { l.ApprovedBy = by.Name })
		}).run,
	}
	cmd.Flags().StringVar(&lane, "lane", "", "the `lane` of that till (default this one)")
	return cmd
}

// askCashier returns the name of the cashier with a number, and asks for their PIN.
func (g *global) askCashier(ctx context.Context, t *wiring.Till, number string) (name, pin string, err error) {
	i := slices.IndexFunc(t.Config.Cashiers, func(c config.Cashier) bool { return c.Number == number })
	if i < 0 {
		return "", "", &till.NoCashierError{Number: number}
	}
	name = t.Config.Cashiers[i].Name
	pin, err = g.askPIN(ctx, "the PIN of "+name, "PIN of "+name)
	return name, pin, err
}

// atShift is withTill for a till at which people sign in. The others are told so before
// anything is opened.
func (g *global) atShift(n wiring.Needs, do func(context.Context, *global, *wiring.Till, []string) error) action {
	return func(ctx context.Context, args []string) error {
		cfg, err := g.load()
		if err != nil {
			return err
		}
		if len(cfg.Cashiers) == 0 {
			return till.ErrNoCashiers
		}
		return g.withTill(n, do)(ctx, args)
	}
}

// isOver marks the line of a shift that the call has ended.
func isOver(l *print.Shift) { l.Over = true }

// shiftEnd tells a shift behind what has no end; done are of a call that did what it was to.
func (g *global) shiftEnd(t *wiring.Till, s till.Shift, err error, done ...func(*print.Shift)) error {
	e := &ending{told: true}
	if unseen, is := errors.AsType[*till.UnseenError](err); is {
		e.code, e.text = codes.ExitOpen, unseen.Error()
		e.hint("facetill recover, or a person's word").hint("--seen, when somebody has looked at them")
	} else if err != nil {
		return endingOf(fromJournal, err)
	}
	line := print.ShiftOf(s)
	if err == nil {
		for _, put := range done {
			put(&line)
		}
	}
	g.list(s.UnendedSales())
	if g.json() {
		line.Ended, line.Count = g.ended(e), g.p.Count()
		g.p.End(line)
	} else if w := g.words(t.Config.UI.Language); line.Over {
		fmt.Fprint(g.s.out, receipt.ShiftSlip{Shop: receiptShop(t), Shift: s, To: line.To, EndedBy: line.ApprovedBy, At: t.Ports.Clock.Now().Wall, Width: receipt.Wide, Words: w}.Text())
	} else {
		line.Table(g.s.out, w)
	}
	return e.orNone()
}
