package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/text"
)

func newClose(g *global) *cobra.Command {
	var date string
	var force bool
	cmd := &cobra.Command{
		Use:   "close",
		Short: "Close a day: counts and sums by method and cashier, and what was decided by hand",
		Long: "close adds up a Beijing day. A sale belongs to the day on which it was paid. While any\n" +
			"attempt is open it refuses with 8: a day whose end is not known has no sum. --force adds\n" +
			"up all the same, with the manager's PIN where one is set; the code is then 0.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runClose(cmd.Context(), g, date, force) },
	}
	cmd.Flags().StringVar(&date, "date", "", "the `day`, such as 2026-01-31 (default today)")
	cmd.Flags().BoolVar(&force, "force", false, "although attempts are open")
	return cmd
}

// total is a line of the day close. Amounts are in fen.
type total struct {
	Method      string `json:"method,omitempty" is:"method"`
	Cashier     string `json:"cashier,omitempty"`
	Sales       int    `json:"sales" doc:"how many"`
	TotalFee    int64  `json:"total_fee" doc:"fen"`
	RefundedFee int64  `json:"refunded_fee" doc:"fen"`
	// Absent where there was no coupon.
	CashFee       int64 `json:"cash_fee,omitempty" doc:"fen that customers gave; absent where it is total_fee"`
	SettlementFee int64 `json:"settlement_fee,omitempty" doc:"fen that WeChat settles with the shop; absent where it is total_fee"`
}

func totalOf(s till.Sum) total {
	t := total{Method: string(s.Method), Cashier: s.Cashier, Sales: s.Sales, TotalFee: int64(s.Charged), RefundedFee: int64(s.Refunded)}
	if s.Coupons > 0 || s.Unsettled > 0 {
		t.CashFee, t.SettlementFee = int64(s.Charged-s.Coupons), int64(s.Charged-s.Unsettled)
	}
	return t
}

// couponText names the difference between what was sold and what was given, ""
// where there is none.
func couponText(total, cash, settled flow.Fen) string {
	coupon, unsettled := till.Missing(total, cash), till.Missing(total, settled)
	if coupon == 0 && unsettled == 0 {
		return ""
	}
	return fmt.Sprintf("coupon %s, paid %s, settled %s", max(coupon, unsettled), total-coupon, total-unsettled)
}

// dayLine is the result line of close.
type dayLine struct {
	ended
	Date      string  `json:"date" doc:"the day"`
	Open      int     `json:"open" doc:"how many attempts are open"`
	ByHand    int     `json:"by_hand" doc:"how many sales of the day a person decided"`
	Reopened  int     `json:"reopened,omitempty" doc:"how many refusals of the day were opened again, because money was behind them"`
	Otherwise int     `json:"otherwise,omitempty" doc:"how many were resolved by hand and not as WeChat has them"`
	Count     int     `json:"count" doc:"how many attempt lines stand before this one"`
	*total            // absent where the day was not closed
	Totals    []total `json:"totals,omitempty" doc:"by method and cashier"`
	Hours     []hour  `json:"hours,omitempty" doc:"those with a sale"`
}

// hour is what was sold between an hour and the next.
type hour struct {
	Hour int `json:"hour" doc:"in China, from 0"`
	total
}

// summed puts the sums of a day into its line: all, by method and cashier, and the
// hours with a sale.
func (l *dayLine) summed(d till.Day) {
	all := totalOf(d.All)
	l.total = &all
	for _, s := range d.Sums {
		l.Totals = append(l.Totals, totalOf(s))
	}
	for h, s := range d.Hours {
		if s.Sales > 0 {
			l.Hours = append(l.Hours, hour{h, totalOf(s)})
		}
	}
}

func runClose(ctx context.Context, g *global, date string, force bool) error {
	from, err := day("--date", date)
	if err != nil {
		return err
	}
	sh, err := g.open(ctx, wiring.Needs{Money: true})
	if err != nil {
		return err
	}
	defer sh.Close()
	if from.IsZero() {
		from = till.Midnight(sh.Ports.Clock.Now().Wall)
	}
	open, err := sh.App.Open(ctx)
	if err != nil {
		return endingOf(fromOpen, err)
	}
	if force && len(open) > 0 && sh.App.HasPIN() {
		pin, err := g.managersPIN("close --force")
		if err == nil {
			err = sh.App.CheckPIN(pin)
		}
		if err != nil {
			return endingOf(fromCommand, err)
		}
	}
	day, err := sh.App.Sum(ctx, from)
	if err != nil {
		return endingOf(fromJournal, err)
	}
	otherwise := sh.recheckBeside(ctx, g)
	return g.tellDay(from, day, otherwise, open, whatHelpsHere(sh, open), force, g.words(sh.Config.UI.Language))
}

func (g *global) tellDay(from time.Time, d till.Day, otherwise int, open []flow.Attempt, helps string, force bool, w *text.Words) error {
	e := &ending{code: exitDone, told: true}
	line := dayLine{Date: till.DayName(from), Open: len(open), ByHand: len(d.ByHand), Reopened: d.Reopened, Otherwise: otherwise}
	if otherwise > 0 {
		e.code, e.text = exitFinding, saidOtherwise(otherwise)
	}
	if len(open) > 0 && !force {
		e = &ending{code: exitOpen, told: true, text: fmt.Sprintf("%d open: the day has no sum yet", len(open))}
		e.hint("%s", helps).hint("facetill close, when that is done").hint("--force, to add up what is known")
	} else {
		line.summed(d)
	}
	g.list(g.p, open)
	g.list(g.p, slices.DeleteFunc(slices.Clone(d.ByHand), flow.Attempt.Open)) // the open ones stand above
	if g.json() {
		line.ended, line.Count = g.ended(e), g.p.count()
		g.p.end(line)
	} else if line.total != nil {
		g.dayTable(line, w)
	}
	if e.code == exitDone {
		return nil
	}
	return e
}

// dayTable has the words of the screen's language. It pads by columns of a
// terminal: a Chinese character has two.
func (g *global) dayTable(l dayLine, w *text.Words) {
	row := func(name, cashier string, numbers ...string) {
		line := padded(name, 6) + "  " + padded(cashier, 12)
		for i, n := range numbers {
			width := 12
			if i == 0 {
				width = 6
			}
			line += "  " + strings.Repeat(" ", max(0, width-ansi.StringWidth(n))) + n
		}
		fmt.Fprintln(g.s.out, line)
	}
	sums := func(name, cashier string, t total) {
		row(name, cashier, fmt.Sprint(t.Sales), flow.Fen(t.TotalFee).String(), flow.Fen(t.RefundedFee).String(), flow.Fen(t.TotalFee-t.RefundedFee).String())
	}
	counts := fmt.Sprintf(w.DayCounts, l.Open, l.ByHand)
	if l.Reopened > 0 {
		counts += fmt.Sprintf(w.DayReopened, l.Reopened)
	}
	fmt.Fprintf(g.s.out, "%s  %s\n", l.Date, counts)
	row(w.ColMethod, w.ColCashier, w.ColSales, w.ColCharged, w.ColRefunded, w.ColSum)
	for _, t := range l.Totals {
		sums(w.Method(flow.Method(t.Method)), t.Cashier, t)
	}
	sums(w.DayAll, "", *l.total)
	if t := l.total; t.CashFee > 0 || t.SettlementFee > 0 {
		fmt.Fprintf(g.s.out, w.DayCoupons+"\n", flow.Fen(t.TotalFee-min(t.CashFee, t.SettlementFee)), flow.Fen(t.CashFee), flow.Fen(t.SettlementFee))
	}
	g.hourChart(l.Hours)
}

// padded fills a cell up to a width.
func padded(cell string, width int) string {
	return cell + strings.Repeat(" ", max(0, width-ansi.StringWidth(cell)))
}

// widestBar is of the best hour.
const widestBar = 40

// hourChart has a bar for each hour with a sale, and its amount behind it: right
// without colour, in any font.
func (g *global) hourChart(hours []hour) {
	most := int64(1)
	for _, h := range hours {
		most = max(most, h.TotalFee)
	}
	for _, h := range hours {
		bar := strings.Repeat("#", max(1, int(h.TotalFee*widestBar/most)))
		fmt.Fprintf(g.s.out, "%02d:00  %s %s (%d)\n", h.Hour, bar, flow.Fen(h.TotalFee), h.Sales)
	}
}
