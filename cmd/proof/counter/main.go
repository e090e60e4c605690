package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"time"

	"facetill/cmd/proof/seeds"
)

// wantedShare is how many of the typists' sales have to begin at the first try,
// in percent (money rule 0.5).
const wantedShare = 99.9

// replay is the command that plays an entry again.
const replay = "counter -seed %d -n 1"

// counter plays n entries from a seed on, until enough have failed. An entry is its
// seed.
func counter(seed uint64, n, enough int) (*stats, []seeds.Failure) {
	return seeds.Play(n, enough, newStats, func(i int, st *stats) *seeds.Failure {
		w := newWorld(seed+uint64(i), st, false)
		v := w.play()
		st.entries++
		st.places[w.script.at.name]++
		return seeds.Failed(v, replay, w.seed)
	})
}

// fewTypists are too few to speak of a share of which one in a thousand may be missing:
// the first that is missing would be too many. It is no word about any amount or press,
// each of which is judged by itself.
const fewTypists = 1000

// tooLate is the failure of typists whose sales began too late too often: the first
// of them stands for all.
func tooLate(st *stats) []seeds.Failure {
	if st.typists < fewTypists || st.share() >= wantedShare {
		return nil
	}
	what := fmt.Sprintf("%.3f%% of %d typists' sales began at the first try, at least %v%% are wanted", st.share(), st.typists, wantedShare)
	return []seeds.Failure{*seeds.Failed(&seeds.Violation{Rule: "0.5", What: what}, replay, slices.Min(st.missed))}
}

func main() {
	n := flag.Int("n", 100_000, "how many entries")
	seed := flag.Uint64("seed", 1, "the first one's number")
	enough := flag.Int("stop", 10, "after so many failures")
	verbose := flag.Bool("v", false, "with -n 1: tell its story, each key with its time; else print which typists' sales began late")
	flag.Parse()
	if *verbose && *n == 1 {
		w := newWorld(*seed, newStats(), true)
		v := w.play()
		os.Exit(seeds.Tell(os.Stdout, w.story, seeds.Failed(v, replay, *seed)))
	}
	begin := time.Now()
	st, failures := counter(*seed, *n, *enough)
	failures = append(failures, tooLate(st)...)
	exit := seeds.Print(os.Stdout, failures)
	if *verbose {
		for _, seed := range st.missed {
			fmt.Printf("late: go run ./cmd/proof/"+replay+" -v\n", seed)
		}
	}
	st.print(os.Stdout, len(failures), time.Since(begin))
	os.Exit(exit)
}
