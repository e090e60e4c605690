package schema

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Result is the type of the last line.
const Result = "result"

// Line is a type of line: its word in "type", and the struct that is printed.
type Line struct {
	Type   string
	Doc    string
	Struct any
	// Name is the key among the definitions, where it is not the type.
	Name string
	// Commands are those whose result line it is. A result line without any is
	// that of all other commands.
	Commands []string
}

// Vocabulary has the closed lists of words, by the name in the tag is.
type Vocabulary map[string][]string

// name is the line's key among the definitions.
func (l Line) name() string {
	if l.Name != "" {
		return l.Name
	}
	if l.Type != Result {
		return l.Type
	}
	if len(l.Commands) == 0 {
		return Result + "_other"
	}
	return Result + "_" + strings.ReplaceAll(l.Commands[0], " ", "_")
}

// object is a piece of JSON Schema.
type object = map[string]any

// Of returns the JSON Schema (draft 2020-12) of all lines. The codes of err_code
// where exit_code is 64 or 69 are the vocabulary's "err_code".
func Of(lines []Line, words Vocabulary) ([]byte, error) {
	defs, any := object{}, []any{}
	var named []string
	for _, l := range lines {
		named = append(named, l.Commands...)
	}
	for _, l := range lines {
		def, err := define(l, named, words)
		if err != nil {
			return nil, err
		}
		if _, twice := defs[l.name()]; twice {
			return nil, fmt.Errorf("two lines are called %s", l.name())
		}
		defs[l.name()] = def
		any = append(any, object{"$ref": "#/$defs/" + l.name()})
	}
	return json.MarshalIndent(object{
		"$schema":     "https://json-schema.org/draft/2020-12/schema",
		"title":       "a line of facetill -o json",
		"description": "One object a line. Fields are added and never renamed: take those that you do not know.",
		"oneOf":       any,
		"$defs":       defs,
	}, "", "  ")
}

// define describes one line.
func define(l Line, named []string, words Vocabulary) (object, error) {
	fields := object{"schema": object{"const": 1, "description": "the version of these lines; in the first line alone"}}
	required, err := describe(reflect.TypeOf(l.Struct), fields, words)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", l.name(), err)
	}
	if fields["type"] == nil {
		return nil, fmt.Errorf("%s has no field type", l.name())
	}
	fields["type"] = object{"const": l.Type}
	if fields["simulated"] == nil { // the printer marks every line
		fields["simulated"] = object{"type": "boolean", "description": "no sale here is real"}
	}
	def := object{"type": "object", "description": l.Doc, "properties": fields}
	if l.Type != Result {
		def["required"] = required
		return def, nil
	}
	always := []string{"type", "exit_code"}
	if len(l.Commands) > 0 {
		always = append(always, "command")
		fields["command"] = object{"enum": l.Commands, "description": "the command whose result this is"}
	} else {
		fields["command"] = object{"type": "string", "not": object{"enum": named},
			"description": "the command whose result this is; absent where there is no such command"}
	}
	def["required"] = always
	finished := slices.DeleteFunc(required, func(f string) bool { return slices.Contains(always, f) })
	def["allOf"] = []any{
		when(object{"const": 0}, finished, nil),
		when(object{"enum": []int{64, 69}}, []string{"err_code"}, object{"err_code": object{"enum": words["err_code"]}}),
	}
	return def, nil
}

// when is a condition on exit_code.
func when(code object, required []string, fields object) object {
	then := object{"required": append([]string{}, required...)}
	if fields != nil {
		then["properties"] = fields
	}
	return object{"if": object{"properties": object{"exit_code": code}}, "then": then}
}

// describe puts the fields of a struct into fields and returns those that are
// never absent.
func describe(t reflect.Type, fields object, words Vocabulary) (required []string, err error) {
	for f := range t.Fields() {
		if !f.IsExported() && !f.Anonymous {
			continue // no part of the line
		}
		name, opts, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" {
			inner, pointer := f.Type, f.Type.Kind() == reflect.Pointer
			if pointer {
				inner = inner.Elem()
			}
			more, err := describe(inner, fields, words)
			if err != nil {
				return nil, err
			}
			if !pointer { // what hangs on a pointer may be absent as a whole
				required = append(required, more...)
			}
			continue
		}
		if name == "" || name == "-" {
			return nil, fmt.Errorf("field %s has no name in JSON", f.Name)
		}
		if fields[name] != nil {
			return nil, fmt.Errorf("field %s stands there twice", name)
		}
		value, err := valueOf(f.Type, words)
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", name, err)
		}
		if list := f.Tag.Get("is"); list != "" {
			if words[list] == nil {
				return nil, fmt.Errorf("field %s: there is no vocabulary %q", name, list)
			}
			value = object{"enum": words[list]}
		}
		if doc := f.Tag.Get("doc"); doc != "" {
			value["description"] = doc
		}
		fields[name] = value
		if !strings.Contains(opts, "omit") {
			required = append(required, name)
		}
	}
	return required, nil
}

var textual = reflect.TypeFor[encoding.TextMarshaler]()

// valueOf describes a value by its Go type.
func valueOf(t reflect.Type, words Vocabulary) (object, error) {
	switch {
	case t == reflect.TypeFor[json.RawMessage]():
		return object{"description": "as it came: facetill promises nothing about what is in it"}, nil
	case t.Implements(textual): // the only ones here are times
		return object{"type": "string", "format": "date-time"}, nil
	}
	switch t.Kind() {
	case reflect.String:
		return object{"type": "string"}, nil
	case reflect.Bool:
		return object{"type": "boolean"}, nil
	case reflect.Int, reflect.Int64:
		return object{"type": "integer"}, nil
	case reflect.Pointer:
		return valueOf(t.Elem(), words)
	case reflect.Map: // of names and values that are not known before
		if t.Key().Kind() != reflect.String {
			break
		}
		value, err := valueOf(t.Elem(), words)
		return object{"type": "object", "additionalProperties": value}, err
	case reflect.Slice:
		items, err := valueOf(t.Elem(), words)
		return object{"type": "array", "items": items}, err
	case reflect.Struct:
		fields := object{}
		required, err := describe(t, fields, words)
		slices.Sort(required)
		return object{"type": "object", "properties": fields, "required": append([]string{}, required...)}, err
	}
	return nil, fmt.Errorf("a %s has no description", t)
}
