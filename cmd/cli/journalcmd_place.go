package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
)

func newBackup(g *global) *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the journal, also while it is in use",
		Long: "backup writes a whole copy of the journal to FILE, readable by its owner alone. It may\n" +
			"run beside a till. Nothing is overwritten, and a disk that is full leaves nothing half.\n\n" +
			"The copy knows that it is one: put in the journal's place, nothing is sold, reversed or\n" +
			"claimed with it before journal adopt.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runBackup(cmd.Context(), g, args[0]) },
	}
}

// backupLine is what backup says to a program.
type backupLine struct {
	print.Ended
	Path     string `json:"path" doc:"the copy"`
	Of       string `json:"of" doc:"the journal"`
	Attempts int64  `json:"attempts" doc:"how many are in the copy"`
	Events   int64  `json:"events" doc:"how many facts"`
	Bytes    int64  `json:"bytes" doc:"its size"`
}

func runBackup(ctx context.Context, g *global, file string) error {
	t, err := g.open(ctx, wiring.Needs{})
	if err != nil {
		return err
	}
	defer t.Close()
	b, err := t.Backup(ctx, file)
	if err != nil {
		return err
	}
	if g.json() {
		g.p.End(backupLine{g.ended(&ending{}), b.Path, t.Journal.Path(), b.Attempts, b.Facts, b.Bytes})
	} else {
		fmt.Fprintf(g.s.out, "%s: %d attempts, %d facts, %d bytes, of %s\n", b.Path, b.Attempts, b.Facts, b.Bytes, t.Journal.Path())
	}
	return nil
}

func newAdopt(g *global) *cobra.Command {
	var by, reason string
	cmd := &cobra.Command{
		Use:   "adopt --by NAME --reason TEXT",
		Short: "Make a copied, restored or moved journal the shop's own from now on",
		Long: "A journal knows its place. Nothing is sold, reversed or claimed with one that was copied,\n" +
			"restored or moved, because the original may have gone on: a sale that is open here may be\n" +
			"paid there, and the goods gone. adopt takes a person's word that the original is not used\n" +
			"any more. What is open is then asked about and driven to its end, as after a restart.\n\n" +
			"Facts that the copy lacks stay lost: compare with WeChat's list before goods or money go.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runAdopt(cmd.Context(), g, by, reason) },
	}
	cmd.Flags().StringVar(&by, "by", "", "who says so")
	cmd.Flags().StringVar(&reason, "reason", "", "how you know that the original is not used any more")
	mustHave(cmd.Flags(), "by", "reason")
	return cmd
}

// adoptLine is what adopt says to a program.
type adoptLine struct {
	print.Ended
	Path    string `json:"path" doc:"the journal"`
	Adopted bool   `json:"adopted,omitempty" doc:"it was a copy; absent where there was nothing to adopt"`
	Open    int    `json:"open" doc:"how many attempts are open in it"`
}

func runAdopt(ctx context.Context, g *global, by, reason string) error {
	if err := flow.CheckWord(by, reason); err != nil {
		return usage("%s", err).hint(`facetill journal adopt --by Li --reason "the old disk broke"`)
	}
	t, err := g.open(ctx, wiring.Needs{Aware: true})
	if err != nil {
		return err
	}
	defer t.Close()
	was := t.Journal.Copied()
	adopted, err := t.Journal.Adopt(ctx, by, reason)
	if err != nil {
		return failed(err)
	}
	open, err := t.App.Open(ctx)
	if err != nil {
		return failed(err)
	}
	switch {
	case g.json():
		g.p.End(adoptLine{g.ended(&ending{}), t.Journal.Path(), adopted, len(open)})
	case !adopted:
		fmt.Fprintf(g.s.out, "%s: is in its place, nothing to adopt\n", t.Journal.Path())
	default:
		fmt.Fprintf(g.s.out, "%s: adopted, %d open (%s)\n", t.Journal.Path(), len(open), was)
	}
	if len(open) > 0 {
		fmt.Fprintln(g.s.err, "try: facetill recover")
	}
	return nil
}
