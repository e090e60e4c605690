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

	"facetill/flow"
)

// salesOptions narrow the list.
type salesOptions struct {
	from, to, state string
	limit           int
	format          string
}

const dayLayout = "2006-01-02"

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
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !cmd.Flags().Changed("limit") {
				o.limit = 0
			}
			if err := oneOf("--format", o.format, "csv", formatJSON); err != nil {
				return err
			}
			return runExport(cmd.Context(), g, o)
		},
	}
	export.Flags().StringVar(&o.format, "format", "csv", "csv or json")
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
	t, err := time.ParseInLocation(dayLayout, text, flow.Beijing)
	if err != nil {
		return t, usage("%s %q is no day; write it like 2026-01-31", flag, text)
	}
	return t, nil
}

func (o *salesOptions) read(ctx context.Context, g *global) ([]flow.Attempt, error) {
	f, err := o.filter()
	if err != nil {
		return nil, err
	}
	sh, err := g.open(ctx, needs{})
	if err != nil {
		return nil, err
	}
	defer sh.close()
	all, err := sh.ports.Journal.List(ctx, f)
	if err != nil {
		return nil, failed(err)
	}
	return all, nil
}

func runSales(ctx context.Context, g *global, o *salesOptions) error {
	all, err := o.read(ctx, g)
	if err != nil {
		return err
	}
	g.list(g.p, all)
	return nil
}

func runExport(ctx context.Context, g *global, o *salesOptions) error {
	if o.format == formatJSON {
		g.output = formatJSON
		return runSales(ctx, g, o)
	}
	all, err := o.read(ctx, g)
	if err != nil {
		return err
	}
	w := csv.NewWriter(g.s.out)
	_ = w.Write([]string{"time_end", "started_at", "ref", "out_trade_no", "transaction_id", "state", "outcome", "total_fee",
		"refunded_fee", "method", "lane", "cashier", "err_code", "simulated"})
	for _, a := range all {
		r := recordOf(a)
		outcome, _ := verdict(a)
		_ = w.Write([]string{excelTime(a.TimeEnd), excelTime(a.OpenedAt), plainCell(r.Ref), r.OutTradeNo, r.TransactionID, r.State,
			string(outcome), fmt.Sprint(r.TotalFee), fmt.Sprint(r.RefundedFee), r.Method, plainCell(r.Lane), plainCell(r.Cashier),
			r.ErrCode, strconv.FormatBool(r.Simulated)})
	}
	w.Flush()
	return nil
}

func excelTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(flow.Beijing).Format("2006-01-02 15:04:05")
}

// plainCell keeps a spreadsheet from taking a reference for a formula.
func plainCell(text string) string {
	if text != "" && strings.ContainsAny(text[:1], "=+-@") {
		return "'" + text
	}
	return text
}
