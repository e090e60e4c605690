package cli

import (
	"context"

	"github.com/spf13/cobra"

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
		RunE: g.stoppable(g.showDisplay).run,
	}
}

func (g *global) showDisplay(ctx context.Context, _ []string) error {
	if err := g.canShow("display"); err != nil {
		return err
	}
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
