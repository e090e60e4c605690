package print

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/refund"
	"facetill/flow/till"
)

// TextFacts tells the facts of a sale to a person, a line each.
type TextFacts struct {
	mu sync.Mutex
	w  io.Writer
}

// NewTextFacts returns one that writes to w.
func NewTextFacts(w io.Writer) *TextFacts { return &TextFacts{w: w} }

// Observe writes the time, the state and what happened. What WeChat answered is
// shown as its code, never as a sentence that could be taken for ours.
func (p *TextFacts) Observe(u flow.Update) {
	if u.Fact == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	fmt.Fprintf(p.w, "%s  %s\n", u.At.In(flow.Beijing).Format("15:04:05"), FactText(u.Attempt.State, u.Fact))
	if _, decided := u.Fact.(flow.ReversalDecided); decided {
		fmt.Fprintln(p.w, afterDecision)
	}
}

// FactText is the state behind a fact, what happened, and its code where it has one.
func FactText(s flow.State, f flow.Fact) string {
	text := fmt.Sprintf("%-12s %s", s, f.Kind())
	if code := CodeOf(f); code != "" {
		text += "  " + code
	}
	number, fee := refundIn(f)
	if fee > 0 {
		text += "  " + fee.String()
	}
	if number != "" {
		text += "  " + number
	}
	return text
}

// afterDecision is what a person has to know from here on (money rules 3.3, 4.1).
const afterDecision = "          no goods, even if the phone shows paid: the money comes back; ask the customer to close the password page"

// Row is an attempt in a list for people.
func Row(a flow.Attempt) string {
	a = a.Plain()
	line := fmt.Sprintf("%s  %10s  %s  %-12s %s", a.OpenedAt.In(flow.Beijing).Format("2006-01-02 15:04:05"), a.TotalFee,
		a.OutTradeNo, a.State, a.Outcome())
	if text := couponText(a.TotalFee, a.Coupon(a.TotalFee, a.CashFee), a.SettlementFee); text != "" {
		line += "  " + text
	}
	if a.Odd != "" {
		line += "  odd: " + a.Odd
	}
	if a.Unclaimed {
		line += "  unclaimed"
	}
	line += refundsText(a)
	if a.ResolvedAs != "" {
		line += fmt.Sprintf("  %s says %s", field.Quoted(a.ResolvedBy), a.ResolvedAs)
	} else if a.DecidedBy != "" {
		line += fmt.Sprintf("  %s gave it back", field.Quoted(a.DecidedBy))
	}
	if !a.RefMinted {
		line += "  ref " + Reference(a.Sale.Ref)
	}
	if a.Code != "" {
		line += "  " + a.Code
	}
	if a.Simulated {
		line += "  simulated"
	}
	return line
}

// Reference is a caller's own word: between quotes where it has blanks, which
// could make several words of it.
func Reference(ref string) string {
	if strings.ContainsAny(ref, " \"") {
		return field.Quoted(ref)
	}
	return ref
}

// WhatHelps is what to try about an open attempt, or one with a refund that has no end.
func WhatHelps(a flow.Attempt) string {
	if e, is := unended(a); is {
		return RefundHelps(a, e)
	}
	switch {
	case a.Outcome() == flow.OutcomeRefunding:
		return fmt.Sprintf("facetill status %s, in a while: it is on its way, and nothing is to be done", a.OutTradeNo)
	case a.State == flow.Paid:
		return fmt.Sprintf("facetill resolve %s --as given (or give-back) --by NAME --reason TEXT, when a person knows whether the goods were given", a.OutTradeNo)
	case till.PersonsTurn(a):
		return personHelps(a)
	}
	return "facetill recover"
}

// personHelps is what a person can do about a sale that no rule can end: only the words
// that it takes are named.
func personHelps(a flow.Attempt) string {
	refused := slices.DeleteFunc(slices.Clone(a.Refunds), func(e refund.Entry) bool { return e.State != refund.Refused })
	const looked = "when a person has looked at WeChat's merchant platform"
	word := "paid (or not-charged)"
	switch charged, decided := flow.Charged(a), !a.DecidedAt.IsZero(); {
	case a.Expired && !charged && len(refused) > 0: // a refund of what was never charged is refused, too
		return fmt.Sprintf("facetill resolve %s --as %s --by NAME --reason TEXT, %s and it shows no payment; else facetill refund %s --send-again %s",
			a.OutTradeNo, flow.ResolvedNotCharged, looked, a.OutTradeNo, refused[len(refused)-1].Number)
	case a.Expired && !charged && a.Refunds.Rest(a.TotalFee) > 0:
		return fmt.Sprintf("facetill resolve %s --as %s --by NAME --reason TEXT, %s and it shows no payment; else facetill refund %s --reason TEXT",
			a.OutTradeNo, flow.ResolvedNotCharged, looked, a.OutTradeNo)
	case a.Expired && len(refused) > 0:
		return RefundHelps(a, refused[len(refused)-1])
	case a.Expired && a.Refunds.Rest(a.TotalFee) > 0:
		return fmt.Sprintf("facetill refund %s --reason TEXT, %s", a.OutTradeNo, looked)
	case charged && decided:
		return fmt.Sprintf("facetill status %s, when a person has given it back on WeChat's merchant platform: it was charged, and is not reversed", a.OutTradeNo)
	case charged:
		word = flow.ResolvedPaid
	case decided:
		word = flow.ResolvedNotCharged
	}
	return fmt.Sprintf("facetill resolve %s --as %s --by NAME --reason TEXT, %s", a.OutTradeNo, word, looked)
}

// WhatHelpsFirst is what to try about the first of these that a till at wechat can
// ask about.
func WhatHelpsFirst(wechat string, open []flow.Attempt) string {
	for _, a := range open {
		if a.At(wechat) {
			return WhatHelps(a)
		}
	}
	return "facetill recover, with api_url as it was when they were charged"
}

// AskedFor is what status takes for the sale of an attempt.
func AskedFor(a flow.Attempt) string {
	if a.RefMinted {
		return string(a.OutTradeNo)
	}
	return Reference(a.Sale.Ref)
}
