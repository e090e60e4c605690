package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// visit notes the changes of a node. What the compiler refuses is left out later.
func (f *finder) visit(n ast.Node) bool {
	if n == nil {
		f.above = f.above[:len(f.above)-1]
		return true
	}
	switch n := n.(type) {
	case *ast.ImportSpec, *ast.TypeSpec:
		return false
	case ast.Stmt:
		f.statement(n)
	case ast.Expr:
		if f.duration(n) {
			return false
		}
		f.flip(n)
		f.constant(n)
	}
	switch n := n.(type) {
	case *ast.CompositeLit:
		f.elements(n.Elts, n.Rbrace)
	case *ast.BinaryExpr:
		f.binary(n)
	case *ast.BasicLit:
		f.literal(n)
	case *ast.ReturnStmt:
		for _, r := range n.Results {
			f.result(r)
		}
	case *ast.CaseClause:
		if len(n.List) > 1 {
			f.elements(n.List, n.Colon)
		}
	}
	f.above = append(f.above, n)
	return true
}

// parent is what the node in hand stands in.
func (f *finder) parent() ast.Node {
	if len(f.above) == 0 {
		return nil
	}
	return f.above[len(f.above)-1]
}

func (f *finder) offset(p token.Pos) int { return f.u.fset.Position(p).Offset }

func (f *finder) source(n ast.Node) string {
	return f.u.texts[f.at][f.offset(n.Pos()):f.offset(n.End())]
}

func (f *finder) swap(n ast.Node, text string) {
	f.replace(f.offset(n.Pos()), f.offset(n.End()), text)
}

// statement drops one that stands by itself.
func (f *finder) statement(n ast.Stmt) {
	switch above := f.parent().(type) {
	case *ast.BlockStmt, *ast.CaseClause:
	case *ast.CommClause:
		if above.Comm == n {
			return
		}
	default:
		return
	}
	switch n := n.(type) {
	case *ast.IfStmt:
		if n.Else == nil {
			f.swap(n, "")
		}
	case *ast.ExprStmt, *ast.AssignStmt, *ast.IncDecStmt, *ast.SendStmt, *ast.GoStmt, *ast.DeferStmt, *ast.BranchStmt, *ast.ReturnStmt, *ast.ForStmt, *ast.RangeStmt:
		f.swap(n, "")
	}
}

// elements drops one of a list.
func (f *finder) elements(list []ast.Expr, end token.Pos) {
	for i, e := range list {
		to := f.offset(end)
		if i+1 < len(list) {
			to = f.offset(list[i+1].Pos())
		} else if i > 0 && !strings.Contains(f.u.texts[f.at][f.offset(e.End()):to], ",") {
			f.replace(f.offset(list[i-1].End()), f.offset(e.End()), "")
			continue
		}
		// The comma goes with it, what stands between the lines stays.
		rest := f.u.texts[f.at][f.offset(e.End()):to]
		if comma := strings.IndexByte(rest, ','); comma >= 0 {
			to = f.offset(e.End()) + comma + 1
		} else {
			to = f.offset(e.End())
		}
		f.replace(f.offset(e.Pos()), to, "")
	}
}

// flip turns what is true or false into its opposite. Comparisons have their own.
func (f *finder) flip(e ast.Expr) {
	tv := f.u.info.Types[e]
	if not, is := f.parent().(*ast.UnaryExpr); tv.Type == nil || !tv.IsValue() || !basic(tv.Type, types.IsBoolean) || is && not.Op == token.NOT {
		return
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
	case *ast.UnaryExpr:
		f.swap(e, f.source(e.X))
	case *ast.BinaryExpr:
		outer, within := f.parent().(*ast.BinaryExpr)
		if _, paren := f.parent().(*ast.ParenExpr); logical(e.Op) && !paren && (!within || !logical(outer.Op)) {
			f.swap(e, "!("+f.source(e)+")")
		}
	case *ast.Ident:
		switch e.Name {
		case "true":
			f.swap(e, "false")
		case "false":
			f.swap(e, "true")
		default:
			f.swap(e, "!"+e.Name)
		}
	default:
		f.swap(e, "!"+f.source(e))
	}
}

func logical(op token.Token) bool { return op == token.LAND || op == token.LOR }

// basic reports whether a type is basic and of this kind.
func basic(t types.Type, kind types.BasicInfo) bool {
	b, is := t.Underlying().(*types.Basic)
	return is && b.Info()&kind != 0
}

// others are the operators that may stand for one.
var others = map[token.Token][]string{
	token.LSS: {"<=", ">="}, token.LEQ: {"<", ">"}, token.GTR: {">=", "<="}, token.GEQ: {">", "<"},
	token.EQL: {"!="}, token.NEQ: {"=="}, token.LAND: {"||"}, token.LOR: {"&&"},
	token.ADD: {"-"}, token.SUB: {"+"}, token.MUL: {"/"}, token.QUO: {"*"}, token.REM: {"*"},
}

// binary changes an operator, and leaves out a half of a condition.
func (f *finder) binary(e *ast.BinaryExpr) {
	for _, op := range others[e.Op] {
		at := f.offset(e.OpPos)
		f.replace(at, at+len(e.Op.String()), op)
	}
	if logical(e.Op) {
		f.replace(f.offset(e.X.End()), f.offset(e.Y.End()), "")
		f.replace(f.offset(e.X.Pos()), f.offset(e.Y.Pos()), "")
	}
}

// duration doubles and halves a constant one, and reports whether it is one.
func (f *finder) duration(e ast.Expr) bool {
	tv := f.u.info.Types[e]
	if tv.Value == nil || tv.Type == nil || tv.Type.String() != "time.Duration" || constant.Sign(tv.Value) == 0 {
		return false
	}
	if id, is := e.(*ast.Ident); is && f.u.info.Uses[id] != nil && f.u.info.Uses[id].Pkg().Path() != "time" {
		return true // its declaration is changed
	}
	if s, is := e.(*ast.SelectorExpr); is && f.u.info.Uses[s.Sel].Pkg().Path() != "time" {
		return true
	}
	f.swap(e, "(2 * ("+f.source(e)+"))")
	f.swap(e, "("+f.source(e)+") / 2")
	return true
}

// constant puts another of the same type in the place of one with a name.
func (f *finder) constant(e ast.Expr) {
	id, is := e.(*ast.Ident)
	if s, selects := e.(*ast.SelectorExpr); selects {
		id, is = s.Sel, true
	} else if s, selects := f.parent().(*ast.SelectorExpr); selects && s.Sel == e {
		return
	}
	if !is {
		return
	}
	c, is := f.u.info.Uses[id].(*types.Const)
	if !is || c.Pkg() == nil || c.Parent() != c.Pkg().Scope() || !f.u.ours(c.Pkg().Path()) {
		return
	}
	var same []*types.Const
	for _, name := range c.Pkg().Scope().Names() {
		if o, is := c.Pkg().Scope().Lookup(name).(*types.Const); is && types.Identical(o.Type(), c.Type()) {
			same = append(same, o)
		}
	}
	at := slices.IndexFunc(same, func(o *types.Const) bool { return o.Name() == c.Name() })
	for _, i := range []int{at + 1, at - 1 + len(same)} {
		if o := same[i%len(same)]; at >= 0 && !constant.Compare(o.Val(), token.EQL, c.Val()) {
			f.swap(id, o.Name())
		}
	}
}

// word is a text that somebody compares or looks up: sentences are not.
var word = regexp.MustCompile(`^[A-Za-z0-9_./:+=&<>-]*$`)

// literal changes a number, a character or a word.
func (f *finder) literal(e *ast.BasicLit) {
	if field, is := f.parent().(*ast.Field); is && field.Tag == e || f.besideError() {
		return
	}
	switch e.Kind {
	case token.INT:
		n, err := strconv.ParseInt(e.Value, 0, 64)
		if err != nil {
			return
		}
		f.swap(e, strconv.FormatInt(n+1, 10))
		if n > 0 {
			f.swap(e, strconv.FormatInt(n-1, 10))
		}
	case token.CHAR:
		r, _, _, err := strconv.UnquoteChar(e.Value[1:], '\'')
		if err == nil {
			f.swap(e, strconv.QuoteRune(r+1))
		}
	case token.STRING:
		if text, err := strconv.Unquote(e.Value); err == nil && word.MatchString(text) {
			f.swap(e, strconv.Quote(text+"x"))
		}
	}
}

var errorType = types.Universe.Lookup("error").Type().Underlying().(*types.Interface)

// besideError reports whether what is in hand is returned beside an error: nobody
// reads it.
func (f *finder) besideError() bool {
	r, is := f.parent().(*ast.ReturnStmt)
	if !is || len(r.Results) < 2 {
		return false
	}
	last := f.u.info.Types[r.Results[len(r.Results)-1]]
	return last.Type != nil && !last.IsNil() && types.Implements(last.Type, errorType)
}

// result makes none of what is returned, and an error of none.
func (f *finder) result(e ast.Expr) {
	t := f.u.info.Types[e].Type
	if t == nil {
		return
	}
	if id, is := e.(*ast.Ident); is && id.Name == "nil" {
		f.swap(e, `errors.New("mutant")`)
		return
	}
	switch t := t.Underlying().(type) {
	case *types.Pointer, *types.Slice, *types.Map, *types.Signature, *types.Interface, *types.Chan:
		f.swap(e, "nil")
	case *types.Basic:
		if f.u.info.Types[e].Value == nil && t.Info()&types.IsString != 0 {
			f.swap(e, `""`)
		} else if f.u.info.Types[e].Value == nil && t.Info()&types.IsNumeric != 0 {
			f.swap(e, "0")
		}
	case *types.Struct:
		if lit, is := e.(*ast.CompositeLit); !is || len(lit.Elts) > 0 {
			f.swap(e, "*new("+types.TypeString(f.u.info.Types[e].Type, f.qualify)+")")
		}
	}
}

// qualify is how a package is named in this one.
func (f *finder) qualify(p *types.Package) string {
	if p.Path() == f.u.name {
		return ""
	}
	return p.Name()
}
