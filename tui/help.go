package tui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	tea "github.com/charmbracelet/bubbletea"
)

// helpPanel lists the keys of the page it was opened from, as that page's own
// table has them, and what a scanner does. Unlike other panels it comes back to
// a result or to a code that is awaited: reading about keys is no answer.
type helpPanel struct {
	plain
	offered []binding
	from    int // the first row shown
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
		if !b.quiet && b.key != "f1" {
			offered = append(offered, b)
		}
	}
	m.panels = append(m.panels, &helpPanel{offered: offered})
	return nil
}

func (p *helpPanel) title(m *model) string { return m.w.HelpTitle }

func (p *helpPanel) keys(m *model) []binding {
	head, lines := p.head(m, m.width), p.lines(m, m.width)
	return m.scrollKeys(&p.from, len(lines)-m.scrollRoom(len(head.rows), len(lines)))
}

// head stays where it is.
func (p *helpPanel) head(m *model, width int) (b block) {
	b.top = true
	m.sayOr(&b, width, m.w.HelpTitle, m.th.Strong)
	return b
}

func (p *helpPanel) body(m *model, width, _ int) block {
	b := p.head(m, width)
	m.scrolled(&b, width, p.lines(m, width), p.from)
	return b
}

// lines are all rows of help.
func (p *helpPanel) lines(m *model, width int) (lines []string) {
	const capWidth = 10
	left := strings.Repeat(" ", max(1, (width-52)/2))
	if !m.compact() {
		lines = append(lines, "")
	}
	for _, k := range p.offered {
		cap := m.th.Key.Render(" " + k.cap + " ")
		lines = append(lines, left+strings.Repeat(" ", max(0, capWidth-ansi.StringWidth(cap)))+cap+"  "+fit(k.label, max(0, width-len(left)-capWidth-3), m.th.Ellipsis))
	}
	lines = append(lines, "")
	for _, text := range []string{m.w.HelpScan, m.w.HelpWords, m.w.HelpSums} {
		for _, line := range wrapped(text, min(width-2, textWidth)) {
			lines = append(lines, m.th.Muted.Render(centered(width, line)))
		}
	}
	return lines
}
