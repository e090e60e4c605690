package config

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"facetill/flow/field"
)

// Invalid is the error for a configuration with problems.
type Invalid struct {
	File string // "" where there is none
	list []*field.Error
}

// Problems lists all of them: those with a line first, by line.
func (e *Invalid) Problems() []*field.Error { return slices.Clone(e.list) }

// Error is one line a problem, each headed by the file.
func (e *Invalid) Error() string {
	lines := make([]string, len(e.list))
	for i, p := range e.list {
		lines[i] = e.File + ": " + p.Error()
	}
	return strings.Join(lines, "\n")
}

func (e *Invalid) add(p *field.Error) { e.list = append(e.list, p) }

// orNil sorts the problems and is nil where there are none.
func (e *Invalid) orNil() error {
	if len(e.list) == 0 {
		return nil
	}
	slices.SortFunc(e.list, func(a, b *field.Error) int {
		if (a.Line == 0) != (b.Line == 0) {
			return b.Line - a.Line // those without a line come last
		}
		return cmp.Or(a.Line-b.Line, cmp.Compare(a.Field, b.Field))
	})
	return e
}

// longRun is what could be a key in the wrong place: an API key has 32
// characters, the longest word that is not one (an appid) has 18.
// pattern compiles an expression when it is first wanted: most calls of the program want
// none, and together they cost as much as a tenth of its start.
func pattern(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

var longRun = pattern(`[A-Za-z0-9]{20,}`)

// hidden reports whether a value must not be quoted: it is long, or holds
// something like a key, and people paste keys into the wrong line.
func hidden(v string) bool {
	return utf8.RuneCountInString(v) > 120 || longRun().MatchString(v) || strings.ContainsFunc(v, unicode.IsControl)
}

// shown quotes a value for a problem, or tells its length alone.
func shown(v string) string {
	if hidden(v) {
		return fmt.Sprintf("a text of %d characters", utf8.RuneCountInString(v))
	}
	return strconv.Quote(v)
}
