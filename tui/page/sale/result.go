package sale

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/page"
	"facetill/tui/page/history"
	"facetill/tui/page/settle"
	"facetill/tui/text"
)

// Result says what became of the sale in hand, all over the screen.
type Result struct{ page.Still }

// Kind is a result.
func (Result) Kind() page.Kind { return page.KindResult }

// Title is for a small screen.
func (Result) Title(c *page.Context) string {
	_, mark, _ := page.Looks(c.Theme, c.Sale.Money())
	return mark + " " + c.Words.Money(c.Sale.Money()) + " " + text.WithSign(c.Sale.Req.TotalFee)
}

// Keys: the way on first, then what else is open. What a shown sentence
// tells to press is among them.
func (Result) Keys(c *page.Context) []page.Binding {
	enter := page.Binding{Name: "enter", Cap: c.Words.KeyEnter, Label: c.Words.DoNext, Brief: c.Words.BriefNext, Next: true, Do: func() tea.Cmd { return leave(c, c.KeptFee()) }}
	esc := page.Binding{Name: "esc", Cap: c.Words.KeyEsc, Label: c.Words.DoNext, Brief: c.Words.BriefNext, Do: func() tea.Cmd { return leave(c, 0) }}
	receipt := history.SlipKey(c, func() flow.Attempt { return c.Sale.Attempt }, true)
	switch c.Sale.Money() {
	case text.MoneyNotCharged:
		enter.Label, enter.Brief = c.Words.DoAgain, c.Words.BriefAgain
		if c.Sale.Req.Method == flow.MethodFace && c.CameraGone() {
			enter.Label, enter.Brief, enter.Do = c.Words.DoCode, "", func() tea.Cmd { return codeInstead(c) }
			return append([]page.Binding{enter, esc}, openKeys(c)...)
		}
		if c.Sale.NetworkDown() {
			return append([]page.Binding{enter, esc}, openKeys(c)...) // a code needs it as a face does
		}
		keys := []page.Binding{enter, {Cap: c.Words.StepCode, Label: c.Words.DoScan}, esc}
		if s := c.Sale.Attempt.State; s == flow.Reversed || s == flow.Refunded { // the customer's phone may show the charge
			keys = slices.Insert(keys, 1, receipt)
		}
		return append(keys, openKeys(c)...)
	case text.MoneyPaid:
		esc.Quiet = true
		return append([]page.Binding{enter, receipt, esc}, openKeys(c)...)
	}
	esc.Quiet = true // while checking the till goes on by itself
	open := openKeys(c)
	if c.Sale.Unclaimed() { // which is the next thing to do, before another customer
		enter.Next, open[0].Next = false, true
		return append(open, enter, receipt, esc)
	}
	return append(append([]page.Binding{enter}, open...), receipt, esc)
}

// openKeys lead from a result to what is open, the sale in hand included.
func openKeys(c *page.Context) (keys []page.Binding) {
	if len(c.Unclaimed()) > 0 || c.Sale.Unclaimed() {
		keys = append(keys, page.Binding{Name: "u", Cap: "u", Label: c.Words.DoClaims, Do: func() tea.Cmd { return settle.OpenClaims(c) }})
	}
	if len(c.OpenAttempts()) > 0 {
		keys = append(keys, settle.OpenKey(c))
	}
	return keys
}

// leave goes on with an amount.
func leave(c *page.Context, fee flow.Fen) tea.Cmd {
	if !c.MayLeave() {
		return nil
	}
	c.ToAmount(fee)
	return c.Refresh()
}

// codeInstead goes on from a result to the scanner, because the camera is gone.
func codeInstead(c *page.Context) tea.Cmd {
	fee := c.KeptFee()
	c.ToAmount(0)
	c.Base = codeFor(c, fee)
	return c.Refresh()
}
