package wire

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	// MaxBody is the largest message in bytes that Decode accepts. The fullest
	// documented answer (promotion_detail of 6000 characters, or a refund query
	// with twenty parts) stays well below it.
	MaxBody = 64 << 10
	// maxFields bounds the work of the search for duplicates.
	maxFields = 1024
	// usualFields is the room made for an answer at once: a full one has 20.
	usualFields = 24
)

// Reason is why a body is not a message. Reasons are stable codes: they are
// journaled and shown.
type Reason string

const (
	TooLarge      Reason = "TOO_LARGE"       // longer than MaxBody, or too many fields
	Empty         Reason = "EMPTY"           // nothing, or only blanks
	NotUTF8       Reason = "NOT_UTF8"        // bytes or a declaration that are not UTF-8
	NotXML        Reason = "NOT_XML"         // not the shape of a message
	CutShort      Reason = "CUT_SHORT"       // ends before </xml>
	DTD           Reason = "DTD"             // a document type declaration
	Nested        Reason = "NESTED"          // an element inside a field
	Attribute     Reason = "ATTRIBUTE"       // an element with attributes
	BadEntity     Reason = "ENTITY"          // an entity that XML does not define itself
	BadCharacter  Reason = "CHARACTER"       // a character that XML cannot carry
	DuplicateName Reason = "DUPLICATE_FIELD" // the same field twice
)

// DecodeError is why a body was refused and where. It never holds a value of
// the body.
type DecodeError struct {
	Reason Reason
	Offset int // bytes from the start of the body
}

func (e *DecodeError) Error() string {
	return fmt.Sprintf("answer is not a message: %s at byte %d", e.Reason, e.Offset)
}

// Decode reads one message. It accepts a root "xml" whose children are text,
// with or without CDATA, blanks between them and an XML declaration before
// them, and nothing else. The only errors are *DecodeError.
//
// An element that holds nothing yields a field with an empty value.
func Decode(body []byte) (Message, error) {
	if len(body) > MaxBody {
		return nil, &DecodeError{TooLarge, MaxBody}
	}
	if !utf8.Valid(body) {
		return nil, &DecodeError{NotUTF8, firstInvalid(body)}
	}
	s := scanner{text: string(body)}
	m, err := s.document()
	if err != nil {
		return nil, err
	}
	return m, nil
}

func firstInvalid(body []byte) (at int) {
	for {
		r, n := utf8.DecodeRune(body[at:])
		if r == utf8.RuneError && n <= 1 {
			return at
		}
		at += n
	}
}

// scanner walks over the text once. Values are substrings of it; only one that
// holds entities, carriage returns or several pieces is built anew.
type scanner struct {
	text string
	at   int
}

func (s *scanner) fail(r Reason) *DecodeError {
	if s.at >= len(s.text) && r == NotXML {
		r = CutShort
	}
	return &DecodeError{r, s.at}
}

// document reads the declaration, the root and what is between them. The
// results are concrete so that no nil error is ever boxed.
func (s *scanner) document() (Message, *DecodeError) {
	s.blanks()
	if s.at >= len(s.text) {
		return nil, &DecodeError{Empty, s.at}
	}
	if err := s.declaration(); err != nil {
		return nil, err
	}
	if err := s.root(); err != nil {
		return nil, err
	}
	m := make(Message, 0, usualFields)
	for {
		s.blanks()
		if s.skip("</") {
			break
		}
		at := s.at
		f, err := s.field()
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(m, func(earlier Field) bool { return earlier.Name == f.Name }) {
			return nil, &DecodeError{DuplicateName, at}
		}
		if len(m) == maxFields {
			return nil, &DecodeError{TooLarge, at}
		}
		m = append(m, f)
	}
	if !s.skip("xml") || !s.closing() {
		return nil, s.fail(NotXML)
	}
	s.blanks()
	if s.at != len(s.text) {
		return nil, s.markup()
	}
	return m, nil
}

// tag reads < and the name behind it.
func (s *scanner) tag() (name string, err *DecodeError) {
	if !s.peek('<') {
		return "", s.fail(NotXML)
	}
	if s.at+1 < len(s.text) && (s.text[s.at+1] == '!' || s.text[s.at+1] == '?') {
		return "", s.markup()
	}
	s.at++
	return s.name(), nil
}

// root reads <xml>.
func (s *scanner) root() *DecodeError {
	name, err := s.tag()
	if err != nil {
		return err
	}
	if name != "xml" {
		return s.fail(NotXML)
	}
	if !s.closing() {
		return s.afterName()
	}
	return nil
}

// field reads one <name>value</name> or <name/>.
func (s *scanner) field() (Field, *DecodeError) {
	name, err := s.tag()
	if err != nil {
		return Field{}, err
	}
	if !validName(name) {
		return Field{}, s.fail(NotXML)
	}
	if !s.peek('>') {
		s.blanks()
		if s.skip("/>") {
			return Field{Name: name}, nil
		}
		if !s.peek('>') {
			return Field{}, s.afterName()
		}
	}
	s.at++
	value, err := s.value()
	if err != nil {
		return Field{}, err
	}
	s.at += len("</")
	if !s.skip(name) || !s.closing() {
		return Field{}, s.fail(NotXML)
	}
	return Field{name, value}, nil
}

// closing reads the rest of a tag behind its name: blanks and '>'.
func (s *scanner) closing() bool {
	if !s.peek('>') {
		s.blanks()
	}
	return s.skip(">")
}

// afterName tells an attribute from a broken tag.
func (s *scanner) afterName() *DecodeError {
	if s.at < len(s.text) && s.text[s.at-1] <= ' ' && nameByte[s.text[s.at]] {
		return s.fail(Attribute)
	}
	return s.fail(NotXML)
}

// markup names what a '<' or a stray text begins where no element may begin.
func (s *scanner) markup() *DecodeError {
	rest := s.text[s.at:]
	if len(rest) >= 9 && strings.EqualFold(rest[:9], "<!DOCTYPE") {
		return s.fail(DTD)
	}
	return s.fail(NotXML)
}

func (s *scanner) blanks() {
	for s.at < len(s.text) {
		switch s.text[s.at] {
		case ' ', '\t', '\n', '\r':
			s.at++
		default:
			return
		}
	}
}

func (s *scanner) name() string {
	from := s.at
	for s.at < len(s.text) && nameByte[s.text[s.at]] {
		s.at++
	}
	return s.text[from:s.at]
}

func (s *scanner) peek(b byte) bool { return s.at < len(s.text) && s.text[s.at] == b }

func (s *scanner) skip(token string) bool {
	if !strings.HasPrefix(s.text[s.at:], token) {
		return false
	}
	s.at += len(token)
	return true
}
