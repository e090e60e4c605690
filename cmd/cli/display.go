package cli

import (
	"context"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/display"
	"facetill/cmd/cli/wiring"
	"facetill/flow/till"
	"facetill/tui"
)

func newDisplay(g *global) *cobra.Command {
	return &cobra.Command{
		Use:   "display",
		Short: "Show the customer what to do, on a second terminal or screen",
		Long: "display shows the amount, \"please look at the camera\", and how the payment ended. The\n" +
			"till of the same configuration feeds it over a local socket; it may be started before\n" +
			"the till and finds it again by itself. Ctrl+C ends it. It charges nothing and needs no\n" +
			"journal.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runDisplay(cmd.Context(), g) },
	}
}

func runDisplay(parent context.Context, g *global) error {
	if !g.s.terminal {
		return usage("the display needs a terminal on stdin and stdout").as(codes.WhyNoTerminal)
	}
	if err := g.canShow(); err != nil {
		return err
	}
	ctx, _, stop := g.untilSignal(parent)
	defer stop()
	cfg, err := g.load()
	if err != nil {
		return err
	}
	t := wiring.New(cfg)
	defer t.Close()
	place := displayPlace(t, g.s.getenv)
	if err := place.Own(); err != nil {
		return usage("%s", err).hint(display.TryTaken)
	}
	states := make(chan *till.Display)
	inner, end := context.WithCancel(ctx)
	defer end()
	go display.Follow(inner, place, t.Ports.Clock, states)
	if err := tui.RunDisplay(ctx, screenOptions(g, t), states); err != nil {
		return failed(err)
	}
	return nil
}

// displayPlace is where the displays of this lane find their till.
func displayPlace(t *wiring.Till, getenv func(string) string) display.Place {
	return display.PlaceOf(t.Config.Journal.URL, t.ID.Lane, getenv)
}
