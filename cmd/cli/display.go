package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"time"

	"github.com/spf13/cobra"

	"facetill/flow"
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
		return usage("the display needs a terminal on stdin and stdout").as(whyNoTerminal)
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
	sh := newShop(cfg)
	defer sh.Close()
	place := sh.displayPlace(g.s.getenv)
	if err := place.own(); err != nil {
		return usage("%s", err).hint(tryTaken)
	}
	states := make(chan *till.Display)
	inner, end := context.WithCancel(ctx)
	defer end()
	go followTill(inner, place, sh.Ports.Clock, states)
	if err := tui.RunDisplay(ctx, sh.screenOptions(g), states); err != nil {
		return failed(err)
	}
	return nil
}

// findTill is how often a display looks for its till.
const findTill = time.Second

// followTill brings the till's states, nil while there is no till.
func followTill(ctx context.Context, place displayPlace, clock flow.Clock, states chan<- *till.Display) {
	tell := func(s *till.Display) {
		select {
		case states <- s:
		case <-ctx.Done():
		}
	}
	for ctx.Err() == nil {
		if c := dialTill(place); c != nil {
			unhook := context.AfterFunc(ctx, func() { _ = c.Close() })
			for lines := bufio.NewScanner(c); lines.Scan(); {
				var line feedLine
				if json.Unmarshal(lines.Bytes(), &line) == nil && line.State != "" {
					tell(&line.Display)
				}
			}
			unhook()
			_ = c.Close()
		}
		tell(nil)
		clock.Sleep(ctx, findTill, nil)
	}
}
