package tui

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// field is a line that is typed. A scan that falls into it is taken out again:
// it may be a payer's code, and a field may be written down.
type field struct {
	text string
	most int // characters
}

// add takes a character, where there is room for it and it can be seen.
func (f *field) add(r rune) (took bool) {
	if unicode.IsControl(r) || utf8.RuneCountInString(f.text) >= f.most {
		return false
	}
	f.text += string(r)
	return true
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
