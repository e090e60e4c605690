package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"math/rand/v2"
	"slices"
	"strings"
)

// mutant is one change of one place.
type mutant struct {
	u          *unit
	at         int // which file of the unit
	file       string
	line       int
	name       name
	start, end int    // the bytes that are replaced
	text       string // what then stands there
}

// name is what a mutant is called, whatever its line is.
type name struct {
	pkg, function string
	before, after string // the line, without and with the change
	nth           int    // of several that are otherwise called the same, from 1 on
}

func (n name) String() string {
	s := n.before + " -> " + n.after
	if n.nth > 1 {
		s += fmt.Sprintf(" (%d)", n.nth)
	}
	return s
}

// apply returns the file's text with the change.
func (m mutant) apply(text string) string { return text[:m.start] + m.text + text[m.end:] }

// finder collects the changes of one file.
type finder struct {
	u        *unit
	at       int
	function string
	above    []ast.Node // what the node in hand stands in, outermost first
	found    []mutant
}

// find returns every change of a package, also those that do not compile, in the
// sequence of its files.
func find(u *unit) []mutant {
	var all []mutant
	for at, file := range u.files {
		f := &finder{u: u, at: at}
		for _, d := range file.Decls {
			f.function = called(d)
			ast.Inspect(d, f.visit)
		}
		slices.SortStableFunc(f.found, func(a, b mutant) int { return cmp.Or(a.start-b.start, a.end-b.end, cmp.Compare(a.text, b.text)) })
		all = append(all, slices.CompactFunc(f.found, func(a, b mutant) bool { return a.start == b.start && a.end == b.end && a.text == b.text })...)
	}
	times := map[name]int{}
	for i := range all {
		times[all[i].name]++
		all[i].name.nth = times[all[i].name]
	}
	return all
}

// called is the name of a declaration: of a method with its type.
func called(d ast.Decl) string {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			return d.Name.Name
		}
		of := d.Recv.List[0].Type
		star, is := of.(*ast.StarExpr)
		if is {
			of = star.X
		}
		if generic, is := of.(*ast.IndexExpr); is {
			of = generic.X
		}
		return fmt.Sprint(of) + "." + d.Name.Name
	case *ast.GenDecl:
		for _, s := range d.Specs {
			if v, is := s.(*ast.ValueSpec); is {
				return d.Tok.String() + " " + v.Names[0].Name
			}
		}
	}
	return ""
}

// replace notes a change of the bytes from start to end.
func (f *finder) replace(start, end int, text string) {
	whole := f.u.texts[f.at]
	from := strings.LastIndexByte(whole[:start], '\n') + 1
	to := end + strings.IndexByte(whole[end:]+"\n", '\n')
	m := mutant{u: f.u, at: f.at, file: f.u.names[f.at], line: 1 + strings.Count(whole[:start], "\n"), start: start, end: end, text: text,
		name: name{pkg: f.u.name, function: f.function, before: short(whole[from:to]), after: short(whole[from:start] + text + whole[end:to])}}
	if m.name.after == "" {
		m.name.after = "(dropped)"
	}
	f.found = append(f.found, m)
}

// short is a text in one line, cut where it is long.
func short(text string) string {
	r := []rune(strings.Join(strings.Fields(text), " "))
	if len(r) > 150 {
		return string(r[:150]) + "..."
	}
	return string(r)
}

// draw returns so many mutants that compile, by a seed, and what is left behind
// them. 0 draws all.
func draw(all []mutant, many int, seed uint64) []mutant {
	all = slices.Clone(all)
	if many > 0 {
		rand.New(rand.NewPCG(seed, 0)).Shuffle(len(all), func(i, k int) { all[i], all[k] = all[k], all[i] })
	}
	var drawn []mutant
	for _, m := range all {
		if many > 0 && len(drawn) == many {
			break
		}
		if m.u.compiles(m) {
			drawn = append(drawn, m)
		}
	}
	return drawn
}
