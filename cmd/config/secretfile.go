package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"runtime"
	"strings"
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

// file checks that a path names a file. An empty path is nothing to check.
func (k *checker) file(key, path string) (fs.FileInfo, bool) {
	if path == "" {
		return nil, false
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		k.problem(key, "names "+k.path(path)+", which does not exist",
			"put the file there; a relative path starts at the configuration's folder")
	case err != nil:
		k.problem(key, "names "+k.path(path)+", which cannot be looked at", "check the path and the folder's permissions")
	case !info.Mode().IsRegular():
		k.problem(key, "names "+k.path(path)+", which is no file", "name the file itself")
	default:
		return info, true
	}
	return nil, false
}

// privateFile checks that a file exists and that only its owner may use it.
func (k *checker) privateFile(key, path string) bool {
	info, ok := k.file(key, path)
	if ok && !private(info.Mode()) {
		k.problem(key, "names "+k.path(path)+", which other users may read or write", "chmod 600 "+k.path(path))
		return false
	}
	return ok
}

// private is about Unix permissions; on Windows the mode says nothing about
// who may read.
func private(mode fs.FileMode) bool { return runtime.GOOS == "windows" || mode.Perm()&0o077 == 0 }

// privateConfig checks the configuration file itself, for a secret inside it.
func (k *checker) privateConfig(key string) {
	if !private(k.mode) {
		k.problem(key, "is a secret in a file that other users may read", "chmod 600 this file, or use "+key+"_file")
	}
}

// secretFile reads a secret, less one line break at its end.
func (k *checker) secretFile(key, path string) (string, bool) {
	if !k.privateFile(key, path) {
		return "", false
	}
	f, err := os.Open(path)
	if err != nil {
		k.problem(key, "names "+k.path(path)+", which cannot be opened", "let the user that runs the till own it")
		return "", false
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSecret+1))
	if err != nil || len(data) > maxSecret {
		k.problem(key, "names "+k.path(path)+", which is no secret of at most 4096 bytes", "write the secret alone into it")
		return "", false
	}
	text := string(data)
	if strings.HasPrefix(text, "\ufeff") {
		k.problem(key, "names "+k.path(path)+", which starts with a byte order mark", "save it as UTF-8 without BOM")
		return "", false
	}
	text = strings.TrimSuffix(strings.TrimSuffix(text, "\n"), "\r")
	if text == "" {
		k.problem(key, "names "+k.path(path)+", which is empty", "write the secret into it")
		return "", false
	}
	return text, true
}

var envName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,63}$`)

// secretEnv reads a secret from the environment variable that a key names.
func (k *checker) secretEnv(key, name string) (string, bool) {
	if !envName.MatchString(name) {
		k.problem(key, "is "+shown(name), "write the name of an environment variable, not the secret itself")
		return "", false
	}
	if value := k.getenv(name); value != "" {
		return value, true
	}
	k.problem(key, "names the environment variable "+shown(name)+", which is not set", "set it, or keep the secret in a file")
	return "", false
}
