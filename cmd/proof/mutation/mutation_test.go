package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../../.."

// TestTable: the rows fit the code as it is now, each names a test that exists,
// and no schedule that wants a bug goes without.
func TestTable(t *testing.T) {
	all, seen, schedules := mutants(), map[string]bool{}, map[string]bool{}
	if len(all) < 30 {
		t.Errorf("%d bugs, at least 30 are wanted", len(all))
	}
	for _, m := range all {
		if seen[m.name] || !regexp.MustCompile(`^[a-z0-9-]+$`).MatchString(m.name) || m.name == "control" {
			t.Errorf("the name %q is taken or is none", m.name)
		}
		seen[m.name] = true
		for s := range strings.FieldsSeq(m.schedule) {
			schedules[s] = schedules[s] || hasStory(m, s)
		}
		if !regexp.MustCompile(`^[0-7]\.\d+$`).MatchString(m.rule) || m.bug == "" || len(m.edits) == 0 || len(m.by) == 0 {
			t.Errorf("%s: rule %q, bug %q, %d edits, %d catchers: something is missing", m.name, m.rule, m.bug, len(m.edits), len(m.by))
		}
		for _, e := range m.edits {
			if e.old == e.new {
				t.Errorf("%s changes nothing in %s", m.name, e.file)
			}
		}
		if _, err := patched(root, m); err != nil {
			t.Errorf("%s: %v", m.name, err)
		}
		for _, c := range m.by {
			if !exists(t, c) {
				t.Errorf("%s is to be caught by %s, which does not exist", m.name, c)
			}
		}
	}
	for s := range strings.FieldsSeq(planted) {
		if !schedules[s] {
			t.Errorf("no bug that its story catches is planted for %s", s)
		}
	}
}

// exists looks for a catcher's test in the files of its package.
func exists(t *testing.T, c catcher) bool {
	if c.test == "" {
		return true
	}
	files, err := filepath.Glob(filepath.Join(root, c.pkg, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	top, _, _ := strings.Cut(c.test, "/")
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "\nfunc "+top+"(t *testing.T)") {
			return true
		}
	}
	return false
}

// A sample has a bug for each schedule that wants one, is the same for the same
// seed, another for another one, and in time every row has its turn.
func TestSample(t *testing.T) {
	all, drawn := mutants(), map[string]bool{}
	for seed := range uint64(60) {
		chosen := sample(all, 70, seed)
		schedules := map[string]bool{}
		for _, m := range chosen {
			drawn[m.name] = true
			for s := range strings.FieldsSeq(m.schedule) {
				schedules[s] = schedules[s] || hasStory(m, s)
			}
		}
		for s := range strings.FieldsSeq(planted) {
			if !schedules[s] {
				t.Errorf("seed %d: no bug for %s", seed, s)
			}
		}
		if again := sample(all, 70, seed); len(chosen) != 70 || !slices.EqualFunc(chosen, again, func(a, b mutant) bool { return a.name == b.name }) {
			t.Errorf("seed %d: %d bugs, and then others", seed, len(chosen))
		}
	}
	for _, m := range all {
		if !drawn[m.name] {
			t.Errorf("%s is never drawn", m.name)
		}
	}
}

// A row that no longer fits is an error, never a bug that was caught.
func TestStaleRows(t *testing.T) {
	const file = "flow/next.go"
	for old, want := range map[string]string{"this text stands nowhere": "0 times", "return": "times, not once"} {
		_, err := patched(root, mutant{edits: in(file, old, "x")})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), file) {
			t.Errorf("%q: %v, want an error with %q and the file", old, err, want)
		}
	}
	if _, err := patched(root, mutant{edits: in("flow/gone.go", "a", "b")}); err == nil {
		t.Error("a file that is not there was patched")
	}
}

// toy is a module with a rule, a test that holds it, one that does not look, and
// one that hangs on a name of its own.
func toy(t *testing.T) string {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":       "module toy\n\ngo 1.26\n",
		"till/till.go": "package till\n\nfunc Paid(fen int) bool { return fen == 1280 }\n",
		"till/till_test.go": "package till\n\nimport \"testing\"\n\nfunc TestRule(t *testing.T) {\n\tif Paid(1) {\n\t\tt.Error(\"paid\")\n\t}\n}\n\n" +
			"func TestBlind(t *testing.T) { Paid(1) }\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestRun is the runner itself: what a caught bug, a survivor, a stale row, a
// bug that does not compile and a catcher that is red anyway come to.
func TestRun(t *testing.T) {
	bug := in("till/till.go", "fen == 1280", "fen > 0")
	for _, c := range []struct {
		name string
		m    mutant
		says string
		good bool
	}{
		{"caught", mutant{name: "m", edits: bug, by: []catcher{test("till", "TestBlind"), test("till", "TestRule")}}, "till TestRule", true},
		{"survivor", mutant{name: "m", edits: bug, by: []catcher{test("till", "TestBlind")}}, "survived", false},
		{"stale", mutant{name: "m", edits: in("till/till.go", "fen == 99", "true"), by: []catcher{test("till", "TestRule")}}, "stale", false},
		{"no Go", mutant{name: "m", edits: in("till/till.go", "fen == 1280", "fen =="), by: []catcher{test("till", "TestRule")}}, "does not compile", false},
		{"no test", mutant{name: "m", edits: bug, by: []catcher{test("till", "TestGone")}}, "has no test TestGone", false},
	} {
		var out strings.Builder
		if good := run(t.Context(), &out, []mutant{c.m}, options{root: toy(t), side: 1}); good != c.good || !strings.Contains(out.String(), c.says) {
			t.Errorf("%s: good %t, want %t with a word of %q:\n%s", c.name, good, c.good, c.says, out.String())
		}
	}
}

// The control is red when a catcher fails with nothing changed.
func TestRedControl(t *testing.T) {
	dir := toy(t)
	red := "package till\n\nimport \"testing\"\n\nfunc TestRed(t *testing.T) { t.Error(\"always\") }\n"
	if err := os.WriteFile(filepath.Join(dir, "till", "red_test.go"), []byte(red), 0o600); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	m := mutant{name: "m", edits: in("till/till.go", "fen == 1280", "fen > 0"), by: []catcher{test("till", "TestRed")}}
	if run(t.Context(), &out, []mutant{m}, options{root: dir, side: 1}) || !strings.Contains(out.String(), "although nothing is changed") {
		t.Errorf("a red control passed:\n%s", out.String())
	}
}
