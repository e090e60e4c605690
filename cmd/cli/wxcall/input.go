package wxcall

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/streams"
	"facetill/flow/field"
	"facetill/wx/wire"
)

// mostJSON is what is read of --json: more than a request may have.
const mostJSON = wire.MaxBody

// readJSON adds the fields of --json.
func (c *Call) readJSON(stdin io.Reader) error {
	if c.json == "" {
		return nil
	}
	text, err := c.jsonText(stdin)
	if err != nil {
		return err
	}
	if !utf8.ValidString(text) {
		return c.refuse("--json", "is not UTF-8", "write it in UTF-8: in another encoding the words are others")
	}
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return c.refuse("--json", "is no JSON object", `write {"field":"value", ...}`)
	}
	for dec.More() {
		name, err := dec.Token() // inside an object it is a name
		var value json.RawMessage
		if err == nil {
			err = dec.Decode(&value)
		}
		if err != nil {
			return c.broken(dec)
		}
		if err := c.take(fmt.Sprint(name), value); err != nil {
			return err
		}
	}
	if _, err := dec.Token(); err != nil {
		return c.broken(dec)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return c.refuse("--json", "has more than one object", "give the fields of one call")
	}
	return nil
}

func (c *Call) broken(dec *json.Decoder) error {
	return c.refuse("--json", fmt.Sprintf("is no JSON behind byte %d", dec.InputOffset()), `write {"field":"value", ...}`)
}

// jsonText is what stands in the file, or comes in.
func (c *Call) jsonText(stdin io.Reader) (string, error) {
	if c.json == "-" {
		text, err := streams.AllOf(stdin, mostJSON)
		if err != nil {
			return "", &Error{Code: codes.ExitUsage, Why: codes.WhyStdin, Text: c.Name + ": --json -: " + err.Error()}
		}
		return text, nil
	}
	file, err := os.Open(c.json)
	if err != nil {
		return "", c.refuse("--json", "cannot be read: "+err.Error(), "name a file, or - for stdin")
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, mostJSON+1))
	switch {
	case err != nil:
		return "", c.refuse("--json", "cannot be read: "+err.Error(), "name a file, or - for stdin")
	case len(text) > mostJSON:
		return "", c.refuse("--json", fmt.Sprintf("has more than %d bytes", mostJSON), "give the fields of one call")
	}
	return string(field.Unmarked(text)), nil
}

// take adds one field of a JSON object.
func (c *Call) take(name string, value json.RawMessage) error {
	shown := field.Plain(name)
	r := c.api.Rule(name)
	switch _, twice := c.given[name]; {
	case r == nil:
		return c.refuse(field.Quoted(name), "is no field of "+c.api.Name, "facetill help wx "+c.Name+" has all of them")
	case made[name] != "":
		return c.refuse(shown, "is not given by hand: it comes from "+made[name], "leave it out")
	case twice:
		return c.refuse(shown, "is given twice", "give it once: as a flag, or in --json")
	}
	if at, problem, try := field.OddJSON(value); problem != "" {
		return c.refuse(shown+at, problem, try)
	}
	text, problem := valueOf(r, value)
	if problem != "" {
		return c.refuse(shown, problem, "write "+like(r))
	}
	c.given[name] = text
	return nil
}

// valueOf is a value of JSON as the request has it. A number stands for one that is
// counted with alone: of a long number JSON's readers keep 15 digits.
func valueOf(r *wire.Rule, value json.RawMessage) (text, problem string) {
	var s string
	var n json.Number
	value = bytes.TrimSpace(value)
	switch {
	case string(value) == "null":
		return "", "is null"
	case json.Unmarshal(value, &s) == nil && s == "":
		return "", "is empty"
	case s != "":
		return s, ""
	case value[0] == '{' || value[0] == '[':
		if r.Class != wire.JSON {
			return "", "is an object or a list"
		}
		var b bytes.Buffer
		_ = json.Compact(&b, value) // it was read as JSON
		return b.String(), ""
	case value[0] == 't' || value[0] == 'f':
		return "", "is true or false"
	case !counted(r):
		return "", "is a number, and not a text"
	}
	_ = json.Unmarshal(value, &n)
	return n.String(), ""
}

// counted reports whether the documents call a field an Int.
func counted(r *wire.Rule) bool {
	return r.Class == wire.Fen || r.Name == "now" || r.Name == "offset"
}

// like is how a value of JSON is written.
func like(r *wire.Rule) string {
	switch {
	case r.Class == wire.Fen:
		return fmt.Sprintf(`"%s":1280`, r.Name)
	case counted(r):
		return fmt.Sprintf(`"%s":10`, r.Name)
	case r.Class == wire.JSON:
		return fmt.Sprintf(`"%s":{...}, or the same as a text`, r.Name)
	case r.Class == wire.OneOf:
		return fmt.Sprintf(`"%s":"%s"`, r.Name, r.Values[0])
	}
	return fmt.Sprintf(`"%s":"..."`, r.Name)
}
