package wire

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// scan reads one JSON object without the standard library's reflection: the
// simulation of millions of sales reads several of them per sale. A fuzz test
// holds it to what encoding/json accepts and makes of it.
func scan(data []byte) (Fields, bool) {
	rest, ok := token(data, '{')
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
func blank(data []byte) []byte {
	for len(data) > 0 && (data[0] == ' ' || data[0] == '\n' || data[0] == '\r' || data[0] == '\t') {
		data = data[1:]
	}
	return data
}

// token skips white space and then c.
func token(data []byte, c byte) ([]byte, bool) {
	data = blank(data)
	if len(data) == 0 || data[0] != c {
		return nil, false
	}
	return data[1:], true
}

// scanValue reads any value as text; null is absent.
func scanValue(data []byte) (text string, absent bool, rest []byte, ok bool) {
	if len(data) > 0 && data[0] == '"' {
		text, rest, ok = scanString(data)
		return text, false, rest, ok
	}
	end := bare(data)
	if nested := len(data) > 0 && (data[0] == '{' || data[0] == '['); nested {
		end = nestedEnd(data)
	}
	raw := data[:end]
	if !json.Valid(raw) {
		return "", false, nil, false
	}
	return string(raw), raw[0] == 'n', data[end:], true
}

// bare is the length of a number, true, false or null.
func bare(data []byte) int {
	if i := bytes.IndexAny(data, ",}] \n\r\t"); i >= 0 {
		return i
	}
	return len(data)
}

// nestedEnd is the length of an object or array, judged by its brackets alone.
func nestedEnd(data []byte) int {
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
func stringEnd(data []byte) int {
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
func scanString(data []byte) (text string, rest []byte, ok bool) {
	if len(data) == 0 || data[0] != '"' {
		return "", nil, false
	}
	end := stringEnd(data)
	raw := data[:end]
	plain := end >= 2 && raw[end-1] == '"'
	for _, c := range raw[1:max(end-1, 1)] {
		if c < ' ' || c == '\\' {
			plain = false
		}
	}
	if plain && utf8.Valid(raw) {
		return string(raw[1 : end-1]), data[end:], true
	}
	if json.Unmarshal(raw, &text) != nil {
		return "", nil, false
	}
	return text, data[end:], true
}
