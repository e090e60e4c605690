package sale

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/page"
	"facetill/tui/text"
)

// bellGap is between two strokes: near enough to be one signal.
const bellGap = 250 * time.Millisecond

// Bell rings the result: the ear tells paid from not charged. One byte
// written at once cannot split what the renderer writes.
func Bell(c *page.Context, money text.Money) tea.Cmd {
	if !c.Opt.Bell {
		return nil
	}
	out, ctx := c.Opt.Out, c.Ctx
	return func() tea.Msg {
		for i := range strokes(money) {
			if i > 0 {
				select {
				case <-time.After(bellGap):
				case <-ctx.Done():
					return nil
				}
			}
			_, _ = out.Write([]byte{'\a'})
		}
		return nil
	}
}

func strokes(money text.Money) int {
	switch money {
	case text.MoneyPaid:
		return 1
	case text.MoneyNotCharged:
		return 2
	}
	return 3
}
