package tui

import (
	"strings"

	"facetill/tui/draw"

	"github.com/charmbracelet/x/ansi"

	tea "github.com/charmbracelet/bubbletea"
)

// helpPanel lists the keys of the page it was opened from, as that page's own
// table has them, and what a scanner does. Unlike other panels it comes back to
// a result or to a code that is awaited: reading about keys is no answer.
type helpPanel struct {
	plain
	scroller
	offered []binding
}

// helps says where there is help. Not during a sale: it has two or three keys,
// all of them in the last line, and nothing may hide a camera or a window that
// runs. Nor over a panel that waits for an answer, which help would not hear.
func (m *model) helps() bool {
	switch m.page() {
	case pageAmount, pageCode, pageHalted, pageClaims:
		return true
	case pageResult:
		return m.mayLeave()
	case pagePanel:
		p := m.panel()
		_, helping := p.(*helpPanel)
		w, may := p.(interface{ waits() bool })
		return !helping && !(may && w.waits())
	}
	return false
}

func (m *model) openHelp() tea.Cmd {
	var offered []binding
	for _, b := range m.bindings() {
		if !b.Quiet && b.Name != "f1" {
			offered = append(offered, b)
		}
	}
	m.panels = append(m.panels, &helpPanel{offered: offered})
	return nil
}

func (p *helpPanel) title(m *model) string { return m.w.HelpTitle }

func (p *helpPanel) keys(m *model) []binding  { return p.scrollKeys(m, p.head(m), p.lines(m)) }
func (p *helpPanel) body(m *model) draw.Block { return p.scrolled(m, p.head(m), p.lines(m)) }

// head stays where it is.
func (p *helpPanel) head(m *model) (b draw.Block) {
	b = m.Block()
	b.Top = true
	m.sayOr(&b, m.w.HelpTitle, m.Theme.Strong)
	return b
}

// lines are all rows of help.
func (p *helpPanel) lines(m *model) (lines []string) {
	const capWidth = 10
	left := strings.Repeat(" ", max(1, (m.Width-52)/2))
	if !m.Compact() {
		lines = append(lines, "")
	}
	for _, k := range p.offered {
		cap := m.Theme.Key.Render(" " + k.Cap + " ")
		lines = append(lines, left+strings.Repeat(" ", max(0, capWidth-ansi.StringWidth(cap)))+cap+"  "+m.Fit(k.Label, max(0, m.Width-len(left)-capWidth-3)))
	}
	lines = append(lines, "")
	for _, text := range []string{m.w.HelpScan, m.w.HelpWords, m.w.HelpSums} {
		for _, line := range m.Wrapped(text) {
			lines = append(lines, m.Theme.Muted.Render(m.Centered(line)))
		}
	}
	return lines
}
