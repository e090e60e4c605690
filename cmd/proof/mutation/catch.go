package main

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"facetill/cmd/proof/lab"
)

// catch is what a catcher found: by is "" when it noticed nothing.
type catch struct {
	by    string // test or sweep, and the rule that was seen broken
	after string // sales or entries, where it was the sweep or the counter
}

// ask builds what a catcher needs and lets it look.
func ask(ctx context.Context, l *lab.Lab, c catcher, o options) (catch, error) {
	exe, err := l.Build(ctx, c.pkg, c.test != "")
	if err != nil {
		return catch{}, err
	}
	if c.test != "" {
		return named(ctx, l, exe, c.pkg, c.test)
	}
	var mode []string
	if c.mode != "" {
		mode = []string{"-mode", c.mode}
	}
	limit, unit := o.limit, "sales" // a world is one sale, however often it is rung up
	switch {
	case c.pkg == counterDir:
		unit = "entries"
	case c.mode == "checkout": // each world is four sales
		limit, unit = limit/4, "worlds at a screen"
	}
	rule, after, err := l.Play(ctx, exe, limit, o.seed, mode...)
	if err != nil || rule == "" {
		return catch{}, err
	}
	return catch{by: fmt.Sprintf("%s, rule %s", c, rule), after: fmt.Sprintf("%d %s", after, unit)}, nil
}

// named runs one test by its exact name.
func named(ctx context.Context, l *lab.Lab, exe, pkg, name string) (catch, error) {
	out, code, err := l.Command(ctx, pkg, exe,
		"-test.run", "^"+strings.ReplaceAll(regexp.QuoteMeta(name), "/", "$/^")+"$", "-test.v", "-test.timeout", (lab.Patience / 2).String())
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
	return catch{}, fmt.Errorf("%s %s broke down with code %d:\n%s", pkg, name, code, lab.Tail(out))
}
