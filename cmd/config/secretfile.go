package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"

	"facetill/flow/secret"
)

// maxSecret bounds a file that holds one secret, in bytes.
const maxSecret = 4096

// path shows a path in a problem, unless what the file says could be a secret
// in the wrong line.
func (k *checker) path(p string) string {
	if hidden(strings.TrimPrefix(p, k.c.Dir)) {
		return "a path of " + fmt.Sprint(len([]rune(p))) + " characters"
	}
	return p
}

// names notes a problem of the file that a key names.
func (k *checker) names(key, path, what, try string) {
	k.problem(key, "names "+k.path(path)+", which "+what, try)
}

// file checks that a path names a file. An empty path is nothing to check.
func (k *checker) file(key, path string) (fs.FileInfo, bool) {
	if path == "" {
		return nil, false
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		k.names(key, path, "does not exist", "put the file there; a relative path starts at the configuration's folder")
	case err != nil:
		k.names(key, path, "cannot be looked at", "check the path and the folder's permissions")
	case !info.Mode().IsRegular():
		k.names(key, path, "is no file", "name the file itself")
	default:
		return info, true
	}
	return nil, false
}

// privateFile checks that a file exists and that only its owner may use it.
func (k *checker) privateFile(key, path string) (fs.FileInfo, bool) {
	info, ok := k.file(key, path)
	if ok && !private(info.Mode()) {
		k.names(key, path, "other users may read or write", "chmod 600 "+k.path(path))
		return nil, false
	}
	return info, ok
}

// private is about Unix permissions; on Windows the mode says nothing about
// who may read.
func private(mode fs.FileMode) bool { return runtime.GOOS == "windows" || mode.Perm()&0o077 == 0 }

// fromFile reads the secret of a file that a key names, less one line break at its
// end. Without a name there is none.
func (k *checker) fromFile(key, path string, into *secret.Secret) {
	info, ok := k.privateFile(key, path)
	if !ok {
		return
	}
	if info.Size() > maxSecret {
		k.names(key, path, "is no secret of at most 4096 bytes", "write the secret alone into it")
		return
	}
	data, err := os.ReadFile(path)
	text := strings.TrimSuffix(strings.TrimSuffix(string(data), "\n"), "\r")
	switch {
	case err != nil:
		k.names(key, path, "cannot be opened", "let the user that runs the till own it")
	case strings.HasPrefix(text, "\ufeff"):
		k.names(key, path, "starts with a byte order mark", "save it as UTF-8 without BOM")
	case text == "":
		k.names(key, path, "is empty", "write the secret into it")
	default:
		*into = secret.New(text)
	}
}

var envName = pattern(`^[A-Za-z_][A-Za-z0-9_]{0,63}$`)

// fromEnv reads the secret of an environment variable that a key names. Without a name
// there is none.
func (k *checker) fromEnv(key, name string, into *secret.Secret) {
	switch {
	case name == "":
	case !envName().MatchString(name):
		k.problem(key, "is "+shown(name), "write the name of an environment variable, not the secret itself")
	case k.getenv(name) == "":
		k.problem(key, "names the environment variable "+shown(name)+", which is not set", "set it, or keep the secret in a file")
	default:
		*into = secret.New(k.getenv(name))
	}
}
