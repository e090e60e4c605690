package cli_test

import (
	"fmt"
	"go/ast"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// The fences of the house, for code that is no test.
const (
	maxFuncLines = 70
	maxFileLines = 400
)

// under reports whether a file lies in one of the folders.
func under(f *file, dirs ...string) bool {
	return slices.ContainsFunc(dirs, func(d string) bool { return matches(d+"/...", path.Dir(f.path)) })
}

// sizes finds functions and files that are too long to read at once.
func sizes(f *file) (found []string) {
	if f.test() {
		return nil
	}
	if n := strings.Count(f.src, "\n"); n > maxFileLines {
		found = append(found, fmt.Sprintf("%s has %d lines, at most %d: one idea a file", f.path, n, maxFileLines))
	}
	for _, d := range f.ast.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if n := f.fset.Position(fn.End()).Line - f.fset.Position(fn.Pos()).Line + 1; n > maxFuncLines {
			found = append(found, fmt.Sprintf("%s: %s has %d lines, at most %d", f.at(fn), fn.Name.Name, n, maxFuncLines))
		}
	}
	return found
}

// printing finds what writes to the terminal outside the command line. The
// screen owns the terminal, and stdout belongs to the result lines.
func printing(f *file) (found []string) {
	if f.test() || under(f, "cmd/cli", "cmd/proof", "cmd/facetill") {
		return nil
	}
	f.selectors(func(pkg, name string, n ast.Node) {
		if pkg == "fmt" && strings.HasPrefix(name, "Print") || pkg == "os" && name == "Stdout" {
			found = append(found, fmt.Sprintf("%s: %s.%s outside the command line: return it, or take an io.Writer", f.at(n), pkg, name))
		}
	})
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if id, ok := call.Fun.(*ast.Ident); ok && (id.Name == "println" || id.Name == "print") {
				found = append(found, fmt.Sprintf("%s: %s is for debugging", f.at(n), id.Name))
			}
		}
		return true
	})
	return found
}

// sleeping finds waits that no clock of a test can drive.
func sleeping(f *file) (found []string) {
	if f.test() || under(f, "wx/sim", "device/sim") {
		return nil
	}
	f.selectors(func(pkg, name string, n ast.Node) {
		if pkg == "time" && name == "Sleep" {
			found = append(found, fmt.Sprintf("%s: time.Sleep cannot be stopped: wait on a timer and the context", f.at(n)))
		}
	})
	return found
}

// skipping finds tests that may leave themselves out.
func skipping(f *file) (found []string) {
	if !f.test() {
		return nil
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		id, ok := sel.X.(*ast.Ident)
		if ok && slices.Contains([]string{"t", "b", "f", "tb", "rt"}, id.Name) && slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, sel.Sel.Name) {
			found = append(found, fmt.Sprintf("%s: %s.%s: a test that skips proves nothing; give it a build tag", f.at(n), id.Name, sel.Sel.Name))
		}
		return true
	})
	return found
}

// cgo finds what would need a C compiler.
func cgo(f *file) []string {
	if slices.Contains(f.imports(), "C") {
		return []string{f.path + ` imports "C": the product builds without cgo for every till`}
	}
	return nil
}

// selectors calls visit for every pkg.Name where pkg is an import.
func (f *file) selectors(visit func(pkg, name string, n ast.Node)) {
	names := map[string]string{}
	for i, p := range f.imports() {
		name := path.Base(p)
		if alias := f.ast.Imports[i].Name; alias != nil {
			name = alias.Name
		}
		names[name] = p
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok && names[id.Name] != "" {
				visit(names[id.Name], sel.Sel.Name, n)
			}
		}
		return true
	})
}

// undocumented finds packages without a doc.go. A package that is one file may
// carry its comment there.
func undocumented(files []*file) (found []string) {
	packages := map[string][]*file{}
	for _, f := range files {
		if dir := path.Dir(f.path); !f.test() {
			packages[dir] = append(packages[dir], f)
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(packages)) {
		in := packages[dir]
		tells := func(f *file) bool { return f.ast.Doc != nil && (len(in) == 1 || path.Base(f.path) == "doc.go") }
		if !slices.ContainsFunc(in, tells) {
			found = append(found, dir+" has no doc.go with a package comment: what is here, what is not, which file first")
		}
	}
	return found
}

// unfinished is cut in two so that this file does not find itself.
var unfinished = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|X` + `XX)\b`)

func unfinishedWords(root fs.FS) (found []string, err error) {
	err = walkText(root, func(name, text string) error {
		n := 0
		for line := range strings.Lines(text) {
			n++
			if word := unfinished.FindString(line); word != "" {
				found = append(found, fmt.Sprintf("%s:%d: %s: finish it or leave it out", name, n, word))
			}
		}
		return nil
	})
	return found, err
}

// topLevel finds entries beside the project's own list. What .gitignore names
// is not part of the project.
func topLevel(root fs.FS) (found []string, err error) {
	list := strings.Fields("cmd tui flow wx device config.example.toml go.mod go.sum README.md Makefile")
	ignore, _ := fs.ReadFile(root, ".gitignore")
	for line := range strings.Lines(string(ignore)) {
		list = append(list, strings.Trim(strings.TrimSpace(line), "/"))
	}
	entries, err := fs.ReadDir(root, ".")
	for _, e := range entries {
		own := slices.ContainsFunc(list, func(p string) bool { ok, _ := path.Match(p, e.Name()); return ok })
		if !own && !strings.HasPrefix(e.Name(), ".") {
			found = append(found, e.Name()+" at the top level: put it into one of the rooms")
		}
	}
	return found, err
}

// tidy runs every rule over a tree.
func tidy(root fs.FS) ([]string, error) {
	files, err := parseAll(root)
	if err != nil {
		return nil, err
	}
	found := undocumented(files)
	for _, f := range files {
		for _, rule := range []func(*file) []string{sizes, printing, sleeping, skipping, cgo} {
			found = append(found, rule(f)...)
		}
	}
	words, err := unfinishedWords(root)
	if err != nil {
		return nil, err
	}
	entries, err := topLevel(root)
	return slices.Concat(found, words, entries), err
}

func TestTidy(t *testing.T) {
	found, err := tidy(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range found {
		t.Error(finding)
	}
}

// The control: a clean tree passes, and each planted fault is the only thing
// that is found.
func TestTidyControl(t *testing.T) {
	clean := func() fstest.MapFS {
		return fstest.MapFS{
			"flow/doc.go":         {Data: []byte("// Package flow is here.\npackage flow\n")},
			"flow/f.go":           {Data: []byte("package flow\n\nfunc f() {\n" + strings.Repeat("\tf()\n", maxFuncLines-2) + "}\n")},
			"flow/f_test.go":      {Data: []byte("package flow\n\nimport \"time\"\n\nfunc g() { time.Sleep(1); dec.Skip() }\n" + strings.Repeat("\n", 400))},
			"cmd/cli/doc.go":      {Data: []byte("// Package cli prints.\npackage cli\n\nimport \"fmt\"\n\nfunc p() { fmt.Println() }\n")},
			"wx/sim/doc.go":       {Data: []byte("// Package sim waits.\npackage sim\n\nimport \"time\"\n\nfunc p() { time.Sleep(1) }\n")},
			"device/testdata/x":   {Data: []byte("TO" + "DO")},
			"README.md":           {Data: []byte("facetill")},
			".gitignore":          {Data: []byte("/facetill\n*.db\n/dist/\n")},
			"facetill":            {Data: []byte("\x7fELF")},
			"sim.db":              {Data: nil},
			"dist/facetill.exe":   {Data: nil},
			".ci/run":             {Data: nil},
			"config.example.toml": {Data: nil},
		}
	}
	if found, err := tidy(clean()); err != nil || len(found) != 0 {
		t.Fatalf("the clean tree: %v, %v", found, err)
	}
	long := "package flow\n\nfunc f() {\n" + strings.Repeat("\tf()\n", maxFuncLines-1) + "}\n"
	for _, c := range []struct{ name, path, text, says string }{
		{"long function", "flow/x.go", long, "f has 71 lines"},
		{"long file", "flow/x.go", "package flow\n" + strings.Repeat("\n", maxFileLines), "has 401 lines"},
		{"printing", "flow/x.go", "package flow\n\nimport \"fmt\"\n\nfunc p() { fmt.Printf(\"\") }\n", "flow/x.go:5: fmt.Printf"},
		{"printing by another name", "flow/x.go", "package flow\n\nimport out \"fmt\"\n\nfunc p() { out.Print() }\n", "fmt.Print outside"},
		{"stdout", "flow/x.go", "package flow\n\nimport \"os\"\n\nvar w = os.Stdout\n", "os.Stdout outside"},
		{"println", "flow/x.go", "package flow\n\nfunc p() { println() }\n", "for debugging"},
		{"sleeping", "wx/doc.go", "// Package wx sleeps.\npackage wx\n\nimport \"time\"\n\nfunc p() { time.Sleep(1) }\n", "time.Sleep"},
		{"skipping", "flow/x_test.go", "package flow\n\nfunc p(t *T) { t.Skip() }\n", "t.Skip"},
		{"skipping with a reason", "flow/x_test.go", "package flow\n\nfunc p(tb TB) { tb.Skipf(\"\") }\n", "tb.Skipf"},
		{"cgo", "flow/x.go", "package flow\n\nimport \"C\"\n", `imports "C"`},
		{"no comment", "tui/x.go", "package tui\n", "tui has no doc.go"},
		{"comment in another file", "flow/doc.go", "package flow\n", "flow has no doc.go"},
		{"doc.go that says nothing", "tui/doc.go", "package tui\n", "tui has no doc.go"},
		{"unfinished code", "flow/x.go", "package flow\n\n// TO" + "DO: later\n", "flow/x.go:3: TO" + "DO"},
		{"unfinished Makefile", "Makefile", "x:\n\t# FIX" + "ME\n", "Makefile:2: FIX" + "ME"},
		{"top level", "internal.md", "text", "internal.md at the top level"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree := clean()
			tree[c.path] = &fstest.MapFile{Data: []byte(c.text)}
			found, err := tidy(tree)
			if err != nil || len(found) != 1 || !strings.Contains(found[0], c.says) {
				t.Errorf("found %v, %v, want only %q", found, err, c.says)
			}
		})
	}
}
