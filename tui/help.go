package tui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	tea "github.com/charmbracelet/bubbletea"
)

// helpPanel lists the keys of the page it was opened from, as that page's own
// table has them, and what a scanner does.
type helpPanel struct {
	plain
	offered []binding
}

func (m *model) openHelp() tea.Cmd {
	var offered []binding
	for _, b := range m.bindings() {
		if !b.quiet && b.key != "f1" {
			offered = append(offered, b)
		}
	}
	return m.show(&helpPanel{offered: offered})
}

func (p *helpPanel) title(m *model) string { return m.w.HelpTitle }
func (p *helpPanel) keys(*model) []binding { return nil }

func (p *helpPanel) body(m *model, width, height int) (b block) {
	b.top = true
	b.spare(func() { b.wrap(width, m.w.HelpTitle, m.th.Strong) })
	b.blank()
	const capWidth = 10
	left := strings.Repeat(" ", max(1, (width-52)/2))
	for _, k := range p.offered {
		cap := m.th.Key.Render(" " + k.cap + " ")
		b.add(left + strings.Repeat(" ", max(0, capWidth-ansi.StringWidth(cap))) + cap + "  " + fit(k.label, max(0, width-len(left)-capWidth-3), m.th.Ellipsis))
	}
	b.blank()
	b.wrap(width, m.w.HelpWords, m.th.Muted)
	for _, text := range []string{m.w.HelpScan, m.w.HelpSums} {
		b.spare(func() { b.wrap(width, text, m.th.Muted) })
	}
	return b
}

// Setting is a line of the configuration as it may be shown: secrets are masked
// by whoever makes it.
type Setting struct{ Name, Value string }

// settingsPanel shows the configuration.
type settingsPanel struct {
	plain
	from int
}

func (p *settingsPanel) title(m *model) string { return m.w.SettingsTitle }

func (p *settingsPanel) keys(m *model) []binding {
	scroll := func(by int) func() tea.Cmd {
		return func() tea.Cmd { p.from = max(0, min(p.from+by, len(m.opt.Settings)-1)); return nil }
	}
	return []binding{{key: "down", cap: m.w.KeyUpDown, label: m.w.DoMove, do: scroll(1)}, {key: "up", quiet: true, do: scroll(-1)},
		{key: "pgdown", quiet: true, do: scroll(10)}, {key: "pgup", quiet: true, do: scroll(-10)}}
}

func (p *settingsPanel) body(m *model, width, height int) (b block) {
	b.top = true
	b.wrap(width, m.w.SettingsTitle, m.th.Strong)
	b.blank()
	left := strings.Repeat(" ", max(1, (width-textWidth)/2))
	room := max(1, height-3)
	nameWidth := min(26, width/2)
	for _, s := range m.opt.Settings[min(p.from, max(0, len(m.opt.Settings)-room)):] {
		b.add(m.cut(width, left+m.th.Muted.Render(fit(s.Name, nameWidth, m.th.Ellipsis))+" "+s.Value))
	}
	return b
}
