package print

import (
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/flow/day"
	"facetill/flow/till"
	"facetill/tui/text"
)

// Total is a line of the day close. Amounts are in fen.
type Total struct {
	Method      string `json:"method,omitempty" is:"method"`
	Cashier     string `json:"cashier,omitempty"`
	Sales       int    `json:"sales" doc:"how many"`
	TotalFee    int64  `json:"total_fee" doc:"fen"`
	RefundedFee int64  `json:"refunded_fee" doc:"fen that WeChat took to give back, back or still on their way"`
	CouponFee   int64  `json:"coupon_fee,omitempty" doc:"fen that coupons paid"`
	// Absent where there was no coupon.
	CashFee       int64 `json:"cash_fee,omitempty" doc:"fen that customers gave; absent where it is total_fee"`
	SettlementFee int64 `json:"settlement_fee,omitempty" doc:"fen that WeChat settles with the shop, before refunds; absent where it is total_fee"`
}

// SetClose names the record of the day, with its sums where those are others.
func (l *Day) SetClose(r day.Record, all till.Sum) {
	l.Close = r.Number
	if r.Number > 0 && r.All != all {
		t := totalOf(r.All)
		l.ClosedTotal = &t
	}
}

func totalOf(s till.Sum) Total {
	t := Total{Method: string(s.Method), Cashier: s.Cashier, Sales: s.Sales, TotalFee: int64(s.Charged), RefundedFee: int64(s.Refunded)}
	if s.Coupon() != 0 {
		t.CouponFee = int64(s.Coupons)
		t.CashFee, t.SettlementFee = int64(s.Charged-s.Coupons), int64(s.Charged-s.Unsettled)
	}
	return t
}

// couponText names the difference between what was sold and what was given, ""
// where there is none.
func couponText(total, coupon, settled flow.Fen) string {
	unsettled := till.Missing(total, settled)
	if coupon == 0 && unsettled == 0 {
		return ""
	}
	return fmt.Sprintf("coupon %s, paid %s, settled %s", max(coupon, unsettled), total-coupon, total-unsettled)
}

// Day is the result line of day.
type Day struct {
	Ended
	Date         string `json:"date" doc:"the day"`
	Close        int    `json:"close,omitempty" doc:"the number of the record of that day; absent where it is not closed"`
	ClosedTotal  *Total `json:"close_total,omitempty" doc:"what that record has, where it is not what stands here: something came later, or the day began at another hour"`
	NotFinal     bool   `json:"not_final,omitempty" doc:"something is open: the sums may change"`
	Open         int    `json:"open" doc:"how many attempts are open"`
	ByHand       int    `json:"by_hand" doc:"how many sales of the day a person decided"`
	Reopened     int    `json:"reopened,omitempty" doc:"how many refusals of the day were opened again, because money was behind them"`
	Otherwise    int    `json:"otherwise,omitempty" doc:"how many were resolved by hand and not as WeChat has them, or have more on its way back than was charged"`
	OtherwiseFee int64  `json:"otherwise_fee,omitempty" doc:"fen that customers got back in another way in the day, by persons' word: in no other sum"`
	Count        int    `json:"count" doc:"how many attempt lines stand before this one"`
	RefundsOpen
	*Total
	Totals  []Total  `json:"totals,omitempty" doc:"by method and cashier"`
	Hours   []Hour   `json:"hours,omitempty" doc:"those with a sale or a refund"`
	Tenders []Tender `json:"tenders,omitempty" doc:"how else customers paid, of what ended unpaid; in no sum"`
}

// Tender is what customers paid in another way, by persons' word.
type Tender struct {
	As       string `json:"as" is:"tender"`
	Sales    int    `json:"sales" doc:"how many"`
	TotalFee int64  `json:"total_fee" doc:"fen"`
}

// Hour is what was sold, and given back, between an hour and the next.
type Hour struct {
	Hour int `json:"hour" doc:"in China, from 0"`
	Total
}

// Add puts the sums of a day into its line: all, by method and cashier, and the
// hours with a sale or a refund.
func (l *Day) Add(d till.Day) {
	all := totalOf(d.All)
	l.Total = &all
	for _, s := range d.Sums {
		l.Totals = append(l.Totals, totalOf(s))
	}
	l.OtherwiseFee = int64(d.Otherwise)
	for _, t := range d.Tenders {
		l.Tenders = append(l.Tenders, Tender{t.As, t.Sales, int64(t.Fee)})
	}
	for h, s := range d.Hours {
		if s != (till.Sum{}) {
			l.Hours = append(l.Hours, Hour{h, totalOf(s)})
		}
	}
}

// Table writes the day for people, in the words of the screen's language.
func (l *Day) Table(to io.Writer, w *text.Words) {
	counts := fmt.Sprintf(w.DayCounts, l.Open, l.ByHand)
	if l.Reopened > 0 {
		counts += fmt.Sprintf(w.DayReopened, l.Reopened)
	}
	fmt.Fprintf(to, "%s  %s\n", l.Date, counts)
	if l.Close > 0 {
		fmt.Fprintf(to, w.DayClosed+"\n", l.Close)
		if t := l.ClosedTotal; t != nil {
			fmt.Fprintf(to, w.DayClosedOther+"\n", flow.Fen(t.TotalFee-t.RefundedFee), l.Close)
		}
	}
	if l.NotFinal {
		fmt.Fprintf(to, w.DayOpen+"\n", l.Open)
	}
	if refunds := l.RefundsOpen.Say(w); refunds != "" {
		fmt.Fprintln(to, refunds)
	}
	if l.OtherwiseFee > 0 {
		fmt.Fprintf(to, w.DayOtherwise+"\n", flow.Fen(l.OtherwiseFee))
	}
	sumTable(to, w, l.Totals, *l.Total)
	couponLine(to, w, *l.Total)
	hourChart(to, l.Hours)
	tenderTable(to, w, l.Tenders)
}

// couponLine is what customers gave and WeChat settles, where it is less than was sold.
func couponLine(to io.Writer, w *text.Words, t Total) {
	if t.CashFee != 0 || t.SettlementFee != 0 {
		coupon := till.Sum{Coupons: flow.Fen(t.TotalFee - t.CashFee), Unsettled: flow.Fen(t.TotalFee - t.SettlementFee)}.Coupon()
		fmt.Fprintf(to, w.DayCoupons+"\n", coupon, flow.Fen(t.CashFee), flow.Fen(t.SettlementFee))
	}
}

func tenderTable(to io.Writer, w *text.Words, tenders []Tender) {
	for i, t := range tenders {
		if i == 0 {
			fmt.Fprintln(to, w.DayTenders)
		}
		name := w.Tender(t.As)
		fmt.Fprintf(to, "%s  %s (%d)\n", name+blank(6, name), flow.Fen(t.TotalFee), t.Sales)
	}
}

// sumTable writes sums and the one of all. It pads by columns of a terminal: a Chinese
// character has two.
func sumTable(to io.Writer, w *text.Words, parts []Total, all Total) {
	row := func(name, cashier string, numbers ...string) {
		line, width := name+blank(6, name)+"  "+cashier+blank(12, cashier), 6
		for _, n := range numbers {
			line += "  " + blank(width, n) + n
			width = 12
		}
		fmt.Fprintln(to, line)
	}
	sums := func(name, cashier string, t Total) {
		row(name, cashier, fmt.Sprint(t.Sales), flow.Fen(t.TotalFee).String(), flow.Fen(t.RefundedFee).String(), flow.Fen(t.TotalFee-t.RefundedFee).String())
	}
	row(w.ColMethod, w.ColCashier, w.ColSales, w.ColCharged, w.ColRefunded, w.ColSum)
	for _, t := range parts {
		who := t.Cashier
		if who == "" && t.Sales == 0 {
			who = w.DayElsewhere
		}
		sums(w.Method(flow.Method(t.Method)), who, t)
	}
	sums(w.DayAll, "", all)
}

// blank is what a cell leaves of a width.
func blank(width int, cell string) string {
	return strings.Repeat(" ", max(0, width-ansi.StringWidth(cell)))
}

// widestBar is of the best hour.
const widestBar = 40

// hourChart has a bar for each hour with a sale, and its amount behind it: right
// without colour, in any font.
func hourChart(to io.Writer, hours []Hour) {
	most := int64(1)
	for _, h := range hours {
		most = max(most, h.TotalFee)
	}
	for _, h := range hours {
		if h.Sales == 0 {
			continue
		}
		bar := strings.Repeat("#", max(1, int(h.TotalFee*widestBar/most)))
		fmt.Fprintf(to, "%02d:00  %s %s (%d)\n", h.Hour, bar, flow.Fen(h.TotalFee), h.Sales)
	}
}
