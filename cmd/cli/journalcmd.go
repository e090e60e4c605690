package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

func newJournal(g *global) *cobra.Command {
	cmd := group("journal", "Look after the journal")
	cmd.AddCommand(&cobra.Command{
		Use:   "verify",
		Short: "Read every fact back and hold every row against its facts",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return runVerify(cmd.Context(), g) },
	})
	return cmd
}

// verifyLine is what verify says to a program.
type verifyLine struct {
	Type     string   `json:"type"`
	ExitCode int      `json:"exit_code"`
	Path     string   `json:"path"`
	Attempts int      `json:"attempts"`
	Events   int      `json:"events"`
	Problems []string `json:"problems,omitempty"`
}

func runVerify(ctx context.Context, g *global) error {
	sh, err := g.open(ctx, needs{})
	if err != nil {
		return err
	}
	defer sh.close()
	report, err := sh.journal.Verify(ctx)
	if err != nil {
		return &ending{code: exitFinding, text: err.Error()}
	}
	code := exitDone
	if len(report.Problems) > 0 {
		code = exitFinding
	}
	if g.json() {
		g.p.line(verifyLine{"result", int(code), sh.journal.Path(), report.Attempts, report.Events, report.Problems})
	} else {
		for _, problem := range report.Problems {
			fmt.Fprintln(g.s.out, problem)
		}
		fmt.Fprintf(g.s.out, "%s: %d attempts, %d facts, %d problems\n", sh.journal.Path(), report.Attempts, report.Events, len(report.Problems))
	}
	if code == exitDone {
		return nil
	}
	e := &ending{code: code, text: fmt.Sprintf("%d problems in %s", len(report.Problems), sh.journal.Path()), told: true}
	return e.hint("keep this file, and go on with a restored copy")
}
