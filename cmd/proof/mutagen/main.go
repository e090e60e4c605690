package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"facetill/cmd/proof/lab"
)

func main() {
	many := flag.Int("n", 100, "how `many` mutants; 0 is all that there are")
	seed := flag.Uint64("seed", 1, "the `seed` that draws them")
	only := flag.String("only", "", "these `packages` or files alone, separated by commas")
	side := flag.Int("p", runtime.NumCPU(), "how many are looked at side by side")
	list := flag.Bool("list", false, "print the drawn mutants and run nothing")
	most := flag.Int("most", -1, "how many may `survive`; -1 is one in twenty")
	verbose := flag.Bool("v", false, "print each mutant and who killed it")
	flag.Parse()
	root, err := lab.Root()
	var all []mutant
	if err == nil {
		all, err = gather(root, *only)
	}
	known, wrong := equivalents(equivalentText)
	if err = errors.Join(err, wrong); err != nil {
		fmt.Fprintln(os.Stderr, "mutation:", err)
		os.Exit(64)
	}
	begin, drawn := time.Now(), draw(all, *many, *seed)
	if *list {
		for _, m := range drawn {
			fmt.Println(line(m))
		}
		return
	}
	b, done, err := newBench(root, *side)
	if err = errors.Join(err, limitMemory()); err == nil {
		err = b.control(context.Background(), drawn)
	}
	if err != nil {
		done()
		fmt.Fprintln(os.Stderr, "mutation:", err)
		os.Exit(9)
	}
	ready := time.Since(begin)
	fates := b.run(context.Background(), drawn, func(f fate) {
		if *verbose {
			fmt.Println(line(f.m), "|", f.by, f.fact)
		}
	})
	done()
	if *most < 0 {
		*most = len(drawn) / 20
	}
	good := report(os.Stdout, fates, known, *most)
	fmt.Fprintf(os.Stderr, "seed %d, %v, of which %v for the control\n", *seed, time.Since(begin).Round(time.Second), ready.Round(time.Second))
	if !good {
		os.Exit(9)
	}
}

// gather finds the mutants of the targets, or of what only names.
func gather(root, only string) (all []mutant, err error) {
	var names []string
	wanted := func(pkg, file string) bool { return only == "" }
	if only != "" {
		parts := strings.Split(only, ",")
		wanted = func(pkg, file string) bool { return slices.Contains(parts, pkg) || slices.Contains(parts, file) }
		for _, p := range parts {
			if i := strings.LastIndexByte(p, '/'); strings.HasSuffix(p, ".go") {
				p = p[:max(i, 0)]
			}
			names = append(names, p)
		}
		slices.Sort(names)
		names = slices.Compact(names)
	} else {
		for _, t := range targets {
			names = append(names, t.pkg)
		}
	}
	units, err := load(root, names)
	for _, u := range units {
		for _, m := range find(u) {
			if wanted(u.name, m.file) {
				all = append(all, m)
			}
		}
	}
	return all, err
}

// line is a mutant as it is printed.
func line(m mutant) string {
	return fmt.Sprintf("%s:%d: %s: %s", m.file, m.line, m.name.function, m.name)
}

// count is how many of a package came to which end.
type count struct{ mutants, killed, same, survived int }

// report prints the table by package, and what is wrong. false: more than most
// survived that are not listed, one of the list was killed, or one could not be
// looked at.
func report(w io.Writer, fates []fate, known []equivalent, most int) bool {
	var total count
	by, pkgs, wrong := map[string]*count{}, []string{}, false
	for _, f := range fates {
		pkg := f.m.name.pkg
		if by[pkg] == nil {
			by[pkg], pkgs = &count{}, append(pkgs, pkg)
		}
		listed := slices.ContainsFunc(known, func(e equivalent) bool { return e.is(f.m.name) })
		for _, c := range []*count{by[pkg], &total} {
			c.mutants++
			switch {
			case f.by != "":
				c.killed++
			case listed:
				c.same++
			default:
				c.survived++
			}
		}
		says := ""
		switch {
		case f.fact != nil:
			says = "ERROR " + f.fact.Error() + ": "
		case listed && f.by != "":
			says = "listed as equivalent, but killed by " + f.by + ": "
		case !listed && f.by == "":
			says = "survived: "
		default:
			continue
		}
		wrong = wrong || says != "survived: "
		fmt.Fprintln(w, says+line(f.m))
	}
	slices.Sort(pkgs)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "package\tmutants\tkilled\tequivalent\tsurvived\tkilled of what is not equivalent\t")
	var short []string
	for _, pkg := range pkgs {
		c := by[pkg]
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%.1f %%\t\n", pkg, c.mutants, c.killed, c.same, c.survived, 100*float64(c.killed)/float64(max(c.mutants-c.same, 1)))
		short = append(short, fmt.Sprintf("%s %d of %d", pkg, c.killed, c.mutants-c.same))
	}
	t.Flush()
	fmt.Fprintf(w, "mutation: %d mutants, %d killed, %d equivalent, %d survived, by package %s\n",
		total.mutants, total.killed, total.same, total.survived, strings.Join(short, ", "))
	return !wrong && total.survived <= most
}
