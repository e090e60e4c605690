package seeds

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
)

// Violation is a broken rule.
type Violation struct{ Rule, What string }

// Failure is a world that broke a rule, and the command that plays it again.
type Failure struct {
	Violation
	Replay string
}

// Failed returns the failure of a world that is played again by a command of the
// proof's; nil where no rule was broken.
func Failed(v *Violation, replay string, args ...any) *Failure {
	if v == nil {
		return nil
	}
	return &Failure{*v, fmt.Sprintf(replay, args...)}
}

func (f Failure) String() string {
	return fmt.Sprintf("rule %s: %s\n  replay: go run ./cmd/proof/%s -v", f.Rule, f.What, f.Replay)
}

// Tell prints the story of one world and its failure, if any, and returns the exit code.
func Tell(w io.Writer, story []string, f *Failure) int {
	fmt.Fprintln(w, strings.Join(story, "\n"))
	if f == nil {
		return 0
	}
	return Print(w, []Failure{*f})
}

// Print prints failures, and returns the exit code of a run that had them.
func Print(w io.Writer, failures []Failure) (exit int) {
	for _, f := range failures {
		fmt.Fprintln(w, f)
		exit = 9
	}
	return exit
}

// Whoever plays worlds lets memory grow to five times before it is cleared up: worlds are
// small and short-lived, and a third of the time would go there.
func init() { debug.SetGCPercent(400) }

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
