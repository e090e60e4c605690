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
const schedules = 34

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
		if len(told[fmt.Sprintf("%02d", n)]) == 0 {
			t.Errorf("no test tells schedule S%d", n)
		}
	}
	if len(told) != schedules {
		t.Errorf("%d schedules are told, the money rules have %d", len(told), schedules)
	}
}
