package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"
)

// failure is a world that broke a rule, and how to see it again.
type failure struct {
	seed  uint64
	v     violation
	story []string
}

func (f failure) String() string {
	return fmt.Sprintf("rule %s: %s\n  replay: go run ./cmd/sweep -seed %d -n 1 -v", f.v.rule, f.v.what, f.seed)
}

// one plays the world of a seed.
func one(seed uint64, st *stats, tell bool) *failure {
	w := newWorld(seed, st)
	w.tell = tell
	v := w.play()
	st.worlds++
	st.virtual += w.now
	if v == nil {
		if tell {
			return &failure{seed: seed, story: w.story}
		}
		return nil
	}
	return &failure{seed, *v, w.story}
}

// sweep plays n worlds from a seed on, on all processors; each world is one
// goroutine's own. It stops at the tenth failure.
func sweep(seed uint64, n int) (*stats, []failure) {
	total := newStats()
	var failures []failure
	var mu sync.Mutex
	var wg sync.WaitGroup
	lanes := runtime.GOMAXPROCS(0)
	for lane := range lanes {
		wg.Go(func() {
			st := newStats()
			for i := lane; i < n; i += lanes {
				f := one(seed+uint64(i), st, false)
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

func main() {
	n := flag.Int("n", 50_000, "how many worlds")
	seed := flag.Uint64("seed", 1, "the first one's number")
	verbose := flag.Bool("v", false, "with -n 1: tell its story; else print every mark")
	flag.Parse()
	if *verbose && *n == 1 {
		st := newStats()
		f := one(*seed, st, true)
		fmt.Println(strings.Join(f.story, "\n"))
		if f.v.rule != "" {
			fmt.Println(f)
			os.Exit(9)
		}
		return
	}
	begin := time.Now()
	st, failures := sweep(*seed, *n)
	for _, f := range failures {
		fmt.Println(f)
	}
	if *verbose {
		st.table(os.Stdout)
	}
	for _, name := range st.missed() {
		fmt.Println("not reached: " + name)
	}
	st.print(os.Stdout, len(failures), time.Since(begin))
	if len(failures) > 0 {
		os.Exit(9)
	}
}
