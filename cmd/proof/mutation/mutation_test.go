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

// planted returns every bug that there is.
func planted(t *testing.T) []mutant {
	t.Helper()
	all, err := mutants()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// bug is a patch of one hunk.
func bug(file, old, new string) []edit {
	return []edit{{file: file, old: old + "\n", new: new + "\n", body: "-" + old + "\n+" + new + "\n"}}
}

// TestTable: the patches fit the code as it is now, each names a test that exists,
// and no schedule that wants a bug goes without.
func TestTable(t *testing.T) {
	all, seen, schedules := planted(t), map[string]bool{}, map[string]bool{}
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
		if !regexp.MustCompile(`^[0-7]b?\.\d+$`).MatchString(m.rule) || m.bug == "" || len(m.edits) == 0 || len(m.by) == 0 {
			t.Errorf("%s: rule %q, bug %q, %d edits, %d catchers: something is missing", m.name, m.rule, m.bug, len(m.edits), len(m.by))
		}
		for _, e := range m.edits {
			if e.old == e.new {
				t.Errorf("%s changes nothing in %s", m.name, e.file)
			}
		}
		if _, err := patched(root, m); err != nil {
			t.Errorf("%s: %v", m.patch, err)
		}
		for _, c := range m.by {
			if !exists(t, c) {
				t.Errorf("%s is to be caught by %s, which does not exist", m.name, c)
			}
		}
	}
	for s := range strings.FieldsSeq(wanted) {
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
	all, drawn := planted(t), map[string]bool{}
	for seed := range uint64(400) {
		chosen := sample(all, 80, seed)
		schedules := map[string]bool{}
		for _, m := range chosen {
			drawn[m.name] = true
			for s := range strings.FieldsSeq(m.schedule) {
				schedules[s] = schedules[s] || hasStory(m, s)
			}
		}
		for s := range strings.FieldsSeq(wanted) {
			if !schedules[s] {
				t.Errorf("seed %d: no bug for %s", seed, s)
			}
		}
		if again := sample(all, 80, seed); len(chosen) != 80 || !slices.EqualFunc(chosen, again, func(a, b mutant) bool { return a.name == b.name }) {
			t.Errorf("seed %d: %d bugs, and then others", seed, len(chosen))
		}
	}
	for _, m := range all {
		if !drawn[m.name] {
			t.Errorf("%s is never drawn", m.name)
		}
	}
}

// A patch that no longer fits is an error, never a bug that was caught.
func TestPatchThatIsStale(t *testing.T) {
	const file = "flow/next.go"
	for old, want := range map[string]string{"this text stands nowhere": "0 times", "}": "times, not once"} {
		_, err := patched(root, mutant{edits: bug(file, old, "x")})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), file) {
			t.Errorf("%q: %v, want an error with %q and the file", old, err, want)
		}
	}
	if _, err := patched(root, mutant{edits: bug("flow/gone.go", "a", "b")}); err == nil {
		t.Error("a file that is not there was patched")
	}
}

// A patch is read as it is written, whatever its line numbers are; what is none
// is an error.
func TestPatchIsRead(t *testing.T) {
	const head = "rule: 1.2\nschedule: S3\ncase: 27\nbug: charges twice\nnoticed by: till TestRule\nnoticed by: sweep -mode lanes\n"
	const first, second = "\n--- a/x.go\n+++ b/x.go\n@@ -1,2 +1,2 @@ package x\n a\n-b\n+c\n", "@@ -9,1 +9,2 @@ package x\n d\n+\n"
	m, err := parse("m", head+first+second+"\n--- a/y.go\n+++ b/y.go\n@@\n-e\n")
	want := []edit{{"x.go", "a\nb\n", "a\nc\n", " a\n-b\n+c\n"}, {"x.go", "d\n", "d\n\n", " d\n+\n"}, {"y.go", "e\n", "", "-e\n"}}
	if err != nil || m.rule != "1.2" || m.schedule != "S3" || m.report != "27" || m.bug != "charges twice" || !slices.Equal(m.edits, want) ||
		!slices.Equal(m.by, []catcher{test("till", "TestRule"), {pkg: sweepDir, mode: "lanes"}}) {
		t.Errorf("%+v, %v", m, err)
	}
	m, err = parse("m", head+first)
	if text := m.text(map[string]string{"x.go": "package x\n\na\nb\n"}); err != nil || text != head+strings.ReplaceAll(first, "1,2", "3,2") {
		t.Errorf("written as\n%s, %v", text, err)
	}
	for says, text := range map[string]string{
		"none of rule":   "rules: 1\n" + first,
		"no catcher":     "noticed by: somebody\n" + first,
		"only adds":      head + "--- a/x.go\n+++ b/x.go\n@@\n+b\n",
		"renames none":   head + "--- a/x.go\n+++ b/y.go\n@@\n-b\n",
		"line of a diff": head + "--- a/x.go\n+++ b/x.go\n@@\nb\n",
	} {
		if _, err := parse("m", text); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v, want an error with %q", err, says)
		}
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
	const file, rule = "till/till.go", "func Paid(fen int) bool { return fen == 1280 }"
	edits := bug(file, rule, strings.Replace(rule, "== 1280", "> 0", 1))
	for _, c := range []struct {
		name string
		m    mutant
		says string
		good bool
	}{
		{"caught", mutant{name: "m", edits: edits, by: []catcher{test("till", "TestBlind"), test("till", "TestRule")}}, "till TestRule", true},
		{"survivor", mutant{name: "m", edits: edits, by: []catcher{test("till", "TestBlind")}}, "survived", false},
		{"stale", mutant{name: "m", edits: bug(file, "func Paid() bool { return true }", rule), by: []catcher{test("till", "TestRule")}}, "stale", false},
		{"no Go", mutant{name: "m", edits: bug(file, rule, "func Paid(fen int) bool { return fen == }"), by: []catcher{test("till", "TestRule")}}, "does not compile", false},
		{"no test", mutant{name: "m", edits: edits, by: []catcher{test("till", "TestGone")}}, "has no test TestGone", false},
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
	m := mutant{name: "m", edits: bug("till/till.go", "package till", "package till // changed"), by: []catcher{test("till", "TestRed")}}
	if run(t.Context(), &out, []mutant{m}, options{root: dir, side: 1}) || !strings.Contains(out.String(), "although nothing is changed") {
		t.Errorf("a red control passed:\n%s", out.String())
	}
}

// A patch is mended whose lines moved to another file as they were; one whose
// lines are gone is named.
func TestPatchIsMended(t *testing.T) {
	const rule = "func Paid(fen int) bool { return fen == 1280 }"
	dir := toy(t)
	if err := os.MkdirAll(filepath.Join(dir, "cmd/proof/mutation"), 0o700); err != nil {
		t.Fatal(err)
	}
	moved := mutant{name: "moved", patch: "moved.patch", edits: bug("till/old.go", rule, "func Paid(int) bool { return true }")}
	gone := mutant{name: "gone", patch: "gone.patch", edits: bug("till/till.go", "func Gone() {}", "")}
	var out strings.Builder
	if left, err := mend(&out, dir, []mutant{moved, gone}); left != 1 || err != nil || !strings.Contains(out.String(), "gone.patch: the patch is stale") {
		t.Errorf("%d left, %v:\n%s", left, err, out.String())
	}
	text, err := os.ReadFile(filepath.Join(dir, "cmd/proof/mutation/moved.patch"))
	if err != nil || !strings.Contains(string(text), "--- a/till/till.go\n+++ b/till/till.go\n@@ -3,1 +3,1 @@ package till\n-"+rule+"\n") {
		t.Errorf("%s, %v", text, err)
	}
}
