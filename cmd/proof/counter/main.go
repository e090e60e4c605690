package main

import (
	"facetill/cmd/proof/seeds"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// wantedShare is how many of the typists' sales have to begin at the first try,
// in percent (money rule 0.5).
const wantedShare = 99.9

// counter plays n entries from a seed on, until enough have failed. An entry is its
// seed.
func counter(seed uint64, n, enough int) (*stats, []seeds.Failure) {
	return seeds.Play(n, enough, newStats, func(i int, st *stats) *seeds.Failure {
		w := newWorld(seed+uint64(i), st, false)
		v := w.play()
		st.entries++
		st.places[w.at.name]++
		return failed(w.seed, v)
	})
}

// failed is the failure of an entry; nil where no rule was broken.
func failed(seed uint64, v *seeds.Violation) *seeds.Failure {
	if v == nil {
		return nil
	}
	return &seeds.Failure{Violation: *v, Replay: fmt.Sprintf("counter -seed %d -n 1", seed)}
}

// fewTypists are too few to speak of a share.
const fewTypists = 100

// tooLate is the failure of typists whose sales began too late too often: the first
// of them stands for all.
func tooLate(st *stats) []seeds.Failure {
	if st.typists < fewTypists || st.share() >= wantedShare {
		return nil
	}
	what := fmt.Sprintf("%.3f%% of %d typists' sales began at the first try, at least %v%% are wanted", st.share(), st.typists, wantedShare)
	return []seeds.Failure{*failed(slices.Min(st.missed), &seeds.Violation{Rule: "0.5", What: what})}
}

func main() {
	debug.SetGCPercent(seeds.Roomy)
	n := flag.Int("n", 100_000, "how many entries")
	seed := flag.Uint64("seed", 1, "the first one's number")
	enough := flag.Int("stop", 10, "after so many failures")
	verbose := flag.Bool("v", false, "with -n 1: tell its story, each key with its time; else print which typists' sales began late")
	flag.Parse()
	if *verbose && *n == 1 {
		os.Exit(tells(os.Stdout, *seed))
	}
	begin := time.Now()
	st, failures := counter(*seed, *n, *enough)
	failures = append(failures, tooLate(st)...)
	for _, f := range failures {
		fmt.Println(f)
	}
	if *verbose {
		for _, seed := range st.missed {
			fmt.Printf("late: go run ./cmd/proof/counter -seed %d -n 1 -v\n", seed)
		}
	}
	st.print(os.Stdout, len(failures), time.Since(begin))
	if len(failures) > 0 {
		os.Exit(9)
	}
}

// tells plays one entry and tells its story.
func tells(out io.Writer, seed uint64) int {
	w := newWorld(seed, newStats(), true)
	f := failed(seed, w.play())
	fmt.Fprintln(out, strings.Join(w.story, "\n"))
	if f != nil {
		fmt.Fprintln(out, f)
		return 9
	}
	return 0
}
