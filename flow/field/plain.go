package field

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// hidden are the tables of what must not reach a screen.
var hidden = []*unicode.RangeTable{
	unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp,
	unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point, unicode.Noncharacter_Code_Point,
}

// Hidden reports whether a character moves a cursor, turns a line or hides.
func Hidden(r rune) bool {
	switch {
	case r < 0x7F:
		return r < ' '
	case r < 0xA0:
		return true
	case r >= 0x4E00 && r <= 0x9FFF: // most of what is asked about
		return false
	}
	return unicode.In(r, hidden...)
}

// turns reports whether a character ends a line or jumps on one.
func turns(r rune) bool {
	switch r {
	case '\t', '\n', '\v', '\f', '\r', 0x85, 0x2028, 0x2029:
		return true
	}
	return false
}

// IsPlain reports whether Plain would leave a text as it is.
func IsPlain(text string) bool {
	for i := 0; i < len(text); {
		if b := text[i]; b < utf8.RuneSelf {
			if b < ' ' || b == 0x7F {
				return false
			}
			i++
			continue
		}
		r, width := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && width <= 1 || Hidden(r) {
			return false
		}
		i += width
	}
	return true
}

// Plain returns a text as one line that hides nothing. A plain text is returned
// as it is, and a second call changes nothing.
func Plain(text string) string {
	if IsPlain(text) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range text { // a byte that is not UTF-8 comes as U+FFFD
		switch {
		case turns(r):
			b.WriteByte(' ')
		case !Hidden(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Cut returns at most so many characters of a text.
func Cut(text string, most int) string {
	for i := range text {
		if most--; most < 0 {
			return text[:i]
		}
	}
	return text
}

// Quoted returns a plain text between quotes, in which there is no other one: it
// cannot be taken for a word of ours.
func Quoted(text string) string {
	return `"` + strings.ReplaceAll(Plain(text), `"`, "'") + `"`
}

// CheckLine returns an *Error for what is no line of so many characters, all seen, in a
// field of this name.
func CheckLine(name, text string, most int, try string) error {
	if IsPlain(text) && utf8.RuneCountInString(text) <= most {
		return nil
	}
	return NewError(name, fmt.Sprintf("is longer than %d characters or cannot be printed", most), try)
}
