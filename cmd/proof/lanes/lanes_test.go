package lanes

import (
	"flag"
	"os"
	"reflect"
	"testing"
	"time"

	"facetill/cmd/proof/seeds"
	"facetill/cmd/proof/world"
	"facetill/flow/flowtest"
)

var laneWorlds = flag.Int("lanes", 4_000, "how many worlds TestLanes plays")

// TestLanes: no rule is broken however lanes are suspended, given up and woken,
// and every rare path was reached.
func TestLanes(t *testing.T) {
	begin := time.Now()
	st, failures := seeds.Play(*laneWorlds, 10, world.NewStats, func(i int, st *world.Stats) *seeds.Failure {
		seed := uint64(1 + i)
		_, v := Play(seed, st, false)
		return seeds.Failed(v, "sweep -mode lanes -seed %d -n 1", seed)
	})
	for _, f := range failures {
		t.Error(f)
	}
	st.Print(os.Stdout, "lanes", Wanted, len(failures), time.Since(begin))
	if missed := st.Missed(Wanted); *laneWorlds >= 10_000 && len(missed) > 0 {
		t.Errorf("never reached: %q", missed)
	}
}

// TestLanesCanFail is the control: without the compare-and-set (money rule 1.7)
// rules must be seen broken within a few thousand worlds: a cashier says what is
// not so, and what was said to be paid is reversed.
func TestLanesCanFail(t *testing.T) {
	found, first := map[string]int{}, uint64(0)
	for seed := uint64(1); seed <= 4000; seed++ {
		disk := flowtest.NewMemory()
		disk.Unfenced = true
		if _, v := playOn(disk, seed, world.NewStats(), false); v != nil {
			if found[v.Rule]++; first == 0 {
				first = seed
			}
		}
	}
	t.Logf("without the compare-and-set: first at world %d, by rule %v", first, found)
	for _, rule := range []string{"7.2", "3.4"} {
		if found[rule] == 0 {
			t.Errorf("rule %s is never broken without the compare-and-set: the lanes prove nothing; seen: %v", rule, found)
		}
	}
}

// TestLanesReplay: a seed is a world of lanes, to the last line of its story.
func TestLanesReplay(t *testing.T) {
	for seed := uint64(1); seed <= 200; seed++ {
		story := func() []string {
			w, _ := Play(seed, world.NewStats(), true)
			return w.Story
		}
		if a, b := story(), story(); !reflect.DeepEqual(a, b) {
			t.Fatalf("seed %d tells two stories:\n%q\n%q", seed, a, b)
		}
	}
}
