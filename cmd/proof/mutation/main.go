package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
	"time"

	"facetill/cmd/proof/lab"
)

// options are the flags.
type options struct {
	limit   int
	seed    uint64
	side    int // how many are looked at side by side
	all     bool
	verbose bool
	root    string
}

// verdict is what became of a mutant.
type verdict struct {
	m       mutant
	catches []catch // of those catchers that noticed it
	missed  []catcher
	err     error
	log     string
}

func main() {
	var o options
	only := flag.String("only", "", "look at these `names` alone, separated by commas")
	list := flag.Bool("list", false, "print the table and run nothing")
	most := flag.Int("sample", 0, "look at this `many` alone, one for each schedule that wants a bug among them; 0 looks at all")
	draw := flag.Uint64("draw", 1, "the `seed` that draws the sample")
	mends := flag.Bool("mend", false, "mend the stale patches whose lines have moved to another file, name the others, and run nothing")
	flag.IntVar(&o.limit, "n", 20_000, "sales of the sweep within which a bug has to be caught")
	flag.Uint64Var(&o.seed, "seed", 1, "the sweep's first world")
	flag.IntVar(&o.side, "p", runtime.NumCPU(), "how many are looked at side by side")
	flag.BoolVar(&o.all, "all", false, "run every catcher of a bug, not only up to the first that notices")
	flag.BoolVar(&o.verbose, "v", false, "print each bug, and what its catchers print")
	reported := flag.Bool("sales", false, "look at the bugs that were reported as a case alone, and let the shop look first at those that are in it")
	flag.Parse()
	all, err := mutants()
	var chosen []mutant
	if err == nil {
		chosen, err = choose(all, *only)
	}
	if err == nil && *most > 0 && *most < len(chosen) {
		chosen = sample(chosen, *most, *draw)
	}
	if err == nil && *reported {
		chosen, err = forShop(context.Background(), chosen)
	}
	if err == nil && *list {
		listing(os.Stdout, chosen)
		return
	}
	if err == nil {
		o.root, err = lab.Root()
	}
	left := 0
	if err == nil && *mends {
		left, err = mend(os.Stdout, o.root, chosen)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(64)
	}
	if *mends {
		os.Exit(min(left, 1) * 9)
	}
	if !run(context.Background(), os.Stdout, chosen, o) {
		os.Exit(9)
	}
}

// choose picks mutants by name; no name picks all.
func choose(all []mutant, only string) (chosen []mutant, err error) {
	if only == "" {
		return all, nil
	}
	for name := range strings.SplitSeq(only, ",") {
		i := slices.IndexFunc(all, func(m mutant) bool { return m.name == name })
		if i < 0 {
			return nil, fmt.Errorf("no bug has the name %q; -list prints them", name)
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}

// run looks at all of them and prints the table. false: one survived, or could
// not be looked at.
func run(ctx context.Context, w io.Writer, chosen []mutant, o options) bool {
	begin := time.Now()
	rows := append([]mutant{control(chosen)}, chosen...)
	verdicts := make([]verdict, len(rows))
	free := make(chan struct{}, max(o.side, 1))
	var wg sync.WaitGroup
	for i, m := range rows {
		free <- struct{}{}
		wg.Go(func() {
			verdicts[i] = look(ctx, m, o, i == 0)
			<-free
		})
	}
	wg.Wait()
	bad, green := report(w, verdicts, o), "green"
	if verdicts[0].bad() != "" {
		green = "not green"
	}
	fmt.Fprintf(w, "mutants: %d bugs, %d not caught, control %s, %v\n", len(chosen), bad, green, time.Since(begin).Round(time.Second))
	return bad == 0 && green == "green"
}

// look plants one bug and lets its catchers look at it. The control's catchers
// all have to look.
func look(ctx context.Context, m mutant, o options, all bool) (v verdict) {
	v.m = m
	var log strings.Builder
	defer func() { v.log = log.String() }()
	dir, err := os.MkdirTemp("", "facetill-mutant-")
	if err != nil {
		v.err = err
		return v
	}
	defer os.RemoveAll(dir)
	texts, err := patched(o.root, m)
	if err != nil {
		v.err = err
		return v
	}
	l, err := lab.New(o.root, dir, texts, func(format string, args ...any) { fmt.Fprintf(&log, format+"\n", args...) })
	if err != nil {
		v.err = err
		return v
	}
	for _, c := range m.by {
		found, err := ask(ctx, l, c, o)
		if err != nil {
			v.err = err
			return v
		}
		if found.by == "" {
			v.missed = append(v.missed, c)
			continue
		}
		if v.catches = append(v.catches, found); !all && !o.all {
			return v
		}
	}
	return v
}

// bad says what is wrong with the control or a mutant's end; "" is good.
func (v verdict) bad() string {
	switch {
	case v.err != nil:
		return v.err.Error()
	case v.m.name == "control" && len(v.catches) > 0:
		return "a catcher fails although nothing is changed: " + v.catches[0].by
	case v.m.name != "control" && len(v.catches) == 0:
		return fmt.Sprintf("survived: none of %v noticed it", v.missed)
	}
	return ""
}

// report prints the table and what is wrong, and counts the mutants of the latter.
func report(w io.Writer, verdicts []verdict, o options) (bad int) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "bug\trule\tschedule\tcaught by\tafter")
	for _, v := range verdicts {
		by, after := "NOTHING", ""
		switch {
		case v.m.name == "control":
			by = fmt.Sprintf("nothing, as it must be (%d catchers)", len(v.missed))
		case len(v.catches) > 0:
			by, after = v.catches[0].by, v.catches[0].after
			for _, more := range v.catches[1:] {
				by += "; " + more.by + " " + more.after
			}
		}
		if v.bad() != "" && v.err != nil {
			by = "ERROR"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", v.m.name, v.m.rule, v.m.schedule, by, after)
	}
	t.Flush()
	for _, v := range verdicts {
		if o.verbose {
			explain(w, v)
		}
		why := v.bad()
		if why == "" {
			continue
		}
		if v.m.name != "control" {
			bad++
		}
		fmt.Fprintf(w, "%s: %s\n  see it: go run ./cmd/proof/mutation -only %s -v\n", v.m.name, why, v.m.name)
	}
	return bad
}

// explain prints a bug as it was planted, and all that its catchers printed.
func explain(w io.Writer, v verdict) {
	fmt.Fprintf(w, "\n== %s: %s\n", v.m.name, v.m.bug)
	for _, e := range v.m.edits {
		fmt.Fprintf(w, "%s\n%s", e.file, e.body)
	}
	fmt.Fprintln(w, v.log)
}

// listing is the table before it is run.
func listing(w io.Writer, all []mutant) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "bug\trule\tschedule\tthe till then\tto be caught by")
	for _, m := range all {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%v\n", m.name, m.rule, m.schedule, m.bug, m.by)
	}
	t.Flush()
}
