package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
)

func newJournal(g *global) *cobra.Command {
	cmd := group("journal", "Look after the journal")
	cmd.AddCommand(&cobra.Command{
		Use:   "verify",
		Short: "Read every fact back and hold every row against its facts",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return runVerify(cmd.Context(), g) },
	}, newBackup(g), newAdopt(g))
	return cmd
}

// verifyLine is what verify says to a program.
type verifyLine struct {
	print.Ended
	Path     string   `json:"path" doc:"the journal"`
	Attempts int      `json:"attempts" doc:"how many"`
	Events   int      `json:"events" doc:"how many facts"`
	Problems []string `json:"problems,omitempty" doc:"what does not hold"`
}

func runVerify(ctx context.Context, g *global) error {
	t, err := g.open(ctx, wiring.Needs{})
	if err != nil {
		return err
	}
	defer t.Close()
	report, err := t.Journal.Verify(ctx)
	if err != nil {
		return &ending{code: codes.ExitFinding, text: err.Error()}
	}
	e := &ending{code: codes.ExitDone, told: true}
	if n := len(report.Problems); n > 0 {
		e.code, e.text = codes.ExitFinding, fmt.Sprintf("%d problems in %s", n, t.Journal.Path())
		e.hint("keep this file, and go on with a restored copy")
	}
	if g.json() {
		g.p.End(verifyLine{g.ended(e), t.Journal.Path(), report.Attempts, report.Events, report.Problems})
	} else {
		for _, problem := range report.Problems {
			fmt.Fprintln(g.s.out, problem)
		}
		fmt.Fprintf(g.s.out, "%s: %d attempts, %d facts, %d problems\n", t.Journal.Path(), report.Attempts, report.Events, len(report.Problems))
	}
	return e.orNone()
}
