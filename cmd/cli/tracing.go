package cli

import (
	"github.com/spf13/cobra"

	"facetill/cmd/cli/print"
	"facetill/flow/trace"
)

// traced adds to a command the flag that shows its walk: each command to the terminal and
// each call of WeChat. What is heard of it is offered, and holds up nobody.
func traced(g *global, cmd *cobra.Command) *cobra.Command {
	cmd.Flags().BoolVar(&g.trace, "trace", false, "show each command to the terminal and each call of WeChat as it happens, credentials masked")
	return cmd
}

// walk returns who hears of the calls, in the form that was asked for; nobody without --trace.
func walk(g *global, language string) []trace.Hearer {
	if !g.trace {
		return nil
	}
	said := print.TextSteps{To: g.talk, Words: g.words(language)}
	if g.json() {
		return []trace.Hearer{&print.Steps{To: g.p, Behind: said}}
	}
	return []trace.Hearer{said}
}
