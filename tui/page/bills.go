package page

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	outside "facetill/flow/field"
	"facetill/flow/reconcile/desk"
)

// Bills is what the screen needs of WeChat's bills that were compared with the journal.
type Bills interface {
	// Lately returns the newest report of each day of so many, the newest day first.
	Lately(ctx context.Context, days int) ([]desk.Report, error)
	// WantsPIN reports whether a manager has to give a word about a finding. It reads
	// memory alone.
	WantsPIN(i desk.Item) bool
	// Ask asks WeChat once more about a finding of a day.
	Ask(ctx context.Context, id string, of ...time.Time) (desk.Item, error)
	// Accept takes a person's word that a finding is known and dealt with.
	Accept(ctx context.Context, s desk.Say) (desk.Item, error)
	// Import enters a charge that the journal does not know; it is unclaimed then.
	Import(ctx context.Context, s desk.Say) (desk.Item, flow.Attempt, error)
}

// BillDays is how far back bills are looked at: as far as the till's own line about them.
const BillDays = desk.Within

// BillsOf returns the bills of a screen: nil where there are none, and at a copy of a
// journal, which takes no word down (money rule 5.9).
func BillsOf(c *Context) Bills {
	if c.s.Opt.Copy != nil {
		return nil
	}
	return c.s.Opt.Bills
}

// ReadBills brings a page what was compared of late; turn tells it from an earlier
// reading, which may come later. Nil where there are no bills.
func ReadBills(c *Context, of Page, turn int) tea.Cmd {
	bills := BillsOf(c)
	if bills == nil {
		return nil
	}
	return c.Job(func(ctx context.Context) tea.Msg {
		all, err := bills.Lately(ctx, BillDays)
		return BillsMsg{Of: of, Turn: turn, Reports: all, Err: err}
	})
}

// plainReports returns reports of its own, whose texts may be shown: half of them are a
// bill's.
func plainReports(all []desk.Report) []desk.Report {
	list := make([]desk.Report, len(all))
	for i, r := range all {
		outside.PlainTexts(&r)
		list[i] = r
	}
	return list
}
