package lab

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Patience is how long one build or one program may take: many times what it does
// take. What needs longer hangs.
const Patience = 5 * time.Minute

// ErrHangs is a program that did not end within Patience, or the context's time.
var ErrHangs = errors.New("did not end")

// A Lab is one changed tree.
type Lab struct {
	Env []string // is added to the environment of what is run, the go command included

	root    string // of the module
	dir     string // temporary
	overlay string
	log     func(format string, args ...any)
	built   map[string]string // program by package and kind
}

// New puts texts in the place of the files of these names below root, in a lab
// whose own files lie in dir. log hears what is run and what it prints.
func New(root, dir string, texts map[string]string, log func(format string, args ...any)) (*Lab, error) {
	replace := map[string]string{}
	for file, text := range texts {
		path := filepath.Join(dir, "src", filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return nil, err
		}
		replace[filepath.Join(root, filepath.FromSlash(file))] = path
	}
	body, err := json.MarshalIndent(map[string]any{"Replace": replace}, "", "  ")
	if err != nil {
		return nil, err
	}
	l := &Lab{root: root, dir: dir, overlay: filepath.Join(dir, "overlay.json"), log: log, built: map[string]string{}}
	return l, os.WriteFile(l.overlay, body, 0o600)
}

// Build compiles a package's program or, where tests is set, its tests, and returns
// the file. What does not compile is an error.
func (l *Lab) Build(ctx context.Context, pkg string, tests bool) (string, error) {
	kind, flags := "build", []string(nil)
	if tests {
		kind, flags = "test", []string{"-c", "-vet=off"}
	}
	if exe := l.built[pkg+" "+kind]; exe != "" {
		return exe, nil
	}
	exe := filepath.Join(l.dir, strings.ReplaceAll(pkg, "/", "-")+"."+kind)
	args := append([]string{kind, "-p", "1", "-ldflags", "-s -w", "-o", exe}, flags...)
	out, code, err := l.Command(ctx, ".", "go", append(args, "./"+pkg)...)
	if err != nil {
		return "", err
	}
	if code != 0 {
		return "", fmt.Errorf("it does not compile:\n%s", out)
	}
	l.built[pkg+" "+kind] = exe
	return exe, nil
}

// failure is what seeds prints of one: its rule, and the world's number.
var failure = regexp.MustCompile(`(?ms)^rule (\S+): .*?^  replay: [^\n]* -seed (\d+)`)

// Play runs a sweep, or the counter, from a seed on until a rule is broken, and
// returns that rule and how many worlds it took. No rule is "". On one processor
// the first failure is the earliest.
func (l *Lab) Play(ctx context.Context, exe string, limit int, seed uint64, more ...string) (rule string, after uint64, err error) {
	args := append([]string{"-n", strconv.Itoa(limit), "-seed", strconv.FormatUint(seed, 10)}, more...)
	out, code, err := l.Command(ctx, ".", exe, args...)
	if err != nil || code == 0 {
		return "", 0, err
	}
	found := failure.FindStringSubmatch(out)
	if found == nil {
		return "", 0, fmt.Errorf("it broke down with code %d:\n%s", code, Tail(out))
	}
	first, err := strconv.ParseUint(found[2], 10, 64)
	return found[1], first - seed + 1, err
}

// salesOf is what a sweep prints of the sales in its worlds.
var salesOf = regexp.MustCompile(`(?m)^\w+: \d+ worlds, (\d+) sales,`)

// Sales plays the first worlds of a sweep anew, and returns how many sales they have.
func (l *Lab) Sales(ctx context.Context, exe string, worlds, seed uint64, more ...string) (string, error) {
	args := append([]string{"-n", strconv.FormatUint(worlds, 10), "-seed", strconv.FormatUint(seed, 10)}, more...)
	out, _, err := l.Command(ctx, ".", exe, args...)
	if err != nil {
		return "", err
	}
	found := salesOf.FindStringSubmatch(out)
	if found == nil {
		return "", fmt.Errorf("it does not say how many sales it had:\n%s", Tail(out))
	}
	return found[1], nil
}

// Command runs a program to its end in a folder below the root. The error is for
// what could not be run.
func (l *Lab) Command(ctx context.Context, folder, name string, args ...string) (out string, code int, err error) {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = filepath.Join(l.root, filepath.FromSlash(folder))
	// Tests that build the program by themselves build it with the change, too. One
	// processor each: changes are looked at side by side, and a sweep's first
	// failure is then its first.
	flags := strings.TrimSpace(os.Getenv("GOFLAGS") + " '-overlay=" + l.overlay + "'")
	cmd.Env = append(append(os.Environ(), "GOFLAGS="+flags, "GOMAXPROCS=1"), l.Env...)
	cmd.WaitDelay = time.Second
	text, err := cmd.CombinedOutput()
	l.log("%s %s\n%s", name, strings.Join(args, " "), text)
	if ctx.Err() != nil {
		return string(text), 0, fmt.Errorf("%s %w in time: %w", filepath.Base(name), ErrHangs, context.Cause(ctx))
	}
	if exit, is := errors.AsType[*exec.ExitError](err); is {
		return string(text), exit.ExitCode(), nil
	}
	return string(text), 0, err
}

// Tail returns the end of a long output.
func Tail(out string) string {
	lines := strings.Split(strings.TrimSpace(out), "\n")
	return strings.Join(lines[max(0, len(lines)-20):], "\n")
}

// Root returns the folder of the module that it is called in.
func Root() (string, error) {
	file, err := exec.Command("go", "env", "GOMOD").Output()
	if dir := filepath.Dir(strings.TrimSpace(string(file))); err != nil || dir != "." && dir != filepath.Dir(os.DevNull) {
		return dir, err
	}
	return "", errors.New("no go.mod here or above; run it inside the module")
}
