package cli

import (
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/till"
)

// salesOptions narrow the list.
type salesOptions struct {
	from, to, state string
	limit           int
	format          string
}

const formatCSV = "csv"

func newSales(g *global) *cobra.Command {
	o := &salesOptions{}
	cmd := &cobra.Command{
		Use:   "sales",
		Short: "List sales, newest first",
		Long:  "sales lists attempts. A day is a day in Beijing, and a sale belongs to the day on which it was paid.",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return runSales(cmd.Context(), g, o) },
	}
	f := cmd.PersistentFlags()
	f.StringVar(&o.from, "from", "", "first `day`, such as 2026-01-31")
	f.StringVar(&o.to, "to", "", "last `day`")
	f.StringVar(&o.state, "state", "", "only attempts in this `state`")
	f.IntVar(&o.limit, "limit", 50, "at most so many; 0 is all")
	export := &cobra.Command{
		Use:   "export",
		Short: "Print sales for another program; all of them, unless --limit is given",
		Long: "export prints CSV, or with -o json (or --format json) one JSON object a line. JSON ends with\n" +
			"a line that has the count. CSV cannot, because every row is a sale to its readers: the\n" +
			"count is on stderr, and an export that could not be written whole ends with 69.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !cmd.Flags().Changed("limit") {
				o.limit = 0
			}
			if g.json() && !cmd.Flags().Changed("format") {
				o.format = formatJSON
			}
			if err := oneOf("--format", o.format, formatCSV, formatJSON); err != nil {
				return err
			}
			if g.json() && o.format == formatCSV {
				return usage("--format csv and -o json exclude each other")
			}
			return runExport(cmd.Context(), g, o)
		},
	}
	export.Flags().StringVar(&o.format, "format", formatCSV, "csv or json")
	cmd.AddCommand(export)
	return cmd
}

func (o *salesOptions) filter() (flow.Filter, error) {
	f := flow.Filter{State: flow.State(o.state), Limit: o.limit}
	if o.limit < 0 {
		return f, usage("--limit %d is negative; give 0 for all", o.limit)
	}
	if o.state != "" && !slices.Contains(flow.States(), f.State) {
		var names []string
		for _, s := range flow.States() {
			names = append(names, string(s))
		}
		return f, usage("--state %q is unknown; give one of %s", o.state, strings.Join(names, ", "))
	}
	var err error
	if f.From, err = day("--from", o.from); err != nil {
		return f, err
	}
	if f.To, err = day("--to", o.to); err != nil {
		return f, err
	}
	if !f.To.IsZero() {
		f.To = f.To.AddDate(0, 0, 1)
	}
	if !f.From.IsZero() && !f.To.IsZero() && !f.From.Before(f.To) {
		return f, usage("--from %s is after --to %s", o.from, o.to)
	}
	return f, nil
}

// day is the beginning of a Beijing day, zero where none is given.
func day(flag, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := till.ParseDay(text)
	if err != nil {
		return t, usage("%s %q is no day; write it like 2026-01-31", flag, text)
	}
	return t, nil
}

// read returns the attempts that are asked for, and whether there are more.
func (o *salesOptions) read(ctx context.Context, g *global) (all []flow.Attempt, more bool, err error) {
	f, err := o.filter()
	if err != nil {
		return nil, false, err
	}
	t, err := g.open(ctx, wiring.Needs{})
	if err != nil {
		return nil, false, err
	}
	defer t.Close()
	if all, more, err = t.App.List(ctx, f); err != nil {
		return nil, false, endingOf(fromJournal, err)
	}
	return all, more, nil
}

func runSales(ctx context.Context, g *global, o *salesOptions) error {
	all, more, err := o.read(ctx, g)
	if err != nil {
		return err
	}
	g.list(g.p, all)
	g.tellCut(len(all), more)
	switch {
	case g.json():
		g.p.End(print.ListEnded{Ended: g.ended(&ending{code: codes.ExitDone}), Count: g.p.Count(), More: more})
	case more:
		fmt.Fprintln(g.s.out, cutText(len(all)))
	}
	return nil
}

// cutText tells that a list is not whole (money rule 7.1).
func cutText(n int) string {
	return fmt.Sprintf("only the newest %d are listed, and there are more: --limit 0 lists all", n)
}

// tellCut says it to whoever looks at the terminal, also where the list goes
// into a file.
func (g *global) tellCut(n int, more bool) {
	if more {
		fmt.Fprintf(g.s.err, "facetill: %s\n", cutText(n))
	}
}

func runExport(ctx context.Context, g *global, o *salesOptions) error {
	if o.format == formatJSON {
		g.output = formatJSON
		return runSales(ctx, g, o)
	}
	all, more, err := o.read(ctx, g)
	if err != nil {
		return err
	}
	w := csv.NewWriter(g.s.out)
	_ = w.Write([]string{"time_end", "started_at", "ref", "out_trade_no", "transaction_id", "state", "outcome", "total_fee",
		"refunded_fee", "method", "lane", "cashier", "err_code", "simulated", "cash_fee", "settlement_fee"})
	for _, a := range all {
		r := print.RecordOf(a)
		_ = w.Write([]string{excelTime(a.TimeEnd), excelTime(a.OpenedAt), plainCell(r.Ref), r.OutTradeNo, r.TransactionID, r.State,
			string(a.Outcome()), fmt.Sprint(r.TotalFee), fmt.Sprint(r.RefundedFee), r.Method, plainCell(r.Lane), plainCell(r.Cashier),
			plainCell(r.ErrCode), strconv.FormatBool(r.Simulated), fen(a.CashFee), fen(a.SettlementFee)})
	}
	w.Flush()
	g.tellCut(len(all), more)
	fmt.Fprintf(g.s.err, "facetill: %d rows\n", len(all))
	return nil
}

// fen is an amount of an export, empty where it is not known.
func fen(f flow.Fen) string {
	if f <= 0 {
		return ""
	}
	return strconv.FormatInt(int64(f), 10)
}

func excelTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(flow.Beijing).Format("2006-01-02 15:04:05")
}

// plainCell keeps a spreadsheet from taking a reference for a formula.
func plainCell(text string) string {
	text = field.Plain(text)
	if text != "" && strings.ContainsAny(text[:1], "=+-@") {
		return "'" + text
	}
	return text
}
