package till

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// Midnight returns the beginning of the day of an instant, as China counts days.
func Midnight(at time.Time) time.Time {
	y, m, d := at.In(flow.Beijing).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, flow.Beijing)
}

// DayName is the day of an instant as people write it, such as 2026-01-31.
func DayName(at time.Time) string { return at.In(flow.Beijing).Format(time.DateOnly) }

// ParseDay returns the beginning of a day that DayName wrote.
func ParseDay(name string) (time.Time, error) {
	return time.ParseInLocation(time.DateOnly, name, flow.Beijing)
}

// Sum is what some sales come to. Amounts are in fen.
type Sum struct {
	Method   flow.Method // "" in the sum of all
	Cashier  string
	Sales    int
	Charged  flow.Fen
	Refunded flow.Fen // accepted by WeChat, and not refused after all; whenever it was sold
	// Coupons is what customers did not give of it, Unsettled what WeChat does not
	// settle with the shop: the same where the shop bears the coupon.
	Coupons, Unsettled flow.Fen
}

func (s *Sum) add(a flow.Attempt) {
	s.Sales++
	s.Charged += a.TotalFee
	s.Coupons += Missing(a.TotalFee, a.CashFee)
	s.Unsettled += Missing(a.TotalFee, a.SettlementFee)
}

// Missing is what a part of a charge lacks to the whole of it; 0 where WeChat did
// not say how much the part is.
func Missing(total, part flow.Fen) flow.Fen {
	if part <= 0 || part >= total {
		return 0
	}
	return total - part
}

// Day is what was charged in a day, less the refunds that WeChat accepted in it, of
// whatever day's sales (money rule 4b.11). A charge that was reversed was never a sale.
type Day struct {
	All    Sum
	Sums   []Sum          // by method and cashier: who sold, and who gave back; nobody did on the merchant platform
	Hours  [24]Sum        // by the hour of the charge, or of what was given back, in China
	ByHand []flow.Attempt // what persons decided about its sales, or in it about earlier ones
	// Otherwise is what customers got back in another way in it, by persons' word: it is
	// no WeChat's, and in no other sum.
	Otherwise flow.Fen
	Tenders   []Tender       // how else customers paid, of what ended unpaid; in no sum
	Reopened  int            // refusals that were opened again, because money was behind them
	Open      []flow.Attempt // without an end, whatever their day, oldest first: the sum is not final
	Refunds   OpenRefunds    // without an end, whatever their day
}

// Day adds up the day of an instant, for all lanes of the journal. It looks for what
// is open first: a sale that is paid meanwhile is then open, sold or both, never
// neither in a sum that is called final.
func (l *Lists) Day(ctx context.Context, at time.Time) (Day, error) {
	open, err := l.Open(ctx)
	if err != nil {
		return Day{}, err
	}
	refunds, err := l.OpenRefunds(ctx)
	if err != nil {
		return Day{}, err
	}
	d, err := l.sum(ctx, Midnight(at))
	d.Open, d.Refunds = open, refunds
	return d, err
}

// sum adds up the day that begins at from. It does not look for what is open.
func (l *Lists) sum(ctx context.Context, from time.Time) (d Day, err error) {
	to := from.AddDate(0, 0, 1)
	all, err := l.journal.List(ctx, flow.Filter{From: from, To: to})
	if err != nil {
		return d, err
	}
	parts := map[Sum]*Sum{}
	part := func(m flow.Method, cashier string) *Sum {
		key := Sum{Method: m, Cashier: cashier}
		if parts[key] == nil {
			parts[key] = &Sum{Method: m, Cashier: cashier}
		}
		return parts[key]
	}
	for _, a := range all {
		if a.Reopened {
			d.Reopened++
		}
		if !sold(a) {
			d.Tenders = addTender(d.Tenders, a)
			continue
		}
		part(a.Method, a.Cashier).add(a)
		d.All.add(a)
		d.Hours[a.ListedAt().In(flow.Beijing).Hour()].add(a)
	}
	back, err := l.journal.Refunds(ctx, from, to)
	if err != nil {
		return d, err
	}
	for _, a := range slices.DeleteFunc(back, func(a flow.Attempt) bool { return !sold(a) }) {
		for _, e := range a.AcceptedIn(from, to) {
			if e.IsClaimed() {
				by := cmp.Or(e.By, a.Cashier) // an older journal's names nobody
				if e.State == refund.Elsewhere {
					by = "" // of nobody at the till, whoever sold it
				}
				part(a.Method, by).Refunded += e.Amount()
				d.All.Refunded += e.Amount()
				d.Hours[e.AcceptedAt.In(flow.Beijing).Hour()].Refunded += e.Amount()
			}
		}
	}
	for _, s := range slices.SortedFunc(maps.Values(parts), func(x, y *Sum) int {
		return cmp.Or(cmp.Compare(x.Method, y.Method), cmp.Compare(x.Cashier, y.Cashier))
	}) {
		d.Sums = append(d.Sums, *s)
	}
	if d.ByHand, err = l.byHand(ctx, from, to); err != nil {
		return d, err
	}
	for _, a := range d.ByHand {
		for _, e := range a.Refunds {
			if e.SettledAs == refund.SettledElse && !e.DoneAt.Before(from) && e.DoneAt.Before(to) {
				d.Otherwise += e.Amount()
			}
		}
	}
	return d, nil
}

// sold reports whether an attempt is a sale of its day. An unclaimed charge is none
// yet: it is open.
func sold(a flow.Attempt) bool {
	refunded := a.State == flow.Refunding || a.State == flow.Refunded
	return a.State == flow.Paid && !a.Unclaimed || refunded && a.WasPaid()
}

// byHand returns what persons decided about sales of a day, or in it about earlier ones,
// and so about their refunds.
func (l *Lists) byHand(ctx context.Context, from, to time.Time) (kept []flow.Attempt, err error) {
	all, err := l.journal.List(ctx, flow.Filter{From: wordsSince(from), To: to})
	in := func(at time.Time) bool { return !at.Before(from) && at.Before(to) }
	for _, a := range all {
		settled := func(e refund.Entry) bool { return e.SettledAs != "" && (in(a.ListedAt()) || in(e.DoneAt)) }
		if a.ByHand() && (in(a.ListedAt()) || in(a.EndedAt)) || slices.ContainsFunc(a.Refunds, settled) {
			kept = append(kept, a)
		}
	}
	return kept, err
}
