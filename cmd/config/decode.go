package config

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"facetill/flow/field"
)

// source is a decoded file: which keys it has, and on which lines.
type source struct {
	text   string
	meta   *toml.MetaData
	ends   map[string]int            // of each table of a list, where its text ends
	keys   map[string]toml.Primitive // by dotted key
	failed map[string]bool           // keys that already have a problem
	bad    *Invalid
}

// decode reads text into c and notes every key that is unknown or of the wrong
// type. It goes key by key, because the decoder alone stops at the first one.
func decode(text string, c *Config, bad *Invalid) *source {
	s := &source{text: text, ends: map[string]int{}, keys: map[string]toml.Primitive{}, failed: map[string]bool{}, bad: bad}
	var top map[string]toml.Primitive
	meta, err := toml.Decode(text, &top)
	if err != nil {
		bad.add(syntax(err))
		return s
	}
	s.meta = &meta
	s.table("", top, reflect.ValueOf(c).Elem())
	return s
}

// table decodes one table's keys into the fields of a struct.
func (s *source) table(prefix string, table map[string]toml.Primitive, into reflect.Value) {
	names, fields := fieldsOf(into)
	for name, value := range table {
		key := prefix + toml.Key{name}.String()
		s.keys[key] = value
		field, ok := fields[name]
		if !ok {
			s.unknown(key, name, names)
			continue
		}
		switch {
		case isTables(field.Type()):
			s.tables(key, value, field)
		case isTable(field.Type()):
			s.inner(key, value, field, "write ["+key+"] on a line of its own")
		default:
			s.value(key, value, field)
		}
	}
}

// inner decodes the table of a key, and says what to do where it is none.
func (s *source) inner(key string, value toml.Primitive, field reflect.Value, try string) {
	var inner map[string]toml.Primitive
	// What is no table leaves the map nil, without an error.
	if err := s.meta.PrimitiveDecode(value, &inner); err != nil || inner == nil {
		s.problem(key, "is not a table", try)
		return
	}
	s.table(key+".", inner, field)
}

// tables decodes a list of tables, [[key]], into a slice of structs.
func (s *source) tables(key string, value toml.Primitive, into reflect.Value) {
	try := "write [[" + key + "]] on a line of its own above each"
	var list []toml.Primitive
	if err := s.meta.PrimitiveDecode(value, &list); err != nil {
		s.problem(key, "is no list of tables", try)
		return
	}
	if len(list) == 0 {
		return
	}
	into.Set(reflect.MakeSlice(into.Type(), len(list), len(list)))
	heads := regexp.MustCompile(`(?m)^[ \t]*\[\[[ \t]*`+regexp.QuoteMeta(key)+`[ \t]*\]\]`).FindAllStringIndex(s.text, -1)
	for i, one := range list {
		at := element(key, i)
		s.keys[at] = one
		if i+1 < len(list) && len(heads) == len(list) {
			s.ends[at] = heads[i+1][0]
		}
		s.inner(at, one, into.Index(i), try)
	}
}

// element names a table of a list as a person counts.
func element(key string, i int) string { return fmt.Sprintf("%s[%d]", key, i+1) }

func (s *source) value(key string, value toml.Primitive, field reflect.Value) {
	err := s.meta.PrimitiveDecode(value, field.Addr().Interface())
	if err == nil {
		return
	}
	// Our own types say what is wrong; of the library's text only the fact
	// that the type is wrong is used, since it may repeat the value.
	if own, ok := errors.AsType[toml.ParseError](err); ok {
		text, try, _ := strings.Cut(own.Message, "; ")
		s.problem(key, text, try)
		return
	}
	want := map[reflect.Kind]string{
		reflect.String: "a text in quotes", reflect.Bool: "true or false", reflect.Int: "a whole number",
	}[field.Kind()]
	s.problem(key, "is of the wrong type", "write "+want)
}

// fieldsOf are the keys of a table, in sequence, and their fields.
func fieldsOf(table reflect.Value) (names []string, fields map[string]reflect.Value) {
	fields = map[string]reflect.Value{}
	for f, v := range table.Fields() {
		if name := f.Tag.Get("toml"); name != "-" {
			names, fields[name] = append(names, name), v
		}
	}
	return names, fields
}

// has reports whether the file sets a key.
func (s *source) has(key string) bool {
	_, is := s.keys[key]
	return is
}

func (s *source) unknown(key, name string, names []string) {
	try := "the keys here are " + strings.Join(names, ", ")
	if i := slices.IndexFunc(names, func(n string) bool { return near(n, name) }); i >= 0 {
		try = "did you mean " + names[i] + "?"
	}
	s.problem(key, "is not a known key", try)
}

// maxProblems bounds a report: a file with more is no configuration.
const maxProblems = 100

// problem notes a problem of a key. The first one is enough: what follows from
// a value that could not be read is not told.
func (s *source) problem(key, text, try string) {
	if s.failed[key] || len(s.bad.list) == maxProblems {
		return
	}
	s.failed[key] = true
	name := key
	if hidden(key) {
		name = shown(key)
	}
	s.bad.add(&field.Error{Line: s.line(key), Field: name, Problem: text, Try: try})
}

// locate asks the decoder for a position: it fails, and the failure has one.
type locate struct{}

func (locate) UnmarshalTOML(any) error { return errors.New("here") }

// line is where a key stands, 0 where the file does not have it. For a key
// that is missing it is the line of its table.
func (s *source) line(key string) int {
	meta := s.meta
	// The decoder keeps one line a key: of a list that of its last table. So each is
	// the last one of the text that ends with it.
	list, _, _ := strings.Cut(key, ".")
	if end, is := s.ends[list]; is {
		if upTo, err := toml.Decode(s.text[:end], new(map[string]toml.Primitive)); err == nil {
			meta = &upTo
		}
	}
	for ; key != ""; key = key[:max(0, strings.LastIndexByte(key, '.'))] {
		if value, ok := s.keys[key]; ok {
			var here locate
			if at, ok := errors.AsType[toml.ParseError](meta.PrimitiveDecode(value, &here)); ok {
				return at.Position.Line
			}
		}
	}
	return 0
}

var quoted = pattern(`"[^"]{2,}"|'[^']{2,}'`)

// syntax is a problem for a file that is not TOML. What the library quotes is
// left out, because it may be a piece of a key.
func syntax(err error) *field.Error {
	p := &field.Error{Problem: "is not valid TOML", Try: "see the example that `facetill config init` writes"}
	at, ok := errors.AsType[toml.ParseError](err)
	if !ok {
		return p
	}
	p.Line = at.Position.Line
	message := quoted().ReplaceAllStringFunc(at.Message, func(q string) string {
		if name := q[1 : len(q)-1]; strings.HasPrefix(at.Message, "Key '") && !hidden(name) {
			return name
		}
		return "…"
	})
	p.Problem = fmt.Sprintf("column %d is not valid TOML: %s", at.Position.Col, message)
	return p
}

func isTable(t reflect.Type) bool {
	_, scalar := reflect.PointerTo(t).MethodByName("UnmarshalTOML")
	return t.Kind() == reflect.Struct && !scalar
}

// isTables reports whether a key is a list of tables.
func isTables(t reflect.Type) bool { return t.Kind() == reflect.Slice && isTable(t.Elem()) }

// near reports whether two names differ only in case, blanks, or _ and -.
func near(a, b string) bool {
	flat := strings.NewReplacer("_", "", "-", "", " ", "")
	return strings.EqualFold(flat.Replace(a), flat.Replace(b))
}
