package main

import (
	"slices"
	"strings"
)

// mutant is a planted bug.
type mutant struct {
	name     string
	rule     string // the money rule that it breaks
	schedule string // the schedules that it makes end wrong, "" where none has it
	report   string // number of the case that was reported from outside, "" for the others
	bug      string // what the till then does
	patch    string // its file
	edits    []edit
	by       []catcher // tried one after the other; one has to notice
}

// edit is a hunk: it replaces lines that stand in a file exactly once.
type edit struct {
	file     string // below the module's root, with slashes
	old, new string
	body     string // as it stands in the patch
}

// catcher is what may notice a bug: a named test, the sweep in one of its modes,
// or the machine that types at the counter.
type catcher struct {
	pkg  string // folder of the package
	test string // its test; "" is the sweep, or the counter
	mode string // of the sweep: "" is its own default
}

func test(pkg, name string) catcher { return catcher{pkg: pkg, test: name} }

const (
	sweepDir   = "cmd/proof/sweep"
	counterDir = "cmd/proof/counter"
)

var (
	sweep   = catcher{pkg: sweepDir}
	shop    = catcher{pkg: sweepDir, mode: "shops"}
	counter = catcher{pkg: counterDir} // typists and scanners at the screen
)

func (c catcher) String() string {
	switch {
	case c.test != "":
		return c.pkg + " " + c.test
	case c.pkg == counterDir:
		return "counter"
	case c.mode != "":
		return "sweep -mode " + c.mode
	}
	return "sweep"
}

// control changes nothing in every file that the given mutants change, and has
// all their catchers.
func control(of []mutant) mutant {
	c := mutant{name: "control", bug: "nothing is changed: every catcher must be green"}
	seen := map[string]bool{}
	for _, m := range of {
		for _, e := range m.edits {
			if !seen[e.file] {
				seen[e.file] = true
				c.edits = append(c.edits, edit{file: e.file})
			}
		}
		for _, by := range m.by {
			if !slices.Contains(c.by, by) {
				c.by = append(c.by, by)
			}
		}
	}
	slices.SortStableFunc(c.by, func(a, b catcher) int { return strings.Compare(a.pkg, b.pkg) })
	return c
}
