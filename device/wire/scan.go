package wire

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// scan reads one JSON object without the standard library's reflection: the
// simulation of millions of sales reads several of them per sale. A fuzz test
// holds it to what encoding/json accepts and makes of it.
func scan(data []byte) (Fields, bool) {
	// One copy: every name and value is a piece of it.
	rest, ok := token(string(data), '{')
	if !ok {
		return nil, false
	}
	fields := make(Fields, 12)
	if end, empty := token(rest, '}'); empty {
		return fields, len(blank(end)) == 0
	}
	for {
		var name, value string
		var absent bool
		if name, rest, ok = scanString(blank(rest)); !ok {
			return nil, false
		}
		if rest, ok = token(rest, ':'); !ok {
			return nil, false
		}
		if value, absent, rest, ok = scanValue(blank(rest)); !ok {
			return nil, false
		}
		delete(fields, name) // a doubled key keeps its last value, also when that is null
		if !absent {
			fields[name] = value
		}
		if next, more := token(rest, ','); more {
			rest = next
			continue
		}
		rest, ok = token(rest, '}')
		return fields, ok && len(blank(rest)) == 0
	}
}

// blank skips JSON's white space.
func blank(data string) string {
	for len(data) > 0 && (data[0] == ' ' || data[0] == '\n' || data[0] == '\r' || data[0] == '\t') {
		data = data[1:]
	}
	return data
}

// token skips white space and then c.
func token(data string, c byte) (string, bool) {
	data = blank(data)
	if len(data) == 0 || data[0] != c {
		return "", false
	}
	return data[1:], true
}

// scanValue reads any value as text; null is absent.
func scanValue(data string) (text string, absent bool, rest string, ok bool) {
	if len(data) > 0 && data[0] == '"' {
		text, rest, ok = scanString(data)
		return text, false, rest, ok
	}
	end := bare(data)
	if nested := len(data) > 0 && (data[0] == '{' || data[0] == '['); nested {
		end = nestedEnd(data)
	}
	raw := data[:end]
	if !json.Valid([]byte(raw)) {
		return "", false, "", false
	}
	return raw, raw[0] == 'n', data[end:], true
}

// bare is the length of a number, true, false or null.
func bare(data string) int {
	if i := strings.IndexAny(data, ",}] \n\r\t"); i >= 0 {
		return i
	}
	return len(data)
}

// nestedEnd is the length of an object or array, judged by its brackets alone.
func nestedEnd(data string) int {
	depth := 0
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '"':
			i += stringEnd(data[i:]) - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(data)
}

// stringEnd is the length of a string with its quotes, or of all there is.
func stringEnd(data string) int {
	for i := 1; i < len(data); i++ {
		switch data[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(data)
}

// scanString reads a string. Escapes and bytes that are not UTF-8 are left to
// the standard library.
func scanString(data string) (text, rest string, ok bool) {
	if len(data) == 0 || data[0] != '"' {
		return "", "", false
	}
	end := stringEnd(data)
	raw := data[:end]
	plain := end >= 2 && raw[end-1] == '"'
	for i := 1; i < end-1; i++ {
		if raw[i] < ' ' || raw[i] == '\\' {
			plain = false
		}
	}
	if plain && utf8.ValidString(raw) {
		return raw[1 : end-1], data[end:], true
	}
	if json.Unmarshal([]byte(raw), &text) != nil {
		return "", "", false
	}
	return text, data[end:], true
}
