package tui

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// field is a line that is typed. A scan that falls into it is taken out again:
// it may be a payer's code, and a field may be written down.
type field struct {
	text   string
	before string // as it was before the burst in hand
	most   int    // characters
}

// add takes a character; begins is true for the first of a burst, scan for one
// that is a scanner's.
func (f *field) add(r rune, begins, scan bool) {
	if begins {
		f.before = f.text
	}
	switch {
	case scan:
		f.text = f.before
	case unicode.IsControl(r) || utf8.RuneCountInString(f.text) >= f.most:
	default:
		f.text += string(r)
	}
}

func (f *field) erase() {
	_, n := utf8.DecodeLastRuneInString(f.text)
	f.text = f.text[:len(f.text)-n]
}

// value is what was typed, without blanks around it.
func (f *field) value() string { return strings.TrimSpace(f.text) }

// shown is the field with a cursor; a hidden one has a star for each character.
func (f *field) shown(hidden bool) string {
	if hidden {
		return strings.Repeat("*", utf8.RuneCountInString(f.text)) + "_"
	}
	return f.text + "_"
}
