package tui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	outside "facetill/flow/field"
	"facetill/tui/draw"
	"facetill/tui/text"
)

// Copy is a journal that was copied, restored or moved (money rule 5.9): nothing
// is sold with it before a person adopts it.
type Copy struct {
	Why   string // for people: where it was kept
	Adopt func(ctx context.Context, by, reason string) error
}

// adoptPanel takes a person's word that the original of a copy is not used any
// more. Esc leaves it, to look at what the copy has; a sale leads back to it.
type adoptPanel struct {
	fields []formField
	at     int
	busy   bool
}

// adoptedMsg is how an adoption ended.
type adoptedMsg struct{ err error }

func (m *model) newAdoptForm() *adoptPanel {
	return &adoptPanel{fields: []formField{
		{field: field{text: m.opt.Cashier, most: mostName}, label: func(w *text.Words) string { return w.ResolveBy }},
		{field: field{most: mostReason}, label: func(w *text.Words) string { return w.ResolveReason }},
	}}
}

func (p *adoptPanel) title(m *model) string { return m.w.AdoptTitle }
func (p *adoptPanel) open(*model) tea.Cmd   { return nil }

func (p *adoptPanel) keys(m *model) []binding {
	label := m.w.DoNextField
	if p.at == len(p.fields)-1 {
		label = m.w.DoRecord
	}
	return []binding{{Name: "enter", Cap: m.w.KeyEnter, Label: label, Next: true, Do: func() tea.Cmd { return p.enter(m) }}}
}

// waits: a word is being written down.
func (p *adoptPanel) waits() bool { return p.busy }

func (p *adoptPanel) enter(m *model) tea.Cmd {
	switch {
	case p.busy || m.opt.Copy == nil:
		return nil
	case p.fields[p.at].value() == "":
		m.warn(m.w.ResolveEmpty)
		return nil
	case p.at < len(p.fields)-1:
		p.at++
		return nil
	case !m.again("record"):
		return m.wake()
	}
	p.busy = true
	adopt, by, reason := m.opt.Copy.Adopt, p.fields[0].value(), p.fields[1].value()
	return m.job(func(ctx context.Context) tea.Msg {
		ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), resolveWithin)
		defer stop()
		return adoptedMsg{adopt(ctx, by, reason)}
	})
}

func (p *adoptPanel) hear(m *model, msg tea.Msg) tea.Cmd {
	done, is := msg.(adoptedMsg)
	if !is {
		return nil
	}
	p.busy = false
	if done.err != nil {
		m.warn(m.errText(done.err))
		return nil
	}
	m.opt.Copy = nil
	m.say(m.w.AdoptDone)
	return tea.Batch(m.closePanel(), m.refresh())
}

func (p *adoptPanel) body(m *model) (b draw.Block) {
	b = m.Block()
	b.Wrap(m.Theme.Warn+" "+m.w.AdoptTitle, m.Theme.Bad)
	b.Blank()
	// The fields first: a small screen is cut at its foot.
	for i := range p.fields {
		f := &p.fields[i]
		style, said := m.Theme.Muted, f.text
		if i == p.at {
			style, said = m.Theme.Strong, f.shown(f.hidden)
		}
		if i <= p.at {
			b.Wrap(f.label(m.w)+": "+said, style)
		}
	}
	b.Blank()
	m.sayOr(&b, m.w.AdoptAsk, m.Theme.Text)
	if m.opt.Copy != nil {
		b.Blank()
		b.Wrap(outside.Plain(m.opt.Copy.Why), m.Theme.Muted)
	}
	return b
}

func (p *adoptPanel) field(*model) *field {
	if p.busy {
		return nil
	}
	return &p.fields[p.at].field
}
