package powercut

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"facetill/flow/journal/sqlite"
)

var (
	cuts = flag.Int("cuts", 1200, "how many power cuts TestCuts plays")
	seed = flag.Uint64("seed", 1, "of the first life")
	life = flag.Uint64("life", 0, "play this one alone")
)

// newJournal is one without sales, as the engine of the product makes it.
func newJournal(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "blank.db")
	j, err := sqlite.Open(context.Background(), path, sqlite.Options{Create: true})
	if err == nil {
		err = j.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// lives plays lives until there were enough cuts, on every core, and says which
// lost something.
func lives(t *testing.T, want int, s setting, lost func(seed uint64, err error)) (total count) {
	t.Helper()
	blank := newJournal(t)
	var mu sync.Mutex
	var all sync.WaitGroup
	next, stop := atomic.Uint64{}, atomic.Bool{}
	next.Store(*seed)
	for n := range runtime.GOMAXPROCS(0) {
		dir := filepath.Join(t.TempDir(), fmt.Sprintf("%s-%d", t.Name(), n))
		all.Go(func() {
			for !stop.Load() {
				seed := next.Add(1) - 1
				c, err := live(context.Background(), dir, seed, blank, s)
				c.lives++
				mu.Lock()
				if err != nil {
					c.lost++
					lost(seed, err)
				}
				total.add(c)
				stop.Store(total.cuts >= want)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	return total
}

// TestCuts: whenever the power goes, what was acknowledged is there afterwards.
func TestCuts(t *testing.T) {
	begin := time.Now()
	if *life > 0 {
		c, err := live(context.Background(), filepath.Join(t.TempDir(), "life"), *life, newJournal(t), setting{})
		t.Logf("%+v, %v", c, err)
		if err != nil {
			t.Error(err)
		}
		return
	}
	failed := 0
	total := lives(t, *cuts, setting{}, func(seed uint64, err error) {
		if failed++; failed > 20 {
			return
		}
		t.Errorf("go test -run TestCuts -life %d: %v", seed, err)
	})
	if total.refused > total.cuts/1000 {
		t.Errorf("%d of %d cuts made a journal that is refused", total.refused, total.cuts)
	}
	lost, of := 0, 0
	for _, name := range slices.Sorted(maps.Keys(controls)) {
		c := lives(t, max(*cuts/100, 60), controls[name], func(uint64, error) {})
		if c.lost == 0 {
			t.Errorf("with %s nothing is lost: these cuts are none", name)
		}
		lost, of = lost+c.lost, of+c.lives
	}
	fmt.Printf("power cuts: %d cuts, %d facts acknowledged, %d reopened, %d lost, %d refused for one bit, control lost %d of %d lives, %s\n",
		total.cuts, total.facts, total.reopened, total.lost, total.refused, lost, of, time.Since(begin).Round(time.Second))
}

// controls are what must lose.
var controls = map[string]setting{
	"synchronous NORMAL":        {synchronous: "NORMAL"},
	"a disk that does not sync": {lying: true},
}
