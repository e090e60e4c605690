package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/flags"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/flow/archive"
)

func newArchive(g *global) *cobra.Command {
	var before string
	cmd := &cobra.Command{
		Use:   "archive --before DATE FILE",
		Short: "Move the facts of closed, reconciled years into a file",
		Long: "archive copies the journal to FILE, reads all of it back, and lets the facts leave of sales of the\n" +
			"business days before DATE. Their rows stay, so references, sums, closes and receipts are as they\n" +
			"were, for ever; status --timeline --journal FILE reads their facts. A sale leaves when it is at its\n" +
			"end, all of it is in numbered closes of days before DATE, the bills of its days were compared and\n" +
			"agree (or a person accepted what does not), and nothing happened to it since. The rest stays, and is\n" +
			"counted. DATE is a year ago or earlier, by WeChat's clock: where that is not known it is 8.\n\n" +
			"With the manager's PIN where one is set. It may run beside a till. FILE is not overwritten, is never\n" +
			"adopted, and is the one place of what left: keep it twice. Stopped half-way, an archive too many is\n" +
			"there, and no fact too few. The journal's own file does not shrink: its free room is used again.",
		Args: cobra.ExactArgs(1),
		PreRunE: func(cmd *cobra.Command, args []string) error {
			if _, err := dayOf("--before", before); err != nil {
				return err
			}
			return newFile(cmd, args)
		},
		RunE: g.stoppable(g.withTill(wiring.Needs{Money: true, Gateway: true}, func(ctx context.Context, g *global, t *wiring.Till, args []string) error {
			return runArchive(ctx, g, t, before, args[0])
		})).run,
	}
	cmd.Flags().StringVar(&before, "before", "", "the business `day` before which sales leave, such as 2026-01-31")
	flags.MustHave(cmd.Flags(), "before")
	return cmd
}

// archiveLine is what archive says to a program.
type archiveLine struct {
	print.Ended
	Path   string        `json:"path,omitempty" doc:"the archive; absent where nothing was to leave"`
	Of     string        `json:"of" doc:"the journal"`
	Before string        `json:"before" doc:"the business day before which sales leave"`
	Bytes  int64         `json:"bytes,omitempty" doc:"its size"`
	Moved  int           `json:"moved" doc:"how many attempts' facts left the journal for it"`
	Stay   []archiveStay `json:"stay,omitempty" doc:"what of before that day stays"`
}

// archiveStay is how many stay for a reason.
type archiveStay struct {
	Why   string `json:"why" is:"stays" doc:"why they stay"`
	Sales int    `json:"sales" doc:"how many attempts"`
}

// changed is why a sale stays that was another one by the time it was to leave.
const changed archive.Reason = "changed"

// staySays are the reasons as people read them.
var staySays = map[archive.Reason]string{
	archive.Open:          "not at their end",
	archive.Since:         "with something that happened since",
	archive.NoRecord:      "in no close of a day before",
	archive.NotReconciled: "of a day whose bill was not compared, or does not agree",
	changed:               "changed meanwhile",
}

func runArchive(ctx context.Context, g *global, t *wiring.Till, before, file string) error {
	begin, _ := t.App.Calendar().Parse(before) // PreRunE has read it
	p := t.Archiving()
	if err := mayArchive(ctx, t, p, begin); err != nil {
		return err
	}
	c, err := p.Choose(ctx, begin)
	if err != nil {
		return stoppedArchive(ctx, err)
	}
	line, e := archiveLine{Of: t.Journal.Path(), Before: before}, &ending{}
	for _, why := range archive.Reasons() {
		line.stays(why, c.Stay[why])
	}
	if len(c.Leave) > 0 {
		pin, err := g.askManager(ctx, t, "journal archive")
		if err != nil {
			return err
		}
		made, err := t.Archive(ctx, file, before, pin, c.Leave)
		if err != nil {
			return stoppedArchive(ctx, err)
		}
		line.Path, line.Bytes, line.Moved = made.Path, made.Bytes, made.Moved
		line.stays(changed, len(c.Leave)-made.Moved)
	}
	if c.Bill != "" {
		e.hint("facetill reconcile --date %s", c.Bill)
	}
	line.Ended = g.ended(e)
	err = g.end(e, line, "%s", line.says())
	if c.Bill != "" {
		fmt.Fprintf(g.s.err, "try: %s\n", e.tries())
	}
	return err
}

// mayArchive refuses a date of which refunds may still begin.
func mayArchive(ctx context.Context, t *wiring.Till, p archive.Ports, begin time.Time) error {
	now, trusted := t.WeChatNow(ctx)
	if !trusted {
		return (&ending{code: codes.ExitOpen, text: "WeChat's time is not known, and by this machine's alone nothing leaves"}).
			hint("the same again, when WeChat can be reached").hint("facetill doctor, whether this machine's clock is set right")
	}
	if young, is := errors.AsType[*archive.YoungError](p.Check(begin, now)); is {
		return usage("%s", young).as(codes.WhyDay).hint("facetill journal archive --before %s FILE", young.Last)
	}
	return nil
}

// stoppedArchive is how an archive ends that an error ended, or a signal.
func stoppedArchive(ctx context.Context, err error) error {
	if interrupted(ctx) {
		return &ending{code: codes.ExitInterrupted, text: "interrupted; " + err.Error()}
	}
	return endingOf(fromJournal, err)
}

// stays notes how many stay for a reason.
func (l *archiveLine) stays(why archive.Reason, sales int) {
	if sales > 0 {
		l.Stay = append(l.Stay, archiveStay{string(why), sales})
	}
}

// says is the line for people.
func (l archiveLine) says() string {
	var stay []string
	n := 0
	for _, s := range l.Stay {
		n += s.Sales
		stay = append(stay, fmt.Sprintf("%d %s", s.Sales, staySays[archive.Reason(s.Why)]))
	}
	rest := ""
	if n > 0 {
		rest = fmt.Sprintf("; %d stay: %s", n, strings.Join(stay, ", "))
	}
	if l.Path == "" {
		return fmt.Sprintf("%s: nothing to archive before %s%s", l.Of, l.Before, rest)
	}
	return fmt.Sprintf("%s: the facts of %d sales before %s left %s for it, %d bytes%s", l.Path, l.Moved, l.Before, l.Of, l.Bytes, rest)
}

// archivedIn returns the archive that has the facts of an attempt, "" where they are here,
// or cannot be read: then who needs them says so.
func archivedIn(ctx context.Context, t *wiring.Till, a flow.Attempt) string {
	_, err := t.App.Timeline(ctx, a.OutTradeNo)
	if gone, is := errors.AsType[*flow.ArchivedError](err); is {
		return gone.File
	}
	return ""
}

// ofArchived is what wants to add to facts that are in an archive.
func ofArchived(_ origin, err error) *ending {
	gone, _ := errors.AsType[*flow.ArchivedError](err)
	return usage("%s", gone).as(codes.WhyArchived).hint("facetill status %s --timeline --journal %s", gone.OutTradeNo, gone.File).hint("WeChat's merchant platform, if money is to move")
}
