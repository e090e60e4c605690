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
	rule, after, err := l.Play(ctx, exe, worlds(c, o.limit), o.seed, mode...)
	if err != nil || rule == "" {
		return catch{}, err
	}
	by := fmt.Sprintf("%s, rule %s", c, rule)
	if c.pkg == counterDir {
		return catch{by: by, after: fmt.Sprintf("%d entries", after)}, nil
	}
	sales, err := l.Sales(ctx, exe, after, o.seed, mode...)
	return catch{by: by, after: sales + " sales"}, err
}

// worlds are so many of a catcher's as have that many sales: 27,000 of the sweep have
// 50,000, a shop has five, and a cashier's at a screen four.
func worlds(c catcher, sales int) int {
	switch {
	case c == sweep:
		return sales * 27 / 50
	case c == shop:
		return sales / 5
	case c.mode == "checkout":
		return sales / 4
	}
	return sales
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
