package config

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"

	"facetill/flow/field"
)

// othersMay says how users beside this one and root may change a file or what
// stands in a folder; "" where they may not, or nothing is there. In a sticky
// folder nobody replaces what is another's. On Windows modes say nothing.
func othersMay(path string, sticky bool) string {
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS == "windows" {
		return ""
	}
	if uid, _ := ownerOf(info); OfAnother(info) {
		return "which belongs to another user (number " + strconv.Itoa(uid) + ")"
	}
	if info.Mode().Perm()&0o022 == 0 || sticky && info.IsDir() && info.Mode()&fs.ModeSticky != 0 {
		return ""
	}
	return "which other users may write"
}

// around are a file and the folders in which it could be replaced: where it
// stands, and where it really stands if that is a link.
func around(path string) []string {
	paths := []string{path, filepath.Dir(path)}
	if real, err := filepath.EvalSymlinks(path); err == nil && !slices.Contains(paths, filepath.Dir(real)) {
		paths = append(paths, filepath.Dir(real))
	}
	return paths
}

// programs checks who may say what runs as the till: a library or a child's
// program is named in the configuration, so all three have to be this user's or
// root's, and so have their folders.
func (k *checker) programs(d *Device) {
	for _, p := range []struct{ key, path string }{{"device.library", d.Library}, {"device.host_exe", d.HostExe}} {
		if p.path == "" {
			continue
		}
		paths := around(k.c.File)
		if filepath.IsAbs(p.path) {
			paths = append(paths, around(p.path)...)
		}
		for i, path := range paths {
			how := othersMay(path, true)
			if how == "" || slices.Contains(paths[:i], path) {
				continue
			}
			k.problem(p.key, "names a program that runs as the till, and depends on "+k.path(path)+", "+how,
				"let this user or root own it, and chmod go-w "+k.path(path))
		}
	}
}

// Warnings are what is not wrong enough to refuse a configuration: folders in
// which other users may take the configuration or the journal away, or put
// another one in their place.
func (c *Config) Warnings() []*field.Error {
	var list []*field.Error
	seen := map[string]bool{"": true}
	look := func(what, dir string) {
		how := othersMay(dir, false)
		if how != "" && !seen[dir] {
			list = append(list, &field.Error{Problem: what + " lies in " + dir + ", " + how + ": they can put another one in its place",
				Try: "let this user own the folder, and chmod go-w " + dir})
		}
		seen[dir] = true
	}
	if c.File != "" {
		look("the configuration", filepath.Dir(c.File))
	}
	if !c.Journal.Postgres() && c.Journal.URL != "" {
		look("the journal", filepath.Dir(c.Journal.URL))
	}
	return list
}

// OfAnother reports whether a file belongs to another user than this one and
// root. Where the system has no such owner it reports false.
func OfAnother(info fs.FileInfo) bool {
	uid, known := ownerOf(info)
	return known && uid != 0 && uid != os.Geteuid()
}
