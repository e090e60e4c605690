package page

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"testing"
)

// writes lists where a file writes a field of the Context that a page gets. What a
// method of it returns is not meant.
func writes(t *testing.T, name string, src any) (found []token.Position) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, src, 0)
	if err != nil {
		t.Fatal(err)
	}
	written := func(e ast.Expr) {
		for fields := 0; ; fields++ {
			switch x := e.(type) {
			case *ast.SelectorExpr:
				e = x.X
				continue
			case *ast.Ident:
				if x.Name == "c" && fields > 0 {
					found = append(found, set.Position(x.Pos()))
				}
			}
			return
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, e := range n.Lhs {
				written(e)
			}
		case *ast.IncDecStmt:
			written(n.X)
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				written(n.X)
			}
		}
		return true
	})
	return found
}

// A page asks; what the screen is, the root model alone writes.
func TestNoPageWritesItsContext(t *testing.T) {
	names, err := filepath.Glob("*/*.go")
	if err != nil || len(names) < 20 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		for _, at := range writes(t, name, nil) {
			t.Errorf("%s: a page writes its Context: ask by a method", at)
		}
	}
	control := "package p\nfunc f(c *page.Context) { c.Width = 3; c.Theme.Warn = \"\"; c.Width++; p := &c.Words; c.Next().Amount = x; c = nil }"
	if found := writes(t, "control", control); len(found) != 4 {
		t.Errorf("the control has 4 writes, found at %v", found)
	}
}
