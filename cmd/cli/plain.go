package cli

import (
	"fmt"
	"io"
	"sync"

	"facetill/flow"
)

// plain tells the facts of a sale to a person, a line each.
type plain struct {
	mu sync.Mutex
	w  io.Writer
}

// Observe writes the time, the state and what happened. What WeChat answered is
// shown as its code, never as a sentence that could be taken for ours.
func (p *plain) Observe(u flow.Update) {
	if u.Fact == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	fmt.Fprintf(p.w, "%s  %-12s %s", u.At.In(flow.Beijing).Format("15:04:05"), u.Attempt.State, u.Fact.Kind())
	if code := codeOf(u.Fact); code != "" {
		fmt.Fprintf(p.w, "  %s", code)
	}
	fmt.Fprintln(p.w)
	if _, decided := u.Fact.(flow.ReversalDecided); decided {
		fmt.Fprintln(p.w, afterDecision)
	}
}

// afterDecision is what a person has to know from here on (money rules 3.3, 4.1).
const afterDecision = "          no goods, even if the phone shows paid: the money comes back; ask the customer to close the password page"

// row is an attempt in a list for people.
func row(a flow.Attempt) string {
	outcome, _ := verdict(a)
	line := fmt.Sprintf("%s  %10s  %s  %-12s %s", a.OpenedAt.In(flow.Beijing).Format("2006-01-02 15:04:05"), a.TotalFee,
		a.OutTradeNo, a.State, outcome)
	if a.Unclaimed {
		line += "  unclaimed"
	}
	if a.ResolvedAs != "" {
		line += fmt.Sprintf("  %s says %s", a.ResolvedBy, a.ResolvedAs)
	} else if a.DecidedBy != "" {
		line += fmt.Sprintf("  %s gave it back", a.DecidedBy)
	}
	if !a.RefMinted {
		line += "  ref " + a.Sale.Ref
	}
	if a.Code != "" {
		line += "  " + a.Code
	}
	if a.Simulated {
		line += "  simulated"
	}
	return line
}
