package config

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Problem is one thing that is wrong with a configuration.
type Problem struct {
	Line int    // in the file, 0 where the key is not in it
	Key  string // such as flow.confirm_window, "" for the whole file
	Text string // what is wrong, without the value of a secret
	Try  string // what to do about it
}

// String is one line: line, key, what is wrong, what to try.
func (p Problem) String() string {
	var b strings.Builder
	if p.Line > 0 {
		fmt.Fprintf(&b, "line %d: ", p.Line)
	}
	if p.Key != "" {
		b.WriteString(p.Key + " ")
	}
	b.WriteString(p.Text)
	if p.Try != "" {
		b.WriteString("; " + p.Try)
	}
	return b.String()
}

// Invalid is the error for a configuration with problems.
type Invalid struct {
	File string // "" where there is none
	list []Problem
}

// Problems lists all of them: those with a line first, by line.
func (e *Invalid) Problems() []Problem { return slices.Clone(e.list) }

// Error is one line a problem, each headed by the file.
func (e *Invalid) Error() string {
	lines := make([]string, len(e.list))
	for i, p := range e.list {
		lines[i] = e.File + ": " + p.String()
	}
	return strings.Join(lines, "\n")
}

func (e *Invalid) add(p Problem) { e.list = append(e.list, p) }

// orNil sorts the problems and is nil where there are none.
func (e *Invalid) orNil() error {
	if len(e.list) == 0 {
		return nil
	}
	slices.SortFunc(e.list, func(a, b Problem) int {
		if (a.Line == 0) != (b.Line == 0) {
			return b.Line - a.Line // those without a line come last
		}
		return cmp.Or(a.Line-b.Line, cmp.Compare(a.Key, b.Key))
	})
	return e
}

// longRun is what could be a key in the wrong place: an API key has 32
// characters, the longest word that is not one (an appid) has 18.
var longRun = regexp.MustCompile(`[A-Za-z0-9]{20,}`)

// hidden says whether a value must not be quoted: it is long, or holds
// something like a key, and people paste keys into the wrong line.
func hidden(v string) bool {
	return utf8.RuneCountInString(v) > 120 || longRun.MatchString(v) || strings.ContainsFunc(v, unicode.IsControl)
}

// shown quotes a value for a problem, or tells its length alone.
func shown(v string) string {
	if hidden(v) {
		return fmt.Sprintf("a text of %d characters", utf8.RuneCountInString(v))
	}
	return strconv.Quote(v)
}
