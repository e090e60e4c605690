package page

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Most characters of what a person writes down; the flow has the same limits.
const MostName, MostReason, MostPIN = 64, 256, 64

// Field is a line that is typed. A scan that falls into it is taken out again:
// it may be a payer's code, and a field may be written down.
type Field struct {
	Text   string
	Most   int  // characters
	Hidden bool // a star stands for each character
}

// Add takes a character, where there is room for it and it can be seen.
func (f *Field) Add(r rune) (took bool) {
	if unicode.IsControl(r) || utf8.RuneCountInString(f.Text) >= f.Most {
		return false
	}
	f.Text += string(r)
	return true
}

// Erase takes the last character away.
func (f *Field) Erase() {
	_, n := utf8.DecodeLastRuneInString(f.Text)
	f.Text = f.Text[:len(f.Text)-n]
}

// Value is what was typed, without blanks around it.
func (f *Field) Value() string { return strings.TrimSpace(f.Text) }

// Shown is the field with a cursor.
func (f *Field) Shown() string {
	if f.Hidden {
		return strings.Repeat("*", utf8.RuneCountInString(f.Text)) + "_"
	}
	return f.Text + "_"
}

// Plain is the field without it, for a form that has gone on to the next one.
func (f *Field) Plain() string { return strings.TrimSuffix(f.Shown(), "_") }
