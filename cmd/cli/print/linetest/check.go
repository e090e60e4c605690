package linetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"
)

// object is a JSON object.
type object = map[string]any

// Schema is one that was read.
type Schema struct{ root object }

// Read takes a schema.
func Read(text []byte) (*Schema, error) {
	s := &Schema{}
	if err := json.Unmarshal(text, &s.root); err != nil {
		return nil, fmt.Errorf("the schema: %w", err)
	}
	return s, nil
}

// Output holds all that a call wrote to stdout under -o json against the schema:
// each line, and that the schema's number stands in the first one alone and the
// result in the last one alone. A call that was killed has no result: see Lines.
func (s *Schema) Output(out string) error {
	if out == "" {
		return errors.New("no line at all")
	}
	if err := s.Lines(out); err != nil {
		return err
	}
	lines := strings.Split(strings.TrimRight(out, "\n"), "\n")
	for i, line := range lines {
		var fields object
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			return fmt.Errorf("%s: %w", line, err)
		}
		if _, has := fields["schema"]; has != (i == 0) {
			return fmt.Errorf("line %d of %d: schema stands there: %v", i+1, len(lines), has)
		}
		if is := fields["type"] == "result"; is != (i == len(lines)-1) {
			return fmt.Errorf("line %d of %d has type %v: the result is the last line, and no other", i+1, len(lines), fields["type"])
		}
	}
	return nil
}

// Lines holds each line against the schema.
func (s *Schema) Lines(out string) error {
	for line := range strings.Lines(out) {
		if !strings.HasSuffix(line, "\n") {
			return fmt.Errorf("%q is no whole line", line)
		}
		var value any
		if err := json.Unmarshal([]byte(line), &value); err != nil {
			return fmt.Errorf("%q is no JSON: %w", line, err)
		}
		if err := s.check(s.root, value, "line"); err != nil {
			return fmt.Errorf("%w\n%s", err, line)
		}
	}
	return nil
}

// check holds a value against a piece of the schema. where is for the error.
func (s *Schema) check(piece object, value any, where string) error {
	for _, word := range slices.Sorted(maps.Keys(piece)) {
		rule := piece[word]
		var err error
		switch word {
		case "$schema", "$defs", "title", "description", "then":
		case "$ref":
			err = s.check(s.definition(rule), value, where)
		case "type":
			err = kind(rule, value, where)
		case "const":
			if !reflect.DeepEqual(rule, value) {
				err = fmt.Errorf("%s is %v, want %v", where, value, rule)
			}
		case "enum":
			if list, _ := rule.([]any); !slices.ContainsFunc(list, func(v any) bool { return reflect.DeepEqual(v, value) }) {
				err = fmt.Errorf("%s is %v, want one of %v", where, value, rule)
			}
		case "format":
			err = format(rule, value, where)
		case "pattern":
			if text, is := value.(string); is && !regexp.MustCompile(rule.(string)).MatchString(text) {
				err = fmt.Errorf("%s is %q, want %s", where, text, rule)
			}
		case "properties", "required", "additionalProperties", "items":
			err = s.inside(piece, word, value, where)
		case "oneOf", "allOf", "not", "if":
			err = s.joined(piece, word, value, where)
		default:
			err = fmt.Errorf("the schema uses %q, which is not checked here", word)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Schema) definition(ref any) object {
	name, _ := ref.(string)
	defs, _ := s.root["$defs"].(object)
	def, is := defs[strings.TrimPrefix(name, "#/$defs/")].(object)
	if !is {
		return object{"not": object{}} // nothing fits a definition that is not there
	}
	return def
}

func kind(rule, value any, where string) error {
	got := ""
	switch v := value.(type) {
	case string:
		got = "string"
	case bool:
		got = "boolean"
	case float64:
		got = "number"
		if v == float64(int64(v)) {
			got = "integer"
		}
	case []any:
		got = "array"
	case object:
		got = "object"
	}
	if got != rule {
		return fmt.Errorf("%s is %v, of type %q, want %q", where, value, got, rule)
	}
	return nil
}

func format(rule, value any, where string) error {
	if rule != "date-time" {
		return fmt.Errorf("the schema uses the format %v, which is not checked here", rule)
	}
	text, _ := value.(string)
	if _, err := time.Parse(time.RFC3339, text); err != nil {
		return fmt.Errorf("%s is %q, want a time", where, text)
	}
	return nil
}

// inside looks at the parts of an object or a list.
func (s *Schema) inside(piece object, word string, value any, where string) error {
	fields, isObject := value.(object)
	list, isList := value.([]any)
	known, _ := piece["properties"].(object)
	switch {
	case word == "items" && isList:
		for i, v := range list {
			if err := s.check(piece["items"].(object), v, fmt.Sprintf("%s[%d]", where, i)); err != nil {
				return err
			}
		}
	case word == "properties" && isObject:
		for _, name := range slices.Sorted(maps.Keys(fields)) {
			if rule, is := known[name].(object); is {
				if err := s.check(rule, fields[name], where+"."+name); err != nil {
					return err
				}
			}
		}
	case word == "required" && isObject:
		for _, name := range piece["required"].([]any) {
			if _, has := fields[name.(string)]; !has {
				return fmt.Errorf("%s has no %s", where, name)
			}
		}
	case word == "additionalProperties" && isObject && piece[word] == false:
		for _, name := range slices.Sorted(maps.Keys(fields)) {
			if _, is := known[name]; !is {
				return fmt.Errorf("%s has a field %q that the schema does not name", where, name)
			}
		}
	}
	return nil
}

// joined looks at rules that are made of others.
func (s *Schema) joined(piece object, word string, value any, where string) error {
	switch word {
	case "not":
		if s.check(piece["not"].(object), value, where) == nil {
			return fmt.Errorf("%s is %v, which is excluded", where, value)
		}
	case "if":
		if s.check(piece["if"].(object), value, where) == nil {
			return s.check(piece["then"].(object), value, where)
		}
	case "allOf":
		for _, rule := range piece["allOf"].([]any) {
			if err := s.check(rule.(object), value, where); err != nil {
				return err
			}
		}
	case "oneOf":
		return s.oneOf(piece["oneOf"].([]any), value, where)
	}
	return nil
}

// oneOf tells why the rule does not fit that is meant: one of the value's type
// and command.
func (s *Schema) oneOf(rules []any, value any, where string) error {
	fit, why := 0, fmt.Errorf("%s is of no type that the schema knows", where)
	for _, rule := range rules {
		err := s.check(rule.(object), value, where)
		switch {
		case err == nil:
			fit++
		case s.meant(rule.(object), value):
			why = err
		}
	}
	switch fit {
	case 1:
		return nil
	case 0:
		return why
	}
	return fmt.Errorf("%s fits %d types of the schema", where, fit)
}

func (s *Schema) meant(rule object, value any) bool {
	if rule["$ref"] != nil {
		rule = s.definition(rule["$ref"])
	}
	known, _ := rule["properties"].(object)
	fields, _ := value.(object)
	for _, name := range []string{"type", "command"} {
		r, is := known[name].(object)
		got, has := fields[name]
		if is && has && s.check(r, got, name) != nil {
			return false
		}
		needed, _ := rule["required"].([]any)
		if !has && slices.Contains(needed, any(name)) {
			return false
		}
	}
	return true
}
