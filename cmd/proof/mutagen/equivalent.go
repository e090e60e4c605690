package main

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed testdata/equivalent.txt
var equivalentText string

// equivalent is a mutant that behaves as the till does, and why.
type equivalent struct {
	pkg, function string
	text          string // as name prints it
	because       string
}

func (e equivalent) is(n name) bool {
	return e.pkg == n.pkg && e.function == n.function && e.text == n.String()
}

// equivalents reads the list: a line with package and function, below it the texts
// that share a reason, and the reason.
func equivalents(text string) (list []equivalent, err error) {
	var head equivalent
	open := 0 // of the list, these have no reason yet
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		inner, within := strings.CutPrefix(line, "\t")
		because, reason := strings.CutPrefix(inner, "because: ")
		pkg, function, two := strings.Cut(line, " ")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case !within && two && open == len(list):
			head = equivalent{pkg: pkg, function: function}
		case within && reason && open < len(list):
			for ; open < len(list); open++ {
				list[open].because = because
			}
		case within && !reason && head.pkg != "" && strings.Contains(inner, " -> "):
			head.text = inner
			list = append(list, head)
		default:
			return nil, fmt.Errorf("equivalent.txt: %q: a line is package and function, a text with an arrow, or its reason behind it", line)
		}
	}
	if open < len(list) {
		return nil, fmt.Errorf("equivalent.txt: %s %s: %s has no reason", head.pkg, head.function, head.text)
	}
	return list, nil
}
