package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// unit is a package as the type checker sees it.
type unit struct {
	name  string // its folder below the root
	fset  *token.FileSet
	files []*ast.File
	names []string // of the files, below the root
	texts []string
	info  types.Info
	from  types.Importer
	dir   string
	own   string // the module's path
}

// listed is what the go command says of a package.
type listed struct {
	ImportPath, Dir, Export string
	Module                  struct{ Path string }
	GoFiles                 []string
}

// load reads packages by their folders below root.
func load(root string, names []string) ([]*unit, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	args := []string{"list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles,Module"}
	for _, name := range names {
		args = append(args, "./"+name)
	}
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Stderr = root, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	exports, folders := map[string]string{}, map[string]listed{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var l listed
		if err := d.Decode(&l); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		exports[l.ImportPath] = l.Export
		folders[l.Dir] = l
	}
	fset := token.NewFileSet()
	from := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	var units []*unit
	for _, name := range names {
		u := &unit{name: name, fset: fset, from: from, dir: filepath.Join(root, filepath.FromSlash(name)),
			info: types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}}
		u.own = folders[u.dir].Module.Path
		for _, file := range folders[u.dir].GoFiles {
			text, err := os.ReadFile(filepath.Join(u.dir, file))
			if err != nil {
				return nil, err
			}
			parsed, err := parser.ParseFile(fset, filepath.Join(u.dir, file), text, parser.SkipObjectResolution)
			if err != nil {
				return nil, err
			}
			u.files, u.names, u.texts = append(u.files, parsed), append(u.names, path.Join(name, file)), append(u.texts, string(text))
		}
		if len(u.files) == 0 {
			return nil, fmt.Errorf("%s: no package of the module", name)
		}
		if err := u.check(u.files, &u.info); err != nil {
			return nil, err
		}
		units = append(units, u)
	}
	return units, nil
}

// ours reports whether a package is of the module.
func (u *unit) ours(path string) bool { return path == u.name || strings.HasPrefix(path, u.own+"/") }

// check is the compiler's first half.
func (u *unit) check(files []*ast.File, info *types.Info) error {
	conf := types.Config{Importer: u.from}
	_, err := conf.Check(u.name, u.fset, files, info)
	return err
}

// compiles reports whether a mutant does.
func (u *unit) compiles(m mutant) bool {
	fset := u.fset
	changed, err := parser.ParseFile(fset, m.file, m.apply(u.texts[m.at]), parser.SkipObjectResolution)
	if err != nil {
		return false
	}
	files := append([]*ast.File(nil), u.files...)
	files[m.at] = changed
	return u.check(files, nil) == nil
}
