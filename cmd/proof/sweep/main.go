package main

import (
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
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

// again tells the story of one world, and returns the exit code.
func again(story []string, f *seeds.Failure) int {
	fmt.Println(strings.Join(story, "\n"))
	if f != nil {
		fmt.Println(f)
		return 9
	}
	return 0
}

func main() {
	debug.SetGCPercent(seeds.Roomy)
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
			os.Exit(again(story, f))
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
		os.Exit(again(w.Story, f))
	}
	st, failures := sweep(m, *seed, *n)
	os.Exit(tell(m.name, m.wanted, st, failures, begin, *verbose))
}

// tell prints what a sweep did, and returns its exit code.
func tell(name string, wanted []string, st *world.Stats, failures []seeds.Failure, begin time.Time, marks bool) int {
	for _, f := range failures {
		fmt.Println(f)
	}
	if marks {
		st.Table(os.Stdout)
	}
	for _, mark := range st.Missed(wanted) {
		fmt.Println("not reached: " + mark)
	}
	st.Print(os.Stdout, name, wanted, len(failures), time.Since(begin))
	if len(failures) > 0 {
		return 9
	}
	return 0
}
