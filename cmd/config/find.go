package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// FileName is what the configuration is called where no flag names it.
const FileName = "facetill.toml"

// ErrNotFound is wrapped by [Find] where there is no configuration anywhere.
var ErrNotFound = errors.New("no configuration found")

// Getenv reads an environment variable; os.Getenv outside tests.
type Getenv func(name string) string

// Find says which file to read, as an absolute path: the one that the --config
// flag names, else FACETILL_CONFIG, else ./facetill.toml, else the one in the
// user's configuration folder. A file that was named must exist.
func Find(flag string, getenv Getenv) (string, error) {
	if flag != "" {
		return named("--config", flag)
	}
	if env := getenv("FACETILL_CONFIG"); env != "" {
		return named("FACETILL_CONFIG", env)
	}
	places := []string{FileName}
	if dir, err := os.UserConfigDir(); err == nil {
		places = append(places, filepath.Join(dir, "facetill", FileName))
	}
	for _, p := range places {
		path, err := filepath.Abs(p)
		if err != nil {
			return "", fmt.Errorf("find configuration: %w", err)
		}
		_, err = os.Stat(path)
		if err == nil {
			return path, nil
		}
		// A file that is there and cannot be looked at must not make the till
		// fall through to another one.
		if !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("find configuration: %w", err)
		}
	}
	return "", fmt.Errorf("%w (looked for %s); write one with `facetill config init`, or try `facetill --sim`",
		ErrNotFound, strings.Join(places, " and "))
}

func named(by, path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("%s: %w", by, err)
	}
	info, err := os.Stat(abs)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("%s names %s, which does not exist; write it with `facetill config init`", by, abs)
	case err != nil:
		return "", fmt.Errorf("%s: %w", by, err)
	case info.IsDir():
		return "", fmt.Errorf("%s names %s, which is a folder; name the file in it", by, abs)
	}
	return abs, nil
}

// StateDir is where the built-in simulators keep their journal and book:
// facetill/ in the user's state folder.
func StateDir(getenv Getenv) (string, error) { return stateDir(runtime.GOOS, getenv) }

func stateDir(goos string, getenv Getenv) (string, error) {
	first, home, rest := "XDG_STATE_HOME", "HOME", filepath.Join(".local", "state")
	switch goos {
	case "windows":
		first, home, rest = "LocalAppData", "USERPROFILE", filepath.Join("AppData", "Local")
	case "darwin":
		first, rest = "", filepath.Join("Library", "Application Support")
	}
	if first != "" {
		// The base directory rules say that a relative path is to be ignored.
		if dir := getenv(first); filepath.IsAbs(dir) {
			return filepath.Join(dir, "facetill"), nil
		}
	}
	if dir := getenv(home); filepath.IsAbs(dir) {
		return filepath.Join(dir, rest, "facetill"), nil
	}
	return "", fmt.Errorf("no folder for the simulators' files: set %s to your home folder", home)
}
