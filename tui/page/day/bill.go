package day

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow/reconcile/desk"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/page/bill"
)

// bills are what came of WeChat's bills of late.
type bills struct {
	reports []desk.Report
	billErr error
}

// bill says how many of their rows need somebody, and how many of those are of this day. A
// bill has calendar days: it is that of the same name.
func (p *Close) bill(c *page.Context, b *draw.Block) {
	if p.billErr != nil {
		b.Wrap(c.Theme.Warn+" "+c.Words.DoBills+c.Words.Because(p.billErr), c.Theme.Care)
		return
	}
	look, ofDay, compared := 0, 0, false
	for _, r := range p.reports {
		n := r.Look()
		if look += n; r.Day == p.name(c) {
			ofDay, compared = n, true
		}
	}
	switch {
	case look > 0:
		b.Wrap(c.Theme.Warn+" "+fmt.Sprintf(c.Words.BillOfDay, look, ofDay), c.Theme.Care)
	case compared && !c.Compact():
		b.Wrap(fmt.Sprintf(c.Words.BillFine, p.name(c)), c.Theme.Muted)
	}
}

// billKeys lead to them. While a PIN is typed its letters are no keys.
func (p *Close) billKeys(c *page.Context) []page.Binding {
	if page.BillsOf(c) == nil || p.Field() != nil || p.busy {
		return nil
	}
	return []page.Binding{{Name: "b", Cap: "b", Label: c.Words.DoBills, Do: func() tea.Cmd { return c.Show(bill.New()) }}}
}
