package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"
)

// failure is an entry that broke a rule, and how to see it again.
type failure struct {
	seed uint64
	v    violation
}

func (f failure) String() string {
	return fmt.Sprintf("rule %s: %s\n  replay: go run ./cmd/proof/counter -seed %d -n 1 -v", f.v.rule, f.v.what, f.seed)
}

// wantedShare is how many of the typists' sales have to begin at the first try,
// in percent (money rule 0.5).
const wantedShare = 99.9

// counter plays n entries from a seed on, on all processors, until enough have
// failed. An entry is its seed.
func counter(seed uint64, n, enough int) (*stats, []failure) {
	total := newStats()
	var failures []failure
	var mu sync.Mutex
	var wg sync.WaitGroup
	lanes := runtime.GOMAXPROCS(0)
	for lane := range lanes {
		wg.Go(func() {
			st := newStats()
			for i := lane; i < n; i += lanes {
				v := one(seed+uint64(i), st)
				if v == nil {
					continue
				}
				mu.Lock()
				failures = append(failures, failure{seed + uint64(i), *v})
				stop := len(failures) >= enough
				mu.Unlock()
				if stop {
					break
				}
			}
			mu.Lock()
			total.add(st)
			mu.Unlock()
		})
	}
	wg.Wait()
	return total, failures
}

// fewTypists are too few to speak of a share.
const fewTypists = 100

// tooLate is the failure of typists whose sales began too late too often: the first
// of them stands for all.
func tooLate(st *stats) []failure {
	if st.typists < fewTypists || st.share() >= wantedShare {
		return nil
	}
	return []failure{{slices.Min(st.missed), violation{"0.5", fmt.Sprintf("%.3f%% of %d typists' sales began at the first try, at least %v%% are wanted", st.share(), st.typists, wantedShare)}}}
}

// one plays an entry.
func one(seed uint64, st *stats) *violation {
	w := newWorld(seed, st, false)
	v := w.play()
	st.entries++
	st.places[w.at.name]++
	return v
}

// roomy is how much memory may grow, in percent, before it is cleared up: worlds
// are small and short-lived.
const roomy = 400

func main() {
	debug.SetGCPercent(roomy)
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
	v := w.play()
	fmt.Fprintln(out, strings.Join(w.story, "\n"))
	if v != nil {
		fmt.Fprintln(out, failure{seed, *v})
		return 9
	}
	return 0
}
