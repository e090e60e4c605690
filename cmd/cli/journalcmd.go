package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/flags"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
)

func newJournal(g *global) *cobra.Command {
	cmd := flags.Group("journal", "Look after the journal")
	var by, reason string
	adopt := &cobra.Command{
		Use:   "adopt --by NAME --reason TEXT",
		Short: "Make a copied, restored or moved journal the shop's own from now on",
		Long: "A journal knows its place. Nothing is sold, reversed or claimed with one that was copied,\n" +
			"restored or moved, because the original may have gone on: a sale that is open here may be\n" +
			"paid there, and the goods gone. adopt takes a person's word that the original is not used\n" +
			"any more. What is open is then asked about and driven to its end, as after a restart.\n\n" +
			"Facts that the copy lacks stay lost: compare with WeChat's list before goods or money go.",
		Args: cobra.NoArgs,
		PreRunE: func(*cobra.Command, []string) error {
			if err := flow.CheckWord(by, reason); err != nil {
				return usage("%s", err).hint(`facetill journal adopt --by Li --reason "the old disk broke"`)
			}
			return nil
		},
		RunE: g.withTill(wiring.Needs{Aware: true}, func(ctx context.Context, g *global, t *wiring.Till, _ []string) error {
			return runAdopt(ctx, g, t, by, reason)
		}).run,
	}
	adopt.Flags().StringVar(&by, "by", "", "who says so")
	adopt.Flags().StringVar(&reason, "reason", "", "how you know that the original is not used any more")
	flags.MustHave(adopt.Flags(), "by", "reason")
	cmd.AddCommand(adopt, newArchive(g),
		&cobra.Command{
			Use:         "verify",
			Short:       "Read every fact back and hold every row against its facts",
			Args:        cobra.NoArgs,
			Annotations: map[string]string{readsAny: "yes"},
			RunE:        g.withTill(wiring.Needs{}, runVerify).run,
		},
		&cobra.Command{
			Use:   "backup FILE",
			Short: "Copy the journal, also while it is in use",
			Long: "backup writes a whole copy of the journal to FILE, readable by its owner alone. It may\n" +
				"run beside a till. Nothing is overwritten, and a disk that is full leaves nothing half.\n\n" +
				"The copy knows that it is one: put in the journal's place, nothing is sold, reversed or\n" +
				"claimed with it before journal adopt.",
			Args:    cobra.ExactArgs(1),
			PreRunE: newFile,
			RunE:    g.stoppable(g.withTill(wiring.Needs{}, runBackup)).run,
		})
	return cmd
}

// verifyLine is what verify says to a program.
type verifyLine struct {
	print.Ended
	Path     string   `json:"path" doc:"the journal"`
	Attempts int      `json:"attempts" doc:"how many"`
	Events   int      `json:"events" doc:"how many facts"`
	Archived int      `json:"archived,omitempty" doc:"attempts whose facts are in an archive"`
	Problems []string `json:"problems,omitempty" doc:"what does not hold"`
}

func runVerify(ctx context.Context, g *global, t *wiring.Till, _ []string) error {
	report, err := t.Journal.Verify(ctx)
	if err != nil {
		return &ending{code: codes.ExitFinding, text: err.Error()}
	}
	path, n := t.Journal.Path(), len(report.Problems)
	e := &ending{}
	if n > 0 {
		e.code, e.text = codes.ExitFinding, fmt.Sprintf("%d problems in %s", n, path)
		e.hint("keep this file, and go on with a restored copy")
	}
	says := fmt.Sprintf("%s: %d attempts, %d facts, %d problems", path, report.Attempts, report.Events, n)
	if report.Archived > 0 {
		says += fmt.Sprintf("; the facts of %d attempts are in archives", report.Archived)
	}
	return g.end(e, verifyLine{g.ended(e), path, report.Attempts, report.Events, report.Archived, report.Problems}, "%s",
		strings.Join(append(report.Problems, says), "\n"))
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

// newFile refuses "-" for a FILE that is to be made: a copy is no stream.
func newFile(cmd *cobra.Command, args []string) error {
	if args[0] == "-" {
		return usage("FILE: - is no file; a copy is made, read back and named on a disk").hint("facetill journal %s ./NAME.db", cmd.Name())
	}
	return nil
}

func runBackup(ctx context.Context, g *global, t *wiring.Till, args []string) error {
	b, err := t.Backup(ctx, args[0])
	if interrupted(ctx) && err != nil {
		return &ending{code: codes.ExitInterrupted, text: "interrupted; no backup was made"}
	}
	if err != nil {
		return err
	}
	e := &ending{}
	return g.end(e, backupLine{g.ended(e), b.Path, t.Journal.Path(), b.Attempts, b.Facts, b.Bytes},
		"%s: %d attempts, %d facts, %d bytes, of %s", b.Path, b.Attempts, b.Facts, b.Bytes, t.Journal.Path())
}

// adoptLine is what adopt says to a program.
type adoptLine struct {
	print.Ended
	Path    string `json:"path" doc:"the journal"`
	Adopted bool   `json:"adopted,omitempty" doc:"it was a copy; absent where there was nothing to adopt"`
	Open    int    `json:"open" doc:"how many attempts are open in it"`
}

func runAdopt(ctx context.Context, g *global, t *wiring.Till, by, reason string) error {
	was := t.Journal.Copied()
	adopted, err := t.Adopt(ctx, by, reason)
	if err != nil {
		return endingOf(origin{code: codes.ExitFailed}, err)
	}
	open, err := t.App.Open(ctx)
	if err != nil {
		return failed(err)
	}
	says := "is in its place, nothing to adopt"
	if adopted {
		says = fmt.Sprintf("adopted, %d open (%s)", len(open), was)
	}
	e := &ending{}
	err = g.end(e, adoptLine{g.ended(e), t.Journal.Path(), adopted, len(open)}, "%s: %s", t.Journal.Path(), says)
	if len(open) > 0 {
		fmt.Fprintln(g.s.err, "try: facetill recover")
	}
	return err
}
