package wire

import (
	"strconv"
	"strings"
)

const (
	cdataOpen  = "<![CDATA["
	cdataClose = "]]>"
)

// value reads the text of a field up to its closing tag, which it leaves
// unread. The usual value, one run of text or one CDATA section, is
// returned as a substring.
func (s *scanner) value() (string, *DecodeError) {
	first, err := s.piece()
	if err != nil || s.atClosingTag() {
		return first, err
	}
	var b strings.Builder
	b.WriteString(first)
	for !s.atClosingTag() {
		next, err := s.piece()
		if err != nil {
			return "", err
		}
		b.WriteString(next)
	}
	return b.String(), nil
}

func (s *scanner) atClosingTag() bool {
	return s.at+1 < len(s.text) && s.text[s.at] == '<' && s.text[s.at+1] == '/'
}

// piece reads one CDATA section or one run of text.
func (s *scanner) piece() (string, *DecodeError) {
	if s.peek('<') && !s.atClosingTag() {
		if s.skip(cdataOpen) {
			return s.cdata()
		}
		if s.at+1 < len(s.text) && nameByte[s.text[s.at+1]] {
			return "", s.fail(Nested)
		}
		return "", s.markup()
	}
	from := s.at
	n := strings.IndexByte(s.text[from:], '<')
	if n < 0 {
		s.at = len(s.text)
		return "", s.fail(CutShort)
	}
	s.at += n
	return s.clean(from, s.at, true)
}

// cdata reads a section whose opening has been read.
func (s *scanner) cdata() (string, *DecodeError) {
	from := s.at
	n := strings.Index(s.text[from:], cdataClose)
	if n < 0 {
		s.at = len(s.text)
		return "", s.fail(CutShort)
	}
	s.at += n + len(cdataClose)
	return s.clean(from, from+n, false)
}

// clean checks the characters of text[from:to] and resolves what stands for
// something else: carriage returns everywhere, entities outside of CDATA alone.
func (s *scanner) clean(from, to int, entities bool) (string, *DecodeError) {
	text := s.text[from:to]
	dirty := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; classes[c] {
		case illegal:
			return "", &DecodeError{BadCharacter, from + i}
		case cr:
			dirty = true
		case wide:
			// The body is valid UTF-8; of all its characters only U+FFFE and
			// U+FFFF (EF BF BE, EF BF BF) cannot stand in XML.
			if c == 0xEF && text[i+1] == 0xBF && text[i+2] >= 0xBE {
				return "", &DecodeError{BadCharacter, from + i}
			}
		case markup:
			dirty = dirty || (entities && c == '&')
			if entities && c == '>' && strings.HasSuffix(text[:i], "]]") {
				return "", &DecodeError{NotXML, from + i}
			}
		}
	}
	if !dirty {
		return text, nil
	}
	return resolve(text, from, entities)
}

// resolve builds the value that text stands for; base is its offset in the
// body.
func resolve(text string, base int, entities bool) (string, *DecodeError) {
	var b strings.Builder
	b.Grow(len(text))
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\r':
			// XML reads CR LF and a lone CR as one line feed.
			if i+1 >= len(text) || text[i+1] != '\n' {
				b.WriteByte('\n')
			}
		case c == '&' && entities:
			n := strings.IndexByte(text[i:], ';')
			if n < 0 {
				return "", &DecodeError{BadEntity, base + i}
			}
			r, ok := reference(text[i+1 : i+n])
			if !ok {
				return "", &DecodeError{BadEntity, base + i}
			}
			b.WriteRune(r)
			i += n
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), nil
}

// entities are the five that XML defines.
var entities = map[string]rune{"amp": '&', "lt": '<', "gt": '>', "quot": '"', "apos": '\''}

// reference resolves an entity that XML defines or a numeric one.
func reference(name string) (rune, bool) {
	if r, defined := entities[name]; defined {
		return r, true
	}
	digits, found := strings.CutPrefix(name, "#")
	if !found {
		return 0, false
	}
	base := 10
	if hex, found := strings.CutPrefix(digits, "x"); found {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || !legalChar(rune(n)) {
		return 0, false
	}
	return rune(n), true
}

// declaration reads an optional <?xml ...?> at the start. Its version, where it
// names one, has to be 1.0, its encoding UTF-8.
func (s *scanner) declaration() *DecodeError {
	if !strings.HasPrefix(s.text[s.at:], "<?xml") {
		return nil
	}
	n := strings.Index(s.text[s.at:], "?>")
	if n < 0 {
		s.at = len(s.text)
		return s.fail(CutShort)
	}
	text := s.text[s.at+len("<?xml") : s.at+n]
	if text != "" && text[0] > ' ' || strings.ContainsAny(text, "<>") {
		return s.fail(NotXML)
	}
	if _, version, found := strings.Cut(text, "version"); found {
		version = strings.TrimLeft(version, " \t\r\n=")
		if len(version) < 5 || version[0] != '"' && version[0] != '\'' || version[1:4] != "1.0" || version[4] != version[0] {
			return s.fail(NotXML)
		}
	}
	if _, encoding, found := strings.Cut(text, "encoding"); found {
		encoding = strings.TrimLeft(encoding, " \t\r\n=")
		if len(encoding) < 7 || !strings.EqualFold(encoding[1:6], "utf-8") || encoding[6] != encoding[0] {
			return s.fail(NotUTF8)
		}
	}
	s.at += n + len("?>")
	s.blanks()
	return nil
}
