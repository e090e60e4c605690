package wxcall

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"facetill/cmd/cli/streams"
	"facetill/flow/field"
)

// Step is what the step before brought: a value alone, or the line of its command.
type Step struct {
	Of     string // the SDK's command or WeChat's API whose answer it is; "" where it does not say
	Fee    string // fen of its request; "" where it does not say
	plain  string
	values map[string]string
	code   string // its return_code
}

// ReadStep reads what a command piped in, in JSON or alone on a line. No part of it is
// repeated in an error.
func ReadStep(r io.Reader) (Step, error) {
	in := bufio.NewReader(r)
	head, _ := in.Peek(1)
	if len(head) == 0 || strings.IndexByte("{\xef\xff\xfe \t\r\n", head[0]) < 0 {
		line, err := streams.FirstLine(in)
		return Step{plain: line}, several(err)
	}
	text, err := streams.AllOf(in, streams.MostAnswer)
	if text = strings.TrimSpace(text); err != nil || !strings.HasPrefix(text, "{") {
		if err == nil && strings.ContainsAny(text, "\r\n") {
			err = several(errors.New("stdin has more than one line"))
		}
		return Step{plain: text}, err
	}
	if err := streams.One(text); err != nil {
		return Step{}, err
	}
	var line struct {
		Cmd, API string
		Answer   map[string]any
	}
	var all map[string]any
	dec := json.NewDecoder(strings.NewReader(text)) // the result of the command may follow
	dec.UseNumber()
	if err := dec.Decode(&all); err != nil {
		return Step{}, errors.New("stdin is no JSON")
	}
	_ = json.NewDecoder(strings.NewReader(text)).Decode(&line) // what does not fit is not there
	s := Step{Of: field.Plain(line.Cmd + line.API), values: map[string]string{}}
	for _, from := range []map[string]any{all, line.Answer} {
		for name, value := range from {
			switch v := value.(type) {
			case string:
				s.values[name] = v
			case json.Number:
				s.values[name] = v.String()
			}
		}
	}
	s.code, s.Fee = s.values["return_code"], fmt.Sprint(all["total_fee"])
	if all["total_fee"] == nil {
		s.Fee = ""
	}
	return s, nil
}

// several adds to a text of many lines what could have been meant.
func several(err error) error {
	if err != nil && strings.Contains(err.Error(), "more than one line") {
		return fmt.Errorf("%w: %s", err, pipeJSON)
	}
	return err
}

const pipeJSON = "pipe what the step before prints with -o json"

// comesFirst is the command that brings a value.
var comesFirst = map[string]string{
	"rawdata":        "facetill device rawdata -o json",
	"authinfo":       "facetill wx authinfo --rawdata - -o json, with what device rawdata printed",
	"auth_code":      "facetill device code AMOUNT --authinfo - -o json, or a scanned code",
	"face_code":      "facetill device code AMOUNT --authinfo - -o json",
	"openid":         "facetill device userinfo -o json",
	"face_sid":       "facetill device code AMOUNT --face-authtype FACE_AUTH -o json",
	"out_trade_no":   "facetill wx micropay --auth-code - -o json",
	"transaction_id": "facetill wx micropay --auth-code - -o json",
	"out_refund_no":  "facetill wx refund -o json",
	"refund_id":      "facetill wx refund -o json",
}

// Get returns a value that the step has to have brought. The error names what comes
// first, and is a *field.Error.
func (s Step) Get(name string) (string, error) {
	value := s.plain
	if s.values != nil {
		value = s.values[name]
		if name == "auth_code" && value == "" {
			value = cmp.Or(s.values["face_code"], s.values["code_msg"]) // of the terminal's scanner
		}
	}
	problem := "is not on stdin"
	switch {
	case value != "" && !strings.ContainsAny(value, " \t\r\n"):
		return value, nil
	case value != "":
		problem = "on stdin is more than one word: " + pipeJSON
	case s.Of != "" && s.code != "" && s.code != "SUCCESS":
		problem = fmt.Sprintf("is not on stdin: %s answered %s", s.Of, field.Plain(s.code))
	case s.Of != "":
		problem = fmt.Sprintf("is not on stdin: it has the answer of %s", s.Of)
	}
	return "", field.NewError(name, problem, "first "+comesFirst[name])
}

// Value is one that may be there.
func (s Step) Value(name string) string { return s.values[name] }

// piped are the fields that - reads from stdin.
var piped = []string{"rawdata", "auth_code", "face_code", "out_trade_no", "transaction_id", "out_refund_no", "refund_id"}

// dashed returns the field that - reads from stdin, "" for none.
func (c *Call) dashed() (dash string, err error) {
	for _, name := range piped {
		if c.given[name] != "-" {
			continue
		}
		if dash != "" || c.json == "-" {
			return "", c.refuse(name, "is read from stdin, and so is another one", "let one flag read it")
		}
		dash = name
	}
	return dash, nil
}

// readStep fills in what a - stands for.
func (c *Call) readStep(dash string, stdin io.Reader) error {
	if dash == "" {
		return nil
	}
	s, err := ReadStep(stdin)
	if err != nil {
		return c.refuse(dash, "is not on stdin: "+err.Error(), "first "+comesFirst[dash])
	}
	if c.given[dash], err = s.Get(dash); err != nil {
		e, _ := errors.AsType[*field.Error](err)
		return c.refuse(e.Field, e.Problem, e.Try)
	}
	if c.fee = s.Fee; dash == "out_trade_no" || dash == "transaction_id" {
		c.facepay = c.facepay || c.face != nil && strings.HasPrefix(s.Of, "facepay")
	}
	return c.carry(dash, s)
}

// carry takes with a code what it was taken for: with it alone it can be charged.
func (c *Call) carry(dash string, s Step) error {
	if dash != "auth_code" && dash != "face_code" {
		return nil
	}
	with := map[string]string{"out_trade_no": s.Value("out_trade_no"), "total_fee": s.Fee}
	if dash == "face_code" {
		with["openid"] = s.Value("openid")
	}
	for _, name := range []string{"out_trade_no", "total_fee", "openid"} {
		v := with[name]
		switch given := c.given[name]; {
		case v == "" || given == v:
		case given == "":
			c.given[name] = v
		default:
			return c.refuse(name, "is another one than the face was taken for", "leave it out, or take a face for it: facetill device code")
		}
	}
	return nil
}
