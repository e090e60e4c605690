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
	"strings"
	"sync"
	"time"

	"facetill/cmd/proof/lab"
)

// killer is a program that has to notice, by its folder, and what it is called with.
type killer struct{ folder, args string }

// tests are those of a folder.
func tests(folder string) killer { return killer{folder, "-test.short -test.failfast"} }

const sweepFolder = "cmd/proof/sweep"

var (
	sweep = killer{sweepFolder, "-n 20000"}
	// The sweep on the file of the engine, where a world takes longer.
	reopened = killer{sweepFolder, "-mode sqlite -n 500"}
)

// targets are the packages that are changed, and who has to notice, the quick ones
// first.
var targets = []struct {
	pkg     string
	killers []killer
}{
	{"flow", []killer{tests("flow"), sweep}},
	{"flow/refund", []killer{tests("flow/refund"), tests("flow")}},
	{"flow/till", []killer{tests("flow/till")}},
	// Its own tests, on a medium without a disk, take a tenth of the engine's.
	{"flow/journal", []killer{tests("flow/journal"), tests("flow/journal/sqlite"), reopened}},
	{"wx", []killer{tests("wx")}},
	{"wx/wire", []killer{tests("wx/wire")}},
	// Its TLS servers and their certificates are there.
	{"wx/transport", []killer{tests("wx/transport"), tests("wx")}},
}

func killers(pkg string) []killer {
	for _, t := range targets {
		if t.pkg == pkg {
			return t.killers
		}
	}
	return []killer{tests(pkg)}
}

// isTest reports whether it is the tests of its folder, and no program.
func (k killer) isTest() bool { return k.folder != sweepFolder }

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
	took  map[killer]time.Duration // by a killer with nothing changed
}

// newBench makes a bench; done removes what it built.
func newBench(root string, side int) (b *bench, done func(), err error) {
	dir, err := os.MkdirTemp("", "facetill-mutagen-cache-")
	return &bench{root: root, side: max(side, 1), cache: dir}, func() { os.RemoveAll(dir) }, err
}

// control runs each killer with nothing changed: it has to be green, and how long
// it takes is the measure for those that hang.
func (b *bench) control(ctx context.Context, all []mutant) error {
	var ks []killer
	for _, m := range all {
		ks = append(ks, killers(m.u.name)...)
	}
	slices.SortFunc(ks, func(a, b killer) int { return cmp.Or(cmp.Compare(a.folder, b.folder), cmp.Compare(a.args, b.args)) })
	ks = slices.Compact(ks)
	if err := b.fill(ctx, ks); err != nil {
		return err
	}
	took, errs := make([]time.Duration, len(ks)), make([]error, len(ks))
	b.beside(len(ks), func(i int) {
		errs[i] = b.within(nil, b.cache, func(l *lab.Lab) error {
			if _, err := l.Build(ctx, ks[i].folder, ks[i].isTest()); err != nil {
				return err
			}
			begin := time.Now()
			if by, err := b.kill(ctx, l, ks[i]); err != nil || by != "" {
				return fmt.Errorf("%s: %w: %s", ks[i].folder, errGreen, cmp.Or(by, fmt.Sprint(err)))
			}
			took[i] = time.Since(begin)
			return nil
		})
	})
	b.took = map[killer]time.Duration{}
	for i, k := range ks {
		b.took[k] = took[i]
	}
	return errors.Join(errs...)
}

// fill builds killers into the cache, on all processors and however long it takes.
func (b *bench) fill(ctx context.Context, killers []killer) error {
	if b.cache == "" {
		return nil
	}
	for _, k := range killers {
		args := []string{"test", "-c", "-vet=off", "-o", os.DevNull, "./" + k.folder}
		if !k.isTest() {
			args = []string{"build", "-o", os.DevNull, "./" + k.folder}
		}
		cmd := exec.CommandContext(ctx, "go", args...)
		cmd.Dir, cmd.Env = b.root, append(os.Environ(), "GOCACHE="+b.cache)
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w\n%s", k.folder, err, out)
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
func (b *bench) kill(ctx context.Context, l *lab.Lab, k killer) (by string, err error) {
	exe, err := l.Build(ctx, k.folder, k.isTest())
	if err != nil {
		return "", err
	}
	if took := b.took[k]; took > 0 {
		var cancel func()
		ctx, cancel = context.WithTimeout(ctx, 10*took+10*time.Second)
		defer cancel()
	}
	folder := k.folder
	if !k.isTest() {
		folder = "."
	}
	out, code, err := l.Command(ctx, folder, exe, strings.Fields(k.args)...)
	switch {
	case errors.Is(err, lab.ErrHangs):
		return path.Base(k.folder) + " hangs", nil
	case err != nil || code == 0:
		return "", err
	}
	return k.blame(out), nil
}

// blame names what an output says first.
func (k killer) blame(out string) string {
	for line := range strings.Lines(out) {
		line = strings.TrimSpace(line)
		if fields := strings.Fields(line); strings.HasPrefix(line, "--- FAIL: ") {
			return k.folder + " " + fields[2]
		} else if strings.HasPrefix(line, "rule ") && !k.isTest() {
			return "sweep, rule " + strings.TrimSuffix(fields[1], ":")
		}
	}
	return k.folder
}
