package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/reconcile"
	billdesk "facetill/flow/reconcile/desk"
	"facetill/flow/till"
)

// billOptions are the flags of reconcile.
type billOptions struct {
	date, file          string
	accept, enter, asks string // the name of a finding
	by, reason          string
	lanes               bool
	day                 time.Time // of date
}

func newReconcile(g *global) *cobra.Command {
	o := &billOptions{}
	cmd := &cobra.Command{
		Use:   "reconcile [--date DAY | --bill FILE]",
		Short: "Hold WeChat's bill of a day against the journal",
		Long: "reconcile fetches the bill of a day (there is one after 10:00 of the next), keeps it in the folder\n" +
			"bills beside the journal, and compares it row by row. Where the two differ WeChat is asked, because\n" +
			"a bill is not signed. 0: they agree; 9: somebody has to look at a finding; 8: the bill is not there\n" +
			"yet, WeChat did not answer or gave another one, or something has no end yet. A FILE of another\n" +
			"merchant or day is 64.\n" +
			"Rows of other shops and channels are one line; --lanes tells which are ours.\n\n" +
			"A finding has a name, the six digits ID before it, which means the same finding whatever is\n" +
			"compared later. --accept ID says that it is known and dealt with; a refund of the merchant platform\n" +
			"is entered then, as WeChat has it. --import ID enters a charge that the journal does not know, as\n" +
			"an unclaimed one, where WeChat's own answer proves it. Both want the manager's PIN where one is\n" +
			"set. --ask ID asks WeChat about a finding once more. The till does yesterday's by itself.",
		Args:    cobra.NoArgs,
		PreRunE: func(cmd *cobra.Command, _ []string) error { return o.check(cmd.Flags().Changed) },
		RunE:    g.stoppable(func(ctx context.Context, args []string) error { return g.withTill(o.needs(), o.run)(ctx, args) }).run,
	}
	f := cmd.Flags()
	f.StringVar(&o.date, "date", "", "the `day`, such as 2026-01-31 (default yesterday, or that of the file or finding)")
	f.StringVar(&o.file, "bill", "", "a bill that you have, as a `file`")
	f.StringVar(&o.accept, "accept", "", "take a word about the finding `ID`")
	f.StringVar(&o.enter, "import", "", "enter the charge of the finding `ID`")
	f.StringVar(&o.asks, "ask", "", "ask WeChat about the finding `ID` once more")
	f.StringVar(&o.by, "by", "", "who says so (default who is signed in, else terminal.cashier)")
	f.StringVar(&o.reason, "reason", "", "how you know")
	f.BoolVar(&o.lanes, "lanes", false, "only tell which lanes are ours")
	return cmd
}

func (o *billOptions) check(given func(flag string) bool) (err error) {
	does := slices.DeleteFunc([]string{"bill", "accept", "import", "ask", "lanes"}, func(flag string) bool { return !given(flag) })
	if len(does) > 1 {
		return usage("--bill, --accept, --import, --ask and --lanes are one at a time")
	}
	for flag, id := range map[string]string{"accept": o.accept, "import": o.enter, "ask": o.asks} {
		if given(flag) && !billdesk.IsID(id) {
			return usage("--%s %s is no name of a finding: six digits, a to f among them", flag, field.Quoted(id)).hint("facetill reconcile, and the name before the finding")
		}
	}
	if (o.accept != "" || o.enter != "") && o.reason == "" {
		return usage("--reason is needed with --accept and --import")
	}
	o.day, err = dayOf("--date", o.date)
	return err
}

// needs are those of a comparison, which only reads and notes, or of a word about money.
func (o *billOptions) needs() wiring.Needs {
	return wiring.Needs{Gateway: !o.lanes, Money: o.accept != "" || o.enter != ""}
}

func (o *billOptions) run(ctx context.Context, g *global, t *wiring.Till, _ []string) error {
	bills := t.Bills()
	if o.lanes {
		lanes, err := bills.Lanes(ctx)
		if err != nil {
			return endingOf(fromJournal, err)
		}
		return billEnd(g, &ending{}, print.Bill{Lanes: lanes}, t)
	}
	if id := cmp.Or(o.accept, o.enter, o.asks); id != "" {
		return o.word(ctx, g, t, bills, id)
	}
	if o.day.IsZero() && o.file == "" {
		o.day = till.Midnight(t.Ports.Clock.Now().Wall).AddDate(0, 0, -1)
	}
	var r billdesk.Report
	var err error
	if o.file != "" {
		r, err = bills.CompareFile(ctx, o.file, o.day, o.by)
	} else {
		r, err = bills.Compare(ctx, o.day, o.by)
	}
	switch {
	case err != nil && interrupted(ctx):
		return &ending{code: codes.ExitInterrupted, text: "interrupted; nothing was noted"}
	case err != nil:
		return ofBill(err)
	}
	for _, i := range r.Items {
		g.say(print.BillRowOf(i), "%s", print.BillText(g.words(t.Config.UI.Language), i))
	}
	line, e := print.BillOf(r), &ending{}
	if r.File != "" {
		line.Path = filepath.Join(filepath.Dir(t.Journal.Path()), "bills", r.File)
	}
	switch r.Verdict() {
	case reconcile.NotKnown:
		e = &ending{code: codes.ExitOpen, text: "something of that day has no end yet"}
		e.hint("facetill recover, and then the same again")
	case reconcile.Findings:
		e = &ending{code: codes.ExitFinding, text: fmt.Sprintf("%d to look at", r.Look())}
		if r.NotWhole {
			e.hint("fetch the bill again first, it is not whole: facetill reconcile --date %s", r.Day)
			break
		}
		e.hint("facetill reconcile --date %s --accept ID (or --import ID, --ask ID); ID stands before the finding", r.Day)
	}
	return billEnd(g, e, line, t)
}

// billEnd prints the result line of a comparison.
func billEnd(g *global, e *ending, line print.Bill, t *wiring.Till) error {
	if e.told = true; g.json() {
		line.Ended = g.ended(e)
		g.p.End(line)
	} else {
		line.Table(g.s.out, g.words(t.Config.UI.Language))
	}
	return e.orNone()
}

// word does what a person wants with one finding.
func (o *billOptions) word(ctx context.Context, g *global, t *wiring.Till, bills *billdesk.Desk, id string) error {
	var of []time.Time // of any day
	if !o.day.IsZero() {
		of = append(of, o.day)
	}
	i, err := bills.Find(ctx, id, of...)
	if err != nil {
		return ofBill(err)
	}
	s := billdesk.Say{ID: id, Day: o.day, By: o.by, Reason: o.reason}
	if o.asks == "" {
		if s.By, err = named(ctx, t, o.by); err != nil {
			return endingOf(fromJournal, err)
		}
	}
	if o.asks == "" && bills.WantsPIN(i) {
		if s.PIN, err = g.askManager(ctx, t, "reconcile"); err != nil {
			return err
		}
	}
	switch {
	case o.asks != "":
		i, err = bills.Ask(ctx, id, of...)
	case o.enter != "":
		i, _, err = bills.Import(ctx, s)
	default:
		i, err = bills.Accept(ctx, s)
	}
	if err != nil {
		return ofBill(err)
	}
	g.worded = o.asks == ""
	g.say(print.BillRowOf(i), "%s", print.BillText(g.words(t.Config.UI.Language), i))
	if o.enter != "" {
		fmt.Fprintf(g.s.err, "try: facetill resolve %s --as given (or give-back) --by NAME --reason TEXT\n", field.Plain(string(i.OutTradeNo)))
	}
	e, line := &ending{}, print.Bill{}
	if day, err := till.ParseDay(i.Day); err == nil {
		if r, is, err := bills.Last(ctx, day); err == nil && is {
			line, line.Count = print.BillOf(r), 1
		}
	}
	if o.asks != "" && i.Wants() {
		if e = (&ending{code: codes.ExitFinding, text: "somebody has to look at it"}); i.NotWhole {
			e.hint("fetch the bill again first, it is not whole: facetill reconcile --date %s", i.Day)
		}
	}
	return billEnd(g, e, line, t)
}

// ofBill is how a comparison ends, or a word about a finding, that an error ended.
func ofBill(err error) *ending {
	unproven, _ := errors.AsType[*billdesk.UnprovenError](err)
	switch {
	case errors.Is(err, billdesk.ErrNotReady), errors.Is(err, billdesk.ErrNoAnswer):
		return (&ending{code: codes.ExitOpen, text: err.Error()}).hint("the same again, after 10:00 in Beijing")
	case unproven != nil && strings.HasPrefix(unproven.Said, string(flow.AnswerRefund)):
		return (&ending{code: codes.ExitOpen, text: err.Error()}).hint("end it on the merchant platform, then facetill reconcile --accept ID: it has a refund, and cannot be imported")
	case unproven != nil:
		return (&ending{code: codes.ExitOpen, text: err.Error()}).hint("facetill reconcile --ask ID")
	case typed[*billdesk.KeepError](err):
		return &ending{code: codes.ExitFailed, errCode: codes.WhyFailed, text: err.Error()}
	case typed[*reconcile.ForeignError](err), billdesk.IsNoBill(err), typed[*billdesk.AheadError](err), typed[*billdesk.TooOldError](err), errors.Is(err, billdesk.ErrNoDay), typed[*fs.PathError](err):
		return usage("%s", err)
	case typed[*field.Error](err), errors.Is(err, flow.ErrOwned), errors.Is(err, flow.ErrFenced):
		return endingOf(fromWord(flow.Attempt{}), err)
	}
	return endingOf(fromJournal, err)
}
