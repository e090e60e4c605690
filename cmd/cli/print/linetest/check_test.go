package linetest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"facetill/cmd/cli/print"
	"facetill/cmd/cli/print/linetest"
)

type row struct {
	Type   string          `json:"type"`
	N      int             `json:"n"`
	Word   string          `json:"word,omitempty" is:"words"`
	Answer json.RawMessage `json:"answer,omitempty"`
}

type end struct {
	Type     string `json:"type"`
	Command  string `json:"command,omitempty"`
	ExitCode int    `json:"exit_code"`
	ErrCode  string `json:"err_code,omitempty"`
	Sum      int    `json:"sum"`
}

type other struct {
	Type     string `json:"type"`
	Command  string `json:"command,omitempty"`
	ExitCode int    `json:"exit_code"`
	ErrCode  string `json:"err_code,omitempty"`
}

func schemas(t *testing.T) (open, closed *linetest.Schema) {
	t.Helper()
	text, err := print.Schema([]print.Line{{Type: "row", Struct: row{}}, {Type: print.Result, Struct: end{}, Commands: []string{"add"}},
		{Type: print.Result, Struct: other{}}}, print.Vocabulary{"words": {"a", "b"}, "err_code": {"BAD"}})
	if err != nil {
		t.Fatal(err)
	}
	if open, err = linetest.Read(text); err != nil {
		t.Fatal(err)
	}
	shut, err := print.Close(text)
	if err != nil {
		t.Fatal(err)
	}
	if closed, err = linetest.Read(shut); err != nil {
		t.Fatal(err)
	}
	return open, closed
}

// What fits, and each fault by its name.
func TestOutput(t *testing.T) {
	open, closed := schemas(t)
	const first = `{"schema":1,"type":"row","n":1}` + "\n"
	for _, c := range []struct{ out, closed, open string }{
		{first + `{"type":"row","n":2,"word":"b","answer":{"x":[1]}}` + "\n" + `{"type":"result","command":"add","exit_code":0,"sum":3}` + "\n", "", ""},
		{`{"schema":1,"type":"result","exit_code":64,"err_code":"BAD"}` + "\n", "", ""},
		{`{"schema":1,"type":"result","command":"mul","exit_code":3,"err_code":"ANY"}` + "\n", "", ""},
		{`{"schema":1,"type":"result","command":"add","exit_code":69,"err_code":"BAD"}` + "\n", "", ""},
		{`{"schema":1,"type":"result","command":"add","exit_code":64}` + "\n", "has no err_code", "has no err_code"},
		{`{"schema":1,"type":"result","exit_code":64,"err_code":"NEW"}` + "\n", "err_code is NEW", "err_code is NEW"},
		{`{"schema":1,"type":"result","command":"add","exit_code":0}` + "\n", "has no sum", "has no sum"},
		{first, "the result is the last line", "the result is the last line"},
		{`{"type":"result","exit_code":0}` + "\n", "schema stands there", "schema stands there"},
		{first + first, "schema stands there", "schema stands there"},
		{`{"schema":1,"type":"result","exit_code":0,"more":1}` + "\n", `field "more"`, ""},
		{`{"schema":1,"type":"row","n":"1"}` + "\n", `of type "string"`, `of type "string"`},
		{`{"schema":1,"type":"row","n":1.5}` + "\n", `of type "number"`, `of type "number"`},
		{`{"schema":1,"type":"row"}` + "\n", "has no n", "has no n"},
		{`{"schema":1,"type":"row","n":1,"word":"c"}` + "\n", "word is c", "word is c"},
		{`{"schema":1,"type":"line"}` + "\n", "of no type", "of no type"},
		{`{"schema":1}`, "no whole line", "no whole line"},
		{"PAID\n", "is no JSON", "is no JSON"},
		{"[]\n", "of no type", "of no type"},
		{"", "no line", "no line"},
	} {
		for _, s := range []struct {
			schema *linetest.Schema
			want   string
		}{{closed, c.closed}, {open, c.open}} {
			err := s.schema.Output(c.out)
			switch {
			case s.want == "" && err != nil:
				t.Errorf("%s: %v", c.out, err)
			case s.want != "" && (err == nil || !strings.Contains(err.Error(), s.want)):
				t.Errorf("%s: %v, want %q", c.out, err, s.want)
			}
		}
	}
}

// A schema with a word that is not checked is no proof, and is refused.
func TestUnknownWord(t *testing.T) {
	s, err := linetest.Read([]byte(`{"maximum":3}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Lines("1\n"); err == nil || !strings.Contains(err.Error(), `uses "maximum"`) {
		t.Errorf("%v", err)
	}
}

// Structs that say not enough have no schema.
func TestNoSchema(t *testing.T) {
	for name, lines := range map[string][]print.Line{
		"has no field type": {{Type: "x", Struct: struct {
			A int `json:"a"`
		}{}}},
		"no name in JSON": {{Type: "x", Struct: struct{ A int }{}}},
		"has no description": {{Type: "x", Struct: struct {
			A chan int `json:"a"`
		}{}}},
		"no vocabulary": {{Type: "x", Struct: struct {
			A string `json:"a" is:"z"`
		}{}}},
		"two lines are called": {{Type: "row", Struct: row{}}, {Type: "row", Struct: row{}}},
	} {
		if _, err := print.Schema(lines, print.Vocabulary{"words": {"a"}}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%v, want %q", err, name)
		}
	}
}
