package cli

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"facetill/flow"
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

	coupons, unsettled flow.Fen
}

func (t *total) add(a flow.Attempt) {
	t.Sales++
	t.TotalFee += int64(a.TotalFee)
	t.RefundedFee += int64(a.RefundedFee)
	t.coupons += coupon(a)
	t.unsettled += unsettled(a)
	t.CashFee, t.SettlementFee = 0, 0
	if t.coupons > 0 || t.unsettled > 0 {
		t.CashFee, t.SettlementFee = t.TotalFee-int64(t.coupons), t.TotalFee-int64(t.unsettled)
	}
}

// coupon is what a customer did not give of a charge, unsettled what WeChat does
// not settle of it with the shop: the same where the shop bears the coupon.
func coupon(a flow.Attempt) flow.Fen    { return missing(a, a.CashFee) }
func unsettled(a flow.Attempt) flow.Fen { return missing(a, a.SettlementFee) }

func missing(a flow.Attempt, part flow.Fen) flow.Fen {
	if part <= 0 || part >= a.TotalFee { // not told, or all of it
		return 0
	}
	return a.TotalFee - part
}

// couponText names the difference between what was sold and what was given, ""
// where there is none.
func couponText(total, cash, settled flow.Fen) string {
	a := flow.Attempt{Order: flow.Order{TotalFee: total}, CashFee: cash, SettlementFee: settled}
	if coupon(a) == 0 && unsettled(a) == 0 {
		return ""
	}
	return fmt.Sprintf("coupon %s, paid %s, settled %s", max(coupon(a), unsettled(a)), total-coupon(a), total-unsettled(a))
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

// sellingHours are those with a sale.
func (d theDay) sellingHours() (list []hour) {
	for h, t := range d.hours {
		if t.Sales > 0 {
			list = append(list, hour{h, t})
		}
	}
	return list
}

func runClose(ctx context.Context, g *global, date string, force bool) error {
	from, err := day("--date", date)
	if err != nil {
		return err
	}
	sh, err := g.open(ctx, needs{money: true})
	if err != nil {
		return err
	}
	defer sh.close()
	if from.IsZero() {
		y, m, d := sh.ports.Clock.Now().Wall.In(flow.Beijing).Date()
		from = time.Date(y, m, d, 0, 0, 0, 0, flow.Beijing)
	}
	open, err := sh.pendingOpen(ctx)
	if err != nil {
		return endingOf(fromOpen, err)
	}
	if force && len(open) > 0 {
		if err := g.manager(sh.cfg.Terminal.ManagerPINHash, "close --force"); err != nil {
			return err
		}
	}
	day, err := sh.day(ctx, from)
	if err != nil {
		return endingOf(fromJournal, err)
	}
	day.otherwise = sh.recheckBeside(ctx, g)
	return g.tellDay(from, day, open, whatHelpsHere(sh, open), force, g.words(sh.cfg.UI.Language))
}

// theDay is what close knows of one.
type theDay struct {
	all    total
	totals []total   // by method and cashier
	hours  [24]total // by the hour of the charge
	byHand []flow.Attempt
	// reopened refusals of the day, and words by hand that WeChat contradicts
	reopened, otherwise int
}

// day adds a day up: what was charged in it, less what is back. A charge that
// was reversed was never a sale.
func (sh *shop) day(ctx context.Context, from time.Time) (d theDay, err error) {
	to := from.AddDate(0, 0, 1)
	all, err := sh.ports.Journal.List(ctx, flow.Filter{From: from, To: to})
	if err != nil {
		return d, err
	}
	parts := map[[2]string]*total{}
	for _, a := range all {
		if a.Reopened {
			d.reopened++
		}
		if !sold(a) {
			continue
		}
		key := [2]string{string(a.Method), a.Cashier}
		if parts[key] == nil {
			parts[key] = &total{Method: key[0], Cashier: key[1]}
		}
		parts[key].add(a)
		d.all.add(a)
		at := a.TimeEnd
		if at.IsZero() {
			at = a.OpenedAt
		}
		d.hours[at.In(flow.Beijing).Hour()].add(a)
	}
	for _, t := range slices.SortedFunc(maps.Values(parts), func(x, y *total) int {
		return cmp.Or(cmp.Compare(x.Method, y.Method), cmp.Compare(x.Cashier, y.Cashier))
	}) {
		d.totals = append(d.totals, *t)
	}
	d.byHand, err = sh.decided(ctx, from, to)
	return d, err
}

// sold says that an attempt is a sale of its day. An unclaimed charge is none
// yet: it is open.
func sold(a flow.Attempt) bool {
	refunding := a.State == flow.Refunding && a.TransactionID != "" && a.DecidedAt.IsZero()
	return a.State == flow.Paid && !a.Unclaimed || a.State == flow.Refunded && a.TransactionID != "" || refunding
}

// decided gives what persons decided about sales of the day, or in it about
// earlier ones.
func (sh *shop) decided(ctx context.Context, from, to time.Time) (kept []flow.Attempt, err error) {
	all, err := sh.ports.Journal.List(ctx, flow.Filter{From: flow.WordsSince(from), To: to, Resolved: true})
	for _, a := range all {
		at := cmp.Or(a.TimeEnd, a.OpenedAt)
		if !at.Before(from) || !a.EndedAt.Before(from) && a.EndedAt.Before(to) {
			kept = append(kept, a)
		}
	}
	return kept, err
}

func (g *global) tellDay(from time.Time, d theDay, open []flow.Attempt, helps string, force bool, w *text.Words) error {
	e := &ending{code: exitDone, told: true}
	line := dayLine{Date: from.Format(dayLayout), Open: len(open), ByHand: len(d.byHand), Reopened: d.reopened, Otherwise: d.otherwise}
	if d.otherwise > 0 {
		e.code, e.text = exitFinding, saidOtherwise(d.otherwise)
	}
	if len(open) > 0 && !force {
		e = &ending{code: exitOpen, told: true, text: fmt.Sprintf("%d open: the day has no sum yet", len(open))}
		e.hint("%s", helps).hint("facetill close, when that is done").hint("--force, to add up what is known")
	} else {
		line.total, line.Totals, line.Hours = &d.all, d.totals, d.sellingHours()
	}
	g.list(g.p, open)
	g.list(g.p, slices.DeleteFunc(slices.Clone(d.byHand), flow.Attempt.Open)) // the open ones stand above
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
		fmt.Fprintf(g.s.out, w.DayCoupons+"\n", max(t.coupons, t.unsettled), flow.Fen(t.CashFee), flow.Fen(t.SettlementFee))
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
