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

// size is how much a room has, tests not counted.
type size struct{ files, lines int }

func (s size) within(most size) bool { return s.files <= most.files && s.lines <= most.lines }

// fences are what a room and a type may have, and who may have more.
type fences struct {
	room    size
	wider   map[string]size // these stay wider, for a reason
	split   map[string]size // these wait to be split, and may only shrink until then
	methods int
	types   map[string]int // these wait to be split, too
	bare    []string       // rooms that have no Example, as patterns
}

// theFences fences the house. A number on one of the lists that wait may only go
// down.
var theFences = fences{
	room: size{32, 2500},
	wider: map[string]size{
		// The machine and the loop that runs it are read as one: what is left has no
		// state that the rest may not see, and split would export it. An attempt and its
		// refunds have one version, one driver and one transaction. Its ports name what
		// engines say: what has left for an archive, too. An order that somebody else made
		// under a number that was brought is no usage error.
		"flow": {36, 5770},
		// Sales, their refunds, what they did to the shop's money and what people do are one
		// file with one kind of sum, tally and chain, which a room of its own would have to be
		// handed; a line and a close are written in the transaction of what they are about, and
		// a mark in that in which facts leave.
		"flow/journal": {32, 3810},
		// The file, its locks, its place, and the copies that know it: a backup and an archive
		// are made of what the journal says of its home.
		"flow/journal/sqlite": {32, 2600},
		"cmd/proof/shops":     {32, 2520},
		// A file a call, and one table of what a scenario does to each: apart, the table would
		// name faults that it cannot see.
		"wx/sim": {32, 2600},
		// One client signs, sends and judges for all: what a call by hand and whoever watches
		// read of an answer is what the flow reads, and a room of theirs would have to be handed it.
		"wx":      {32, 2750},
		"cmd/cli": {48, 5500}, // a command a file: people, money back, the day, its close, the bill, what is kept and archived among them
	},
	split:   map[string]size{},
	methods: 40,
	types:   map[string]int{},
	bare: []string{
		// Nobody imports these: commands, and tests alone.
		"cmd/cli", "cmd/e2e", "cmd/facetill", "cmd/proof/...",
		// Each test that uses it is one.
		"flow/golden",
	},
}

// examples reports which folders have an Example in their tests.
func examples(files []*file) map[string]bool {
	shown := map[string]bool{}
	for _, f := range files {
		for _, d := range f.ast.Decls {
			fn, is := d.(*ast.FuncDecl)
			if is && f.test() && fn.Recv == nil && strings.HasPrefix(fn.Name.Name, "Example") {
				shown[path.Dir(f.path)] = true
			}
		}
	}
	return shown
}

// receiver names the type of a method, "" for a function.
func receiver(fn *ast.FuncDecl) string {
	if fn.Recv == nil {
		return ""
	}
	of := fn.Recv.List[0].Type
	for {
		switch t := of.(type) {
		case *ast.StarExpr:
			of = t.X
		case *ast.IndexExpr:
			of = t.X
		case *ast.IndexListExpr:
			of = t.X
		case *ast.Ident:
			return t.Name
		default:
			return ""
		}
	}
}

// measure returns the size of each room, and the methods of each type. A method
// that every system has for itself is one.
func measure(files []*file) (rooms map[string]size, methods map[string]map[string]bool) {
	rooms, methods = map[string]size{}, map[string]map[string]bool{}
	for _, f := range files {
		if f.test() {
			continue
		}
		dir := path.Dir(f.path)
		s := rooms[dir]
		rooms[dir] = size{s.files + 1, s.lines + strings.Count(f.src, "\n")}
		for _, d := range f.ast.Decls {
			fn, is := d.(*ast.FuncDecl)
			if !is || receiver(fn) == "" {
				continue
			}
			name := dir + "." + receiver(fn)
			if methods[name] == nil {
				methods[name] = map[string]bool{}
			}
			methods[name][fn.Name.Name] = true
		}
	}
	return rooms, methods
}

// find lists the rooms and types that do not fit. What is spent are lines of the
// lists that are needed no more: they are told, and fail nothing, because who makes
// a room fit need not know of a list.
func (w fences) find(files []*file) (found, spent []string) {
	say := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	tell := func(format string, args ...any) { spent = append(spent, fmt.Sprintf(format, args...)) }
	rooms, methods := measure(files)
	shown := examples(files)
	for _, dir := range slices.Sorted(maps.Keys(rooms)) {
		most := w.room
		if wide, is := w.wider[dir]; is {
			most = wide
		}
		until, waits := w.split[dir]
		switch is := rooms[dir]; {
		case waits && is.within(most):
			tell("%s is within its fence: take it off the list of those that wait to be split", dir)
		case waits && !is.within(until):
			say("%s has %d files and %d lines, at most %d and %d until it is split: it may only shrink", dir, is.files, is.lines, until.files, until.lines)
		case !waits && !is.within(most):
			say("%s has %d files and %d lines, at most %d and %d: make a room of a part of it", dir, is.files, is.lines, most.files, most.lines)
		}
		bare := slices.ContainsFunc(w.bare, func(p string) bool { return matches(p, dir) })
		switch {
		case slices.Contains(w.bare, dir) && shown[dir]:
			tell("%s has an Example: take it off the list of those without", dir)
		case !bare && !shown[dir]:
			say("%s has no Example: show what a newcomer would copy first", dir)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(methods)) {
		until, waits := w.types[name]
		switch n := len(methods[name]); {
		case waits && n <= w.methods:
			tell("%s has %d methods: take it off the list of those that wait to be split", name, n)
		case n > max(until, w.methods):
			say("%s has %d methods, at most %d", name, n, max(until, w.methods))
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(w.split)) {
		if _, is := rooms[dir]; !is {
			tell("%s is fenced and is not there", dir)
		}
	}
	return found, spent
}

var namedFile = regexp.MustCompile(`[\w./-]*\w\.(go|sql|sh|md|toml|c)\b`)

// misnamed lists the files that a doc.go names and that are neither beside it nor
// where the name says from the top.
func misnamed(root fs.FS, files []*file) (found []string) {
	for _, f := range files {
		if path.Base(f.path) != "doc.go" || f.ast.Doc == nil {
			continue
		}
		for _, name := range namedFile.FindAllString(f.ast.Doc.Text(), -1) {
			there := func(p string) bool { _, err := fs.Stat(root, path.Clean(p)); return err == nil }
			if !there(path.Join(path.Dir(f.path), name)) && !there(name) {
				found = append(found, fmt.Sprintf("%s names %s, which is not there", f.path, name))
			}
		}
	}
	return found
}

func TestTidyRooms(t *testing.T) {
	root := os.DirFS("../..")
	files, err := parseAll(root)
	if err != nil {
		t.Fatal(err)
	}
	found, spent := theFences.find(files)
	for _, finding := range append(found, misnamed(root, files)...) {
		t.Error(finding)
	}
	for _, line := range spent {
		t.Log(line)
	}
}

// The control: a house within its fences passes, and each way to leave them is
// found alone.
func TestTidyRoomsControl(t *testing.T) {
	method := func(n int) string { return fmt.Sprintf("\nfunc (*T) M%d() {}\n", n) }
	house := func() (fstest.MapFS, fences) {
		return fstest.MapFS{
				"a/doc.go":    {Data: []byte("// Package a is here. Read a.go first, then b/b.go.\npackage a\n")},
				"a/a.go":      {Data: []byte("package a\n\ntype T struct{}\n" + method(1))},
				"a/a_test.go": {Data: []byte("package a\n\nfunc Example() {}\n" + strings.Repeat("\n", 50))},
				"b/b.go":      {Data: []byte("package b\n" + strings.Repeat("\n", 20))},
			}, fences{room: size{2, 10}, split: map[string]size{"b": {1, 21}}, methods: 1,
				bare: []string{"b"}, types: map[string]int{}, wider: map[string]size{}}
	}
	find := func(tree fstest.MapFS, w fences) []string {
		files, err := parseAll(tree)
		if err != nil {
			t.Fatal(err)
		}
		found, spent := w.find(files)
		return slices.Concat(found, spent, misnamed(tree, files))
	}
	if found := find(house()); len(found) != 0 {
		t.Fatalf("the house as it is: %q", found)
	}
	add := func(name, text string) func(fstest.MapFS, *fences) {
		return func(tree fstest.MapFS, _ *fences) {
			was := ""
			if f := tree[name]; f != nil {
				was = string(f.Data)
			}
			tree[name] = &fstest.MapFile{Data: []byte(was + text)}
		}
	}
	for _, c := range []struct {
		name, says string
		do         func(fstest.MapFS, *fences)
	}{
		{"a file more", "a has 3 files and", add("a/x.go", "package a\n")},
		{"lines more", "at most 2 and 10", add("a/a.go", strings.Repeat("\n", 10))},
		{"a room that waits grows", "b has 1 files and 22 lines, at most 1 and 21 until", add("b/b.go", "\n")},
		{"a room that waits fits", "b is within its fence", func(tree fstest.MapFS, _ *fences) { tree["b/b.go"].Data = []byte("package b\n") }},
		{"a wider fence holds, too", "a has 2 files and", func(_ fstest.MapFS, w *fences) { w.wider["a"] = size{2, 5} }},
		{"a method more", "a.T has 2 methods", add("a/a.go", method(2))},
		{"a type that waits grows", "a.T has 3 methods, at most 2", func(tree fstest.MapFS, w *fences) {
			w.types["a.T"] = 2
			w.room.lines = 20
			add("a/a.go", method(2)+method(3))(tree, w)
		}},
		{"a type that waits fits", "a.T has 1 methods: take it off", func(_ fstest.MapFS, w *fences) { w.types["a.T"] = 5 }},
		{"a room that is gone", "c is fenced", func(_ fstest.MapFS, w *fences) { w.split["c"] = size{9, 9} }},
		{"no Example", "a has no Example", func(tree fstest.MapFS, _ *fences) { delete(tree, "a/a_test.go") }},
		{"an Example on the list", "a has an Example", func(_ fstest.MapFS, w *fences) { w.bare = append(w.bare, "a") }},
		{"a file that is not there", "a/doc.go names gone.go", func(tree fstest.MapFS, _ *fences) {
			tree["a/doc.go"].Data = []byte("// Package a has gone.go.\npackage a\n")
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree, w := house()
			c.do(tree, &w)
			if found := find(tree, w); len(found) != 1 || !strings.Contains(found[0], c.says) {
				t.Errorf("found %q, want only %q", found, c.says)
			}
		})
	}
}
