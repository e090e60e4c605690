package field

import (
	"strconv"
	"strings"
)

// Error is a value that was refused before anything was done with it: by a
// money rule, by a table of WeChat's or of the terminal's, by the configuration.
// It never holds the value of a secret. Errors of it are *Error.
type Error struct {
	Line    int    // in a file, where it stands in one
	Of      string // the API or command that has the field; "" where nobody asks
	Field   string // such as out_trade_no or flow.confirm_window; "" for the whole
	Problem string // begins with a verb: "is missing"
	Try     string // what to do about it
}

// NewError returns what most have: a field, its problem and what to try.
func NewError(name, problem, try string) *Error {
	return &Error{Field: name, Problem: problem, Try: try}
}

// Error is one line, such as "line 3: micropay: body is missing; set it".
func (e *Error) Error() string {
	var b strings.Builder
	if e.Line > 0 {
		b.WriteString("line " + strconv.Itoa(e.Line) + ": ")
	}
	if e.Of != "" {
		b.WriteString(e.Of + ": ")
	}
	if e.Field != "" {
		b.WriteString(e.Field + " ")
	}
	b.WriteString(e.Problem)
	if e.Try != "" {
		b.WriteString("; " + e.Try)
	}
	return b.String()
}
