package tui

// Setting is a line of the configuration as it may be shown: secrets are masked
// by whoever makes it.
type Setting struct{ Name, Value string }

// settingsPanel shows the configuration.
type settingsPanel struct {
	plain
	from int
}

func (p *settingsPanel) title(m *model) string { return m.w.SettingsTitle }

// settingsRoom is how many lines there are rows for, below the title.
func (m *model) settingsRoom() int { return max(1, m.pageHeight()-3) }

func (p *settingsPanel) keys(m *model) []binding {
	return m.scrollKeys(&p.from, len(m.opt.Settings)-m.settingsRoom())
}

func (p *settingsPanel) body(m *model, width, height int) (b block) {
	b.top = true
	b.wrap(width, m.w.SettingsTitle, m.th.Strong)
	b.blank()
	nameWidth := min(26, width/2)
	lines := make([]string, len(m.opt.Settings))
	for i, s := range m.opt.Settings {
		lines[i] = m.th.Muted.Render(fit(s.Name, nameWidth, m.th.Ellipsis)) + " " + s.Value
	}
	left := margin(width, lines)
	for _, line := range lines[min(p.from, max(0, len(lines)-m.settingsRoom())):] {
		b.add(m.cut(width, left+line))
	}
	return b
}
