package cli

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
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

// columns has the words that begin the rows of a page: the fields that it explains.
func columns(page string) map[string]bool {
	named := map[string]bool{}
	for _, row := range regexp.MustCompile(`(?m)^  ([a-z_]+(?:, [a-z_]+)*)(?: |$)`).FindAllStringSubmatch(page, -1) {
		for _, word := range strings.Split(row[1], ", ") {
			named[word] = true
		}
	}
	return named
}

// fieldsOf adds the names of the fields of a piece of schema, and of what lies in it.
func fieldsOf(piece any, to map[string]bool) {
	def, _ := piece.(map[string]any)
	fields, _ := def["properties"].(map[string]any)
	for name, field := range fields {
		to[name] = true
		fieldsOf(field, to)
	}
	if items, has := def["items"]; has {
		fieldsOf(items, to)
	}
}

// The page explains every field of a result line, of an attempt, of a fact, of a step and of a row of a bill, and none
// that no line has.
func TestPageNamesEveryField(t *testing.T) {
	text, err := jsonSchema()
	if err != nil {
		t.Fatal(err)
	}
	var all struct {
		Defs map[string]any `json:"$defs"`
	}
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		t.Fatal(err)
	}
	printed, named := map[string]bool{}, columns(jsonLines)
	for name, def := range all.Defs {
		if strings.HasPrefix(name, "result_") || slices.Contains([]string{"fact", "attempt", "contradiction", "bill_row", "answer", "step"}, name) {
			fieldsOf(def, printed)
		}
	}
	if len(printed) < 80 {
		t.Fatalf("only %d fields were found: %v", len(printed), slices.Sorted(maps.Keys(printed)))
	}
	for _, name := range slices.Sorted(maps.Keys(printed)) {
		if !named[name] {
			t.Errorf("no row of `help json` begins with %q", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(named)) {
		if !printed[name] {
			t.Errorf("a row of `help json` begins with %q, which no line has", name)
		}
	}
}
