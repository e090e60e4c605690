package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"
)

// sweep plays n worlds from a seed on, on all processors; each world is one
// goroutine's own. It stops at the tenth failure.
func sweep(m mode, seed uint64, n int) (*stats, []failure) {
	total := newStats()
	var failures []failure
	var mu sync.Mutex
	var wg sync.WaitGroup
	lanes := runtime.GOMAXPROCS(0)
	for lane := range lanes {
		wg.Go(func() {
			st := newStats()
			for i := lane; i < n; i += lanes {
				f := m.one(seed+uint64(i), st, false)
				if f == nil {
					continue
				}
				mu.Lock()
				failures = append(failures, *f)
				enough := len(failures) >= 10
				mu.Unlock()
				if enough {
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

// runExhaustive plays all plans, or one of them with its story.
func runExhaustive(again string) int {
	begin := time.Now()
	if again != "" {
		p, err := parsePlan(again)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 64
		}
		w, v := playPlan(p, newStats(), true, false)
		fmt.Println(strings.Join(w.story, "\n"))
		if v != nil {
			fmt.Println(failure{plan: again, v: *v})
			return 9
		}
		return 0
	}
	st, failures := exhaust(customers(), mostFaults, false)
	return tell(exhaustiveMode, st, failures, begin, false)
}

// roomy is how much a sweep's memory may grow, in percent, before it is cleared
// up: worlds are small and short-lived, and a third of the time would go there.
const roomy = 400

func main() {
	debug.SetGCPercent(roomy)
	n := flag.Int("n", 50_000, "how many worlds")
	seed := flag.Uint64("seed", 1, "the first one's number")
	verbose := flag.Bool("v", false, "with -n 1: tell its story; else print every mark")
	name := flag.String("mode", modes[0].name, "what the worlds are: "+modeNames()+", exhaustive")
	again := flag.String("plan", "", "of the exhaustive mode: play this plan alone and tell its story")
	flag.Parse()
	if *name == exhaustiveMode.name {
		os.Exit(runExhaustive(*again))
	}
	m, err := modeOf(*name)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(64)
	}
	if *verbose && *n == 1 {
		st := newStats()
		f := m.one(*seed, st, true)
		fmt.Println(strings.Join(f.story, "\n"))
		if f.v.rule != "" {
			fmt.Println(f)
			os.Exit(9)
		}
		return
	}
	begin := time.Now()
	st, failures := sweep(m, *seed, *n)
	os.Exit(tell(m, st, failures, begin, *verbose))
}

// tell prints what a sweep did, and gives its exit code.
func tell(m mode, st *stats, failures []failure, begin time.Time, marks bool) int {
	for _, f := range failures {
		fmt.Println(f)
	}
	if marks {
		st.table(os.Stdout)
	}
	for _, name := range st.missed(m.wanted) {
		fmt.Println("not reached: " + name)
	}
	st.print(os.Stdout, m, len(failures), time.Since(begin))
	if len(failures) > 0 {
		return 9
	}
	return 0
}
