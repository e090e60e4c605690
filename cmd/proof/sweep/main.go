package main

import (
	"flag"
	"fmt"
	"os"
	"time"

	"facetill/cmd/proof/exhaustive"
	"facetill/cmd/proof/seeds"
	"facetill/cmd/proof/world"
)

// sweep plays n worlds from a seed on. It stops at the tenth failure.
func sweep(m mode, seed uint64, n int) (*world.Stats, []seeds.Failure) {
	return seeds.Play(n, 10, world.NewStats, func(i int, st *world.Stats) *seeds.Failure {
		_, f := m.one(seed+uint64(i), st, false)
		return f
	})
}

func main() {
	n := flag.Int("n", 50_000, "how many worlds")
	seed := flag.Uint64("seed", 1, "the first one's number")
	verbose := flag.Bool("v", false, "with -n 1: tell its story; else print every mark")
	name := flag.String("mode", modes[0].name, "what the worlds are: "+modeNames()+", exhaustive")
	plan := flag.String("plan", "", "of the exhaustive mode: play this plan alone and tell its story")
	flag.Parse()
	begin := time.Now()
	m, err := modeOf(*name)
	switch {
	case *plan != "":
		var story []string
		var f *seeds.Failure
		if story, f, err = exhaustive.Again(*plan); err == nil {
			os.Exit(seeds.Tell(os.Stdout, story, f))
		}
	case *name == "exhaustive":
		st, failures := exhaustive.Play()
		os.Exit(tell(*name, exhaustive.Wanted, st, failures, begin, false))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(64)
	}
	if *verbose && *n == 1 {
		w, f := m.one(*seed, world.NewStats(), true)
		os.Exit(seeds.Tell(os.Stdout, w.Story, f))
	}
	st, failures := sweep(m, *seed, *n)
	os.Exit(tell(m.name, m.wanted, st, failures, begin, *verbose))
}

// tell prints what a sweep did, and returns its exit code.
func tell(name string, wanted []string, st *world.Stats, failures []seeds.Failure, begin time.Time, marks bool) int {
	exit := seeds.Print(os.Stdout, failures)
	if marks {
		st.Table(os.Stdout)
	}
	for _, mark := range st.Missed(wanted) {
		fmt.Println("not reached: " + mark)
	}
	st.Print(os.Stdout, name, wanted, len(failures), time.Since(begin))
	return exit
}
