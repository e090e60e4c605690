package page

import (
	"fmt"
	"slices"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/draw"
	"facetill/tui/text"
)

// Form is what a person writes down, field by field. Nothing is written before the last
// Enter, which wants a second press.
type Form struct {
	Fields []Asked
	At     int // the field in hand
	Busy   bool
	// Arms is what the last Enter arms where money goes by it: then it stands alone behind
	// all fields, because an Enter behind a text may be a scanner's (money rule 0.3). Does
	// is how it is called. "" and nil are of what is recorded.
	Arms string
	Does func(*text.Words) string
}

// Asked is a field, and what it asks for.
type Asked struct {
	Field
	Label func(*text.Words) string
	May   bool // it may stay empty
	Who   bool // it is the name of who says it
}

// AskName asks who says it, but not where people sign in: there it is who is signed in
// at the moment at which the till hears of it, and nobody can say another name.
func AskName(c *Context) []Asked {
	if c.Staff().SignsIn() {
		return nil
	}
	return []Asked{{Field: Field{Text: c.s.Opt.Cashier, Most: MostName}, Label: func(w *text.Words) string { return w.ResolveBy }, Who: true}}
}

// By is the name that was said, "" where none was asked for.
func (f *Form) By() string {
	return f.said(func(a Asked) bool { return a.Who })
}

// Reason is the text that is neither a name nor a PIN.
func (f *Form) Reason() string {
	return f.said(func(a Asked) bool { return !a.Who && !a.Hidden })
}

func (f *Form) said(is func(Asked) bool) string {
	if i := slices.IndexFunc(f.Fields, is); i >= 0 {
		return f.Fields[i].Value()
	}
	return ""
}

// AskReason asks how they know.
func AskReason() Asked {
	return Asked{Field: Field{Most: MostReason}, Label: func(w *text.Words) string { return w.ResolveReason }}
}

// AskPIN asks for the manager's PIN.
func AskPIN() Asked {
	return Asked{Field: Field{Most: MostPIN, Hidden: true}, Label: func(w *text.Words) string { return w.ResolvePIN }}
}

// Waits: a word is being written down.
func (f *Form) Waits() bool { return f.Busy }

// Changed is the field in hand.
func (f *Form) Changed() string { return fmt.Sprint(f.At, f.Busy) }

// Field is the one in hand.
func (f *Form) Field() *Field {
	if f.Busy || f.At >= len(f.Fields) {
		return nil
	}
	return &f.Fields[f.At].Field
}

// Asks is what the field in hand asks for.
func (f *Form) Asks(w *text.Words) string { return f.Fields[f.At].Label(w) }

// taken reports whether what was typed will do, and else says what is wrong.
func (a *Asked) taken(c *Context) bool {
	switch {
	case a.full:
		c.Warn(fmt.Sprintf(c.Words.FieldFull, utf8.RuneCountInString(a.Text)))
		return false
	case a.Value() == "" && !a.May:
		c.Warn(c.Words.ResolveEmpty)
		return false
	}
	return true
}

// EnterKey goes to the next field, and after the last one writes the word down.
func (f *Form) EnterKey(c *Context, write func() tea.Cmd) []Binding {
	label, last, arms := c.Words.DoNextField, f.At >= len(f.Fields), f.Arms
	if arms == "" {
		last, arms = f.At >= len(f.Fields)-1, "record"
	}
	switch {
	case last && f.Does != nil:
		label = f.Does(c.Words)
	case last:
		label = c.Words.DoRecord
	}
	return []Binding{{Name: "enter", Cap: c.Words.KeyEnter, Label: label, Next: true, Do: func() tea.Cmd {
		switch {
		case f.Busy || f.At < len(f.Fields) && !f.Fields[f.At].taken(c):
			return nil
		case !last:
			f.At++
			return nil
		case !c.Again(arms):
			return c.Wake()
		}
		f.Busy = true
		return write()
	}}}
}

// TakePIN returns the PIN of the last field, which is empty then; "" where none is asked.
func (f *Form) TakePIN() (pin string) {
	if n := len(f.Fields); n > 0 && f.Fields[n-1].Hidden {
		pin = f.Fields[n-1].Text
		f.Fields[n-1].Empty()
	}
	return pin
}

// Show adds the fields up to the one in hand.
func (f *Form) Show(c *Context, b *draw.Block) {
	for i := range f.Fields {
		if i > f.At {
			return
		}
		style, said := c.Theme.Muted, f.Fields[i].Typed()
		if i == f.At {
			style, said = c.Theme.Strong, f.Fields[i].Shown()
		}
		b.Wrap(f.Fields[i].Label(c.Words)+": "+said, style)
	}
}
