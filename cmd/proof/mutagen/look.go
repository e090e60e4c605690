package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"facetill/cmd/proof/lab"
)

// targets are the packages that are changed, and who has to notice: folders of
// tests, and the sweep.
var targets = []struct {
	pkg     string
	killers []string
}{
	{"flow", []string{"flow", sweep}},
	{"flow/till", []string{"flow/till"}},
	// Its tests need an engine.
	{"flow/journal", []string{"flow/journal", "flow/journal/sqlite"}},
	{"wx", []string{"wx"}},
	{"wx/wire", []string{"wx/wire"}},
	{"wx/transport", []string{"wx/transport"}},
}

const (
	sweep = "cmd/proof/sweep"
	sales = 20_000
)

func killers(pkg string) []string {
	for _, t := range targets {
		if t.pkg == pkg {
			return t.killers
		}
	}
	return []string{pkg}
}

// fate is what became of a mutant.
type fate struct {
	m    mutant
	by   string // who killed it
	fact error  // what could not be looked at
}

// errGreen is a killer that notices something although nothing is changed.
var errGreen = errors.New("it is red although nothing is changed")

// bench runs mutants side by side.
type bench struct {
	root string
	side int
	took map[string]time.Duration // by a killer with nothing changed
}

// control runs each killer with nothing changed: it has to be green, and how long
// it takes is the measure for those that hang.
func (b *bench) control(ctx context.Context, all []mutant) error {
	b.took = map[string]time.Duration{}
	for _, m := range all {
		for _, k := range killers(m.u.name) {
			if _, done := b.took[k]; done {
				continue
			}
			err := b.within(nil, func(l *lab.Lab, dir string) error {
				if _, err := l.Build(ctx, k, k != sweep); err != nil {
					return err
				}
				begin := time.Now()
				if by, err := b.kill(ctx, l, dir, k); err != nil || by != "" {
					return fmt.Errorf("%s: %w: %s", k, errGreen, cmp.Or(by, fmt.Sprint(err)))
				}
				b.took[k] = time.Since(begin)
				return nil
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// run looks at mutants, and returns what became of each.
func (b *bench) run(ctx context.Context, all []mutant, each func(fate)) []fate {
	fates := make([]fate, len(all))
	free := make(chan struct{}, max(b.side, 1))
	var wg sync.WaitGroup
	var one sync.Mutex
	for i, m := range all {
		free <- struct{}{}
		wg.Go(func() {
			fates[i] = b.look(ctx, m)
			one.Lock()
			each(fates[i])
			one.Unlock()
			<-free
		})
	}
	wg.Wait()
	return fates
}

// look plants one mutant and lets its killers look, until one notices.
func (b *bench) look(ctx context.Context, m mutant) fate {
	out := fate{m: m}
	out.fact = b.within(map[string]string{m.file: m.apply(m.u.texts[m.at])}, func(l *lab.Lab, dir string) (err error) {
		for _, k := range killers(m.u.name) {
			if out.by, err = b.kill(ctx, l, dir, k); err != nil || out.by != "" {
				return err
			}
		}
		return nil
	})
	return out
}

// within makes a lab for a time.
func (b *bench) within(texts map[string]string, do func(l *lab.Lab, dir string) error) error {
	dir, err := os.MkdirTemp("", "facetill-mutagen-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	l, err := lab.New(b.root, dir, texts, func(string, ...any) {})
	if err != nil {
		return err
	}
	return do(l, dir)
}

// kill lets a killer look, and returns what it noticed; "" is nothing.
func (b *bench) kill(ctx context.Context, l *lab.Lab, dir, killer string) (by string, err error) {
	exe, err := l.Build(ctx, killer, killer != sweep)
	if err != nil {
		return "", err
	}
	if took := b.took[killer]; took > 0 {
		var cancel func()
		ctx, cancel = context.WithTimeout(ctx, 10*took+10*time.Second)
		defer cancel()
	}
	folder, args := killer, []string{exe, "-test.short", "-test.failfast"}
	if killer == sweep {
		folder, args = ".", []string{exe, "-n", strconv.Itoa(sales)}
	}
	// A mutant may also ask for memory without end, and leave files behind.
	out, code, err := l.Command(ctx, folder, "sh", append([]string{"-c", `ulimit -v 8388608; TMPDIR=$0 exec "$@"`, dir}, args...)...)
	switch {
	case errors.Is(err, lab.ErrHangs):
		return path.Base(killer) + " hangs", nil
	case err != nil || code == 0:
		return "", err
	}
	return blame(killer, out), nil
}

// blame names what an output says first.
func blame(killer, out string) string {
	for line := range strings.Lines(out) {
		line = strings.TrimSpace(line)
		if fields := strings.Fields(line); strings.HasPrefix(line, "--- FAIL: ") {
			return killer + " " + fields[2]
		} else if strings.HasPrefix(line, "rule ") && slices.Contains([]string{sweep}, killer) {
			return "sweep, rule " + strings.TrimSuffix(fields[1], ":")
		}
	}
	return killer
}
