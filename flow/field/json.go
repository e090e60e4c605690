package field

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// JSON returns encoded JSON in which every hidden character of a text stands as
// its escape. encoding/json leaves DEL, C1 and the bidi controls as they are,
// and common readers take U+0085 for the end of a line. Such a character is
// legal inside a string alone, so escaping it changes no value. Line feeds and
// tabs between values stay.
func JSON(data []byte) []byte {
	if !bytes.ContainsFunc(data, escaped) {
		return data
	}
	var b bytes.Buffer
	for len(data) > 0 {
		r, width := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && width <= 1:
			b.WriteRune(utf8.RuneError)
		case !escaped(r):
			b.Write(data[:width])
		case r > 0xFFFF:
			r -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xD800+(r>>10), 0xDC00+(r&0x3FF))
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
		data = data[width:]
	}
	return b.Bytes()
}

// escaped are the characters that JSON escapes, and bytes that are none. What is
// below a blank stands outside of strings only, or not at all.
func escaped(r rune) bool { return r == utf8.RuneError || r >= 0x7F && Hidden(r) }
