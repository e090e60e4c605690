package cli_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// schedules is how many the money rules have.
const schedules = 77

// untold are the schedules that no test tells yet.
var untold = map[int]string{}

var scheduleName = regexp.MustCompile(`^TestS(\d\d)_[A-Z]`)

// TestTidySchedules: each schedule of the money rules is told by a test that
// has its number, a comment and a body.
func TestTidySchedules(t *testing.T) {
	told := map[string][]string{}
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			f, is := decl.(*ast.FuncDecl)
			if !is {
				continue
			}
			m := scheduleName.FindStringSubmatch(f.Name.Name)
			if m == nil {
				continue
			}
			if f.Doc == nil || len(f.Body.List) == 0 {
				t.Errorf("%s tells no story", f.Name.Name)
			}
			told[m[1]] = append(told[m[1]], f.Name.Name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= schedules; n++ {
		tests, why := told[fmt.Sprintf("%02d", n)], untold[n]
		switch {
		case len(tests) == 0 && why == "":
			t.Errorf("no test tells schedule S%d", n)
		case len(tests) > 0 && why != "":
			t.Errorf("S%d is told by %v: take it from the list of those that wait for %s", n, tests, why)
		}
	}
	if len(told)+len(untold) != schedules {
		t.Errorf("%d schedules are told and %d wait, the money rules have %d", len(told), len(untold), schedules)
	}
}
