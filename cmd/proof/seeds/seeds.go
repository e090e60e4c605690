package seeds

import (
	"fmt"
	"runtime"
	"sync"
)

// Roomy is how much a run's memory may grow, in percent, before it is cleared up:
// worlds are small and short-lived, and a third of the time would go there.
const Roomy = 400

// Violation is a broken rule.
type Violation struct{ Rule, What string }

// Failure is a world that broke a rule, and the command that plays it again.
type Failure struct {
	Violation
	Replay string
}

func (f Failure) String() string {
	return fmt.Sprintf("rule %s: %s\n  replay: go run ./cmd/proof/%s -v", f.Rule, f.What, f.Replay)
}

// Play plays the worlds 0 to n-1, each as one goroutine's own, until enough of
// them have failed. It returns what was counted, and the failures.
func Play[S interface{ Add(S) }](n, enough int, fresh func() S, one func(i int, counted S) *Failure) (S, []Failure) {
	total := fresh()
	var failures []Failure
	var mu sync.Mutex
	var wg sync.WaitGroup
	lanes := runtime.GOMAXPROCS(0)
	for lane := range lanes {
		wg.Go(func() {
			counted := fresh()
			for i := lane; i < n; i += lanes {
				f := one(i, counted)
				if f == nil {
					continue
				}
				mu.Lock()
				failures = append(failures, *f)
				stop := len(failures) >= enough
				mu.Unlock()
				if stop {
					break
				}
			}
			mu.Lock()
			total.Add(counted)
			mu.Unlock()
		})
	}
	wg.Wait()
	return total, failures
}
