package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"facetill/cmd/cli/print"
	"facetill/cmd/cli/print/schema"
)

// object is a JSON object.
type object = map[string]any

// lineSchema is what lines are held against.
type lineSchema struct{ *jsonschema.Schema }

// published is the schema that the program in the path prints, closed: no line
// that a test sees may have a field that it does not name.
var published = sync.OnceValues(func() (lineSchema, error) {
	text, err := exec.Command("facetill", "help", "json", "--schema").Output()
	if err != nil {
		return lineSchema{}, err
	}
	return readSchema(text, true)
})

// readSchema reads a schema. Closed, it refuses each field that it does not name.
func readSchema(text []byte, closed bool) (s lineSchema, err error) {
	all, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		return s, err
	}
	if closed {
		defs, _ := all.(object)["$defs"].(object)
		for _, def := range defs {
			shut(def)
		}
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("lines.json", all); err != nil {
		return s, err
	}
	s.Schema, err = c.Compile("lines.json")
	return s, err
}

// shut closes an object and those that lie in it.
func shut(piece any) {
	def, is := piece.(object)
	if !is {
		return
	}
	if fields, is := def["properties"].(object); is && def["type"] == "object" {
		def["additionalProperties"] = false
		for _, f := range fields {
			shut(f)
		}
	}
	shut(def["items"])
}

// lines holds each line against the schema, and returns them.
func (s lineSchema) lines(out string) (all []object, err error) {
	for line := range strings.Lines(out) {
		if !strings.HasSuffix(line, "\n") {
			return nil, fmt.Errorf("%q is no whole line", line)
		}
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
		if err != nil {
			return nil, fmt.Errorf("%q is no JSON: %w", line, err)
		}
		if err := s.Validate(value); err != nil {
			return nil, fmt.Errorf("%w\n%s", err, line)
		}
		fields, is := value.(object)
		if !is {
			return nil, fmt.Errorf("%s is no object", line)
		}
		all = append(all, fields)
	}
	return all, nil
}

// output holds all that a call wrote to stdout under -o json against the schema:
// each line, and that the schema's number stands in the first one alone and the
// result in the last one alone. A call that was killed has no result: see lines.
func (s lineSchema) output(out string) error {
	if out == "" {
		return errors.New("no line at all")
	}
	all, err := s.lines(out)
	for i, fields := range all {
		if _, has := fields["schema"]; has != (i == 0) {
			return fmt.Errorf("line %d of %d: schema stands there: %v", i+1, len(all), has)
		}
		if is := fields["type"] == print.Result; is != (i == len(all)-1) {
			return fmt.Errorf("line %d of %d has type %v: the result is the last line, and no other", i+1, len(all), fields["type"])
		}
	}
	return err
}

// heldLines holds what a call of facetill wrote to stdout against the program's own
// schema; one that does not speak JSON passes. A call that was killed (code -1) or
// panicked (2) has whole lines and no result.
func heldLines(args []string, out string, code int) error {
	if !speaksJSON(args) {
		return nil
	}
	all, err := published()
	if err != nil {
		return err
	}
	if code == -1 || code == 2 {
		_, err := all.lines(out[:strings.LastIndex(out, "\n")+1])
		return err
	}
	return all.output(out)
}

// speaksJSON reports whether a call's stdout is lines.
func speaksJSON(args []string) bool {
	for i, a := range args {
		if a == "-ojson" || a == "-o=json" || a == "--output=json" || a == "json" && i > 0 && slices.Contains([]string{"-o", "--output", "--format"}, args[i-1]) {
			return true
		}
	}
	return false
}

type row struct {
	Type   string          `json:"type"`
	N      int             `json:"n"`
	Word   string          `json:"word,omitempty" is:"words"`
	At     print.Stamp     `json:"at,omitzero"`
	Answer json.RawMessage `json:"answer,omitempty"`
}

type resultOther struct {
	Type     string `json:"type"`
	Command  string `json:"command,omitempty"`
	ExitCode int    `json:"exit_code"`
	ErrCode  string `json:"err_code,omitempty"`
}

type resultOfAdd struct {
	resultOther
	Sum int `json:"sum"`
}

// The control of heldLines: what fits, and each fault by its name.
func TestLinesControl(t *testing.T) {
	text, err := schema.Of([]schema.Line{{Type: "row", Struct: row{}}, {Type: print.Result, Struct: resultOfAdd{}, Commands: []string{"add"}},
		{Type: print.Result, Struct: resultOther{}}}, schema.Vocabulary{"words": {"a", "b"}, "err_code": {"BAD"}})
	if err != nil {
		t.Fatal(err)
	}
	const first = `{"schema":1,"type":"row","n":1}` + "\n"
	for _, closed := range []bool{true, false} {
		held, err := readSchema(text, closed)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct{ out, want string }{
			{first + `{"type":"row","n":2,"word":"b","answer":{"x":[1]}}` + "\n" + `{"type":"result","command":"add","exit_code":0,"sum":3}` + "\n", ""},
			{`{"schema":1,"type":"result","exit_code":64,"err_code":"BAD"}` + "\n", ""},
			{`{"schema":1,"type":"result","command":"mul","exit_code":3,"err_code":"ANY"}` + "\n", ""},
			{`{"schema":1,"type":"result","command":"add","exit_code":69,"err_code":"BAD"}` + "\n", ""},
			{`{"schema":1,"type":"result","command":"add","exit_code":64}` + "\n", "missing property 'err_code'"},
			{`{"schema":1,"type":"result","exit_code":64,"err_code":"NEW"}` + "\n", "at '/err_code': value must be 'BAD'"},
			{`{"schema":1,"type":"result","command":"add","exit_code":0}` + "\n", "missing property 'sum'"},
			{first, "the result is the last line"},
			{`{"type":"result","exit_code":0}` + "\n", "schema stands there"},
			{first + first, "schema stands there"},
			{`{"schema":1,"type":"row","n":"1"}` + "\n", "at '/n': got string, want integer"},
			{`{"schema":1,"type":"row","n":1.5}` + "\n", "at '/n': got number, want integer"},
			{`{"schema":1,"type":"row"}` + "\n", "missing property 'n'"},
			{`{"schema":1,"type":"row","n":1,"word":"c"}` + "\n", "at '/word': value must be one of 'a', 'b'"},
			{`{"schema":1,"type":"row","n":1,"at":"noon"}` + "\n", "at '/at': 'noon' is not valid date-time"},
			{`{"schema":1,"type":"line"}` + "\n", "'oneOf' failed"},
			{`{"schema":1}`, "no whole line"},
			{"PAID\n", "is no JSON"},
			{"[]\n", "'oneOf' failed"},
			{"", "no line"},
		} {
			if err := held.output(c.out); c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("%s, closed %t: %v, want %q", c.out, closed, err, c.want)
			}
		}
		more := held.output(`{"schema":1,"type":"result","exit_code":0,"more":1}` + "\n")
		if closed != (more != nil && strings.Contains(more.Error(), "additional properties 'more' not allowed")) {
			t.Errorf("a field that is not named, closed %t: %v", closed, more)
		}
	}
}
