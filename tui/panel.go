package tui

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/draw"
)

// panel is a page beside the sale: open attempts, history, day close, help. One
// is opened where no sale is under way, and closed by Esc, which goes back to
// the panel it was opened from. It is part of the one model: what it knows is
// changed by Update alone.
type panel interface {
	// open asks for what it shows; it is called anew when the panel comes back.
	open(m *model) tea.Cmd
	// keys are its own, the obvious one first. Esc is added.
	keys(m *model) []binding
	// body draws it. width and height are those of the page.
	body(m *model) draw.Block
	// hear takes what a command of the panel brought, and a listsMsg when something
	// of what is open has changed.
	hear(m *model, msg tea.Msg) tea.Cmd
	// field is the line that is typed now, nil where there is none.
	field(m *model) *field
	// title is its name for a screen too small for it.
	title(m *model) string
}

// plain is the part of a panel that has no fields and hears nothing.
type plain struct{}

func (plain) open(*model) tea.Cmd          { return nil }
func (plain) hear(*model, tea.Msg) tea.Cmd { return nil }
func (plain) field(*model) *field          { return nil }

// show opens a panel over the page, or over the panel in hand. It leaves a
// result, and PAID is not left before it was told.
func (m *model) show(p panel) tea.Cmd {
	switch m.page() {
	case pageAmount, pagePanel:
	case pageResult:
		if !m.mayLeave() {
			return nil
		}
		m.toAmount(m.keptFee())
	default:
		return nil
	}
	m.panels = append(m.panels, p)
	return p.open(m)
}

// panel is the one in hand.
func (m *model) panel() panel {
	if len(m.panels) == 0 {
		return nil
	}
	return m.panels[len(m.panels)-1]
}

// closePanel goes back.
func (m *model) closePanel() tea.Cmd {
	m.guard.Disarm()
	if n := len(m.panels); n > 0 {
		if p, is := m.panels[n-1].(interface{ closes() }); is {
			p.closes()
		}
		m.panels = m.panels[:n-1]
	}
	if p := m.panel(); p != nil {
		return p.open(m)
	}
	return nil
}

// panelKeys are the panel's and Esc.
func (m *model) panelKeys() []binding {
	keys := m.panel().keys(m)
	esc := binding{Name: "esc", Cap: m.w.KeyEsc, Label: m.w.DoBack, Next: len(keys) == 0, Do: m.closePanel}
	return slices.Insert(keys, min(1, len(keys)), esc) // where a narrow screen has room for it
}

// deskKeys open the panels. They are offered where no sale is under way, after
// the keys of the page. Function keys: a scanned link begins with a letter.
func (m *model) deskKeys() []binding {
	opens := func(key, label string, make func() panel) binding {
		return binding{Name: key, Cap: strings.ToUpper(key), Label: label, Do: func() tea.Cmd { return m.show(make()) }}
	}
	keys := m.trainingDeskKeys()
	if len(m.openAttempts()) > 0 {
		keys = append(keys, m.openKey())
	}
	keys = append(keys, opens("f3", m.w.DoHistory, func() panel { return newHistory(m.now) }))
	keys = append(keys, opens("f4", m.w.DoDayClose, func() panel { return &dayPanel{day: m.now} }))
	if m.opt.Members && m.page() == pageAmount && !m.cameraGone() {
		keys = append(keys, opens("f5", m.w.DoMember, func() panel { return &memberPanel{} }))
	}
	if len(m.opt.Settings) > 0 {
		keys = append(keys, opens("f9", m.w.DoSettings, func() panel { return &settingsPanel{} }))
	}
	return keys
}

// loading says what keeps a panel from showing what it asked for: it has failed,
// or has not come yet.
func (m *model) loading(b *draw.Block, loaded bool, err error) bool {
	switch {
	case err != nil:
		b.Wrap(m.Theme.Warn+" "+m.w.Offline+m.because(err), m.Theme.Bad)
	case !loaded:
		b.Wrap(m.w.SayBegin, m.Theme.Muted)
	}
	return err != nil || !loaded
}

// picker is the chosen row of a list, by number, so that it stays when the list
// changes.
type picker struct {
	no  flow.OutTradeNo
	row int
}

// at gives the chosen row of a list of n, numbered by no.
func (p *picker) at(list []flow.Attempt) int {
	for i, a := range list {
		if a.OutTradeNo == p.no {
			p.row = i
			return i
		}
	}
	p.row = max(0, min(p.row, len(list)-1))
	if p.row < len(list) {
		p.no = list[p.row].OutTradeNo
	}
	return p.row
}

// move chooses another row.
func (p *picker) move(list []flow.Attempt, by int) {
	if len(list) == 0 {
		return
	}
	p.row = max(0, min(p.at(list)+by, len(list)-1))
	p.no = list[p.row].OutTradeNo
}
