package tui

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/text"
)

// resolvePanel takes a person's word about an attempt that no rule can end
// (money rule 5.7): the word, who says so, how they know, and the manager's PIN
// where one is set. Nothing is written before the last Enter.
type resolvePanel struct {
	a      flow.Attempt
	word   string // "" until it is chosen
	fields []formField
	at     int // the field in hand
	busy   bool
}

type formField struct {
	field
	label  func(*text.Words) string
	hidden bool
}

// Most characters of a form's fields; the flow has the same limits.
const mostName, mostReason, mostPIN = 64, 256, 64

func newResolveForm(a flow.Attempt) *resolvePanel { return &resolvePanel{a: a} }

// wordsFor are the words that a person may say of an attempt. "paid" is not one
// once a reverse may be on its way.
func wordsFor(a flow.Attempt) []string {
	switch {
	case a.State == flow.Paid && a.Unclaimed:
		return []string{flow.ResolvedGiven, flow.ResolvedGiveBack}
	case a.State == flow.NeedsPerson && a.DecidedAt.IsZero():
		return []string{flow.ResolvedPaid, flow.ResolvedNotCharged}
	case a.State == flow.NeedsPerson:
		return []string{flow.ResolvedNotCharged}
	}
	return nil
}

func (p *resolvePanel) title(m *model) string { return m.w.ResolveTitle }
func (p *resolvePanel) open(*model) tea.Cmd   { return nil }

func (p *resolvePanel) keys(m *model) []binding {
	if p.word == "" {
		var keys []binding
		for i, word := range wordsFor(p.a) {
			key := fmt.Sprint(i + 1)
			keys = append(keys, binding{Name: key, Cap: key, Label: m.w.Resolution(word), Do: func() tea.Cmd {
				if !m.again("word " + key) {
					return m.wake()
				}
				return p.choose(m, word)
			}})
		}
		return keys
	}
	label := m.w.DoNextField
	if p.at == len(p.fields)-1 {
		label = m.w.DoRecord
	}
	return []binding{{Name: "enter", Cap: m.w.KeyEnter, Label: label, Next: true, Do: func() tea.Cmd { return p.enter(m) }}}
}

func (p *resolvePanel) choose(m *model, word string) tea.Cmd {
	p.word = word
	p.fields = []formField{
		{field: field{text: m.opt.Cashier, most: mostName}, label: func(w *text.Words) string { return w.ResolveBy }},
		{field: field{most: mostReason}, label: func(w *text.Words) string { return w.ResolveReason }},
	}
	if m.opt.ManagerPIN && p.a.State == flow.NeedsPerson {
		p.fields = append(p.fields, formField{field: field{most: mostPIN}, label: func(w *text.Words) string { return w.ResolvePIN }, hidden: true})
	}
	return nil
}

// waits: a word is being written down.
func (p *resolvePanel) waits() bool { return p.busy }

// enter goes to the next field, and after the last one writes the word down.
func (p *resolvePanel) enter(m *model) tea.Cmd {
	switch {
	case p.busy:
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
	word := flow.Resolution{OutTradeNo: p.a.OutTradeNo, As: p.word, By: p.fields[0].value(), Reason: p.fields[1].value()}
	pin := ""
	if len(p.fields) > 2 {
		pin = p.fields[2].text
		p.fields[2].text = ""
	}
	return m.resolveCmd(word, pin)
}

func (p *resolvePanel) field(*model) *field {
	if p.word == "" || p.busy {
		return nil
	}
	return &p.fields[p.at].field
}

func (p *resolvePanel) hear(m *model, msg tea.Msg) tea.Cmd {
	done, is := msg.(resolvedMsg)
	if !is {
		return nil
	}
	p.busy = false
	if done.err != nil {
		m.warn(m.errText(done.err))
		return m.refresh()
	}
	m.say(m.w.ClaimDone)
	return tea.Batch(m.closePanel(), m.refresh())
}

func (p *resolvePanel) body(m *model) (b draw.Block) {
	b = m.Block()
	b.Wrap(m.w.ResolveTitle, m.Theme.Strong)
	b.Center(m.describe(p.a, m.Width))
	b.Blank()
	if p.word == "" {
		m.sayOr(&b, m.w.ResolveAsk, m.Theme.Text)
		for i, word := range wordsFor(p.a) {
			b.Blank()
			b.Wrap(fmt.Sprintf("%d  %s", i+1, m.w.Resolution(word)), m.Theme.Accent)
		}
		return b
	}
	b.Wrap(m.w.Resolution(p.word), m.Theme.Accent)
	b.Blank()
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
	m.sayOr(&b, m.w.ResolveSay, m.Theme.Care)
	return b
}
