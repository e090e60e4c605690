package bill

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/reconcile"
	"facetill/flow/reconcile/desk"
	"facetill/tui/draw"
	"facetill/tui/page"
)

// head is the day of a row, and what it is.
func head(c *page.Context, i desk.Item) string {
	day := i.Day
	if len(day) == len("2006-01-02") {
		day = day[len("2006-"):]
	}
	if at := i.At.In(flow.Beijing); !i.At.IsZero() && !c.Compact() {
		day += at.Format(" 15:04")
	}
	return day + "  " + c.Words.BillClass[i.Called()]
}

// number is the end of the order's number, or where the row stands in the bill.
func number(c *page.Context, i desk.Item) string {
	digits := 6
	if c.Compact() {
		digits = 4
	}
	switch {
	case i.OutTradeNo != "":
		return ".." + i.OutTradeNo.LastDigits(digits)
	case i.Line > 0:
		return fmt.Sprintf(c.Words.BillLine, i.Line)
	}
	return ""
}

// line is the rest of a row: the amounts, what WeChat said and what a person did. On a
// narrow screen the last two are told of the chosen row alone.
func line(c *page.Context, i desk.Item) string {
	parts := []string{amounts(c, i)}
	if !c.Compact() {
		parts = append(parts, heard(c, i), said(c, i))
	}
	sep := " " + c.Theme.Sep + " "
	return strings.Join(filled(append(parts, why(i))), sep)
}

// why is what else is known of a row, less what the row has in words already.
func why(i desk.Item) string {
	if i.Why == "amount" || i.Why == "platform" {
		return ""
	}
	return i.Why
}

func filled(parts []string) (all []string) {
	for _, part := range parts {
		if part != "" {
			all = append(all, part)
		}
	}
	return all
}

// amounts are theirs and ours; "" where the row has none.
func amounts(c *page.Context, i desk.Item) string {
	if i.Theirs <= 0 && i.Ours <= 0 {
		return ""
	}
	return fmt.Sprintf(c.Words.BillFees, amount(i.Theirs), amount(i.Ours))
}

func amount(fee flow.Fen) string {
	if fee <= 0 {
		return "-"
	}
	return fee.String()
}

// heard is what WeChat said when it was asked.
func heard(c *page.Context, i desk.Item) string {
	switch {
	case i.NotAsked != "":
		return c.Words.BillNotAsked
	case i.Said == "":
		return ""
	}
	return fmt.Sprintf(c.Words.BillSaid, c.Words.Heard(i.Said))
}

// said is what a person did.
func said(c *page.Context, i desk.Item) string {
	if i.Word.As == "" {
		return ""
	}
	return fmt.Sprintf(c.Words.BillWord, c.Words.BillDone[i.Word.As], field.Quoted(i.Word.By), field.Quoted(i.Word.Reason))
}

// says is what is to be done about the chosen row, and where a row has no room for it what
// was said of it.
func (p *Rows) says(c *page.Context, b *draw.Block, i desk.Item) {
	switch {
	case i.Word.As != "":
		c.SayOr(b, said(c, i), c.Theme.Good)
	case i.GoesBack():
		c.SayOr(b, c.Words.BillGoesBack, c.Theme.Text)
	default:
		c.SayOr(b, todo(c, i), c.Theme.Care)
	}
	if c.Compact() && heard(c, i) != "" && i.Word.As == "" {
		b.Add(c.Centered(c.Theme.Muted.Render(ansi.Truncate(heard(c, i), c.Width-2, c.Theme.Ellipsis))))
	}
}

// todo is what a manager does.
func todo(c *page.Context, i desk.Item) string {
	do, is := c.Words.BillTodo[i.Do()]
	switch {
	case i.Stands() == reconcile.TheirsOnly && !i.MayImport(), i.Stands() == reconcile.RefundTheirs && i.NoRecord():
		return c.Words.BillSeen
	case !is: // it does not read, or is not whole
		return fmt.Sprintf(c.Words.BillFetch, i.Day)
	}
	return do
}
