package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
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
	// Its TLS servers and their certificates are there.
	{"wx/transport", []string{"wx/transport", "wx"}},
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
	root  string
	side  int
	cache string                   // what was built of the unchanged tree; "" is the go command's own
	took  map[string]time.Duration // by a killer with nothing changed
}

// newBench makes a bench; done removes what it built.
func newBench(root string, side int) (b *bench, done func(), err error) {
	dir, err := os.MkdirTemp("", "facetill-mutagen-cache-")
	return &bench{root: root, side: max(side, 1), cache: dir}, func() { os.RemoveAll(dir) }, err
}

// control runs each killer with nothing changed: it has to be green, and how long
// it takes is the measure for those that hang.
func (b *bench) control(ctx context.Context, all []mutant) error {
	var names []string
	for _, m := range all {
		names = append(names, killers(m.u.name)...)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	if err := b.fill(ctx, names); err != nil {
		return err
	}
	took, errs := make([]time.Duration, len(names)), make([]error, len(names))
	b.beside(len(names), func(i int) {
		errs[i] = b.within(nil, b.cache, func(l *lab.Lab) error {
			if _, err := l.Build(ctx, names[i], names[i] != sweep); err != nil {
				return err
			}
			begin := time.Now()
			if by, err := b.kill(ctx, l, names[i]); err != nil || by != "" {
				return fmt.Errorf("%s: %w: %s", names[i], errGreen, cmp.Or(by, fmt.Sprint(err)))
			}
			took[i] = time.Since(begin)
			return nil
		})
	})
	b.took = map[string]time.Duration{}
	for i, name := range names {
		b.took[name] = took[i]
	}
	return errors.Join(errs...)
}

// fill builds killers into the cache, on all processors and however long it takes.
func (b *bench) fill(ctx context.Context, killers []string) error {
	if b.cache == "" {
		return nil
	}
	for _, k := range killers {
		args := []string{"test", "-c", "-vet=off", "-o", os.DevNull, "./" + k}
		if k == sweep {
			args = []string{"build", "-o", os.DevNull, "./" + k}
		}
		cmd := exec.CommandContext(ctx, "go", args...)
		cmd.Dir, cmd.Env = b.root, append(os.Environ(), "GOCACHE="+b.cache)
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w\n%s", k, err, out)
		}
	}
	return nil
}

// beside does so many things, as many at once as the bench has sides.
func (b *bench) beside(many int, do func(int)) {
	free := make(chan struct{}, b.side)
	var wg sync.WaitGroup
	for i := range many {
		free <- struct{}{}
		wg.Go(func() {
			do(i)
			<-free
		})
	}
	wg.Wait()
}

// run looks at mutants, and returns what became of each.
func (b *bench) run(ctx context.Context, all []mutant, each func(fate)) []fate {
	fates := make([]fate, len(all))
	var one sync.Mutex
	b.beside(len(all), func(i int) {
		fates[i] = b.look(ctx, all[i])
		one.Lock()
		defer one.Unlock()
		each(fates[i])
	})
	return fates
}

// look plants one mutant and lets its killers look, until one notices.
func (b *bench) look(ctx context.Context, m mutant) fate {
	out := fate{m: m}
	out.fact = b.within(map[string]string{m.file: m.apply(m.u.texts[m.at])}, "", func(l *lab.Lab) (err error) {
		for _, k := range killers(m.u.name) {
			if out.by, err = b.kill(ctx, l, k); err != nil || out.by != "" {
				return err
			}
		}
		return nil
	})
	return out
}

// within makes a lab for a time. What is built in it goes to a cache, or without
// one to a copy of the bench's that ends with the lab.
func (b *bench) within(texts map[string]string, cache string, do func(l *lab.Lab) error) error {
	dir, err := os.MkdirTemp("", "facetill-mutagen-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	l, err := lab.New(b.root, dir, texts, func(string, ...any) {})
	if err == nil && cache == "" && b.cache != "" {
		cache = filepath.Join(dir, "cache")
		err = link(b.cache, cache)
	}
	if err != nil {
		return err
	}
	// A mutant may leave files behind.
	l.Env = []string{"TMPDIR=" + dir}
	if cache != "" {
		l.Env = append(l.Env, "GOCACHE="+cache)
	}
	return do(l)
}

// link makes a folder that holds the same files as another one.
func link(from, to string) error {
	return filepath.WalkDir(from, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		at := filepath.Join(to, strings.TrimPrefix(path, from))
		if d.IsDir() {
			return os.MkdirAll(at, 0o700)
		}
		return os.Link(path, at)
	})
}

// kill lets a killer look, and returns what it noticed; "" is nothing.
func (b *bench) kill(ctx context.Context, l *lab.Lab, killer string) (by string, err error) {
	exe, err := l.Build(ctx, killer, killer != sweep)
	if err != nil {
		return "", err
	}
	if took := b.took[killer]; took > 0 {
		var cancel func()
		ctx, cancel = context.WithTimeout(ctx, 10*took+10*time.Second)
		defer cancel()
	}
	folder, args := killer, []string{"-test.short", "-test.failfast"}
	if killer == sweep {
		folder, args = ".", []string{"-n", strconv.Itoa(sales)}
	}
	out, code, err := l.Command(ctx, folder, exe, args...)
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
