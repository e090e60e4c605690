package tui

import "facetill/tui/draw"

// Setting is a line of the configuration as it may be shown: secrets are masked
// by whoever makes it.
type Setting struct{ Name, Value string }

// settingsPanel shows the configuration.
type settingsPanel struct {
	plain
	scroller
}

func (p *settingsPanel) title(m *model) string { return m.w.SettingsTitle }

func (p *settingsPanel) keys(m *model) []binding  { return p.scrollKeys(m, p.head(m), p.lines(m)) }
func (p *settingsPanel) body(m *model) draw.Block { return p.scrolled(m, p.head(m), p.lines(m)) }

func (p *settingsPanel) head(m *model) draw.Block {
	b := m.Block()
	b.Top = true
	b.Wrap(m.w.SettingsTitle, m.Theme.Strong)
	b.Blank()
	return b
}

func (p *settingsPanel) lines(m *model) []string {
	lines := make([]string, len(m.opt.Settings))
	for i, s := range m.opt.Settings {
		lines[i] = m.Theme.Muted.Render(m.Fit(s.Name, min(26, m.Width/2))) + " " + s.Value
	}
	return m.Indent(lines, 0, 1)
}
