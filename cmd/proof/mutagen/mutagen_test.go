package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// toy is a module with one package, and a test of it.
func toy(t *testing.T, code, test string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module toy\n\ngo 1.26\n", "till/till.go": code, "till/till_test.go": test} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// texts are the mutants of a toy's package that compile, as they are called.
func texts(t *testing.T, code string) (all []string) {
	t.Helper()
	units, err := load(toy(t, code, "package till\n"), []string{"till"})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range draw(find(units[0]), 0, 0) {
		all = append(all, m.name.function+": "+m.name.String())
	}
	return all
}

// TestChanges: each kind of change is found, and nothing that does not compile.
func TestChanges(t *testing.T) {
	const head = "package till\n\nimport (\n\t\"errors\"\n\t\"time\"\n)\n\nvar _, _ = errors.New, time.Now\n\n"
	for _, c := range []struct{ code, want string }{
		{"func F(a, b int) bool { return a < b }", "a <= b }"},
		{"func F(a, b bool) bool { return a && b }", "return a || b }"},
		{"func F(a, b bool) bool { return a && b }", "return a && !b }"},
		{"func F(a, b bool) bool { return a && b }", "return a }"},
		{"func F(a, b bool) bool { return a && b }", "return b }"},
		{"func F(a, b bool) bool { return a && b }", "return !(a && b) }"},
		{"func F(a *int) {\n\t*a = 1\n\t*a = 2\n}", "F: *a = 2 -> (dropped)"},
		{"func F(a *int) {\n\tif *a == 1 {\n\t\t*a = 3\n\t}\n}", "F: if *a == 1 { *a = 3 } -> (dropped)"},
		{"const Patience = 5 * time.Minute", "const Patience: const Patience = 5 * time.Minute -> const Patience = (5 * time.Minute) / 2"},
		{"const Most = 5", "const Most = 6"},
		{"const Word = \"Y\"", "const Word = \"Yx\""},
		{"type Kind int\n\nconst (\n\tOne Kind = 1\n\tTwo Kind = 2\n)\n\nfunc F() Kind { return One }", "F: func F() Kind { return One } -> func F() Kind { return Two }"},
		{"func F(err error) error { return err }", "return nil }"},
		{"func F(err error) error { return nil }", "return errors.New(\"mutant\") }"},
		{"type T struct{ A, B int }\n\nfunc (t *T) F() T { return T{A: 1, B: 2} }", "T.F: func (t *T) F() T { return T{A: 1, B: 2} } -> func (t *T) F() T { return T{ B: 2} }"},
		{"type T struct{ A, B int }\n\nfunc F() T { return T{A: 1, B: 2} }", "return *new(T) }"},
		{"var List = []string{\"a\", \"b\"}", "var List = []string{\"a\"}"},
		{"func F(a int) int {\n\tswitch a {\n\tcase 1, 2:\n\t\treturn 5\n\t}\n\treturn 7\n}", "F: case 1, 2: -> case 2:"},
	} {
		if all := texts(t, head+c.code+"\n"); !slices.ContainsFunc(all, func(s string) bool { return strings.HasSuffix(s, c.want) }) {
			t.Errorf("%s\nhas no mutant that ends in %q:\n%s", c.code, c.want, strings.Join(all, "\n"))
		}
	}
	for _, s := range texts(t, "package till\n\nfunc F() int {\n\ta := 1\n\treturn a\n}\n") {
		if strings.HasSuffix(s, "(dropped)") {
			t.Errorf("%s does not compile", s)
		}
	}
	for _, s := range texts(t, head+"func F(a bool) (string, error) {\n\tif a {\n\t\treturn \"a\", nil\n\t}\n\treturn \"b\", errors.New(\"x y\")\n}\n") {
		if strings.Contains(s, `"bx"`) {
			t.Errorf("%s changes what stands beside an error", s)
		}
	}
	if all := texts(t, "package till\n\nfunc F(a *int) {\n\t*a = 1\n\t*a = 1\n}\n"); !slices.Contains(all, "F: *a = 1 -> (dropped) (2)") {
		t.Errorf("two of one name are not told apart: %q", all)
	}
}

// The same seed draws the same mutants, another one others, and none twice.
func TestDraw(t *testing.T) {
	units, err := load("../../..", []string{"flow/till"})
	if err != nil {
		t.Fatal(err)
	}
	all := find(units[0])
	lines := func(many int, seed uint64) (s []string) {
		for _, m := range draw(all, many, seed) {
			s = append(s, line(m))
		}
		return s
	}
	one, again, other := lines(20, 1), lines(20, 1), lines(20, 2)
	if len(one) != 20 || !slices.Equal(one, again) || slices.Equal(one, other) {
		t.Errorf("seed 1 draws\n%q\nthen\n%q\nseed 2\n%q", one, again, other)
	}
	slices.Sort(one)
	if twice := slices.Compact(slices.Clone(one)); len(twice) != 20 {
		t.Errorf("one of them twice: %q", one)
	}
}

// Each entry of the list names a mutant that there is, and compiles.
func TestEquivalentsAreUsed(t *testing.T) {
	list, err := equivalents(equivalentText)
	if err != nil {
		t.Fatal(err)
	}
	all, err := gather("../../..", "")
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range list {
		at := slices.IndexFunc(all, func(m mutant) bool { return e.is(m.name) })
		if at < 0 || !all[at].u.compiles(all[at]) {
			t.Errorf("equivalent.txt: %s %s has no mutant %s", e.pkg, e.function, e.text)
		}
		if slices.Contains(list[:i], e) {
			t.Errorf("equivalent.txt: %s %s: %s stands there twice", e.pkg, e.function, e.text)
		}
	}
}

func TestEquivalentsAreRead(t *testing.T) {
	list, err := equivalents("# head\nflow F\n\ta -> b\n\tc -> d\n\tbecause: it is so\n\nwx G\n\te -> f (2)\n\tbecause: it is, too\n")
	want := []equivalent{{"flow", "F", "a -> b", "it is so"}, {"flow", "F", "c -> d", "it is so"}, {"wx", "G", "e -> f (2)", "it is, too"}}
	if err != nil || !slices.Equal(list, want) {
		t.Errorf("%q, %v", list, err)
	}
	for _, text := range []string{"flow F\n\ta -> b\n", "flow F\n\ta -> b\nwx G\n", "\ta -> b\n", "flow F\n\tbecause: none\n", "flow F\n\ta\n"} {
		if _, err := equivalents(text); err == nil {
			t.Errorf("%q was read", text)
		}
	}
}

// TestRun is the runner itself: a mutant that a test notices, one that no test
// notices, and one of the list.
func TestRun(t *testing.T) {
	const code = "package till\n\nfunc Seen(a int) int {\n\tfor i := 0; i < 3; i++ {\n\t\ta++\n\t}\n\treturn a\n}\n\nfunc Unseen(a int) bool {\n\treturn a > 2\n}\n"
	const test = "package till\n\nimport \"testing\"\n\nfunc TestSeen(t *testing.T) {\n\tif Seen(1) != 4 {\n\t\tt.Error(\"unlike 4\")\n\t}\n}\n"
	dir := toy(t, code, test)
	units, err := load(dir, []string{"till"})
	if err != nil {
		t.Fatal(err)
	}
	drawn := slices.DeleteFunc(draw(find(units[0]), 0, 0), func(m mutant) bool {
		return !slices.Contains([]string{"a++ -> (dropped)", "return a > 2 -> return a >= 2", "return a > 2 -> return a <= 2"}, m.name.String())
	})
	b := &bench{root: dir, side: 2} // with the go command's own cache: an empty one wants the standard library built
	if err := b.control(t.Context(), drawn); err != nil {
		t.Fatal(err)
	}
	fates := b.run(t.Context(), drawn, func(fate) {})
	var out strings.Builder
	if report(&out, fates, []equivalent{{pkg: "till", function: "Unseen", text: "return a > 2 -> return a >= 2"}}, 0) ||
		!strings.Contains(out.String(), "survived: till/till.go:11: Unseen: return a > 2 -> return a <= 2\n") ||
		!strings.Contains(out.String(), "mutation: 3 mutants, 1 killed, 1 equivalent, 1 survived, by package till 1 of 2\n") {
		t.Errorf("%s", out.String())
	}
	out.Reset()
	if !report(&out, fates, nil, 2) || report(&out, fates, nil, 1) {
		t.Errorf("two survivors are not two:\n%s", out.String())
	}
	out.Reset()
	if report(&out, fates, []equivalent{{pkg: "till", function: "Seen", text: "a++ -> (dropped)"}}, 9) || !strings.Contains(out.String(), "killed by till TestSeen") {
		t.Errorf("an entry that a test notices passed:\n%s", out.String())
	}
}

// The control is red when a killer fails with nothing changed.
func TestRedControl(t *testing.T) {
	dir := toy(t, "package till\n\nfunc F() int { return 1 }\n", "package till\n\nimport \"testing\"\n\nfunc TestRed(t *testing.T) { t.Error(\"always\") }\n")
	units, err := load(dir, []string{"till"})
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{root: dir, side: 1}
	if err := b.control(t.Context(), draw(find(units[0]), 1, 1)); err == nil || !strings.Contains(err.Error(), "till TestRed") {
		t.Errorf("a red control passed: %v", err)
	}
}
