package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/flow/till"
)

// salesOptions narrow the list.
type salesOptions struct {
	from, to, state string
	limit           int
	csv             bool
}

const formatCSV = "csv"

func newSales(g *global) *cobra.Command {
	o, format := &salesOptions{}, ""
	cmd := &cobra.Command{
		Use:         "sales",
		Short:       "List sales, newest first",
		Long:        "sales lists attempts. A day is a day in Beijing, and a sale belongs to the day on which it was paid.",
		Args:        cobra.NoArgs,
		Annotations: map[string]string{readsAny: "yes"},
		RunE:        g.sales(o).run,
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
			"count is on stderr, and an export that could not be written whole ends with 69. What day has\n" +
			"as refunded is refunded_fee, refunding_fee and stuck_fee; otherwise_fee is in no other sum.\n" +
			"coupons are \"id type fee\" each, with a semicolon between; odd are numbers that cannot be.",
		Args: cobra.NoArgs,
		PreRunE: func(cmd *cobra.Command, _ []string) error {
			if !cmd.Flags().Changed("limit") {
				o.limit = 0
			}
			if g.json() && !cmd.Flags().Changed("format") {
				format = formatJSON
			}
			if err := oneOf("--format", format, formatCSV, formatJSON); err != nil {
				return err
			}
			o.csv = format == formatCSV
			if g.json() && o.csv {
				return usage("--format csv and -o json exclude each other")
			}
			if !o.csv {
				g.output = formatJSON
			}
			return nil
		},
		Annotations: map[string]string{readsAny: "yes"},
		RunE:        g.sales(o).run,
	}
	export.Flags().StringVar(&format, "format", formatCSV, "csv or json")
	cmd.AddCommand(export)
	return cmd
}

func (o *salesOptions) filter() (flow.Filter, error) {
	f := flow.Filter{State: flow.State(o.state), Limit: o.limit}
	if o.limit < 0 {
		return f, usage("--limit %d is negative; give 0 for all", o.limit)
	}
	if o.state != "" && !slices.Contains(flow.States(), f.State) {
		return f, usage("--state %q is unknown; give one of %s", o.state, strings.Join(vocabulary()["state"], ", "))
	}
	var err error
	if f.From, err = dayOf("--from", o.from); err != nil {
		return f, err
	}
	if f.To, err = dayOf("--to", o.to); err != nil {
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

// dayOf is the beginning of a Beijing day, zero where none is given.
func dayOf(flag, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := till.ParseDay(text)
	if err != nil {
		return t, usage("%s %q is no day; write it like 2026-01-31", flag, text)
	}
	return t, nil
}

// sales lists the attempts that are asked for.
func (g *global) sales(o *salesOptions) action {
	return func(ctx context.Context, _ []string) error {
		f, err := o.filter()
		if err != nil {
			return err
		}
		var all []flow.Attempt
		var more bool
		err = g.withTill(wiring.Needs{}, func(ctx context.Context, g *global, t *wiring.Till, _ []string) (err error) {
			all, more, err = t.App.List(ctx, f)
			if err != nil {
				return endingOf(fromJournal, err)
			}
			return nil
		})(ctx, nil)
		if err != nil {
			return err
		}
		if o.csv {
			print.CSV(g.s.out, all)
		} else {
			g.list(all)
		}
		// That a list is not whole (money rule 7.1) is on stderr also where it goes into a file.
		cut := fmt.Sprintf("only the newest %d are listed, and there are more: --limit 0 lists all", len(all))
		if more {
			fmt.Fprintf(g.s.err, "facetill: %s\n", cut)
		}
		switch {
		case o.csv:
			fmt.Fprintf(g.s.err, "facetill: %d rows\n", len(all))
		case g.json():
			g.p.End(print.ListEnded{Ended: g.ended(&ending{}), Count: g.p.Count(), More: more})
		case more:
			fmt.Fprintln(g.s.out, cut)
		}
		return nil
	}
}
