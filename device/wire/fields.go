package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"facetill/flow/field"
)

// Fields is one JSON object of the SDK read leniently: each value as text,
// whatever its JSON type was. A doubled key keeps its last value, null counts
// as absent, and objects and arrays keep their JSON text. It prints names only.
type Fields map[string]string

// ReadFields reads a request or an answer. The error names the problem and
// never quotes the data.
func ReadFields(data []byte) (Fields, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, fmt.Errorf("it is empty")
	}
	if len(data) > MaxAnswer {
		return nil, fmt.Errorf("it has %d bytes, more than %d", len(data), MaxAnswer)
	}
	fields, ok := scan(data)
	if !ok {
		return nil, fmt.Errorf("it is not a JSON object (%d bytes)", len(data))
	}
	return fields, nil
}

// scan reads one JSON object, each value as text.
func scan(data []byte) (Fields, bool) {
	var values map[string]json.RawMessage
	if err := json.Unmarshal(data, &values); err != nil || values == nil {
		return nil, false
	}
	fields := make(Fields, len(values))
	for name, value := range values {
		switch value[0] {
		case 'n': // null
		case '"':
			var text string
			_ = json.Unmarshal(value, &text) // it is a string
			fields[name] = text
		default:
			fields[name] = string(value)
		}
	}
	return fields, true
}

// Int reads a whole number that may come as a number or as a string; absent
// or unreadable is 0.
func (f Fields) Int(name string) int64 {
	n, err := strconv.ParseInt(f[name], 10, 64)
	if err != nil { // beyond int64 n would be its end
		return 0
	}
	return n
}

// oneOf is a field that has few values; "" for any other.
func (f Fields) oneOf(name string, values ...string) string {
	if slices.Contains(values, f[name]) {
		return f[name]
	}
	return ""
}

// Format prints the names of the fields and none of their values.
func (f Fields) Format(s fmt.State, _ rune) {
	_, _ = io.WriteString(s, fmt.Sprint("fields", slices.Sorted(maps.Keys(f))))
}

// CommandOf reads the cmd of a request. The error is what is wrong with the
// request and does not quote it.
func CommandOf(req []byte) (Command, error) {
	fields, err := ReadFields(req)
	if err != nil {
		return "", fmt.Errorf("device request: %w", err)
	}
	if fields["cmd"] == "" {
		return "", &field.Error{Field: "cmd", Problem: "is missing", Try: "name the command, for example " + string(CmdInit)}
	}
	return Command(fields["cmd"]), nil
}
