package journal

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var param = regexp.MustCompile(`\$(\d+)`)

// ascending reports whether the first appearances of $n are $1, $2, $3. Some engines
// bind by the order of appearance, whatever the numbers say.
func ascending(text string) bool {
	var seen []string
	for _, m := range param.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(seen, m[1]) {
			seen = append(seen, m[1])
			if m[1] != strconv.Itoa(len(seen)) {
				return false
			}
		}
	}
	return true
}

func TestParametersAscend(t *testing.T) {
	texts := map[string]string{"insertRow": insertRow, "updateRow": updateRow, "resumRow": resumRow}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	engines, err := filepath.Glob("*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, engines...)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		fset := token.NewFileSet()
		tree, err := parser.ParseFile(fset, name, src, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && param.MatchString(lit.Value) {
				texts[fset.Position(lit.Pos()).String()] = lit.Value
			}
			return true
		})
	}
	if len(texts) < 20 {
		t.Fatalf("only %d statements were found", len(texts))
	}
	for where, text := range texts {
		if !ascending(text) {
			t.Errorf("%s: %s", where, text)
		}
	}
	// The control.
	if ascending("UPDATE t SET a = $2 WHERE b = $1") || !ascending("a = $1 AND b = $2 OR a = $1") {
		t.Error("the order of parameters is not seen")
	}
}
