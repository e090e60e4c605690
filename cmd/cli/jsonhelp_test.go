package cli

import (
	"strings"
	"testing"

	"facetill/flow"
)

// The page names every outcome that a line can have.
func TestPageNamesEveryOutcome(t *testing.T) {
	_, rest, _ := strings.Cut(jsonLines, "\n  outcome ")
	line, _, found := strings.Cut(rest, "\n")
	named := strings.Split(strings.ReplaceAll(line, " ", ""), ",")
	if want := flow.Outcomes(); !found || len(named) != len(want) {
		t.Fatalf("outcome is %q", line)
	}
	for i, o := range flow.Outcomes() {
		if named[i] != string(o) {
			t.Errorf("%q stands where %q belongs", named[i], o)
		}
	}
}
