package wire

import "unicode/utf8"

// class is what the encoder and the scanner have to do about one byte of a
// value. Most are plain and cost one table look-up.
type class uint8

const (
	plain   class = iota // written and read as it is
	markup               // & < >: written as an entity
	cr                   // a raw carriage return would be read back as a line feed
	illegal              // a control character that XML 1.0 cannot carry at all
	wide                 // part of a character beyond ASCII
)

var classes = func() (t [256]class) {
	for i := range 0x20 {
		t[i] = illegal
	}
	t['\t'], t['\n'], t['\r'] = plain, plain, cr
	t['&'], t['<'], t['>'] = markup, markup, markup
	for i := utf8.RuneSelf; i < 256; i++ {
		t[i] = wide
	}
	return t
}()

// Append writes m as <xml>...</xml> behind dst and returns the longer slice.
// Values are escaped with entities, so "]]>" and the like need no special case.
// Characters that XML 1.0 cannot carry, and bytes that are not UTF-8, are left
// out, and so is a field whose name is not a name; [API.Check] refuses such
// values before they are signed.
func (m Message) Append(dst []byte) []byte {
	if dst == nil {
		dst = make([]byte, 0, 64*(len(m)+1)) // seldom too small
	}
	dst = append(dst, "<xml>"...)
	for i := range m {
		name := m[i].Name
		if !validName(name) {
			continue
		}
		dst = append(dst, '<')
		dst = append(dst, name...)
		dst = append(dst, '>')
		dst = appendEscaped(dst, m[i].Value)
		dst = append(dst, '<', '/')
		dst = append(dst, name...)
		dst = append(dst, '>')
	}
	return append(dst, "</xml>"...)
}

// appendEscaped writes runs of plain bytes at once and everything else one
// character at a time.
func appendEscaped(dst []byte, s string) []byte {
	from := 0
	for i := 0; i < len(s); {
		c := classes[s[i]]
		if c == plain {
			i++
			continue
		}
		width := 1
		if c == wide {
			var r rune
			r, width = utf8.DecodeRuneInString(s[i:])
			if legalChar(r) && (r != utf8.RuneError || width > 1) {
				i += width
				continue
			}
		}
		dst = append(dst, s[from:i]...)
		dst = append(dst, entity[s[i]]...)
		i += width
		from = i
	}
	return append(dst, s[from:]...)
}

// entity is what a byte is written as; nothing for what cannot be carried.
var entity = map[byte]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '\r': "&#13;"}

// legalChar reports whether XML 1.0 can carry a character: its Char production.
func legalChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= utf8.MaxRune
}

// nameByte is the part of XML's Name production that WeChat uses.
var nameByte = func() (t [256]bool) {
	for b := 'a'; b <= 'z'; b++ {
		t[b], t[b-'a'+'A'] = true, true
	}
	for b := '0'; b <= '9'; b++ {
		t[b] = true
	}
	t['_'], t['-'], t['.'] = true, true, true
	return t
}()

// maxName bounds an element's name. WeChat's longest is refund_recv_accout_$n.
const maxName = 64

func validName(s string) bool {
	if s == "" || len(s) > maxName || s[0] <= '9' { // digits, - and . begin no name
		return false
	}
	for i := range len(s) {
		if !nameByte[s[i]] {
			return false
		}
	}
	return true
}
