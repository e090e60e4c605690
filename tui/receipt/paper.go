package receipt

import (
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/flow/charge"
	"facetill/flow/field"
	"facetill/flow/refund"
	"facetill/tui/text"
)

// Widths of paper, in columns: rolls of 58 mm and of 80 mm.
const (
	Narrow = 32
	Wide   = 48
)

// Shop is the head of a receipt.
type Shop struct{ Name, Address, Lane string }

// Slip is what one receipt is made of.
type Slip struct {
	Shop    Shop
	Attempt flow.Attempt
	Width   int // Narrow or Wide
	Reprint bool
	Words   *text.Words
}

// Text is the receipt, a line each, none wider than the paper.
func (s Slip) Text() string {
	s.Attempt = s.Attempt.Plain()
	s.Shop = Shop{field.Plain(s.Shop.Name), field.Plain(s.Shop.Address), field.Plain(s.Shop.Lane)}
	p := &paper{width: s.Width}
	w, a := s.Words, s.Attempt
	p.center(s.Shop.Name)
	p.center(s.Shop.Address)
	p.center(s.title())
	if s.Reprint {
		p.center(w.SlipReprint)
	}
	p.rule()
	p.pair(w.Amount, a.TotalFee.String())
	p.pair(w.SlipState, s.state())
	s.money(p)
	p.rule()
	p.pair(w.SlipMethod, w.Method(a.Method))
	p.pair(w.SlipTime, At(a).In(flow.Beijing).Format("2006-01-02 15:04:05"))
	if s.Shop.Lane != "" {
		p.pair(w.SlipLane, s.Shop.Lane)
	}
	if a.Cashier != "" {
		p.pair(w.SlipCashier, a.Cashier)
	}
	p.number(w.SlipOrder, string(a.OutTradeNo))
	p.number(w.SlipWeChat, a.TransactionID)
	if !a.RefMinted {
		p.number(w.SlipRef, a.Sale.Ref)
	}
	if s.Reprint && a.Face.UnderageState == flow.Minor { // the copy is the shop's; the customer's first one is silent
		p.wrap(w.MinorSay)
	}
	p.rule()
	p.wrap(s.says())
	if a.Simulated {
		p.center(w.SlipTraining)
	}
	return strings.Join(p.lines, "\n") + "\n"
}

// state is how the attempt stands. Of a charge that nobody claimed the slip says one
// thing: that its result is open.
func (s Slip) state() string {
	switch a := s.Attempt; {
	case a.State == flow.Paid && a.Unclaimed:
		return s.Words.StateConfirming
	case back(a) && a.State == flow.Paid && a.Refunds.Stuck() > 0:
		return s.Words.StateStuck
	case back(a) && a.State == flow.Paid:
		return map[flow.Outcome]string{flow.OutcomeRefunding: s.Words.StateRefunding, flow.OutcomeRefunded: s.Words.StateOtherwise,
			flow.OutcomeOpen: s.Words.StateRefundOpen}[a.Outcome()]
	default:
		return s.Words.State(a.State, a.Method)
	}
}

// back reports whether the attempt ended, will end, or may end with the money at the
// customer's.
func back(a flow.Attempt) bool {
	whole := a.State == flow.Paid && !a.Unclaimed && len(a.Refunds) > 0 && a.Refunds.Left(a.TotalFee) == 0
	return whole || slices.Contains([]flow.State{flow.Reversing, flow.Reversed, flow.Refunding, flow.Refunded}, a.State)
}

func (s Slip) title() string {
	switch a := s.Attempt; {
	case back(a) && len(a.Refunds) > 0 && a.WasPaid():
		return s.Words.SlipRefundTitle
	case back(a):
		return s.Words.SlipBackTitle
	case a.State == flow.Paid && !a.Unclaimed:
		return s.Words.Receipt(a.Method)
	}
	return s.Words.SlipNoTitle
}

// money adds what differs from the amount: coupons, and what is back.
func (s Slip) money(p *paper) {
	a := s.Attempt
	if a.State == flow.Paid {
		s.coupon(p)
	}
	if a.RefundedFee > 0 {
		p.pair(s.Words.SlipRefunded, a.RefundedFee.String())
	}
	s.parts(p)
}

// coupon names what the customer did not give, and what WeChat does not settle
// with the shop.
func (s Slip) coupon(p *paper) {
	a, w := s.Attempt, s.Words
	cash, settled := a.TotalFee-a.Coupon(a.TotalFee, a.CashFee), a.TotalFee
	if a.SettlementFee > 0 && a.SettlementFee < a.TotalFee {
		settled = a.SettlementFee
	}
	if cash < a.TotalFee {
		name := w.SlipCoupon
		if settled == cash {
			name = w.SlipShopCoupon
		}
		p.pair(name, "-"+(a.TotalFee-cash).String())
		for _, one := range s.coupons() {
			fee := " -" + one.Fee.String()
			p.pair("  "+ansi.Truncate(one.Name, p.width-2-len(fee), ""), fee[1:])
		}
		p.pair(w.SlipCash, cash.String())
	}
	if settled < a.TotalFee {
		p.pair(w.SlipSettled, settled.String())
	}
}

// mostCoupons is how many coupons a slip names; of more it has the sum alone.
const mostCoupons = 5

// coupons are those that paid, by their names, else by WeChat's numbers, where it named
// them all.
func (s Slip) coupons() []charge.Promotion {
	var numbered []charge.Promotion
	for _, c := range s.Attempt.Coupons.All() {
		numbered = append(numbered, charge.Promotion{Name: c.ID, Fee: c.Fee})
	}
	for _, all := range [][]charge.Promotion{s.Attempt.Promotions(), numbered} {
		if s.areAll(all) {
			return all
		}
	}
	return nil
}

// areAll reports whether these are all that paid, each with a name.
func (s Slip) areAll(all []charge.Promotion) bool {
	sum, named := flow.Fen(0), len(all) <= mostCoupons
	for _, one := range all {
		sum += one.Fee
		named = named && one.Name != ""
	}
	return named && sum == s.Attempt.Coupon(s.Attempt.TotalFee, s.Attempt.CashFee)
}

// says is the one sentence for the customer.
func (s Slip) says() string {
	w, a := s.Words, s.Attempt
	switch {
	case a.State == flow.Reversed && a.ResolvedAs == flow.ResolvedElse:
		return w.SlipOtherwise
	case a.State == flow.Reversed || a.State == flow.Refunded:
		return w.SlipIsBack
	case back(a) && (a.OpenRefund() || slices.ContainsFunc(a.Refunds, refund.Entry.IsUnsettled)):
		return w.SlipRefundOpen
	case back(a) && a.Outcome() == flow.OutcomeRefunded:
		return w.SlipOtherwise
	case back(a):
		return w.SlipGoesBack
	case a.State == flow.Paid && !a.Unclaimed:
		return w.SlipThanks
	case !a.Open():
		return w.SlipNothing
	}
	return w.SlipOpen
}

// At is the time of a sale: WeChat's of the charge, else when it began here.
func At(a flow.Attempt) time.Time {
	if !a.TimeEnd.IsZero() {
		return a.TimeEnd
	}
	return a.OpenedAt
}

// paper collects lines.
type paper struct {
	width int
	lines []string
}

func (p *paper) rule() { p.lines = append(p.lines, strings.Repeat("-", p.width)) }

func (p *paper) center(line string) {
	if line == "" {
		return
	}
	for _, l := range p.broken(line) {
		p.lines = append(p.lines, strings.Repeat(" ", (p.width-ansi.StringWidth(l))/2)+l)
	}
}

func (p *paper) wrap(line string) { p.lines = append(p.lines, p.broken(line)...) }

// broken is a text in lines that fit, Chinese broken between any two characters.
func (p *paper) broken(line string) []string {
	return strings.Split(ansi.Wrap(line, p.width, " ，。"), "\n")
}

// pair is a name to the left and a value to the right, in two lines where one
// has no room.
func (p *paper) pair(name, value string) {
	gap := p.width - ansi.StringWidth(name) - ansi.StringWidth(value)
	if gap < 1 {
		p.number(name, value)
		return
	}
	p.lines = append(p.lines, name+strings.Repeat(" ", gap)+value)
}

// number is a long value under its name: 32 digits fill the narrow paper.
func (p *paper) number(name, value string) {
	if value == "" {
		return
	}
	if ansi.StringWidth(name)+1+ansi.StringWidth(value) <= p.width {
		p.pair(name, value)
		return
	}
	p.lines = append(p.lines, name)
	for _, l := range p.broken(value) {
		p.lines = append(p.lines, strings.Repeat(" ", p.width-ansi.StringWidth(l))+l)
	}
}
