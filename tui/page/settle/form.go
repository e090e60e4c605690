package settle

import (
	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/text"
)

// form is what a person writes down, field by field. Nothing is written before the
// last Enter, which wants a second press.
type form struct {
	fields []field
	at     int // the field in hand
	busy   bool
}

type field struct {
	page.Field
	label func(*text.Words) string
}

// newForm asks who says it, and how they know.
func newForm(c *page.Context) form {
	return form{fields: []field{
		{page.Field{Text: c.Opt().Cashier, Most: page.MostName}, func(w *text.Words) string { return w.ResolveBy }},
		{page.Field{Most: page.MostReason}, func(w *text.Words) string { return w.ResolveReason }},
	}}
}

// Waits: a word is being written down.
func (f *form) Waits() bool { return f.busy }

// Field is the one in hand.
func (f *form) Field() *page.Field {
	if f.busy || len(f.fields) == 0 {
		return nil
	}
	return &f.fields[f.at].Field
}

// Asks is what the field in hand asks for.
func (f *form) Asks(w *text.Words) string { return f.fields[f.at].label(w) }

// enterKey goes to the next field, and after the last one writes the word down.
func (f *form) enterKey(c *page.Context, write func() tea.Cmd) []page.Binding {
	label := c.Words.DoNextField
	if f.at == len(f.fields)-1 {
		label = c.Words.DoRecord
	}
	return []page.Binding{{Name: "enter", Cap: c.Words.KeyEnter, Label: label, Next: true, Do: func() tea.Cmd {
		switch {
		case f.busy:
			return nil
		case f.fields[f.at].Value() == "":
			c.Warn(c.Words.ResolveEmpty)
			return nil
		case f.at < len(f.fields)-1:
			f.at++
			return nil
		case !c.Again("record"):
			return c.Wake()
		}
		f.busy = true
		return write()
	}}}
}

// view adds the fields up to the one in hand.
func (f *form) view(c *page.Context, b *draw.Block) {
	for i := range f.fields[:f.at+1] {
		style, said := c.Theme.Muted, f.fields[i].Text
		if i == f.at {
			style, said = c.Theme.Strong, f.fields[i].Shown()
		}
		b.Wrap(f.fields[i].label(c.Words)+": "+said, style)
	}
}
