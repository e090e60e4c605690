package main

import (
	"context"
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

// patience is how long one build or one catcher may take: many times what it
// does take. What needs longer hangs, and is an error.
const patience = 5 * time.Minute

// lab is the place where one mutant is looked at.
type lab struct {
	root    string
	dir     string // temporary
	overlay string
	limit   int    // sales of the sweep
	seed    uint64 // its first
	log     func(format string, args ...any)
	built   map[string]string // program by package and kind
}

// catch is what a catcher found: by is "" when it noticed nothing.
type catch struct {
	by    string // test or sweep, and the rule that was seen broken
	after string // sales or entries, where it was the sweep or the counter
}

// run builds what a catcher needs and lets it look.
func (l *lab) run(ctx context.Context, c catcher) (catch, error) {
	exe, err := l.build(ctx, c)
	if err != nil {
		return catch{}, err
	}
	if c.test == "" {
		return l.sweep(ctx, exe, c)
	}
	return l.test(ctx, exe, c.pkg, c.test)
}

// build compiles a catcher's program with the bug in it. A bug that does not
// compile is no bug: that is an error.
func (l *lab) build(ctx context.Context, c catcher) (string, error) {
	kind := "build"
	if c.test != "" {
		kind = "test"
	}
	if exe := l.built[c.pkg+" "+kind]; exe != "" {
		return exe, nil
	}
	exe := filepath.Join(l.dir, strings.ReplaceAll(c.pkg, "/", "-")+"."+kind)
	args := []string{kind, "-p", "1", "-ldflags", "-s -w", "-o", exe}
	if c.test != "" {
		args = append(args, "-c", "-vet=off")
	}
	out, code, err := l.command(ctx, l.root, "go", append(args, "./"+c.pkg)...)
	if err != nil {
		return "", err
	}
	if code != 0 {
		return "", fmt.Errorf("it does not compile:\n%s", out)
	}
	l.built[c.pkg+" "+kind] = exe
	return exe, nil
}

// test runs one test by its exact name.
func (l *lab) test(ctx context.Context, exe, pkg, name string) (catch, error) {
	out, code, err := l.command(ctx, filepath.Join(l.root, filepath.FromSlash(pkg)), exe,
		"-test.run", "^"+strings.ReplaceAll(regexp.QuoteMeta(name), "/", "$/^")+"$", "-test.v", "-test.timeout", (patience / 2).String())
	switch {
	case err != nil:
		return catch{}, err
	case code == 0 && strings.Contains(out, "--- PASS: "+name):
		return catch{}, nil
	case code == 0:
		return catch{}, fmt.Errorf("%s has no test %s", pkg, name)
	case strings.Contains(out, "panic: test timed out"):
		return catch{}, fmt.Errorf("%s %s does not end", pkg, name)
	case strings.Contains(out, "--- FAIL: "+name), strings.Contains(out, "panic: "):
		return catch{by: pkg + " " + name}, nil
	}
	return catch{}, fmt.Errorf("%s %s broke down with code %d:\n%s", pkg, name, code, tail(out))
}

// failure is what seeds prints of one: its rule, and the world's number.
var failure = regexp.MustCompile(`(?ms)^rule (\S+): .*?^  replay: [^\n]* -seed (\d+)`)

// sweep plays sales, or entries at the counter, until one breaks a rule. A world is
// one sale, however often it is rung up. On one processor the first is the earliest.
func (l *lab) sweep(ctx context.Context, exe string, c catcher) (catch, error) {
	args := []string{"-n", strconv.Itoa(l.limit), "-seed", strconv.FormatUint(l.seed, 10)}
	if c.mode != "" {
		args = append(args, "-mode", c.mode)
	}
	out, code, err := l.command(ctx, l.root, exe, args...)
	if err != nil || code == 0 {
		return catch{}, err
	}
	found := failure.FindStringSubmatch(out)
	if found == nil {
		return catch{}, fmt.Errorf("%s broke down with code %d:\n%s", c, code, tail(out))
	}
	first, err := strconv.ParseUint(found[2], 10, 64)
	if err != nil {
		return catch{}, err
	}
	unit := "sales"
	if c.pkg == counterDir {
		unit = "entries"
	}
	return catch{by: fmt.Sprintf("%s, rule %s", c, found[1]), after: fmt.Sprintf("%d %s", first-l.seed+1, unit)}, nil
}

// command runs a program to its end. The error is for what could not be run.
func (l *lab) command(ctx context.Context, dir, name string, args ...string) (out string, code int, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	// Tests that build the program by themselves build it with the bug, too. One
	// processor each: bugs are looked at side by side, and a sweep's first
	// failure is then its first.
	flags := strings.TrimSpace(os.Getenv("GOFLAGS") + " '-overlay=" + l.overlay + "'")
	cmd.Env = append(os.Environ(), "GOFLAGS="+flags, "GOMAXPROCS=1")
	cmd.WaitDelay = time.Second
	text, err := cmd.CombinedOutput()
	l.log("%s %s\n%s", name, strings.Join(args, " "), text)
	if ctx.Err() != nil {
		return "", 0, fmt.Errorf("%s did not end within %v: %w", filepath.Base(name), patience, context.Cause(ctx))
	}
	if exit, is := errors.AsType[*exec.ExitError](err); is {
		return string(text), exit.ExitCode(), nil
	}
	return string(text), 0, err
}

// tail is the end of a long output.
func tail(out string) string {
	lines := strings.Split(strings.TrimSpace(out), "\n")
	return strings.Join(lines[max(0, len(lines)-20):], "\n")
}
