package day

import (
	"cmp"
	"slices"

	"facetill/flow"
	"facetill/flow/ledger"
)

// Sum is what some lines come to. Amounts are in fen.
type Sum struct {
	Method   flow.Method `json:"method,omitempty"` // "" in the sum of all
	Cashier  string      `json:"cashier,omitempty"`
	Sales    int         `json:"sales"`
	Charged  flow.Fen    `json:"charged"`
	Refunded flow.Fen    `json:"refunded"` // accepted by WeChat, less what was refused after all; whenever it was sold
	// Coupons is what customers did not give of it, Unsettled what WeChat does not
	// settle with the shop: the same where the shop bears the coupon.
	Coupons   flow.Fen `json:"coupons"`
	Unsettled flow.Fen `json:"unsettled"`
}

// AddSale adds a sale as it is now.
func (s *Sum) AddSale(a flow.Attempt) {
	s.Sales++
	s.Charged += a.TotalFee
	s.Coupons += a.Coupon(a.TotalFee, a.CashFee)
	s.Unsettled += ledger.Missing(a.TotalFee, a.SettlementFee)
}

// Coupon is what coupons took of it, whoever bears them: the more of both. It is below zero
// where what was undone had more of them than what was sold.
func (s Sum) Coupon() flow.Fen {
	if most := max(s.Coupons, s.Unsettled); most > 0 {
		return most
	}
	return min(s.Coupons, s.Unsettled)
}

func (s *Sum) add(l ledger.Line) {
	switch l.Kind {
	case ledger.Sold:
		s.Sales++
		s.Charged += l.Fee
	case ledger.Undone:
		s.Sales--
		s.Charged += l.Fee
	default:
		s.Refunded -= l.Fee
	}
	s.Coupons += l.Coupons
	s.Unsettled += l.Unsettled
}

// Part is some lines of one kind: how many, and what they come to, above zero.
type Part struct {
	N   int      `json:"n"`
	Fee flow.Fen `json:"fee"`
}

// Totals are lines added up.
type Totals struct {
	All   Sum
	Sums  []Sum   // by method and cashier: who sold, and who gave back; nobody did on the merchant platform
	Hours [24]Sum // by the hour of the charge, or of what was given back, in China

	GivenBack       Part // refunds that WeChat accepted
	RefusedAfterAll Part // that were counted, and moved no money after all
	Undone          Part // sales that were counted, and are none after all
}

// add adds up lines, whatever their day.
func (t *Totals) add(lines []ledger.Line) {
	for _, l := range lines {
		t.All.add(l)
		t.Hours[l.At.In(flow.Beijing).Hour()].add(l)
		i, is := slices.BinarySearchFunc(t.Sums, l, func(s Sum, l ledger.Line) int {
			return cmp.Or(cmp.Compare(s.Method, l.Method), cmp.Compare(s.Cashier, l.Who))
		})
		if !is {
			t.Sums = slices.Insert(t.Sums, i, Sum{Method: l.Method, Cashier: l.Who})
		}
		t.Sums[i].add(l)
		switch l.Kind {
		case ledger.Refunded:
			t.GivenBack = t.GivenBack.and(-l.Fee)
		case ledger.RefusedAfterAll:
			t.RefusedAfterAll = t.RefusedAfterAll.and(l.Fee)
		case ledger.Undone:
			t.Undone = t.Undone.and(-l.Fee)
		}
	}
}

func (p Part) and(fee flow.Fen) Part { return Part{p.N + 1, p.Fee + fee} }

// Tender is what customers paid in another way than WeChat, by persons' word. It is no
// part of any sum: nobody can prove it here.
type Tender struct {
	As    string   `json:"as"` // one of flow.Tenders
	Sales int      `json:"sales"`
	Fee   flow.Fen `json:"fee"`
}

// addTender counts an attempt that is no sale of its day. One that is open may still be
// charged.
func addTender(all []Tender, a flow.Attempt) []Tender {
	if a.TenderAs == "" || a.Unfinished() {
		return all
	}
	i, is := slices.BinarySearchFunc(all, a.TenderAs, func(t Tender, as string) int {
		return slices.Index(flow.Tenders(), t.As) - slices.Index(flow.Tenders(), as)
	})
	if !is {
		all = slices.Insert(all, i, Tender{As: a.TenderAs})
	}
	all[i].Sales++
	all[i].Fee += a.TotalFee
	return all
}
