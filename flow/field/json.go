package field

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
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

// OddJSON returns what is wrong with a JSON document that its readers let pass, and what to
// try, "" where nothing is: a name that one object has twice, of which they take the last
// one, half of a character, for which they put U+FFFD, and an escape for a character that
// moves a cursor, turns a line or hides. at is where, such as ".goods_detail[0].price". Of
// what is no JSON it says nothing.
func OddJSON(data []byte) (at, problem, try string) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if at, problem, try = oddJSON(d, ""); problem == "" {
		at = ""
	}
	return at, problem, try
}

func oddJSON(d *json.Decoder, at string) (where, problem, try string) {
	t, err := d.Token()
	if text, is := t.(string); is {
		problem, try = oddText(text)
		return at, problem, try
	}
	opens, is := t.(json.Delim)
	names := map[string]bool{}
	for i := 0; err == nil && is && d.More(); i++ {
		inside := fmt.Sprintf("%s[%d]", at, i)
		if opens == '{' {
			t, err = d.Token()
			name := fmt.Sprint(t)
			inside = at + "." + Plain(name)
			if problem, try = oddText(name); problem != "" {
				return inside, problem, try
			}
			one := strings.ToLower(name) // in capitals it is the same to some readers, and not to others
			if names[one] {
				return inside, "is given twice", "give it once"
			}
			names[one] = true
		}
		if where, problem, try = oddJSON(d, inside); problem != "" || where == noJSON {
			return where, problem, try
		}
	}
	if is && err == nil {
		_, err = d.Token() // its end
	}
	if err != nil {
		return noJSON, "", ""
	}
	return "", "", ""
}

// noJSON is where nothing more is read.
const noJSON = "no JSON"

func oddText(text string) (problem, try string) {
	switch {
	case strings.ContainsRune(text, utf8.RuneError):
		return "has a character that is none: half of a pair", "write the character itself, or both of its halves"
	case !IsPlain(text):
		return "has a character that moves the cursor, turns the line or is not seen", "leave it out"
	}
	return "", ""
}
